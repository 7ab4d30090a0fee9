from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from archive.article import HeldPrecision, Meeting
from indexer.results import Fragment
from webui.display import day, held, is_web_address, marked, moment, number, whole_quotes


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest, client: FlaskClient) -> object:
    with client.application.test_request_context("/en/" if request.param == "en" else "/"):
        yield request.param


def test_numbers_are_grouped_as_readers_do(language: str) -> None:
    assert number(language, 10566301) == {"vi": "10.566.301", "en": "10,566,301"}[language]


def test_days_carry_their_iso_form(language: str) -> None:
    shown = {"vi": "16/02/2012", "en": "16 Feb 2012"}[language]
    assert day(language, date(2012, 2, 16)) == f'<time datetime="2012-02-16">{shown}</time>'


def test_moments_are_those_of_vietnam_whatever_the_zone(language: str) -> None:
    shown = {"vi": "17/02/2012 01:30", "en": "17 Feb 2012 01:30"}[language]
    assert moment(language, datetime(2012, 2, 16, 18, 30, tzinfo=UTC)) == f'<time datetime="2012-02-17T01:30:00+07:00">{shown}</time>'


@pytest.mark.parametrize(
    ("precision", "vi", "en"), [("year", "2018", "2018"), ("quarter", "Quý II/2018", "Quarter II of 2018"), ("month", "5/2018", "5/2018")]
)
def test_a_meeting_is_dated_no_more_precisely_than_is_known(language: str, precision: HeldPrecision, vi: str, en: str) -> None:
    assert held(language, Meeting(held=date(2018, 5, 1), held_precision=precision)) == {"vi": vi, "en": en}[language]


def test_a_meeting_of_several_days(language: str) -> None:
    shown = held(language, Meeting(held=date(2018, 5, 1), held_precision="day", held_end=date(2018, 5, 3)))
    assert shown.count("<time") == 2
    assert held(language, Meeting(held=date(2018, 5, 1), held_precision="day")).count("<time") == 1
    assert held(language, Meeting()) == ""


def test_only_marks_are_markup() -> None:
    assert marked((Fragment("<b>"), Fragment("a&b", True))) == "&lt;b&gt;<mark>a&amp;b</mark>"
    assert marked((Fragment("<\0>"), Fragment("&", True))) == "&lt;\0&gt;<mark>&amp;</mark>"
    assert marked((Fragment("<\1>", True), Fragment("&"))) == "<mark>&lt;\1&gt;</mark>&amp;"
    assert marked(()) == ""


def test_only_the_web_is_linked() -> None:
    assert is_web_address("https://a.example/x")
    assert not any(map(is_web_address, ("javascript:alert(1)", " javascript:x", "data:text/html,x", "//a", "", "ftp://a", "[")))


def test_a_quote_inside_another_is_not_repeated() -> None:
    assert whole_quotes(["Bà A, Bí thư", "Bà A, Bí thư, Chủ tịch", "Bà A nói", "Bà A nói"]) == ["Bà A, Bí thư, Chủ tịch", "Bà A nói"]
