"""Day, month and year as readers write them in the search form, and dates as pages print them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"(?P<year>[0-9]{4})")
_MONTH = re.compile(r"(?P<month>[0-9]{1,2})\s*[/.-]\s*(?P<year>[0-9]{4})|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})")
_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})\s*[/.-]\s*(?P<month>[0-9]{1,2})\s*[/.-]\s*(?P<year>[0-9]{4})"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a written date covers, both ends included: ``3/2018`` is the whole of March."""

    first: date
    last: date


def _part(match: re.Match[str], name: str) -> int:
    groups = match.groupdict()
    return int(groups.get(name) or groups[f"iso_{name}"])


def _year(match: re.Match[str]) -> Period:
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year, 12, 31))


def _month(match: re.Match[str]) -> Period:
    first = date(_part(match, "year"), _part(match, "month"), 1)
    return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def _day(match: re.Match[str]) -> Period:
    day = date(_part(match, "year"), _part(match, "month"), _part(match, "day"))
    return Period(day, day)


_FORMS = ((_YEAR, _year), (_MONTH, _month), (_DAY, _day))


def read_period(text: str) -> Period:
    """The period written as ``2018``, ``3/2018``, ``16/3/2018``, ``16-03-2018`` or ISO; ValueError for anything else.

    The day stands before the month, as Vietnamese readers write it.
    """
    for pattern, period in _FORMS:
        if match := pattern.fullmatch(text.strip()):
            return period(match)
    raise ValueError(f"not a date: {text[:40]!r}")
