"""Other ways to write the same Vietnamese: what readers and portals do, for tests that nothing changes by it."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_RHYME = re.compile(rf"(?P<onset>qu|[^\W\d_]*?)(?P<first>[oOuU])(?P<mark>[{_TONES}]?)(?P<second>[aAeEyY])(?P<other>[{_TONES}]?)$")
_WORD = re.compile(rf"[\w{_TONES}\u0302\u0306\u031b]+")
_RHYMES = ("hy", "ky", "ly", "my", "sy", "ty")


def decomposed(text: str) -> str:
    """NFD: every mark a character of its own."""
    return unicodedata.normalize("NFD", text)


def bare(text: str) -> str:
    """Without any diacritic, as typed in a hurry."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d").replace("Đ", "D")


def other_placement(text: str) -> str:
    """``hòa`` as ``hoà`` and the other way round: the tone mark of open oa, oe, uy on the other vowel."""
    return _each_word(text, _moved)


def other_i(text: str) -> str:
    """``kỹ`` as ``kĩ`` and the other way round, in the six rhymes that are written both ways, and ``quy`` as ``qui``."""
    return _each_word(text, _respelt)


def _each_word(text: str, change: object) -> str:
    composed = unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda word: unicodedata.normalize("NFC", change(unicodedata.normalize("NFD", word.group()))), composed)  # type: ignore[operator]


def _moved(word: str) -> str:
    found = _OPEN_RHYME.fullmatch(word)
    if found is None or found["onset"].lower() in ("qu", "q") or bool(found["mark"]) == bool(found["other"]):
        return word
    return found["onset"] + found["first"] + found["other"] + found["second"] + found["mark"]


def _respelt(word: str) -> str:
    marks = "".join(letter for letter in word if letter in _TONES)
    plain = "".join(letter for letter in word if letter not in _TONES)
    lower = plain.lower()
    if lower in _RHYMES or lower == "quy":
        return plain[:-1] + ("i" if plain[-1].islower() else "I") + marks
    if lower in {rhyme[0] + "i" for rhyme in _RHYMES} or lower == "qui":
        return plain[:-1] + ("y" if plain[-1].islower() else "Y") + marks
    return word
