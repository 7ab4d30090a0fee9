"""Meetings as pages show them: the reports of one meeting together, its day as far as it is known, and a month of days."""

from __future__ import annotations

import calendar
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
