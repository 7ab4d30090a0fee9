"""The meeting an article is about: whether it is about one, and when, by whom, where it was held and who chaired it.

What the text does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from archive.article import Meeting, NextMeeting, Proof
from archive.facts.chairs import chairs
from archive.facts.dates_in_text import find_dates
from archive.facts.gatherings import gatherings
from archive.facts.held_dates import Held, held_date, part_of_year, telling_sentence
from archive.facts.lead import Sentence, announces, lead
from archive.facts.meeting_subject import is_about_a_meeting
from archive.facts.organisers import body_that_met, organiser, venue
from archive.facts.people import NamedPerson
from archive.facts.text import Line, Reading, line, sentences

VERSION = 5


def meeting(reading: Reading, posted: date | None, people: Sequence[Sequence[NamedPerson]]) -> Meeting | None:
    """The meeting the article is about, with what it says of it; None when it is about something else.

    ``people`` are the people of each line of the reading. ``posted`` gives the year where the text leaves it out.
    """
    first = lead(reading)
    if not is_about_a_meeting(reading, first):
        return None
    told = telling_sentence(first)
    held = held_date(reading.headline, first, told, posted)
    chaired, chair_proofs = chairs(reading, people)
    body, place = _body(reading.headline, told, held), _place(told, held)
    return Meeting(
        held=held.day,
        held_precision=held.precision,
        held_end=held.end,
        evidence=held.evidence,
        kind=_kind(reading.headline, told),
        body=body,
        session=_session(reading.headline, told),
        place=place,
        chairs=chaired,
        next_meeting=_next_meeting(reading, posted),
        proofs=(*_proofs(held, told, body, place), *chair_proofs),
    )


def _proofs(held: Held, told: Sentence | None, body: str | None, place: str | None) -> list[Proof]:
    """The words each value was read from; a body's or a venue's are the sentence that tells of the gathering."""
    proofs = [Proof(field="held", text=held.evidence, rule=held.rule)] if held.evidence else []
    source = held.sentence or told
    if source is not None:
        proofs += [
            Proof(field=name, text=source.item.text.strip(), rule="sentence that tells of it")
            for name, value in (("body", body), ("place", place))
            if value
        ]
    return proofs


def _body(headline: Line, told: Sentence | None, held: Held) -> str | None:
    """The body as the text has it; as the headline has it where that says the same and more."""
    sources = [sentence for sentence in (told, held.sentence) if sentence is not None]
    named = next(filter(None, map(organiser, sources)), None)
    above = body_that_met(headline, next(gatherings(headline), None))
    if named and above and above.casefold().startswith(named.casefold()):
        return above
    return named or above


def _place(told: Sentence | None, held: Held) -> str | None:
    return next(filter(None, (venue(sentence) for sentence in (told, held.sentence) if sentence is not None)), None)


def _kind(headline: Line, told: Sentence | None) -> str | None:
    """What the gathering is called where the text first tells of it, in the case printed."""
    one = next((found for found in gatherings(headline) if found.use == "noun" and not found.many), None)
    if told is not None and told.held is not None and (one is None or any(found.precision == "day" for found in told.dates)):
        return told.item.span(told.held.start, told.held.end)
    one = one or next(gatherings(headline), None)
    return headline.span(one.start, one.end) if one else None


# "phiên họp đầu tiên của Ban …", "kỳ họp thứ 10", "lần thứ XVI", "khóa I-2017", "quý I/2018", "tháng 5/2013"
_SERIES = re.compile(
    r"\b(?:phiên họp đầu tiên(?: của [^,.;]{3,60})?|(?:kỳ họp|phiên họp|phiên|khóa|kỳ|lần)\s+thứ\s+(?:\d{1,3}|[\w]{2,5})\b"
    r"|lần\s+(?:[IVX]{1,5}|\d{1,3})\b|khóa\s+[IVX]{1,4}[-.]?\d{0,4}"
    r"|quý\s+(?:I{1,3}|IV|[1-4])(?:(?:\s+năm\s+|\s?[/\-]\s?|\s+)(?:19|20)\d\d)?|tháng\s+\d{1,2}(?:\s+năm\s+|\s?[/\-]\s?)(?:19|20)\d\d)",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(r"\b(?:công tác|nhiệm vụ|kết quả|tình hình|cuộc thi|hội thi|[Nn]ghị quyết|Đại hội)\b")
_BEHIND, _CLOSE = 120, 30  # characters behind the gathering in which "quý I" and "lần thứ 3" are its own


def _session(headline: Line, told: Sentence | None) -> str | None:
    """What makes it one of a series: "lần thứ 3", "quý I/2018", "kỳ họp thứ 10"; it stands right after the gathering."""
    for item in (headline, told.item) if told else (headline,):
        found = _series_in(item)
        if found:
            return found
    return part_of_year(headline, None).evidence


def _series_in(item: Line) -> str | None:
    one = next((found for found in gatherings(item) if not found.many), None)
    if one is None:
        return None
    begin = item.starts[one.start]
    match = _SERIES.search(item.text, begin, begin + _BEHIND)
    if match is None or _OF_SOMETHING_ELSE.search(item.text, item.ends[one.end - 1], match.start()):
        return None
    ordinal = match[0][:3].lower() in ("lần", "kỳ ", "phi")
    if ordinal and match.start() - item.ends[one.end - 1] > _CLOSE:
        return None
    between = gatherings(line(item.text[begin : match.end()]))
    return match[0] if sum(1 for _ in between) < 2 else None


# "Dự kiến phiên làm việc tiếp theo của Hội đồng sẽ vào cuối tháng 9/2011"
_NEXT = re.compile(
    r"(?<!các )(?<!những )\b(?:phiên|cuộc|buổi|kỳ|hội nghị|lần)\b[^.;]{0,30}\b(?:tiếp theo|kế tiếp|lần sau|lần tới|sắp tới)\b",
    re.IGNORECASE,
)
_LONGEST_ANNOUNCEMENT = 400


def _next_meeting(reading: Reading, posted: date | None) -> NextMeeting | None:
    """What the article says of the next meeting of the same series."""
    for item in reading.body:
        for start, end in sentences(item.text) if _NEXT.search(item.text) else ():
            text = item.text[start:end].strip().rstrip(".")
            if len(text) <= _LONGEST_ANNOUNCEMENT and _NEXT.search(text) and announces(text.lower()):
                when = _when(text, posted)
                if when or "dự kiến" in text.lower():
                    return NextMeeting(text=text, when=when)
    return None


def _when(text: str, posted: date | None) -> str | None:
    found = next(find_dates(text), None)
    day = found.first(posted.year if posted else None) if found else None
    return as_far_as_known(day, found.precision) if found and day else None


def as_far_as_known(day: date, precision: str) -> str:
    """A date as far as it is known: 2018-03-16, 2018-03, 2018-Q1, 2018."""
    forms = {"day": day.isoformat(), "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}
    return forms[precision]
