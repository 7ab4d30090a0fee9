"""Reading any page: by its site, else by its software; torn, false, broken or mutated, it never raises."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from archive.page import KEPT, Page, PageKind
from crawler.extraction import extract, read_page
from tests.sites import Fixture, fixture, fixtures

FIXTURES = fixtures()
ARTICLE = fixture("sotttt-hanoi/hoi-nghi-tap-huan")
FUZZ = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    ("name", "software"),
    [
        ("sotttt-hanoi/hoi-nghi-tap-huan", "LiferayPage/1"),
        ("mic/seed-000", "VCCorpPage/1"),
        ("mic/seed-001", "SharePointPage/1"),
        ("aita/seed-004", "MojoPortalPage/1"),
    ],
)
def test_a_page_of_an_unknown_host_is_read_by_its_software(name: str, software: str) -> None:
    page = fixture(name).page()
    known, unknown = extract(page).article, extract(replace(page, url="https://portal.example.vn/tin/1.html")).article
    assert known is not None
    assert unknown is not None
    assert (unknown.site, unknown.extracted_by) == ("portal.example.vn", software)
    assert (unknown.headline, unknown.description, unknown.article_body) == (known.headline, known.description, known.article_body)


def test_a_page_with_nothing_on_it_is_told_so() -> None:
    result = extract(Page(url="https://x.example/", status=200, payload=b"<html><body><p>Xin ch\xc3\xa0o</p></body></html>"))
    assert (result.kind, result.article, result.reason) == (PageKind.OTHER, None, "no article and no listing on it")


def test_the_site_may_be_named() -> None:
    page = replace(fixture("mic/seed-001").page(), url="http://127.0.0.1/x")
    article = extract(page, "mic").article
    assert article is not None
    assert (article.site, article.extracted_by) == ("mic", "MicSharePointPage/1")


@pytest.mark.parametrize(("name", "layout"), [("mic/seed-000", "MicPage"), ("mic/seed-001", "MicSharePointPage")])
def test_the_page_itself_says_which_layout_of_its_site_it_has(name: str, layout: str) -> None:
    read = read_page(fixture(name).page())
    assert type(read).__name__ == layout


def test_one_asset_is_one_article_under_every_prefix_and_section() -> None:
    page = ARTICLE.page()
    path = "/-/view_content/4500117-hoi-nghi-tap-huan-ve-an-toan-thong-tin.html"
    prefixes = ["", "/vi", "/en"]
    urls = [f"http://sotttt.hanoi.gov.vn{prefix}/{section}{path}" for prefix in prefixes for section in ("tin-tuc-su-kien", "thanh-tra")]
    articles = [extract(replace(page, url=url)).article for url in urls]
    assert len({article.identifier for article in articles if article}) == 1
    assert [article.url for article in articles if article] == urls


def test_an_article_shown_whole_in_its_section_is_the_same_article() -> None:
    section = fixture("sotttt-hanoi/chuyen-muc-mot-bai").page()
    shown = extract(section)
    alone = extract(replace(section, url="http://sotttt.hanoi.gov.vn/en/-au-thau/-/view_content/4500402-thong-bao.html"))
    assert shown.article is not None
    assert alone.article is not None
    assert (shown.kind, alone.kind) == (PageKind.SECTION_ARTICLE, PageKind.ARTICLE)
    assert shown.article.identifier == alone.article.identifier


def test_mics_two_addresses_of_one_item_are_one_article() -> None:
    page = fixture("mic/seed-001").page()
    other = replace(page, url="https://mic.gov.vn/Pages/TinTuc/tinchitiet.aspx?tintucid=135772")
    first, second = extract(page).article, extract(other).article
    assert first is not None
    assert second is not None
    assert first.identifier == second.identifier


def test_the_portals_clock_is_not_the_publication_date() -> None:
    page = ARTICLE.page()
    undated = page.payload.replace("Ngày đăng 19/08/2016 | 5:37 PM".encode(), b"")
    assert undated != page.payload
    article = extract(replace(page, payload=undated)).article
    assert article is not None
    assert (article.date_published, article.date_published_rule) == (None, None)


def test_a_visitor_counter_is_no_revision() -> None:
    page = ARTICLE.page()
    later = extract(replace(page, payload=page.payload.replace(b"View count: 1094", b"View count: 2000"))).article
    before = extract(page).article
    assert before is not None
    assert later is not None
    assert later.content_digest == before.content_digest
    assert later == before


@pytest.mark.parametrize("claim", ["iso-8859-1", "windows-1252", "utf-16"])
def test_a_false_charset_header_changes_nothing(claim: str) -> None:
    page = ARTICLE.page()
    assert extract(replace(page, headers=(("Content-Type", f"text/html; charset={claim}"),))).article == extract(page).article


def test_a_page_cut_in_the_article_is_no_article() -> None:
    page = ARTICLE.page()
    cut = page.payload.index("mỗi nhóm trình bày".encode())
    result = extract(replace(page, payload=page.payload[:cut]))
    assert (result.kind, result.article) == (PageKind.ERROR, None)
    assert "cut off" in result.reason


def test_a_page_cut_after_the_article_is_the_whole_article() -> None:
    page = ARTICLE.page()
    cut = page.payload.index(b'<div class="related_asset">')
    assert extract(replace(page, payload=page.payload[:cut])).article == extract(page).article


def test_a_page_without_any_address_is_known_by_its_bytes() -> None:
    page = fixture("aita/ke-hoach-kiem-tra").page()
    nameless = [page.payload.replace(b'rel="canonical"', b'rel="x"'), page.payload.replace(b'rel="canonical"', b'rel="y"')]
    first, second = (extract(Page(url="", status=200, payload=payload)).article for payload in nameless)
    assert first is not None
    assert second is not None
    assert (first.url, first.site) == ("", "unknown")
    assert first.identifier != second.identifier


@pytest.mark.parametrize("url", ["", "http://[", "http://a:b:c/", "//", "?", "javascript:x", "\udce9", "http://mic.gov.vn:99999/"])
@pytest.mark.parametrize("name", ["sotttt-hanoi/hoi-nghi-tap-huan", "mic/danh-sach-ung-dung-cntt", "hdgdcntt/danh-sach"])
def test_a_broken_address_breaks_nothing(name: str, url: str) -> None:
    read_everything(replace(fixture(name).page(), url=url))


def read_everything(page: Page) -> None:
    """Everything that can be asked of a page."""
    result = extract(page)
    assert (result.article is not None) == (result.kind in KEPT)
    if result.article:
        assert result.article.headline
    read = read_page(page)
    if read is not None:
        read.items()
        read.next_page()


@seed(20240228)
@FUZZ
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_without_an_error(payload: bytes) -> None:
    read_everything(Page(url="http://sotttt.hanoi.gov.vn/", status=200, payload=payload))


@seed(20240228)
@FUZZ
@given(st.sampled_from(FIXTURES), st.randoms(use_true_random=False))
def test_a_mutated_page_is_read_without_an_error(found: Fixture, chance: random.Random) -> None:
    page = found.page()
    read_everything(replace(page, payload=mutated(page.payload, chance)))


@seed(20240228)
@FUZZ
@given(st.sampled_from(FIXTURES), st.text(max_size=60), st.text(alphabet="[]:/%?#@aé.\\ ", max_size=20))
def test_any_header_and_address_are_read_without_an_error(found: Fixture, header: str, host: str) -> None:
    read_everything(replace(found.page(), url=f"http://{host}", headers=(("content-type", f"text/html; charset={header}"),)))


def mutated(payload: bytes, chance: random.Random) -> bytes:
    """A page with a few pieces cut, doubled, moved or overwritten: what transfers, editors and mirrors do to pages."""
    data = bytearray(payload)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.randint(0, 400))
        piece = bytes(data[start:end])
        change = chance.randrange(4)
        if change == 0:
            del data[start:end]
        elif change == 1:
            data[start:start] = piece * chance.randint(1, 3)
        elif change == 2:
            data[start:end] = bytes(chance.randrange(256) for _ in piece[:40])
        else:
            data[start:start] = chance.choice([b"<", b">", b'"', b"<div>", b"</div>", b"<table>", b"&", b"\0", b"<!--", b"<p align="])
    return bytes(data)
