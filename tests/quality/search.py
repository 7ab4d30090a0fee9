"""``python -m tests.quality.search``: how well search finds, on XQuAD's Vietnamese part (shipped) and on a collection of real news (not).

Each set is indexed in a folder of its own and asked as typed, without diacritics, and in the other spellings that must not matter.
``KHOTIN_ENGINE=elasticsearch`` measures that engine, on a node of its own.
"""

from __future__ import annotations

import gzip
import json
import secrets
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from archive.article import Article
from archive.command_line import Parser
from archive.settings import settings
from deploy.elasticsearch.node import NodeError, start
from indexer.document import document_of
from indexer.engine import SearchEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.evaluation import OVERALL, JudgedQuery, Relevance, evaluate, read_queries, read_relevance, run_queries
from tests.elasticsearch.engines import engine_for
from tests.indexer.spelling import bare, decomposed, other_i, other_placement
from tests.shared_data import ABSENT, SHARED

XQUAD = Path(__file__).resolve().parents[1] / "data" / "xquad-vi"
DOMAIN = SHARED / "eval" / "domain"
FLOORS = Path(__file__).parent / "search_floors.toml"

SPELLINGS: dict[str, Callable[[str], str]] = {
    "ALL CAPS": str.upper,
    "NFD": decomposed,
    "tone placement": other_placement,
    "i for y": other_i,
}
"""Ways to write a query that must change nothing at all."""


MakeEngine = Callable[[Path], SearchEngine]
"""Gives an engine without an index that keeps what it keeps in a folder."""


def embedded(folder: Path) -> SearchEngine:
    """The embedded engine."""
    return EmbeddedEngine(folder / "index")


@contextmanager
def chosen() -> Iterator[MakeEngine]:
    """The engine that ``KHOTIN_ENGINE`` names. Raises NodeError where no Elasticsearch node can be started."""
    if settings().engine == "embedded":
        yield embedded
        return
    with tempfile.TemporaryDirectory() as folder:
        node = start(Path(folder))
        try:
            yield lambda home: engine_for(node.url, home, f"khotin-{secrets.token_hex(4)}")
        finally:
            node.stop()


@dataclass(frozen=True, slots=True)
class TestSet:
    """An indexed collection with its judged queries."""

    __test__ = False

    engine: SearchEngine
    queries: list[JudgedQuery]
    relevance: Relevance

    def measured(self, spelling: Callable[[str], str] = str) -> dict[str, dict[str, float]]:
        """The measures by class, with every query respelt."""
        queries = self.respelt(spelling)
        run, _ = run_queries(self.engine, queries, 100)
        return evaluate(queries, self.relevance, run)

    def respelt(self, spelling: Callable[[str], str]) -> list[JudgedQuery]:
        """The queries in another spelling."""
        return [replace(judged, text=spelling(judged.text)) for judged in self.queries]


def floors() -> dict[str, dict[str, float]]:
    """The floors by set, times 100."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


@contextmanager
def xquad(make: MakeEngine = embedded) -> Iterator[TestSet]:
    """XQuAD: passages without headlines, as articles, on the engine that ``make`` gives."""
    records = map(json.loads, (XQUAD / "docs.jsonl").read_text(encoding="utf-8").splitlines())
    articles = (_article(record["id"], " ", record["text"], None) for record in records)
    with _indexed(articles, make) as engine:
        yield TestSet(engine, read_queries(XQUAD / "queries.jsonl"), read_relevance(XQUAD / "qrels.jsonl"))


@contextmanager
def domain(make: MakeEngine = embedded) -> Iterator[TestSet]:
    """Real news of one portal with queries of eight classes. Raises FileNotFoundError where the set is absent."""
    with gzip.open(DOMAIN / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [_article(one["id"], one["title"], one["text"], one["date"]) for one in map(json.loads, lines)]
    queries = [_domain_query(json.loads(line)) for line in (DOMAIN / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    with _indexed(iter(articles), make) as engine:
        yield TestSet(engine, queries, read_relevance(DOMAIN / "qrels.txt"))


def _article(identifier: str, headline: str, body: str, day: str | None) -> Article:
    posted = date.fromisoformat(day) if day else None
    url = f"https://example.vn/{identifier}"
    return Article(identifier=identifier, url=url, site="set", headline=headline, article_body=body, date_published=posted)


def _domain_query(record: dict[str, Any]) -> JudgedQuery:
    first, last = map(date.fromisoformat, record["filters"]) if record["filters"] else (None, None)
    return JudgedQuery(qid=record["qid"], text=record["query"], group=record["class"], published_from=first, published_to=last)


@contextmanager
def _indexed(articles: Iterator[Article], make: MakeEngine) -> Iterator[SearchEngine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make(Path(folder))
        engine.build((document_of(article, seq) for seq, article in enumerate(articles, 1)), sequence=1)
        yield engine


def macro(measures: dict[str, dict[str, float]]) -> float:
    """nDCG@10 averaged over the classes, each counting alike."""
    classes = [row["nDCG@10"] for group, row in measures.items() if group != OVERALL]
    return sum(classes) / len(classes)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: it takes no arguments."""
    Parser(prog="python -m tests.quality.search", description="How well search finds, on the engine of KHOTIN_ENGINE.").parse_args(
        arguments
    )
    return report()


def report() -> int:
    """Print both tables. The exit code: 0; 1 when the set of real news is absent, or the engine cannot be started."""
    try:
        with chosen() as make:
            return tables(make)
    except NodeError as error:
        print(error, file=sys.stderr)
        return 1


def tables(make: MakeEngine) -> int:
    """Print both tables of one engine. The exit code: 0; 1 when the set of real news is absent."""
    with xquad(make) as test_set:
        print(f"xquad-vi on {test_set.engine.name}, MRR@10 x100: 240 passages, 1,190 questions")
        for name, spelling in {"as typed": str, "no diacritics": bare, **SPELLINGS}.items():
            print(f"  {name:15} {100 * test_set.measured(spelling)[OVERALL]['MRR@10']:6.2f}")
    try:
        with domain(make) as test_set:
            measures = test_set.measured()
    except FileNotFoundError:
        print(ABSENT, file=sys.stderr)
        return 1
    print(f"domain on {test_set.engine.name}, nDCG@10 x100 by class: 3,444 articles, 58 queries")
    print(
        "  " + "  ".join(f"{group} {100 * row['nDCG@10']:.1f}" for group, row in measures.items()) + f"  macro {100 * macro(measures):.1f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
