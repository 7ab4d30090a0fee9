"""What a search gives: hits, counts and what the reader should be told. The same rows feed every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.article import HeldPrecision


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of the original text; ``marked`` when it matched the query. Plain text: escaping is the page's work."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matched. ``snippet`` and ``headline_fragments`` are cut from the original text, marks included.

    ``date_held`` is the first day of what ``held_precision`` says is known of the meeting's day, ``held_end`` its last of several days.
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


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of hits that choosing it leaves."""

    value: str
    count: int


FACET_VALUES = 50
"""Values of a facet of ``LEADING`` that are given at most, besides those chosen."""
LEADING = frozenset(("person", "org", "doc", "type"))
"""Facets of which those values are given that most hits have; of the others all are."""


def facet_values(name: str, values: Iterable[FacetValue], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """The values of a facet as every engine gives them: years and months from the newest, others by their number of hits."""
    if name in ("year", "month"):
        return tuple(sorted(values, key=lambda value: value.value, reverse=True))
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
    """One page of hits, the total over all pages, and facets by name (``indexer.query.FACETS``)."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    suggestion: str | None = None
    took_ms: float = 0.0
