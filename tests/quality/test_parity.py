"""Both engines give the same: the same articles in the same order with the same scores, the same totals, the same facets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from deploy.elasticsearch.node import Node
from indexer.comparison import Comparison, compare
from indexer.document import document_of
from indexer.engine import SearchEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.evaluation import JudgedQuery, evaluate, read_queries, read_relevance, run_queries
from indexer.query import query
from tests.elasticsearch.engines import engine_for
from tests.indexer.spelling import bare
from tests.shared_data import ABSENT, SHARED

pytestmark = pytest.mark.elasticsearch

SAME = 1e-4
"""Scores are sums of some dozen 32-bit floats on one side and of 64-bit ones on the other."""

SETS = {
    "xquad-vi": (Path(__file__).resolve().parents[1] / "data" / "xquad-vi", SHARED / "eval" / "xquad-vi"),
    "domain": (SHARED / "eval" / "domain",),
}
"""Where each collection may be."""

EXACT = (
    '"công nghệ thông tin"', '"cong nghe thong tin"', '"hoà bình" OR "hà nội"', "-công", "không -là",
    '("thành phố" OR "đất nước") -"hà nội"',
    "tieude:hội", 'tieude:"công nghệ" -tieude:hà', "vanban:102/2009", "1605/QĐ-TTg", "nguon:set", "nguon:none", "trườ*", "tru*",
    '"hội nghị" trực*', "-(họp OR bàn)", "tieude:-tieude:-họp", "", "xyz123", "tập huấn cán bộ xã", "hoa giai o co so",
)  # fmt: skip
"""Queries whose totals must be equal: Boolean, phrase, field, prefix, words."""


@dataclass(frozen=True, slots=True)
class Both:
    """One collection on both engines."""

    embedded: SearchEngine
    elasticsearch: SearchEngine
    sharded: SearchEngine
    queries: list[JudgedQuery]
    folder: Path

    def compared(self, queries: list[JudgedQuery], *, sharded: bool = False) -> list[Comparison]:
        """Every query on both, the first ten."""
        found, refused = compare(self.embedded, self.sharded if sharded else self.elasticsearch, queries, 10)
        assert refused == []
        return found


@pytest.fixture(scope="module", params=["xquad-vi", pytest.param("domain", marks=pytest.mark.shared)])
def both(request: pytest.FixtureRequest, elasticsearch_node: Node, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = next((folder for folder in SETS[request.param] if folder.is_dir()), None)
    if folder is None:
        pytest.skip(ABSENT)
    home = tmp_path_factory.mktemp("parity")
    documents = [document_of(article, seq) for seq, article in enumerate(_articles(folder), 1)]
    engines = (
        EmbeddedEngine(home / "embedded"),
        engine_for(elasticsearch_node.url, home / "one", f"khotin-parity-{request.param}"),
        engine_for(elasticsearch_node.url, home / "three", f"khotin-parity3-{request.param}", elasticsearch_shards=3),
    )
    for engine in engines:
        engine.build(documents, sequence=len(documents))
    return Both(*engines, _queries(folder), folder)


def _articles(folder: Path) -> Iterator[Article]:
    if (folder / "docs.jsonl").exists():
        for one in map(json.loads, (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()):
            yield _article(one["id"], " ", one["text"], None)
    else:
        with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
            for one in map(json.loads, lines):
                yield _article(one["id"], one["title"], one["text"], one["date"])


def _article(identifier: str, headline: str, body: str, day: str | None) -> Article:
    posted = date.fromisoformat(day) if day else None
    url = f"https://example.vn/{identifier}"
    return Article(identifier=identifier, url=url, site="set", headline=headline, article_body=body, date_published=posted)


def _queries(folder: Path) -> list[JudgedQuery]:
    queries = read_queries(folder / "queries.jsonl")
    records = map(json.loads, (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    spans: dict[str, Any] = {str(one.get("qid", one.get("id"))): one.get("filters") for one in records}
    return [_within(judged, spans[judged.qid]) for judged in queries]


def _within(judged: JudgedQuery, span: list[str] | None) -> JudgedQuery:
    return replace(judged, published_from=date.fromisoformat(span[0]), published_to=date.fromisoformat(span[1])) if span else judged


def _unlike(found: list[Comparison]) -> list[Comparison]:
    return [one for one in found if not one.same_order or one.score_difference > SAME]


def test_one_shard_gives_the_same_ten_in_the_same_order_with_the_same_scores(both: Both) -> None:
    assert _unlike(both.compared(both.queries)) == []


def test_so_it_does_without_diacritics(both: Both) -> None:
    assert _unlike(both.compared([replace(one, text=bare(one.text)) for one in both.queries[::5]])) == []


def test_three_shards_give_the_same_ten_but_for_ties(both: Both) -> None:
    for one in both.compared(both.queries[::3], sharded=True):
        assert one.score_difference <= SAME
        if one.overlap < 1:
            _check_ties(both, one)


def _check_ties(both: Both, one: Comparison) -> None:
    """What only one of them has scores as the last of the other does."""
    asked = next(judged for judged in both.queries if judged.qid == one.qid).query()
    last = both.embedded.run(asked, 10)[-1][1]
    scores = dict(both.embedded.run(asked, 50))
    assert all(abs(scores[name] - last) <= SAME for name in (*one.only_first, *one.only_second))


@pytest.mark.parametrize("text", EXACT)
def test_totals_and_facets_are_equal(both: Both, text: str) -> None:
    for options in ({}, {"years": (2011, 2012)}, {"published_from": date(2012, 3, 1), "published_to": date(2014, 12, 31)}):
        asked = query(text, **options, snippets=False)
        expected = both.embedded.search(asked)
        for engine in (both.elasticsearch, both.sharded):
            found = engine.search(asked)
            assert (found.total, found.facets) == (expected.total, expected.facets)
            assert [hit.identifier for hit in found.hits] == [hit.identifier for hit in expected.hits]


def test_hits_are_the_same_to_the_last_mark_of_their_snippets(both: Both) -> None:
    for judged in both.queries[:20]:
        expected, found = (engine.search(query(judged.text)).hits for engine in (both.embedded, both.elasticsearch))
        assert [replace(hit, score=0.0) for hit in found] == [replace(hit, score=0.0) for hit in expected]


def test_the_measures_of_quality_are_the_same(both: Both) -> None:
    relevance = read_relevance(next(path for path in (both.folder / "qrels.txt", both.folder / "qrels.jsonl") if path.exists()))
    queries = both.queries[::3]
    measured = [evaluate(queries, relevance, run_queries(engine, queries, 100)[0]) for engine in (both.embedded, both.elasticsearch)]
    assert measured[0] == {group: pytest.approx(row) for group, row in measured[1].items()}
