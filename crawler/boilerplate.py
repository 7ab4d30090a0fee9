"""What on a page is not the article: elements that never carry its text, and lines that only a widget prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

    from crawler.prose import Element

SILENT_TAGS = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map"}
    | {"select", "option", "button", "input", "textarea", "label", "nav", "menu", "head", "title", "meta", "link"}
)
"""Elements whose text no reader of the article sees. ``form`` is not among them: ASP.NET wraps whole pages in one."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOOL_CLASSES = frozenset({"noprint", "hidden", "d-none", "visually-hidden", "ms-accessible"})

# Whole lines only: a sentence that mentions a widget's word is text.
_WIDGET_LINE = re.compile(
    r"""(?:
        (?:Lượt\s+(?:truy\s+cập|xem)|View\s+count|(?:Tổng\s+)?Số\s+lượt\s+(?:xem|truy\s+cập)|Tổng\s+số\s+lượt\s+truy\s+cập)\s*:?\s*[\d.,]*
      | \d*\s*(?:Go\s+top|Về\s+đầu\s+trang|Lên\s+đầu\s+trang|Back\s+to\s+top)
      | (?:Xem\s+)?cỡ\s+chữ | In\s+bài\s+viết | In\s+trang | Bản\s+in | Gửi\s+(?:e?mail|bài\s+viết|cho\s+bạn\s+bè) | Send\s+email | Print
      | (?:ĐÁNH\s+GIÁ(?:\s+BÀI\s+VIẾT)?|Bình\s+chọn|Điểm|Xếp\s+hạng|Trung\s+bình|Rating)\s*:?\s*(?:[\d.,]+\s*(?:/\s*\d+|sao|điểm)?)?\s*
        (?:\(\s*\d*\s*(?:lượt|phiếu|đánh\s+giá|bình\s+chọn|votes?)?\s*(?:bầu|đánh\s+giá|bình\s+chọn)?\s*\))?
      | Click\s+để\s+đánh\s+giá\s+bài\s+viết
      | Chia\s+sẻ(?:\s+(?:Facebook|Zalo|Twitter|bài\s+viết))? | Tweet | Like
      | (?:Các\s+)?tin\s+(?:khác|liên\s+quan|cùng\s+chuyên\s+mục|mới\s+hơn|cũ\s+hơn) | Other\s+News
      | Skip\s+Ribbon\s+Commands | Skip\s+to\s+main\s+content | Truy\s+cập\s+nội\s+dung\s+luôn
      | (?:Tệp|File|Tập\s+tin|Tài\s+liệu)\s+đính\s+kèm\s*:\s*(?:\S+\.(?:pdf|docx?|xlsx?|zip|rar))?
      | Tổng\s+số\s+phiếu\s*:\s*\d+ | Xem\s+chi\s+tiết
    )\s*[|:.]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_silent(tag: Tag | Element) -> bool:
    """Whether an element and all that is in it carry no text of the article: code, controls, hidden or tool boxes."""
    if tag.name in SILENT_TAGS:
        return True
    if not tag.attrs:
        return False
    if "hidden" in tag.attrs or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    return "class" in tag.attrs and not _TOOL_CLASSES.isdisjoint(str(tag.attrs["class"]).split())


def is_widget_line(text: str) -> bool:
    """Whether a line is nothing but a widget's label or counter ("Lượt truy cập: 1294", "1164 Go top")."""
    return len(text) <= 60 and _WIDGET_LINE.fullmatch(text) is not None
