"""The day on which a cited document was issued or signed: it stands beside the number, or heads the sentence that tells of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from archive.facts.citations import Citation
from archive.facts.dates_in_text import DateMention
from archive.facts.document_numbers import mentions_a_number

_BESIDE = 140  # characters between a number and its day
_AHEAD = 150  # characters between a day that heads the sentence and the number

# "số 1235/QĐ-BTTTT, ngày …", "được ban hành ngày …", "(ngày …", "ký ngày …", "của Bộ Chính trị ngày …", ", 16/12/2015"
_LINK = re.compile(
    r"[\s,(]*(?:-\s*)?(?:(?:của|do)\s+[^,.;()\d]{2,60}?,?\s*)?(?:(?:đã|được|vừa)\s+){0,3}"
    r"(?:ban\s+hành|ký\s+ban\s+hành|ký|phê\s+duyệt)?\s*(?:vào\s+)?(?:ngày\s*|,\s*)"
)
_DAY_ALONE = re.compile(r"\s*ngày\s*")
# "Ngày 14/11/2014, UBND Thành phố (đã) ban hành Công văn số …": a day, then an issuing verb, then the document.
_ISSUING = re.compile(
    r"\b(?:ban\s+hành|ký|có|ra|phê\s+duyệt|thông\s+qua|gửi|phát\s+hành|công\s+bố|xây\s+dựng)(?:\s+(?:và|ban\s+hành|các)){0,3}\s*$",
    re.IGNORECASE,
)
_ONE_CLAUSE = re.compile(r"\s*,?\s*[^.;:]*")
_OTHER_DOCUMENT = re.compile(r"\bsố\s*:?\s*\d")
# A day that begins a sentence or a clause is told of what follows; elsewhere it may be another document's.
_BEGINS = re.compile(
    r"(?:^|[,.;:(]\s*|\b(?:trước\s+đó|vừa\s+qua|theo\s+đó),?\s*)(?:vào\s+)?(?:sáng\s+|chiều\s+)?(?:ngày\s*)?$", re.IGNORECASE
)


def with_issue_day(citation: Citation, text: str, dates: Sequence[DateMention]) -> Citation:
    """The citation with its day of issue, where the text gives day, month and year. ``dates``: those of the text, in order."""
    found = _beside(citation, text, dates) or _ahead(citation, text, dates)
    day = found.first() if found else None
    if found is None or day is None:
        return citation
    quote = text[min(citation.start, found.start) : max(citation.end, found.end)]
    return replace(citation, issued=day, issued_text=quote, issued_rule="day beside the number")


def _is_full_day(found: DateMention) -> bool:
    return found.precision == "day" and found.year is not None and not found.last_day


def _beside(citation: Citation, text: str, dates: Sequence[DateMention]) -> DateMention | None:
    place = bisect_left(dates, citation.start, key=lambda found: found.start)
    for found in dates[place : place + 3]:
        if _is_full_day(found) and (_within(citation, found) or _linked(citation, text, found)):
            return found
    return None


def _within(citation: Citation, found: DateMention) -> bool:
    """Whether the day is the name: "Quyết định ngày 5/6/2013"."""
    return citation.number is None and citation.start < found.start < citation.end


def _linked(citation: Citation, text: str, found: DateMention) -> bool:
    if not citation.end <= found.start <= citation.end + _BESIDE:
        return False
    # A date that itself begins with "ngày" lends the link its word.
    between = text[citation.end : found.start] + ("ngày " if found.text[:4].lower() == "ngày" else "")
    linked = (_LINK if citation.number else _DAY_ALONE).fullmatch(between)
    return linked is not None and "hiệu lực" not in between


def _ahead(citation: Citation, text: str, dates: Sequence[DateMention]) -> DateMention | None:
    place = bisect_left(dates, citation.start, key=lambda found: found.start) - 1
    if place < 0 or citation.number is None or not _is_full_day(dates[place]):
        return None
    found = dates[place]
    between = text[found.end : citation.start]
    if len(between) > _AHEAD or not _ONE_CLAUSE.fullmatch(between) or not _ISSUING.search(between) or _OTHER_DOCUMENT.search(between):
        return None
    return found if _is_told_of_what_follows(text, found) else None


def _is_told_of_what_follows(text: str, found: DateMention) -> bool:
    before = text[max(0, found.start - 25) : found.start]
    if found.text[:4].lower() != "ngày" and not before.rstrip().lower().endswith("ngày"):
        return False
    return _BEGINS.search(before) is not None or not mentions_a_number(text, max(0, found.start - 90), found.start)
