"""How two texts of nearly the same words differ, as fragments that a page can mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from archive.article import Article

Change = Literal["same", "removed", "added", "gap"]

CONTEXT = 8
"""Words shown before and after each difference."""
MOST_WORDS = 4000
"""Words of either side: more are not compared word by word, which takes time in the square of it."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, or only the first (removed), or only the second (added); ``gap`` stands for what is left out."""

    change: Change
    text: str = ""


def differences(one: Article, other: Article) -> tuple[Piece, ...]:
    """What changes from one article's headline, sapo and text to another's, with a few words around; empty where nothing does."""
    first, second = _words(one), _words(other)
    if max(len(first), len(second)) > MOST_WORDS:
        return _pieces(_lines(one), _lines(other))
    return _pieces(first, second)


def _words(article: Article) -> list[str]:
    return _WORD.findall("\n".join(_lines(article)))


def _lines(article: Article) -> list[str]:
    return [part for part in (article.headline, article.description or "", *article.paragraphs) if part]


def _pieces(first: Sequence[str], second: Sequence[str]) -> tuple[Piece, ...]:
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    if all(tag == "equal" for tag, *_ in steps):
        return ()
    found: list[Piece] = []
    for number, (tag, start, end, other_start, other_end) in enumerate(steps):
        if tag == "equal":
            found += _around(first[start:end], opening=number == 0, closing=number == len(steps) - 1)
        else:
            found += _changed(first[start:end], second[other_start:other_end])
    return tuple(found)


def _around(words: Sequence[str], *, opening: bool, closing: bool) -> Iterator[Piece]:
    """What is the same, only near the differences."""
    before = [] if opening else words[:CONTEXT]
    after = [] if closing else words[-CONTEXT:]
    if len(before) + len(after) >= len(words):
        yield Piece("same", " ".join(words))
        return
    if before:
        yield Piece("same", " ".join(before))
    yield Piece("gap")
    if after:
        yield Piece("same", " ".join(after))


def _changed(removed: Sequence[str], added: Sequence[str]) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", " ".join(removed))
    if added:
        yield Piece("added", " ".join(added))
