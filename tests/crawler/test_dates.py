"""The posting date: every way of writing it that the portals have, and what must never be taken for it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from archive.settings import TIME_ZONE
from crawler.dates import address_date, posting_date

CAPTURED = datetime(2024, 2, 28, 23, 30, tzinfo=TIME_ZONE)


@pytest.mark.parametrize(
    ("line", "day", "raw"),
    [
        ("14/05/2012 15:20 CH", date(2012, 5, 14), "14/05/2012 15:20 CH"),
        ("28/06/2019 09:05 SA Xem cỡ chữ", date(2019, 6, 28), "28/06/2019 09:05 SA"),
        ("Thứ sáu, 12/08/2011 11:25", date(2011, 8, 12), "Thứ sáu, 12/08/2011 11:25"),
        ("Thứ năm, 06/01/2011 15:07", date(2011, 1, 6), "Thứ năm, 06/01/2011 15:07"),
        ("Ngày đăng 19/08/2016 | 5:37 PM \xa0|\xa0View count: 1094", date(2016, 8, 19), "Ngày đăng 19/08/2016 | 5:37 PM"),
        ("Publish date\n 16/09/2013 | 12:00 AM | View count: 477", date(2013, 9, 16), "Publish date 16/09/2013 | 12:00 AM"),
        ("27/07/2022 | 04:04 PM", date(2022, 7, 27), "27/07/2022 | 04:04 PM"),
        ("Thứ năm - 08/04/2021 05:04", date(2021, 4, 8), "Thứ năm - 08/04/2021 05:04"),
        ("Ngày đăng: 08/07/2023  11:38", date(2023, 7, 8), "Ngày đăng: 08/07/2023 11:38"),
        ("Thứ tư, 22/10/2023, 19:25 (GMT+7)", date(2023, 10, 22), "Thứ tư, 22/10/2023, 19:25 (GMT+7)"),
        ("Đăng ngày 3-5-2019", date(2019, 5, 3), "Đăng ngày 3-5-2019"),
        ("Đăng tải: 05.07.2018", date(2018, 7, 5), "Đăng tải: 05.07.2018"),
        ("Thứ 3, Ngày 16/07/2019 -", date(2019, 7, 16), "Thứ 3, Ngày 16/07/2019"),
        ("Ngày 12 tháng 3 năm 2014", date(2014, 3, 12), "Ngày 12 tháng 3 năm 2014"),
        ("2021-04-08T05:04:00+07:00", date(2021, 4, 8), "2021-04-08T05:04:00+07:00"),
        ("29-06-2015", date(2015, 6, 29), "29-06-2015"),
    ],
)
def test_a_posting_line_gives_the_day_and_its_raw_text(line: str, day: date, raw: str) -> None:
    found = posting_date(line, "a rule", CAPTURED)
    assert found is not None
    assert (found.day, found.raw, found.rule) == (day, raw, "a rule")


@pytest.mark.parametrize(
    "line",
    [
        "Nghị định số 102/2009/NĐ-CP",
        "Nghị quyết số 17/2013/NQ-HĐND",
        "Quyết định 12/03/2014/QĐ-UBND",
        "Lượt xem: 12082011",
        "tháng 9/2011",
        "năm 2017",
        "31/02/2012",
        "45/13/2012",
        "01/01/1970 00:00",
        "1.357 dịch vụ",
        "số 10.2.2014.55",
        "",
    ],
)
def test_a_number_that_is_no_date_gives_none(line: str) -> None:
    assert posting_date(line, "a rule", CAPTURED) is None


def test_a_day_after_the_capture_gives_none() -> None:
    assert posting_date("01/03/2024 08:00", "a rule", CAPTURED) is None


def test_the_day_of_the_capture_is_possible_and_so_is_a_fast_clock() -> None:
    assert posting_date("28/02/2024", "a rule", CAPTURED) is not None
    assert posting_date("29/02/2024", "a rule", CAPTURED) is not None


def test_without_a_capture_time_no_day_is_too_late() -> None:
    assert posting_date("01/03/2044", "a rule") is not None


def test_fifteen_twenty_ch_is_not_the_next_day() -> None:
    found = posting_date("31/12/2012 15:20 CH", "a rule", CAPTURED)
    assert found is not None
    assert found.day == date(2012, 12, 31)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://chinhphu.vn/thong-cao-20210507084003259.htm", date(2021, 5, 7)),
        ("https://chinhphu.vn/thong-cao-20211307084003259.htm", None),
        ("https://chinhphu.vn/thong-cao-115001240101.htm", None),
        ("https://chinhphu.vn/thong-cao-20440507084003259.htm", None),
        ("", None),
    ],
)
def test_an_address_that_begins_with_a_time_dates_its_article(url: str, day: date | None) -> None:
    found = address_date(url, CAPTURED)
    assert (found.day if found else None) == day
