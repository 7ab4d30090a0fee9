"""An article on a page of no known portal: its headline, lead and text, and nothing of the page around it."""

from __future__ import annotations

import pytest

from archive.article import Article
from crawler.extraction import extract
from tests.crawler.generic.pages import LEAD, TEXT, TITLE, article, body, read
from tests.sites import fixture

NEWS = "".join(f'<li><a href="/khac/{number}.html">Một tin khác của cổng, bài viết số {number}</a></li>' for number in range(5))


def found(html: str) -> Article:
    result = read(html).article
    assert result is not None
    return result


def test_the_route_that_read_it_is_told() -> None:
    assert found(article()).extracted_by == "GenericPage/1"


def test_the_text_is_the_articles_alone() -> None:
    result = found(article(after=f"<div><h3>Các tin khác</h3><ul>{NEWS}</ul></div>"))
    assert (result.headline, result.paragraphs) == (TITLE, TEXT)


def test_the_lead_in_a_box_of_its_own_is_not_lost() -> None:
    result = found(article(lead=f'<div class="tomtat">{LEAD}</div>'))
    assert (result.description, result.paragraphs) == (LEAD, TEXT)


def test_a_lead_that_opens_the_text_again_stands_once() -> None:
    result = found(article(lead=f'<div class="tomtat">{LEAD}</div>', text=body(LEAD, *TEXT)))
    assert (result.description, result.paragraphs) == (LEAD, TEXT)


def test_text_parted_by_line_breaks_alone_is_text() -> None:
    assert found(article(text="<br><br>".join(TEXT))).paragraphs == TEXT


def test_text_in_tables_that_only_arrange_it_is_text() -> None:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in TEXT)
    assert found(article(text=f"<table>{rows}</table>")).paragraphs == TEXT


def test_damaged_entity_names_do_not_hide_a_paragraph() -> None:
    damaged = "Hưởng ứng ldquo;Năm trật tự và văn minh đô thịrdquo;, các đơn vị đã ra quân xây dựng tuyến phố điển hình trên địa bàn."
    assert found(article(text=body(damaged, *TEXT))).paragraphs[0].startswith("Hưởng ứng “Năm trật tự và văn minh đô thị”")


def test_sign_off_and_caption_are_fields() -> None:
    picture = '<p style="text-align:center"><img src="/a.jpg"></p><p style="text-align:center">Quang cảnh phiên họp (Ảnh: Minh Khuê)</p>'
    result = found(article(text=body(TEXT[0]) + picture + body(*TEXT[1:]) + '<p align="right"><b>Minh Khuê</b></p>'))
    assert (result.author, result.paragraphs) == ("Minh Khuê", TEXT)
    assert [image.caption for image in result.image] == ["Quang cảnh phiên họp (Ảnh: Minh Khuê)"]


def test_an_account_of_the_content_system_is_neither_text_nor_author() -> None:
    result = found(article(text=body() + "<p align='right'>admin admin</p>"))
    assert (result.author, result.paragraphs) == (None, TEXT)


@pytest.mark.parametrize(
    "after",
    [
        '<div class="poll"><p>Bạn đánh giá thế nào về giao diện mới của cổng thông tin điện tử tỉnh?</p><p>Tổng số phiếu: 16</p></div>',
        "<p>Lượt truy cập: 1294</p><p>Gửi mail</p><p>In bài viết</p>",
        '<div class="comments"><h3>Bình luận</h3><p>Tôi rất đồng tình với nội dung của bài viết này, mong sớm được triển khai.</p></div>',
        '<div class="sidebar"><h3>Tin nổi bật</h3><p><a href="/1">Một tin nổi bật khác ở cột bên phải của trang</a></p></div>',
    ],
)
def test_widgets_after_the_text_stay_out(after: str) -> None:
    assert found(article(after=after)).paragraphs == TEXT


def test_the_heading_of_a_box_is_not_the_headline() -> None:
    html = article().replace(
        "<h1>" + TITLE, f'<header class="portlet-topper"><h1 class="portlet-title">Tin tức nổi bật</h1></header><div class="tieude">{TITLE}'
    )
    assert found(html).headline == TITLE


def test_a_headline_that_only_the_head_has_loses_the_portals_name() -> None:
    assert found(article().replace(f"<h1>{TITLE}</h1>", "")).headline == TITLE


def test_a_head_that_names_the_portal_alone_gives_no_headline() -> None:
    html = article().replace(f"<title>{TITLE} - ", "<title>").replace(f"<h1>{TITLE}</h1>", f"<div><font size=3><b>{TITLE}</b></font></div>")
    assert found(html).headline == TITLE


def test_a_dash_inside_of_a_headline_stays() -> None:
    title = "Hội báo Xuân Đinh Dậu – Hà Nội 2017"
    assert found(article(title=title)).headline == title


def test_a_rule_whose_page_has_changed_gives_way_to_the_next_route() -> None:
    page = fixture("moet/tap-huan-dich-vu-cong").page()
    changed = (
        page.payload.replace(b'id="news-title"', b'class="tieude"')
        .replace(b'id="news-detail"', b'class="noidung"')
        .replace(b'id="news-des"', b'class="tomtat"')
    )
    assert changed != page.payload
    result, known = read(changed.decode(), page.url, page.date).article, extract(page).article
    assert result is not None
    assert known is not None
    assert (result.extracted_by, result.site, known.extracted_by) == ("GenericPage/1", "moet", "MoetPage/1")
    assert (result.headline, result.description, result.date_published) == (known.headline, known.description, known.date_published)
    assert result.paragraphs == known.paragraphs
