"""Articles in any number, made of the real sentences of XQuAD's Vietnamese part: the same ones at every run."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from archive.article import Article

XQUAD = Path(__file__).resolve().parents[1] / "data" / "xquad-vi"
SITES = 7
DAYS = 7_000
FEWEST, MOST = 6, 18
"""Sentences of one article: 1 to 3 KB, as news of government portals have."""


def texts(name: str) -> list[str]:
    """The passages (``docs.jsonl``) or questions (``queries.jsonl``) of the set."""
    return [json.loads(line)["text"] for line in (XQUAD / name).read_text(encoding="utf-8").splitlines()]


def sentences() -> list[str]:
    """Every sentence of the passages."""
    return [one.strip() for text in texts("docs.jsonl") for one in re.split(r"(?<=[.!?]) ", text) if len(one) > 30]


def articles(count: int) -> Iterator[Article]:
    """``count`` articles, each of some sentences drawn by chance, with a headline, a site and a date."""
    chance, drawn_from = random.Random(1), sentences()
    for number in range(count):
        drawn = chance.choices(drawn_from, k=chance.randint(FEWEST, MOST))
        headline = " ".join(drawn[0].split()[:12])
        name, site = f"{number:08}", f"s{chance.randrange(SITES)}"
        day = date(2006, 1, 1) + timedelta(days=chance.randrange(DAYS))
        yield Article(
            identifier=name,
            url=f"https://example.vn/{name}",
            site=site,
            headline=headline,
            article_body="\n\n".join(drawn[1:]),
            date_published=day,
        )
