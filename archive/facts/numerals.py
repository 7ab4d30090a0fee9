"""Roman numerals, by which congresses, plenums, terms and areas are counted."""

from __future__ import annotations

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX")
"""From 1 to 20: no congress, plenum or term of ours has come further."""


def roman(word: str) -> int | None:
    """The number that a word is in either case; None where it is none of ``ROMAN``."""
    numeral = word.upper()
    return ROMAN.index(numeral) + 1 if numeral in ROMAN else None
