"""The address of a search -> ``SearchParams``: one reading for the page and the API, so that both count alike.

What cannot be read is kept as a ``Problem`` and left out of the query. The API refuses an address with any problem; the page
shows its results without the faulty part and says so, except for problems that no page of results can be shown for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar, get_args
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from indexer.query import FACETS, MAX_PAGE, MAX_SIZE, FacetName, Query, Sort, parse
from webui.dates import read_period

SCALARS = ("q", "pub_from", "pub_to", "met_from", "met_to", "sort", "syn", "group", "explain", "page", "size")
LISTS: tuple[FacetName, ...] = FACETS
DATES = ("pub_from", "pub_to", "met_from", "met_to")
ORDER = ("q", *LISTS, *DATES, "sort", "syn", "group", "explain", "size", "page")
"""The parameters as they stand in an address: equal searches have equal addresses."""
SORTS: tuple[Sort, ...] = get_args(Sort)
DEFAULT_SORT: Sort = "relevance"
DEFAULT_SIZE = 20
UNFOLDED = "0"
"""The value of ``group`` that shows near-duplicates one by one; any other names the group that is shown alone."""

_IDENTIFIER = re.compile(r"[\w.:-]{1,100}")
MAX_FACET_VALUES = 6
"""Values of all facets of one search together: more only come from robots that walk every combination."""
LONGEST_VALUE = 200
"""Characters of a facet's value that are looked for: no slug and no source is longer."""

