"""Bodies that an article names: ministries, departments, councils, committees, companies, with the acronym it gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.facts.abbreviations import Abbreviation
from archive.facts.body_names import FIRSTS, body_length, body_rank, expanded
from archive.facts.offices import phrase_end
from archive.facts.text import Line, Reading, fold

VERSION = 1
_ABOVE_ALL = 9  # no body stands above: "Cục A, Bộ B" are two
_LEAST_RANK = 2  # "Phòng Hành chính" by itself names a body of whoever is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as the article names it first, with its other spellings and the short form that the article defines."""

    name: str
    short: str | None = None
    forms: tuple[str, ...] = ()


def bodies(reading: Reading, defined: Iterable[Abbreviation] = ()) -> tuple[Body, ...]:
    """The bodies of an article, each once; spellings that differ by case or known short forms are one body."""
    short_of = {fold(item.long): item.short for item in defined}
    forms: dict[tuple[str, ...], list[str]] = {}
    for item in reading.lines:
        for name in body_names(item):
            forms.setdefault(expanded(name), []).append(name)
    return tuple(
        Body(
            name=names[0],
            short=next((short_of[fold(name)] for name in names if fold(name) in short_of), None),
            forms=tuple(dict.fromkeys(names)),
        )
        for names in forms.values()
    )


def body_names(item: Line) -> Iterator[str]:
    """The names of bodies in a line from left to right: a capital, its own word, and what sets it apart from others."""
    end = 0
    for index, key in enumerate(item.keys):
        length = body_length(item, index) if key in FIRSTS and index >= end and item.words[index][0].isupper() else 0
        if length:
            rank = body_rank(item, index, length)
            end = phrase_end(item, index + length, rank=_ABOVE_ALL)
            if rank >= _LEAST_RANK and _set_apart(item.words[index + length : end]):
                yield item.span(index, end)


def _set_apart(rest: Sequence[str]) -> bool:
    """Whether the words after a body's own word name one: "Sở Tài chính", not "Sở" or "Sở đã"."""
    return any(word[0].isupper() for word in rest)
