"""Who held a gathering and where: the bodies and the venue in the sentence that tells of it."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.facts.body_ends import body_end
from archive.facts.body_names import body_length, body_rank
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.lead import Sentence
from archive.facts.text import UPPER, Line, line

_MOST_ORGANISERS = 5

# "… đã tổ chức", "… phối hợp tổ chức", "… có buổi làm việc": what follows the name of who organised it.
_ORGANISES = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s*(?:(?:đã|vừa|sẽ|long trọng|chính thức|trang trọng)\s+){0,3}"
    r"(?:(?:chủ trì|phối hợp|đồng|cùng|,|chỉ đạo)\s*){0,4}(?:(?:đã|tiến hành)\s+){0,2}"
    r"(?:tổ chức|có|họp|làm việc|khai giảng|tiếp|mở|ký|ra mắt|khai trương|tổng kết|sơ kết|gặp mặt|công bố)\b"
)
# What joins two organisers: "Sở A phối hợp với Sở B", "Bộ A và Bộ B", "Bộ A - UBND B".
_AND = re.compile(r"\s*(?:,|và|cùng(?:\s+với)?|-|–|(?:,\s*)?(?:đã\s+)?(?:chủ trì\s*,?\s*)?phối hợp(?:\s+(?:với|cùng))?)\s*")
_WITH = re.compile(r"\s*(?:với|và|,)\s*")
_BETWEEN = re.compile(r"\bgiữa\s+(?=\w)")
_BY = re.compile(r"\bdo\s+(?=\w)")
_OF = frozenset(("của", "thuộc", "trưởng", "đốc", "nhà", "sở"))


def organiser(sentence: Sentence) -> str | None:
    """Who held the gathering, as the sentence has it; several, and the body that met, with ";"."""
    item = sentence.item
    after = item.starts[sentence.held.start] if sentence.held else len(item.text)
    by, between = _BY.search(item.text, after), _BETWEEN.search(item.text, after)
    names = (_chain(item, _word_at(item, by.end())) if by else []) or _subjects(item)
    names = names or (_chain(item, _word_at(item, between.end()), verb=False) if between else [])
    met = body_that_met(item, sentence.held)
    return ";".join([*names, met] if met and met not in names else names) or None


def _word_at(item: Line, position: int) -> int:
    return bisect_left(item.starts, position)


def _subjects(item: Line) -> list[str]:
    """The bodies before the verb: "…, Sở A phối hợp với Sở B tổ chức"."""
    for index in range(len(item)):
        begins = item.words[index][0].isupper() and not _in_venue(item, index) and (not index or item.keys[index - 1] not in _OF)
        names = _chain(item, index) if begins else []
        if names:
            return names
    return []


def _in_venue(item: Line, index: int) -> bool:
    """Whether "tại" stands before, with no comma between."""
    clause = item.keys[max(0, index - 10) : index]
    return "tại" in clause and "," not in clause[clause.index("tại") :]


def _chain(item: Line, index: int, *, verb: bool = True) -> list[str]:
    """The bodies that begin at ``index``, joined; with ``verb`` only when an organising verb follows the last."""
    names: list[str] = []
    while index < len(item) and len(names) < _MOST_ORGANISERS:
        length = body_length(item, index)
        if not length or not item.words[index][0].isupper():
            return []
        end = body_end(item, index, length, rank=body_rank(item, index, length))
        names.append(item.span(index, end))
        if verb and _ORGANISES.match(item.text, item.ends[end - 1]):
            return names
        joined = (_AND if verb else _WITH).match(item.text, item.ends[end - 1])
        if joined is None or not joined[0].strip():
            return [] if verb else names
        index = _word_at(item, joined.end())
    return []


def body_that_met(item: Line, held: Gathering | None) -> str | None:
    """The body whose meeting it is: "Phiên họp … của Ban Điều hành", "họp Hội đồng …", "Hội nghị Đảng ủy Sở"."""
    if held is None or held.use == "act":
        return None
    if item.keys[held.start] not in ("họp", "phiên", "kỳ", "cuộc"):
        return _body_at(item, held.end)
    for index in range(held.end, min(len(item) - 1, held.end + 9)):
        length = body_length(item, index)
        if length and item.words[index][0].isupper() and (index == held.end or item.keys[index - 1] == "của"):
            return _body_at(item, index)
    return None


def _body_at(item: Line, index: int) -> str | None:
    length = body_length(item, index) if index < len(item) else 0
    if not length or not item.words[index][0].isupper():
        return None
    return item.span(index, body_end(item, index, length, rank=body_rank(item, index, length)))


# A venue begins a clause or follows what takes place: "…, tại", "ngày 7/11 tại", "diễn ra tại".
_VENUE_BEFORE = re.compile(r"(?:^|[,;:0-9”\")]|\b(?:diễn ra|tổ chức|khai mạc|nay|qua))\s*$")
# "tại hội trường Trung tâm …", "tại số 185 Giảng Võ", "tại Quảng trường Lý Thái Tổ (quận Hoàn Kiếm, Hà Nội)".
_VENUE = re.compile(
    rf"\btại\s+(?P<place>(?:trụ sở|hội trường|phòng họp|khách sạn|số\s+\d+|\d+|[{UPPER}])[^,;()]{{0,120}}(?:\s?\([^()]{{2,60}}\))?)"
)
# ", Đống Đa, Hà Nội", ", quận Hoàn Kiếm": what a comma adds to an address.
_VENUE_MORE = re.compile(
    rf",\s*((?:(?:quận|huyện|thành phố|TP\.?|tỉnh|phố|đường|số)\s+)?"
    rf"[{UPPER}][^\s,;()]*(?:\s+[{UPPER}][^\s,;()]*){{0,4}})(?=\s*[,.;]|\s*$)"
)
_VENUE_END = re.compile(
    r"\s+(?:đã|diễn ra|tổ chức|sẽ|do|với|với sự|dưới|nhằm|để|về|và\s+đ|có|là|được|phối hợp|vừa|cho"
    r"|trong|khai mạc|theo|sáng|chiều|ngày|vào)\b"
)
_TEXT, _BEHIND = 1500, 240  # characters: of a sentence, and behind the gathering, in which its venue is looked for


def venue(sentence: Sentence) -> str | None:
    """The venue after "tại" in the sentence that tells of the gathering."""
    text, held = sentence.item.text[:_TEXT], sentence.held
    anchor = sentence.item.starts[held.start] if held else 0
    after = sentence.item.ends[held.end - 1] if held else 0
    for match in _VENUE.finditer(text, 0, anchor + _BEHIND):
        placed = _VENUE_BEFORE.search(text[max(0, match.start() - 16) : match.start()]) or not text[after : match.start()].strip()
        if placed and (place := _in_full(text, match)):
            return place
    return None


def _in_full(text: str, match: re.Match[str]) -> str | None:
    """The venue of a match, with the district and town after its commas; None where a gathering is what stands there."""
    place = match["place"]
    end = _VENUE_END.search(place)
    if end:
        place = place[: end.start()]
    elif match.end() == match.start("place") + len(place):
        more = _VENUE_MORE.match(text, match.end())
        while more:
            place, more = text[match.start("place") : more.end()], _VENUE_MORE.match(text, more.end())
    one = next(gatherings(line(place)), None)
    return place.strip(" .") if (one is None or one.start > 1) and place.strip() else None
