"""The text of attached files, and files that are there to do harm."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib

import pytest

from archive.page import AttachmentText, Page
from crawler import attachments
from crawler.attachments import LARGEST, MOST_TEXT, document_text, read_attachment
from tests.crawler.files import docx, package, pdf
from tests.crawler.legacy import typed
from tests.crawler.test_legacy_fonts import TEXT

DECREE = "QUYẾT ĐỊNH\nVề việc thành lập Hội đồng Giám đốc công nghệ thông tin\nCăn cứ Nghị định số 102/2009/NĐ-CP"


def read(payload: bytes) -> AttachmentText:
    return read_attachment(Page(url="http://tin.vn/tep", status=200, payload=payload))


def test_a_pdf_says_what_it_says() -> None:
    assert read(pdf([DECREE, "Nơi nhận:\nNhư Điều 3"])) == AttachmentText(text=f"{DECREE}\nNơi nhận:\nNhư Điều 3")


def test_a_docx_says_what_it_says_tables_in_order() -> None:
    cells = ("<w:t>STT</w:t>", "<w:t>Họ và</w:t><w:tab/><w:t>tên</w:t>")
    row = f"<w:tbl><w:tr>{''.join(f'<w:tc><w:p><w:r>{cell}</w:r></w:p></w:tc>' for cell in cells)}</w:tr></w:tbl>"
    assert read(docx(DECREE.splitlines(), body=row)) == AttachmentText(text=f"STT\nHọ và tên\n{DECREE}")


@pytest.mark.parametrize("payload", [pdf([typed(TEXT, "TCVN3")]), docx([typed(TEXT, "VNI")])])
def test_a_file_typed_for_a_legacy_font_is_read_as_unicode(payload: bytes) -> None:
    assert read(payload).text == TEXT


HEADING = "Cộng hòa xã hội chủ nghĩa"
STYLES = """<w:style w:styleId="a"><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr></w:style>
<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style><w:style w:styleId="c"><w:basedOn w:val="c"/></w:style>"""


@pytest.mark.parametrize(
    "properties",
    [
        ("", "<w:rPr><w:rFonts w:ascii='.VnTimeH' w:hAnsi='.VnTimeH'/></w:rPr>"),
        ("<w:pPr><w:pStyle w:val='b'/></w:pPr>", ""),
    ],
)
def test_what_a_font_of_capitals_draws_in_a_docx_is_read_as_capitals(properties: tuple[str, str]) -> None:
    of_paragraph, of_run = properties
    small = f"<w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t xml:space='preserve'>{typed(' số', 'TCVN3')}</w:t></w:r>"
    heading = f"<w:p>{of_paragraph}<w:r>{of_run}<w:t>{typed(HEADING, 'TCVN3')}</w:t></w:r>{small}</w:p>"
    found = read(docx([typed(TEXT, "TCVN3")], body=heading, styles=STYLES)).text
    assert found == f"{HEADING.upper()} số\n{TEXT}"


def test_what_a_font_of_capitals_draws_in_a_pdf_is_read_as_capitals() -> None:
    assert read(pdf([typed(TEXT, "TCVN3")], font="ABCDEF+.VnTimeH")).text == TEXT.upper()


def test_a_font_of_capitals_says_nothing_of_a_text_in_unicode() -> None:
    run = f"<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTimeH'/></w:rPr><w:t>{HEADING}</w:t></w:r></w:p>"
    assert read(docx(DECREE.splitlines(), body=run)).text == f"{HEADING}\n{DECREE}"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (pdf(["", "", "3"]), "scan"),
        (docx([]), "scan"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old-format"),
        (b"{\\rtf1\\ansi van ban}", "old-format"),
        (b"<html><title>404</title></html>", "not-a-document"),
        (b"", "not-a-document"),
        (b"Rar!\x1a\x07", "other-format"),
        (package({"xl/workbook.xml": b"<workbook/>"}), "other-format"),
        (pdf([DECREE])[:300], "damaged"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 20, "damaged"),
        (docx([DECREE])[:200], "damaged"),
        (package({"word/document.xml": b"<w:document>"}), "damaged"),
        (b"%PDF-" + bytes(LARGEST), "too-large"),
    ],
)
def test_a_file_without_text_says_why(payload: bytes, reason: str) -> None:
    assert read(payload) == AttachmentText(no_text=reason)  # type: ignore[arg-type]


def test_a_zip_bomb_costs_a_bound_of_memory() -> None:
    bomb = package({"word/document.xml": b"<a>" + bytes(200_000_000).replace(b"\0", b" ")})
    assert len(bomb) < 1_000_000
    assert read(bomb).no_text in ("too-large", "damaged")


def test_a_stream_that_swells_costs_a_bound_of_memory_and_time() -> None:
    swollen = zlib.compress(bytes(900_000_000), 1)
    hostile = pdf([DECREE]).replace(b"endstream", b"endstream", 1) + b"%" + swollen[:100]
    page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"
    bomb = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj\n"
        b"3 0 obj<</Length " + str(len(swollen)).encode() + b"/Filter/FlateDecode>>stream\n" + swollen + b"\nendstream endobj\n"
        b"4 0 obj" + page + b"endobj\ntrailer<</Root 1 0 R>>"
    )
    started = time.monotonic()
    assert read(bomb).no_text is not None
    assert time.monotonic() - started < attachments.PATIENCE
    assert read(hostile).text is not None


def test_a_file_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "PATIENCE", 0.01)
    assert read(pdf([DECREE])).no_text == "too-slow"


def test_the_process_is_bound_by_the_system() -> None:
    """In a process of its own, since limits cannot be lifted again."""
    script = (
        "from crawler import attachments as a; a.HARD_SECONDS = 1; a._bound()\n"
        "try:\n x = bytearray(a.MEMORY)\nexcept MemoryError:\n print('memory', flush=True)\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "memory\n"
    assert done.returncode < 0


def test_a_text_without_end_is_cut() -> None:
    long = docx(["Nội dung dài. " * 100] * 1000)
    assert len(document_text(long)) == MOST_TEXT
