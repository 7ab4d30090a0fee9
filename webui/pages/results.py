"""``/tim-kiem``: a page of results with its facets, or what is wrong with the question."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from archive.corrections import Kind
from archive.store import StoreError
from indexer.query import MAX_PAGE, FacetName, QueryError
from indexer.results import Results
from webui.facets import chips, facets, shown, sort_links
from webui.language import address, article_addresses
from webui.library import library, reading
from webui.pagination import pagination
from webui.params import DATES, FATAL, Problem, SearchParams, read_params
from webui.rendering import render
from webui.steps import Steps

blueprint = Blueprint("results", __name__)


def site_names() -> dict[str, str]:
    """The publisher of each site; empty while the store cannot be read, since the index alone can answer."""
    try:
        sites = library().stats(reading()).sites
    except (StoreError, sqlite3.Error):
        return {}
    return {site.site: site.publisher_name or site.site for site in sites}


def _refused(params: SearchParams, problem: Problem) -> ResponseReturnValue:
    return make_response(render("results.html", params=params, refusal=problem, results=None, names={}), 400)


DATE_PROBLEMS = ("invalid-date", "reversed-dates")
"""Without the days that have them the results are others than were asked for, which is said louder."""

_THINGS: dict[FacetName, Kind] = {"person": "person", "org": "body", "doc": "document"}


def facet_names(params: SearchParams, results: Results) -> dict[str, Mapping[str, str]]:
    """What the values in sight are called, by facet."""
    names: dict[str, Mapping[str, str]] = {"source": site_names()}
    try:
        for facet, kind in _THINGS.items():
            slugs = [*params.chosen(facet), *[one.value for one in results.facets.get(facet, ())]]
            names[facet] = reading().names(kind, slugs)
    except (StoreError, sqlite3.Error):
        pass  # The index alone can answer; the slugs stand for the names.
    return names


def _shown(params: SearchParams, results: Results) -> str:
    names = facet_names(params, results)
    steps = Steps(params, address("results.show"))
    return render(
        "results.html",
        params=params,
        results=results,
        names=names["source"],
        hits_found=tuple(zip(results.hits, article_addresses([hit.identifier for hit in results.hits]), strict=True)),
        facets=facets(params, results, names, steps),
        chips=chips(params, names, steps),
        sorts=sort_links(steps),
        also_searched=[notice.detail for notice in results.notices if notice.code == "also-searched"],
        date_errors=[problem for problem in params.problems if problem.parameter in DATES and problem.code in DATE_PROBLEMS],
        steps=steps,
        pages=pagination(params, results.total - results.folded, MAX_PAGE),
    )


@blueprint.get("/tim-kiem")
def show() -> ResponseReturnValue:
    """The results page; 400 with the box kept when the question cannot be run."""
    params = read_params(request.args)
    fatal = next((problem for problem in params.problems if problem.code in FATAL), None)
    if fatal:
        return _refused(params, fatal)
    try:
        query = params.query(shown(params))
    except QueryError as error:
        return _refused(params, Problem(error.code, "q"))
    return _shown(params, library().search(query))
