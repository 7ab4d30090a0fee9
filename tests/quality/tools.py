"""The tools that are measured: the product with and without its rules, trafilatura (set for precision) and readability-lxml."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from functools import partial

import lxml.html
import readability
import trafilatura

from archive.page import Page
from crawler.extraction import extract, read_page
from tests.quality.measure import Reading

Tool = Callable[[bytes], Reading]


def product(payload: bytes, without: Collection[str] = ()) -> Reading:
    """What the product reads, the page's address taken from the page; ``without`` the rules of some software."""
    article = extract(Page(url="", status=200, payload=payload), without=without).article
    if article is None:
        return Reading()
    captions = [image.caption for image in article.image]
    return Reading(
        title=article.headline,
        date=article.date_published.isoformat() if article.date_published else None,
        sapo=article.description or "",
        body=article.paragraphs,
        beside=tuple(line for line in (*captions, article.author, article.credit_text) if line),
    )


def cut(payload: bytes) -> Reading:
    """What the product's rules cut out of a page before the text is cleaned: where title, date and text stand."""
    read = read_page(Page(url="", status=200, payload=payload))
    posted = read.posted
    text = read.body_node.text() if read.body_node is not None else ""
    return Reading(title=read.headline, date=posted.day.isoformat() if posted else None, body=(text,))


def trafilatura_precise(payload: bytes) -> Reading:
    """What trafilatura reads when it is asked for precision."""
    found = trafilatura.bare_extraction(payload, favor_precision=True, with_metadata=True)
    if found is None:
        return Reading()
    return Reading(title=found.title or "", date=found.date, body=tuple((found.text or "").split("\n")))


def trafilatura_text(payload: bytes) -> Reading:
    """The same without title and date, which cost it as much again: the fair peer for speed."""
    found = trafilatura.bare_extraction(payload, favor_precision=True, with_metadata=False)
    return Reading(body=tuple((found.text or "").split("\n"))) if found is not None else Reading()


def readability_lxml(payload: bytes) -> Reading:
    """What readability reads. It knows no dates."""
    document = readability.Document(payload.decode("utf-8", "replace"))
    summary = lxml.html.fromstring(document.summary())
    blocks = summary.iter("p", "li", "tr", "h1", "h2", "h3", "h4", "div", "td", "blockquote")
    own = (block for block in blocks if block.find(".//p") is None)
    return Reading(title=document.short_title(), body=tuple(" ".join(block.text_content().split()) for block in own))


def tools(family: str) -> dict[str, Tool]:
    """The tools by name; ``unseen`` is the product with all rules of the family switched off."""
    unseen = partial(product, without=(family,))
    return {"kho-tin": product, "unseen": unseen, "trafilatura": trafilatura_precise, "readability": readability_lxml}


def run(tool: Tool, pages: Mapping[str, bytes]) -> tuple[dict[str, Reading], float]:
    """A tool's readings of all pages, and the CPU seconds they took (one page is read before, to load what it loads)."""
    for payload in list(pages.values())[:1]:
        tool(payload)
    start = time.process_time()
    readings = {name: tool(payload) for name, payload in pages.items()}
    return readings, time.process_time() - start
