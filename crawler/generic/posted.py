"""The posting day of an unknown page: by a line at the headline, by the page's own data, by its address.

The portal's clock stands in a header or above everything, a meeting's day in a sentence, a decree's in a number: what is
taken is a line that is nothing but a date, its label and its tools, near the headline. None is better than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.dates import PostingDate, address_day, dates_in, posting_date, relative_date, stamped_date
from crawler.generic.headline import linked_data
from crawler.generic.lines import Line
from crawler.generic.prune import names
from crawler.markup import Document, node_text

_POSTED = re.compile(
    r"(?:ngày\s+(?:giờ\s+)?(?:đăng|gửi|viết|xuất\s+bản|tạo|post)|(?:đã\s+|được\s+)?đăng(?:\s+(?:tin|tải|bài|bởi.{0,40}))?(?:\s+(?:ngày|lúc|vào|:))|đăng\s*:|đăng\s+tải"
    r"|thời\s+gian\s+đăng|publish(?:ed)?(?:\s+(?:on|date))?|post(?:ed)?(?:\s+(?:on|date))?|created?(?:\s+on)?|ngày\s+phát\s+hành\s+tin)\W*(?:ngày|lúc|on|tin)?\W*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:cập\s+nhật(?:\s+(?:lúc|ngày|lần\s+cuối|vào))*|updated?(?:\s+on)?|sửa\s+(?:lần\s+cuối|đổi))\W*(?:ngày|lúc)?\W*$", re.IGNORECASE
)
# What else a date may be of: a meeting, a document, a deadline, today.
_OF_SOMETHING_ELSE = re.compile(
    r"hôm\s+nay\b|today|thời\s+gian(?!\s+đăng)|ban\s+hành|hiệu\s+lực|ký\b|hết\s+hạn|hạn\s+(?:nộp|cuối|chót)|khai\s+mạc|bế\s+mạc|diễn\s+ra|tổ\s+chức|họp\b|hội\s+(?:nghị|thảo)"
    r"|từ\s+ngày|đến\s+ngày|(?:trong|vào)\s+ngày|\bsố\b|quyết\s+định|nghị\s+(?:định|quyết)|thông\s+tư|căn\s+cứ|sinh\s+ngày|ngày\s+sinh|kỷ\s+niệm|chiều|sáng|trưa|tối|bắt\s+đầu|kết\s+thúc|giấy\s+phép",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(r"^\W*(?:[^\W\d_]+\s+){0,3}[^\W\d_]+\s*,\s*$")  # "Hà Nội, ngày 16 tháng 3 ...": a document's head
_PARTED = re.compile(r"[|•·\-–—:;(\[/]\s*$")  # what parts a date from something before it that is no label: an author, a section
_TOOLS = re.compile(
    r"^\W*(?:$|lượt|số\s+lượt|đã\s+xem|xem\b|view|in\b|print|gửi|cỡ|font|tác\s+giả|nguồn|theo\b|bởi|by\b|gmt|utc|phút|giờ|chia\s+sẻ|share|bình\s+luận|comment|\d|đọc|a[-+]|chuyên\s+mục|người\s+đăng|admin|facebook|zalo|email|lưu|nghe|tải|rss|am\b|pm\b|sa\b|ch\b)",
    re.IGNORECASE,
)
_DATE_NAMED = re.compile(r"date|time|publish|posted|ngay|timer|meta|info|created", re.IGNORECASE)
_CLOCK_NAMED = re.compile(
    r"(?:^|\s)(?:\S*(?:clock|today|current|dong-?ho|hom-?nay|top-?bar)\S*|(?:\S+[-_])?now(?:[-_]\S+)?|(?:site|top|main|portal)?[-_]?header)(?:$|\s)",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 60  # characters before the date in its line
_LONGEST_AFTER = 160
_UNDER = 14  # lines after the headline
_ABOVE = 5
_AMONG_FIRST = 3

_META = (
    "meta[property='article:published_time']",
    "meta[property='og:article:published_time']",
    "meta[property='og:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='pubdate' i]",
    "meta[name='publishdate' i]",
    "meta[name='publish_date' i]",
    "meta[name='article:published_time']",
    "meta[name='dc.date.issued' i]",
    "meta[name='dc.date' i]",
    "meta[name='date' i]",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in a line, and how much speaks for it being the posting date."""

    date: PostingDate
    index: int
    strength: int


def find_posting_date(
    document: Document, lines: Sequence[Line], headline: int, first: int, url: str, captured: datetime | None
) -> tuple[PostingDate | None, int]:
    """The posting date with rule and evidence, and the index of its line (-1: it stands in no line). None rather than a guess.

    ``headline`` is the index of the headline's line (-1: unknown), ``first`` that of the first line called text.
    """
    printed = _printed(lines, headline, first, captured)
    own = _by_data(document.tree, captured)
    if printed is not None and (printed.strength >= 3 or own is None or not _is_today(own, captured)):
        if own is not None and printed.strength < 2:
            return own, printed.index
        return printed.date, printed.index
    found = own or address_day(url, captured) or (printed.date if printed else None)
    return found, printed.index if printed else -1


def _is_today(found: PostingDate, captured: datetime | None) -> bool:
    return captured is not None and found.day == captured.date()


