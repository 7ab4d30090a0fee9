"""The day a page says it was posted: read from the line where the site prints it, never guessed.

A number of a decree (102/2009/NĐ-CP), the clock in the portal's header and the day of a meeting are no posting date.
That is settled by where a date is looked for (the site's rule) and by what counts as one here; none is better than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from archive.settings import TIME_ZONE
from crawler.markup import folded

FIRST_YEAR = 1997
"""The year Việt Nam joined the internet: no page was posted before."""

_LABEL = (
    r"(?:(?:Ngày\s+đăng(?:\s+tin)?|Đăng\s+ngày|Đăng\s+lúc|Đăng\s+tải|Ngày\s+xuất\s+bản|Thời\s+gian\s+đăng|Ngày\s+tạo|Ngày\s+cập\s+nhật"
    r"|Cập\s+nhật(?:\s+lúc|\s+ngày)?|Publish(?:ed)?\s+date|Posted(?:\s+on)?)\s*:?\s*)?"
)
_WEEKDAY = r"(?:(?:Thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|Chủ\s+nhật|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s*[,\-–]?\s*)?(?:ngày\s+)?"
# No digit, slash or dot before it, and none, nor "/NĐ-CP", after it: a date is not a piece of a number.
_NUMERIC = r"(?<![\d/.\-])(?P<day>\d{1,2})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d]|[/.\-]\w)"
_WORDS = r"(?<!\d)(?P<day_w>\d{1,2})\s+tháng\s+(?P<month_w>\d{1,2})\s*(?:,\s*)?năm\s+(?P<year_w>\d{4})(?!\d)"
_ISO = r"(?<![\d/.\-])(?P<year_i>\d{4})(?P<mark_i>[-/])(?P<month_i>\d{2})(?P=mark_i)(?P<day_i>\d{2})(?=$|[\sT])"
_CLOCK = r"\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2}(?:\.\d+)?)?"
_ZONE = r"(?:\s*\(?GMT\s*[+-]\d+\)?|[+-]\d{2}:?\d{2}|Z)?"
_TIME = rf"(?:\s*[,|\-–]?\s*(?:T|lúc\s+)?{_CLOCK}(?:\s*(?:AM|PM|SA|CH)\b)?{_ZONE})?"
# "15:20 CH | 14/05/2012", "lúc 09h30, ngày 12/8/2011": the hour may come first.
_TIME_FIRST = rf"(?:(?:lúc\s+)?(?<![\d:]){_CLOCK}(?:\s*(?:AM|PM|SA|CH)\b)?{_ZONE}\s*[,|\-–]?\s*)?"
_DATE = re.compile(f"{_LABEL}{_TIME_FIRST}{_WEEKDAY}(?:{_NUMERIC}|{_WORDS}|{_ISO}){_TIME}", re.IGNORECASE)
_ADDRESS_STAMP = re.compile(r"-(?P<stamp>20\d{12})\d{0,6}\.html?$")
# "/2023-01-30/", "/2023/01/30/": a folder of the day, as Tandan's portals and many blogs have it.
_ADDRESS_DAY = re.compile(r"/(?P<year>20\d{2})(?P<mark>[-/])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})/")
_AGO = re.compile(
    r"(?:^|[\s:|(])(?:(?P<count>\d{1,3}|một|vài)\s+(?P<unit>giây|phút|giờ|tiếng|ngày|tuần)\s+trước|(?P<yesterday>hôm\s+qua))\b",
    re.IGNORECASE,
)
_UNITS = {
    "giây": timedelta(),
    "phút": timedelta(minutes=1),
    "giờ": timedelta(hours=1),
    "tiếng": timedelta(hours=1),
    "ngày": timedelta(days=1),
    "tuần": timedelta(weeks=1),
}
_LONGEST_AGO = 60  # characters of a line that says "5 giờ trước" of the page and not of an event


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


def address_day(url: str, captured: datetime | None = None) -> PostingDate | None:
    """The date in an address: the time its number begins with, or a folder of the day (``/2023-01-30/``)."""
    if found := address_date(url, captured):
        return found
    match = _ADDRESS_DAY.search(url)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return None if _after(day, captured) else PostingDate(day, match[0].strip("/"), "address")


def dates_in(text: str) -> Iterator[re.Match[str]]:
    """Everything in a line that is written as a date, with its label, weekday and time."""
    return _DATE.finditer(text)


def relative_date(text: str, rule: str, captured: datetime | None) -> PostingDate | None:
    """The day that "5 giờ trước" or "hôm qua" means at the moment of capture; None without that moment, or in a sentence."""
    match = _AGO.search(text) if len(text) <= _LONGEST_AGO else None
    if match is None or captured is None:
        return None
    if match["yesterday"]:
        ago = timedelta(days=1)
    elif match["count"].isdecimal():
        ago = int(match["count"]) * _UNITS[match["unit"].lower()]
    elif match["count"].lower() == "một":
        ago = _UNITS[match["unit"].lower()]
    else:
        return None  # "vài ngày trước" is no day
    return PostingDate((captured.astimezone(TIME_ZONE) - ago).date(), match[0].strip(" :|("), rule)


def stamped_date(text: str, rule: str, captured: datetime | None = None) -> PostingDate | None:
    """The day of a machine's time stamp in Việt Nam's zone (22:30Z is the next day there); else of a date as people write it."""
    stamp = folded(text)
    try:
        moment = datetime.fromisoformat(stamp) if len(stamp) > 10 else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        return posting_date(stamp, rule, captured)
    day = moment.astimezone(TIME_ZONE).date()
    return None if day.year < FIRST_YEAR or _after(day, captured) else PostingDate(day, stamp, rule)


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
