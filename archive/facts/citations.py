"""One place where a text cites a legal document, and the words that kinds of documents are called by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from archive.facts.gazetteer import phrases
from archive.facts.text import Line


class Kind(NamedTuple):
    """A kind word where it stands: "Quyết định"."""

    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """The kind with a capital: "Thông tư liên tịch"."""
        return self.text[:1].upper() + self.text[1:].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place where a document is cited: from its kind to the end of its number or name. ``issued`` is its day of issue.

    ``name`` is what a document without number is called, however it is written; ``quote`` are the words that cite it and more that
    tell which it is, where there are any.
    """

    start: int
    end: int
    form: str
    kind: str
    number: str | None = None
    rule: str
    issued: date | None = None
    issued_text: str = ""
    issued_rule: str = ""
    name: str = ""
    quote: str = ""


def kinds(item: Line) -> Iterator[Kind]:
    """The kind words of a line, the longest at each place."""
    known, end = phrases("document_kinds"), 0
    firsts = known.firsts
    for index in [index for index, key in enumerate(item.keys) if key in firsts]:
        length = known.length_at(item.keys, index) if index >= end else 0
        if length:
            end = index + length
            yield Kind(item.starts[index], item.ends[end - 1], item.span(index, end))
