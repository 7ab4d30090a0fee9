"""The lead of an unknown page: the lines between headline and text, proved by their name or by the page's description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from archive.repair import repair
from crawler.boilerplate import is_widget_line
from crawler.generic.lines import Line, key

_NAMED = re.compile(
    r"sapo|lead|lede|summary|description|hometext|intro|tom-?tat|trich-?dan|trich-?yeu|excerpt|abstract|news-?des|mo-?ta", re.IGNORECASE
)
_LEAST = 40  # characters of a line without such a name
_LONGEST = 1500
_REACH = 12  # lines before the text


def find_lead(tree: LexborHTMLParser, lines: Sequence[Line], headline: int, first: int) -> tuple[str, frozenset[int]]:
    """The lead and the indexes of its lines; empty where nothing is called or proved one.

    ``headline`` is the index of the headline's line (-1: unknown), ``first`` that of the first line called text.
    """
    described = _described(tree)
    start = headline + 1 if 0 <= headline < first else max(0, first - 4)
    found = [index for index in range(max(start, first - _REACH), first) if _is_lead(lines[index], described, known=headline >= 0)]
    found += _named_inside(lines, first) if not found else []
    text = " ".join(lines[index].text for index in found)
    if not text or len(text) > _LONGEST:
        return "", frozenset()
    return repair(text), frozenset(found)


def _named_inside(lines: Sequence[Line], first: int) -> list[int]:
    """The first line of the text where its box is called a lead, and the box of the next line is not."""
    if first + 1 >= len(lines) or len(lines[first].text) < _LEAST:
        return []
    return [first] if _NAMED.search(lines[first].named) and not _NAMED.search(lines[first + 1].named) else []


def _is_lead(line: Line, described: Sequence[str], *, known: bool) -> bool:
    if line.is_linked or is_widget_line(line.text) or not line.key:
        return False
    if any(line.key.startswith(words[:60]) or words in line.key for words in described):
        return True
    if _NAMED.search(line.named) or "description" in line.properties:
        return True
    return known and len(line.text) >= _LEAST and line.text.rstrip()[-1:] in '.!?…”"'


def _described(tree: LexborHTMLParser) -> list[str]:
    """What the head says the page is about, as keys; a phrase of a few words proves nothing."""
    nodes = tree.css("meta[name='description'], meta[property='og:description']")
    keys = [key(repair(node.attributes.get("content") or "")) for node in nodes]
    return [words for words in keys if len(words) >= _LEAST]
