"""The lead of an article, sentence by sentence: the gatherings and days that each names, and what it says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from archive.facts.dates_in_text import DateMention, find_dates
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.gazetteer import Phrases, entries
from archive.facts.text import Line, Reading, sentences

_LINES = 4  # paragraphs at the head of the text that are looked at for what the article is about
_SENTENCES = 6
_PURPOSE = 12  # words before a gathering among which "để" says that it is aimed at
_LONGEST = 4000  # characters of a paragraph: what it is about stands in its beginning


def signal(name: str) -> Phrases:
    """The words of one signal ("held", "preparing" ...)."""
    return Phrases(row[0] for row in entries("meeting_signals") if row[1] == name)


_HELD, _PREPARING, _DOES = signal("held"), signal("preparing"), signal("does")

# "sáng nay (12/3)", "hôm nay", "hôm qua": days that the posting date gives.
NOW = re.compile(r"\b(?:(?:sáng|trưa|chiều|tối|hôm)\s+(?P<now>nay|qua))\b", re.IGNORECASE)
# "đã ban hành Kế hoạch số 142/KH-UBND", "có Công văn", "đã ký Quyết định"; "ký kết Kế hoạch phối hợp" is a ceremony.
ISSUES = re.compile(
    r"\b(?:ban hành|ký(?! kết)|gửi|có|ra|phê duyệt)\s+(?:\w+\s+){0,2}(?:công văn|kế hoạch|quyết định|thông báo|chỉ thị|văn bản|hướng dẫn"
    r"|thông tư|nghị định|công điện|giấy phép|nghị quyết|chương trình|quy chế|quy định|kết luận|đề án|giấy mời|thông tri|tờ trình|luật)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the lead with the gatherings it names, and the one that it says was held."""

    item: Line
    found: tuple[Gathering, ...]
    held: Gathering | None
    dates: tuple[DateMention, ...]


def lead(reading: Reading) -> tuple[Sentence, ...]:
    """The first sentences of the text."""
    parts = (item.part(start, end) for item in reading.body[:_LINES] for start, end in sentences(item.text) if end <= _LONGEST)
    return tuple(map(_sentence, islice(parts, _SENTENCES)))


def _sentence(item: Line) -> Sentence:
    found = tuple(gatherings(item))
    held = next((one for one in found if _is_held(item, one)), None)
    return Sentence(item, found, held, tuple(find_dates(item.text)))


def _is_held(item: Line, one: Gathering) -> bool:
    """Whether the words before a gathering (or right after it) say that it takes place."""
    if one.many:
        return False
    if _POINT.match(item.text) or _is_background(item, one) or _PROGRAMME.search(item.text, 0, item.starts[one.start]):
        return False
    if one.use == "act":
        return True
    if is_prepared(item, one) or _is_a_sitting_that_passed(item, one):
        return False
    if any(_is_signal(item, index, one.start) for index in range(max(0, one.start - 5), one.start)):
        return True
    after = range(one.end, min(len(item), one.end + (40 if one.start else 14)))
    return item.keys[one.start] == "họp" or any(_DOES.length_at(item.keys, index) for index in after)


_PREPOSITIONS = frozenset(("tại", "trong"))


def _is_signal(item: Line, index: int, start: int) -> bool:
    """Whether a word here says that the gathering at ``start`` takes place; a preposition does so of what it stands before."""
    return bool(_HELD.length_at(item.keys, index)) and (item.keys[index] not in _PREPOSITIONS or index + 1 == start)


# "Một là, tổ chức họp báo": a point of a list says what is to be done.
_POINT = re.compile(r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|thứ\s+\w+)\s+là\b", re.IGNORECASE)
# "sẽ diễn ra nhiều hoạt động như: Lễ khai mạc …, hội thảo …": one of many that a programme lists.
_PROGRAMME = re.compile(r"\b(?:nhiều|các)\s+hoạt động\b[^.]{0,200}:", re.IGNORECASE)
# "Thực hiện kết luận của Chủ tịch tại hội nghị …, ngày 21/3, Sở đã ban hành …": where that was said is not what is told of.
_FOLLOWING = re.compile(r"(?:HNP\s*-\s*)?(?:nhằm\s+)?(?:thực hiện|căn cứ|theo)\b", re.IGNORECASE)
_SAID_AT = re.compile(r"\b(?:kết luận|chỉ đạo|ý kiến|phát biểu|yêu cầu)\b[^;:]{1,160}\b(?:tại|trong)\s+(?:các\s+)?$", re.IGNORECASE)


def _is_background(item: Line, one: Gathering) -> bool:
    """Whether the sentence follows from what was said at a gathering."""
    return _FOLLOWING.match(item.text) is not None and _SAID_AT.search(item.text, 0, item.starts[one.start]) is not None


def _is_a_sitting_that_passed(item: Line, one: Gathering) -> bool:
    """ "… tại kỳ họp thứ 10, Quốc hội đã thông qua Bộ luật": the text is about the law."""
    around = " ".join(item.keys[max(0, one.start - 30) : one.end + 30])
    return item.keys[one.start : one.start + 2] == ("kỳ", "họp") and "thông qua" in around


def is_prepared(item: Line, one: Gathering) -> bool:
    """Whether the gathering is only planned or called for: "chuẩn bị tổ chức Hội nghị", "Hướng dẫn tổ chức đại hội"."""
    first = one.start
    while first > max(0, one.start - _PURPOSE) and item.words[first - 1][0].isalnum():
        first -= 1
    prepared = any(_PREPARING.length_at(item.keys, index) for index in range(max(first, one.start - 5), one.start))
    return prepared or "để" in item.keys[first : one.start]


def issues_a_document(item: Line) -> bool:
    """Whether the sentence tells of a document: "UBND Thành phố đã ban hành Kế hoạch số 142/KH-UBND"."""
    match = ISSUES.search(item.text)
    if match is None:
        return False
    one = next((found for found in gatherings(item) if found.use == "noun" and _is_held(item, found)), None)
    if one is not None and item.starts[one.start] < match.start():
        return False
    return re.search(r"\bkết luận\b", item.text[match.end() : match.end() + 80], re.IGNORECASE) is None


def begins_with_a_day(sentence: Sentence) -> bool:
    """Whether a date heads the sentence: "Sáng ngày 28/11, …"."""
    return any(found.start <= 16 for found in sentence.dates)


def has_a_day(sentence: Sentence) -> bool:
    """Whether the sentence names a day, be it "hôm nay"."""
    return any(found.precision == "day" for found in sentence.dates) or NOW.search(sentence.item.text) is not None


def announces(text: str) -> bool:
    """Whether a text speaks of what is to come."""
    return re.search(r"\b(?:sẽ|dự kiến)\b", text) is not None
