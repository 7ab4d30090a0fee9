"""The ways on from a page of results: facet values, chips, orders; each a link made from the search it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask_babel import gettext, ngettext  # type: ignore[import-untyped]
from markupsafe import escape

from indexer.query import FACETS, FacetName, Sort
from indexer.results import FacetValue, Results
from webui.collation import KEPT, Key, collation_key
from webui.display import number
from webui.language import LANGUAGES, language
from webui.params import DATES, DEFAULT_SORT, SORTS, SearchParams, percent_encoded
from webui.steps import Steps

VALUES_SHOWN = 10
"""The values of a facet that stand open; the rest is one step away."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet by the name of its parameter: its values in reading order as items of a list in HTML, those that stand open and the rest."""

    name: str
    shown: str
    rest: str
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


class Value(NamedTuple):
    """A value of a facet as a page needs it: as it is, in an address, as HTML of its name, and the place of its name in the alphabet."""

    value: str
    encoded: str
    html: str
    key: Key


@lru_cache(KEPT)
def _value(value: str, name: str) -> Value:
    """Kept, since the values that most articles have stand on most pages."""
    return Value(value, percent_encoded(value), str(escape(name)), collation_key(name))


def label(facet: str, value: str, names: Names) -> str:
    """What a value is called: the publisher of a source, the name of a person, ``3/2018`` for a month."""
    if facet == "month":
        return f"{int(value[5:])}/{value[:4]}"
    return names.get(facet, {}).get(value, value)


def in_order(facet: FacetName, values: Iterable[FacetValue], chosen: tuple[str, ...], names: Names) -> list[tuple[Value, int]]:
    """The values that have hits and those chosen without any, so that a choice can always be undone, each with its number of hits;
    years and months from the newest, others by that number and then by name."""
    counts = [(one.value, one.count) for one in values]
    if chosen:
        present = {value for value, _ in counts}
        counts += [(value, 0) for value in chosen if value not in present]
    named = {value: label(facet, value, names) for value, _ in counts} if facet == "month" else names.get(facet, {})
    found = [(-count, one.key, one) for value, count in counts if (one := _value(value, named.get(value, value)))]
    found.sort(key=_by_value if facet in ("year", "month") else None, reverse=facet in ("year", "month"))
    return [(one, -count) for count, _, one in found]


def _by_value(one: tuple[int, Key, Value]) -> str:
    return one[2].value


class _Counts(dict[int, str]):
    """Numbers of articles as HTML in a language, each written once: a page has hundreds, of which most are small."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, count: int) -> str:
        if len(self) >= KEPT:
            self.clear()
        words = ngettext("bài", "bài", count)
        text = f'<span class="facet-count">{number(self._language, count)}<span class="visually-hidden"> {words}'
        self[count] = text
        return text


_counts = {name: _Counts(name) for name in LANGUAGES}


@dataclass(frozen=True, slots=True)
class _Items:
    """Writes the values of one facet as items of a list, here and not in a template, which takes four times as long: there are hundreds.

    Safe: names are escaped, values percent-encoded, and the rest of an address is escaped once.
    """

    facet: FacetName
    steps: Steps
    chosen: tuple[str, ...]
    may_add: bool
    counts: _Counts

    def written(self, values: list[tuple[Value, int]]) -> list[str]:
        """Each value as HTML."""
        if not self.may_add:
            return [self._chosen(*one) if one[0].value in self.chosen else self._full(*one) for one in values]
        before, after = map(str, map(escape, self.steps.around(self.facet)))
        begin, middle, counts = f'<li>\n<a rel="nofollow" href="{before}', f'{after}">\n{self._label}', self.counts
        written = [f"{begin}{one.encoded}{middle}{one.html}</span>\n{counts[count]}</span></span>\n</a>\n</li>" for one, count in values]
        for place, (value, count) in enumerate(values) if self.chosen else ():
            if value.value in self.chosen:
                written[place] = self._chosen(value, count)
        return written

    @property
    def _label(self) -> str:
        return f'<span class="facet-label"{"" if self.facet in ("year", "month") else _VIETNAMESE}>'

    def _chosen(self, value: Value, count: int) -> str:
        undo = gettext("đang chọn; bỏ chọn")
        return (
            f'<li class="chosen">\n<a rel="nofollow" href="{escape(self.steps.without(self.facet, value.value))}" aria-current="true">\n'
            f"{self._label}{value.html}</span>\n"
            f"{self.counts[count]}, {undo}</span></span>\n</a>\n</li>"
        )

    def _full(self, value: Value, count: int) -> str:
        return (
            f'<li>\n<span class="facet-full"><span class="facet-label">{value.html}</span> '
            f'<span class="facet-count">{number(language(), count)}</span></span>\n</li>'
        )


_VIETNAMESE = ' lang="vi"'


def facets(params: SearchParams, results: Results, names: Names, steps: Steps) -> tuple[Facet, ...]:
    """The facets of a page of results; one without values is left out."""
    counts, may_add = _counts[language()], params.may_add_filter
    found = []
    for name in shown(params):
        chosen = params.chosen(name)
        if values := in_order(name, results.facets.get(name, ()), chosen, names):
            found.append(_facet(values, _Items(name, steps, chosen, may_add, counts)))
    return tuple(found)


def shown(params: SearchParams) -> tuple[FacetName, ...]:
    """The facets that a page of results has room for: months only where a year or a month is chosen."""
    return FACETS if params.years or params.months else _WITHOUT_MONTHS


_WITHOUT_MONTHS = tuple(name for name in FACETS if name != "month")


def _facet(values: list[tuple[Value, int]], items: _Items) -> Facet:
    written, rest = items.written(values), values[VALUES_SHOWN:]
    is_open = any(value.value in items.chosen for value, _ in rest) if items.chosen else False
    return Facet(items.facet, "".join(written[:VALUES_SHOWN]), "".join(written[VALUES_SHOWN:]), len(rest), is_open)


def chips(params: SearchParams, names: Names, steps: Steps) -> tuple[Chip, ...]:
    """Every filter in force, each with the search that remains without it."""
    chosen = [Chip(name, label(name, value, names), steps.without(name, value)) for name in FACETS for value in params.chosen(name)]
    dates = [Chip(name, params.date_text(name), steps.to(name)) for name in DATES if params.has_date(name)]
    return tuple(chosen + dates)


def sort_links(steps: Steps) -> tuple[tuple[Sort, str], ...]:
    """Each order with the address of the search in that order, from its first page."""
    return tuple((sort, steps.to("sort", sort if sort != DEFAULT_SORT else "")) for sort in SORTS)
