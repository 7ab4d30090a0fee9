"""The meeting an article is about: whether it is about one, and when, by whom, where it was held and who chaired it.

An article is about a meeting when its headline and its first sentences say so together; a mention in passing is not enough.
The held date is a date that stands in the sentence that tells of the gathering: never a document's date, never the posting
date by itself, never the portal's clock. What the text does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.article import HeldPrecision, Meeting, NextMeeting, Proof
from archive.facts.body_names import body_length, body_rank
from archive.facts.dates_in_text import DateMention, find_dates, nearest_before
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.gazetteer import Phrases, phrases
from archive.facts.offices import phrase_end
from archive.facts.people import NamedPerson
from archive.facts.text import UPPER, Line, Reading, key_set, line, sentences

VERSION = 1

_LEAD_LINES = 4  # paragraphs at the head of the text that are looked at for what the article is about
_LEAD_SENTENCES = 6
_ENOUGH = 3  # points
_KINDS = phrases("document_kinds")

_HELD = Phrases(
    "tổ chức|đã tổ chức|tổ chức thành công|diễn ra|đã diễn ra|có|đã có|mở|khai mạc|bế mạc|chủ trì|đồng chủ trì|tham dự|tham gia|dự|đến dự|tới dự|"
    "tại|trong|tiến hành|triệu tập|phát biểu tại|kết luận|khai giảng|đăng cai|truyền hình|thông báo kết luận|nội dung kết luận|phát biểu kết luận|sau|thành công|đây là|khai giảng".split("|")
)
_PREPARING = Phrases(
    "kế hoạch|chuẩn bị|hưởng ứng|đăng ký|phục vụ|tuyên truyền|hướng dẫn|triển khai|giấy mời|chào mừng|thực hiện|nghị quyết|kết quả|chương trình|"
    "phối hợp tuyên truyền|thông tin về|đưa tin|về tổ chức|về việc tổ chức|thông qua|thời gian tổ chức|mừng".split("|")
)
_DOES = Phrases("diễn ra|được tổ chức|đã nghe|nghe|đã thảo luận|thảo luận|đã thống nhất|thống nhất|có sự tham dự|có sự tham gia|thu hút|được khai mạc|đã khai mạc".split("|"))
_TELLING = Phrases("phát biểu tại|phát biểu khai mạc|tham dự|chủ trì|đến dự|tới dự|kết luận|tại|toàn cảnh|quang cảnh|kết thúc|trong khuôn khổ".split("|"))
_OTHER_EVENTS = Phrases(
    "cuộc thi|hội thi|giải thi đấu|giải chạy|giải bóng|giải thể thao|giải cầu lông|giải tennis|giải quần vợt|giải giao lưu|giải báo chí|giải thưởng|triển lãm|liên hoan|hội sách|hội chợ|ngày hội|hội báo|festival|tháng hành động|tuần lễ|chiến dịch|lễ hội|kỳ thi|hội thao|hội khỏe|chung kết|vòng bảng|thông báo tuyển|"
    "tuyển dụng|lịch tiếp|lịch công tác|lịch khảo sát".split("|")
)
_CALLS = Phrases(
    "tăng cường|đẩy mạnh|tuyên truyền|triển khai|hưởng ứng|hướng dẫn|kế hoạch|công văn|quyết định|chỉ thị|nghị định|thông tư|tiếp tục|nhiều hoạt động|phát động|"
    "nâng cao|chương trình|thông cáo|quy định|dự thảo|ban hành|thực hiện|phê duyệt|danh sách|giấy phép|mời|tài liệu|báo cáo|góp ý|lấy ý kiến|các hoạt động|chuẩn bị|xử phạt|cấp phép".split("|")
)


def meeting(reading: Reading, posted: date | None, people: Sequence[Sequence[NamedPerson]]) -> Meeting | None:
    """The meeting the article is about, with what it says of it; None when it is about something else.

    ``people`` are the people of each line of the reading. ``posted`` gives the year where the text leaves it out.
    """
    lead = _lead(reading)
    points = _headline_points(reading.headline) + _lead_points(lead) + _body_points(reading)
    if points < _ENOUGH:
        return None
    told = _telling_sentence(lead)
    return _described(reading, lead, told, posted, people)


# What the article is about


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the lead with the gatherings it names, and the one that it says was held."""

    item: Line
    found: tuple[Gathering, ...]
    held: Gathering | None
    dates: tuple[DateMention, ...]


