"""Who chaired: the people that the text names as subject of "chủ trì", "đồng chủ trì", "chủ tọa", "điều hành"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from archive.article import Proof
from archive.facts.people import NamedPerson
from archive.facts.text import LOWER, Line, Reading

_MOST = 8  # people at one verb
_FAR = 160  # characters between two who are named together
_NEAR = 12  # characters before the verb
_IS_TO_COME = re.compile(r"\bsẽ\s+(?:\w+\s+)?$")

_CHAIRS = re.compile(r"\b(?:đồng\s+)?(?:chủ\s+trì|chủ\s+tọa|chủ\s+toạ|điều\s+hành)\b", re.IGNORECASE)
# After the verb these make it work that is led: "chủ trì, phối hợp", "chủ trì tổ chức".
_LEADS_WORK = re.compile(
    r"\s*(?:,\s*)?(?:phối hợp|tổ chức|xây dựng|thực hiện|triển khai|tham mưu|soạn thảo|nghiên cứu"
    r"|biên soạn|các nội dung|công tác|đề tài|việc)\b"
)
_BODY_BEFORE = re.compile(r"\bBan\s*$")  # "Ban Điều hành"
# What is chaired, up to three words: "chủ trì | buổi làm việc", without those that tell with whom or what for.
_NOT_CHAIRED = r"(?!(?:với|cùng|về|và|để|nghe|nhằm|cho|chuẩn|trước|sau|của|các|thông|diễn|bàn|rà|đánh|triển|tổng)\b)"
_OBJECT = re.compile(rf"(?:\s+{_NOT_CHAIRED}[^\s.,;:(“]+(?:\s+{_NOT_CHAIRED}[{LOWER}]+){{0,2}})?")
_OF_ANOTHER = re.compile(r"\s*diễn ra (?:cùng ngày|trước đó|ngay trước|ngay sau)\b")  # "kết quả phiên họp do A chủ trì diễn ra cùng ngày"
_PASSIVE_BEFORE = re.compile(r"\b(?:sự|do)\s*$", re.IGNORECASE)  # "dưới sự chủ trì của"
_PASSIVE_AFTER = re.compile(r"\s*(?:của|bởi)\b")
_ATTENDED = re.compile(r"(?:^|[.;:]\s*)(?:Tham dự|Tới dự|Đến dự|Dự|Về dự)(?:\s+và|,)\s*$")  # "Tới dự và chủ trì Hội thảo có …"
_OTHERS_BEGIN = re.compile(r"[.;]|\btham dự\b|\bphát biểu\b")
# What joins people: "A, B và đồng chí C".
_JOINED = re.compile(r"\s*(?:(?:,|;|và|cùng|với|các|đồng chí|đ/c|ông|bà|–|-|\(|\)|TS|Tiến sĩ|\.)\s*){0,12}", re.IGNORECASE)
# What may stand between a person and the verb: "A đã chủ trì", "A, thay mặt Thành ủy, chủ trì".
_SUBJECT_OF = re.compile(
    r"\s*[,)–-]?\s*(?:(?:đã|cùng|trực tiếp|sẽ|vừa|làm|tham dự và|đến dự và|dự và"
    r"|thay mặt [^,.;]{0,60}|thành phố|Hà Nội|Thành phố)\s*){0,4},?\s*"
)


def chairs(reading: Reading, people: Sequence[Sequence[NamedPerson]]) -> tuple[tuple[str, ...], tuple[Proof, ...]]:
    """The people the text says chaired, each once, and the words that say so. ``people``: those of each line.

    Who "will chair" counts only where nobody chaired: in the report of one gathering that is said of another, which is to come.
    """
    found: dict[str, str] = {}
    to_come: dict[str, str] = {}
    for item, persons in zip(reading.lines, people, strict=True):
        for match in _CHAIRS.finditer(item.text) if persons else ():
            told = to_come if _IS_TO_COME.search(item.text, max(0, match.start() - _NEAR), match.start()) else found
            for person in _chairs_of(item, match, persons):
                told.setdefault(person.name, _evidence(item, match, person))
    found = found or to_come
    return tuple(found), tuple(Proof(field="chairs", text=text, rule="verb of chairing") for text in found.values())


def _evidence(item: Line, match: re.Match[str], person: NamedPerson) -> str:
    """The words from the person to the verb and what is chaired, or from the verb to the person."""
    begin, end = _begin(item, person), _end(item, person)
    if end <= match.start():
        what = _OBJECT.match(item.text, match.end())
        end = what.end() if what else match.end()
    return item.text[min(begin, match.start()) : end]


def _chairs_of(item: Line, match: re.Match[str], persons: Sequence[NamedPerson]) -> list[NamedPerson]:
    before = item.text[max(0, match.start() - 24) : match.start()]
    if _BODY_BEFORE.search(before) or _LEADS_WORK.match(item.text, match.end()) or _OF_ANOTHER.match(item.text, match.end()):
        return []
    passive = _PASSIVE_BEFORE.search(before) or _PASSIVE_AFTER.match(item.text, match.end())
    named = _after(item, match.end(), persons, limit=14) if passive else []
    named = named or _before(item, match.start(), persons)
    heads = match[0][0].isupper() or _ATTENDED.search(before) or before.rstrip().endswith((".", ";", ":", ","))
    return named or (_after(item, match.end(), persons, limit=60) if heads else [])


def _end(item: Line, person: NamedPerson) -> int:
    """Where a person and what is said of him end in the text."""
    last = max([person.piece.end] + [office.end for office in person.offices])
    return item.ends[last - 1]


def _begin(item: Line, person: NamedPerson) -> int:
    first = min([person.piece.honorific] + [office.start for office in person.offices])
    return item.starts[first]


def _before(item: Line, verb: int, persons: Sequence[NamedPerson]) -> list[NamedPerson]:
    """The people who are the verb's subject: right before it, and those joined to them."""
    place = bisect_left(persons, verb, key=lambda person: _end(item, person) - 1)
    chosen: list[NamedPerson] = []
    limit = verb
    for person in reversed(persons[max(0, place - _MOST) : place]):
        between = item.text[max(_end(item, person), limit - _FAR) : limit]
        if not (_JOINED if chosen else _SUBJECT_OF).fullmatch(between):
            break
        chosen.insert(0, person)
        limit = _begin(item, person)
    return chosen


def _after(item: Line, begin: int, persons: Sequence[NamedPerson], *, limit: int) -> list[NamedPerson]:
    """The people named after the verb, the first at most ``limit`` characters behind it."""
    place = bisect_left(persons, begin, key=lambda person: _begin(item, person))
    chosen: list[NamedPerson] = []
    for person in persons[place : place + _MOST]:
        between = item.text[begin : min(_begin(item, person), begin + _FAR)]
        first = len(between) <= limit and not _OTHERS_BEGIN.search(between)
        if not (_JOINED.fullmatch(between) if chosen else first):
            break
        chosen.append(person)
        begin = _end(item, person)
    return chosen
