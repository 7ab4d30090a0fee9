"""People, bodies, legal documents and meetings as pages: each fact with its evidence, each number with as many results behind it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.webui.sample_archive import FULL, SEED
from tests.webui.test_results import total

Page = Callable[..., str]
HONG = "/nguoi/nguyen-minh-hong"


def test_all_forms_of_a_person_are_on_one_page(page: Page) -> None:
    html = page(HONG)
    assert '<h1 lang="vi">Nguyễn Minh Hồng</h1>' in html
    for role in ("Thứ trưởng Bộ TT&amp;TT", "Chủ tịch Hội đồng"):
        assert role in html
    for number in (0, 1, 3):
        assert f"/bai/{SEED.format(number)}" in html


def test_every_role_is_proved_by_words_of_its_article(page: Page, client: FlaskClient) -> None:
    roles = page(HONG).partition('id="chuc-danh"')[2].partition("</section>")[0]
    quotes = re.findall(r'<blockquote lang="vi">(.*?)</blockquote>\s*<figcaption>.*?<a lang="vi" href="/bai/(\w+)"', roles)
    assert len(quotes) >= roles.count("<h3") > 1
    for quote, identifier in quotes:
        article = client.get(f"/bai/{identifier}.json").json
        text = " ".join([article["description"] or "", article["articleBody"], *(image["caption"] or "" for image in article["image"])])
        assert " ".join(unescape(quote).split()) in " ".join(text.split())


@pytest.mark.parametrize("number", [0, 1])
def test_who_chaired_and_which_body_met_are_proved_by_the_articles_words(page: Page, client: FlaskClient, number: int) -> None:
    meeting = client.get(f"/bai/{SEED.format(number)}.json").json["meeting"]
    html = unescape(page(f"/bai/{SEED.format(number)}").partition('id="cuoc-hop"')[2].partition("</section>")[0])
    quotes = re.findall(r'<q lang="vi">(.*?)</q>', html)
    for value in filter(None, (*meeting["chairs"], *(meeting["body"] or "").split(";"))):
        assert any(value.strip() in quote for quote in quotes)


def test_one_decision_over_two_articles(page: Page) -> None:
    html = page("/van-ban/1605-qd-ttg")
    assert "Quyết định 1605" in html
    assert "27/08/2010" in html
    assert f"/bai/{SEED.format(3)}" in page("/van-ban/1605-qd-ttg") or total(page("/tim-kiem?doc=1605-qd-ttg")) > 50


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/van-ban/102/2009/NĐ-CP", "/van-ban/102-2009-nd-cp"),
        ("/en/van-ban/102/2009/nd-cp", "/en/van-ban/102-2009-nd-cp"),
        ("/van-ban/nghị định 102/2009", "/van-ban/102-2009-nd-cp"),
        ("/van-ban/Nghị định số 102/2009", "/van-ban/102-2009-nd-cp"),
        ("/van-ban/102/2009", "/van-ban/102-2009-nd-cp"),
        ("/van-ban/1605/QĐ-TTg", "/van-ban/1605-qd-ttg"),
        ("/nguoi/Nguyễn Minh Hồng", "/nguoi/nguyen-minh-hong"),
        ("/co-quan/Bộ TT&TT", "/co-quan/bo-thong-tin-truyen-thong"),
    ],
)
def test_a_name_as_it_is_written_leads_to_its_page(client: FlaskClient, written: str, address: str) -> None:
    response = client.get(written)
    assert (response.status_code, response.headers["Location"]) == (301, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/nguoi/khong-co-ai", "/van-ban/9999-qd-ttg", "/co-quan/x", "/nguoi/khong-co-ai.json", "/van-ban/x.atom"]
)
def test_what_no_article_names_is_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (HONG, "person=nguyen-minh-hong"),
        ("/van-ban/1605-qd-ttg", "doc=1605-qd-ttg"),
        ("/co-quan/bo-thong-tin-truyen-thong", "org=bo-thong-tin-truyen-thong"),
    ],
)
def test_the_number_on_a_page_is_the_number_of_results(client: FlaskClient, page: Page, address: str, parameter: str) -> None:
    shown = client.get(address + ".json").json["articles"]
    assert shown == total(page(f"/tim-kiem?{parameter}")) > 0
    assert f"{shown} bài" in page(address)


def test_json_holds_every_mention_with_its_rule_and_evidence(client: FlaskClient) -> None:
    body = client.get(HONG + ".json").json
    assert body["name"] == "Nguyễn Minh Hồng"
    assert all(mention["rule"] and mention["roles"] and mention["roles"][0]["text"] for mention in body["mentions"])


def test_a_feed_is_atom_with_stable_ids(client: FlaskClient) -> None:
    first, again = client.get(HONG + ".atom"), client.get(HONG + ".atom")
    assert first.data == again.data
    assert first.content_type == "application/atom+xml; charset=utf-8"
    names = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(first.data)
    entries = feed.findall("a:entry", names)
    assert len(entries) == 3
    assert all(entry.find(f"a:{name}", names) is not None for entry in entries for name in ("id", "title", "updated", "author"))


def test_a_body_shows_its_meetings_with_the_years_of_none_between(page: Page) -> None:
    body = "/co-quan/ban-dieu-hanh-trien-khai-cong-tac-ung-dung-cong-nghe-thong-tin-trong-hoat-dong-co-quan-nha-nuoc"
    series = page(body).partition('id="chuoi-hop"')[2].partition("</section>")[0]
    assert re.findall(r"<h3>(\d{4})</h3>", series) == ["2018", "2017", "2016", "2015", "2014", "2013", "2012"]
    assert series.count('class="gap"') == 5
    assert '<time datetime="2018-03-16">' in series


@pytest.mark.parametrize(
    ("address", "label", "other"),
    [
        ("/co-quan/cuc-tin-hoc-hoa", "Tên trước:", "/co-quan/cuc-ung-dung-cong-nghe-thong-tin"),
        ("/co-quan/cuc-ung-dung-cong-nghe-thong-tin", "Tên sau:", "/co-quan/cuc-tin-hoc-hoa"),
    ],
)
def test_a_renamed_body_leads_to_its_other_name_with_the_words_that_say_so(page: Page, address: str, label: str, other: str) -> None:
    told = page(address).partition('id="doi-ten"')[2].partition("</section>")[0]
    assert label in told
    assert f'href="{other}"' in told
    assert "Cục Ứng dụng CNTT (nay là Cục Tin học hóa" in told


def test_a_cell_of_the_calendar_is_the_number_of_its_results(page: Page) -> None:
    html = page("/lich?y=2018&m=3")
    cells = re.findall(r'<a rel="nofollow" href="(/tim-kiem\?met_from=[^"]+)"[^>]*>(\d+)</a>', html)
    assert ("/tim-kiem?met_from=2018-03-16&amp;met_to=2018-03-16", "1") in cells
    for year, month in ((2011, 8), (2012, 2), (2018, 3), (2008, 1), (2010, 3)):
        for address, count in re.findall(
            r'<a rel="nofollow" href="(/tim-kiem\?met_from=[^"]+)"[^>]*>(\d+)</a>', page(f"/lich?y={year}&m={month}")
        ):
            assert total(page(unescape(address))) == int(count)


def test_a_meeting_known_by_its_year_stands_in_a_row_of_its_own(page: Page) -> None:
    html = page("/lich?y=2017&m=6")
    row = html.partition('class="less-known"')[2].partition("</tr>")[0]
    assert f"/bai/{SEED.format(2)}" in row
    assert '<span class="held">2017</span>' in row
    assert f"/bai/{SEED.format(2)}" not in html.partition('id="danh-sach"')[2].partition("</section>")[0]


def test_a_meeting_known_by_its_year_is_counted_for_no_month(page: Page) -> None:
    row = page("/lich?y=2017&m=6").partition('id="thang-co-hop"')[2].partition('<th scope="row">2017</th>')[2].partition("</tr>")[0]
    assert 'href="/lich?y=2017">chỉ biết quý hoặc năm: 1</a>' in row
    assert 'y=2017&amp;m=1"' not in row
    assert f"/bai/{SEED.format(2)}" in page("/lich?y=2017").partition('class="less-known"')[2].partition("</tr>")[0]


def test_the_calendar_shows_the_day_of_the_meeting_and_not_of_posting(page: Page) -> None:
    assert f"/bai/{SEED.format(1)}" in page("/lich?y=2012&m=2")
    assert f"/bai/{SEED.format(1)}" not in page("/lich?y=2012&m=5").partition("<main")[2].partition('id="thang-co-hop"')[0]


@pytest.mark.parametrize(
    "question", ["", "?y=2012", "?y=abc", "?y=2012&m=13", "?y=0000&m=1", "?y=9999&m=12", "?y=0001&m=1", "?y=٢٠١٢", "?m=3"]
)
def test_the_calendar_shows_a_month_whatever_is_asked(client: FlaskClient, question: str) -> None:
    assert client.get(f"/lich{question}").status_code == 200


@pytest.mark.parametrize(
    ("question", "month"), [("", [2018, 11]), ("?y=2012", [2012, 5]), ("?y=2012&m=5", [2012, 5]), ("?y=1999", [1999, 1])]
)
def test_the_calendar_as_json_is_of_the_month_asked_for(client: FlaskClient, question: str, month: list[int]) -> None:
    told = client.get(f"/lich.json{question}").json
    assert [told["year"], told["month"]] == month


@pytest.mark.parametrize(
    ("question", "code", "parameter"),
    [
        ("?y=abc", "invalid-year", "y"),
        ("?y=", "invalid-year", "y"),
        ("?y=0000&m=1", "invalid-year", "y"),
        ("?y=9999&m=12", "invalid-year", "y"),
        ("?y=٢٠١٢", "invalid-year", "y"),
        ("?m=3", "invalid-year", "y"),
        ("?y=2012&m=13", "invalid-month-of-year", "m"),
        ("?y=2012&m=", "invalid-month-of-year", "m"),
        ("?y=2012&y=2013", "repeated-parameter", "y"),
        ("?y=2012&day=3", "unknown-parameter", "day"),
    ],
)
def test_the_calendar_as_json_refuses_what_it_cannot_read(client: FlaskClient, question: str, code: str, parameter: str) -> None:
    answer = client.get(f"/lich.json{question}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert (answer.json["code"], answer.json["parameter"]) == (code, parameter)
    assert answer.json["detail"].count("\n") == 0


def test_an_article_shows_its_meeting_and_links_everything_it_names(page: Page, client: FlaskClient) -> None:
    html = page(f"/bai/{SEED.format(0)}")
    meeting = html.partition('id="cuoc-hop"')[2].partition("</section>")[0]
    assert '<time datetime="2011-08-12">' in meeting
    assert "Sáng ngày 12/08/2011" in meeting
    assert "Nguyễn Minh Hồng" in meeting
    for label in ("Ngày họp", "Loại", "Đơn vị họp", "Chủ trì"):
        assert '<span class="raw">đọc từ <q lang="vi">' in meeting.partition(f"<dt>{label}</dt>")[2].partition("</dd>")[0], label
    for address, count in re.findall(r'href="(/(?:nguoi|co-quan|van-ban)/[^"]+)">[^<]*</a> <span class="facet-count">(\d+)', html):
        assert client.get(address + ".json").json["articles"] == int(count)
    assert 'href="/van-ban/1235-qd-btttt"' in html
    assert 'id="cuoc-hop"' not in page(f"/bai/{SEED.format(3)}")
    assert page(f"/bai/{FULL}")


def test_every_facet_count_is_the_number_of_hits_after_clicking(page: Page) -> None:
    for question in (
        "",
        "?q=họp",
        "?person=nguyen-minh-hong",
        "?doc=1605-qd-ttg&year=2012",
        "?met_from=2012&met_to=2012",
        "?q=hội&org=bo-thong-tin-truyen-thong",
    ):
        html = page(f"/tim-kiem{question}").partition('id="loc"')[2]
        found = re.findall(
            r'<li>\s*<a rel="nofollow" href="([^"]+)">\s*<span class="facet-label"[^>]*>[^<]*</span>\s*<span class="facet-count">([\d.]+)',
            html,
        )
        assert found
        for address, count in found:
            # Of years and sources the ones chosen are alternatives: a second one adds to the first.
            if len(re.findall("year=|source=|type=", address)) < 2:
                assert total(page(unescape(address))) == int(count.replace(".", "")), address


def test_months_are_offered_within_a_year_and_sum_to_it(client: FlaskClient) -> None:
    facets = client.get("/api/v1/search?q=họp&year=2012").json["facets"]
    year = next(value["count"] for value in facets["year"] if value["value"] == "2012")
    assert sum(value["count"] for value in facets["month"]) == year
    assert 'id="facet-month"' in client.get("/tim-kiem?q=họp&year=2012").text
    assert 'id="facet-month"' not in client.get("/tim-kiem?q=họp").text


def test_lists_of_things_begin_with_the_most_named(page: Page) -> None:
    for kind, name in (("nguoi", "Nguyễn Minh Hồng"), ("van-ban", "1605/QĐ-TTg"), ("co-quan", "Bộ")):
        assert name in page(f"/{kind}")
        counts = [int(count) for count in re.findall(r'<span class="facet-count">(\d+)', page(f"/{kind}"))]
        assert counts == sorted(counts, reverse=True)
