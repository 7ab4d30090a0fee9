"""Bodies that an article names: ministries, departments, councils, committees, companies, with the acronym it gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.facts.abbreviations import Abbreviation
from archive.facts.body_ends import body_end, field_length, is_cut_short, lacks_its_place, last_body, names_a_place, names_an_event
from archive.facts.body_names import FIRSTS, body_length, body_rank, completed_by, expanded, region_of
from archive.facts.gazetteer import Phrases, phrases
from archive.facts.names import is_titled, is_vietnamese
from archive.facts.text import Line, Reading, fold, key_set

VERSION = 6
_ABOVE_ALL = 9  # no body stands above: "Cục A, Bộ B" are two
_COUNTRY = ("việt", "nam")
_LONGEST_NAME = 3  # syllables of a name whose surname may be a body's word
_REGIONS = phrases("regions")
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
    """The names of bodies in a line from left to right."""
    return (item.span(begin, end) for begin, end in body_spans(item))


def body_spans(item: Line) -> Iterator[tuple[int, int]]:
    """Where the names of bodies begin and end in a line, left to right: a capital, its own word, and what sets it apart from others."""
    end = 0
    for index in [index for index, key in enumerate(item.keys) if key in FIRSTS]:
        length = body_length(item, index) if index >= end and _begins(item, index) else 0
        if length:
            rank = body_rank(item, index, length)
            end = _without_others(item, index + length, body_end(item, index, length, rank=_ABOVE_ALL))
            if rank < _LEAST_RANK:
                end = _end_of_unit(item, index, length, end)
            elif _names_one(item, index, index + length, end):
                yield index, end


def _end_of_unit(item: Line, index: int, length: int, end: int) -> int:
    """Where to look on behind a unit's first words: its name names the body it is of as well, but for "Ban Thanh tra Chính phủ"."""
    joined = length == 1 and item.keys[index] == "ban" and index + 1 < len(item) and body_length(item, index + 1)
    return end if joined else index + length


def _begins(item: Line, index: int) -> bool:
    """Whether a capital here begins a name: not inside a number ("406/UBND-VX") nor inside words all in capitals ("THÔNG BÁO")."""
    word = item.words[index]
    if not word[0].isupper():
        return False
    if item.keys[index] == "đảng" and item.words[index + 1 : index + 2] == ("Bộ",) and field_length(item, index + 2):
        return False  # "Ban cán sự Đảng Bộ Thông tin và Truyền thông"
    tight = index > 0 and item.ends[index - 1] == item.starts[index]
    if tight and item.words[index - 1] in "/-":
        return False
    before = item.words[index - 1] if index else ""
    if fold(before) in _MANY or (fold(before), item.keys[index]) in _INSIDE or _is_a_surname(item, index):
        return False
    return not (len(word) > 1 and word.isupper() and len(before) > 1 and before.isupper())


def _is_a_surname(item: Line, index: int) -> bool:
    """Whether "Đoàn" begins a person's name: "Đoàn Thế Vinh", not "Đoàn Thanh niên", "Đoàn Công an" or "Đoàn Hà Nội"."""
    given = range(index + 1, index + _LONGEST_NAME)
    if item.keys[index] != fold("đoàn") or given[-1] >= len(item):
        return False
    named = all(is_titled(item.words[place]) and is_vietnamese(item.keys[place]) for place in given)
    return named and not any(body_length(item, place) or _REGIONS.length_at(item.keys, place) for place in given)


def _names_one(item: Line, index: int, begin: int, end: int) -> bool:
    """Whether the words up to ``end`` name one body; those up to ``begin`` say of what kind."""
    if _lacks_a_name(item, index, begin, end):
        return False
    if end == begin and completed_by(item, index, begin - index) == "whole":
        return True
    if is_cut_short(item, index, begin, end):
        return False
    return _set_apart(item.keys[index], item.words[begin:end]) and not _names_none(item, index, end)


def _lacks_a_name(item: Line, index: int, begin: int, end: int) -> bool:
    """Whether an acronym nobody knows ("Bộ GCA") or what a company deals in ("Công ty CP truyền dẫn") is all that sets it apart."""
    words = item.words[begin:end]
    if completed_by(item, index, begin - index) == "field":
        return len(words) > 0 and words[0].isupper() and not field_length(item, begin) and expanded(words[0]) == (fold(words[0]),)
    if item.keys[index : index + 2] != ("công", "ty") and item.keys[index] != "cty":
        return False
    own = begin
    while own < end and (form := _FORMS_OF_COMPANIES.length_at(item.keys, own)):
        own += form
    last = item.words[end - 1]
    generic = end - own == 1 and is_titled(last) and is_vietnamese(fold(last))
    traded = own >= end or generic or (last.islower() and last.isalpha() and not names_a_place(item, end - 2, end, whole=True))
    return traded and not _is_named_in_brackets(item, end)


def _is_named_in_brackets(item: Line, end: int) -> bool:
    """Whether the short form follows: "Công ty Cổ phần Tư vấn và Đầu tư (INCOM)"."""
    return item.words[end : end + 1] == ("(",) and item.words[end + 1 : end + 2] != () and item.words[end + 1].isupper()


