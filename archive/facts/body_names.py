"""The words that bodies' names begin with, their rank, and names written out for comparison."""

from __future__ import annotations

from functools import lru_cache

from archive.facts.gazetteer import entries, phrases
from archive.facts.text import Line, fold, line

_BODIES = phrases("bodies")
FIRSTS = _BODIES.firsts
"""The words that bodies' names begin with."""
_OTHERS = phrases("not_bodies")
_RANKS = {" ".join(line(row[0]).keys): int(row[1]) for row in entries("bodies")}
_WRITTEN_OUT = {fold(row[0]): tuple(line(row[1]).keys) for row in entries("short_forms")}


def body_length(item: Line, index: int) -> int:
    """How many words of a body's name begin at ``index`` ("Ủy ban nhân dân": 4); 0 where none does ("Hội nghị", "Báo cáo")."""
    length = _BODIES.length_at(item.keys, index)
    return 0 if length and _OTHERS.length_at(item.keys, index) > length else length


def body_rank(item: Line, index: int, length: int) -> int:
    """The rank of the body whose ``length`` first words begin at ``index``: 1 a unit, 2 a centre, 3 an office, 4 a ministry."""
    return _RANKS[" ".join(item.keys[index : index + length])]


@lru_cache(maxsize=20_000)
def expanded(name: str) -> tuple[str, ...]:
    """The words of a name with known short forms written out: "Sở TT&TT" and "Sở Thông tin và Truyền thông" are alike."""
    return tuple(part for key in line(name).keys if key[0].isalnum() for part in _WRITTEN_OUT.get(key, (key,)))
