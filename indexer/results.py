"""What a search gives: hits, counts and what the reader should be told. The same rows feed every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fragment:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matched. ``snippet`` and ``headline_fragments`` are cut from the original text, marks included.

    Where the query asks why: ``reasons``, which add up to the score, and ``tie_breaker``, what decided its place among the hits of the
    page that score the same. ``group`` names its near-duplicates, where it has any; ``near_duplicates`` is how many of them are hits
    too and folded under it.
    """

    identifier: str
    url: str
    site: str
    headline: str
    headline_fragments: tuple[Fragment, ...] = ()
    snippet: tuple[Fragment, ...] = ()
    date_published: date | None = None
    date_held: date | None = None
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    tie_breaker: TieBreaker | None = None
    group: str | None = None
    near_duplicates: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of hits that choosing it leaves."""

    value: str
    count: int


def facets(sources: Mapping[str, int], years: Mapping[int, int]) -> dict[str, tuple[FacetValue, ...]]:
    """The facets in their order, whichever engine counted: sources by their number of hits, then name; years from the newest."""
    return {
        "source": tuple(FacetValue(name, count) for name, count in sorted(sources.items(), key=lambda one: (-one[1], one[0]))),
        "year": tuple(FacetValue(str(year), count) for year, count in sorted(years.items(), reverse=True)),
    }


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must be told about the query (a repaired quote, say): a stable code and its detail."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of hits, the total over all pages, and facets by name (``source``, ``year``).

    ``total`` counts articles, folded or not; ``folded`` is how many of them are folded under another hit.
    """

    total: int
    folded: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    suggestion: str | None = None
    took_ms: float = 0.0
