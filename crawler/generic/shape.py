"""What an unknown page is, told by its shape: an error, a log-in, a print copy, a listing, a player, or an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.page import PageKind
from crawler.generic.content import Content
from crawler.generic.headline import is_date, is_titled
from crawler.generic.lines import Line
from crawler.kinds import is_login_title, kind_by_look
from crawler.markup import Document, node_text

if TYPE_CHECKING:
    from crawler.generic.page import GenericPage

_ENOUGH = 60  # characters of text that make an article of a page with a headline
_LITTLE = 350  # characters of a whole page: an error's or a log-in's page says hardly more
_TEASER = 5  # words of a link that is a headline, not a menu's entry
_FEW = 4  # teasers make a listing
_FEW_ALIKE = 2  # where each has its date
_TEASER_LINES = 4  # a date and a summary follow a teaser's headline
_SHORT_TEXT = 700  # characters of a summary; an article with one link in its text has longer pieces
_RUNNING = 60  # characters of a line of running text
_MANY = 8  # such links on a page that has no running text
_ERROR = re.compile(
    r"không\s+tìm\s+thấy\s+(?:trang|nội\s+dung|bài\s+viết|đường\s+dẫn)|(?:trang|đường\s+dẫn|nội\s+dung|bài\s+viết)\s.{0,40}(?:không\s+tồn\s+tại|đã\s+bị\s+xóa|không\s+còn)"
    r"|page\s+(?:you\s+requested\s+)?(?:could\s+not\s+be|cannot\s+be|was\s+not|not)\s+found|server\s+error\s+in|runtime\s+error|404\s*[-–:]?\s*(?:not\s+found|lỗi)|lỗi\s+(?:404|500|hệ\s+thống)"
    r"|đang\s+(?:được\s+)?(?:bảo\s+trì|nâng\s+cấp)|service\s+unavailable|access\s+(?:is\s+)?denied|không\s+có\s+quyền\s+truy\s+cập|object\s+reference\s+not\s+set",
    re.IGNORECASE,
)
_PRINTS = re.compile(r"(?:window|self|document)\s*\.\s*print\s*\(|\bprint\s*\(\s*\)")
_PLAYER = (
    "video, audio, iframe[src*='youtube'], iframe[src*='/embed'], object[type*='flash'], .jwplayer, .video-js, [class*='video-player']"
)


def kind_by_shape(page: GenericPage) -> tuple[PageKind, str] | None:
    """What the page is and why, None for an article."""
    settled = _poor(page) or _print_copy(page.document)
    if settled:
        return settled
    if page.content is None or not page.headline:
        return _without_article(page)
    if listing := _listing(page, page.content):
        return listing
    size = sum(len(block.text) for block in page._blocks)
    if size < _ENOUGH and not (page.posted and page.headline_index >= 0):
        return _media(page.document) or (PageKind.OTHER, f"a headline and {size} characters of text: too little to call it an article")
    titled = page.headline_index >= 0 and is_titled(page.lines[page.headline_index])
    if page.posted is None and not titled and len(page.headline.split()) < _TEASER:
        return PageKind.OTHER, f"text without a date under “{page.headline[:60]}”: a section's own page"
    return None


def _poor(page: GenericPage) -> tuple[PageKind, str] | None:
    """An error or a log-in: pages that say little."""
    look = kind_by_look(page.document)
    size = sum(len(line.text) for line in page.lines)
    if look[0] is PageKind.ERROR and size < 6 * _LITTLE:
        return look
    if look[0] is PageKind.LOGIN and size < (6 * _LITTLE if is_login_title(page.document.text("title")) else _LITTLE):
        return look
    for line in page.lines if size < _LITTLE else []:
        if match := _ERROR.search(line.text):
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
    """A page whose text mostly stands under headlines that are links. Further news after an article hold less than it."""
    lines = page.lines
    teasers = max(alike(lines), key=len, default=[])
    if len(teasers) >= _FEW_ALIKE:
        span = range(teasers[0], min(len(lines), teasers[-1] + _TEASER_LINES + 1))
        running = sum(_running(line) for line in lines)
        within = sum(_running(lines[index]) for index in span)
        if _is_listed_text(page, teasers[0]):
            return None
        dated = sum(any(is_date(line) for line in lines[index + 1 : index + 3]) for index in teasers)
        if within >= 0.5 * running and (len(teasers) >= _FEW or dated >= 2) and within < _SHORT_TEXT * len(teasers):
            return PageKind.LISTING, f"a listing, by its shape: {len(teasers)} headlines that are links part its text"
    if page.headline_index < page.first and _is_lone_teaser(page, content):
        return PageKind.OTHER, "a headline that is a link, and its summary: no article by itself"
    return None


def _is_listed_text(page: GenericPage, first: int) -> bool:
    """Whether headline and posting date stand over the links: an article that is a list of documents, not a listing.

    In a listing a date follows each of its headlines, the first one too.
    """
    about = (page.headline_index, page.dated_index)
    return (
        min(about) >= 0
        and max(about) < first
        and not page.lines[page.headline_index].is_linked
        and is_titled(page.lines[page.headline_index])
    )


def alike(lines: Sequence[Line]) -> list[list[int]]:
    """The lines that are links to headlines and stand in elements of one kind and name, with something told between them."""
    groups: dict[tuple[str, str], list[int]] = {}
    for index, line in enumerate(lines):
        if line.is_linked and len(line.key.split()) >= _TEASER:
            group = groups.setdefault((line.block.tag or "", line.named.strip()), [])
            if not group or index - group[-1] > 1:
                group.append(index)
    return list(groups.values())


def _running(line: Line) -> int:
    return len(line.text) if len(line.text) >= _RUNNING and not line.is_linked else 0


def _is_lone_teaser(page: GenericPage, content: Content) -> bool:
    """Whether what was taken for an article is the summary under a headline that leads to it."""
    above = page.lines[max(0, page.first - _TEASER_LINES) : page.first]
    linked = [line for line in above if line.is_linked and len(line.key.split()) >= _TEASER]
    if not linked or sum(len(page.lines[index].text) for index in content.indexes) > _SHORT_TEXT:
        return False
    return not (page.headline_index >= 0 and len(page.headline.split()) >= _TEASER and page.first - page.headline_index < _TEASER_LINES)