def _lead(reading: Reading) -> tuple[Sentence, ...]:
    """The first sentences of the text. A line without a full stop is a caption or a heading and is passed over."""
    found: list[Sentence] = []
    for item in reading.body[:_LEAD_LINES]:
        for start, end in list(sentences(item.text[:4000]))[:_LEAD_SENTENCES]:
            found.append(_sentence(item.text[start:end].strip()))
    return tuple(found[:_LEAD_SENTENCES])


def _sentence(text: str) -> Sentence:
    item = line(text)
    found = tuple(gatherings(item))
    held = next((one for one in found if _is_held(item, one)), None)
    return Sentence(item, found, held, tuple(find_dates(text)))


def _is_held(item: Line, one: Gathering) -> bool:
    """Whether the words before a gathering (or right after it) say that it takes place."""
    if one.many:
        return False
    if one.use == "act":
        return True
    if _is_prepared(item, one) or _is_a_sitting_that_passed(item, one):
        return False
    if any(_HELD.length_at(item.keys, index) for index in range(max(0, one.start - 5), one.start)):
        return True
    after = range(one.end, min(len(item), one.end + (40 if one.start else 14)))
    return item.keys[one.start] == "họp" or any(_DOES.length_at(item.keys, index) for index in after)


def _is_a_sitting_that_passed(item: Line, one: Gathering) -> bool:
    """ "… tại kỳ họp thứ 10, Quốc hội đã thông qua Bộ luật": the text is about the law."""
    return item.keys[one.start : one.start + 2] == ("kỳ", "họp") and "thông qua" in " ".join(item.keys[max(0, one.start - 30) : one.end + 30])


def _is_prepared(item: Line, one: Gathering) -> bool:
    """Whether the gathering is only planned or called for: "chuẩn bị tổ chức Hội nghị", "Hướng dẫn tổ chức đại hội"."""
    first = one.start
    while first > max(0, one.start - 5) and item.words[first - 1][0].isalnum():
        first -= 1
    return any(_PREPARING.length_at(item.keys, index) for index in range(first, one.start))


def _headline_points(headline: Line) -> int:
    """How far the headline says that the article is about a gathering."""
    found = [one for one in gatherings(headline) if not one.many]
    points = max((_headline_gathering(headline, one) for one in found), default=0)
    other = next((index for index in range(len(headline)) if _OTHER_EVENTS.length_at(headline.keys, index)), None)
    if points < 3 and other is None and headline.keys[:1] == ("giải",) and headline.words[1:2] in (("“",), ('"',)):
        other = 0  # Giải “Chạy vì Hòa bình”
    if points < 3 and other is not None:
        points -= 3 if other <= 3 and points == 0 else 2
    elif points < 3 and _INSPECTION.match(headline.text.lower()):
        points -= 3
    elif points < 3 and len(headline) and _CALLS.length_at(headline.keys, 0):
        points -= 1
    return points


def _headline_gathering(headline: Line, one: Gathering) -> int:
    if _is_prepared(headline, one):
        return 0
    if one.use == "act":
        return 2 if one.start == 0 else 1
    leads = one.start <= 2 or headline.words[one.start - 1] in ":-–“\""
    held = any(_HELD.length_at(headline.keys, index) + index == one.start for index in range(max(0, one.start - 4), one.start))
    of_a_body = headline.keys[one.start] == "họp" and one.end < len(headline) and bool(body_length(headline, one.end))
    if headline.keys[one.start] == "đại":
        return 2  # a congress is an occasion for much else
    return 3 if leads or held or of_a_body or headline.keys[one.start : one.start + 2] == ("họp", "phiên") else 1


def _lead_points(lead: Sequence[Sentence]) -> int:
    """How far the first sentences tell of a gathering."""
    points = 0
    for place, sentence in enumerate(lead):
        if sentence.held is None:
            continue
        dated = any(found.precision == "day" for found in sentence.dates) or _NOW.search(sentence.item.text) is not None
        points = max(points, _points_of_act(sentence, place, dated) if sentence.held.use == "act" else _points_of_noun(lead, place, dated))
    if any(one.many for sentence in lead[:2] for one in sentence.found):
        points -= 1
    return points - (3 if lead and _issues_a_document(lead[0].item) else 0)


