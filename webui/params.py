"""The address of a search -> ``SearchParams``: one reading for the page and the API, so that both count alike.

What cannot be read is kept as a ``Problem`` and left out of the query. The API refuses an address with any problem; the page
shows its results without the faulty part and says so, except for problems that no page of results can be shown for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar, get_args
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer.query import MAX_PAGE, MAX_SIZE, Query, Sort, parse
from webui.dates import read_period

SCALARS = ("q", "pub_from", "pub_to", "sort", "syn", "group", "explain", "page", "size")
LISTS = ("source", "year")
SORTS: tuple[Sort, ...] = get_args(Sort)
DEFAULT_SORT: Sort = "relevance"
DEFAULT_SIZE = 20
UNFOLDED = "0"
"""The value of ``group`` that shows near-duplicates one by one; any other names the group that is shown alone."""

_IDENTIFIER = re.compile(r"[\w.:-]{1,100}")
MAX_FACET_VALUES = 6
"""Sources and years of one search together: more only come from robots that walk every combination."""

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
    """One search as its address says it. ``pub_from`` and ``pub_to`` are the reader's text, kept for the form's boxes."""

    q: str = ""
    sources: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    pub_from: str = ""
    pub_to: str = ""
    published_from: date | None = None
    published_to: date | None = None
    sort: Sort = DEFAULT_SORT
    syn: bool = True
    group: str = ""
    explain: bool = False
    page: int = 1
    size: int = DEFAULT_SIZE
    problems: tuple[Problem, ...] = ()

    def query(self) -> Query:
        """The query for an engine; raises ``QueryError`` when the text cannot be run."""
        node, notices = parse(self.q)
        return Query(
            text=self.q,
            node=node,
            notices=notices,
            sources=self.sources,
            years=self.years,
            published_from=self.published_from,
            published_to=self.published_to,
            sort=self.sort,
            abbreviations=self.syn,
            explain=self.explain,
            fold=not self.group,
            group=self.group if self.group not in ("", UNFOLDED) else None,
            page=self.page,
            size=self.size,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The address parameters in one fixed order, defaults left out: equal searches have equal addresses."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("source", source) for source in self.sources]
        pairs += [("year", str(year)) for year in self.years]
        pairs += [(name, text) for name, text in (("pub_from", self.pub_from), ("pub_to", self.pub_to)) if text]
        pairs += [("sort", self.sort)] if self.sort != DEFAULT_SORT else []
        pairs += [("syn", "0")] if not self.syn else []
        pairs += [("group", self.group)] if self.group else []
        pairs += [("explain", "1")] if self.explain else []
        pairs += [("size", str(self.size))] if self.size != DEFAULT_SIZE else []
        pairs += [("page", str(self.page))] if self.page != 1 else []
        return pairs

    def with_group(self, group: str) -> SearchParams:
        """The same search among the near-duplicates of one item."""
        return replace(self, group=group, page=1)

    def query_string(self) -> str:
        """``?q=...``, or nothing when every parameter has its default."""
        return f"?{urlencode(self.pairs())}" if self.pairs() else ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words narrows the search."""
        return bool(self.sources or self.years or self.pub_from or self.pub_to)

    @property
    def may_add_filter(self) -> bool:
        """Whether one more source or year can be chosen."""
        return len(self.sources) + len(self.years) < MAX_FACET_VALUES

    def problem_of(self, parameter: str) -> Problem | None:
        """The first problem of a parameter, for the message beside its field."""
        return next((problem for problem in self.problems if problem.parameter == parameter), None)


class _Reader:
    """Reads one address, gathering problems on the way."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.args = args
        self.problems: list[Problem] = []

    def note(self, code: str, parameter: str, value: str = "") -> None:
        self.problems.append(Problem(code, parameter, value[:100]))

    def note_unknown(self) -> None:
        for name in self.args:
            if name not in SCALARS and name not in LISTS:
                self.note("unknown-parameter", name[:40])

    def scalar(self, name: str) -> str:
        values = [value.strip() for value in self.args.getlist(name)]
        if len(values) > 1:
            self.note("repeated-parameter", name, values[1])
        return values[0] if values else ""

    def value(self, name: str, read: Callable[[str], Value], otherwise: Value, code: str) -> Value:
        """The scalar as ``read`` gives it, or the default with a problem noted."""
        text = self.scalar(name)
        try:
            return read(text) if text else otherwise
        except ValueError:
            self.note(code, name, text)
            return otherwise

    def years(self) -> tuple[int, ...]:
        years = []
        for text in filter(None, self.args.getlist("year")):
            try:
                years.append(_between(1, 9999)(text.strip()))
            except ValueError:
                self.note("invalid-year", "year", text)
        return _unique(years)

    def facet_values(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        sources = _unique(text.strip() for text in self.args.getlist("source") if text.strip())
        years = self.years()
        if len(sources) + len(years) > MAX_FACET_VALUES:
            self.note("too-many-filters", "source")
            return (), ()
        return sources, years

    def published(self) -> tuple[date | None, date | None]:
        first = self.value("pub_from", read_period, None, "invalid-date")
        last = self.value("pub_to", read_period, None, "invalid-date")
        if first and last and first.first > last.last:
            self.note("reversed-dates", "pub_to", self.args["pub_to"])
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
    sources, years = reader.facet_values()
    first, last = reader.published()
    return SearchParams(
        q=reader.scalar("q"),
        sources=sources,
        years=years,
        pub_from=args.get("pub_from", "").strip(),
        pub_to=args.get("pub_to", "").strip(),
        published_from=first,
        published_to=last,
        sort=reader.value("sort", _sort, DEFAULT_SORT, "invalid-sort"),
        syn=reader.value("syn", _between(0, 1), 1, "invalid-syn") == 1,
        group=reader.value("group", _group, "", "invalid-group"),
        explain=reader.value("explain", _between(0, 1), 0, "invalid-explain") == 1,
        page=reader.page(),
        size=reader.value("size", _between(1, MAX_SIZE), DEFAULT_SIZE, "invalid-size"),
        # Last, when everything above has been read.
        problems=tuple(reader.problems),
    )
