"""Personal names in a line: a known surname and the given names after it, or what an honorific presents as a name."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.facts.body_names import body_length
from archive.facts.gazetteer import Phrases, entries, phrases, words
from archive.facts.text import Line, key_set

_SURNAMES = words("surnames")
_HONORIFICS = phrases("honorifics")
_OFFICES = phrases("offices")
_PLACES = phrases("places")
_PROVINCES = Phrases(row[0] for row in entries("regions") if row[1] in ("city", "province"))
_DISTRICTS = phrases("districts")
_LONGEST_PLACE = 4  # words: Bà Rịa Vũng Tàu
FIRSTS = _SURNAMES | _HONORIFICS.firsts | {"đ"}
"""The words that names and honorifics begin with ("đ" of "đ/c")."""
_LONGEST = 5  # syllables: Tôn Nữ Thị Ngọc Lan
# Before "Hồ Chí Minh" these make it the name of a place, a body or a campaign.
_NAMESAKES = key_set("phố tp hcm tncs gia đường đạo tưởng cách lăng tàng thanh niên đoàn tích quỹ chương thưởng sinh mòn đức")
# After these a name is a street's, a school's or a prize's: "phố Lý Thái Tổ", "trường Chu Văn An".
_NAMED_AFTER = key_set("phố đường trường thcs thpt ngõ vườn thưởng phường xã đền chùa rạp cầu tuyến")
# Middle names: what follows is a given name, whatever else it is called: Phùng Thị Hồng Hà.
_MIDDLE_NAMES = key_set("thị văn")
_UNIONS = Phrases(("Đoàn Khối", "Đoàn Sở", "Đoàn TNCS"))  # no surname, though written like one
# Words that begin a body's name and are given names as well: Trần Đăng Khoa, Phạm Xuân Trường.
_GIVEN_NAMES = key_set("khoa trường hội đoàn đài viên quỹ")


def is_titled(word: str) -> bool:
    """Whether a word is written as names are: a capital, then small letters ("Nguyễn", "Ý")."""
    return word.isalpha() and word[0].isupper() and (len(word) == 1 or word[1:].islower())


# One Vietnamese syllable: consonants, vowels, consonants. "Books" and "Check" are none.
_SYLLABLE = re.compile(r"(?:ngh?|n?h|[cgkpt]h|tr|gi|qu?|[bcdđghklmnprstvx])?[aeiouyăâêôơưà-ỹ]{1,3}(?:ng|nh|ch|[cmnpt])?")


@lru_cache(maxsize=4096)
def is_vietnamese(key: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(key) is not None


def adjacent(item: Line, index: int) -> bool:
    """Whether the word at ``index`` follows the one before it after a single space."""
    return item.starts[index] == item.ends[index - 1] + 1


def name_length(item: Line, index: int, *, presented: bool = False) -> int:
    """How many words the personal name that begins at ``index`` has; 0 where none begins.

    ``presented``: an honorific or an office stands before, so that a surname nobody listed and foreign names count too.
    """
    if not (presented or item.keys[index] in _SURNAMES) or not is_titled(item.words[index]):
        return 0
    if _PLACES.length_at(item.keys, index) or _named_after(item, index) or _in_a_place(item, index):
        return 0
    if presented and (_OFFICES.length_at(item.keys, index) or body_length(item, index)):
        return 0
    if _UNIONS.length_at(item.keys, index) or (index > 1 and _inside_a_name(item, index)):
        return 0
    length = foreign_name_length(item, index) if presented and index else 0
    length = length or _run_length(item, index)
    if length == 2 and _after_level(item, index) and item.keys[index - 1] != "phố":
        return 0  # "huyện Lâm Hà": as likely a place nobody listed as a person
    return length if presented or all(map(is_vietnamese, item.keys[index : index + length])) else 0


def foreign_name_length(item: Line, index: int) -> int:
    """How many words a foreign name has that begins at ``index`` after a body's acronym: "Chủ tịch IPU | Saber Chowdhury"."""
    if not index or len(item.words[index - 1]) < 2 or not item.words[index - 1].isupper():
        return 0
    end = index
    while (
        end < min(len(item), index + _LONGEST) and is_titled(item.words[end]) and adjacent(item, end) and not is_vietnamese(item.keys[end])
    ):
        end += 1
    return end - index if end - index >= 2 and not (end < len(item) and item.words[end][0].isupper()) else 0