_RECEPTION = Phrases("đã tiếp|tiếp|làm việc với|thăm và làm việc".split("|"))
_INSPECTION = re.compile(r"\b(?:kiểm tra|thanh tra|giám sát|khảo sát)\b")


def _points_of_act(sentence: Sentence, place: int, dated: bool) -> int:
    """A reception or working visit is a gathering by itself ("đã tiếp", "làm việc với"); other acts need more beside them."""
    if not dated or place > 1 or sentence.held is None:
        return 0
    received = place == 0 and _RECEPTION.length_at(sentence.item.keys, sentence.held.start) and not _INSPECTION.search(sentence.item.text)
    return 3 if received else 2


def _points_of_noun(lead: Sequence[Sentence], place: int, dated: bool) -> int:
    """Most for a text that begins with the day: "Sáng 28/11, Cục A đã tổ chức hội nghị …"."""
    if place == 0 and dated and _begins_with_a_day(lead[0]):
        return 4
    return (2 if place < 3 else 1) + (1 if dated or _dated(lead[:place]) else 0)


def _dated(before: Sequence[Sentence]) -> bool:
    return any(found.precision == "day" for sentence in before for found in sentence.dates)


_ISSUES = re.compile(
    r"\b(?:ban hành|ký(?! kết)|gửi|có|ra|phê duyệt)\s+(?:\w+\s+){0,2}(?:công văn|kế hoạch|quyết định|thông báo|chỉ thị|văn bản|hướng dẫn|thông tư|nghị định|công điện|giấy phép|nghị quyết|chương trình|quy chế|quy định|kết luận|đề án|giấy mời|thông tri|tờ trình|luật)\b",
    re.IGNORECASE,
)


def _issues_a_document(item: Line) -> bool:
    """Whether the sentence tells of a document: "UBND Thành phố đã ban hành Kế hoạch số 142/KH-UBND"."""
    match = _ISSUES.search(item.text)
    if match is None:
        return False
    one = next((found for found in gatherings(item) if found.use == "noun" and _is_held(item, found)), None)
    if one is not None and item.starts[one.start] < match.start():
        return False
    return re.search(r"\bkết luận\b", item.text[match.end() : match.end() + 80], re.IGNORECASE) is None


def _body_points(reading: Reading) -> int:
    """Whether the text goes on about it: "Phát biểu tại Hội nghị", "chủ trì buổi làm việc", "Toàn cảnh hội nghị"."""
    told = 0
    for item in reading.lines[1:30]:
        for one in gatherings(item):
            if one.use == "noun" and not one.many and any(
                index + _TELLING.length_at(item.keys, index) == one.start for index in range(max(0, one.start - 4), one.start) if _TELLING.length_at(item.keys, index)
            ):
                told += 1
    return min(told, 2)


# What it says of the meeting


def _telling_sentence(lead: Sequence[Sentence]) -> Sentence | None:
    """The sentence that tells of the gathering: the first with its day, else the first that says it was held."""
    told = [sentence for sentence in lead if sentence.held is not None]
    nouns = [sentence for sentence in told if sentence.held and sentence.held.use == "noun"]
    dated = [sentence for sentence in told if any(_may_be_held(sentence, found) for found in sentence.dates) or _NOW.search(sentence.item.text)]
    return ([sentence for sentence in nouns if sentence in dated] or dated or nouns or told or [None])[0]


def _described(
    reading: Reading, lead: Sequence[Sentence], told: Sentence | None, posted: date | None, people: Sequence[Sequence[NamedPerson]]
) -> Meeting:
    held = _held(reading, lead, told, posted)
    proofs = [Proof(field="held", text=held.evidence, rule=held.rule)] if held.evidence else []
    chairs, chair_proofs = _chairs(reading, people)
    sources = [sentence for sentence in (told, held.sentence) if sentence is not None]
    body = _fuller(next(filter(None, map(_organiser, sources)), None), _met(reading.headline, next(gatherings(reading.headline), None)))
    place, kind = next(filter(None, map(_place, sources)), None), _kind(reading.headline, told)
    session = _session(reading.headline, told)
    announced = _next_meeting(reading, posted)
    proofs += chair_proofs
    if told is not None:
        proofs += [Proof(field=name, text=value, rule="sentence that tells of it") for name, value in (("body", body), ("place", place)) if value]
    return Meeting(
        held=held.day,
        held_precision=held.precision,
        held_end=held.end,
        evidence=held.evidence,
        kind=kind,
        body=body,
        session=session,
        place=place,
        chairs=chairs,
        next_meeting=announced,
        proofs=tuple(proofs),
    )


