"""Text -> the three token streams that ranking stands on, joined by single spaces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from indexer.analysis.abbreviations import table
from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.syllables import keys_of

PAIR = "+"
"""Joins the syllables of a bigram: a sign that no syllable holds."""

BOUNDARY = "|"
"""A token between two parts of an article, so that no phrase runs from the headline into the sapo."""

_BETWEEN = f" {BOUNDARY} "


class Streams(NamedTuple):
    """``k`` tone keys, ``f`` folded keys, ``fb`` folded bigrams; legal numbers and the tokens of abbreviations end ``k`` and ``f``."""

    k: str
    f: str
    fb: str
    legal_numbers: tuple[str, ...]


def pair(first: str, second: str) -> str:
    """The bigram of two folded syllables."""
    return first + PAIR + second


def streams(parts: Iterable[str]) -> Streams:
    """The token streams of the parts of one article. Bigrams and phrases do not cross from one part into another.

    A legal number stands among the syllables in its parts (``1605 qđ ttg``), so that parts of it and phrases around it are found, and once
    more whole after the text, as the token of an abbreviation or of its long form does.
    """
    keys: list[str] = []
    folded: list[str] = []
    bigrams: list[str] = []
    numbers: dict[str, None] = {}
    rows: list[list[str]] = []
    for part in parts:
        found = keys_of(part)
        if not found.row:
            continue
        keys.append(found.tone)
        folded.append(found.folded)
        rows.append(found.row)
        bigrams += [_bigrams(found.row)] if len(found.row) > 1 else []
        numbers.update((number.token, None) for number in find_legal_numbers(part))
    if tail := [*numbers, *table().tokens(rows)]:
        keys.append(" ".join(tail))
        folded.append(" ".join(tail))
    return Streams(_BETWEEN.join(keys), _BETWEEN.join(folded), " ".join(bigrams), tuple(numbers))


def _bigrams(row: list[str]) -> str:
    """Each two neighbours as a pair. Laying all of it out by slices takes half the time of joining two and two."""
    count = len(row) - 1
    laid = [" "] * (4 * count)
    laid[::4], laid[1::4], laid[2::4] = row[:-1], [PAIR] * count, row[1:]
    return "".join(laid[:-1])
