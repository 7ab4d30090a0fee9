"""What holds for every address: headers, languages, errors, and the parts of the code that speak to readers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from protego import Protego

import indexer
from tests.webui.sample_archive import FULL, HOSTILE_TEXTS
from webui import create_app
from webui.messages import NOTICES, PROBLEMS
from webui.pages.help import EXAMPLES, LIMITS
from webui.params import LISTS
from webui.security import HEADERS

PAGES = (
    "/",
    "/tim-kiem?q=họp",
    "/tim-kiem?q=khongco",
    "/tim-kiem?q=((((((((((((a",
    f"/bai/{FULL}",
    "/huong-dan",
    "/trang-thai",
    "/lich?y=2018&m=3",
    "/nguoi",
    "/nguoi/nguyen-minh-hong",
    "/co-quan/bo-thong-tin-truyen-thong",
    "/van-ban/1605-qd-ttg",
    "/khong-co",
)
OTHERS = (
    "/api/v1/search?q=họp",
    "/api/v1/x",
    f"/bai/{FULL}.json",
    f"/bai/{FULL}.bib",
    "/nguoi/nguyen-minh-hong.json",
    "/nguoi/nguyen-minh-hong.atom",
    "/lich.json",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/static/khotin.css",
)


def in_english(address: str) -> str:
    return "/en" + address


@pytest.mark.parametrize("address", [*PAGES, *map(in_english, PAGES), *OTHERS])
def test_every_answer_carries_the_headers_and_no_cookie(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        for name, value in HEADERS.items():
            assert response.headers.getlist(name) == [value]
        assert "Set-Cookie" not in response.headers


def test_robots_may_walk_articles_and_searches_and_no_combination_of_facets(client: FlaskClient) -> None:
    rules = Protego.parse(client.get("/robots.txt").text)
    for path in ("/", f"/bai/{FULL}", "/tim-kiem?q=họp", "/en/tim-kiem?q=họp&page=2", "/trang-thai"):
        assert rules.can_fetch(path, "bot"), path
    facets = [f"{page}?{first}{name}=x" for page in ("/tim-kiem", "/en/tim-kiem") for first in ("", "q=họp&") for name in LISTS]
    for path in (*facets, "/ban-luu/x", "/api/v1/search?q=họp"):
        assert not rules.can_fetch(path, "bot"), path


@pytest.mark.parametrize("address", PAGES)
def test_the_address_alone_decides_the_language(client: FlaskClient, address: str) -> None:
    vietnamese = client.get(address, headers={"Accept-Language": "en", "Cookie": "lang=en"}).text
    english = client.get(in_english(address), headers={"Accept-Language": "vi"}).text
    assert '<html lang="vi">' in vietnamese
    assert '<html lang="en">' in english


@pytest.mark.parametrize("address", [address for address in PAGES if "khong-co" not in address])
def test_both_languages_name_each_other(client: FlaskClient, address: str) -> None:
    pairs = [dict(re.findall(r'hreflang="(vi|en)" href="([^"]+)"', client.get(a).text)) for a in (address, in_english(address))]
    assert pairs[0] == pairs[1]
    assert pairs[0]["en"] == "/en" + pairs[0]["vi"]


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/en//evil.example", "/https:evil.example"])
def test_no_link_and_no_redirect_leads_away(client: FlaskClient, path: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": path, "RAW_URI": path, "REQUEST_URI": path})
    assert re.match(r"/(?![/\\])", response.headers.get("Location", "/x"))
    assert_local(response.text)


@pytest.mark.parametrize("address", ["/", "/en", "//huong-dan?x=1", "/tim-kiem?q=a"])
def test_no_address_takes_its_host_from_the_request(client: FlaskClient, address: str) -> None:
    response = client.get(address, base_url="http://evil.example", environ_overrides={"PATH_INFO": address.partition("?")[0]})
    assert "evil.example" not in response.text + response.headers.get("Location", "")


def test_a_parameter_cannot_bend_the_language_switch(client: FlaskClient) -> None:
    question = "q=a&_external=1&_scheme=evil&_anchor=x&page=1&in_language=vi"
    html = client.get(f"/tim-kiem?{question}").text
    assert_local(html)
    assert "/en/tim-kiem?" + question.replace("&", "&amp;") in html


def assert_local(html: str) -> None:
    for link in re.findall(r'href="([^"]+)"', html):
        assert link.startswith(("/", "#")), link
        assert not link.startswith(("//", "/\\")), link


def without_our_script(html: str) -> str:
    """A page without its one script, which is a file of ours."""
    ours = '<script src="/static/suggest.js" defer></script>'
    assert html.count(ours) == 1
    return html.replace(ours, "")


@pytest.mark.parametrize("address", [*PAGES, *map(in_english, PAGES)])
def test_a_page_has_one_heading_and_no_style_or_script_of_its_own(client: FlaskClient, address: str) -> None:
    html = without_our_script(client.get(address).text)
    assert len(re.findall("<h1", html)) == 1
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    assert html.index('class="skip"') < html.index("<header")


def test_no_english_is_left_in_vietnamese_pages_and_none_the_other_way(client: FlaskClient) -> None:
    for address in PAGES:
        html = re.sub(
            r'<(\w+)[^>]*\slang="(?:vi|en)".*?</\1>', "", client.get(in_english(address)).text.partition("<body>")[2], flags=re.DOTALL
        )
        text = re.sub(r"<[^>]+>", " ", html)
        assert not re.search(r"\b(của|không|được|kho|trang|bài)\b", text), text


def test_addresses_that_are_not_filled_yet_are_404(client: FlaskClient) -> None:
    for address in (
        "/nguon",
        "/co-quan/x",
        "/van-ban/x",
        "/quan-tri",
        "/openapi.json",
        "/tim-kiem.csv",
        "/tim-kiem.atom",
    ):
        assert client.get(address).status_code == 404


def test_the_first_english_page_has_one_address(client: FlaskClient) -> None:
    response = client.get("/en")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/en/")


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/nguoi/", "/nguoi"),
        ("/en/tim-kiem/?q=h%E1%BB%8Dp&year=2012&year=2013", "/en/tim-kiem?q=h%E1%BB%8Dp&year=2012&year=2013"),
        ("/bai/0123456789abcdef/", "/bai/0123456789abcdef"),
        ("/api/v1/search/?q=x", "/api/v1/search?q=x"),
        ("/lich.json/", "/lich.json"),
        ("/robots.txt/", "/robots.txt"),
    ],
)
def test_a_slash_too_many_leads_to_the_address_without_it(client: FlaskClient, asked: str, there: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (308, there)


@pytest.mark.parametrize("asked", ["/nosuch/", "//evil.example/", "/%5Cevil.example/", "/nguoi//evil.example/", "/bai/x/y/"])
def test_a_slash_at_the_end_of_nothing_leads_nowhere_else(client: FlaskClient, asked: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": unquote(asked)})
    assert response.status_code in (308, 404)
    assert "//" not in response.headers.get("Location", "").removeprefix("http://localhost")


def test_only_reading_is_answered(client: FlaskClient) -> None:
    response = client.post("/tim-kiem")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert '<html lang="vi">' in response.text


@pytest.fixture
def failing() -> Flask:
    app = create_app()

    def fail() -> str:
        raise RuntimeError("secret of the machine")

    app.add_url_rule("/fail", view_func=fail)
    return app


def test_an_error_inside_shows_nothing_of_the_inside(failing: Flask) -> None:
    response = failing.test_client().get("/fail")
    assert response.status_code == 500
    assert "Có lỗi bên trong" in response.text
    assert not re.search(r"Traceback|secret|RuntimeError|\.py", response.text)
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_hostile_texts_show_as_text_everywhere(client: FlaskClient) -> None:
    for number, text in enumerate(HOSTILE_TEXTS):
        for address in (f"/bai/c{number:015x}", f"/en/bai/c{number:015x}", "/tim-kiem?q=thù+địch&size=50", "/", "/trang-thai"):
            html = without_our_script(client.get(address).text)
            assert not re.search(
                r"<script|<svg onload|<img src=x|<iframe|<style|<b onmouseover|<meta http-equiv|\sonfocus='|href=.javascript", html
            ), text
            assert "49" not in re.findall(r"Thù địch (\S+)", html)


def test_hostile_questions_show_as_text(client: FlaskClient) -> None:
    for text in (*HOSTILE_TEXTS, "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")):
        for name in ("q", "source", "pub_from", "sort", "la", text):
            html = without_our_script(client.get("/tim-kiem", query_string={name: text}).text)
            assert not re.search(r"<script|<svg onload|<img src=x|<iframe|<style|<b onmouseover|\sonfocus='|href=.javascript", html), (
                name,
                text,
            )


WEIRD = ("%00", "%FF", "..%2f..%2fetc", "%F0%9F%98%80", "a" * 3000, "%C3%28", "x.json.bib", ".json", "-", "%20")


@pytest.mark.parametrize("odd", WEIRD)
def test_no_address_is_an_error_inside(client: FlaskClient, odd: str) -> None:
    for address in ("/{}", "/bai/{}", "/en/bai/{}", "/bai/{}.ris", "/ban-luu/{}", "/api/v1/articles/{}", "/static/{}"):
        with client.get(address.format(odd)) as response:
            assert response.status_code in (308, 404), address
    for name in ("q", "source", "year", "pub_from", "pub_to", "sort", "page", "size", odd):
        assert client.get(f"/tim-kiem?{name}={odd}").status_code in (200, 400)
        assert client.get(f"/api/v1/search?{name}={odd}").status_code in (200, 400)


def test_every_code_of_the_query_language_has_its_message() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(indexer.__file__).parent.rglob("*.py"))
    assert set(re.findall(r'Notice\(\s*"([a-z-]+)"', source)) <= NOTICES.keys()
    # Page, size and sort are checked before a query is made.
    assert set(re.findall(r'QueryError\(\s*"([a-z-]+)"', source)) - {"page", "size", "sort"} <= PROBLEMS.keys()


def test_every_example_of_the_help_finds_something_to_run(client: FlaskClient) -> None:
    html = client.get("/huong-dan").text
    for example, _ in EXAMPLES:
        response = client.get("/api/v1/search", query_string={"q": example})
        assert response.status_code == 200
        assert response.json["query"]["notices"] == []
        assert response.json["total"] > 0, example
    assert len(re.findall(r'<a lang="vi" href="/tim-kiem\?q=', html)) == len(EXAMPLES)


def test_the_limits_of_the_help_are_those_of_the_code(client: FlaskClient) -> None:
    html = client.get("/huong-dan").text
    for _, most in LIMITS:
        assert f'<td class="num">{most}</td>' in html


def test_the_status_page_tells_of_the_index(client: FlaskClient, without_index: FlaskClient) -> None:
    assert "Đang chạy và theo kịp kho." in client.get("/trang-thai").text
    down = without_index.get("/trang-thai")
    assert down.status_code == 200
    assert "python -m indexer build" in down.text


def test_serving_loads_neither_scrapy_nor_underthesea() -> None:
    code = "import sys, webui.__main__; webui.create_app(); print([m for m in ('scrapy', 'twisted', 'underthesea') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