def _fuller(told: str | None, headline: str | None) -> str | None:
    """The body as the text has it; as the headline has it where that says the same and more."""
    if told and headline and headline.casefold().startswith(told.casefold()):
        return headline
    return told or headline


# When


@dataclass(frozen=True, slots=True)
class _Held:
    day: date | None = None
    precision: HeldPrecision | None = None
    end: date | None = None
    evidence: str | None = None
    rule: str = ""
    sentence: Sentence | None = None


# "Sáng ngày 22/5": the part of the day and the word "ngày" belong to the evidence.
_LEAD_IN = re.compile(r"(?:(?:vào\s+)?(?:Sáng|Trưa|Chiều|Tối|Đêm|Từ)\s+)?(?:hai\s+|2\s+|ba\s+|3\s+)?(?:ngày\s*)?$", re.IGNORECASE)
# "sáng nay (12/3)", "hôm nay", "hôm qua": days that the posting date gives.
_NOW = re.compile(r"\b(?:(?:sáng|trưa|chiều|tối|ngày|hôm)\s+(?P<now>nay|qua))\b", re.IGNORECASE)
# A day right after a document's number or an anniversary is theirs: "số 293/TB-UBND ngày", "kỷ niệm … (21/6/1925", "hạn … ngày".
_NOT_HELD_BEFORE = re.compile(
    r"(?:/[\w&\-]+,?\s*(?:ký\s+|ban hành\s+)?(?:ngày)?\s*|\(\s*(?:ngày\s*)?|\b(?:trước|đến hết|hết|kể từ|hạn|từ năm|thành lập|ban hành|Quyết định|Thông báo|Công văn|Kế hoạch|Nghị định|"
    r"Chỉ thị|Luật|có hiệu lực(?: từ)?|hiệu lực thi hành(?: từ| kể từ)?|sinh)\s*(?:ngày)?\s*|[Nn]gày\s+(?:\w+\s+){0,8}?\()$"
)
_ANNIVERSARY = re.compile(r"\b(?:kỷ niệm|chào mừng|nhân dịp|nhân ngày|ngày thành lập|Ngày \w+)\b[^.;]{0,80}$", re.IGNORECASE)


def _may_be_held(sentence: Sentence, found: DateMention) -> bool:
    """Whether a date of a sentence can be the gathering's: it is a day, and no document's, anniversary's or deadline's."""
    if found.precision != "day" or _issued_then(sentence, found):
        return False
    text = sentence.item.text
    before = text[max(0, found.start - 120) : found.start]
    if _NOT_HELD_BEFORE.search(before):
        return re.search(r"\b(?:nay|qua|hai|ba|tư|năm|sáu|bảy|nhật)\s*\(\s*(?:ngày\s*)?$", before) is not None
    return not (_ANNIVERSARY.search(before) and not re.search(r",\s*(?:(?:vào\s+)?(?:sáng|chiều|tối)\s*)?(?:ngày\s*)?$", before, re.IGNORECASE))


def _issued_then(sentence: Sentence, found: DateMention) -> bool:
    """Whether a document was issued on that day: "Ngày 04/7/2013, UBND Thành phố ban hành Thông báo … tại Hội nghị sơ kết"."""
    item = sentence.item
    issued = _ISSUES.search(item.text, found.end, found.end + 120)
    return issued is not None and (sentence.held is None or not found.end <= item.starts[sentence.held.start] < issued.start())


def _held(reading: Reading, lead: Sequence[Sentence], told: Sentence | None, posted: date | None) -> _Held:
    order = ([told] if told else []) + [sentence for sentence in lead if sentence is not told and (sentence.held or _continues(lead, told, sentence))]
    for sentence in order:
        held = _day_in(sentence, posted, announced=_announces(sentence.item.text))
        if held is not None:
            return held
    return _part_of_year(reading.headline, told)


def _continues(lead: Sequence[Sentence], told: Sentence | None, sentence: Sentence) -> bool:
    """Whether a sentence stands right before the one that tells: "sáng 20/6, Sở xin ý kiến … Đồng chí X chủ trì buổi làm việc"."""
    if told is None or told not in lead:
        return False
    before = lead[: lead.index(told)]
    return sentence in before and not _issues_a_document(sentence.item) and (sentence is before[-1] or _begins_with_a_day(sentence))


