"""The words that bodies' names begin with, their rank, and names written out for comparison."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from archive.facts.gazetteer import entries, phrases
from archive.facts.text import Line, fold, key_set, line

_BODIES = phrases("bodies")
FIRSTS = _BODIES.firsts
"""The words that bodies' names begin with."""
_OTHERS = phrases("not_bodies")
_ROWS = {" ".join(line(row[0]).keys): row for row in entries("bodies")}
_COMMON = key_set("CP TNHH MTV ĐH CĐ KHCN QLDA XDCB TDTT CNTT-TT CNTT&TT TT CNTT&amp;TT KT-XH PC")
_WRITTEN_OUT = {fold(row[0]).replace("&", ""): tuple(line(row[1]).keys) for row in entries("short_forms")}
_LONGEST_RUN = 5  # words that one short form is written as: "VH - TT và DL"


def body_length(item: Line, index: int) -> int:
    """How many words of a body's name begin at ``index`` ("Ủy ban nhân dân": 4); 0 where none does ("Hội nghị", "Báo cáo")."""
    if item.keys[index] not in FIRSTS:  # most words: they need no more than this look
        return 0
    length = _BODIES.length_at(item.keys, index)
    if length and (_OTHERS.length_at(item.keys, index) > length or _is_a_head(item, index + length)):
        return 0
    return length


def _is_a_head(item: Line, index: int) -> bool:
    """Whether the body's word is part of an office: "Hội trưởng", "Viện phó"."""
    return index < len(item) and item.words[index] in ("trưởng", "phó", "Trưởng", "Phó")


def body_rank(item: Line, index: int, length: int) -> int:
    """The rank of the body whose ``length`` first words begin at ``index``: 1 a unit, 2 a centre, 3 an office, 4 a ministry."""
    return int(_ROWS[" ".join(item.keys[index : index + length])][1])


def completed_by(item: Line, index: int, length: int) -> str:
    """What makes a name whole whose ``length`` first words begin at ``index``: ``field``, ``task``, ... (see bodies.tsv)."""
    return _ROWS[" ".join(item.keys[index : index + length])][2]


@lru_cache(maxsize=20_000)
def expanded(name: str) -> tuple[str, ...]:
    """The words of a name with known short forms written out: "Sở TT&TT", "Sở TT-TT" and "Sở Thông tin và Truyền thông" are alike."""
    item = line(name)
    words = [(word, key) for word, key in zip(item.words, item.keys, strict=True) if key[0].isalnum()]
    shouted = len(words) > 1 and name.isupper()
    written: list[str] = []
    index = 0
    while index < len(words):
        most = index + (_LONGEST_RUN if words[index][0].isupper() else 1)
        run = next((end for end in range(min(len(words), most), index, -1) if _short(words[index:end], shouted)), 0)
        written += _WRITTEN_OUT[_short(words[index:run], shouted)] if run else _parts(words[index][1])
        index = run or index + 1
    return tuple(written)


def _parts(key: str) -> list[str]:
    """The word, or the words of which "&" makes one: "PCTT&TKCN"."""
    return [word for part in key.split("&") if part for word in _WRITTEN_OUT.get(part, (part,))] if "&" in key else [key]


def _short(words: Sequence[tuple[str, str]], shouted: bool) -> str:
    """The known short form that words make up, empty for none; "Đầu tư", whose second word is no "TƯ", stays as it is, also in capitals."""
    if len(words) > 1 and not (words[0][0].isupper() and words[-1][0].isupper()):
        return ""
    if not all(word.isupper() or key == "và" or len(words) == 1 for word, key in words):
        return ""
    letters = "".join(key for _, key in words if key != "và" or len(words) == 1).replace("&", "")
    if letters == "tư" and (shouted or not words[-1][0].isupper()):
        return ""
    return letters if letters in _WRITTEN_OUT else ""


def says_the_kind_alone(item: Line) -> bool:
    """Whether the words are those that names of bodies begin with and no more: "UBND", "Ban Chỉ đạo"."""
    return len(item) > 0 and body_length(item, 0) == len(item) and completed_by(item, 0, len(item)) != "whole"


def is_short_form(key: str) -> bool:
    """Whether a word is a short form that everybody uses: "CNTT", "UBND"."""
    return key.replace("&", "") in _WRITTEN_OUT or key in _COMMON


CITIES = frozenset(line(row[0]).keys for row in entries("regions") if row[1] == "city")
"""Cities run by the centre: the only ones that "UBND Thành phố" of a provincial body can mean."""
_REGIONS = frozenset(line(row[0]).keys for row in entries("regions") if row[1] != "level")
_LENGTHS = tuple(sorted({len(region) for region in _REGIONS}, reverse=True))


def region_of(words: Sequence[str]) -> tuple[str, ...]:
    """The province or city that a body's words end with; empty for a body of none."""
    lasts = (tuple(words[-length:]) for length in _LENGTHS if len(words) > length)
    return next((last for last in lasts if last in _REGIONS), ())
