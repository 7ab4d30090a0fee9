"""``/api/v1``: the same searches and records for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from archive.jsonl import to_json
from indexer.query import QueryError
from indexer.results import Hit, Results
from webui.library import library
from webui.pages.article import find
from webui.params import SearchParams, read_params
from webui.problems import Fault
from webui.responses import json_response

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "identifier": hit.identifier,
        "url": hit.url,
        "headline": hit.headline,
        "snippet": "".join(fragment.text for fragment in hit.snippet),
        "date_published": hit.date_published.isoformat() if hit.date_published else None,
        "date_held": hit.date_held.isoformat() if hit.date_held else None,
        "held_precision": hit.held_precision,
        "site": hit.site,
        "score": hit.score,
    }


def _question(params: SearchParams) -> dict[str, Any]:
    return {
        "q": params.q,
        "source": list(params.sources),
        "year": list(params.years),
        "month": list(params.months),
        "person": list(params.persons),
        "org": list(params.orgs),
        "doc": list(params.docs),
        "type": list(params.types),
        "pub_from": params.published_from.isoformat() if params.published_from else None,
        "pub_to": params.published_to.isoformat() if params.published_to else None,
        "met_from": params.held_from.isoformat() if params.held_from else None,
        "met_to": params.held_to.isoformat() if params.held_to else None,
        "sort": params.sort,
    }


def _envelope(params: SearchParams, results: Results) -> dict[str, Any]:
    return {
        "total": results.total,
        "page": params.page,
        "size": params.size,
        "took_ms": round(results.took_ms, 3),
        "query": _question(params) | {"notices": [{"code": notice.code, "detail": notice.detail} for notice in results.notices]},
        "results": [_hit(hit) for hit in results.hits],
        "facets": {name: [{"value": value.value, "count": value.count} for value in values] for name, values in results.facets.items()},
        "suggestion": results.suggestion,
    }


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
    return json_response(_envelope(params, library().search(query)))


@blueprint.get("/articles/<path:identifier>")
def article(identifier: str) -> Response:
    """One record with schema.org names."""
    return json_response(to_json(find(identifier)))
