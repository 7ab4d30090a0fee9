"""The ways on from a page of results: facet values, chips, orders; each a link made from the search it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask_babel import gettext, ngettext  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from indexer.query import FACETS, FacetName, Sort
from indexer.results import FacetValue, Results
from webui.collation import collation_key
from webui.display import number
from webui.language import language
from webui.params import DATES, DEFAULT_SORT, SORTS, SearchParams, percent_encoded
from webui.steps import Steps

VALUES_SHOWN = 10
"""The values of a facet that stand open; the rest is one step away."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet by the name of its parameter: its values in reading order as items of a list, those that stand open and the rest."""

    name: str
    shown: Markup
    rest: Markup
    rest_count: int
    rest_is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the address of the search without it. ``kind`` is the parameter."""

    kind: str
    label: str
    address: str


Names = Mapping[str, Mapping[str, str]]
"""What the values of each facet are called; a value without a name is its own."""

_Value = tuple[str, str, int]
"""What a value is called, the value and its count."""


def label(facet: str, value: str, names: Names) -> str:
    """What a value is called: the publisher of a source, the name of a person, ``3/2018`` for a month."""
    if facet == "month":
        return f"{int(value[5:])}/{value[:4]}"
    return names.get(facet, {}).get(value, value)


def in_order(facet: FacetName, values: Iterable[FacetValue], chosen: tuple[str, ...], names: Names) -> list[_Value]:
    """The values that have hits and those chosen without any, so that a choice can always be undone; years and months from the newest,
    others by their number of hits and then by name."""
    found = [(label(facet, one.value, names), one.value, one.count) for one in values]
    if missing := set(chosen).difference([value for _, value, _ in found]):
        found += [(label(facet, value, names), value, 0) for value in chosen if value in missing]
    if facet in ("year", "month"):
        return sorted(found, key=lambda one: one[1], reverse=True)
    found.sort(key=lambda one: collation_key(one[0]))
    return sorted(found, key=lambda one: one[2], reverse=True)


@lru_cache(4096)
def _escaped(text: str) -> str:
    return str(escape(text))


class _Words(NamedTuple):
    """What is said after a number, for ears alone: of one article, of more, and of a value that is chosen."""

    language: str
    one: str
    more: str
    undo: str

    @classmethod
    def of_page(cls) -> _Words:
        one, more = (f'<span class="visually-hidden"> {ngettext("bài", "bài", count)}' for count in (1, 2))
        return cls(language(), one, more, gettext("đang chọn; bỏ chọn"))


@dataclass(frozen=True, slots=True)
class _Items:
    """Writes the values of one facet as items of a list, here and not in a template, which takes four times as long: there are hundreds.

    Safe: names are escaped, values percent-encoded, and the rest of an address is escaped once.
    """

    facet: FacetName
    steps: Steps
    chosen: tuple[str, ...]
    may_add: bool
    words: _Words

    def written(self, values: list[_Value]) -> Markup:
        """The values as HTML."""
        write = self._plain() if self.may_add else self._full
        if not self.chosen:
            return Markup("".join([write(*one) for one in values]))
        return Markup("".join([self._chosen(*one) if one[1] in self.chosen else write(*one) for one in values]))

    @property
    def _label(self) -> str:
        return f'<span class="facet-label"{"" if self.facet in ("year", "month") else _VIETNAMESE}>'

    def _plain(self) -> Callable[[str, str, int], str]:
        before, after = map(escape, self.steps.around(self.facet))
        begin, middle = f'<li>\n<a rel="nofollow" href="{before}', f'{after}">\n{self._label}'
        language, one, more, _ = self.words
        return lambda text, value, count: (
            f"{begin}{percent_encoded(value)}{middle}{_escaped(text)}</span>\n"
            f'<span class="facet-count">{number(language, count)}{one if count == 1 else more}</span></span>\n</a>\n</li>'
        )

    def _chosen(self, text: str, value: str, count: int) -> str:
        language, one, more, undo = self.words
        return (
            f'<li class="chosen">\n<a rel="nofollow" href="{escape(self.steps.without(self.facet, value))}" aria-current="true">\n'
            f"{self._label}{_escaped(text)}</span>\n"
            f'<span class="facet-count">{number(language, count)}{one if count == 1 else more}, {undo}</span></span>\n</a>\n</li>'
        )

    def _full(self, text: str, value: str, count: int) -> str:
        return (
            f'<li>\n<span class="facet-full"><span class="facet-label">{_escaped(text)}</span> '
            f'<span class="facet-count">{number(self.words.language, count)}</span></span>\n</li>'
        )


_VIETNAMESE = ' lang="vi"'


def facets(params: SearchParams, results: Results, names: Names, steps: Steps) -> tuple[Facet, ...]:
    """The facets of a page of results; one without values is left out, months unless a year is chosen."""
    shown, words = (name for name in FACETS if name != "month" or params.years or params.months), _Words.of_page()
    found = []
    for name in shown:
        chosen = params.chosen(name)
        if values := in_order(name, results.facets.get(name, ()), chosen, names):
            found.append(_facet(values, _Items(name, steps, chosen, params.may_add_filter, words)))
    return tuple(found)


def _facet(values: list[_Value], items: _Items) -> Facet:
    rest = values[VALUES_SHOWN:]
    is_open = any(value in items.chosen for _, value, _ in rest) if items.chosen else False
    return Facet(items.facet, items.written(values[:VALUES_SHOWN]), items.written(rest), len(rest), is_open)


def chips(params: SearchParams, names: Names, steps: Steps) -> tuple[Chip, ...]:
    """Every filter in force, each with the search that remains without it."""
    chosen = [Chip(name, label(name, value, names), steps.without(name, value)) for name in FACETS for value in params.chosen(name)]
    dates = [Chip(name, params.date_text(name), steps.to(name)) for name in DATES if params.has_date(name)]
    return tuple(chosen + dates)


def sort_links(steps: Steps) -> tuple[tuple[Sort, str], ...]:
    """Each order with the address of the search in that order, from its first page."""
    return tuple((sort, steps.to("sort", sort if sort != DEFAULT_SORT else "")) for sort in SORTS)
