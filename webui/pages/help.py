"""``/huong-dan``: how to ask, with examples that can be tried, and the limits as the code holds them."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import LazyString, lazy_gettext  # type: ignore[import-untyped]

from indexer.query import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH, MAX_PAGE, MAX_SIZE
from webui.params import MAX_FACET_VALUES
from webui.rendering import render

blueprint = Blueprint("help", __name__)

EXAMPLES: tuple[tuple[str, LazyString], ...] = (
    ("hội đồng", lazy_gettext("Bài có các từ này; các từ đứng cạnh nhau được xếp trước.")),
    ("hoi dong", lazy_gettext("Không gõ dấu cũng tìm được. Từ gõ có dấu thì dấu phải khớp.")),
    ('"công nghệ thông tin"', lazy_gettext("Trong ngoặc kép: đúng các từ này, liền nhau, đúng thứ tự.")),
    ('hội đồng -"kiến nghị"', lazy_gettext("Dấu trừ trước một từ hay một cụm trong ngoặc kép: bỏ những bài có nó.")),
    ("họp HOẶC hội nghị", lazy_gettext("HOẶC (hay OR, viết hoa): bài có một trong hai.")),
    ("(họp HOẶC hội nghị) giám đốc", lazy_gettext("Ngoặc đơn gom các từ lại.")),
    ("nghi*", lazy_gettext("Dấu sao sau ít nhất ba chữ cái: mọi từ bắt đầu như vậy.")),
    ("1605/QĐ-TTg", lazy_gettext("Số hiệu văn bản, có dấu hay không: tìm như một từ.")),
    ("vanban: 1605/QĐ-TTg", lazy_gettext("Bài nêu văn bản này.")),
    ("tieude: hội đồng", lazy_gettext("Chỉ tìm trong tiêu đề.")),
)
"""A search and what it does; each stands on the page as a link."""

LIMITS: tuple[tuple[LazyString, int], ...] = (
    (lazy_gettext("Ký tự trong một câu tìm"), MAX_LENGTH),
    (lazy_gettext("Thành phần trong một câu tìm"), MAX_CLAUSES),
    (lazy_gettext("Lớp ngoặc lồng nhau"), MAX_DEPTH),
    (lazy_gettext("Giá trị lọc chọn cùng lúc"), MAX_FACET_VALUES),
    (lazy_gettext("Kết quả trên một trang"), MAX_SIZE),
    (lazy_gettext("Trang kết quả xem được"), MAX_PAGE),
)


@blueprint.get("/huong-dan")
def show() -> str:
    """The help page; needs neither store nor engine."""
    return render("help.html", examples=EXAMPLES, limits=LIMITS)