def _begins_with_a_day(sentence: Sentence) -> bool:
    return any(found.start <= 16 for found in sentence.dates)


def _announces(text: str) -> bool:
    return re.search(r"\b(?:sẽ|dự kiến)\b", text) is not None


def _day_in(sentence: Sentence, posted: date | None, *, announced: bool) -> _Held | None:
    text = sentence.item.text
    days = [found for found in sentence.dates if _may_be_held(sentence, found)]
    anchor = sentence.item.starts[sentence.held.start] if sentence.held else 0
    for found in sorted(days, key=lambda day: _distance(text, day, anchor)):
        first = _in_year(found, posted, announced)
        if first is not None:
            return _Held(first, "day", _last(found, first), _evidence(text, found), "day in the sentence that tells of it", sentence)
    now = _NOW.search(text)
    if now and posted:
        day = posted if now["now"].lower() == "nay" else posted - timedelta(days=1)
        return _Held(day, "day", None, now[0], "day told from the posting date", sentence)
    return None


def _distance(text: str, found: DateMention, anchor: int) -> tuple[int, int]:
    """A day that heads the sentence or a clause ("Sáng ngày 22/5, …") comes first, then the nearest to the gathering."""
    head = re.search(r"(?:^|[,;:]\s*)(?:vào\s+)?(?:(?:sáng|trưa|chiều|tối|trong|từ)\s+)?(?:hai\s+|2\s+)?(?:ngày\s*)?$", text[max(0, found.start - 30) : found.start], re.IGNORECASE)
    return (0 if head and found.start < anchor else 1, abs(found.start - anchor))


def _in_year(found: DateMention, posted: date | None, announced: bool) -> date | None:
    if found.year is not None:
        return found.first()
    if posted is None:
        return None
    past = nearest_before(found, posted)
    if not announced or (past and posted - past <= timedelta(days=31)):
        return past
    coming = [day for year in (posted.year, posted.year + 1) if (day := found.first(year)) and day >= posted]
    return coming[0] if coming and coming[0] - posted <= timedelta(days=200) else past


def _last(found: DateMention, first: date) -> date | None:
    last = found.last(first.year)
    if last is not None and last < first:
        last = found.last(first.year + 1)
    return last


def _evidence(text: str, found: DateMention) -> str:
    lead_in = _LEAD_IN.search(text, max(0, found.start - 24), found.start)
    return text[lead_in.start() if lead_in else found.start : found.end].strip()


_MEETING_OF_A_BODY = re.compile(
    r"\b(?:họp|phiên họp|kỳ họp|cuộc họp|hội nghị|giao ban|đại hội)\b(?P<name>[^,;:.]*?)[\s,]+(?P<date>tháng\s+\d{1,2}(?:\s+năm\s+|\s?[/\-]\s?)(?:19|20)\d\d"
    r"|quý\s+(?:I{1,3}|IV|[1-4])(?:\s+năm\s+|\s?[/\-]\s?|\s+)(?:19|20)\d\d|năm\s+(?:19|20)\d\d)\s*(?:$|[:.,]|của\b)",
    re.IGNORECASE,
)


def _part_of_year(headline: Line, told: Sentence | None) -> _Held:
    """The month, quarter or year of a body's or of a regular meeting that its headline names: "họp Hội đồng … năm 2017".

    What stands between must be the body's name alone: in "Hội nghị tổng kết công tác năm 2013" the year is the work's.
    """
    for text in [headline.text] + ([told.item.text] if told else []):
        match = _MEETING_OF_A_BODY.search(text[:600])
        if match is None or not _is_a_body(match["name"]):
            continue
        found = next(find_dates(match["date"]), None)
        if found is not None and found.first() is not None and found.precision != "day":
            return _Held(found.first(), found.precision, None, match["date"], "part of the year in the headline")
    return _Held()


_REGULAR = key_set("thường định kỳ toàn thể giao ban")


def _is_a_body(name: str) -> bool:
    item = line(name.strip())
    if not len(item) or all(key in _REGULAR for key in item.keys):
        return bool(len(item))
    length = body_length(item, 0)
    return bool(length) and phrase_end(item, length, rank=2) >= len(item)


# By whom, where, what

