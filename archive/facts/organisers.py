"""Who held a gathering and where: the bodies and the venue in the sentence that tells of it."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.facts.body_ends import body_end, is_cut_short
from archive.facts.body_names import body_length, body_rank
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.gazetteer import phrases
from archive.facts.lead import Sentence
from archive.facts.names import name_length
from archive.facts.offices import office_length
from archive.facts.text import LOWER, UPPER, Line, line

_MOST_ORGANISERS = 5

# "… đã tổ chức", "… phối hợp tổ chức", "… có buổi làm việc": what follows the name of who organised it.
_ORGANISES = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s*(?:(?:đã|vừa|sẽ|long trọng|chính thức|trang trọng)\s+){0,3}"
    r"(?:(?:chủ trì|phối hợp|đồng|cùng|,|chỉ đạo)\s*){0,4}(?:(?:đã|tiến hành)\s+){0,2}"
    r"(?:tổ chức|có\s+(?:buổi|cuộc|chuyến|phiên|chương trình)|họp|làm việc|khai giảng|tiếp|mở|ký(?!\s+ban hành)|ra mắt|khai trương"
    r"|khai mạc|phát động|tổng kết|sơ kết|gặp mặt|công bố)\b"
)
# "Sở Thông tin và Truyền thông (TT&TT) Hà Nội": the place after the short form.
_SHORT_FORM = re.compile(
    rf"\s*\([^()]{{1,100}}\)"
    rf"(?:\s+(?:(?:thành phố|TP\.?|tỉnh)\s+)?[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{0,2}}(?=\s+[{LOWER}]|\s*[,–-]))?"
)
# What joins two organisers: "Sở A phối hợp với Sở B", "Bộ A và Bộ B", "Bộ A - UBND B".
_AND = re.compile(r"\s*(?:,|và|cùng(?:\s+với)?|-|–|(?:,\s*)?(?:đã\s+)?(?:chủ trì\s*,?\s*)?phối hợp(?:\s+(?:cùng\s+với|với|cùng))?)\s*")
_WITH = re.compile(r"\s*(?:với|và|,)\s*")
_BETWEEN = re.compile(r"\bgiữa\s+(?=\w)")
_BY = re.compile(r"\bdo\s+(?=\w)")
# The head of a body, or a part of it, is named before it.
_OF = frozenset(("của", "thuộc", "trưởng", "đốc", "tịch", "thư", "nhà", "sở"))
# After these a body is one of several, of which the others have not been read: a part is no answer.
_ONE_OF_SEVERAL = frozenset(("với", "cùng", "và", "các", "-", "–"))
_ALONE = frozenset(("trung ương",))  # ends other bodies' names: "Viện Huyết học - Truyền máu Trung ương"
_DATELINE = 2  # words before which a dash parts the news agency from its report: "HNP - Sở"
_DOCUMENTS = phrases("document_kinds")


def organiser(sentence: Sentence) -> str | None:
    """Who held the gathering, as the sentence has it; several, and the body that met, with ";"."""
    item = sentence.item
    one = sentence.held or next((found for found in sentence.found if found.use == "noun" and not found.many), None)
    after = item.starts[one.start] if one and item.keys[one.start - 1 : one.start] != ("sau",) else len(item.text)
    by, between = _BY.search(item.text, after), _BETWEEN.search(item.text, after)
    names = (_chain(item, _word_at(item, by.end())) if by else []) or _subjects(item, sentence.held.start if sentence.held else len(item))
    names = names or (_chain(item, _word_at(item, between.end()), verb=False) if between else [])
    met = body_that_met(item, _met(sentence))
    return ";".join([*names, met] if met and met not in names else names) or None


def _met(sentence: Sentence) -> Gathering | None:
    """The gathering that the body met at; where it is told what was done, the one named before: "Kỳ họp thứ 6 … đã bế mạc"."""
    held = sentence.held
    if held is None or held.use == "noun":
        return held
    return next((one for one in reversed(sentence.found) if one.use == "noun" and not one.many and one.end <= held.start), None)


def _word_at(item: Line, position: int) -> int:
    return bisect_left(item.starts, position)


def _subjects(item: Line, end: int) -> list[str]:
    """The bodies before the verb: "…, Sở A phối hợp với Sở B tổ chức"; the first begins before the word ``end``."""
    index = 0
    while index < end:
        if not _begins_alone(item, index):
            index += 1
            continue
        names = [] if _is_of_another(item, index) else _chain(item, index)
        if names and item.keys[max(0, index - 1) : index] == ("do",):
            return []  # who held what stands before them: another gathering
        if names and names[0].lower() not in _ALONE:
            return names
        length = body_length(item, index)
        # Within a name that is not the subject none begins.
        index = body_end(item, index, length, rank=body_rank(item, index, length))
    return []


def _begins_alone(item: Line, index: int) -> bool:
    """Whether a name may begin here: not in the venue's, not within another ("Hải Phòng")."""
    if not _body_length(item, index) or _in_venue(item, index):
        return False
    return not index or not item.words[index - 1][0].isupper() or bool(_DOCUMENTS.length_at(item.keys, index - 1))


