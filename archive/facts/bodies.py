"""Bodies that an article names: ministries, departments, councils, committees, companies, with the acronym it gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.facts.abbreviations import Abbreviation
from archive.facts.body_ends import body_end, is_cut_short, lacks_its_place
from archive.facts.body_names import FIRSTS, body_length, body_rank, completed_by, expanded
from archive.facts.text import Line, Reading, fold, key_set

VERSION = 4
_ABOVE_ALL = 9  # no body stands above: "Cục A, Bộ B" are two
_LEAST_RANK = 2  # "Phòng Hành chính" by itself names a body of whoever is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as the article names it first, with its other spellings and the short form that the article defines."""

    name: str
    short: str | None = None
    forms: tuple[str, ...] = ()


def bodies(reading: Reading, defined: Iterable[Abbreviation] = ()) -> tuple[Body, ...]:
    """The bodies of an article, each once; spellings that differ by case or known short forms are one body."""
    short_of = {fold(item.long): item.short for item in defined}
    forms: dict[tuple[str, ...], list[str]] = {}
    for item in reading.lines:
        for name in body_names(item):
            forms.setdefault(expanded(name), []).append(name)
    return tuple(
        Body(
            name=names[0],
            short=next((short_of[fold(name)] for name in names if fold(name) in short_of), None),
            forms=tuple(dict.fromkeys(names)),
        )
        for names in forms.values()
    )


def body_names(item: Line) -> Iterator[str]:
    """The names of bodies in a line from left to right: a capital, its own word, and what sets it apart from others."""
    end = 0
    for index, key in enumerate(item.keys):
        length = body_length(item, index) if key in FIRSTS and index >= end and _begins(item, index) else 0
        if length:
            rank = body_rank(item, index, length)
            end = _without_others(item, index + length, body_end(item, index, length, rank=_ABOVE_ALL))
            if rank >= _LEAST_RANK and _names_one(item, index, index + length, end):
                yield item.span(index, end)


def _begins(item: Line, index: int) -> bool:
    """Whether a capital here begins a name: not inside a number ("406/UBND-VX") nor inside words all in capitals ("THÔNG BÁO")."""
    word = item.words[index]
    if not word[0].isupper():
        return False
    tight = index > 0 and item.ends[index - 1] == item.starts[index]
    if tight and item.words[index - 1] in "/-":
        return False
    before = item.words[index - 1] if index else ""
    if fold(before) in _MANY or (fold(before), item.keys[index]) in _INSIDE:
        return False
    return not (len(word) > 1 and word.isupper() and len(before) > 1 and before.isupper())


def _names_one(item: Line, index: int, begin: int, end: int) -> bool:
    """Whether the words up to ``end`` name one body; those up to ``begin`` say of what kind."""
    if end == begin and completed_by(item, index, begin - index) == "whole":
        return True
    if is_cut_short(item, index, begin, end):
        return False
    return _set_apart(item.keys[index], item.words[begin:end]) and not _names_none(item, index, end)


_ONE_ALONE = frozenset(map(fold, ("Chính phủ", "Quốc hội", "Trung ương", "Thành ủy", "Tỉnh ủy", "Viên chức", "Nhà nước", "Sở")))
"""Bodies of which there is one, or one that the publisher tells; others of many, as "Ban Chấp hành Đảng bộ" ends, need more words."""


def _names_none(item: Line, index: int, end: int) -> bool:
    """Whether all of a kind are meant ("Sở TT&TT các tỉnh"), or one of many that is not said ("Ban Chấp hành Đảng bộ")."""
    if item.keys[end : end + 1] == ("các",) or lacks_its_place(item, end):
        return True
    if completed_by(item, index, body_length(item, index)) == "field":
        return False
    last = index
    while index < end and (length := body_length(item, index)):
        last, index = index, index + length
    return index == end and " ".join(item.keys[last:end]) not in _ONE_ALONE


def _without_others(item: Line, begin: int, end: int) -> int:
    """Where the name ends before a mark and another body: "Bộ Công an, Thành ủy" are two."""
    marks = (place for place in range(begin, end - 1) if item.words[place] in ",-–;" and item.words[place + 1][0].isupper())
    return next((place for place in marks if body_length(item, place + 1)), end)


_GENERIC = key_set("ngành ngang thuộc của trực số này đó trên")
"""What follows a body's word where no single one is named: "Vụ thuộc Bộ", "Kết luận Thanh tra số 81"."""
_SORTS = key_set("bộ ban sở đoàn")
"""Words of which two in a row mean all of both sorts: "Bộ Ban ngành"."""
_MANY = key_set("các những nhiều mọi mỗi từng số hai ba bốn năm")
_INSIDE = frozenset((("đại", "hội"), ("thường", "vụ"), ("thông", "báo"), ("tổ", "đội"), ("độ", "đại"), ("bậc", "đại"), ("hệ", "đại")))
"""Words before which a body's word is none, in whatever case it is written: "Đại Hội", "trình độ Đại học"."""
_LIKE_NAMES = key_set("trường hội đoàn đài")
_FORMS_OF_COMPANIES = key_set("cp tnhh cổ phần mtv một thành viên nhà nước")


def _set_apart(first: str, rest: Sequence[str]) -> bool:
    """Whether the words after a body's own word name one: "Sở Tài chính", not "Sở" or "Sở đã"."""
    if not rest or _means_many(first, rest[0]):
        return False
    if first in _LIKE_NAMES and len(rest) == 1 and rest[0].istitle():
        return False  # "Trường Giang", "Hội An": a person, a town
    return any(word[0].isupper() for word in rest) and not all(fold(word) in _FORMS_OF_COMPANIES for word in rest)


def _means_many(first: str, then: str) -> bool:
    """Whether a body's first word with the next says a sort or something else: "Bộ Ban ngành", "Trung ương 4", "Cổng/Trang"."""
    if first in _SORTS and fold(then) in _SORTS:
        return True
    return fold(then) in _GENERIC or then == "/" or (first == "trung" and then.isdigit())
