"""Dates as Vietnamese texts write them, with how much of each is known and where it stands.

Nothing is guessed here: a day without its year is a day without its year, and who asks decides from the posting date.
Every repetition is bounded, so that a paragraph of a million digits and slashes costs what its length is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "quarter", "year"]

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:19|20)\d\d"
_SEPARATOR = r"\s?[/.\-]\s?"

# Alternatives in the order of how much they hold; the first that fits at a place wins.
_DATE = re.compile(
    rf"""(?<![\w/.\-])(?:
      (?P<d1>\d{{1,2}})(?:{_SEPARATOR}(?P<m1>\d{{1,2}}))?(?:{_SEPARATOR}(?P<y1>{_YEAR}))?   # 29 | 29/3 | 29/3/2013 before:
        (?:\s?,\s?\d{{1,2}}){{0,6}}                                                              # 14, 15, 16, 28 và 29/7/2020
        \s?(?:-|–|và|đến|đến\s+ngày|đến\s+hết\s+ngày|,)\s?                                     # 29-30/3/2013, 29/3 đến 2/4
        (?P<d2>\d{{1,2}}){_SEPARATOR}(?P<m2>\d{{1,2}})(?:{_SEPARATOR}(?P<y2>{_YEAR}))?(?![\w/])
    | (?P<d3>\d{{1,2}}){_SEPARATOR}(?P<m3>\d{{1,2}}){_SEPARATOR}(?P<y3>{_YEAR})(?![\w/])      # 03/8/2011, 5-11-2017
    | (?:ngày\s)?(?P<d4>\d{{1,2}})\stháng\s(?P<m4>\d{{1,2}})(?:,?\s?năm\s(?P<y4>{_YEAR}))?    # 15 tháng 7 năm 2013
    | (?:tháng\s)?(?P<m5>\d{{1,2}})\s?[/\-]\s?(?P<y5>{_YEAR})(?![\w/])                        # 9/2011, tháng 5/2013
    | tháng\s(?P<m6>\d{{1,2}})\snăm\s(?P<y6>{_YEAR})                                          # tháng 1 năm 2015
    | (?P<d7>\d{{1,2}})\s?[/]\s?(?P<m7>\d{{1,2}})(?![\w/\-]|[.,]\d)                           # 22/1
    | (?:ngày|sáng|chiều|tối)\s(?P<da>\d{{1,2}})-(?P<ma>\d{{1,2}})(?![\w/\-]|[.,]\d)             # chiều 16-5
    | quý\s(?P<q8>I{{1,3}}|IV|[1-4])(?:\s?[/\-]\s?|,?\snăm\s|\s)(?P<y8>{_YEAR})               # Quý I/2018, Quý III năm 2012
    | năm\s(?P<y9>{_YEAR})(?!\s?[-–]\s?\d)                                                    # năm 2017, not năm 2016-2020
    )""",
    re.VERBOSE | re.IGNORECASE,
)


# What every date begins with: a digit, or one of its words before a digit or a quarter's "I". A search leaps from one such character to
# the next, and the long pattern is tried only there.
_BEGINNING = re.compile(r"[\dntscqNTSCQſ](?<![\w/.\-].)(?:(?<=\d)|(?=\w{2,4}\s[\divIVıİ]))")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. ``year`` is None where the text gives none; ``last_day`` and ``last_month`` are of a range's end."""

    start: int
    end: int
    text: str
    precision: Precision
    year: int | None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    last_year: int | None = None

    def first(self, year: int | None = None) -> date | None:
        """The first day of what is known, in its own year or else in ``year``; None when there is no such day."""
        return _date(self.year or year, self.month or 1, self.day or 1)

    def last(self, year: int | None = None) -> date | None:
        """The last day of a range of several days; None for a single day."""
        return _date(self.last_year or self.year or year, self.last_month or self.month or 1, self.last_day) if self.last_day else None


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def find_dates(text: str) -> Iterator[DateMention]:
    """Every date of the text that can be one: 31/2, 45/2014 and 24/7 are none."""
    end = 0
    for beginning in _BEGINNING.finditer(text):
        match = _DATE.match(text, beginning.start()) if beginning.start() >= end else None
        if match is not None:
            end = match.end()
            mention = _mention(match)
            if mention is not None and not _is_day_and_night(text, match):
                yield mention


# "trực 24/7" is no day, "sáng 24/7" is.
_DAY_WORD = re.compile(r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|từ|đến|và)\s*$", re.IGNORECASE)


def _is_day_and_night(text: str, match: re.Match[str]) -> bool:
    return match[0] == "24/7" and _DAY_WORD.search(text, max(0, match.start() - 8), match.start()) is None


def _mention(match: re.Match[str]) -> DateMention | None:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    if "d2" in found:
        return _range(match, found)
    number = {name[0]: value for name, value in found.items()}
    if "q" in number:
        first_month = 3 * _QUARTERS[number["q"].lower()] - 2
        return DateMention(match.start(), match.end(), match[0], "quarter", int(number["y"]), first_month)
    year = int(number["y"]) if "y" in number else None
    month, day = _number(number, "m"), _number(number, "d")
    if month is not None and not _possible(year, month, day):
        return None
    precision: Precision = "day" if day else "month" if month else "year"
    return DateMention(match.start(), match.end(), match[0], precision, year, month, day)


def _number(number: dict[str, str], name: str) -> int | None:
    return int(number[name]) if name in number else None


def _range(match: re.Match[str], found: dict[str, str]) -> DateMention | None:
    """Several days: what the first leaves out is said by the last ("29 - 30/3/2013")."""
    first_day, last_day, last_month = int(found["d1"]), int(found["d2"]), int(found["m2"])
    month = int(found.get("m1", last_month))
    last_year = int(found["y2"]) if "y2" in found else None
    year = int(found["y1"]) if "y1" in found else (last_year - (month > last_month) if last_year else None)
    if not (_possible(year, month, first_day) and _possible(last_year, last_month, last_day)):
        return None
    return DateMention(match.start(), match.end(), match[0], "day", year, month, first_day, last_day, last_month, last_year)


def _possible(year: int | None, month: int, day: int | None) -> bool:
    return _date(year or 2000, month, day or 1) is not None


def nearest_before(mention: DateMention, posted: date, *, slack: int = 1) -> date | None:
    """The day of a mention without a year, in the last such year that is not after the posting date (by ``slack`` days)."""
    for year in (posted.year, posted.year - 1):
        day = mention.first(year)
        if day is not None and day <= posted + timedelta(days=slack):
            return day
    return None