def _printed(lines: Sequence[Line], headline: int, first: int, captured: datetime | None) -> _Found | None:
    """The best date line around the headline: under it, closely above it, or (only with its label) after the text."""
    start = headline if 0 <= headline < len(lines) else max(-1, first - 5)
    under = range(start + 1, min(max(first, start + 1) + 2, start + 1 + _UNDER, len(lines)))
    told = next((index for index in under if len(lines[index].text) > _LONGEST_AFTER), under.stop)
    found = [hit for index in under if (hit := _in_line(lines, index, "under the headline", captured))]
    found = [hit for hit in found if hit.index < told or hit.strength >= 3]  # after the lead only what is surely a date line
    if headline < 0:  # with nothing to stand under, a bare date may be anything: the clock above the columns
        found = [hit for hit in found if hit.strength >= 2]
    if found:
        return max(found, key=lambda hit: (hit.strength, -hit.index))
    above = range(max(0, start - _ABOVE), max(0, start))
    found = [hit for index in above if (hit := _in_line(lines, index, "above the headline", captured)) and _is_local(lines, hit, start)]
    if found:
        return max(found, key=lambda hit: (hit.strength, hit.index))
    after = range(min(first, len(lines)), len(lines))
    found = [hit for index in after if (hit := _in_line(lines, index, "after the text", captured)) and hit.strength >= 4]
    return found[0] if len(found) == 1 else None


def _in_line(lines: Sequence[Line], index: int, where: str, captured: datetime | None) -> _Found | None:
    line = lines[index]
    if len(line.text) > _LONGEST_BEFORE + _LONGEST_AFTER or line.is_linked:
        return None
    for match in dates_in(line.text):
        before, after = line.text[: match.start()], line.text[match.end() :]
        found = posting_date(match[0], f"printed {where}", captured)
        if found is not None and _is_about(before, match[0], after):
            return _Found(found, index, _strength(lines, index, before + match[0], match[0]))
    recent = relative_date(line.text, f"relative to the capture, {where}", captured) if where == "under the headline" else None
    return _Found(recent, index, 2) if recent is not None else None


def _is_about(before: str, date: str, after: str) -> bool:
    """Whether a line is nothing but its date, a label and tools."""
    if len(before) > _LONGEST_BEFORE or len(after) > _LONGEST_AFTER or not _TOOLS.match(after):
        return False
    label = _POSTED.search(before) or _UPDATED.search(before)
    if before.strip() and not label and (_PLACE_AND_DAY.match(before) or not _PARTED.search(before)):
        return False
    return (
        _OF_SOMETHING_ELSE.search(before) is None and _OF_SOMETHING_ELSE.search(date) is None and not before.rstrip().endswith((".", "/"))
    )


def _strength(lines: Sequence[Line], index: int, head: str, date: str) -> int:
    """4: labelled as posted. 3: named a date and with a time. 2: with a time, or labelled as updated. 1: a bare date."""
    label = _label_of(head)
    before = lines[index - 1].text if index else ""
    if _POSTED.search(label) or (len(before) < 40 and _POSTED.search(before)) or "datePublished" in lines[index].properties:
        return 4
    timed = re.search(r"\d\s*(?::|h|giờ)\s*\d{2}", date) is not None
    named = _DATE_NAMED.search(lines[index].named) is not None
    if timed and named:
        return 3
    return 2 if timed or named or _UPDATED.search(label) else 1


def _label_of(head: str) -> str:
    """What stands before the digits of a date."""
    digit = re.search(r"\d", head)
    label = head[: digit.start()] if digit else head
    return re.sub(r"(?:Thứ\s+(?:\w+)|Chủ\s+nhật)\W*(?:ngày\s*)?$", "", label, flags=re.IGNORECASE)


def _is_local(lines: Sequence[Line], hit: _Found, headline: int) -> bool:
    """Whether a date above the headline belongs to it: the two share a box that begins with them, and it is no clock's."""
    if hit.strength < 2 or headline >= len(lines):
        return False
    block, title = lines[hit.index].block, lines[headline].block
    path = {node.mem_id for node in _upwards(title)}
    for node in _upwards(block):
        if node.mem_id in path:
            return _begins_with(lines, node, hit)
        if node.tag in ("header", "nav") or _CLOCK_NAMED.search(names(node)):
            return False
    return False


def _begins_with(lines: Sequence[Line], box: LexborNode, hit: _Found) -> bool:
    """Whether a date is among the first lines of a box that is not the whole page."""
    inside = [index for index in range(hit.index + 1) if any(node.mem_id == box.mem_id for node in _upwards(lines[index].block))]
    whole = any(node.mem_id == box.mem_id for node in _upwards(lines[-1].block))
    if box.tag == "body" or hit.index - inside[0] >= _AMONG_FIRST:
        return False
    return inside[0] > 0 or (hit.strength >= 3 and not whole)


def _upwards(node: LexborNode) -> list[LexborNode]:
    path = []
    current: LexborNode | None = node
    while current is not None:
        path.append(current)
        current = current.parent
    return path


def _by_data(tree: LexborHTMLParser, captured: datetime | None) -> PostingDate | None:
    """The date that the page's own data state: JSON-LD, meta elements, ``itemprop``."""
    for record in linked_data(tree):
        kind = str(record.get("@type"))
        if ("Article" in kind or "Posting" in kind) and (
            found := stamped_date(str(record.get("datePublished") or ""), "JSON-LD", captured)
        ):
            return found
    for selector in _META:
        for node in tree.css(selector):
            if found := stamped_date(node.attributes.get("content") or "", f"stated at {selector}", captured):
                return found
    for node in tree.css("[itemprop='datePublished']"):
        text = node.attributes.get("datetime") or node.attributes.get("content") or node_text(node)
        if found := stamped_date(text, "stated at [itemprop='datePublished']", captured):
            return found
    return None
