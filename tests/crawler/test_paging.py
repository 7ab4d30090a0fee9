"""The next page of a listing: numbers in addresses, labels of links, post-backs."""

from __future__ import annotations

import re

import pytest

from archive.page import Page
from crawler.markup import Document
from crawler.paging import (
    current_number,
    next_link,
    number_in_path,
    number_in_query,
    numbered_link,
    post_back,
    with_number_in_path,
    with_number_in_query,
)

PATH = re.compile(r"/PhanTrang/\d+/(?P<page>\d+)/")
LISTING = "http://x.vn/tin?_101_delta=20&p_r_p_564233524_resetCur=false&_101_cur=2"
FORM = """<html><body><form method="post" action="/tin-tuc.aspx?a=1&amp;b=2" id="aspnetForm">
<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__VIEWSTATE" value="abc=="><input name="tim" value="tìm">
<input type="checkbox" name="c1" value="1"><input type="checkbox" name="c2" value="1" checked><input type="submit" name="gui" value="Gửi">
<select name="nam"><option value="2016">2016</option><option value="2017" selected>2017</option></select>
<textarea name="ghi">ghi chú</textarea>
<div class="pager"><span>1</span> <a href="javascript:__doPostBack('ctl00$m$pgr','2')">2</a>
<a href="#" onclick="javascript:__doPostBack(&#39;ctl00$m$pgr&#39;,&#39;3&#39;)">3</a><a href="/khac">x</a></div></form></body></html>"""


def document(html: str = FORM, url: str = "http://x.vn/tin-tuc.aspx") -> Document:
    return Document(Page(url=url, status=200, payload=html.encode()))


def test_the_number_is_in_the_parameter_whose_name_ends_so() -> None:
    assert number_in_query(LISTING, "_cur") == 2
    assert number_in_query("http://x.vn/tin?cur=x", "_cur") is None


def test_only_the_number_changes_in_the_query() -> None:
    assert with_number_in_query(LISTING, "_cur", 3) == LISTING[:-1] + "3"


def test_the_number_is_in_the_path() -> None:
    url = "https://x.vn/Pages/ChuyenMuc/PhanTrang/1749/1/Ung-dung.html"
    assert number_in_path(url, PATH) == 1
    assert with_number_in_path(url, PATH, 12) == url.replace("/1/", "/12/")


@pytest.mark.parametrize(
    ("numbers", "current", "following"),
    [((1, 2, 3), 1, 2), ((1, 2, 3), 3, None), ((1, 9), 2, 3), ((), 1, None), ((5, 6, 8), 6, 7)],
)
def test_a_pager_leads_one_page_on_or_nowhere(numbers: tuple[int, ...], current: int, following: int | None) -> None:
    links = [f"https://x.vn/PhanTrang/1749/{number}/a.html" for number in numbers]
    expected = f"https://x.vn/PhanTrang/1749/{following}/a.html" if following else None
    assert numbered_link(links, current, PATH) == expected


def test_a_post_back_sends_the_whole_form_with_its_target() -> None:
    page = document()
    link = page.tree.css(".pager a")[0]
    follow = post_back(page, link)
    assert follow is not None
    assert follow.url == "http://x.vn/tin-tuc.aspx?a=1&b=2"
    assert follow.form == {
        "__EVENTTARGET": "ctl00$m$pgr",
        "__EVENTARGUMENT": "2",
        "__VIEWSTATE": "abc==",
        "tim": "tìm",
        "c2": "1",
        "nam": "2017",
        "ghi": "ghi chú",
    }


def test_a_post_back_may_stand_in_onclick() -> None:
    page = document()
    follow = post_back(page, page.tree.css(".pager a")[1])
    assert follow is not None
    assert follow.form is not None
    assert follow.form["__EVENTARGUMENT"] == "3"


def test_a_plain_link_or_one_outside_a_form_is_no_post_back() -> None:
    page = document()
    assert post_back(page, page.tree.css(".pager a")[2]) is None
    outside = document("<a href=\"javascript:__doPostBack('a','b')\">2</a>")
    assert post_back(outside, outside.tree.css("a")[0]) is None


def test_the_current_page_is_the_number_that_is_no_link() -> None:
    pager = document().tree.css_first(".pager")
    assert pager is not None
    assert current_number(pager) == 1


@pytest.mark.parametrize("label", ["Tiếp", "Trang sau", "»", "Next"])
def test_a_link_may_say_that_it_leads_on(label: str) -> None:
    pager = document(f"<div class='pager'><a href='/1'>1</a><a href='/2'>{label}</a></div>").tree.css_first(".pager")
    assert pager is not None
    link = next_link(pager, None)
    assert link is not None
    assert link.attributes["href"] == "/2"


def test_a_disabled_link_leads_nowhere() -> None:
    pager = document("<div class='pager'><a class='disabled' href='/2'>Tiếp</a><a href='#'>»</a></div>").tree.css_first(".pager")
    assert pager is not None
    assert next_link(pager, None) is None


def test_a_page_number_of_thousands_of_digits_is_none() -> None:
    assert number_in_query(f"http://x.vn/?page={'9' * 5000}", "page") is None
