"""What a response is before its layout is known: empty, an error, no page at all, a print copy, a log-in."""

from __future__ import annotations

import re

from archive.page import Page, PageKind
from crawler.markup import DEEPEST, Document

LARGEST = 10 * 1024 * 1024
"""Bytes. The largest real page of these portals is under 2 MB; more is no page."""

_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"RIFF", b"\x1f\x8b", b"ID3", b"Rar!", b"OggS")
_PAGE_TYPES = ("text/html", "application/xhtml", "application/xml", "text/xml", "text/plain")
_PRINT_ADDRESS = re.compile(r"/pop_up/|printpage\.aspx|[?&]_\w+_viewMode=print|p_p_state=pop_up|/print(?:er)?/|[?&]print=", re.IGNORECASE)
_LOGIN_ADDRESS = re.compile(
    r"/(?:dang-nhap|login|logon|signin|sign-in)(?:[./?]|$)|/c/portal/login|/secure/login\.aspx|[?&]saveLastPath=|_layouts/(?:15/)?authenticate",
    re.IGNORECASE,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOGIN_TITLE = re.compile(r"^\W*(?:đăng nhập|log ?in|sign ?in|log ?on)\b", re.IGNORECASE)
_ERROR_TITLE = re.compile(
    r"^\W*(?:40[34]|50\d|error|lỗi|trạng thái|status|not found|không tìm thấy|page not found|access denied|runtime error)\b",
    re.IGNORECASE,
)


def kind_by_response(page: Page) -> tuple[PageKind, str] | None:
    """The kind that status, type and first bytes settle, with the reason in a line; None for what may be a page."""
    if page.status >= 400:
        return PageKind.ERROR, f"the server answered {page.status}"
    if not page.payload.strip():
        return PageKind.EMPTY, "the capture holds no bytes"
    if len(page.payload) > LARGEST:
        return PageKind.OTHER, f"{len(page.payload):,} bytes: more than the {LARGEST // 2**20} MiB that a page can have"
    content_type = (page.header("content-type") or "").split(";")[0].strip().lower()
    if content_type and not content_type.startswith(_PAGE_TYPES):
        return PageKind.MEDIA, f"a file of type {content_type}, no page"
    return _kind_by_bytes(page.payload)


def _kind_by_bytes(payload: bytes) -> tuple[PageKind, str] | None:
    if payload.startswith(_MAGIC):
        return PageKind.MEDIA, "a file, no page: its first bytes say so"
    if b"<" not in payload or (b"\0" in payload[:1024] and not payload.startswith(_UTF16)):
        return PageKind.OTHER, "no HTML: binary data or plain text"
    return None


def kind_by_text(document: Document) -> tuple[PageKind, str] | None:
    """The kind of bytes that no charset turns into text, and of markup that is no page's; None for what can be read."""
    if document.depth > DEEPEST:
        return PageKind.OTHER, f"elements nested {document.depth:,} deep: no portal makes such a page"
    text, payload = document.decoded.text, document.page.payload
    if document.unread * 20 > len(text) and not payload.startswith(
        _UTF16
    ):  # one character in twenty: torn characters are far rarer, a wrong charset's far more
        return PageKind.OTHER, f"no text: its bytes are neither UTF-8 nor {document.decoded.charset}"
    return None


def kind_by_address(url: str) -> tuple[PageKind, str] | None:
    """The kind that an address settles: print copies and log-ins stand in for pages that are captured by themselves."""
    if _PRINT_ADDRESS.search(url):
        return PageKind.PRINT, "a print copy, by its address"
    if _LOGIN_ADDRESS.search(url):
        return PageKind.LOGIN, "a log-in page, by its address"
    return None


def is_login_title(title: str) -> bool:
    """Whether a page's title says that it is a log-in."""
    return _LOGIN_TITLE.match(title) is not None


def kind_by_look(document: Document) -> tuple[PageKind, str]:
    """What a page without article and listing is: an error answered with 200, a log-in, or something else."""
    title = document.text("title")
    if _ERROR_TITLE.match(title):
        return PageKind.ERROR, f"an error page answered as if it were one: “{title[:60]}”"
    if is_login_title(title) or document.first("input[type=password]") is not None:
        return PageKind.LOGIN, "a log-in page, by its title or its password field"
    cut = ", and it stops without an end: cut off?" if document.torn else ""
    return PageKind.OTHER, f"no article and no listing on it{cut}"
