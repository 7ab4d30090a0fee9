"""What an unknown page is, told by its shape: an error, a log-in, a print copy, a listing, a document, a player, or an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.page import PageKind
from crawler.generic.content import Content
from crawler.generic.lines import Line
from crawler.kinds import kind_by_look
from crawler.markup import Document, node_text

if TYPE_CHECKING:
    from crawler.generic.page import GenericPage

_ENOUGH = 60  # characters of text that make an article of a page with a headline
_LITTLE = 700  # characters of a whole page: an error's or a log-in's page says hardly more
_TEASER = 5  # words of a link that is a headline, not a menu's entry
_FEW = 4  # teasers make a listing
_MANY = 8  # such links on a page that has no running text
_ERROR = re.compile(
    r"không\s+tìm\s+thấy\s+(?:trang|nội\s+dung|bài\s+viết|đường\s+dẫn)|(?:trang|đường\s+dẫn|nội\s+dung|bài\s+viết)\s.{0,40}(?:không\s+tồn\s+tại|đã\s+bị\s+xóa|không\s+còn)"
    r"|page\s+(?:you\s+requested\s+)?(?:could\s+not\s+be|cannot\s+be|was\s+not|not)\s+found|server\s+error\s+in|runtime\s+error|404\s*[-–:]?\s*(?:not\s+found|lỗi)|lỗi\s+(?:404|500|hệ\s+thống)"
    r"|đang\s+(?:được\s+)?(?:bảo\s+trì|nâng\s+cấp)|service\s+unavailable|access\s+(?:is\s+)?denied|không\s+có\s+quyền\s+truy\s+cập|object\s+reference\s+not\s+set",
    re.IGNORECASE,
)
_PRINTS = re.compile(r"(?:window|self|document)\s*\.\s*print\s*\(|\bprint\s*\(\s*\)")
_DOCUMENT_LABELS = (
    r"số\s*(?:/\s*)?ký\s+hiệu|số\s+văn\s+bản|số\s+hiệu",
    r"ngày\s+(?:ban\s+hành|ký|văn\s+bản)",
    r"trích\s+yếu",
    r"cơ\s+quan\s+ban\s+hành|nơi\s+ban\s+hành|đơn\s+vị\s+ban\s+hành",
    r"loại\s+văn\s+bản|hình\s+thức\s+văn\s+bản|thể\s+loại",
    r"người\s+ký",
    r"ngày\s+(?:có\s+)?hiệu\s+lực|tình\s+trạng\s+hiệu\s+lực",
    r"lĩnh\s+vực",
)
_LABELS = [re.compile(rf"^\W*(?:{label})\s*:?", re.IGNORECASE) for label in _DOCUMENT_LABELS]
_PLAYER = "video, audio, iframe[src*='youtube'], iframe[src*='/embed'], object[type*='flash'], .jwplayer, .video-js, [class*='video-player']"


def kind_by_shape(page: GenericPage) -> tuple[PageKind, str] | None:
    """What the page is and why, None for an article."""
    settled = _poor(page) or _print_copy(page.document)
    if settled:
        return settled
    if page.content is None or not page.headline:
        return _without_article(page)
    if listing := _listing(page, page.content):
        return listing
    if document := _document(page.lines):
        return document
    size = sum(len(block.text) for block in page._blocks)
    if size < _ENOUGH and not (page.posted and page.headline_index >= 0):
        return _media(page.document) or (PageKind.OTHER, f"a headline and {size} characters of text: too little to call it an article")
    return None


def _poor(page: GenericPage) -> tuple[PageKind, str] | None:
    """An error or a log-in: pages that say little."""
    look = kind_by_look(page.document)
    size = sum(len(line.text) for line in page.lines)
    if look[0] is PageKind.ERROR and size < 3 * _LITTLE:
        return look
    if look[0] is PageKind.LOGIN and size < _LITTLE:
        return look
    for line in page.lines:
        if size < _LITTLE and len(line.text) < 200 and (match := _ERROR.search(line.text)):
            return PageKind.ERROR, f"an error page answered as if it were one: “{match[0][:60]}”"
    return None


def _print_copy(document: Document) -> tuple[PageKind, str] | None:
    body = document.tree.body
    if body is not None and _PRINTS.search(body.attributes.get("onload") or ""):
        return PageKind.PRINT, "a print copy: it opens the printer's dialogue"
    return None


def _without_article(page: GenericPage) -> tuple[PageKind, str]:
    teasers = _teasers_of(page.document)
    if teasers >= _MANY:
        return PageKind.LISTING, f"a listing, by its {teasers} links to headlines and no running text"
    return _media(page.document) or kind_by_look(page.document)


def _teasers_of(document: Document) -> int:
    links = {link.attributes.get("href"): node_text(link) for link in document.tree.css("a[href]")}
    return sum(len(text.split()) >= _TEASER for text in links.values())


def _media(document: Document) -> tuple[PageKind, str] | None:
    player = document.first(_PLAYER)
    return (PageKind.MEDIA, f"a player ({player.tag}) and hardly any text") if player is not None else None


def _listing(page: GenericPage, content: Content) -> tuple[PageKind, str] | None:
    """A page whose text is parted by links to headlines all over: teasers. Further news after an article part nothing."""
    start = max(0, min(page.first, page.headline_index if page.headline_index >= 0 else page.first))
    lines = page.lines[start : content.last + 1]
    teasers = [index for index, line in enumerate(lines) if line.is_linked and len(line.key.split()) >= _TEASER]
    if len(teasers) < _FEW:
        return None
    linked = sum(line.linked for line in lines)
    running = [sum(len(line.text) - line.linked for line in run) for run in _runs(lines, teasers)]
    told = 0 <= page.headline_index < page.first and not page.lines[page.headline_index].is_linked
    share = max(running) / max(1, sum(running))
    if share >= (0.35 if told else 0.6) and linked < 2 * sum(running):
        return None
    return PageKind.LISTING, f"a listing, by its shape: {len(teasers)} headlines that are links part its text"


def _runs(lines: Sequence[Line], breaks: Sequence[int]) -> list[Sequence[Line]]:
    edges = [-1, *breaks, len(lines)]
    return [lines[start + 1 : end] for start, end in zip(edges, edges[1:], strict=False)]


def _document(lines: Sequence[Line]) -> tuple[PageKind, str] | None:
    """A legal document's card: its number, day, issuer and subject as labels."""
    short = [line.text for line in lines if len(line.text) <= 400]
    found = sum(any(label.match(text) for text in short) for label in _LABELS)
    running = sum(len(line.text) for line in lines if len(line.text) > 400)
    if found < 3 or running > 4000:
        return None
    return PageKind.DOCUMENT, f"a legal document's card, by {found} of its labels"
