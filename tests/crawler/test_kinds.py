"""What a response is before anything is read from it."""

from __future__ import annotations

import pytest

from archive.page import Page, PageKind
from crawler.extraction import extract
from crawler.kinds import LARGEST, kind_by_address

URL = "http://sotttt.hanoi.gov.vn/tin-tuc-su-kien/-/view_content/1-a.html"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def kind_of(payload: bytes, *, status: int = 200, headers: tuple[tuple[str, str], ...] = HTML, url: str = URL) -> PageKind:
    return extract(Page(url=url, status=status, headers=headers, payload=payload)).kind


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"", PageKind.EMPTY),
        (b" \r\n\t", PageKind.EMPTY),
        (b"%PDF-1.4 <html>", PageKind.MEDIA),
        (b"\x89PNG\r\n\x1a\n<", PageKind.MEDIA),
        (b"PK\x03\x04<docx>", PageKind.MEDIA),
        (b"just text", PageKind.OTHER),
        (b"\0\1\2<\3" * 100, PageKind.OTHER),
        (bytes(range(128, 192)) * 20 + b"<p>", PageKind.OTHER),
        (b"<html>" + b"x" * LARGEST, PageKind.OTHER),
        (b"<div>" * 50_000, PageKind.OTHER),
        (b"<html><body><p>hello</p></body></html>", PageKind.OTHER),
    ],
)
def test_bytes_that_are_no_page_are_named(payload: bytes, kind: PageKind) -> None:
    assert kind_of(payload) is kind


def test_a_status_of_an_error_is_an_error_whatever_stands_in_it() -> None:
    assert kind_of(b"<html>", status=404) is PageKind.ERROR
    assert kind_of(b"", status=500) is PageKind.ERROR


def test_a_file_by_its_type_is_media() -> None:
    assert kind_of(b"<svg>", headers=(("content-type", "image/svg+xml"),)) is PageKind.MEDIA


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://mic.gov.vn/pages/tintuc/printpage.aspx?tintucID=135772", PageKind.PRINT),
        ("http://sotttt.hanoi.gov.vn/x/pop_up/692841-a.html?_101_viewMode=print", PageKind.PRINT),
        ("http://sotttt.hanoi.gov.vn/c/portal/login?p_l_id=1", PageKind.LOGIN),
        ("http://sotttt.hanoi.gov.vn/dang-nhap.html", PageKind.LOGIN),
        ("http://x.vn/Secure/Login.aspx?returnurl=%2f", PageKind.LOGIN),
        ("http://x.vn/tin-tuc/1353/dang-nhap-he-thong-mot-cua", None),
        ("http://x.vn/tin/in-bai", None),
    ],
)
def test_print_copies_and_log_ins_are_known_by_their_address(url: str, kind: PageKind | None) -> None:
    found = kind_by_address(url)
    assert (found[0] if found else None) is kind


def test_a_reason_is_one_line() -> None:
    for payload in (b"", b"<html>", b"%PDF", b"<div>" * 50_000):
        reason = extract(Page(url=URL, status=200, payload=payload)).reason
        assert reason
        assert "\n" not in reason
