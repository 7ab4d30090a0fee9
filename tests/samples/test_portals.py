"""What the sample portals send: every article once found, the traps of real pages, honest validators."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from datetime import datetime
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.settings import TIME_ZONE
from samples.layouts import Aita, Council, SharePointMic, VCCorpMic, portals
from samples.portal import Portal
from samples.texts import SampleArticle
from tests.samples.loopback import Answer, ask, portals_at

FIRST = {type(portal): portal for portal in portals(1)}
BOTH_MOJO = pytest.mark.parametrize("layout", [Council, Aita])
EVERY = pytest.mark.parametrize("layout", [SharePointMic, VCCorpMic, Council, Aita])


def article_of(layout: type[Portal], key: str) -> SampleArticle:
    return next(article for article in FIRST[layout].articles if article.key.startswith(key))


def page(first_port: int, layout: type[Portal], key: str) -> Answer:
    portal = FIRST[layout]
    return ask(first_port + portal.port_offset, portal.address(article_of(layout, key)))


def links(text: str, selector: str) -> list[str]:
    return [node.attributes.get("href") or "" for node in LexborHTMLParser(text).css(selector)]


def hidden_fields(text: str) -> dict[str, str]:
    return {node.attributes["name"] or "": node.attributes.get("value") or "" for node in LexborHTMLParser(text).css("input[type=hidden]")}


LISTED = {
    SharePointMic: (".list-news-item h2 a", ".paging a"),
    VCCorpMic: ("a.box-category-link-title", ".pagination a"),
    Council: (".article-item a.article-title", ".article-pager a"),
    Aita: (".article-item a.article-title", ".article-pager a"),
}


@EVERY
def test_listing_and_paging_reach_every_article_once(first_port: int, layout: type[Portal]) -> None:
    portal = FIRST[layout]
    port, (items, pager) = first_port + portal.port_offset, LISTED[layout]
    first = ask(port, portal.listing_address(1)).text
    found = links(first, items)
    number = 2
    while step := [link for link in links(first, pager) if link == portal.page_link(number)]:
        found += links(next_page(port, portal, first, step[0]), items)
        number += 1
    assert number > 2
    assert sorted(found) == sorted(portal.address(article) for article in portal.articles)


def next_page(port: int, portal: Portal, text: str, link: str) -> str:
    """The page behind a page number, by the link or as the browser's script posts it."""
    call = re.fullmatch(r"javascript:__doPostBack\('(.+?)','(.+?)'\)", link)
    if not call:
        return ask(port, link).text
    fields = hidden_fields(text) | {"__EVENTTARGET": call[1], "__EVENTARGUMENT": call[2]}
    return ask(port, portal.listing_address(1), form=urlencode(fields)).text


def test_a_post_back_without_the_pages_own_view_state_is_refused(first_port: int) -> None:
    form = urlencode({"__EVENTTARGET": Council.pager, "__EVENTARGUMENT": "2", "__VIEWSTATE": "/wEPDwUKLTM"})
    assert ask(first_port + Council.port_offset, "/tin-tuc.aspx", form=form).status == 500


@EVERY
def test_every_page_has_the_headline_and_the_counters_move_at_every_request(first_port: int, layout: type[Portal]) -> None:
    portal = FIRST[layout]
    for article in portal.articles[:3]:
        one, two = (ask(first_port + portal.port_offset, portal.address(article)) for _ in range(2))
        assert unicodedata.normalize("NFC", article.headline) in unicodedata.normalize("NFC", one.text.replace("&amp;", "&"))
        assert one.body != two.body
        assert one.headers["last-modified"] == two.headers["last-modified"]
        assert one.headers.get("etag") == two.headers.get("etag")


def test_the_sharepoint_page_has_clock_ribbon_rating_captcha_print_copy_and_second_address(first_port: int) -> None:
    text = page(first_port, SharePointMic, "seed-001").text
    today = datetime.now(TIME_ZONE).strftime("ngày %d/%m/%Y")
    for trap in (
        "Skip Ribbon Commands",
        today,
        "14/05/2012 15:20 CH",
        "Xem cỡ chữ",
        "ĐÁNH GIÁ BÀI VIẾT(",
        "Mã Captcha:",
        "Lượt truy cập: ",
    ):
        assert trap in text
    assert text.index(today) < text.index("14/05/2012")
    assert "/pages/tintuc/printpage.aspx?tintucID=135772" in text
    second = ask(first_port, "/Pages/TinTuc/tinchitiet.aspx?tintucid=135772").text
    assert "<h1>Họp Ban điều hành" in second


def test_the_sharepoint_calendar_has_no_end(first_port: int) -> None:
    address = next(link for link in links(ask(first_port, "/").text, "a") if "XemTheoNgay" in link)
    for _ in range(3):
        address = links(ask(first_port, address).text, ".box-news a[href*=XemTheoNgay]")[0]
    assert ask(first_port, address).status == 200


