"""The articles that the table of abbreviations names as sources do define them, read in the collection of real news."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from indexer.analysis import abbreviations
from tests.indexer.spelling import bare
from tests.quality.search import DOMAIN
from tests.shared_data import ABSENT

pytestmark = pytest.mark.shared

ROWS = [row.split("\t") for row in Path(abbreviations.__file__).with_name("abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """Text by the article's number at the portal, without diacritics, on one line."""
    if not DOMAIN.is_dir():
        pytest.skip(ABSENT)
    with gzip.open(DOMAIN / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {one["id"]: " ".join(_plain(f"{one['title']} {one['text']}").split()) for one in map(json.loads, lines)}


def _plain(text: str) -> str:
    return bare(text).lower()


def test_every_article_that_is_named_writes_the_long_form_and_then_the_short_one_in_brackets(articles: dict[str, str]) -> None:
    missing = [
        (short, number)
        for short, long, source in ROWS
        for number in re.findall(r"\b\d+\b", source)
        if not _definition(short, long).search(articles[number])
    ]
    assert missing == []


def _definition(short: str, long: str) -> re.Pattern[str]:
    spelled = r"\W+".join(map(re.escape, _plain(long).split()))
    # ``thực hành tiết kiệm, chống lãng phí (sau đây gọi tắt là THTK, CLP)``
    return re.compile(
        rf"\b{spelled}(, [^()]{{0,20}})? ?\( ?(sau day )?(goi tat la |viet tat la |goi la )?([a-z&]+, )?[\"“]?{re.escape(_plain(short))}\b"
    )
