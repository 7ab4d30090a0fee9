"""The meeting an article is about: whether it is about one, and when, by whom, where it was held and who chaired it.

What the text does not say stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.article import Meeting, NextMeeting, Proof
from archive.facts.body_names import body_length
from archive.facts.chairs import chairs
from archive.facts.dates_in_text import find_dates
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.gazetteer import Phrases
from archive.facts.held_dates import Held, held_date, part_of_year, telling_sentence
from archive.facts.lead import Sentence, announces, lead
from archive.facts.meeting_subject import is_about_a_meeting, is_told_of
from archive.facts.organisers import body_that_met, organiser, venue
from archive.facts.people import NamedPerson
from archive.facts.text import Line, Reading, line, sentences

VERSION = 9


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
    read = {
        "kind": _kind(reading, told),
        "body": _body(reading.headline, told, held),
        "session": _session(reading.headline, told),
        "place": _place(told, held),
    }
    value = {name: found.value if found else None for name, found in read.items()}
    return Meeting(
        held=held.day,
        held_precision=held.precision,
        held_end=held.end,
        evidence=held.evidence,
        kind=value["kind"],
        body=value["body"],
        session=value["session"],
        place=value["place"],
        chairs=chaired,
        next_meeting=_next_meeting(reading, posted),
        proofs=(
            *_held_proofs(held),
            *(Proof(field=name, text=found.quote, rule=found.rule) for name, found in read.items() if found),
            *chair_proofs,
        ),
    )


TOLD, HEADED = "sentence that tells of it", "headline"
"""The rules by which kind, body, session and place are read."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A value with the words that say it of the gathering, and the rule that read it."""

    value: str
    quote: str
    rule: str


def _read_in(value: str, item: Line, one: Gathering | None, rule: str) -> _Read:
    """The value with the words from it to the gathering; ``value`` may be several, with ";"."""
    spans = [(start, start + len(part)) for part in value.split(";") if (start := item.text.find(part)) >= 0]
    spans += [(item.starts[one.start], item.ends[one.end - 1])] if one else []
    return _Read(value, _around(item.text, min(start for start, _ in spans), max(end for _, end in spans)), rule)


_BESIDE = 60  # characters of a sentence that are quoted before and after a value


def _around(text: str, start: int, end: int) -> str:
    """The whole words around a part of a text."""
    first, last = max(0, start - _BESIDE), min(len(text), end + _BESIDE)
    first = text.find(" ", first, start) + 1 or start if first else 0
    last = text.rfind(" ", end, last) if last < len(text) else last
    return text[first : last if last >= end else end].strip()


def _held_proofs(held: Held) -> list[Proof]:
    """The words that give the day, up to the gathering where both stand in one sentence."""
    if held.evidence is None:
        return []
    sentence = held.sentence
    quote = _read_in(held.evidence, sentence.item, sentence.held, held.rule).quote if sentence else held.evidence
    return [Proof(field="held", text=quote, rule=held.rule)]


def _body(headline: Line, told: Sentence | None, held: Held) -> _Read | None:
    """The body as the text has it; as the headline has it where that says the same and more."""
    sources = [sentence for sentence in (told, held.sentence) if sentence is not None]
    named = next((_read_in(name, one.item, one.held, TOLD) for one in sources if (name := organiser(one))), None)
    met = next(gatherings(headline), None)
    above = body_that_met(headline, met)
    if above and (named is None or above.casefold().startswith(named.value.casefold())):
        return _read_in(above, headline, met, HEADED)
    return named


def _place(told: Sentence | None, held: Held) -> _Read | None:
    sources = (sentence for sentence in (told, held.sentence) if sentence is not None)
    return next((_read_in(place, one.item, one.held, TOLD) for one in sources if (place := venue(one))), None)


def _kind(reading: Reading, told: Sentence | None) -> _Read | None:
    """What the gathering is called where the text first tells of it, in the case printed.

    Where that says what was done ("đã bế mạc", "làm việc với"), it is called what the text calls it elsewhere, if it does.
    """
    headline = reading.headline
    one = next((found for found in gatherings(headline) if found.use == "noun" and not found.many), None)
    if told is not None and told.held is not None and (one is None or any(found.precision == "day" for found in told.dates)):
        if told.held.use == "noun":
            return _named(told.item, told.held, TOLD)
        before = [found for found in told.found if found.use == "noun" and not found.many and found.end <= told.held.start]
        return (
            _named(told.item, before[-1], TOLD) if before else _called(reading, told.item, told.held) or _named(told.item, told.held, TOLD)
        )
    if one is not None:
        return _named(headline, one, HEADED)
    act = next(gatherings(headline), None)
    return (_called(reading, headline, act) or _named(headline, act, HEADED)) if act else None


_WHAT = ("họp", "lễ", "tiếp", "làm việc", "gặp", "gặp gỡ", "gặp mặt")
_ANY = Phrases(("hội nghị", "hội đàm", "phiên họp", "kỳ họp", *(f"{one} {what}" for one in ("buổi", "cuộc") for what in _WHAT)))
"""Nouns that a text calls a gathering by whatever is done at it."""


