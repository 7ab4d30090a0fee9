"""What a search gives: hits, counts and what the reader should be told. The same rows feed every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from archive.article import HeldPrecision


class Fragment(NamedTuple):
    """A piece of the original text; ``marked`` when it matched the query. Plain text: escaping is the page's work."""

    text: str
    marked: bool = False


Where = Literal["text", "title", "record"]
"""Headline and text together, the headline once more by itself, or the article's record (its source, its legal numbers)."""

Variant = Literal["exact", "folded", "pair", "phrase", "prefix", "legal-number", "abbreviation", "value"]
"""With the diacritics typed; without any; two words side by side; words in a row; a word's beginning; a legal number; an abbreviation or
what it stands for; a value of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A part of the query that an article holds; ``score`` is its share of the article's score, 0 for what is only required."""

    words: str
    where: Where
    variant: Variant
    score: float


TieBreaker = Literal["date_published", "identifier"]

Role = Literal["range", "order"]
"""What a date did: brought the article into a range that was asked for, or gave its place in a list that is sorted by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReason:
    """A date that made an article a hit or gave its place; ``value`` None where it has none, and so stands last."""

    name: Literal["date_published", "date_held"]
    role: Role
    value: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matched. ``snippet`` and ``headline_fragments`` are cut from the original text, marks included.

    ``date_held`` is the first day of what ``held_precision`` says is known of the meeting's day, ``held_end`` its last of several days.
    Where the query asks why: ``reasons``, which add up to the score, and ``tie_breaker``, what decided its place among the hits of the
    page that score the same; ``dates`` are those that a range or the order went by. ``group`` names its
    near-duplicates, where it has any; ``near_duplicates`` is how many of them are hits too and folded under it.
    """

    identifier: str
    url: str
    site: str
    headline: str
    headline_fragments: tuple[Fragment, ...] = ()
    snippet: tuple[Fragment, ...] = ()
    date_published: date | None = None
    date_held: date | None = None
    held_precision: HeldPrecision | None = None
    held_end: date | None = None
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    tie_breaker: TieBreaker | None = None
    dates: tuple[DateReason, ...] = ()
    group: str | None = None
    near_duplicates: int = 0


class FacetValue(NamedTuple):
    """A value of a facet and the number of hits that choosing it leaves."""

    value: str
    count: int  # type: ignore[assignment]  # it stands before the tuple's own ``count``, which nobody asks of a value


FACET_VALUES = 50
"""Values of a facet of ``LEADING`` that are given at most, besides those chosen."""
LEADING = frozenset(("person", "org", "doc", "type"))
"""Facets of which those values are given that most hits have; of the others all are."""


def facet_values(name: str, values: Iterable[FacetValue], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """The values of a facet as every engine gives them: years and months from the newest, others by their number of hits."""
    if name in ("year", "month"):
        return tuple(sorted(values, reverse=True))
    ordered = sorted(values, key=lambda value: (-value.count, value.value))
    if name not in LEADING:
        return tuple(ordered)
    return (*ordered[:FACET_VALUES], *(value for value in ordered[FACET_VALUES:] if value.value in chosen))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must be told about the query (a repaired quote, say): a stable code and its detail."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of hits, the total over all pages, and facets by name (``indexer.query.FACETS``).

    ``total`` counts articles, folded or not; ``folded`` is how many of them are folded under another hit.
    """

    total: int
    folded: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    suggestion: str | None = None
    took_ms: float = 0.0
