"""JSON as every address of ours answers it."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response


def json_response(body: dict[str, Any], status: int = 200) -> Response:
    """The body as UTF-8 JSON, letters kept as they are."""
    return Response(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), status, content_type="application/json")
