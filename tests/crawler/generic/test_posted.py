"""The posting date of a page of no known portal: where it may be read from, and what it must not be taken from."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.crawler.generic.pages import CAPTURED, LEAD, TEXT, article, body, read

DAY = date(2023, 3, 13)


def dated(html: str, url: str = "https://unseen.example.vn/bai.html", when: datetime | None = CAPTURED) -> tuple[date | None, str | None]:
    result = read(html, url, when).article
    assert result is not None
    return result.date_published, result.date_published_rule


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng: 13/03/2023",
        "Ngày đăng 13/03/2023 | 4:30 PM &nbsp;|&nbsp;View count: 77",
        "Đăng ngày 13-03-2023 15:42",
        "Đăng tải: 08:30 13/03/2023",
        "Cập nhật lúc 15h20, ngày 13/3/2023",
        "Cập nhật: 08:30, 13/03/2023",
        "Thứ hai, 13/03/2023 - 16:20",
        "Thứ hai - 13/03/2023 05:04",
        "Thứ 2, 13/3/2023, 19:25 (GMT+7)",
        "13/03/2023 15:20 CH Xem cỡ chữ",
        "13/03/2023 09:05 SA",
        "15:42 | 13/03/2023",
        "Minh Khuê | 13/03/2023 08:00",
        "Ngày 13 tháng 3 năm 2023",
        "2023/03/13 08:00",
    ],
)
def test_a_line_under_the_headline_dates_the_page(line: str) -> None:
    assert dated(article(f"<div>{line}</div>")) == (DAY, "printed under the headline")


def test_the_evidence_is_kept() -> None:
    result = read(article("<div>Ngày đăng: 13/03/2023 08:00 | Lượt xem: 12</div>")).article
    assert result is not None
    assert result.date_published_raw == "Ngày đăng: 13/03/2023 08:00"


def test_a_label_may_stand_in_an_element_of_its_own() -> None:
    assert dated(article("<div>Ngày đăng:</div><div>13/03/2023</div>"))[0] == DAY


def test_a_date_right_over_the_headline_counts_and_the_clock_above_it_does_not() -> None:
    assert dated(article(above='<div class="date">Thứ hai, 13/03/2023, 19:25</div>')) == (DAY, "printed above the headline")
    assert dated(article()) == (None, None)


@pytest.mark.parametrize("when", [None, CAPTURED])
@pytest.mark.parametrize("name", ["clock", "date", "header", ""])
@pytest.mark.parametrize("line", ["Thứ ba, ngày 01/08/2023", "Thứ ba, 01/08/2023, 8:00:15", "Hôm nay: 01/08/2023"])
def test_the_portals_clock_is_not_the_posting_date(line: str, name: str, when: datetime | None) -> None:
    html = article().replace('<span class="clock">Thứ ba, ngày 01/08/2023</span>', f'<span class="{name}">{line}</span>')
    assert dated(html, when=when) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "Nghị định số 47/2020/NĐ-CP ngày 09/4/2020 của Chính phủ",
        "Thời gian: 8h00, ngày 12/03/2023",
        "Ngày họp: 12/03/2023",
        "Ngày ban hành: 12/03/2023",
        "Hạn nộp hồ sơ: 12/03/2023",
        "Hà Nội, ngày 12 tháng 3 năm 2023",
        "Luật Xuất bản ngày 20/11/2012",
        "Chiều 12/03/2023, tại trụ sở",
        "Giấy phép số 12/GP-TTĐT ngày 03/04/2019",
        "Tháng 3/2023",
    ],
)
def test_a_date_of_something_else_is_not_the_posting_date(line: str) -> None:
    assert dated(article(f"<div>{line}</div>")) == (None, None)


def test_the_day_of_the_meeting_in_lead_or_text_is_not_the_posting_date() -> None:
    assert dated(article(lead=f"<p><b>Ngày 12/3/2023, {LEAD}</b></p>", text=body(*TEXT))) == (None, None)


def test_further_news_do_not_date_the_page() -> None:
    after = "<div><h3>Các tin khác</h3><p><a href='/1'>Một tin khác của cổng thông tin điện tử</a> (12/03/2023)</p></div>"
    assert dated(article(after=after)) == (None, None)


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        ('<meta property="article:published_time" content="2023-03-12T22:30:00Z">', "stated at meta[property='article:published_time']"),
        ('<meta itemprop="datePublished" content="2023-03-13">', "stated at meta[itemprop='datePublished']"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2023-03-13T08:00:00+07:00"}]}</script>',
            "JSON-LD",
        ),
    ],
)
def test_the_pages_own_data_date_it_in_the_zone_of_viet_nam(head: str, rule: str) -> None:
    assert dated(article(head=head)) == (DAY, rule)


def test_broken_data_are_no_error() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script><meta name="pubdate" content="gần đây">'
    assert dated(article(head=head)) == (None, None)


@pytest.mark.parametrize("path", ["/portal/pages/2023-03-13/Hop-1.aspx", "/tin/hop-20230313084003259.htm", "/2023/03/13/hop/"])
def test_the_address_dates_a_page_that_prints_nothing(path: str) -> None:
    assert dated(article(), "https://unseen.example.vn" + path) == (DAY, "address")


def test_an_address_of_a_day_after_the_capture_dates_nothing() -> None:
    assert dated(article(), "https://unseen.example.vn/2024/03/13/hop/") == (None, None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("5 giờ trước", date(2023, 8, 1)),
        ("9 giờ trước", date(2023, 7, 31)),
        ("3 ngày trước", date(2023, 7, 29)),
        ("Hôm qua", date(2023, 7, 31)),
    ],
)
def test_a_relative_time_is_relative_to_the_capture(line: str, day: date) -> None:
    assert dated(article(f'<span class="time">{line}</span>'))[0] == day
    assert dated(article(f'<span class="time">{line}</span>'), when=None) == (None, None)


def test_a_few_days_ago_is_no_day() -> None:
    assert dated(article('<span class="time">vài ngày trước</span>')) == (None, None)
