"""The text of attached files: PDF by pypdf, DOCX from its XML. Old DOC files and scans say that they have none.

Whoever sends a file decides what reading it costs, so each is read in a process of its own (``python -m
crawler.attachments``) that the system stops at a bound of processor time and memory. The file's first bytes tell what it
is: names and headers are wrong too often.
"""

from __future__ import annotations

import io
import json
import logging
import posixpath
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from archive.article import NoText
from archive.page import AttachmentText, Page
from crawler.legacy_fonts import font_of, in_capitals, without_legacy_letters

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read; also the most that is fetched. Scanned decrees of these portals have up to 20 MB."""
SOFT_SECONDS, HARD_SECONDS = 10, 20
"""Processor time: after the first no further page of a PDF is begun, at the second the system ends the process."""
PATIENCE = 60.0
"""Seconds of waiting for the process, whatever it does or does not do."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of the process."""
MOST_TEXT = 1_000_000
"""Characters of a text that is kept: some four hundred pages."""
_LEAST_LETTERS = 20
"""Fewer letters in a whole PDF are a stamp or a page number on a scan."""
_LARGEST_XML = 64 * 1024 * 1024

if TYPE_CHECKING:
    from pypdf import PageObject

READ = frozenset({".pdf", ".doc", ".docx"})
"""What the crawl fetches: documents that have a text, or did before they were scanned."""

FILES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
}
"""What a link in an article's text attaches to it: the format by the ending of the address."""

_ROOT = Path(__file__).resolve().parent.parent
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def extension(url: str) -> str:
    """How the path of an address ends (``.pdf``), in lower case; empty for no ending, or a broken address."""
    try:
        return posixpath.splitext(unquote(urlsplit(url).path))[1].lower()
    except ValueError:
        return ""


def read_attachment(page: Page) -> AttachmentText:
    """The text of a captured file, or why there is none. Any bytes; never raises, and takes no longer than ``PATIENCE``."""
    settled = _settled(page.payload)
    return settled or _read_apart(page.payload)


def _settled(payload: bytes) -> AttachmentText | None:
    """What the first bytes already say."""
    head = payload[:1024].lstrip()
    if len(payload) > LARGEST:
        return AttachmentText(no_text="too-large")
    if b"%PDF-" in payload[:1024] or payload.startswith(b"PK\x03\x04"):
        return None
    if payload.startswith(b"\xd0\xcf\x11\xe0") or head.startswith(b"{\\rtf"):
        return AttachmentText(no_text="old-format")
    return AttachmentText(no_text="not-a-document" if head[:1] in (b"<", b"") else "other-format")


def _read_apart(payload: bytes) -> AttachmentText:
    command = [sys.executable, "-m", "crawler.attachments"]
    try:
        done = subprocess.run(command, input=payload, capture_output=True, timeout=PATIENCE, check=False, cwd=_ROOT)
    except subprocess.TimeoutExpired:
        return AttachmentText(no_text="too-slow")
    if done.returncode == 0:
        answer = json.loads(done.stdout)
        return AttachmentText(text=answer["text"], no_text=answer["no_text"])
    # A signal: the system ended it at a limit.
    return AttachmentText(no_text="too-slow" if done.returncode < 0 else "damaged")


# Inside the process


class Unreadable(Exception):
    """A file without a text that can be read; ``reason`` is the record's word for it."""

    def __init__(self, reason: NoText) -> None:
        super().__init__(reason)
        self.reason: NoText = reason


