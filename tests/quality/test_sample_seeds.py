"""The seeds' text in the sample portals against the files the seeds were given in."""

from __future__ import annotations

import json

import pytest

from samples.texts import load
from tests.shared_data import SHARED

ARTICLES = load()


@pytest.mark.shared
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_seed_says_word_for_word_what_its_page_said(number: str) -> None:
    [path] = (SHARED / "seeds").glob(f"{number}_*.json")
    seed = json.loads(path.read_text(encoding="utf-8"))
    article = next(found for found in ARTICLES if found.key.startswith(f"seed-{number}"))
    assert (article.headline, article.description) == (seed["headline"], seed["description"])
    assert [block.lines[0] for block in article.blocks] == seed["articleBody"]
    assert (article.date_published.isoformat() if article.date_published else None) == seed["datePublished"]
    assert (article.author, article.credit, article.caption) == (seed["author"], seed["creditText"], seed["imageCaption"])