def test_the_related_list_of_sharepoint_comes_only_by_post(first_port: int) -> None:
    assert "dsldvNewsLienQuan" in page(first_port, SharePointMic, "seed-001").text
    answer = ask(first_port, "/Pages/tintuc/loaddstinlienquan.aspx?pageId=1&pageSize=5", form="IDTinTuc=135772")
    assert '<div id="content">' in answer.text
    assert '<div id="end">' in answer.text


def test_the_vccorp_page_has_banners_with_alternative_texts_and_a_language_switch_without_end(first_port: int) -> None:
    answer = page(first_port, VCCorpMic, "seed-000")
    for trap in ('alt="banner"', 'alt="icon"', "khai báo online tại đây", ">Top<", "Thứ sáu, 12/08/2011 11:25"):
        assert trap in answer.text
    address = FIRST[VCCorpMic].address(article_of(VCCorpMic, "seed-000"))
    for _ in range(3):
        address = next(link for link in links(ask(first_port + 1, address).text, "a") if link.endswith("/vi/en.html"))
        assert ask(first_port + 1, address).status == 200
    assert address.count("/vi/en.html") == 3


@BOTH_MOJO
def test_the_mojoportal_pages_have_counters_poll_go_top_and_no_date(first_port: int, layout: type[Portal]) -> None:
    key = "seed-002" if layout is Council else "seed-004"
    text = page(first_port, layout, key).text
    for trap in ("Go top", "Người trực tuyến", 'class="panelwrapper poll"', "returnurl="):
        assert trap in text
    assert datetime.now(TIME_ZONE).strftime("%d/%m/%Y") not in text


def test_the_lede_stands_twice_on_mojoportal(first_port: int) -> None:
    assert page(first_port, Aita, "seed-004").text.count("Cục Tin học hóa đã tổ chức Phiên họp thường kỳ Quý I/2018") == 2


def test_odd_texts_are_served_odd(first_port: int) -> None:
    assert not unicodedata.is_normalized("NFC", page(first_port, Council, "hdgdcntt-2018-kien-nghi").text)
    damaged = page(first_port, Aita, "aita-2018-dien-tap").text
    assert "ldquo;Cán bộ kỹ thuật" in damaged
    assert "đograve;i" in damaged


def test_an_attachment_only_notice_links_to_a_file_that_opens(first_port: int) -> None:
    text = page(first_port, SharePointMic, "mic-2018-danh-muc").text
    [address] = links(text, "#divArticleContent a")
    file = ask(first_port, address)
    document = zipfile.ZipFile(io.BytesIO(file.body)).read("word/document.xml").decode()
    assert "DANH MỤC BÁO CÁO ĐỊNH KỲ" in document


@EVERY
def test_a_known_text_is_answered_not_modified_whatever_the_counter_says(first_port: int, layout: type[Portal]) -> None:
    portal = FIRST[layout]
    address = portal.address(portal.articles[0])
    headers = ask(first_port + portal.port_offset, address).headers
    known = {"If-None-Match": headers["etag"]} if "etag" in headers else {"If-Modified-Since": headers["last-modified"]}
    again = ask(first_port + portal.port_offset, address, headers=known)
    assert (again.status, again.body) == (304, b"")


@EVERY
def test_robots_ask_for_a_short_delay_and_no_logins(first_port: int, layout: type[Portal]) -> None:
    text = ask(first_port + FIRST[layout].port_offset, "/robots.txt").text
    assert "Crawl-delay: 0.0" in text
    assert "Disallow: /dang-nhap" in text


def test_between_the_runs_one_text_changes_one_page_goes_one_is_touched_and_one_is_new(first_port: int) -> None:
    corrected, touched = (article_of(VCCorpMic, key) for key in ("mic2024-2023-bao-cao", "mic2024-2015-nghi-quyet"))
    gone = FIRST[SharePointMic].address(article_of(SharePointMic, "mic-2014-cong-van"))
    assert ask(first_port, gone).status == 200
    before = {a.key: ask(first_port + 1, FIRST[VCCorpMic].address(a)).headers["etag"] for a in (corrected, touched)}
    with portals_at(2) as port:
        assert ask(port, gone).status == 410
        after = {a.key: ask(port + 1, FIRST[VCCorpMic].address(a)) for a in (corrected, touched)}
        assert "đính chính" in after[corrected.key].text
        assert all(before[key] != answer.headers["etag"] for key, answer in after.items())
        assert "phiên quý I/2023" in ask(port + 1, "/tin-tuc.htm").text
    assert "phiên quý I/2023" not in ask(first_port + 1, "/tin-tuc.htm").text


@EVERY
def test_an_address_that_never_was_is_not_found(first_port: int, layout: type[Portal]) -> None:
    assert ask(first_port + FIRST[layout].port_offset, "/khong-co.html").status == 404
