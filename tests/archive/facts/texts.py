"""Articles made of a few sentences, for the tests of facts."""

from __future__ import annotations

from datetime import date

from archive.article import Article
from archive.facts import Facts, facts


def article(body: str, headline: str = "", posted: str | None = None, author: str | None = None) -> Article:
    """An article with this text; paragraphs are lines."""
    day = date.fromisoformat(posted) if posted else None
    return Article(
        identifier="a", url="https://example.vn/a", site="s", headline=headline, article_body=body, date_published=day, author=author
    )


def facts_of(body: str, headline: str = "", posted: str | None = None) -> Facts:
    """The facts of such an article."""
    return facts(article(body, headline, posted))
