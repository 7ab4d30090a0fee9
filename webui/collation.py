"""The order of Vietnamese names: a ă â b c d đ e ê ... with tones deciding only between equal letters."""

from __future__ import annotations

import unicodedata

_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\N{COMBINING GRAVE ACCENT}": 1, "\N{COMBINING HOOK ABOVE}": 2, "\N{COMBINING TILDE}": 3, "\N{COMBINING ACUTE ACCENT}": 4}
_TONES["\N{COMBINING DOT BELOW}"] = 5

Key = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], str]


def _syllable(word: str) -> tuple[tuple[int, ...], int]:
    """The letters of a syllable without its tone, and the tone; where the tone is written (thuỷ, thủy) makes no difference."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = max((_TONES.get(mark, 0) for mark in decomposed), default=0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    # What is outside the alphabet (digits, signs) stands before every letter.
    return tuple(_LETTERS[c] if c in _LETTERS else ord(c) - 0x110000 for c in bare), tone


def collation_key(name: str) -> Key:
    """A key for ``sorted``: Dương < Đà < Đỗ < Em, An < Ảnh < Ánh < Ân."""
    syllables = [_syllable(word) for word in name.split()]
    return tuple(letters for letters, _ in syllables), tuple(tone for _, tone in syllables), name