def _called(reading: Reading, item: Line, act: Gathering) -> _Read | None:
    """What the text, going on, calls the gathering at which something is done: "Tại buổi làm việc", "Tới dự lễ khai trương"."""
    done = set(item.keys[act.start : act.end])
    for other in reading.lines[1:]:
        for one in gatherings(other):
            if is_told_of(other, one) and (_ANY.length_at(other.keys, one.start) or done & set(other.keys[one.start : one.end])):
                return _named(other, one, TOLD)
    return None


_WITHOUT_TENSE = re.compile(r"^đã\s+|\s+với$", re.IGNORECASE)


def _named(item: Line, one: Gathering, rule: str) -> _Read:
    name = item.span(one.start, one.end)
    quote = _around(item.text, item.starts[one.start], item.ends[one.end - 1])
    return _Read(_WITHOUT_TENSE.sub("", name) if one.use == "act" else name, quote, rule)


# "phiên họp đầu tiên của Ban …", "kỳ họp thứ 10", "lần thứ XVI", "khóa I-2017", "quý I/2018", "tháng 5/2013"
_SERIES = re.compile(
    r"\b(?:phiên họp đầu tiên(?: của [^,.;]{3,60})?|(?:kỳ họp|phiên họp|phiên|khóa|kỳ|lần)\s+thứ\s+(?:\d{1,3}|[\w]{2,5})\b"
    r"|lần\s+(?:[IVX]{1,5}|\d{1,3})\b|khóa\s+[IVX]{1,4}[-.]?\d{0,4}"
    r"|quý\s+(?:I{1,3}|IV|[1-4])(?:(?:\s+năm\s+|\s?[/\-]\s?|\s+)(?:19|20)\d\d)?|tháng\s+\d{1,2}(?:\s+năm\s+|\s?[/\-]\s?)(?:19|20)\d\d)",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(r"\b(?:công tác|nhiệm vụ|kết quả|tình hình|cuộc thi|hội thi|[Nn]ghị quyết|Đại hội)\b")
_A_DAY = re.compile(r"\b(?:đầu|cuối|giữa|trong|vào|từ|đến|hết)\s+$")  # "tổ chức đầu tháng 3/2011"
_BEHIND, _CLOSE = 120, 30  # characters behind the gathering in which "quý I" and "lần thứ 3" are its own


def _session(headline: Line, told: Sentence | None) -> _Read | None:
    """What makes it one of a series: "lần thứ 3", "quý I/2018", "kỳ họp thứ 10"; it stands right after the gathering."""
    for item, rule in ((headline, HEADED), (told.item, TOLD)) if told else ((headline, HEADED),):
        one = next((found for found in gatherings(item) if not found.many), None)
        found = _series_in(item, one) if one else None
        if found:
            return _read_in(found, item, one, rule)
    part = part_of_year(headline, None).evidence
    return _read_in(part, headline, next(gatherings(headline), None), HEADED) if part else None


def _series_in(item: Line, one: Gathering) -> str | None:
    begin = item.starts[one.start]
    match = _SERIES.search(item.text, begin, begin + _BEHIND)
    if match is None or _OF_SOMETHING_ELSE.search(item.text, item.ends[one.end - 1], match.start()):
        return None
    ordinal = match[0][:3].lower() in ("lần", "kỳ ", "phi")
    if ordinal and match.start() - item.ends[one.end - 1] > _CLOSE:
        return None
    if _A_DAY.search(item.text, begin, match.start()) or (match[0][:4].lower() == "khóa" and _names_a_body(item, one.end, match.start())):
        return None
    between = gatherings(line(item.text[begin : match.end()]))
    return match[0] if sum(1 for _ in between) < 2 else None


def _names_a_body(item: Line, begin: int, position: int) -> bool:
    """Whether a body stands between, whose own term "khóa XII" is: "Thông báo của Ban Bí thư (khóa XII)"."""
    end = bisect_left(item.starts, position)
    return any(item.words[index] == "(" or (item.words[index][0].isupper() and body_length(item, index)) for index in range(begin, end))


# "Dự kiến phiên làm việc tiếp theo của Hội đồng sẽ vào cuối tháng 9/2011"
_NEXT = re.compile(
    r"(?<!các )(?<!những )\b(?:phiên|cuộc|buổi|kỳ|hội nghị|lần)\b[^.;]{0,30}\b(?:tiếp theo|kế tiếp|lần sau|lần tới|sắp tới)\b",
    re.IGNORECASE,
)
_NEXT_SIGNS = ("tiếp theo", "kế tiếp", "lần sau", "lần tới", "sắp tới")  # a plain look for them spares most texts the pattern
_LONGEST_ANNOUNCEMENT = 400


def _next_meeting(reading: Reading, posted: date | None) -> NextMeeting | None:
    """What the article says of the next meeting of the same series."""
    for item in reading.body:
        small = item.text.casefold()
        for start, end in sentences(item.text) if any(sign in small for sign in _NEXT_SIGNS) and _NEXT.search(item.text) else ():
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
