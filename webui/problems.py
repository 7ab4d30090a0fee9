"""Errors as readers meet them: a page in their language, or problem+json where a program asked."""

from __future__ import annotations

import json
import logging
import sqlite3
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from archive.store import StoreError
from indexer.engine import EngineUnavailable, EngineUnreachable
from webui.messages import COMMANDS, ERROR_PAGES, english
from webui.rendering import render

RETRY_AFTER_SECONDS = 30
"""A build of a small archive takes about as long."""

CODES = {404: "no-such-address", 405: "method-not-allowed", 500: "internal-error"}
"""The code of an error that Flask raised by itself; what is not here is ``bad-request``."""

logger = logging.getLogger(__name__)


class Fault(Exception):
    """An answer other than 200: its status, a stable code of ``messages.PROBLEMS``, and the parameter at fault if there is one."""

    def __init__(self, status: int, code: str, parameter: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.parameter = parameter


def wants_json() -> bool:
    """Whether the address is one that programs read."""
    return request.path.startswith("/api/") or request.path.endswith(".json")


def problem_json(fault: Fault) -> Response:
    """The fault as ``application/problem+json`` (RFC 9457) with its ``code``."""
    body = {"type": "about:blank", "title": HTTPStatus(fault.status).phrase, "status": fault.status}
    body |= {"code": fault.code, "detail": english(fault.code)}
    if fault.parameter:
        body["parameter"] = fault.parameter
    return Response(json.dumps(body), fault.status, content_type="application/problem+json")


def _error_page(fault: Fault) -> Response:
    text = ERROR_PAGES[fault.code]
    page = render("error.html", status=fault.status, error=text, command=COMMANDS.get(fault.code))
    return make_response(page, fault.status)


def answer(fault: Fault) -> Response:
    """The fault as a page or as problem+json, with Retry-After when trying again can help; a slash too many leads to where it is not."""
    if fault.status == HTTPStatus.NOT_FOUND and (there := _without_slash()):
        return make_response(redirect(there, 308))
    response = problem_json(fault) if wants_json() else _error_page(fault)
    if fault.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect is no fault
        return make_response(error.get_response())
    response = answer(Fault(status, CODES.get(status, "bad-request")))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value  # Allow of a 405
    return response


def _without_slash() -> str | None:
    """The address without a slash too many at its end, if that is one of ours; built from the route, so that it leads nowhere else."""
    if not request.path.endswith("/"):
        return None
    try:
        endpoint, values = current_app.create_url_adapter(request).match(request.path.rstrip("/"))  # type: ignore[union-attr]
    except HTTPException:
        return None
    parameters = urlencode(list(request.args.items(multi=True)))
    return url_for(endpoint, **values) + (f"?{parameters}" if parameters else "")


def _store_error(error: StoreError | sqlite3.Error) -> Response:
    logger.warning("%s%s", error, " (run `python -m archive verify`)" if isinstance(error, sqlite3.Error) else "")
    return answer(Fault(503, "archive-unavailable"))


def _engine_error(error: EngineUnavailable) -> Response:
    logger.warning("%s", error)
    # A build mends an index that is missing; a server that is away it cannot mend.
    return answer(Fault(503, "engine-unreachable" if isinstance(error, EngineUnreachable) else "engine-unavailable"))


def add_error_pages(app: Flask) -> None:
    """Make every error of ``app`` a page or problem+json; none shows a traceback."""
    app.register_error_handler(Fault, answer)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StoreError, _store_error)
    app.register_error_handler(sqlite3.Error, _store_error)
    app.register_error_handler(EngineUnavailable, _engine_error)