def _run_length(item: Line, index: int) -> int:
    if item.keys[index : index + 3] == ("hồ", "chí", "minh"):  # also "Hồ Chí minh"
        return 3
    end = index + 1
    while end < min(len(item), index + _LONGEST) and _goes_on(item, index, end):
        end += 1
    if end < len(item) and end - index == _LONGEST and is_titled(item.words[end]) and adjacent(item, end):
        return 0  # six capitals in a row are a heading or the name of a body
    return end - index if end - index >= 2 else 0


def _goes_on(item: Line, start: int, index: int) -> bool:
    if not (is_titled(item.words[index]) and adjacent(item, index)):
        return False
    if _OFFICES.length_at(item.keys, index) > 1:
        return False
    if _PLACES.length_at(item.keys, index) and item.keys[index - 1] not in _MIDDLE_NAMES and index - start >= 2:
        return False
    return body_length(item, index) == 0 or item.keys[index] in _SURNAMES or item.keys[index] in _GIVEN_NAMES


def _named_after(item: Line, index: int) -> bool:
    if index == 0:
        return False
    before = item.keys[index - 1]
    if item.keys[index : index + 3] == ("hồ", "chí", "minh"):
        return before in _NAMESAKES
    return before in _NAMED_AFTER and item.keys[max(0, index - 2) : index] != ("thành", "phố")


def _in_a_place(item: Line, index: int) -> bool:
    """Whether the word is of a place that begins at it or before it: "tỉnh Quảng Ninh Cao Tường Huy" names no Ninh Cao Tường Huy.

    Districts, which people are called like too, count only after the word for their level.
    """
    for begin in range(index, max(-1, index - _LONGEST_PLACE), -1):
        inside, levelled = index - begin, _after_level(item, begin)
        if inside and not (item.words[begin][0].isupper() and adjacent(item, begin + 1)):
            return False
        known = max(_PLACES.length_at(item.keys, begin), _PROVINCES.length_at(item.keys, begin)) if inside or levelled else 0
        if inside < max(known, _DISTRICTS.length_at(item.keys, begin) if levelled else 0):
            return True
    return False


def _inside_a_name(item: Line, index: int) -> bool:
    """Whether the word goes on with the name that the word before begins: a middle name, or a street's or a ward's second word."""
    if not (is_titled(item.words[index - 1]) and adjacent(item, index)):
        return False
    if item.keys[index - 2] in ("phường", "xã"):
        return True
    if item.keys[index] not in _MIDDLE_NAMES:
        return False
    known = (_PLACES, _PROVINCES, _DISTRICTS, _OFFICES, _HONORIFICS)
    ended = any(index >= size and phrases.length_at(item.keys, index - size) == size for phrases in known for size in (1, 2, 3))
    return not ended


def _after_level(item: Line, index: int) -> bool:
    """Whether the word before is one that names of places follow: "tỉnh", "huyện", "thành phố"."""
    before = item.keys[max(0, index - 2) : index]
    return before[-1:] in (("tỉnh",), ("huyện",), ("quận",), ("tp",)) or before in (("thị", "xã"), ("thành", "phố"), ("tp", "."))


def honorific_length(item: Line, index: int) -> int:
    """How many words the honorific at ``index`` has ("đồng chí", "TS."), its full stop included; 0 where none is."""
    if item.keys[index] not in _HONORIFICS.firsts:  # most words: they need no more than this look
        return 0
    if item.keys[index : index + 3] == ("đ", "/", "c"):
        return 3
    length = _HONORIFICS.length_at(item.keys, index)
    abbreviated = length == 1 and not is_vietnamese(item.keys[index])  # "TS.", whereas "các đồng chí." ends a sentence
    if abbreviated and index + length < len(item) and item.words[index + length] == ".":
        return length + 1
    return length
