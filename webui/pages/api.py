"""``/api/v1``: the same searches and records for programs."""

from __future__ import annotations

from flask import Blueprint, Response, request

from archive.jsonl import to_json
from indexer.envelope import envelope
from indexer.query import QueryError
from webui.library import library
from webui.pages.article import find
from webui.params import SearchParams, read_params
from webui.problems import Fault
from webui.responses import json_response

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def _strict_params() -> SearchParams:
    params = read_params(request.args)
    if params.problems:
        raise Fault(400, params.problems[0].code, params.problems[0].parameter)
    return params


@blueprint.get("/search")
def search() -> Response:
    """One page of results; any parameter that cannot be used is refused."""
    params = _strict_params()
    try:
        query = params.query()
    except QueryError as error:
        raise Fault(400, error.code, "q") from error
    return json_response(envelope(query, library().search(query)))


@blueprint.get("/articles/<path:identifier>")
def article(identifier: str) -> Response:
    """One record with schema.org names."""
    return json_response(to_json(find(identifier)))
