"""Extraction beside trafilatura, on the same pages in the same process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import trafilatura

from archive.page import Page
from crawler.extraction import extract
from samples.layouts import portals
from samples.portal import Portal, Request
from samples.sites import SITES
from samples.texts import SampleArticle
from tests.bench.rows import Row

REPEATS = 5


def rows() -> Iterator[Row]:
    """CPU per page, the least of several passes over all sample pages."""
    pages = sample_pages()
    ours = least(lambda: [extract(page, site) for page, site in pages])
    theirs = least(lambda: [trafilatura.bare_extraction(page.payload, url=page.url, with_metadata=True) for page, _ in pages])
    size = sum(len(page.payload) for page, _ in pages) / len(pages) / 1000
    yield Row("extraction", ours / len(pages), "trafilatura", theirs / len(pages), "CPU ms/page", f"{len(pages)} pages of {size:.0f} kB")


def least(work: Callable[[], Sequence[object]]) -> float:
    """CPU milliseconds of the quickest of several passes."""
    return min(_once(work) for _ in range(REPEATS))


def _once(work: Callable[[], Sequence[object]]) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def sample_pages() -> list[tuple[Page, str]]:
    """Every article page of the sample portals, with its site's name."""
    every = zip(SITES, portals(1), strict=True)
    return [(page_of(site.hosts[0], portal, article), site.name) for site, portal in every for article in portal.articles]


def page_of(host: str, portal: Portal, article: SampleArticle) -> Page:
    """An article's page as a crawl would capture it."""
    address = portal.address(article)
    path, _, query = address.partition("?")
    response = portal.answer(Request(method="GET", path=path, address=address, origin=f"http://{host}", query=dict(parse_qsl(query))))
    headers = (("Content-Type", response.content_type),)
    return Page(url=f"http://{host}{address}", status=response.status, headers=headers, payload=response.body, date=datetime.now(UTC))
