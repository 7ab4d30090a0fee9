from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient

Page = Callable[..., str]


def shown_counts(html: str) -> list[tuple[str, int]]:
    """Every link of the chart with the number its label tells."""
    labels = re.findall(r'<a href="([^"]+)" aria-label="Năm \d+: ([\d.]+) bài"', html)
    return [(unescape(address), int(count.replace(".", ""))) for address, count in labels]


def test_each_bar_opens_results_with_that_number(client: FlaskClient, page: Page) -> None:
    bars = shown_counts(page("/"))
    assert len(bars) == 11
    for address, count in bars:
        assert f">{count} bài" in page(address)
        assert client.get("/api/v1/search?" + address.partition("?")[2]).json["total"] == count


def test_the_table_says_the_same_as_the_chart(page: Page) -> None:
    html = page("/")
    foot = re.search(r"<tfoot>(.*?)</tfoot>", html, re.DOTALL)
    assert foot
    numbers = [int(text) for text in re.findall(r'class="num(?: total)?">(\d+)<', foot[1])]
    total, *years, undated = numbers
    assert total == sum(years) + undated
    assert years == [count for _, count in shown_counts(html)]


def test_a_cell_of_the_table_opens_results_with_that_number(page: Page) -> None:
    cells = re.findall(r'<td class="num"><a href="([^"]+)"[^>]*>(\d+)</a>', page("/"))
    assert len(cells) > 20
    for address, count in cells[::5]:
        assert f">{count} bài" in page(unescape(address))


def test_sources_stand_in_vietnamese_order(page: Page) -> None:
    names = re.findall(r'<th scope="row" lang="vi"><a [^>]+>([^<]+)</a>', page("/"))
    assert names == ["Ánh Dương, Sở mẫu", "Bộ Thông tin mẫu", "Hội đồng Giám đốc công nghệ thông tin mẫu"]


def test_articles_without_a_date_are_told_and_not_drawn(page: Page) -> None:
    assert "8 bài không rõ ngày đăng nên không có trong biểu đồ" in page("/")


def test_the_newest_come_first(page: Page) -> None:
    newest = page("/").partition('class="newest"')[2]
    dates = re.findall(r'<time datetime="(\d{4}-\d{2}-\d{2})">', newest)
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 6


def test_home_says_what_is_not_there(page: Page) -> None:
    assert "Những gì kho chưa lưu" in page("/")
    assert "What the archive does not hold" in page("/en/")


def test_without_an_archive_home_names_the_command(without_store: FlaskClient) -> None:
    for address, heading in (("/", "Kho chưa có dữ liệu"), ("/en/", "The archive holds no data that can be read")):
        response = without_store.get(address)
        assert response.status_code == 503
        assert heading in response.text
        assert "python -m archive ingest" in response.text
        assert response.headers["Retry-After"]
