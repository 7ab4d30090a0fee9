"""What a page of no known portal is, told by its shape."""

from __future__ import annotations

import pytest

from archive.page import Page, PageKind
from crawler.extraction import read_page
from tests.crawler.generic.pages import TEXT, TITLE, article, body, read

HEADLINES = [f"Tin số {number} của cổng thông tin điện tử tỉnh Mẫu" for number in range(1, 9)]
FOOT = "<div class='footer'><p>Bản quyền thuộc tỉnh Mẫu.</p></div>"


def page(inner: str, title: str = "Tin tức - Cổng thông tin điện tử tỉnh Mẫu") -> str:
    return f"<html><head><title>{title}</title></head><body>{inner}{FOOT}</body></html>"


def teasers(count: int = 8, summary: str = TEXT[0]) -> str:
    items = (
        f'<div class="item"><h3><a href="/tin/{number}.html">{headline}</a></h3><span>1{number}/03/2023</span><p>{summary}</p></div>'
        for number, headline in enumerate(HEADLINES[:count])
    )
    return "".join(items)


@pytest.mark.parametrize("count", [2, 4, 8])
def test_headlines_that_are_links_with_their_summaries_are_a_listing(count: int) -> None:
    assert read(page(teasers(count))).kind is PageKind.LISTING


def test_links_alone_are_a_listing() -> None:
    links = "".join(f'<li><a href="/tin/{number}.html">{headline}</a></li>' for number, headline in enumerate(HEADLINES))
    assert read(page(f"<ul>{links}</ul>")).kind is PageKind.LISTING


def test_a_listing_gives_its_items_with_their_dates() -> None:
    found = read_page(Page(url="https://unseen.example.vn/tin", status=200, payload=page(teasers(4)).encode())).items()
    assert [item.url for item in found] == [f"https://unseen.example.vn/tin/{number}.html" for number in range(4)]
    assert [item.headline for item in found] == HEADLINES[:4]
    assert [item.date_published_raw for item in found] == ["10/03/2023", "11/03/2023", "12/03/2023", "13/03/2023"]


def test_an_article_with_further_news_under_it_is_an_article() -> None:
    assert read(article(after=f"<div class='lq'><h3>Tin liên quan</h3>{teasers(4, 'Tóm tắt.')}</div>")).kind is PageKind.ARTICLE


def test_an_article_beside_a_column_of_teasers_is_an_article() -> None:
    assert (
        read(article(text=body(*TEXT, *TEXT[:2]), after=f"<div class='col'>{teasers(3, 'Một câu tóm tắt ngắn của bài.')}</div>")).kind
        is PageKind.ARTICLE
    )


@pytest.mark.parametrize(
    "inner",
    [
        "<h1>404</h1><p>Không tìm thấy trang mà bạn yêu cầu.</p>",
        "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa khỏi hệ thống của chúng tôi.</p>",
        "<h1>Server Error in '/' Application.</h1><h2>Object reference not set to an instance of an object.</h2>",
        "<p>Hệ thống đang được bảo trì, xin quý vị quay lại sau.</p>",
    ],
)
def test_an_error_answered_as_if_it_were_a_page_is_an_error(inner: str) -> None:
    assert read(page(inner)).kind is PageKind.ERROR


def test_an_article_about_an_outage_is_an_article() -> None:
    assert (
        read(
            article(
                text=body("Hệ thống một cửa đang được bảo trì từ đêm qua, theo thông báo của đơn vị vận hành gửi các địa phương.", *TEXT)
            )
        ).kind
        is PageKind.ARTICLE
    )


def test_a_log_in_is_a_log_in() -> None:
    form = '<form><p>Tên đăng nhập</p><input name="u"><p>Mật khẩu</p><input type="password" name="p"></form>'
    assert read(page(form, "Hệ thống quản lý")).kind is PageKind.LOGIN


def test_an_article_beside_a_log_in_form_is_an_article() -> None:
    assert read(article(after='<form><input type="password"></form>')).kind is PageKind.ARTICLE


def test_a_page_that_opens_the_printers_dialogue_is_a_print_copy() -> None:
    assert read(article().replace("<body>", '<body onload="window.print()">')).kind is PageKind.PRINT


def test_a_player_with_hardly_any_text_is_media() -> None:
    assert read(page('<h1>Video phiên họp thứ ba của ban chỉ đạo</h1><video src="/a.mp4"></video>', TITLE)).kind is PageKind.MEDIA


CARD = (
    ("Số ký hiệu", "15/2023/QĐ-UBND"),
    ("Ngày ban hành", "12/05/2023"),
    ("Loại văn bản", "Quyết định"),
    ("Trích yếu", "Ban hành quy chế phối hợp cung cấp số liệu"),
)


@pytest.mark.parametrize("row", ["<tr><td>{}:</td><td>{}</td></tr>", "<tr><th>{}</th><td>{}</td></tr>"])
def test_a_documents_card_is_a_document_and_its_day_of_issue_no_posting_date(row: str) -> None:
    result = read(page(f"<table>{''.join(row.format(*pair) for pair in CARD)}</table>"))
    assert result.kind is PageKind.DOCUMENT
    assert result.article is not None
    assert (result.article.headline, result.article.date_published) == (CARD[3][1], None)
    assert result.article.paragraphs[0] == "Số ký hiệu | 15/2023/QĐ-UBND"


def test_the_head_of_a_list_of_documents_is_no_card() -> None:
    head = "".join(f"<th>{label}</th>" for label, _ in CARD)
    rows = "".join(
        f"<tr><td>{number}/QĐ</td><td>12/05/2023</td><td>Quyết định</td><td><a href='/{number}'>{text}</a></td></tr>"
        for number, text in enumerate(HEADLINES)
    )
    assert read(page(f"<table><tr>{head}</tr>{rows}</table>")).kind is not PageKind.DOCUMENT