# "… đã tổ chức", "… phối hợp tổ chức", "… có buổi làm việc": what follows the name of who organised it.
_ORGANISES = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s*(?:(?:đã|vừa|sẽ|long trọng|chính thức|trang trọng)\s+)*(?:(?:chủ trì|phối hợp|đồng|cùng|,|chỉ đạo)\s*)*(?:(?:đã|tiến hành)\s+)*"
    r"(?:tổ chức|có|họp|làm việc|khai giảng|tiếp|mở|ký|ra mắt|khai trương|tổng kết|sơ kết|gặp mặt|công bố)\b"
)
# What joins two organisers: "Sở A phối hợp với Sở B", "Bộ A và Bộ B", "Bộ A - UBND B".
_AND = re.compile(r"\s*(?:,|và|cùng(?:\s+với)?|-|–|(?:,\s*)?(?:đã\s+)?(?:chủ trì\s*,?\s*)?phối hợp(?:\s+(?:với|cùng))?)\s*")
_WITH = re.compile(r"\s*(?:với|và|,)\s*")
_BETWEEN = re.compile(r"\bgiữa\s+(?=\w)")
_BY = re.compile(r"\bdo\s+(?=\w)")
_VENUE_BEFORE = re.compile(r"(?:^|[,;:0-9”\")]|\b(?:diễn ra|tổ chức|khai mạc|nay|qua))\s*$")
_VENUE = re.compile(rf"\btại\s+(?P<place>(?:trụ sở|hội trường|phòng họp|khách sạn|số\s+\d+|\d+|[{UPPER}])[^,;()]{{0,120}}(?:\s?\([^()]{{2,60}}\))?)")
_VENUE_MORE = re.compile(rf",\s*((?:(?:quận|huyện|thành phố|TP\.?|tỉnh|phố|đường|số)\s+)?[{UPPER}][^\s,;()]*(?:\s+[{UPPER}][^\s,;()]*){{0,4}})(?=\s*[,.;]|\s*$)")
_VENUE_END = re.compile(
    r"\s+(?:đã|diễn ra|tổ chức|sẽ|do|với|với sự|dưới|nhằm|để|về|và\s+đ|có|là|được|phối hợp|vừa|cho|trong|khai mạc|theo|sáng|chiều|ngày|vào)\b"
)


def _organiser(told: Sentence) -> str | None:
    """Who held it, as the sentence has it; several with ";"."""
    item = told.item
    after = item.starts[told.held.start] if told.held else len(item.text)
    by, between = _BY.search(item.text, after), _BETWEEN.search(item.text, after)
    names = (_chain(item, _word_at(item, by.end())) if by else []) or _subjects(told)
    names = names or (_chain(item, _word_at(item, between.end()), verb=False) if between else [])
    met = _met(item, told.held)
    if met and met not in names:
        names.append(met)
    return ";".join(names) or None


def _word_at(item: Line, position: int) -> int:
    return next((index for index in range(len(item)) if item.starts[index] >= position), len(item))


def _subjects(told: Sentence) -> list[str]:
    """The bodies before the verb: "…, Sở A phối hợp với Sở B tổ chức"."""
    item = told.item
    for index in range(len(item)):
        if item.words[index][0].isupper() and not _in_venue(item, index) and (not index or item.keys[index - 1] not in _OF):
            names = _chain(item, index)
            if names:
                return names
    return []


_OF = frozenset(("của", "thuộc", "trưởng", "đốc", "nhà", "sở"))


def _in_venue(item: Line, index: int) -> bool:
    """Whether "tại" stands before, with no comma between."""
    clause = item.keys[max(0, index - 10) : index]
    return "tại" in clause and "," not in clause[clause.index("tại") :]


def _chain(item: Line, index: int, *, verb: bool = True) -> list[str]:
    """The bodies that begin at ``index``, joined; with ``verb`` only when an organising verb follows the last."""
    names: list[str] = []
    while index < len(item) and len(names) < 5:
        length = body_length(item, index)
        if not length or not item.words[index][0].isupper():
            return []
        end = phrase_end(item, index + length, rank=body_rank(item, index, length))
        names.append(item.span(index, end))
        if verb and _ORGANISES.match(item.text, item.ends[end - 1]):
            return names
        joined = (_AND if verb else _WITH).match(item.text, item.ends[end - 1])
        if joined is None or not joined[0].strip():
            return [] if verb else names
        index = _word_at(item, joined.end())
    return []


def _met(item: Line, held: Gathering | None) -> str | None:
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
    return item.span(index, phrase_end(item, index + length, rank=body_rank(item, index, length)))


