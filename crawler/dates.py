"""The day a page says it was posted: read from the line where the site prints it, never guessed.

A number of a decree (102/2009/NĐ-CP), the clock in the portal's header and the day of a meeting are no posting date.
That is settled by where a date is looked for (the site's rule) and by what counts as one here; none is better than wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from archive.settings import TIME_ZONE
from crawler.markup import folded

FIRST_YEAR = 1997
"""The year Việt Nam joined the internet: no page was posted before."""

_LABEL = r"(?:(?:Ngày\s+đăng|Đăng\s+ngày|Đăng\s+tải|Ngày\s+xuất\s+bản|Ngày\s+cập\s+nhật|Cập\s+nhật|Publish(?:ed)?\s+date|Posted)\s*:?\s*)?"
_WEEKDAY = r"(?:(?:Thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|Chủ\s+nhật|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s*[,\-–]?\s*)?(?:ngày\s+)?"
# No digit, slash or dot before it, and none, nor "/NĐ-CP", after it: a date is not a piece of a number.
_NUMERIC = r"(?<![\d/.\-])(?P<day>\d{1,2})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d]|[/.\-]\w)"
_WORDS = r"(?<!\d)(?P<day_w>\d{1,2})\s+tháng\s+(?P<month_w>\d{1,2})\s*(?:,\s*)?năm\s+(?P<year_w>\d{4})(?!\d)"
_ISO = r"(?<![\d/.\-])(?P<year_i>\d{4})-(?P<month_i>\d{2})-(?P<day_i>\d{2})(?=$|[\sT])"
_CLOCK = r"\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2}(?:\.\d+)?)?"
_ZONE = r"(?:\s*\(?GMT\s*[+-]\d+\)?|[+-]\d{2}:?\d{2}|Z)?"
_TIME = rf"(?:\s*[,|\-–]?\s*(?:T|lúc\s+)?{_CLOCK}(?:\s*(?:AM|PM|SA|CH)\b)?{_ZONE})?"
_DATE = re.compile(f"{_LABEL}{_WEEKDAY}(?:{_NUMERIC}|{_WORDS}|{_ISO}){_TIME}", re.IGNORECASE)
_ADDRESS_STAMP = re.compile(r"-(?P<stamp>20\d{12})\d{0,6}\.html?$")


@dataclass(frozen=True, slots=True)
class PostingDate:
    """A posting day, the text it was read from (white space folded) and the rule that looked there."""

    day: date
    raw: str
    rule: str


def posting_date(text: str, rule: str, captured: datetime | None = None) -> PostingDate | None:
    """The date in a line that the site prints for it; None when the line holds none, or one after the capture.

    The hour only tells where the raw text ends: the record keeps the day, and "15:20 CH" is 15:20, not 27:20.
    """
    for match in _DATE.finditer(folded(text)):
        day = _day(match)
        if day is not None and not _after(day, captured):
            return PostingDate(day, match[0].strip(" ,|-–"), rule)
    return None


def address_date(url: str, captured: datetime | None = None) -> PostingDate | None:
    """The date in an address whose last number begins with yyyyMMddHHmmss (``-20210507084003259.htm``)."""
    match = _ADDRESS_STAMP.search(url)
    if match is None:
        return None
    try:
        day = datetime.strptime(match["stamp"], "%Y%m%d%H%M%S").replace(tzinfo=TIME_ZONE).date()
    except ValueError:
        return None
    return None if day.year < FIRST_YEAR or _after(day, captured) else PostingDate(day, match["stamp"], "address")


def _day(match: re.Match[str]) -> date | None:
    for suffix in ("", "_w", "_i"):
        if match["year" + suffix]:
            year, month, day = (int(match[part + suffix]) for part in ("year", "month", "day"))
            break
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _after(day: date, captured: datetime | None) -> bool:
    """Whether a day lies after the capture; a day's grace, for a clock that runs fast."""
    return captured is not None and day > (captured.astimezone(TIME_ZONE) + timedelta(days=1)).date()
