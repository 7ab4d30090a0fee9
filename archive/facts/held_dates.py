"""When a gathering was held: the day in the sentence that tells of it, or as much of a date as the headline gives.

Never a document's date, an anniversary or a deadline, and never the posting date by itself: that only gives the year where
the text leaves it out, and the day where the text says "hôm nay".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.article import HeldPrecision
from archive.facts.body_names import body_length
from archive.facts.dates_in_text import DateMention, find_dates, nearest_before
from archive.facts.lead import ISSUES, NOW, Sentence, announces, begins_with_a_day, issues_a_document
from archive.facts.offices import phrase_end
from archive.facts.text import Line, key_set, line

_A_MONTH = timedelta(days=31)
_ALMOST_A_YEAR, _STAMPED_EARLY = timedelta(days=330), timedelta(days=14)
_SOON = timedelta(days=200)  # a day that is announced lies no further ahead


@dataclass(frozen=True, slots=True)
class Held:
    """The first day of what is known, how much that is, the last of several days, the words that say so, and their sentence."""

    day: date | None = None
    precision: HeldPrecision | None = None
    end: date | None = None
    evidence: str | None = None
    rule: str = ""
    sentence: Sentence | None = None


def telling_sentence(lead: Sequence[Sentence]) -> Sentence | None:
    """The sentence that tells of the gathering: the first with its day, else the first that says it was held."""
    told = [sentence for sentence in lead if sentence.held is not None]
    nouns = [sentence for sentence in told if sentence.held and sentence.held.use == "noun"]
    dated = [sentence for sentence in told if _may_tell_the_day(sentence)]
    best = [sentence for sentence in nouns if sentence in dated] or dated or nouns or told
    return best[0] if best else None


def _may_tell_the_day(sentence: Sentence) -> bool:
    return any(_may_be_held(sentence, found) for found in sentence.dates) or NOW.search(sentence.item.text) is not None


def held_date(headline: Line, lead: Sequence[Sentence], told: Sentence | None, posted: date | None) -> Held:
    """When the gathering was held, of which ``told`` tells. ``posted`` gives the year where the text leaves it out."""
    others = [sentence for sentence in lead if sentence is not told and (sentence.held or _leads_to(lead, told, sentence))]
    for sentence in ([told] if told else []) + others:
        held = _day_in(sentence, posted)
        if held is not None:
            return held
    return part_of_year(headline, told)


def _leads_to(lead: Sequence[Sentence], told: Sentence | None, sentence: Sentence) -> bool:
    """Whether a sentence stands right before the one that tells: "sáng 20/6, Sở xin ý kiến … Đồng chí X chủ trì buổi làm việc"."""
    if told is None or told not in lead:
        return False
    before = lead[: lead.index(told)]
    return sentence in before and not issues_a_document(sentence.item) and (sentence is before[-1] or begins_with_a_day(sentence))


# A day right after these is a document's or a deadline: "số 293/TB-UBND ngày", "(21/6/1925", "trước ngày", "có hiệu lực từ ngày".
_NOT_HELD_BEFORE = re.compile(
    r"(?:/[\w&\-]+,?\s*(?:ký\s+|ban hành\s+)?(?:ngày)?\s*|\(\s*(?:ngày\s*)?"
    r"|\b(?:trước|đến hết|hết|kể từ|hạn|từ năm|thành lập|ban hành|Quyết định|Thông báo|Công văn|Kế hoạch"
    r"|Nghị định|Chỉ thị|Luật|sinh|nhân|dịp|mừng"
    r"|có hiệu lực(?: từ)?|hiệu lực thi hành(?: từ| kể từ)?)\s*(?:ngày)?\s*|[Nn]gày\s+(?:\w+\s+){0,8}?\()$"
)
_NAMED_DAY_BEFORE = re.compile(r"\b(?:nay|qua|hai|ba|tư|năm|sáu|bảy|nhật)\s*\(\s*(?:ngày\s*)?$")  # "sáng nay (12/3)", "thứ Ba (12/3)"
# "kỷ niệm 88 năm ngày …", unless a comma ends it: "Nhân kỷ niệm …, chiều ngày 16/6".
_ANNIVERSARY = re.compile(r"\b(?:kỷ niệm|chào mừng|nhân dịp|nhân ngày|ngày thành lập|Ngày \w+)\b[^.;]{0,80}$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(r",\s*(?:(?:vào\s+)?(?:sáng|chiều|tối)\s*(?:nay\s*,?\s*)?)?(?:ngày\s*)?$", re.IGNORECASE)


def _may_be_held(sentence: Sentence, found: DateMention) -> bool:
    """Whether a date of a sentence can be the gathering's: it is a day, and no document's, anniversary's or deadline's."""
    if found.precision != "day" or _issued_then(sentence, found):
        return False
    before = sentence.item.text[max(0, found.start - 120) : found.start]
    if _NOT_HELD_BEFORE.search(before):
        return _NAMED_DAY_BEFORE.search(before) is not None
    return _ANNIVERSARY.search(before) is None or _NEW_CLAUSE.search(before) is not None


def _issued_then(sentence: Sentence, found: DateMention) -> bool:
    """Whether a document was issued on that day: "Ngày 04/7/2013, UBND Thành phố ban hành Thông báo … tại Hội nghị sơ kết"."""
    item = sentence.item
    issued = ISSUES.search(item.text, found.end, found.end + 120)
    return issued is not None and (sentence.held is None or not found.end <= item.starts[sentence.held.start] < issued.start())


def _day_in(sentence: Sentence, posted: date | None) -> Held | None:
    text = sentence.item.text
    days = [found for found in sentence.dates if _may_be_held(sentence, found)]
    anchor = sentence.item.starts[sentence.held.start] if sentence.held else 0
    for found in sorted(days, key=lambda day: _distance(text, day, anchor)):
        first = _in_year(found, posted, announced=announces(text))
        if first is not None:
            return Held(first, "day", _last(found, first), _evidence(text, found), "day in the sentence that tells of it", sentence)
    return _day_told_from(posted, sentence)


def _day_told_from(posted: date | None, sentence: Sentence) -> Held | None:
    """ "hôm nay" is the posting day, "hôm qua" the one before."""
    now = NOW.search(sentence.item.text)
    if now is None or posted is None:
        return None
    day = posted if now["now"].lower() == "nay" else posted - timedelta(days=1)
    return Held(day, "day", None, now[0], "day told from the posting date", sentence)


_HEAD = re.compile(r"(?:^|[,;:]\s*)(?:vào\s+)?(?:(?:sáng|trưa|chiều|tối|trong|từ)\s+)?(?:hai\s+|2\s+)?(?:ngày\s*)?$", re.IGNORECASE)


def _distance(text: str, found: DateMention, anchor: int) -> tuple[int, int]:
    """A day that heads the sentence or a clause ("Sáng ngày 22/5, …") comes first, then the nearest to the gathering."""
    head = _HEAD.search(text[max(0, found.start - 30) : found.start])
    return (0 if head and found.start < anchor else 1, abs(found.start - anchor))


def _in_year(found: DateMention, posted: date | None, *, announced: bool) -> date | None:
    """The day in its own year; without one in the last that is not after posting, or, announced, in the next to come."""
    if found.year is not None or posted is None:
        return found.first()
    past = nearest_before(found, posted)
    if past and posted - past > _ALMOST_A_YEAR and (ahead := found.first(past.year + 1)) and ahead - posted <= _STAMPED_EARLY:
        return ahead  # a stamp that is some days early is likelier than a report a year late
    if not announced or (past and posted - past <= _A_MONTH):
        return past
    coming = next((day for year in (posted.year, posted.year + 1) if (day := found.first(year)) and day >= posted), None)
    return coming if coming and coming - posted <= _SOON else past


def _last(found: DateMention, first: date) -> date | None:
    last = found.last(first.year)
    if last is not None and last < first:
        last = found.last(first.year + 1)
    return last


# "Sáng ngày 22/5": the part of the day and the word "ngày" belong to the evidence.
_LEAD_IN = re.compile(r"(?:(?:vào\s+)?(?:Sáng|Trưa|Chiều|Tối|Đêm|Từ)\s+)?(?:hai\s+|2\s+|ba\s+|3\s+)?(?:ngày\s*)?$", re.IGNORECASE)


def _evidence(text: str, found: DateMention) -> str:
    lead_in = _LEAD_IN.search(text, max(0, found.start - 24), found.start)
    return text[lead_in.start() if lead_in else found.start : found.end].strip()


# "Hội nghị Đảng ủy Sở tháng 1 năm 2015", "họp Hội đồng … năm 2017", "Phiên họp thường kỳ tháng 4/2013 của Chính phủ".
_MEETING_OF_A_BODY = re.compile(
    r"\b(?:họp|phiên họp|kỳ họp|cuộc họp|hội nghị|giao ban|đại hội)\b(?P<name>[^,;:.]{1,200}?)[\s,]+"
    r"(?P<date>tháng\s+\d{1,2}(?:\s+năm\s+|\s?[/\-]\s?)(?:19|20)\d\d"
    r"|quý\s+(?:I{1,3}|IV|[1-4])(?:\s+năm\s+|\s?[/\-]\s?|\s+)(?:19|20)\d\d|năm\s+(?:19|20)\d\d)\s*(?:$|[:.,]|của\b)",
    re.IGNORECASE,
)
_REGULAR = key_set("thường định kỳ toàn thể giao ban")


def part_of_year(headline: Line, told: Sentence | None) -> Held:
    """The month, quarter or year of a body's or of a regular meeting that its headline names: "họp Hội đồng … năm 2017".

    What stands between must be the body's name alone: in "Hội nghị tổng kết công tác năm 2013" the year is the work's.
    """
    for text in [headline.text] + ([told.item.text] if told else []):
        match = _MEETING_OF_A_BODY.search(text[:600])
        if match is None or not _is_a_body(match["name"]):
            continue
        found = next(find_dates(match["date"]), None)
        if found is not None and found.first() is not None and found.precision != "day":
            return Held(found.first(), found.precision, None, match["date"], "part of the year in the headline")
    return Held()


def _is_a_body(name: str) -> bool:
    item = line(name.strip())
    if not len(item) or all(key in _REGULAR for key in item.keys):
        return bool(len(item))
    length = body_length(item, 0)
    return bool(length) and phrase_end(item, length, rank=2) >= len(item)
