"""Legal numbers (``1605/QĐ-TTg``, ``102/2009/NĐ-CP``, ``36-NQ/TW``) as single tokens, whatever their case, dashes and inner spaces.

A number is a running number, perhaps a year, and a kind made of capitals without diacritics (Đ and Ư apart). Lower-case letters are
accepted too, because readers and ALL CAPS headlines write so; then only a known kind or a hyphen tells ``1605/qđ-ttg`` from ``4/quý``,
``16/3/2018`` or ``24/7``, and no kind holds a vowel with a diacritic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.analysis.normalise import normalise
from indexer.analysis.syllables import syllable

_DASH = "[-\u2010\u2011\u2012\u2013\u2014]"
_KNOWN = (
    "bb|bc|bcs|cd|cđ|cp|cthđ|cthd|cttr|ct|ctr|cv|đa|da|đh|gm|gp|hd|hđ|kh|khlt|kl|lct|l|nđ|nd|nq|nqlt|pa|pl|ph|qđ|qd|qh|qc|qp|sl|tb|tr|ttr"
    "|ttlt|tt|ttg|tc|ubnd|hđnd|hdnd|ubtvqh\\d*|qh\\d+|vbhn|xn|ubnd|vp|vpcp"
)
_LETTERS = "[a-zđðư][a-z0-9đðư\u031b&]{0,14}"
_TAIL = rf"(?:\s?{_DASH}\s?{_LETTERS})"
_END = r"(?![\w\u0300-\u036f])"
_NUMBER = re.compile(
    # The digit stands before its look-behind, so that the search runs from digit to digit and not from letter to letter.
    rf"\d(?<![\w/.,-]\d)\d{{0,6}}(?:/\s?\d{{4}})?"
    rf"(?:\s?/\s?(?:(?:{_KNOWN}){_TAIL}*|{_LETTERS}{_TAIL}+){_END}"
    rf"|{_DASH}(?:{_KNOWN})/{_LETTERS}{_END})",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_DASHES = re.compile(_DASH)


class LegalNumber(NamedTuple):
    """A number found in a text: its token and where it stands in the source."""

    token: str
    start: int
    end: int


def find_legal_numbers(text: str) -> Iterator[LegalNumber]:
    """Every legal number of a text, in order; the same number is found again each time it stands there."""
    if "/" not in text:
        return
    for match in _NUMBER.finditer(text):
        yield LegalNumber(number_token(match.group()), match.start(), match.end())


def number_token(written: str) -> str:
    """``0102/2009/NĐ – CP`` -> ``102/2009/nd-cp``: lower case, folded, one kind of dash, no spaces, no leading zeros."""
    plain = _DASHES.sub("-", _SPACE.sub("", normalise(written)))
    return re.sub(r"[^\W\d_]+", lambda letters: syllable(letters.group()).folded, plain).lstrip("0")
