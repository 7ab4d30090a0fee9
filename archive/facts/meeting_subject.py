"""Whether an article is about one gathering: headline, lead and the rest of the text give points, and enough of them decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from archive.facts.body_names import body_length
from archive.facts.gatherings import Gathering, gatherings
from archive.facts.lead import Sentence, begins_with_a_day, has_a_day, is_prepared, issues_a_document, signal
from archive.facts.text import Line, Reading

_ENOUGH = 3
_MOST_TOLD = 2
_FIRST = 2  # sentences in which an article tells of a gathering that its headline does not name
_LINES = 30  # of the text that are looked at for whether it goes on about the gathering

_HELD, _TELLING, _OTHER_EVENTS = signal("held"), signal("telling"), signal("other event")
_CALLS, _RECEPTION = signal("call"), signal("reception")
_INSPECTION = re.compile(r"\b(?:kiểm tra|thanh tra|giám sát|khảo sát)\b")


def is_about_a_meeting(reading: Reading, lead: Sequence[Sentence]) -> bool:
    """Whether the article's main subject is one gathering, held or announced; a mention in passing is not enough."""
    headline = _headline_points(reading.headline)
    points = headline + _lead_points(lead, named=headline > 0)
    # The rest of the text is read only where it decides.
    return points >= _ENOUGH or (points + _MOST_TOLD >= _ENOUGH and points + _text_points(reading) >= _ENOUGH)


def _headline_points(headline: Line) -> int:
    """How far the headline says so; less than nothing where it tells of another event, an inspection, a call."""
    points = max((_points_of(headline, one) for one in gatherings(headline) if not one.many), default=0)
    return points if points >= _ENOUGH else points - _against(headline, points)


def _against(headline: Line, points: int) -> int:
    other = _other_event(headline)
    if other is not None:
        return 3 if other <= 3 and points == 0 else 2
    if _INSPECTION.match(headline.text.lower()):
        return 3
    return 1 if len(headline) and _CALLS.length_at(headline.keys, 0) else 0


def _other_event(headline: Line) -> int | None:
    """Where a headline names a contest, a fair, a campaign: "Giải “Chạy vì Hòa bình”"."""
    if headline.keys[:1] == ("giải",) and headline.words[1:2] in (("“",), ('"',)):
        return 0
    return next((index for index in range(len(headline)) if _OTHER_EVENTS.length_at(headline.keys, index)), None)


def _points_of(headline: Line, one: Gathering) -> int:
    if is_prepared(headline, one):
        return 0
    if one.use == "act":
        return 2 if one.start == 0 else 1
    if headline.keys[one.start] == "đại":
        return 2  # a congress is an occasion for much else
    leads = one.start <= 2 or headline.words[one.start - 1] in ':-–“"'
    held = any(_HELD.length_at(headline.keys, index) + index == one.start for index in range(max(0, one.start - 4), one.start))
    return 3 if leads or held or _of_a_body(headline, one) else 1


def _of_a_body(headline: Line, one: Gathering) -> bool:
    """ "họp Hội đồng …", "họp phiên toàn thể"."""
    if headline.keys[one.start] != "họp" or one.end >= len(headline):
        return False
    return bool(body_length(headline, one.end)) or headline.keys[one.start + 1] == "phiên"


def _lead_points(lead: Sequence[Sentence], *, named: bool) -> int:
    """How far the first sentences tell of a gathering; less where the first tells of a document or of a custom.

    Where the headline names none, a gathering further down is only mentioned, unless with its day.
    """
    places = (place for place, sentence in enumerate(lead) if named or place < _FIRST or has_a_day(sentence))
    points = max((_points_of_sentence(lead, place) for place in places), default=0)
    custom = any(one.many for sentence in lead[:2] for one in sentence.found)
    return points - custom - (3 if lead and issues_a_document(lead[0].item) else 0)


def _points_of_sentence(lead: Sequence[Sentence], place: int) -> int:
    sentence = lead[place]
    if sentence.held is None:
        return 0
    return _points_of_act(sentence, place) if sentence.held.use == "act" else _points_of_noun(lead, place)


def _points_of_act(sentence: Sentence, place: int) -> int:
    """A reception or working visit is a gathering by itself ("đã tiếp", "làm việc với"); other acts need more beside them."""
    if not has_a_day(sentence) or place > 1 or sentence.held is None:
        return 0
    received = place == 0 and _RECEPTION.length_at(sentence.item.keys, sentence.held.start) and not _INSPECTION.search(sentence.item.text)
    return 3 if received else 2


def _points_of_noun(lead: Sequence[Sentence], place: int) -> int:
    """Most for a text that begins with the day: "Sáng 28/11, Cục A đã tổ chức hội nghị …"."""
    if place == 0 and has_a_day(lead[0]) and begins_with_a_day(lead[0]) and not issues_a_document(lead[0].item):
        return 4
    dated = has_a_day(lead[place]) or any(found.precision == "day" for sentence in lead[:place] for found in sentence.dates)
    return (2 if place < 3 else 1) + dated


def _text_points(reading: Reading) -> int:
    """Whether the text goes on about it: "Phát biểu tại Hội nghị", "chủ trì buổi làm việc", "Toàn cảnh hội nghị"."""
    told = (one for item in reading.lines[1:_LINES] for one in gatherings(item) if is_told_of(item, one))
    return sum(1 for _ in islice(told, _MOST_TOLD))


def is_told_of(item: Line, one: Gathering) -> bool:
    """Whether the words right before a gathering go on about it: "Phát biểu tại Hội nghị"."""
    if one.use == "act" or one.many:
        return False
    lengths = ((index, _TELLING.length_at(item.keys, index)) for index in range(max(0, one.start - 4), one.start))
    return any(length and index + length == one.start for index, length in lengths)
