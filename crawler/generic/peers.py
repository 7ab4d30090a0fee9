"""The two extractors that are asked, and checked against each other: trafilatura and readability-lxml.

Neither is believed alone: trafilatura drops leads and short paragraphs, readability takes the wrong column. Where both
name a line it is text; the node that holds those lines is read by ourselves.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property

import lxml.html
import readability
import trafilatura
import trafilatura.settings
from lxml.etree import LxmlError, ParserError

from archive.repair import repair
from crawler.generic.lines import key

# Both tell at length what they could not make of a page; what a page was read as is said once, in the extraction.
for _name in ("trafilatura", "readability", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

LARGEST = 500_000
"""Characters of a pruned page that they are given: both take time in the square of the size on some markup."""
_MOST_TAGS = 15_000
_WHOLE = 24  # characters of a line from which it may be looked for inside of others


@dataclass(frozen=True)
class Said:
    """The lines that one extractor calls text."""

    lines: frozenset[str]
    text: str

    def holds(self, line: str) -> bool:
        """Whether a line (as its key) is among them, or part of one."""
        return line in self.lines or (len(line) >= _WHOLE and line in self.text)

    @property
    def size(self) -> int:
        """Characters."""
        return len(self.text)


NOTHING = Said(frozenset(), "")


class Peers:
    """What both say of one page."""

    def __init__(self, html: str) -> None:
        self.html = html

    # One tree for both: each of them works on a copy of its own.
    @cached_property
    def _tree(self) -> lxml.html.HtmlElement | None:
        try:
            bearable = 0 < len(self.html) <= LARGEST and self.html.count("<") <= _MOST_TAGS
            return lxml.html.document_fromstring(self.html) if bearable else None
        except (LxmlError, ParserError, ValueError):
            return None

    @cached_property
    def trafilatura(self) -> Said:
        """trafilatura's lines, asked for precision and without its own copy of readability: the other opinion comes from elsewhere."""
        if self._tree is None:
            return NOTHING
        found = trafilatura.bare_extraction(
            self._tree, fast=True, favor_precision=True, include_comments=False, with_metadata=False, include_tables=True
        )
        text = found.text if isinstance(found, trafilatura.settings.Document) else None
        return _said((text or "").split("\n"))

    @cached_property
    def readability(self) -> Said:
        """readability's lines."""
        if self._tree is None:
            return NOTHING
        try:
            summary = readability.Document(self._tree).summary(html_partial=True)
            tree = lxml.html.fromstring(summary)
        except (readability.readability.Unparseable, LxmlError, ParserError, ValueError):
            return NOTHING
        return _said(list(tree.itertext()))


def _said(lines: list[str]) -> Said:
    keys = [words for line in lines if (words := key(repair(line)))]
    return Said(frozenset(keys), " ".join(keys))
