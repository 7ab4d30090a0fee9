"""Why a result is one, on the page and in the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

Page = Callable[..., str]

QUERIES = [
    "họp phiên",
    "hoi dong",
    '"công nghệ thông tin"',
    "CNTT",
    "1605/QĐ-TTg",
    "tieude:họp",
    "hội đồng OR nghị quyết -khongcotunay",
    "phiê*",
]


@pytest.mark.parametrize("text", QUERIES)
def test_the_scores_of_the_reasons_add_up_to_that_of_the_result(client: FlaskClient, text: str) -> None:
    results = client.get("/api/v1/search", query_string={"q": text, "explain": "1"}).json["results"]
    assert results
    for one in results:
        reasons = one["explanation"]["reasons"]
        assert reasons
        assert sum(reason["score"] for reason in reasons) == pytest.approx(one["score"], rel=1e-5)


@pytest.mark.parametrize("text", QUERIES)
def test_the_points_that_the_page_shows_add_up_to_the_points_that_it_shows(client: FlaskClient, text: str) -> None:
    page = client.get("/tim-kiem", query_string={"q": text, "explain": "1"}).text
    tables = re.findall(r'<details class="why">.*?</details>', page, re.DOTALL)
    assert tables
    for table in tables:
        body, _, foot = table.partition("</tbody>")
        given = [int(found.replace(",", "").replace(".", "")) for found in re.findall(r'class="num">([\d.,]+)</td>', body)]
        total = re.search(r'class="num">([\d.,]+)</td>', foot)
        if total:
            assert sum(given) == int(total[1].replace(",", "").replace(".", ""))


def test_a_reason_stands_in_words_of_the_reader(page: Page) -> None:
    html = page("/tim-kiem?q=họp&explain=1")
    assert re.search(r'<td lang="vi">họp</td><td>đúng như đã gõ, cả dấu, trong bài</td>', html)
    assert "Thôi giải thích kết quả" in html
    english = page("/en/tim-kiem?q=hop&explain=1")
    assert re.search(r'<td lang="vi">hop</td><td>diacritics aside, in the article</td>', english)


def test_a_tie_says_what_decided_it(client: FlaskClient) -> None:
    results = client.get("/api/v1/search?q=1605/QĐ-TTg&explain=1&size=100").json["results"]
    for one, other in pairwise(results):
        if one["score"] == other["score"]:
            assert one["explanation"]["tie_breaker"] in ("date_published", "identifier")
            assert (one["date_published"] or "") >= (other["date_published"] or "")


@pytest.mark.parametrize(
    ("address", "vietnamese", "english"),
    [
        ("/tim-kiem?q=họp&sort=held-desc&explain=1", r"Xếp theo ngày họp: <time", r"Placed by the day of its meeting: <time"),
        ("/tim-kiem?sort=held-desc&explain=1&size=100", r"Xếp theo ngày họp: không rõ", r"Placed by the day of its meeting: unknown"),
        ("/tim-kiem?explain=1", r"Xếp theo ngày đăng: <time", r"Placed by its posting date: <time"),
        ("/tim-kiem?q=họp&met_from=2010&explain=1", r"Trong khoảng ngày họp đã chọn: <time", r"In the range of meeting days chosen: <time"),
        ("/tim-kiem?q=họp&pub_to=2015&explain=1", r"Trong khoảng ngày đăng đã chọn: <time", r"In the range of posting dates chosen: <time"),
    ],
)
def test_the_date_that_decided_is_told_with_its_day(page: Page, client: FlaskClient, address: str, vietnamese: str, english: str) -> None:
    assert re.search(vietnamese, page(address))
    assert re.search(english, page("/en" + address))
    answer = client.get(address.replace("/tim-kiem", "/api/v1/search")).json
    for one in answer["results"]:
        assert all(told["value"] == one[told["name"]] for told in one["explanation"]["dates"])
        assert one["explanation"]["dates"]


def test_nothing_is_explained_unasked_and_a_link_asks(page: Page, client: FlaskClient) -> None:
    html = page("/tim-kiem?q=họp")
    assert 'class="why"' not in html
    assert 'href="/tim-kiem?q=h%E1%BB%8Dp&amp;explain=1"' in html
    assert "explanation" not in client.get("/api/v1/search?q=họp").json["results"][0]


def test_an_explanation_is_asked_for_by_one_or_zero(client: FlaskClient, page: Page) -> None:
    assert client.get("/api/v1/search?q=họp&explain=yes").json["code"] == "invalid-explain"
    assert 'class="why"' not in page("/tim-kiem?q=họp&explain=yes")
