"""Series of meetings: the quarters of which there is no report."""

from __future__ import annotations

from datetime import date

import pytest

from archive.identity import Mention
from archive.things import Cited
from webui.meetings import Held, missing_quarters


def met(session: str | None, held: date | None = None) -> Held:
    detail = {"session": session, "held": held.isoformat() if held else None, "end": None, "precision": "day" if held else None}
    mention = Mention(kind="meeting", block="", identifier="a", place=0, name="", detail=detail)
    return Held((Cited(mention=mention, headline="", site="", publisher=None),))


@pytest.mark.parametrize(
    ("sessions", "missing"),
    [
        (["Quý I/2018", "Quý IV/2018"], {(2018, 2), (2018, 3)}),
        (["quý 4 năm 2017", "Quý II/2018"], {(2018, 1)}),
        (["Quý I/2018", "Quý II/2018"], set()),
        (["Quý I/2018"], set()),
        (["lần thứ 3", None, "tháng 5/2013"], set()),
    ],
)
def test_a_series_by_quarters_shows_those_without_a_report(sessions: list[str | None], missing: set[tuple[int, int]]) -> None:
    assert missing_quarters(met(session) for session in sessions) == missing


def test_a_session_that_does_not_say_its_year_is_of_the_year_it_was_held_in() -> None:
    assert missing_quarters([met("Quý I", date(2018, 4, 2)), met("Quý III/2018")]) == {(2018, 2)}
    assert missing_quarters([met("Quý I"), met("Quý III/2018")]) == set()
