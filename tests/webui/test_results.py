from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer.query import MAX_LENGTH

Page = Callable[..., str]


def total(html: str) -> int:
    found = re.search(r'role="status" class="count">([\d.]+)', html)
    return int(found[1].replace(".", "")) if found else 0


def links(html: str, pattern: str) -> list[str]:
    return [unescape(address) for address in re.findall(pattern, html)]


QUESTIONS = (
    "q=họp",
    "q=hop",
    "q=hội+đồng",
    "q=hoi+dong",
    'q="công+nghệ+thông+tin"',
    "q=1605/QĐ-TTg",
    "q=họp+-CNTT",
    'q="hội+đồng',
    "q=((((họp",
    "q=họp+AND",
    "q=-họp",
    "q=",
    "q=họp&source=bo&source=so&year=2012",
    "q=họp&pub_from=3/2010&pub_to=2014",
    "q=abc:def",
    "q=*",
    "q=họp&sort=published-asc&size=5&page=2",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_and_the_api_count_alike(client: FlaskClient, page: Page, question: str) -> None:
    answer = client.get(f"/api/v1/search?{question}")
    assert answer.status_code == 200, answer.text
    html = page(f"/tim-kiem?{question}")
    assert total(html) == answer.json["total"]
    assert len(re.findall('<article class="hit">', html)) == len(answer.json["results"])
    assert total(page(f"/en/tim-kiem?{question}")) == answer.json["total"]


def test_words_without_diacritics_find_and_mark_words_with_them(page: Page) -> None:
    marks = re.findall("<mark>([^<]+)</mark>", page("/tim-kiem?q=hoi+dong"))
    assert marks
    assert {"hội đồng", "hội", "đồng"} & {mark.lower() for mark in marks}


def test_every_facet_count_is_what_choosing_it_leaves(page: Page) -> None:
    html = page("/tim-kiem?q=họp&source=bo")
    values = re.findall(
        r'<a rel="nofollow" href="([^"]+)">\s*<span class="facet-label"[^>]*>[^<]+</span>\s*<span class="facet-count">(\d+)', html
    )
    years = [(unescape(address), int(count)) for address, count in values if "year=" in address]
    assert len(years) > 3
    for address, count in years:
        assert total(page(address)) == count


def test_two_sources_mean_either_and_a_year_besides_means_both(page: Page) -> None:
    one, other = total(page("/tim-kiem?q=họp&source=bo")), total(page("/tim-kiem?q=họp&source=so"))
    assert total(page("/tim-kiem?q=họp&source=bo&source=so")) == one + other
    assert 0 < total(page("/tim-kiem?q=họp&source=bo&source=so&year=2012")) < one + other


def test_taking_a_chip_away_gives_the_address_before(page: Page) -> None:
    before = "/tim-kiem?q=h%E1%BB%8Dp&source=bo"
    added = next(a for a in links(page(before), r'<a rel="nofollow" href="([^"]+)">') if "year=2012" in a)
    chips = page(added).partition('<ul class="chips"')[2].partition("</ul>")[0]
    assert before in links(chips, r'href="([^"]+)"')


def test_the_form_keeps_the_filters(page: Page) -> None:
    form = page("/tim-kiem?q=họp&source=bo&year=2012&sort=published-asc").partition("<form")[2].partition("</form>")[0]
    for name, value in (("source", "bo"), ("year", "2012"), ("sort", "published-asc")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form
    assert 'value="họp"' in form


def test_a_bad_date_is_told_beside_its_field_and_the_results_stay(page: Page) -> None:
    html = page("/tim-kiem?q=họp&pub_from=31/2/2018")
    field = re.search(r'<input type="text" id="pub_from"[^>]+>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'value="31/2/2018"' in field[0]
    assert "pub_from-error" in field[0]
    assert re.search(r'id="pub_from-error">Ngày không hợp lệ', html)
    assert total(html) == total(page("/tim-kiem?q=họp"))
    assert total(html) > 0


def test_a_date_range_takes_in_both_ends(page: Page) -> None:
    day = re.search(r'<time datetime="(\d{4})-(\d\d)-(\d\d)">', page("/tim-kiem?q=họp"))
    assert day
    written = f"{int(day[3])}/{int(day[2])}/{day[1]}"
    assert total(page(f"/tim-kiem?q=họp&pub_from={written}&pub_to={written}")) >= 1


def test_unknown_and_repeated_parameters_are_ignored_with_a_notice(page: Page) -> None:
    html = page("/tim-kiem?q=họp&q=khác&la=1&page=x&size=9999&sort=abc&year=abc")
    assert total(html) == total(page("/tim-kiem?q=họp"))
    for text in (
        "Tham số lạ",
        "Tham số viết hai lần",
        "Số trang không hợp lệ",
        "Số kết quả mỗi trang",
        "Cách sắp xếp này không có",
        "Năm không hợp lệ",
    ):
        assert text in html


def test_a_repaired_question_is_told(page: Page) -> None:
    assert "Ngoặc kép chưa đủ đôi" in page('/tim-kiem?q="hội+đồng')
    assert "quotation mark had no partner" in page('/en/tim-kiem?q="hội+đồng')


@pytest.mark.parametrize(
    ("question", "box"),
    [
        ("q=" + "(" * 2000 + "a" + ")" * 2000, "((((("),
        ("q=" + "a " * MAX_LENGTH, "a a a"),
        ("q=" + "(" * 20 + "a" + ")" * 20, "((((a".replace("(", "(")),
    ],
)
def test_a_question_that_cannot_run_keeps_its_text_in_the_box(page: Page, question: str, box: str) -> None:
    html = page(f"/tim-kiem?{question}", 400)
    field = re.search(r'<input type="search"[^>]+>', html)
    assert field
    assert box in field[0]
    assert 'aria-describedby="q-error"' in field[0]
    assert 'id="q-error"' in html


@pytest.mark.parametrize("question", ["page=101", "page=999999", "&".join(f"year={2000 + n}" for n in range(9))])
def test_what_no_page_can_be_shown_for_is_a_page_with_the_reason(page: Page, question: str) -> None:
    assert 'role="alert"' in page(f"/tim-kiem?q=họp&{question}", 400)


def test_pages_follow_each_other_and_hold_each_hit_once(page: Page) -> None:
    seen: list[str] = []
    address = "/tim-kiem?q=họp&size=10"
    while address:
        html = page(address)
        seen += re.findall(r'class="hit-title" lang="vi"><a href="([^"]+)"', html)
        address = next(iter(links(html, r'rel="next" href="([^"]+)"')), "")
    assert len(seen) == len(set(seen)) == total(page("/tim-kiem?q=họp"))


def test_a_page_after_the_last_says_so(page: Page) -> None:
    assert "Trang này không còn kết quả" in page("/tim-kiem?q=họp&page=90")


def test_no_hits_offer_ways_on(page: Page) -> None:
    html = page("/tim-kiem?q=khongcotunaynhuvay&source=bo")
    assert "Không có bài nào" in html
    assert "Bỏ bộ lọc" in html
    assert "/tim-kiem?q=khongcotunaynhuvay" in html


def test_orders(page: Page) -> None:
    def days(sort: str) -> list[str]:
        return re.findall(r'Đăng ngày <time datetime="(\d{4}-\d{2}-\d{2})">', page(f"/tim-kiem?q=họp&size=100&sort={sort}"))

    assert days("published-desc") == sorted(days("published-desc"), reverse=True)
    assert days("published-asc") == sorted(days("published-asc"))
    assert len(days("published-asc")) > 20
    held = re.findall(r'<span>họp (?:<time datetime=")?(\d{4}-\d{2}-\d{2})', page("/tim-kiem?q=họp&size=100&sort=held-asc"))
    assert held == sorted(held)
    assert len(held) > 20


def test_without_an_index_the_results_are_503_and_articles_are_there(without_index: FlaskClient) -> None:
    for address, text in (("/tim-kiem?q=họp", "Tạm thời chưa tìm kiếm được"), ("/en/tim-kiem?q=họp", "Searching is not possible")):
        response = without_index.get(address)
        assert response.status_code == 503
        assert text in response.text
        assert "python -m indexer build" in response.text
        assert int(response.headers["Retry-After"]) > 0
    assert without_index.get("/bai/b000000000000000").status_code == 200
    assert without_index.get("/").status_code == 200


def test_the_quotes_of_a_phrase_are_not_doubled(page: Page) -> None:
    assert '<q lang="vi">họp</q>' in page("/tim-kiem?q=họp")
    assert "<q " not in page('/tim-kiem?q="hội+đồng"').partition("<h1>")[2].partition("</h1>")[0]


def test_a_suggestion_is_a_link_that_keeps_the_filters(page: Page) -> None:
    for typed in ("hoi dong giam doc", "hooji ddoongf", "ho65i d9o62ng"):
        html = page(f"/tim-kiem?q={typed}&year=2012&sort=published-asc&page=2&size=1")
        link = re.search(r'Có phải bạn tìm: <a lang="vi" href="([^"]+)">(.*?)</a>', html)
        assert link, typed
        assert link[2].startswith("hội đồng")
        asked = parse_qs(urlsplit(unescape(link[1])).query)
        assert asked == {"q": [link[2]], "year": ["2012"], "sort": ["published-asc"], "size": ["1"]}
        assert total(page(unescape(link[1]))) > 0