def _is_of_another(item: Line, index: int) -> bool:
    """Whether the body here is one whose head or part is named, or one of several of which the others have not been read."""
    before = item.keys[index - 1] if index else ""
    return before in _OF or (before in _ONE_OF_SEVERAL and index > _DATELINE)


def _in_venue(item: Line, index: int) -> bool:
    """Whether "tại" stands before, with no comma between."""
    clause = item.keys[max(0, index - 10) : index]
    return "tại" in clause and "," not in clause[clause.index("tại") :]


def _body_length(item: Line, index: int) -> int:
    """How many words of a body's name begin here: with a capital, or in small letters between a comma and a capital (", báo Lao động")."""
    length = body_length(item, index)
    if not length or item.words[index][0].isupper():
        return length
    own = item.words[index - 1 : index] == (",",) and item.words[index + length : index + length + 1]
    return length if own and own[0][0].isupper() else 0


def _chain(item: Line, index: int, *, verb: bool = True) -> list[str]:
    """The bodies that begin at ``index``, joined; with ``verb`` only when an organising verb follows the last."""
    names: list[str] = []
    while index < len(item) and len(names) < _MOST_ORGANISERS:
        length = _body_length(item, index)
        if not length:
            return []
        end = body_end(item, index, length, rank=body_rank(item, index, length))
        if _is_torn(item, end):
            return []
        names.append(item.span(index, end))
        short = _SHORT_FORM.match(item.text, item.ends[end - 1])
        place = short.end() if short else item.ends[end - 1]
        if verb and _ORGANISES.match(item.text, place):
            return names
        joined = (_AND if verb else _WITH).match(item.text, place)
        if joined is None or not joined[0].strip():
            return [] if verb else names
        index = _word_at(item, joined.end())
    return []


def body_that_met(item: Line, held: Gathering | None) -> str | None:
    """The body whose meeting it is: "Phiên họp … của Ban Điều hành", "họp Hội đồng …", "Hội nghị Đảng ủy Sở"."""
    if held is None or held.use == "act" or "lễ" in item.keys[held.start : held.noun]:
        return None  # "Lễ khai trương Cổng thông tin": what it is held for
    if item.keys[held.start] not in ("họp", "phiên", "kỳ", "cuộc"):
        return _body_at(item, held.end + (item.keys[held.end : held.end + 1] == ("của",)))
    named = held.end + (2 if item.keys[held.end : held.end + 1] == ("thứ",) else 0)  # "Kỳ họp thứ 6 Hội đồng nhân dân"
    for index in range(held.end, min(len(item) - 1, held.end + 9)):
        length = body_length(item, index)
        if length and item.words[index][0].isupper() and (index == named or item.keys[index - 1] == "của"):
            return _body_at(item, index)
    return None


def _body_at(item: Line, index: int) -> str | None:
    length = body_length(item, index) if index < len(item) else 0
    if not length or not item.words[index][0].isupper():
        return None
    end = body_end(item, index, length, rank=body_rank(item, index, length))
    return None if is_cut_short(item, index, index + length, end) or _is_torn(item, end) else item.span(index, end)


def _is_torn(item: Line, end: int) -> bool:
    """Whether a name goes on behind its end in a way that is not read: "Chi bộ Báo chí | - Xuất bản", "Hội đồng Giám đốc | các tỉnh"."""
    if item.keys[end : end + 1] == ("các",):
        return True
    after = item.words[end + 1 : end + 2]
    dash = item.words[end : end + 1] in (("-",), ("–",)) and bool(after) and after[0][0].isupper()
    return dash and not body_length(item, end + 1) and not office_length(item, end + 1) and not name_length(item, end + 1)


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
    r"|trong|khai mạc|theo|sáng|chiều|ngày|vào|mới đây|vừa qua)\b|\s+[–-]\s+(?=\w+\s+trưởng\b)"
)
_TEXT, _BEHIND = 1500, 240  # characters: of a sentence, and behind the gathering, in which its venue is looked for


def venue(sentence: Sentence) -> str | None:
    """The venue after "tại" in the sentence that tells of the gathering."""
    text, held = sentence.item.text[:_TEXT], sentence.held
    anchor = sentence.item.starts[held.start] if held else 0
    after = sentence.item.ends[held.end - 1] if held else 0
    for match in _VENUE.finditer(text, 0, anchor + _BEHIND):
        right_after = after <= match.start() and not text[after : match.start()].strip()
        if (right_after or _VENUE_BEFORE.search(text[max(0, match.start() - 16) : match.start()])) and (place := _in_full(text, match)):
            return place
    return None


def _in_full(text: str, match: re.Match[str]) -> str | None:
    """The venue of a match, with the district and town after its commas; None where a gathering or a document stands there."""
    place = match["place"]
    end = _VENUE_END.search(place)
    if end:
        place = place[: end.start()]
    elif match.end() == match.start("place") + len(place):
        more = _VENUE_MORE.match(text, match.end())
        while more:
            place, more = text[match.start("place") : more.end()], _VENUE_MORE.match(text, more.end())
    item = line(place)
    one = next(gatherings(item), None)
    if not len(item) or (one is not None and one.start <= 1) or _DOCUMENTS.length_at(item.keys, 0):
        return None
    return place.strip(" .")