FATAL = frozenset({"page-too-deep", "too-many-filters"})
"""Problems for which no page of results can be shown."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be used as given. ``code`` is stable and is what the API answers."""

    code: str
    parameter: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParams:
    """One search as its address says it. ``pub_from``, ``met_to`` and the like are the reader's text, kept for the form's boxes."""

    q: str = ""
    sources: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    pub_from: str = ""
    pub_to: str = ""
    published_from: date | None = None
    published_to: date | None = None
    met_from: str = ""
    met_to: str = ""
    held_from: date | None = None
    held_to: date | None = None
    sort: Sort = DEFAULT_SORT
    syn: bool = True
    group: str = ""
    explain: bool = False
    page: int = 1
    size: int = DEFAULT_SIZE
    problems: tuple[Problem, ...] = ()

    def query(self, counted: tuple[FacetName, ...] = FACETS) -> Query:
        """The query for an engine, with the facets that it counts; raises ``QueryError`` when the text cannot be run."""
        node, notices = parse(self.q)
        return Query(
            text=self.q,
            node=node,
            notices=notices,
            sources=self.sources,
            years=self.years,
            months=self.months,
            persons=self.persons,
            bodies=self.orgs,
            documents=self.docs,
            kinds=self.types,
            published_from=self.published_from,
            published_to=self.published_to,
            held_from=self.held_from,
            held_to=self.held_to,
            sort=self.sort,
            abbreviations=self.syn,
            facets=counted,
            explain=self.explain,
            fold=not self.group,
            group=self.group if self.group not in ("", UNFOLDED) else None,
            page=self.page,
            size=self.size,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The address parameters in ``ORDER``, defaults left out."""
        pairs = [("q", self.q)] if self.q else []
        pairs += self.chosen_pairs()
        pairs += [(name, text) for name in DATES if (text := self.date_text(name))]
        pairs += [("sort", self.sort)] if self.sort != DEFAULT_SORT else []
        pairs += [("syn", "0")] if not self.syn else []
        pairs += [("group", self.group)] if self.group else []
        pairs += [("explain", "1")] if self.explain else []
        pairs += [("size", str(self.size))] if self.size != DEFAULT_SIZE else []
        pairs += [("page", str(self.page))] if self.page != 1 else []
        return pairs

    def query_string(self) -> str:
        """``?q=...``, or nothing when every parameter has its default."""
        pairs = self.pairs()
        return f"?{encoded(pairs)}" if pairs else ""

    def chosen(self, facet: FacetName) -> tuple[str, ...]:
        """The values chosen of a facet, as they stand in the address."""
        return tuple(map(str, getattr(self, _FIELDS[facet])))

    def chosen_pairs(self) -> list[tuple[str, str]]:
        """Parameter and value of everything chosen."""
        return [(facet, value) for facet in LISTS for value in self.chosen(facet)]

    def date_text(self, name: str) -> str:
        """What the reader wrote into one of the boxes of days."""
        return str(getattr(self, name))

    def has_date(self, name: str) -> bool:
        """Whether the text in one of the boxes is a day that narrows the search."""
        return getattr(self, _DATE_FIELDS[name]) is not None

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words narrows the search."""
        return bool(self.chosen_pairs() or any(map(self.date_text, DATES)))

    @property
    def may_add_filter(self) -> bool:
        """Whether one more value of a facet can be chosen."""
        return len(self.chosen_pairs()) < MAX_FACET_VALUES

    def problem_of(self, parameter: str) -> Problem | None:
        """The first problem of a parameter, for the message beside its field."""
        return next((problem for problem in self.problems if problem.parameter == parameter), None)


_FIELDS: dict[FacetName, str] = {
    "source": "sources",
    "year": "years",
    "month": "months",
    "person": "persons",
    "org": "orgs",
    "doc": "docs",
    "type": "types",
}
_DATE_FIELDS = {"pub_from": "published_from", "pub_to": "published_to", "met_from": "held_from", "met_to": "held_to"}
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def percent_encoded(value: str) -> str:
    """The value as an address writes it."""
    # Kept, since the same words, people and bodies stand on many pages; what is longer than any of them comes from no page.
    return _encoded(value) if len(value) <= LONGEST_VALUE else quote_plus(value)


_encoded = lru_cache(4096)(quote_plus)


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as ``urlencode`` writes them."""
    return "&".join([f"{name}={percent_encoded(value)}" for name, value in pairs])


class _Reader:
    """Reads one address, gathering problems on the way."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.given = dict(args.lists())
        self.problems: list[Problem] = []

    def note(self, code: str, parameter: str, value: str = "") -> None:
        self.problems.append(Problem(code, parameter, value[:100]))

    def note_unknown(self) -> None:
        for name in self.given:
            if name not in SCALARS and name not in LISTS:
                self.note("unknown-parameter", name[:40])

    def scalar(self, name: str) -> str:
        values = [value.strip() for value in self.given.get(name, ())]
        if len(values) > 1:
            self.note("repeated-parameter", name, values[1])
        return values[0] if values else ""

    def value(self, name: str, read: Callable[[str], Value], otherwise: Value, code: str) -> Value:
        """The scalar as ``read`` gives it, or the default with a problem noted."""
        if name not in self.given:
            return otherwise
        text = self.scalar(name)
        try:
            return read(text) if text else otherwise
        except ValueError:
            self.note(code, name, text)
            return otherwise

    def years(self) -> tuple[int, ...]:
        years = []
        for text in filter(None, self.given.get("year", ())):
            try:
                years.append(_between(1, 9999)(text.strip()))
            except ValueError:
                self.note("invalid-year", "year", text)
        return _unique(years)

    def texts(self, name: FacetName) -> tuple[str, ...]:
        if name not in self.given:
            return ()
        return _unique(text.strip()[:LONGEST_VALUE] for text in self.given[name] if text.strip())

    def months(self) -> tuple[str, ...]:
        months = self.texts("month")
        for text in months:
            if not _MONTH.fullmatch(text):
                self.note("invalid-month", "month", text)
        return tuple(filter(_MONTH.fullmatch, months))

    def facet_values(self) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
        """The values chosen, by field; none of them when they are too many."""
        values: dict[str, tuple[str, ...] | tuple[int, ...]] = {"years": self.years(), "months": self.months()}
        values |= {_FIELDS[name]: self.texts(name) for name in LISTS if name not in ("year", "month")}
        if sum(map(len, values.values())) > MAX_FACET_VALUES:
            self.note("too-many-filters", "source")
            return {}
        return values

    def days(self, begin: str, end: str) -> tuple[date | None, date | None]:
        first = self.value(begin, read_period, None, "invalid-date")
        last = self.value(end, read_period, None, "invalid-date")
        if first and last and first.first > last.last:
            self.note("reversed-dates", end, self.given[end][0])
            return None, None
        return first.first if first else None, last.last if last else None

    def page(self) -> int:
        page = self.value("page", _page, 1, "invalid-page")
        if page > MAX_PAGE:
            self.note("page-too-deep", "page", str(page))
            return 1
        return page


def _between(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` to ``most``."""

    def read(text: str) -> int:
        # The length first: int() of a very long text is slow, and Python refuses it with another kind of message.
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
            raise ValueError(text[:20])
        return int(text)

    return read


_SWITCH = _between(0, 1)
_SIZE = _between(1, MAX_SIZE)


def _page(text: str) -> int:
    """The page, or the first beyond the last that can be opened for any number after it, however long."""
    if text.isascii() and text.isdigit() and len(text.lstrip("0")) > len(str(MAX_PAGE)):
        return MAX_PAGE + 1
    return _between(1, 999_999_999)(text)


def _sort(text: str) -> Sort:
    if text not in SORTS:
        raise ValueError(text[:40])
    return text


def _group(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(text[:40])
    return text


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def read_params(args: MultiDict[str, str]) -> SearchParams:
    """The search that the parameters of an address describe, with every problem found in them."""
    reader = _Reader(args)
    reader.note_unknown()
    chosen = reader.facet_values()
    first, last = reader.days("pub_from", "pub_to")
    held_first, held_last = reader.days("met_from", "met_to")
    texts = {name: reader.given[name][0].strip() if name in reader.given else "" for name in DATES}
    return SearchParams(
        q=reader.scalar("q"),
        **chosen,  # type: ignore[arg-type]
        **texts,  # type: ignore[arg-type]
        published_from=first,
        published_to=last,
        held_from=held_first,
        held_to=held_last,
        sort=reader.value("sort", _sort, DEFAULT_SORT, "invalid-sort"),
        syn=reader.value("syn", _SWITCH, 1, "invalid-syn") == 1,
        group=reader.value("group", _group, "", "invalid-group"),
        explain=reader.value("explain", _SWITCH, 0, "invalid-explain") == 1,
        page=reader.page(),
        size=reader.value("size", _SIZE, DEFAULT_SIZE, "invalid-size"),
        # Last, when everything above has been read.
        problems=tuple(reader.problems),
    )
