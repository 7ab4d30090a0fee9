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
    assert found(article()).extracted_by == "GenericPage/2"


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
    assert (result.extracted_by, result.site, known.extracted_by) == ("GenericPage/2", "moet", "MoetPage/1")
    assert (result.headline, result.description, result.date_published) == (known.headline, known.description, known.date_published)
    assert result.paragraphs == known.paragraphs


SUMMARY = "Một đoạn tóm tắt của tin khác, đủ dài để trông như một đoạn văn của bài và có dấu chấm câu ở cuối."


@pytest.mark.parametrize(
    "after",
    [
        "".join(f'<p><a href="/{number}.html">Một tin khác của cổng, bài viết số {number}</a></p>' for number in range(3)),
        "".join(f'<h4><a href="/{number}.html">Một tin khác của cổng, bài số {number}</a></h4><p>{SUMMARY}</p>' for number in range(3)),
    ],
)
def test_further_news_without_a_heading_stay_out(after: str) -> None:
    assert found(article(text=body() + after)).paragraphs == TEXT


def test_links_between_the_paragraphs_do_not_end_the_text() -> None:
    links = [f'<p><a href="/{number}.html">Xem thêm bài số {number} của cùng tác giả</a></p>' for number in range(2)]
    text = body(TEXT[0]) + links[0] + body(TEXT[1]) + links[1] + body(TEXT[2])
    assert set(TEXT) <= set(found(article(text=text)).paragraphs)


def test_files_at_the_end_of_a_text_are_its_own() -> None:
    files = "".join(f'<p><a href="/tep/{number}.pdf">Phụ lục số {number} kèm theo kế hoạch năm</a></p>' for number in (1, 2))
    result = found(article(text=body() + files))
    assert len(result.associated_media) == 2
    assert result.paragraphs[:3] == TEXT


@pytest.mark.parametrize("line", ["Chi tiết xem tại file đính kèm./.", '<a href="/k.pdf">Toàn văn kế hoạch xem tại đây</a>'])
def test_the_closing_line_of_a_notice_is_text(line: str) -> None:
    assert len(found(article(text=body(*TEXT, line))).paragraphs) == 4


def test_the_posting_date_under_the_text_is_not_in_it() -> None:
    result = found(article(text=body() + "<span>(Ngày đăng: 13/03/2023 8:30:00 SA)</span>"))
    assert (result.paragraphs, str(result.date_published)) == (TEXT, "2023-03-13")


def test_an_article_about_licences_is_no_imprint() -> None:
    text = "Từ ngày 01/7, doanh nghiệp được nộp hồ sơ đề nghị cấp giấy phép hoạt động qua mạng, không phải đến bộ phận một cửa như trước; "
    paragraphs = (text + "thời hạn trả kết quả rút từ 15 ngày xuống 5 ngày làm việc, hồ sơ thiếu được báo ngay trong ngày để bổ sung.",)
    assert found(article(text=body(*paragraphs))).paragraphs == paragraphs


def test_an_article_that_is_a_table_of_documents_is_read_row_by_row() -> None:
    names = ("Kế hoạch tổ chức hội thảo khoa học", "Quyết định phê duyệt đề án phát triển", "Công điện về phòng chống bão")
    cells = "".join(
        f"<tr><td><p>{number}</p></td><td><p>{number}5/KH-UBND</p></td><td><p><a href='/vb/{number}'>{name}</a></p></td></tr>"
        for number, name in enumerate(names, 1)
    )
    result = found(article("<div class='ngay'>13/03/2023 | 8:30</div>", text=f"<table><tbody>{cells}</tbody></table>"))
    assert result.paragraphs[0] == "1 | 15/KH-UBND | Kế hoạch tổ chức hội thảo khoa học"
    assert len(result.paragraphs) == 3
