"""Text -> the three token streams that ranking stands on, joined by single spaces."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis.abbreviations import table
from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.syllables import SYLLABLE, folds, tone_keys

PAIR = "+"
"""Joins the syllables of a bigram: a sign that no syllable holds."""

BOUNDARY = "|"
"""A token between two parts of an article, so that no phrase runs from the headline into the sapo."""


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
    parts_folded: list[tuple[list[str], list[str]]] = []
    for part in parts:
        raw = SYLLABLE.findall(part)
        part_keys, part_folded = tone_keys(raw), folds(raw)
        keys += [BOUNDARY, *part_keys] if keys and part_keys else part_keys
        folded += [BOUNDARY, *part_folded] if folded and part_folded else part_folded
        part_bigrams = [*map(PAIR.join, pairwise(part_folded))]
        bigrams += part_bigrams
        parts_folded.append((part_folded, part_bigrams))
        numbers.update((number.token, None) for number in find_legal_numbers(part))
    tail = [*numbers, *table().tokens(parts_folded)]
    tail = [BOUNDARY, *tail] if tail else []
    return Streams(" ".join(keys + tail), " ".join(folded + tail), " ".join(bigrams), tuple(numbers))
