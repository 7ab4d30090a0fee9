"""Syllables and their keys: what makes two spellings of a syllable one token.

A syllable has two keys. The *tone key* takes the tone mark off whichever vowel carries it and appends it after a sign that ``\\w`` cannot
produce (``hoà`` and ``hòa`` are both ``hoa'2``), so that it needs no dictionary and cures every placement. The *folded key* is the
syllable without any diacritic. Both are made after the i/y rule, which joins the spellings of exactly six rhymes (``kỹ``, ``kĩ``) and of
``qui``/``quy``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
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

TONELESS = re.compile(r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|t[hr]?|v|x)?[aăâeêioôơuưy]{1,3}(?:ch?|m|ng?|nh|p|t)?")
"""A Vietnamese syllable in small letters without its tone: how it may begin, its vowels, how it may end."""

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
    """Results by text. ``map(kept.__getitem__, ...)`` is twice as fast as calling a cached function, and this is the inner loop."""

    def __init__(self, key: Callable[[str], str], most: int = _CACHE) -> None:
        super().__init__()
        self._key = key
        self._most = most

    def __missing__(self, text: str) -> str:
        found = self._key(text)
        # What is longer is no word, and comes once.
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = found
        return found


_FOLDED = Kept(lambda raw: syllable(raw).folded)


def folds_in_place(raw: Iterable[str]) -> list[str]:
    """The folded keys of raw syllables (``Đường`` -> ``duong``; ``kỹ`` -> ``ki``); a sign alone has an empty one."""
    return [*map(_FOLDED.__getitem__, raw)]


def syllables(text: str) -> list[Syllable]:
    """The syllables of a text, in order."""
    return [found for found in map(syllable, SYLLABLE.findall(text)) if found.folded]


# --- stretches of text between white space --------------------------------------------------------------------------------------------

_STRETCHES = 1 << 16
"""Of which so many are kept: no syllable crosses white space, most stretches are one with a sign at most, and nearly all come again. To
look them up costs a third of finding the syllables of a text."""

SEVERAL = " "
"""Stands for more than one syllable."""

_TONE_KEYS_OF = Kept(lambda stretch: " ".join(one.key for one in syllables(stretch)), _STRETCHES)
_FOLDED_OF = Kept(lambda stretch: " ".join(one.folded for one in syllables(stretch)), _STRETCHES)
_ONE_FOLDED_OF = Kept(lambda stretch: SEVERAL if " " in (found := _FOLDED_OF[stretch]) else found, _STRETCHES)


class Keys(NamedTuple):
    """The keys of all syllables of a text, joined by single spaces (``Kỹ hoà``: ``ki'4 hoa'2`` and ``ki hoa``), and the folded ones."""

    tone: str
    folded: str
    row: list[str]


def keys_of(text: str) -> Keys:
    """The tone keys and the folded keys, of which there are as many."""
    stretches = text.split()
    row = [*filter(None, map(_FOLDED_OF.__getitem__, stretches))]
    folded = " ".join(row)
    if folded.count(" ") >= len(row) > 0:
        row = folded.split(" ")
    return Keys(" ".join(filter(None, map(_TONE_KEYS_OF.__getitem__, stretches))), folded, row)


def one_fold_each(stretches: Iterable[str]) -> Iterator[str]:
    """For each stretch the folded key of its syllable, ``SEVERAL``, or nothing where it has none."""
    return map(_ONE_FOLDED_OF.__getitem__, stretches)


def fold(text: str) -> str:
    """A text as folded syllables with single spaces between: what readers compare names by."""
    return keys_of(text).folded