def main() -> int:
    """Read a file from standard input; its text as JSON on standard output.

    Whatever a parser raises on hostile bytes ends the process, which is what tells that the file is damaged.
    """
    _bound()
    logging.disable(logging.CRITICAL)
    try:
        answer = {"text": document_text(sys.stdin.buffer.read()), "no_text": None}
    except Unreadable as error:
        answer = {"text": None, "no_text": error.reason}
    except MemoryError:
        answer = {"text": None, "no_text": "too-large"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def document_text(payload: bytes) -> str:
    """The text of a PDF or DOCX, a line for each of its lines or paragraphs. Raises Unreadable, or anything its parser raises."""
    pieces = _pdf_pages(payload) if b"%PDF-" in payload[:1024] else _docx_paragraphs(payload)
    found: list[str] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > MOST_TEXT:
            break
    text = "\n".join(line for line in (" ".join(line.split()) for line in _CONTROL.sub("", "\n".join(found)).splitlines()) if line)
    if sum(character.isalpha() for character in text) < _LEAST_LETTERS:
        raise Unreadable("scan")
    return without_legacy_letters(text[:MOST_TEXT])


def _pdf_pages(payload: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(payload), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("encrypted")
    for page in reader.pages:
        yield _page_text(page)
        if time.process_time() > SOFT_SECONDS:
            break


def _page_text(page: PageObject) -> str:
    """A page's text, what its font draws as capitals marked: the letters themselves are small (.VnTimeH)."""
    pieces: list[str] = []
    capitals = False

    def visit(text: str, _cm: object, _tm: object, font: Mapping[str, object] | None, _size: float) -> None:
        nonlocal capitals
        name = str((font or {}).get("/BaseFont", "")).removeprefix("/").rpartition("+")[2]
        large = _draws_capitals(re.split("[,-]", name)[0])
        capitals = capitals or large
        pieces.append(in_capitals(text) if large else text)

    text = page.extract_text(visitor_text=visit)
    return "".join(pieces) if capitals else text


def _draws_capitals(family: str) -> bool:
    font = font_of(family)
    return font is not None and font.capitals


def _docx_paragraphs(payload: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(payload)) as package:
        names = package.namelist()
        if "word/document.xml" not in names:
            raise Unreadable("other-format")
        styles: dict[str, str] = {}
        if "word/styles.xml" in names:
            with package.open("word/styles.xml") as part:
                styles = _fonts_of_styles(part)
        with package.open("word/document.xml") as document:
            yield from _paragraphs(document, styles)


def _fonts_of_styles(part: IO[bytes]) -> dict[str, str]:
    """The font that each paragraph style sets, its own or that of the style it is based on."""
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in _elements(part, "style"):
        name = style.get(f"{_WORD}styleId", "")
        own[name] = _font_in(style)
        parent = style.find(f"{_WORD}basedOn")
        based[name] = parent.get(f"{_WORD}val", "") if parent is not None else ""
    return {name: _inherited(name, own, based) for name in own}


def _inherited(name: str, own: Mapping[str, str], based: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while name and not own.get(name) and name not in seen:
        seen.add(name)
        name = based.get(name, "")
    return own.get(name, "")


def _font_in(element: etree._Element) -> str:
    """The font that the properties right under an element set; empty for none."""
    fonts = element.find(f"{_WORD}rPr/{_WORD}rFonts")
    return "" if fonts is None else fonts.get(f"{_WORD}ascii") or fonts.get(f"{_WORD}hAnsi") or ""


def _paragraphs(document: IO[bytes], styles: Mapping[str, str]) -> Iterator[str]:
    """The paragraphs in reading order; the cells of a table's row are paragraphs too."""
    for paragraph in _elements(document, "p"):
        yield _paragraph_text(paragraph, styles)


def _elements(part: IO[bytes], name: str) -> Iterator[etree._Element]:
    """The elements of a name in a part of the package, each let go after it was used."""
    parser = etree.XMLPullParser(("end",), tag=f"{_WORD}{name}", resolve_entities=False, no_network=True, huge_tree=False)
    size = 0
    while chunk := part.read(65536):
        size += len(chunk)
        if size > _LARGEST_XML:
            raise Unreadable("too-large")
        parser.feed(chunk)
        for _, element in parser.read_events():
            yield element
            element.clear()
    parser.close()


def _paragraph_text(paragraph: etree._Element, styles: Mapping[str, str]) -> str:
    parts = {f"{_WORD}t": None, f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    set_in = styles.get(style.get(f"{_WORD}val", ""), "") if style is not None else ""
    found: list[str] = []
    for node in paragraph.iter(*parts):
        text = parts[node.tag] or node.text or ""
        run = node.getparent()
        family = (_font_in(run) if run is not None else "") or set_in
        found.append(in_capitals(text) if family and _draws_capitals(family) else text)
    return "".join(found)


if __name__ == "__main__":
    sys.exit(main())
