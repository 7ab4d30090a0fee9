"""Meetings as pages show them: the reports of one meeting together, its day as far as it is known, and a month of days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from archive.article import Meeting
from archive.things import Cited


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting with the articles that report it, the most precise first. ``held`` is None where no article says when."""

    reports: tuple[Cited, ...]

    @property
    def detail(self) -> Any:
        """What the first report says of the meeting."""
        return self.reports[0].mention.detail

    @property
    def held(self) -> date | None:
        """The first day of what is known."""
        return date.fromisoformat(self.detail["held"]) if self.detail["held"] else None

    @property
    def last(self) -> date | None:
        """The last day of a meeting of known days."""
        return date.fromisoformat(self.detail["end"]) if self.detail["end"] else self.held

    @property
    def precision(self) -> str:
        """How much of ``held`` is known: day, month, quarter or year."""
        return self.detail["precision"] or "day"

    @property
    def meeting(self) -> Meeting:
        """When it was held, as the record says it."""
        end = self.last if self.detail["end"] else None
        return Meeting(held=self.held, held_precision=self.detail["precision"], held_end=end)

    def on(self, day: date) -> bool:
        """Whether it is known to have been held on a day."""
        return self.precision == "day" and self.held is not None and self.last is not None and self.held <= day <= self.last


_QUARTER = re.compile(r"\bquý\s+(i{1,3}|iv|[1-4])\b(?:\s*/\s*|\s+năm\s+|\s+)?((?:19|20)\d\d)?", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
QUARTER_NAMES = ("I", "II", "III", "IV")

Quarter = tuple[int, int]
"""A year and one of its quarters, 1 to 4."""


def quarter_of(one: Held) -> Quarter | None:
    """The quarter that a meeting is the session of, by its own name ("Quý I/2018"); None for one that is not of a quarter."""
    found = _QUARTER.search(one.detail["session"] or "")
    if found is None or not (found[2] or one.held):
        return None
    return int(found[2]) if found[2] else one.held.year if one.held else 0, _QUARTERS[found[1].lower()]


def missing_quarters(meetings: Iterable[Held]) -> frozenset[Quarter]:
    """The quarters of which a series by quarters has no session here, between its first and its last; none of one session alone."""
    held = {quarter for one in meetings if (quarter := quarter_of(one))}
    if not held:
        return frozenset()
    numbers = [4 * year + quarter - 1 for year, quarter in held]
    return frozenset((number // 4, number % 4 + 1) for number in range(min(numbers), max(numbers))) - held


def held_meetings(reports: Iterable[Cited]) -> tuple[Held, ...]:
    """The meetings of reports, in their order."""
    groups: dict[str, list[Cited]] = {}
    for report in reports:
        groups.setdefault(report.mention.thing, []).append(report)
    return tuple(Held(tuple(group)) for group in groups.values())


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's table: the number of articles that report a meeting on it. ``day`` is None beside the month."""

    day: date | None
    articles: int


def month_of(meetings: Iterable[Held], year: int, month: int) -> tuple[tuple[Day, ...], ...]:
    """The weeks of a month, from Monday, each day with its articles."""
    known = [one for one in meetings if one.held]
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return tuple(tuple(_day(known, day, month) for day in week) for week in weeks)


def _day(meetings: list[Held], day: date, month: int) -> Day:
    if day.month != month:
        return Day(None, 0)
    return Day(day, len({report.mention.identifier for one in meetings for report in one.reports if Held((report,)).on(day)}))


def first_and_last(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date(year, month, 1)
    return first, first.replace(day=calendar.monthrange(year, month)[1])


LONGEST = timedelta(days=60)
"""How long before a month a meeting may begin that goes on into it."""
