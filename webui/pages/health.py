"""``/healthz``: this process lives. ``/readyz``: it can also answer, or why not."""

from __future__ import annotations

import sqlite3

from flask import Blueprint, Response

from archive.store import StoreError
from indexer.engine import EngineUnavailable
from webui.library import library, store
from webui.problems import RETRY_AFTER_SECONDS
from webui.responses import json_response

blueprint = Blueprint("health", __name__)


def _store_fault() -> str | None:
    try:
        store().last_sequence()
    except StoreError as error:
        return str(error)
    except sqlite3.Error as error:
        return f"the archive cannot be read: {error} (run `python -m archive verify`)"
    return None


def _engine_fault() -> str | None:
    try:
        library().engine_status()
    except EngineUnavailable as error:
        return str(error)
    return None


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers; asks neither store nor engine."""
    return json_response({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    """200 when store and engine answer, else 503 with one line for each that does not."""
    faults = {"archive": _store_fault(), "engine": _engine_fault()}
    missing = {part: fault for part, fault in faults.items() if fault}
    if not missing:
        return json_response({"status": "ok"})
    response = json_response({"status": "unavailable", "faults": missing}, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
