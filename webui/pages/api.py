"""``/api/v1``: the same searches and records for programs."""

from __future__ import annotations

import logging
from dataclasses import asdict

from flask import Blueprint, Response, request

from archive.jsonl import to_json
from indexer.envelope import envelope, related_json
from indexer.query import MAX_LENGTH, QueryError
from indexer.suggestions import Suggestions, SuggestionsError
from webui.library import library
from webui.pages.article import find, related_to
from webui.params import SearchParams, read_params
from webui.problems import Fault
from webui.responses import json_response

logger = logging.getLogger(__name__)
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


@blueprint.get("/articles/<path:identifier>/related")
def related(identifier: str) -> Response:
    """The articles near one, with the words they share; an empty list where nothing is near."""
    return json_response({"identifier": identifier, "results": [related_json(one) for one in related_to(find(identifier))]})


@blueprint.get("/suggest")
def suggest() -> Response:
    """What a reader may be about to type, by its beginning; an empty list where nothing begins so, or the file cannot be read."""
    typed = _typed()
    try:
        found = Suggestions(library().settings.index_folder).beginning(typed)
    except SuggestionsError as error:
        logger.warning("no suggestions: %s", error)
        found = ()
    return json_response({"q": typed, "suggestions": [asdict(one) for one in found]})


def _typed() -> str:
    """The one parameter there is."""
    for name in request.args:
        if name != "q":
            raise Fault(400, "unknown-parameter", name[:40])
    if len(request.args.getlist("q")) > 1:
        raise Fault(400, "repeated-parameter", "q")
    typed = request.args.get("q", "")
    if len(typed) > MAX_LENGTH:
        raise Fault(400, "too-long", "q")
    return typed
