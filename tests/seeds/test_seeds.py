"""The seeds: a fixture page shows every line that was scraped from the real one, and only the article comes out of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from archive.article import Article
from crawler.extraction import extract
from tests.sites import fixture

FOLDER = Path(__file__).parent
PAGES = {
    "000": "mic/seed-000",
    "001": "mic/seed-001",
    "002": "hdgdcntt/seed-002",
    "003": "mic/seed-003",
    "004": "aita/seed-004",
}
SEEDS = sorted(PAGES)
NO_TEXT = {"script", "style", "head", "title"}


def shown(html: str) -> str:
    """A page as a scraper without taste sees it: every text node in order, and the ``alt`` of every image."""
    words: list[str] = []
    for node in BeautifulSoup(html, "lxml").descendants:
        if isinstance(node, Tag) and node.name == "img":
            words.append(str(node.get("alt") or ""))
        elif isinstance(node, NavigableString) and not isinstance(node, Comment) and not NO_TEXT & {tag.name for tag in node.parents}:
            words.append(str(node))
    return packed("".join(words))


def packed(text: str) -> str:
    """A text without any white space, and without the bullets that a list's style draws."""
    return "".join(text.replace("•", "").split())


def expected(number: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((FOLDER / f"{number}.json").read_text(encoding="utf-8"))
    return record


def lines(number: str) -> list[str]:
    return [line for line in (FOLDER / f"{number}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


@cache
def article(number: str) -> Article:
    found = extract(fixture(PAGES[number]).page()).article
    assert found is not None
    return found


def everything(found: Article) -> list[str]:
    """Every text of an article, one by one."""
    captions = [image.caption or "" for image in found.image]
    return [found.headline, found.description or "", *found.paragraphs, found.author or "", found.credit_text or "", *captions]


@pytest.mark.parametrize("number", SEEDS)
def test_the_page_shows_every_line_of_the_seed_in_its_order(number: str) -> None:
    page = shown((fixture(PAGES[number]).folder / "page.html").read_text(encoding="utf-8"))
    position = 0
    for line in lines(number):
        found = page.find(packed(line), position)
        assert found >= 0, f"not on the page, or not after the line before it: {line[:80]}"
        position = found + len(packed(line))


@pytest.mark.parametrize("number", SEEDS)
def test_the_article_has_the_seeds_headline_and_text(number: str) -> None:
    found, seed = article(number), expected(number)
    assert packed(found.headline) == packed(seed["headline"])
    sapo = [found.description] if found.description else []
    assert [packed(text) for text in [*sapo, *found.paragraphs]] == [
        packed(text) for text in [*([seed["description"]] if seed["description"] else []), *seed["articleBody"]]
    ]
    if number != "001":  # its first paragraph may stand in either
        assert packed(found.description or "") == packed(seed["description"] or "")


@pytest.mark.parametrize("number", SEEDS)
def test_the_article_has_the_seeds_date_author_caption_and_credit(number: str) -> None:
    found, seed = article(number), expected(number)
    assert (found.date_published.isoformat() if found.date_published else None) == seed["datePublished"]
    assert found.date_published_raw == seed["datePublishedRaw"]
    assert (found.author, found.credit_text) == (seed["author"], seed["creditText"])
    assert next((image.caption for image in found.image if image.caption), None) == seed["imageCaption"]


@pytest.mark.parametrize("number", SEEDS)
def test_no_line_of_the_chrome_is_in_the_article(number: str) -> None:
    seed = expected(number)
    right = packed("".join([seed["headline"], seed["description"] or "", *seed["articleBody"]]))
    right += packed(f"{seed['author']}{seed['creditText']}{seed['imageCaption']}")
    chrome = {packed(line) for line in lines(number)} - {""}
    chrome = {line for line in chrome if line not in right and not line.startswith(packed(seed["description"] or "\0")[:60])}
    assert chrome, "a seed without chrome proves nothing"
    texts = [packed(text) for text in everything(article(number))]
    assert not {line for line in chrome if line in texts or (len(line) > 12 and any(line in text for text in texts))}


@pytest.mark.parametrize("number", SEEDS)
def test_the_lede_stands_once(number: str) -> None:
    found = article(number)
    lede = packed(found.description or found.paragraphs[0])[:80]
    assert packed("".join(everything(found))).count(lede) == 1