def _place(told: Sentence) -> str | None:
    """The venue after "tại" in the sentence that tells."""
    text = told.item.text[:1500]
    anchor = told.item.starts[told.held.start] if told.held else 0
    after = told.item.ends[told.held.end - 1] if told.held else 0
    for match in _VENUE.finditer(text, 0, anchor + 240):
        placed = _VENUE_BEFORE.search(text[max(0, match.start() - 16) : match.start()]) or text[after : match.start()].strip() == ""
        if placed and (place := _venue(text, match)):
            return place
    return None


def _venue(text: str, match: re.Match[str]) -> str | None:
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


def _kind(headline: Line, told: Sentence | None) -> str | None:
    """What the gathering is called where the text first tells of it, in the case printed."""
    one = next((found for found in gatherings(headline) if found.use == "noun" and not found.many), None)
    if told is not None and told.held is not None and (one is None or any(found.precision == "day" for found in told.dates)):
        return told.item.span(told.held.start, told.held.end)
    one = one or next(gatherings(headline), None)
    return headline.span(one.start, one.end) if one else None


_SERIES = re.compile(
    r"\b(?:phiên họp đầu tiên(?: của [^,.;]{3,60})?|(?:kỳ họp|phiên họp|phiên|khóa|kỳ|lần)\s+thứ\s+(?:\d{1,3}|[\w]{2,5})\b|lần\s+(?:[IVX]{1,5}|\d{1,3})\b|khóa\s+[IVX]{1,4}[-.]?\d{0,4}"
    r"|quý\s+(?:I{1,3}|IV|[1-4])(?:(?:\s+năm\s+|\s?[/\-]\s?|\s+)(?:19|20)\d\d)?|tháng\s+\d{1,2}(?:\s+năm\s+|\s?[/\-]\s?)(?:19|20)\d\d)",
    re.IGNORECASE,
)


def _session(headline: Line, told: Sentence | None) -> str | None:
    """What makes it one of a series: "lần thứ 3", "quý I/2018", "kỳ họp thứ 10"; it stands right after the gathering."""
    for item in [headline] + ([told.item] if told else []):
        one = next((found for found in gatherings(item) if not found.many), None)
        if one is None:
            continue
        begin = item.starts[one.start]
        match = _SERIES.search(item.text, begin, begin + 120)
        if match and match.start() - item.ends[one.end - 1] > 30 and match[0][:3].lower() in ("lần", "kỳ ", "phi"):
            continue
        if match and len(list(gatherings(line(item.text[begin : match.end()])))) < 2 and not re.search(r"\b(?:công tác|nhiệm vụ|kết quả|tình hình|cuộc thi|hội thi)\b", item.text[begin : match.start()]):
            return match[0]
    part = _part_of_year(headline, None)
    return part.evidence


# Who chaired

_CHAIRS = re.compile(r"\b(?:đồng\s+)?(?:chủ\s+trì|chủ\s+tọa|chủ\s+toạ|điều\s+hành)\b", re.IGNORECASE)
# After the verb these make it something else that is led: "chủ trì, phối hợp", "chủ trì tổ chức", "Ban điều hành".
_ATTENDED = re.compile(r"(?:^|[.;:]\s*)(?:Tham dự|Tới dự|Đến dự|Dự|Về dự)(?:\s+và|,)\s*$")
_LEADS_WORK = re.compile(r"\s*(?:,\s*)?(?:phối hợp|tổ chức|xây dựng|thực hiện|triển khai|tham mưu|soạn thảo|nghiên cứu|biên soạn|các nội dung|công tác|đề tài|việc)\b")
_JOINED = re.compile(r"(?:\s*(?:,|;|và|cùng|với|các|đồng chí|đ/c|ông|bà|–|-|\(|\)|TS|Tiến sĩ|\.)\s*)*", re.IGNORECASE)


def _chairs(reading: Reading, people: Sequence[Sequence[NamedPerson]]) -> tuple[tuple[str, ...], list[Proof]]:
    """The people the text says chaired, each once, and the words that say so."""
    chairs: dict[str, str] = {}
    for item, persons in zip(reading.lines, people, strict=True):
        if not persons:
            continue
        for match in _CHAIRS.finditer(item.text):
            for person in _chairs_of(item, match, persons):
                chairs.setdefault(person.name, item.text[max(0, match.start() - 160) : match.end() + 80])
    return tuple(chairs), [Proof(field="chairs", text=_around(text), rule="verb of chairing") for text in dict.fromkeys(chairs.values())]


