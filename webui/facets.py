"""The ways on from a page of results: facet values, chips, orders; each a link made from the search it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.query import FACETS, FacetName, Sort
from indexer.results import FacetValue, Results
from webui.collation import collation_key
from webui.params import DATES, SORTS, SearchParams

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
    """A facet by the name of its parameter and its values in reading order."""

    name: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the search without it. ``kind`` is the parameter."""

    kind: str
    label: str
    params: SearchParams


Names = Mapping[str, Mapping[str, str]]
"""What the values of each facet are called; a value without a name is its own."""


def _with_chosen(values: tuple[FacetValue, ...], chosen: tuple[str, ...]) -> list[FacetValue]:
    """The values that have hits and those chosen without any, so that a choice can always be undone."""
    present = {value.value for value in values}
    return [*values, *(FacetValue(value, 0) for value in chosen if value not in present)]


def label(facet: str, value: str, names: Names) -> str:
    """What a value is called: the publisher of a source, the name of a person, ``3/2018`` for a month."""
    if facet == "month":
        return f"{int(value[5:])}/{value[:4]}"
    return names.get(facet, {}).get(value, value)


def _facet(name: FacetName, params: SearchParams, values: tuple[FacetValue, ...], names: Names) -> Facet:
    chosen = params.chosen(name)
    shown = _with_chosen(values, chosen)
    if name in ("year", "month"):
        shown.sort(key=lambda value: value.value, reverse=True)
    else:
        shown.sort(key=lambda value: (-value.count, collation_key(label(name, value.value, names))))
    return Facet(name, tuple(_link(name, params, value, value.value in chosen, names) for value in shown))


def _link(name: FacetName, params: SearchParams, value: FacetValue, chosen: bool, names: Names) -> FacetLink:
    then = params.toggled(name, value.value) if chosen or params.may_add_filter else None
    return FacetLink(label(name, value.value, names), value.count, chosen, then)


def facets(params: SearchParams, results: Results, names: Names) -> tuple[Facet, ...]:
    """The facets of a page of results; one without values is left out, months unless a year is chosen."""
    found = (
        _facet(name, params, results.facets.get(name, ()), names) for name in FACETS if name != "month" or params.years or params.months
    )
    return tuple(facet for facet in found if facet.links)


def chips(params: SearchParams, names: Names) -> tuple[Chip, ...]:
    """Every filter in force, each with the search that remains without it."""
    chosen = [Chip(name, label(name, value, names), params.toggled(name, value)) for name in FACETS for value in params.chosen(name)]
    dates = [Chip(name, params.date_text(name), params.without_date(name)) for name in DATES if params.has_date(name)]
    return tuple(chosen + dates)


def sort_links(params: SearchParams) -> tuple[tuple[Sort, SearchParams], ...]:
    """Each order with the search in that order, from its first page."""
    return tuple((sort, replace(params, page=1, sort=sort)) for sort in SORTS)
