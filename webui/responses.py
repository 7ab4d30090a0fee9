"""JSON as every address of ours answers it."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def json_response(body: dict[str, Any], status: int = 200) -> Response:
    """The body as UTF-8 JSON, letters kept as they are."""
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/json")
