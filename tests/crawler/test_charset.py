"""Bytes to text: the true charset wins over the claimed one."""

from __future__ import annotations

import unicodedata

import pytest

from archive.page import Page
from crawler.charset import decode
from crawler.markup import Document, node_text

TEXT = "Phòng, chống bão lũ: chỉ đạo của Ủy ban nhân dân thành phố"
PAGE = f"<html><head><meta charset='utf-8'></head><body>{TEXT}</body></html>"


@pytest.mark.parametrize(
    "claim", ["text/html; charset=ISO-8859-1", "text/html; charset=windows-1252", "text/html; charset=klingon", "text/html"]
)
def test_whole_utf8_is_utf8_whatever_the_header_says(claim: str) -> None:
    assert TEXT in decode(PAGE.encode(), claim).text


def test_a_false_header_is_told() -> None:
    decoded = decode(PAGE.encode(), "text/html; charset=windows-1252")
    assert decoded.false_charset
    assert (decoded.charset, decoded.declared) == ("utf-8", "windows-1252")


def test_a_true_header_is_no_false_one() -> None:
    assert not decode(PAGE.encode(), "text/html; charset=UTF-8").false_charset


def test_pure_ascii_agrees_with_every_charset() -> None:
    assert not decode(b"<p>ASCII</p>", "text/html; charset=iso-8859-1").false_charset


def test_a_false_meta_does_not_win_either() -> None:
    assert TEXT in decode(PAGE.replace("utf-8", "iso-8859-1").encode()).text


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(PAGE.encode(charset), "text/html; charset=windows-1258").text.strip("\ufeff") == PAGE


@pytest.mark.parametrize("claim", ["text/html; charset=windows-1258", "text/html", None])
def test_an_old_vietnamese_page_is_windows_1258(claim: str | None) -> None:
    old = "Th\u00f4ng t\u01b0 v\u00e0 quy\u00ea\u0301t \u0111\u1ecb\u0323nh".replace("\u1ecb", "i")
    assert old in decode(old.encode("windows-1258"), claim).text


def test_text_is_not_normalised() -> None:
    decomposed = "Ho\u0323\u0302i \u0111o\u0302\u0300ng"
    assert decode(decomposed.encode()).text == decomposed


def test_a_character_cut_in_half_does_not_change_the_charset() -> None:
    torn = PAGE.encode()[:-60]
    while torn and torn[-1] < 128:
        torn = torn[:-1]
    decoded = decode(torn[:-1], "text/html; charset=iso-8859-1")
    assert decoded.charset == "utf-8"
    assert "Phòng, chống" in decoded.text


def test_utf8_that_was_read_as_windows_1252_is_made_whole() -> None:
    twice = PAGE.encode().decode("windows-1252", "replace")
    assert "Phòng, chống bão lũ: chỉ" in decode(twice.encode()).text


def test_a_few_odd_letters_are_no_mojibake() -> None:
    text = PAGE + " «Ngôn ngữ á», Ã và Ä"
    assert decode(text.encode()).text == text


def test_bytes_of_no_charset_give_replacement_characters_and_no_error() -> None:
    assert "\ufffd" in decode(bytes(range(128, 256)) * 4, "text/html; charset=utf-8").text


LONG = "Ủy ban nhân dân thành phố đã chỉ đạo các sở, ngành chủ động phòng, chống lụt bão và bảo đảm an toàn cho người dân."


def test_windows_1258_under_a_false_western_header() -> None:
    payload = _base_and_mark(LONG).encode("windows-1258")
    decoded = decode(payload, "text/html; charset=iso-8859-1")
    assert unicodedata.normalize("NFC", decoded.text) == LONG
    assert decoded.false_charset


def test_a_true_western_page_stays_western() -> None:
    text = "L'été dernier, le Conseil a été élargi : « très tôt », à Noël, où l'élève français déplaît, hélas, déjà."
    assert decode(text.encode("windows-1252"), "text/html; charset=windows-1252").text == text


def test_one_damaged_node_of_a_whole_page_is_made_whole() -> None:
    damaged = LONG.encode().decode("latin-1")
    html = f"<html><body><p>{LONG}</p><p>{damaged}</p><p>Ngôn ngữ «á» và Ã, Ä</p></body></html>"
    document = Document(Page(url="", status=200, payload=html.encode()))
    assert [node_text(node) for node in document.tree.css("p")] == [LONG, LONG, "Ngôn ngữ «á» và Ã, Ä"]


def _base_and_mark(text: str) -> str:
    """The text as windows-1258 can write it: letters with circumflex, breve and horn whole, tones after them."""
    written = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        written.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone)
    return "".join(written)
