"""Every capture of one real portal: what it is read as, and that no article is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import pytest

from archive.article import Article
from archive.page import PageKind
from archive.warc import read_pages
from crawler.extraction import extract
from tests.shared_data import SHARED

pytestmark = pytest.mark.shared


@dataclass(slots=True)
class Readings:
    """How many captures were of which kind, and the articles by identifier."""

    kinds: Counter[PageKind] = field(default_factory=Counter)
    articles: dict[str, list[Article]] = field(default_factory=dict)
    in_sections: dict[str, list[Article]] = field(default_factory=dict)


@cache
def readings() -> Readings:
    found = Readings()
    for page in read_pages(SHARED / "portals" / "sotttt-hanoi.warc.gz"):
        result = extract(page)
        found.kinds[result.kind] += 1
        if result.article:
            group = found.articles if result.kind is PageKind.ARTICLE else found.in_sections
            group.setdefault(result.article.identifier, []).append(result.article)
    return found


def test_every_asset_is_one_article_and_section_pages_are_counted_apart() -> None:
    found = readings()
    assert len(found.articles) == 1160
    assert len(found.in_sections.keys() - found.articles.keys()) == 23
    assert found.kinds[PageKind.ARTICLE] + found.kinds[PageKind.SECTION_ARTICLE] == 2356


def test_empty_captures_and_listings_are_no_articles() -> None:
    found = readings()
    assert found.kinds[PageKind.EMPTY] == 263
    assert found.kinds[PageKind.LISTING] == 526
    assert found.kinds[PageKind.LOGIN] == 12


def test_no_article_is_without_a_headline_and_hardly_one_without_a_date() -> None:
    groups = [*readings().articles.values(), *readings().in_sections.values()]
    assert all(article.headline for group in groups for article in group)
    undated = sum(not any(article.date_published for article in group) for group in groups)
    assert undated <= len(groups) // 100


def test_the_copies_of_an_article_say_the_same() -> None:
    groups = readings().articles.values()
    assert all(len({article.content_digest for article in group}) == 1 for group in groups)


def test_no_sapo_stands_twice() -> None:
    def words(text: str) -> str:
        return " ".join(text.casefold().split())

    articles = [group[0] for group in readings().articles.values()]
    doubled = [
        article.url
        for article in articles
        if len(article.description or "") > 40 and words(article.description or "") in words(article.article_body)
    ]
    assert doubled == []


EACH = 4  # every fourth asset: the generic route takes 50 ms of a page


@cache
def unseen() -> list[tuple[Article, Article | None]]:
    """Articles as the rules read them, and as they are read with the rules of the portal's software switched off."""
    known = [group[0] for _, group in sorted(readings().articles.items())[::EACH]]
    wanted = {article.warc_record_id: article for article in known}
    pages = (page for page in read_pages(SHARED / "portals" / "sotttt-hanoi.warc.gz") if page.record_id in wanted)
    return [(wanted[page.record_id], extract(page, without=("liferay",)).article) for page in pages]


def test_without_its_softwares_rules_no_article_is_lost() -> None:
    assert [article.url for article, found in unseen() if found is None] == []
    assert len(unseen()) == 1160 // EACH


def test_without_its_softwares_rules_headlines_and_dates_are_the_same() -> None:
    pairs = [(article, found) for article, found in unseen() if found is not None]
    assert [found.headline for article, found in pairs if found.headline != article.headline] == []
    assert [found.url for article, found in pairs if found.date_published not in (None, article.date_published)] == []
    assert sum(found.date_published is None for _, found in pairs) <= len(pairs) // 100
