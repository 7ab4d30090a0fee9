"""The order of Vietnamese names: a ă â b c d đ e ê ... with tones deciding only between equal letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\N{COMBINING GRAVE ACCENT}": 1, "\N{COMBINING HOOK ABOVE}": 2, "\N{COMBINING TILDE}": 3, "\N{COMBINING ACUTE ACCENT}": 4}
_TONES["\N{COMBINING DOT BELOW}"] = 5

KEPT = 4096
"""Keys that are kept: the names that most articles name stand on most pages."""

Key = tuple[str, str, str]
"""Letters, tones, and the name itself. Texts are compared far faster than tuples of numbers."""
_FIRST_LETTER = 0x10FFFF - len(_LETTERS)
_END = chr(1)
"""Of a syllable; stands before every letter and sign."""


def _sign(letter: str) -> str:
    """A sign that stands where the letter stands: what is outside the alphabet (digits, signs) before every letter of it."""
    return chr(_FIRST_LETTER + _LETTERS[letter] if letter in _LETTERS else min(ord(letter) + 2, _FIRST_LETTER - 1))


def _syllable(word: str) -> tuple[str, str]:
    """The letters of a syllable without its tone, and the tone; where the tone is written (thuỷ, thủy) makes no difference."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = max((_TONES.get(mark, 0) for mark in decomposed), default=0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    return "".join(map(_sign, bare)), str(tone)


@lru_cache(KEPT)
def collation_key(name: str) -> Key:
    """A key for ``sorted``: Dương < Đà < Đỗ < Em, An < Ảnh < Ánh < Ân."""
    syllables = [_syllable(word) for word in name.split()]
    return _END.join(letters for letters, _ in syllables), "".join(tone for _, tone in syllables), name
