"""Whether words are spelled as Vietnamese syllables are: the proof that bytes were read in the right charset or font.

Only words with a letter beyond ASCII count, since every charset agrees on the others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP_TONES = "\u0301\u0323"
"""Acute and dot below: the only tones of a syllable that ends in a stop."""

_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ "
    "uy uya uych uynh uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y ych ynh yt yêm yên yêt yêu"
)
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
# c, g and ng do not stand before e, ê, i, y (gi does); k, gh and ngh stand nowhere else.
_SYLLABLE = re.compile(
    rf"(?:(?:c|ng)(?![eêiy])|g(?![eêy])|(?:k|gh|ngh)(?=[eêiy])|(?!(?:c|g|k|ng|gh|ngh)[aăâeêioôơuưy])(?:{_ONSETS})|(?=[aăâeêioôơuưy]))"
    rf"(?:{'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})"
)
_STOP = re.compile(r"(?:c|ch|p|t)\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_ABBREVIATION = 8


class Spelled(NamedTuple):
    """How many words with a letter beyond ASCII a text has, and how many of them are Vietnamese syllables."""

    right: int
    words: int

    def mostly(self, share: float) -> bool:
        """Whether at least this share of the words is right; False where there is none."""
        return self.words > 0 and self.right >= share * self.words


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable is, in either way of setting its tone mark."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if len(tones) > 1 or _SYLLABLE.fullmatch(bare) is None:
        return False
    return _STOP.search(bare) is None or (bool(tones) and tones[0] in _SHARP_TONES)


def spelled(text: str) -> Spelled:
    """Counts the words of a text that are spelled as Vietnamese. Abbreviations in capitals (HĐND) count for nothing."""
    right = words = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if word.isascii():
            continue
        good = is_syllable(word)
        if good or not (word.isupper() and len(word) <= _LONGEST_ABBREVIATION):
            right, words = right + good, words + 1
    return Spelled(right, words)
