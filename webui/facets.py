"""The ways on from a page of results: facet values, chips, orders; each a link made from the search it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.query import Sort
from indexer.results import FacetValue, Results
from webui.collation import collation_key
from webui.params import SORTS, SearchParams

VALUES_SHOWN = 10
"""The values of a facet that stand open; the rest is one step away."""


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value of a facet. ``params`` is the search with it added or, when ``chosen``, taken away; None when no more may be added."""

    label: str
    count: int | None
    chosen: bool
    params: SearchParams | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet by its name (``source``, ``year``) and its values in reading order."""

    name: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the search without it. ``kind`` is the parameter."""

    kind: str
    label: str
    params: SearchParams


def _toggle_source(params: SearchParams, value: str) -> SearchParams:
    kept = tuple(source for source in params.sources if source != value)
    return replace(params, page=1, sources=kept if value in params.sources else (*params.sources, value))


def _toggle_year(params: SearchParams, value: int) -> SearchParams:
    kept = tuple(year for year in params.years if year != value)
    return replace(params, page=1, years=kept if value in params.years else (*params.years, value))


def _with_chosen(values: tuple[FacetValue, ...], chosen: tuple[str, ...]) -> list[FacetValue]:
    """The values that have hits and those chosen without any, so that a choice can always be undone."""
    present = {value.value for value in values}
    return [*values, *(FacetValue(value, 0) for value in chosen if value not in present)]


def _link(params: SearchParams, label: str, count: int, chosen: bool, then: SearchParams) -> FacetLink:
    return FacetLink(label, count, chosen, then if chosen or params.may_add_filter else None)


def _source_facet(params: SearchParams, values: tuple[FacetValue, ...], names: Mapping[str, str]) -> Facet:
    shown = sorted(_with_chosen(values, params.sources), key=lambda v: (-v.count, collation_key(names.get(v.value, v.value))))
    links = [_link(params, names.get(v.value, v.value), v.count, v.value in params.sources, _toggle_source(params, v.value)) for v in shown]
    return Facet("source", tuple(links))


def _year_facet(params: SearchParams, values: tuple[FacetValue, ...]) -> Facet:
    shown = sorted(_with_chosen(values, tuple(map(str, params.years))), key=lambda v: int(v.value), reverse=True)
    links = [_link(params, v.value, v.count, int(v.value) in params.years, _toggle_year(params, int(v.value))) for v in shown]
    return Facet("year", tuple(links))


def facets(params: SearchParams, results: Results, names: Mapping[str, str]) -> tuple[Facet, ...]:
    """The facets of a page of results; a facet without values is left out."""
    both = (
        _source_facet(params, results.facets.get("source", ()), names),
        _year_facet(params, results.facets.get("year", ())),
    )
    return tuple(facet for facet in both if facet.links)


def chips(params: SearchParams, names: Mapping[str, str]) -> tuple[Chip, ...]:
    """Every filter in force, each with the search that remains without it."""
    sources = [Chip("source", names.get(source, source), _toggle_source(params, source)) for source in params.sources]
    years = [Chip("year", str(year), _toggle_year(params, year)) for year in params.years]
    dates = []
    if params.published_from:
        dates.append(Chip("pub_from", params.pub_from, replace(params, page=1, pub_from="", published_from=None)))
    if params.published_to:
        dates.append(Chip("pub_to", params.pub_to, replace(params, page=1, pub_to="", published_to=None)))
    return tuple(sources + years + dates)


def sort_links(params: SearchParams) -> tuple[tuple[Sort, SearchParams], ...]:
    """Each order with the search in that order, from its first page."""
    return tuple((sort, replace(params, page=1, sort=sort)) for sort in SORTS)
