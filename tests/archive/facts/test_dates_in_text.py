"""Dates as texts write them."""

from __future__ import annotations

from datetime import date

import pytest

from archive.facts.dates_in_text import DateMention, find_dates, nearest_before


def only(text: str) -> DateMention:
    [found] = find_dates(text)
    return found


@pytest.mark.parametrize(
    ("text", "precision", "first"),
    [
        ("Ngày 03/8/2011, Bộ trưởng ký", "day", date(2011, 8, 3)),
        ("vào ngày 5-11-2017 tại", "day", date(2017, 11, 5)),
        ("ngày 15 tháng 7 năm 2013", "day", date(2013, 7, 15)),
        ("cuối tháng 9/2011", "month", date(2011, 9, 1)),
        ("tháng 1 năm 2015", "month", date(2015, 1, 1)),
        ("Quý I/2018", "quarter", date(2018, 1, 1)),
        ("Quý III năm 2012", "quarter", date(2012, 7, 1)),
        ("trong năm 2017", "year", date(2017, 1, 1)),
    ],
)
def test_a_date_is_known_as_far_as_it_is_written(text: str, precision: str, first: date) -> None:
    found = only(text)
    assert (found.precision, found.first()) == (precision, first)


@pytest.mark.parametrize("text", ["Sáng 22/1, Sở họp", "Chiều 16-5, tại hội nghị", "ngày 2 tháng 9"])
def test_a_day_without_a_year_has_none(text: str) -> None:
    found = only(text)
    assert found.precision == "day"
    assert found.year is None
    assert found.first() is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("trong hai ngày 24 và 25/4/2013", date(2013, 4, 24), date(2013, 4, 25)),
        ("từ ngày 30/7 đến ngày 08/8/2013", date(2013, 7, 30), date(2013, 8, 8)),
        ("từ 28/12 đến 02/01/2014", date(2013, 12, 28), date(2014, 1, 2)),
        ("các ngày 14, 15, 16 và 17/7/2020", date(2020, 7, 14), date(2020, 7, 17)),
    ],
)
def test_several_days_have_a_first_and_a_last(text: str, first: date, last: date) -> None:
    found = only(text)
    assert (found.first(), found.last()) == (first, last)


@pytest.mark.parametrize("text", ["trực 24/7", "giai đoạn 2016-2020", "ngày 31/2/2018", "số 46/2016/NĐ-CP", "1.357 dịch vụ", "tỷ lệ 45/46"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert list(find_dates(text)) == []


def test_a_day_without_a_year_is_the_last_before_posting() -> None:
    december = only("Chiều 25/12")
    assert nearest_before(december, date(2018, 1, 4)) == date(2017, 12, 25)
    assert nearest_before(december, date(2017, 12, 26)) == date(2017, 12, 25)
