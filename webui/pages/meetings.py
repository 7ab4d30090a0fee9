"""``/lich``: the meetings of a month, by the day they were held and not by the day they were posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, request, url_for

from archive.settings import TIME_ZONE
from webui.library import store
from webui.meetings import LONGEST, Day, Held, first_and_last, held_meetings, month_of
from webui.problems import Fault
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


def _year() -> int | None:
    """The year of the address; None when it is not said or is no year."""
    text = request.args.get("y", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and EARLIEST <= int(text) <= LATEST else None


def _month() -> int | None:
    """The month of the address; None when it is not said or is no month."""
    text = request.args.get("m", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 12 else None


def _asked(months: dict[Month, int]) -> Month:
    """The month of the address; the last one with a meeting when it is not said or is no month."""
    year, month = _year(), _month()
    if year is None:
        return max(months, default=(datetime.now(TIME_ZONE).year, 1))
    if month is None:
        return max((known for known in months if known[0] == year), default=(year, 1))
    return year, month


def _refuse_unreadable() -> None:
    """Refuse an address whose parameters the page would leave out; a month is one of a year."""
    for name, values in request.args.lists():
        if name not in ("y", "m"):
            raise Fault(400, "unknown-parameter", name[:40])
        if len(values) > 1:
            raise Fault(400, "repeated-parameter", name)
    if request.args and _year() is None:
        raise Fault(400, "invalid-year", "y")
    if "m" in request.args and _month() is None:
        raise Fault(400, "invalid-month-of-year", "m")


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
    """The meetings of one month; any parameter that cannot be used is refused."""
    _refuse_unreadable()
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
