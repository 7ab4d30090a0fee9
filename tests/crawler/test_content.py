"""A content node as blocks, in the order in which it is read."""

from __future__ import annotations

import pytest

from crawler.content import blocks_of, texts


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Một.</p><p>Hai.</p>", ["Một.", "Hai."]),
        ("<div>Một.<p>Hai.</p>Ba.</div>", ["Một.", "Hai.", "Ba."]),
        ("Một.<br><br>Hai.", ["Một.", "Hai."]),
        ("<p>giá thuê<br>kênh riêng<br>Chủ trì kết luận.</p>", ["giá thuê kênh riêng", "Chủ trì kết luận."]),
        ("<p>Các\n bộ, &nbsp; ngành</p>", ["Các bộ, ngành"]),
        ("<p>Số <b>1605</b>/QĐ-TT<i>g</i></p>", ["Số 1605/QĐ-TTg"]),
        ("<ul><li>Một</li><li>Hai<ul><li>Ba</li></ul></li></ul>", ["Một", "Hai", "Ba"]),
        ("<p> </p><p>&nbsp;</p><p>\u200b</p>", []),
        ("", []),
    ],
)
def test_paragraphs_lines_and_items_come_one_by_one(html: str, expected: list[str]) -> None:
    assert texts(blocks_of(html)) == expected


def test_a_table_of_data_gives_its_rows() -> None:
    html = "<p>A</p><table><tr><th>Khối</th><th>Số</th></tr><tr><td><p>Cục</p></td><td>19</td></tr></table><p>B</p>"
    blocks = blocks_of(html)
    assert [(block.text, block.kind) for block in blocks] == [("A", "text"), ("Khối | Số", "row"), ("Cục | 19", "row"), ("B", "text")]


def test_a_table_that_only_arranges_text_gives_its_paragraphs() -> None:
    long = "Đoạn văn dài. " * 40
    assert texts(blocks_of(f"<table><tr><td><p>Một.</p><p>{long}</p></td><td>x</td></tr></table>")) == ["Một.", long.strip(), "x"]


def test_a_caption_under_its_picture_in_a_small_table_stands_with_the_image() -> None:
    blocks = blocks_of("<table><tr><td><img src='/a.jpg'></td></tr><tr><td><em>Toàn cảnh</em></td></tr></table>")
    assert [(block.text, block.kind, block.with_image) for block in blocks] == [("", "image", False), ("Toàn cảnh", "text", True)]


@pytest.mark.parametrize(
    "silent",
    [
        "<script>var a;</script>",
        "<style>p{}</style>",
        "<div style='display: none'>ẩn</div>",
        "<div hidden>ẩn</div>",
        "<span class='noprint'>In</span>",
        "<select><option>Chọn</option></select>",
        "<img alt='banner'>",
        "<svg><text>Top</text></svg>",
        "<!-- lời ghi -->",
        "<iframe>khung</iframe>",
    ],
)
def test_what_no_reader_sees_is_no_text(silent: str) -> None:
    assert texts(blocks_of(f"<p>Một.</p>{silent}<p>Hai.</p>")) == ["Một.", "Hai."]


def test_everything_after_the_end_is_left_out_even_inside_torn_markup() -> None:
    html = "<p>Một.</p><table><tr><td>Hai</td><td class='account'>admin<p>Ba</p></td></tr></table><p>Bốn</p>"
    assert texts(blocks_of(html, ends=".account")) == ["Một.", "Hai"]


def test_named_chrome_is_left_out() -> None:
    assert texts(blocks_of("<p>Một.</p><div class='ads'>Quảng cáo</div><p>Hai.</p>", chrome=".ads")) == ["Một.", "Hai."]


def test_how_a_block_is_set_is_kept() -> None:
    right, centre = blocks_of("<p align='right'><b>Thu Hương</b></p><p style='text-align: center'><em>Ảnh</em></p>")
    assert (right.align, right.bold, right.italic) == ("right", True, False)
    assert (centre.align, centre.bold, centre.italic) == ("center", False, True)


def test_a_thousand_nested_elements_are_read_without_recursion() -> None:
    assert texts(blocks_of("<div>" * 200 + "sâu" + "</div>" * 200)) == ["sâu"]
    assert blocks_of("<div>" * 1000 + "sâu") is not None
