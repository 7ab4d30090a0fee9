"""Syllables and their keys: what makes two spellings of a syllable one token.

A syllable has two keys. The *tone key* takes the tone mark off whichever vowel carries it and appends it after a sign that ``\\w`` cannot
produce (``hoà`` and ``hòa`` are both ``hoa'2``), so that it needs no dictionary and cures every placement. The *folded key* is the
syllable without any diacritic. Both are made after the i/y rule, which joins the spellings of exactly six rhymes (``kỹ``, ``kĩ``) and of
``qui``/``quy``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from indexer.analysis.normalise import IGNORED, normalise

LETTER = rf"[\w\u0300-\u036f{IGNORED}]"
"""One character of a syllable."""

SYLLABLE = re.compile(rf"{LETTER}+(?:&{LETTER}+)*")
"""A syllable in source text, composed (NFC) or not; ``TT&TT`` is one, since two would be the meaningless ``tt tt``."""

TONE_SEPARATOR = "'"
LONGEST = 64
"""Longer tokens (a pasted base64 string) are cut: no word is that long and engines refuse terms of some kilobytes."""

_TONES = {"\u0300": "2", "\u0301": "5", "\u0309": "3", "\u0303": "4", "\u0323": "6"}
"""Grave, acute, hook, tilde, dot below; the digits are those of VNI-like numbering, the level tone has none."""

_RHYMES = {base: base[0] + "i" for base in ("hy", "ky", "ly", "my", "sy", "ty")} | {"qui": "quy"}
_CACHE = 200_000


class Syllable(NamedTuple):
    """A syllable as the index knows it. ``accented`` when the writer gave any diacritic (``đ`` is one)."""

    key: str
    folded: str
    accented: bool


@lru_cache(_CACHE)
def syllable(raw: str) -> Syllable:
    """The keys of one syllable of source text, in whatever encoding, case and tone placement it is written."""
    plain, tone = _without_tone(normalise(raw)[:LONGEST])
    plain = _RHYMES.get(plain, plain)
    folded = _bare(plain)
    if not folded:
        return Syllable("", "", False)
    return Syllable(plain + TONE_SEPARATOR + tone if tone else plain, folded, bool(tone) or folded != plain)


def _without_tone(text: str) -> tuple[str, str]:
    if text.isascii():
        return text, ""
    decomposed = unicodedata.normalize("NFD", text)
    tone = "".join(_TONES[sign] for sign in decomposed if sign in _TONES)
    rest = "".join(sign for sign in decomposed if sign not in _TONES)
    return unicodedata.normalize("NFC", rest), tone


def _bare(plain: str) -> str:
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("đ", "d")


class Kept(dict[str, str]):
    """Results by raw syllable. ``map(kept.__getitem__, ...)`` is twice as fast as calling a cached function, and this is the inner loop."""

    def __init__(self, key: Callable[[str], str]) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, raw: str) -> str:
        if len(self) >= _CACHE:
            self.clear()
        self[raw] = found = self._key(raw)
        return found


_TONE_KEYS = Kept(lambda raw: syllable(raw).key)
_FOLDED = Kept(lambda raw: syllable(raw).folded)


def tone_keys(raw: Iterable[str]) -> list[str]:
    """The tone keys of raw syllables: ``hoà`` and ``hòa`` -> ``hoa'2``; ``kỹ`` and ``kĩ`` -> ``ki'4``."""
    keys = [*map(_TONE_KEYS.__getitem__, raw)]
    return keys if "" not in keys else [*filter(None, keys)]


def folds(raw: Iterable[str]) -> list[str]:
    """The folded keys of raw syllables: ``Đường`` -> ``duong``; ``kỹ`` -> ``ki``."""
    keys = folds_in_place(raw)
    return keys if "" not in keys else [*filter(None, keys)]


def folds_in_place(raw: Iterable[str]) -> list[str]:
    """The same with nothing left out: a sign alone has an empty key."""
    return [*map(_FOLDED.__getitem__, raw)]


def fold(text: str) -> str:
    """A text as folded syllables with single spaces between: what readers compare names by."""
    return " ".join(folds(SYLLABLE.findall(text)))


def syllables(text: str) -> list[Syllable]:
    """The syllables of a text, in order."""
    return [found for found in map(syllable, SYLLABLE.findall(text)) if found.folded]