def _around(text: str) -> str:
    return text.strip()


def _chairs_of(item: Line, match: re.Match[str], persons: Sequence[NamedPerson]) -> list[NamedPerson]:
    before = item.text[max(0, match.start() - 20) : match.start()]
    if re.search(r"\bBan\s*$", before) or _LEADS_WORK.match(item.text, match.end()):
        return []
    if re.search(r"\b(?:sự|do)\s*$", before, re.IGNORECASE) or re.match(r"\s*(?:của|bởi)\b", item.text[match.end() :][:8]):
        after = _after(item, match.end(), persons, limit=14)
        if after:
            return after
    direct = _before(item, match.start(), persons)
    return direct or _after_head(item, match, persons)


def _end(item: Line, person: NamedPerson) -> int:
    """Where a person and what is said of him end in the text."""
    last = max([person.piece.end] + [office.end for office in person.offices])
    return item.ends[last - 1]


def _begin(item: Line, person: NamedPerson) -> int:
    first = min([person.piece.honorific] + [office.start for office in person.offices])
    return item.starts[first]


def _before(item: Line, verb: int, persons: Sequence[NamedPerson]) -> list[NamedPerson]:
    """The people who are the verb's subject: right before it, and those joined to them."""
    chosen: list[NamedPerson] = []
    limit = verb
    for person in reversed([one for one in persons if _end(item, one) <= verb]):
        between = item.text[_end(item, person) : limit]
        gap = re.fullmatch(r"\s*[,)–-]?\s*(?:(?:đã|cùng|trực tiếp|sẽ|vừa|làm|tham dự và|đến dự và|dự và|thay mặt [^,.;]{0,60}|thành phố|Hà Nội|Thành phố)\s*)*,?\s*", between)
        if not (gap if limit == verb else _JOINED.fullmatch(between)):
            break
        chosen.insert(0, person)
        limit = _begin(item, person)
    return chosen


def _after_head(item: Line, match: re.Match[str], persons: Sequence[NamedPerson]) -> list[NamedPerson]:
    """ "Chủ trì Hội nghị có đồng chí A, đồng chí B": the verb at the head of its sentence, then who it was."""
    head = item.text[max(0, match.start() - 3) : match.start()]
    attended = _ATTENDED.search(item.text[max(0, match.start() - 24) : match.start()])
    if not (match[0][0].isupper() or attended or head.rstrip().endswith((".", ";", ":", ","))):
        return []
    return _after(item, match.end(), persons, limit=60)


def _after(item: Line, begin: int, persons: Sequence[NamedPerson], *, limit: int) -> list[NamedPerson]:
    chosen: list[NamedPerson] = []
    for person in [one for one in persons if _begin(item, one) >= begin]:
        between = item.text[begin : _begin(item, person)]
        first = len(between) <= limit and not re.search(r"[.;]|\btham dự\b|\bphát biểu\b", between)
        if not (first if not chosen else _JOINED.fullmatch(between)):
            break
        chosen.append(person)
        begin = _end(item, person)
    return chosen


# The next one

_NEXT = re.compile(r"(?<!các )(?<!những )\b(?:phiên|cuộc|buổi|kỳ|hội nghị|lần)\b[^.;]{0,30}\b(?:tiếp theo|kế tiếp|lần sau|lần tới|sắp tới)\b", re.IGNORECASE)


def _next_meeting(reading: Reading, posted: date | None) -> NextMeeting | None:
    """What the article says of the next meeting of the same series."""
    for item in reading.body:
        if "tiếp" not in item.keys and "sau" not in item.keys and "tới" not in item.keys:
            continue
        for start, end in sentences(item.text):
            text = item.text[start:end].strip().rstrip(".")
            if len(text) <= 400 and _NEXT.search(text) and _announces(text.lower()):
                when = _when(text, posted)
                if when or "dự kiến" in text.lower():
                    return NextMeeting(text=text, when=when)
    return None


def _when(text: str, posted: date | None) -> str | None:
    found = next(iter(find_dates(text)), None)
    day = found.first(posted.year if posted else None) if found else None
    if found is None or day is None:
        return None
    forms = {"day": day.isoformat(), "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}
    return forms[found.precision]


