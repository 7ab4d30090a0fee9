"""Articles, pages and WARC files made for the tests, and a reader of these pages: a small stand-in for the crawler."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.address import canonical_url, identifier
from archive.article import Article
from archive.page import Extraction, Page, PageKind
from archive.warc import WarcWriter

DAY = datetime(2022, 8, 27, 5, 0, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8")]


def article(**fields: Any) -> Article:
    """An article with everything that is required, captured on DAY."""
    url = fields.pop("url", "http://tin.vn/bai/1")
    defaults: dict[str, Any] = {
        "identifier": identifier("http://tin.vn/bai/1"),
        "url": url,
        "site": "tin",
        "headline": "Hội đồng họp phiên thứ nhất",
        "article_body": "Sáng nay, Hội đồng đã họp.\n\nHội đồng thống nhất kế hoạch.",
        "date_archived": DAY,
    }
    return Article(**{**defaults, **fields})


def html(kind: str, number: int, text: str = "") -> bytes:
    """A page that ``read`` takes for a kind of page about the article of a number."""
    body = text or f"Nội dung tin số {number}."
    return f"<html><meta name=kind content={kind}><h1 id={number}>Tin số {number}</h1><p>{body}</p></html>".encode()


def read(page: Page, site: str | None = None) -> Extraction:
    """What a page made by ``html`` is. The article's number makes its identity, whatever the address."""
    text = page.payload.decode("utf-8", "replace")
    if not text:
        return Extraction(kind=PageKind.EMPTY, reason="no bytes")
    found = re.search(r"content=([\w-]+)><h1 id=(\d+)>(.*?)</h1><p>(.*?)</p>", text, re.DOTALL)
    if found is None:
        return Extraction(kind=PageKind.OTHER, reason="not made by the tests")
    kind = PageKind(found[1])
    if kind not in (PageKind.ARTICLE, PageKind.SECTION_ARTICLE):
        return Extraction(kind=kind)
    made = Article(
        identifier=identifier(f"tin:{found[2]}"),
        url=canonical_url(page.url),
        site=site or "tin",
        headline=found[3],
        article_body=found[4],
        extracted_by="Test/1",
    )
    return Extraction(kind=kind, article=made)


def write_warc(folder: Path, pages: Iterable[tuple[str, bytes]], *, date: datetime = DAY, prefix: str = "test") -> Path:
    """A WARC file of pages (address, body), captured a second apart."""
    with WarcWriter(folder, prefix) as writer:
        for number, (url, body) in enumerate(pages):
            writer.write_response(url, 200, "OK", HTML, body, date + timedelta(seconds=number))
    return writer.path
