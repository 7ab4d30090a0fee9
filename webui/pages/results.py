"""``/tim-kiem``: a page of results with its facets, or what is wrong with the question."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from archive.corrections import Kind
from archive.store import StoreError
from indexer.query import MAX_PAGE, FacetName, QueryError
from indexer.results import Results
from webui.facets import Facet, chips, facets, sort_links
from webui.library import library, store
from webui.pagination import pagination
from webui.params import FATAL, UNFOLDED, Problem, SearchParams, read_params

blueprint = Blueprint("results", __name__)


def site_names() -> dict[str, str]:
    """The publisher of each site; empty while the store cannot be read, since the index alone can answer."""
    try:
        sites = library().stats(store()).sites
    except (StoreError, sqlite3.Error):
        return {}
    return {site.site: site.publisher_name or site.site for site in sites}


def _refused(params: SearchParams, problem: Problem) -> ResponseReturnValue:
    return make_response(render_template("results.html", params=params, refusal=problem, results=None, names={}), 400)


_THINGS: dict[FacetName, Kind] = {"person": "person", "org": "body", "doc": "document"}


def facet_names(params: SearchParams, results: Results) -> dict[str, dict[str, str]]:
    """What the values in sight are called, by facet."""
    names = {"source": site_names()}
    try:
        things = store().things
        for facet, kind in _THINGS.items():
            slugs = [*params.chosen(facet), *(value.value for value in results.facets.get(facet, ()))]
            names[facet] = {slug: thing.name for slug, thing in things.names(kind, slugs).items()}
    except (StoreError, sqlite3.Error):
        pass  # The index alone can answer; the slugs stand for the names.
    return names


def _shown(params: SearchParams, results: Results) -> str:
    names = facet_names(params, results)
    shown: tuple[Facet, ...] = facets(params, results, names)
    return render_template(
        "results.html",
        params=params,
        results=results,
        names=names["source"],
        facets=shown,
        chips=chips(params, names),
        sorts=sort_links(params),
        also_searched=[notice.detail for notice in results.notices if notice.code == "also-searched"],
        unfolded=replace(params, group=UNFOLDED, page=1),
        refolded=replace(params, group="", page=1),
        explained=replace(params, explain=not params.explain),
        meant=replace(params, q=results.suggestion or "", page=1),
        other_way=replace(params, syn=not params.syn, page=1),
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
        query = params.query()
    except QueryError as error:
        return _refused(params, Problem(error.code, "q"))
    return _shown(params, library().search(query))
