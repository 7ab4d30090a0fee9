"""Gatherings as a text names them: "Hội nghị giao ban", "cuộc họp", "Lễ ký kết", and what is done at one ("đã tiếp")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.facts.gazetteer import Phrases, entries
from archive.facts.text import Line, key_set

_ROWS = entries("gatherings")
_NOUNS = Phrases(row[0] for row in _ROWS if row[1] == "noun")
_ACTS = Phrases(row[0] for row in _ROWS if row[1] == "act")
_CEREMONIES = Phrases(row[0] for row in _ROWS if row[1] == "ceremony")
_FIRSTS = _NOUNS.firsts | _ACTS.firsts | {"lễ"}
# A gathering's fixed qualifier: "Hội nghị giao ban", "phiên họp thường kỳ", "cuộc họp định kỳ".
_QUALIFIERS = Phrases(row[0] for row in _ROWS if row[1] == "qualifier")
_MANY = key_set("các những nhiều mọi từng mỗi loạt hai ba bốn năm vài số")
_CLASSIFIERS = key_set("cuộc buổi lớp khóa phiên kỳ lễ")  # "các cuộc hội thảo", "nhiều buổi họp báo"


@dataclass(frozen=True, slots=True)
class Gathering:
    """A gathering in a line: words ``start`` to ``end`` name it, its fixed qualifier included; up to ``noun`` without it."""

    start: int
    noun: int
    end: int
    use: Literal["noun", "act"]
    many: bool


def gatherings(item: Line) -> Iterator[Gathering]:
    """The gatherings that a line names, from left to right."""
    end = 0
    for index in [index for index, key in enumerate(item.keys) if key in _FIRSTS]:
        found = _gathering_at(item, index) if index >= end else None
        if found is not None:
            yield found
            end = found.end


def _gathering_at(item: Line, index: int) -> Gathering | None:
    length = _noun_length(item, index) or _ceremony_length(item, index)
    if length:
        if _is_a_place(item, index, length) or _is_a_party_congress(item, index):
            return None
        end = index + length + _qualifier_length(item, index + length)
        return Gathering(index, index + length, end, "noun", _many(item, index, end))
    length = _ACTS.length_at(item.keys, index)
    if item.keys[index : index + 2] == ("đã", "tiếp") and item.keys[index + 2 : index + 3] and not _receives(item, index + 2):
        return None
    return Gathering(index, index + length, index + length, "act", _many(item, index, index + length)) if length else None


def _noun_length(item: Line, index: int) -> int:
    """How many words a gathering's noun has; in "họp báo cáo kết quả" it is "họp"."""
    length = _NOUNS.length_at(item.keys, index)
    return length - 1 if item.keys[index + length - 2 : index + length + 1] == ("họp", "báo", "cáo") else length


_GOES_ON = key_set("nhận tục thu cận xúc sức theo tới")


def _receives(item: Line, index: int) -> bool:
    """Whether someone is received: not "đã tiếp nhận", "đã tiếp tục", "đã tiếp 33 lượt công dân"."""
    return item.keys[index] not in _GOES_ON and not item.keys[index].isdigit()


def _ceremony_length(item: Line, index: int) -> int:
    """ "Lễ" with what it is held for; "nghỉ lễ", "lễ hội" and "ngày lễ lớn" are none."""
    if item.keys[index] != "lễ" or index + 1 >= len(item):
        return 0
    length = _CEREMONIES.length_at(item.keys, index + 1)
    return 1 + length + (1 if item.keys[index + 1] in ("ký", "khai", "trao") and index + 2 < len(item) else 0) if length else 0


def _qualifier_length(item: Line, index: int) -> int:
    length = 0
    while index + length < len(item) and (more := _QUALIFIERS.length_at(item.keys, index + length)):
        length += more
    return length


def _is_a_place(item: Line, index: int, length: int) -> bool:
    """ "Trung tâm Hội nghị Quốc gia", "phòng họp"; and "Nghị quyết Hội nghị Trung ương 8", a document's name."""
    if _is_licensed(item, index):
        return True
    before = item.keys[max(0, index - 2) : index]
    if before in (("trung", "tâm"), ("nghị", "quyết")) or before[-1:] in (("phòng",), ("nhà",), ("cung",)):
        return True
    return before == ("kết", "luận") and item.keys[index + length : index + length + 1] == ("trung",)


def _is_licensed(item: Line, index: int) -> bool:
    """Whether a permit, a procedure or a sort of work is meant: "cấp giấy phép tổ chức họp báo", "hướng dẫn, tập huấn, học tập"."""
    if item.keys[index : index + 3] == ("tập", "huấn", ",") and item.keys[max(0, index - 1) : index] == (",",):
        return True
    before = item.keys[max(0, index - 3) : index]
    return before[-3:] == ("phép", "tổ", "chức") or before[-2:] in (("giấy", "phép"), ("thủ", "tục"))


def _is_a_party_congress(item: Line, index: int) -> bool:
    """ "Nghị quyết Đại hội XII", "Đại hội Đảng các cấp", "chào mừng Đại hội": an occasion and no gathering reported."""
    if item.keys[index : index + 2] != ("đại", "hội"):
        return False
    before = item.keys[max(0, index - 2) : index]
    after = item.keys[index + 2 : index + 4]
    return before[-1:] in (("quyết",), ("mừng",), ("tới",), ("đồng",), ("thi",)) or after[:1] == ("đồng",) or after == ("đảng", "các")


def _many(item: Line, index: int, end: int) -> bool:
    """Whether several gatherings are meant, or a custom: "nhiều buổi tọa đàm", "Hội nghị giao ban hàng tuần"."""
    before = index - 1 if index and item.keys[index - 1] in _CLASSIFIERS else index
    if before and item.keys[before - 1] in _MANY:
        return True
    if item.keys[index] == "đại" and item.keys[end : end + 1] == ("các",):  # of every one; "buổi gặp mặt các cháu" is one
        return True
    return any(item.keys[place] in ("hàng", "hằng") for place in range(end, min(len(item), end + 5)))