_ONE_ALONE = frozenset(
    map(
        fold,
        ["Chính phủ", "Quốc hội", "Trung ương", "Thành ủy", "Tỉnh ủy", "Thành đoàn", "Tỉnh đoàn", "Viên chức", "Nhà nước", "Sở"],
    )
)
"""Bodies of which there is one, or one that the publisher tells; others of many, as "Ban Chấp hành Đảng bộ" ends, need more words."""


def _names_none(item: Line, index: int, end: int) -> bool:
    """Whether all of a kind are meant ("Sở TT&TT các tỉnh"), or one of many that is not said ("Ban Chấp hành Đảng bộ")."""
    after = item.keys[end : end + 2]
    if after[:1] == ("các",) or after in _SEVERAL_LEVELS or (after and _LEVELS.length_at(after, 0)) or lacks_its_place(item, end):
        return True
    if any(_is_for_any(item, place, end) for place in {index, last_body(item, index, end)}):
        return True
    if item.keys[index] == "quốc" and item.keys[index - 1 : index] == ("biểu",) and region_of(item.keys[index:end]) not in ((), _COUNTRY):
        return True  # "đại biểu Quốc hội thành phố Hà Nội"
    while end - index > _TERM and item.keys[end - _TERM] == "khóa":
        end -= _TERM
    if completed_by(item, index, body_length(item, index)) == "field":
        return False
    last = index
    while index < end and (length := body_length(item, index)):
        last, index = index, index + length
    return index == end and " ".join(item.keys[last:end]) not in _ONE_ALONE


_TERM = 2  # words: "khóa XIV"


def _is_for_any(item: Line, index: int, end: int) -> bool:
    """Whether a place or a sort of event is all that is said of what the body is for."""
    begin = index + body_length(item, index)
    kind = completed_by(item, index, begin - index)
    if item.keys[index] not in _FOR_SOMETHING or kind not in ("open", "task"):
        return False
    if item.keys[begin : begin + 1] == ("khối",) or (kind == "open" and item.keys[begin:end] == ("trung", "ương")):
        return False  # "Đoàn Khối các cơ quan Thành phố", "Ban Tổ chức Trung ương"
    if kind == "task" and begin == end:
        return True
    event = (
        next((cut for cut in range(end, begin, -1) if names_an_event(item, begin, cut)), begin)
        if item.keys[index] in _FOR_EVENTS
        else begin
    )
    return names_a_place(item, event, end, whole=event == begin)


def _without_others(item: Line, begin: int, end: int) -> int:
    """Where the name ends before a mark and another body: "Bộ Công an, Thành ủy" are two."""
    marks = (place for place in range(begin, end - 1) if item.words[place] in ",-–;" and item.words[place + 1][0].isupper())
    return next((place for place in marks if body_length(item, place + 1)), end)


_FOR_SOMETHING = key_set("ban bcđ hội trung cơ đoàn vườn")
"""What begins names that a place or a sort of event alone does not complete: "Ban Chỉ đạo Thành phố", "Ban Tổ chức Cuộc thi"."""
_FOR_EVENTS = key_set("ban bcđ hội")
_SEVERAL_LEVELS = frozenset((level, ",") for level in ("tỉnh", "quận", "huyện", "xã", "phường"))
_LEVELS = Phrases(f"cấp {level}" for level in ("huyện", "quận", "xã", "phường", "tỉnh", "thành", "cơ", "trung", "trên", "dưới"))
_GENERIC = key_set("ngành ngang thuộc của trực số này đó trên")
"""What follows a body's word where no single one is named: "Vụ thuộc Bộ", "Kết luận Thanh tra số 81"."""
_SORTS = key_set("bộ ban sở đoàn")
"""Words of which two in a row mean all of both sorts: "Bộ Ban ngành"."""
_MANY = key_set("các những nhiều mọi mỗi từng số hai ba bốn năm")
_INSIDE = frozenset((("đại", "hội"), ("thường", "vụ"), ("thông", "báo"), ("tổ", "đội"), ("độ", "đại"), ("bậc", "đại"), ("hệ", "đại")))
"""Words before which a body's word is none, in whatever case it is written: "Đại Hội", "trình độ Đại học"."""
_LIKE_NAMES = key_set("trường hội đoàn đài")
_FORMS_OF_COMPANIES = Phrases(("CP", "TNHH", "cổ phần", "MTV", "một thành viên", "1 thành viên", "nhà nước"))


def _set_apart(first: str, rest: Sequence[str]) -> bool:
    """Whether the words after a body's own word name one: "Sở Tài chính", not "Sở" or "Sở đã"."""
    if not rest or not rest[0][0].isalnum() or rest[0] in ("và", "hoặc") or _means_many(first, rest[0]):
        return False
    if first in _LIKE_NAMES and len(rest) == 1 and rest[0].istitle():
        return False  # "Trường Giang", "Hội An": a person, a town
    return any(word[0].isupper() for word in rest)


def _means_many(first: str, then: str) -> bool:
    """Whether a body's first word with the next says a sort or something else: "Bộ Ban ngành", "Trung ương 4", "Cổng/Trang"."""
    if first in _SORTS and fold(then) in _SORTS:
        return True
    return fold(then) in _GENERIC or then == "/" or (first == "trung" and then.isdigit())
