"""Prose is read from the light tree exactly as BeautifulSoup's tree of it is read."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.content import blocks_in, blocks_of
from crawler.extraction import read_page
from crawler.prose import prose_of
from tests.sites import Fixture, fixtures

PROSE = [
    "<p>Một.</p><p>Hai.</p>",
    "Một.<p>Hai <b>đậm</b> <i>nghiêng</i></p>Ba.",
    "<p><strong>Đậm cả dòng</strong></p><p align='right'><b>Thu Hương</b></p><p style='text-align: center'><em>Ảnh</em></p>",
    "<p>giá thuê<br><br>kênh riêng<br>Chủ trì kết luận.</p>",
    "<ul><li>Một</li><li>Hai<ol><li>Ba</li></ol></li></ul>",
    "<p><img src='/a.jpg'><em>Toàn cảnh</em></p><p>Hội nghị.</p>",
    "<div><img src='/a.jpg'>Toàn cảnh</div>",
    "<figure><img data-src='/a.jpg'><figcaption>Toàn cảnh</figcaption></figure><p>Hội nghị.</p>",
    "<p>Một.</p><script>var a;</script><div style='display: none'>ẩn</div><span class='noprint'>In</span><!-- ghi --><p>Hai.</p>",
    "<p>Một.</p><div class='ads'>Quảng cáo</div><p>Hai<span class='end'>admin</span> nữa</p><p>Ba.</p>",
    "<p>Một.</p><div class='end'><table><tr><td>khung</td></tr></table></div>",
    "<div>" * 300 + "sâu" + "</div>" * 300,
]


def content(html: str) -> LexborNode:
    node = LexborHTMLParser(f"<div id='content'>{html}</div>").css_first("#content")
    assert node is not None
    return node


@pytest.mark.parametrize("html", PROSE)
@pytest.mark.parametrize(("ends", "chrome"), [("", ""), (".end", ".ads")])
def test_prose_is_read_as_beautiful_soup_reads_it(html: str, ends: str, chrome: str) -> None:
    node = content(html)
    assert prose_of(node, ends, chrome) is not None or "<table" in html
    assert blocks_in(node, ends, chrome) == blocks_of(node.html or "", ends, chrome)


@pytest.mark.parametrize(
    "html", ["<table><tr><td>a</td></tr></table>", "<o:p>a</o:p>", "<form>a</form>", "<pre>a</pre>", "<p>a</p>" * 2000]
)
def test_more_than_prose_is_left_to_beautiful_soup(html: str) -> None:
    assert prose_of(content(html)) is None


@pytest.mark.parametrize("saved", fixtures(), ids=lambda saved: saved.name)
def test_the_saved_pages_read_the_same_both_ways(saved: Fixture) -> None:
    read = read_page(saved.page())
    node = read.body_node
    if node is not None:
        assert blocks_in(node, read.ends_at, read.chrome_at) == blocks_of(node.html or "", read.ends_at, read.chrome_at)
