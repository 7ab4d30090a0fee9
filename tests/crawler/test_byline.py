"""Sign-offs, credits and captions told from the text."""

from __future__ import annotations

import pytest

from crawler.byline import credit_before, is_account, sign_off, take_captions, take_sign_off, take_source
from crawler.content import Block

PARAGRAPH = Block("Hội nghị bàn kế hoạch ứng dụng công nghệ thông tin của năm sau.")
IMAGE = Block("", "image", source="/a.jpg")


@pytest.mark.parametrize(
    "line",
    [
        "Thu Hương",
        "Phạm Linh (tổng hợp)",
        "Phạm Linh (tổng hợp).",
        "PV",
        "Thu Hằng - Trọng Toàn",
        "Quỳnh Anh - Lê Hải - Phạm Linh",
        "P.L",
        "ĐỨC THIỆN",
        "BBT",
    ],
)
def test_a_name_by_itself_signs(line: str) -> None:
    assert sign_off(line) == line.removesuffix(").") + (")" if line.endswith(").") else "")


def test_a_label_before_the_name_is_taken_off() -> None:
    assert sign_off("Tác giả: Minh Anh") == "Minh Anh"
    assert sign_off("Tin, ảnh: Lê Hải") == "Lê Hải"


@pytest.mark.parametrize(
    "line",
    [
        "Ngày ký",
        "Chính phủ.",
        "Một số hình ảnh:",
        "Chi tiết xem tại file đính kèm./.",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG HÀ NỘI",
        "Sở Thông tin",
        "admin admin",
        "Pho Ban bien tap",
        "Ad Min",
        "To Thu Ky",
        "Theo TTXVN",
        "Số 130 ngày",
        "",
        "Thu Hương đã trao đổi với các đơn vị về việc này",
    ],
)
def test_text_offices_and_accounts_do_not_sign(line: str) -> None:
    assert sign_off(line) is None


@pytest.mark.parametrize(
    ("name", "account"),
    [("admin admin", True), ("Ad Min", True), ("Pho Ban bien tap", True), ("Phó Ban biên tập", True), ("Trần Minh Ân", False)],
)
def test_an_account_of_the_content_system_is_known(name: str, account: bool) -> None:
    assert is_account(name) is account


def test_the_last_line_is_taken_out_of_the_text_as_author() -> None:
    assert take_sign_off([PARAGRAPH, Block("Thu Hương", align="right", bold=True)]) == ("Thu Hương", (PARAGRAPH,))


def test_only_the_last_of_two_names_is_the_author() -> None:
    first = Block("Trần Thúy", align="right")
    assert take_sign_off([PARAGRAPH, first, Block("Thúy Hòa", align="right", bold=True)]) == ("Thúy Hòa", (PARAGRAPH, first))


@pytest.mark.parametrize(
    "last",
    [
        Block("Hà Nội"),
        Block("Linh"),
        Block("Hoàng Thị Loan", "item"),
        Block("Ngày Ký", "row"),
        Block("Nguyễn Văn An", "caption"),
        Block("Nguyễn Văn An", align="center", italic=True),
    ],
)
def test_a_last_line_that_may_be_something_else_stays(last: Block) -> None:
    blocks = (PARAGRAPH, IMAGE, last)
    assert take_sign_off(blocks) == (None, blocks)


def test_one_word_set_to_the_right_signs() -> None:
    assert take_sign_off([PARAGRAPH, Block("Linh", align="right")])[0] == "Linh"


@pytest.mark.parametrize("line", ["Theo TTXVN", "Nguồn: HNP", "(Nguồn: chinhphu.vn)", "Theo https://mic.gov.vn/"])
def test_a_source_line_is_the_credit(line: str) -> None:
    assert take_source([PARAGRAPH, Block(line)]) == (line, (PARAGRAPH,))


def test_a_sentence_that_begins_with_theo_is_text() -> None:
    blocks = (PARAGRAPH, Block("Theo đó, các đơn vị báo cáo hằng tháng."))
    assert take_source(blocks) == (None, blocks)


@pytest.mark.parametrize(
    ("text", "credit", "rest"),
    [
        ("(Mic.gov.vn) - Chiều ngày 16/02/2012, tại Hà Nội", "(Mic.gov.vn) -", "Chiều ngày 16/02/2012, tại Hà Nội"),
        ("(Mic.gov.vn) -", "(Mic.gov.vn) -", ""),
        ("(TTXVN) – Sáng nay", "(TTXVN) –", "Sáng nay"),
        ("(Chinhphu.vn) - Chiều 18/5", "(Chinhphu.vn) -", "Chiều 18/5"),
        ("(HĐMB) Sở Thông tin", None, "(HĐMB) Sở Thông tin"),
        ("(sau đây gọi là Quy chế) - Điều 1", None, "(sau đây gọi là Quy chế) - Điều 1"),
        ("Chiều nay", None, "Chiều nay"),
    ],
)
def test_the_sending_house_before_the_first_words_is_the_credit(text: str, credit: str | None, rest: str) -> None:
    assert credit_before(text) == (credit, rest)


@pytest.mark.parametrize(
    "caption",
    [
        Block("Toàn cảnh hội nghị", "caption"),
        Block("Toàn cảnh hội nghị", align="center"),
        Block("Toàn cảnh hội nghị", italic=True),
        Block("Toàn cảnh hội nghị", with_image=True),
        Block("Bạn đọc tại hội sách (Ảnh: Bích Ngọc)"),
        Block("Hình minh họa. Nguồn: Internet"),
        Block("Ảnh: Cổng thông tin"),
    ],
)
def test_a_line_under_a_picture_is_its_caption(caption: Block) -> None:
    [image], rest = take_captions([IMAGE, caption, PARAGRAPH])
    assert (image.url, image.caption, rest) == ("/a.jpg", caption.text, (PARAGRAPH,))


def test_a_bold_heading_under_a_picture_is_text() -> None:
    heading = Block("Dấu hiệu tích cực", bold=True)
    assert take_captions([IMAGE, heading])[1] == (heading,)


def test_a_paragraph_under_a_picture_is_text() -> None:
    assert take_captions([IMAGE, PARAGRAPH])[1] == (PARAGRAPH,)


def test_a_caption_goes_on_in_lower_case() -> None:
    images, _ = take_captions(
        [IMAGE, Block("Ban tổ chức trao giải", align="center"), Block("nội dung đơn nữ (Ảnh: Lê Hải)", align="center")]
    )
    assert [image.caption for image in images] == ["Ban tổ chức trao giải nội dung đơn nữ (Ảnh: Lê Hải)"]


def test_two_captions_for_one_picture_are_both_kept() -> None:
    images, _ = take_captions([IMAGE, Block("Ảnh: Một"), Block("Ảnh: Hai")])
    assert [(image.url, image.caption) for image in images] == [("/a.jpg", "Ảnh: Một"), (None, "Ảnh: Hai")]


@pytest.mark.parametrize("above", ["(Đã ký)", "PHÓ THỦ TƯỚNG", "KT. GIÁM ĐỐC"])
def test_who_signed_a_document_is_not_the_pages_author(above: str) -> None:
    blocks = (PARAGRAPH, Block(above, align="right"), Block("Lê Văn Nam", align="right"))
    assert take_sign_off(blocks) == (None, blocks)
