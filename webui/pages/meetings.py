"""``/lich``: the meetings of a month, by the day they were held and not by the day they were posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, request, url_for

from archive.settings import TIME_ZONE
from webui.library import store
from webui.meetings import LONGEST, Day, Held, first_and_last, held_meetings, month_of
from webui.rendering import render
from webui.responses import json_response

blueprint = Blueprint("meetings", __name__)
formats = Blueprint("meeting_formats", __name__)

EARLIEST, LATEST = 1000, 9998
"""Years whose months and the weeks around them a calendar can show."""

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class YearOfMeetings:
    """A year: its months with the number of their meetings, and of how many no more than quarter or year is known."""

    year: int
    months: tuple[tuple[int, int], ...]
    less_known: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month: its table, its meetings of a known day, those of which only month, quarter or year is known, and where to go on."""

    year: int
    month: int
    weeks: tuple[tuple[Day, ...], ...]
    by_day: tuple[Held, ...]
    less_known: tuple[Held, ...]
    previous: Month | None
    following: Month | None
    years: tuple[YearOfMeetings, ...]


def _asked(months: dict[Month, int]) -> Month:
    """The month of the address; the last one with a meeting when it is not said or is no month."""
    year, month = request.args.get("y", ""), request.args.get("m", "")
    latest = max(months, default=(datetime.now(TIME_ZONE).year, 1))
    if not (year.isascii() and year.isdigit() and len(year) == 4 and EARLIEST <= int(year) <= LATEST):
        return latest
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        return max((known for known in months if known[0] == int(year)), default=(int(year), 1))
    return int(year), int(month)


def _view() -> MonthView:
    things = store().things
    months = things.meeting_months()
    year, month = _asked(months)
    first, last = first_and_last(year, month)
    # From the year's first day, since a meeting may be known by its year alone.
    reports = things.meetings(min(date(year, 1, 1), first - LONGEST), last)
    meetings = held_meetings(reports)
    return MonthView(
        year=year,
        month=month,
        weeks=month_of(meetings, year, month),
        by_day=tuple(
            one for one in meetings if one.precision == "day" and one.held and one.last and one.held <= last and one.last >= first
        ),
        less_known=tuple(one for one in meetings if _covers(one, year, month)),
        previous=max((known for known in months if known < (year, month)), default=None),
        following=min((known for known in months if known > (year, month)), default=None),
        years=_years(months, things.meeting_years()),
    )


def _years(months: dict[Month, int], less_known: dict[int, int]) -> tuple[YearOfMeetings, ...]:
    return tuple(
        YearOfMeetings(year, tuple((m, n) for (known, m), n in sorted(months.items()) if known == year), less_known.get(year, 0))
        for year in sorted({year for year, _ in months} | less_known.keys(), reverse=True)
    )


def _covers(one: Held, year: int, month: int) -> bool:
    """Whether the month, quarter or year a meeting is known by holds this month."""
    span = {"month": 1, "quarter": 3, "year": 12}.get(one.precision, 0)
    return one.held is not None and one.held.year == year and one.held.month <= month < one.held.month + span


@blueprint.get("/lich")
def show() -> str:
    """The calendar of one month."""
    return render("calendar.html", view=_view())


@formats.get("/lich.json")
def as_json() -> Response:
    """The meetings of one month."""
    view = _view()
    return json_response(
        {
            "year": view.year,
            "month": view.month,
            "meetings": [
                {
                    **{name: value for name, value in one.detail.items() if name != "headline"},
                    "reports": [
                        {
                            "identifier": report.mention.identifier,
                            "headline": report.headline,
                            "url": url_for("vi.article.show", identifier=report.mention.identifier, _external=True),
                        }
                        for report in one.reports
                    ],
                }
                for one in (*view.by_day, *view.less_known)
            ],
        }
    )
