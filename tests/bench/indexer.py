"""Analysis beside underthesea, indexing and queries beside bare tantivy, on XQuAD's Vietnamese part: CPU time of the whole process."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import tantivy

from archive.article import Article
from indexer.analysis.streams import streams
from indexer.analysis.syllables import syllables
from indexer.document import document_of
from indexer.engines.embedded import WRITER_HEAP, EmbeddedEngine
from indexer.query import query
from tests.bench.rows import Row

XQUAD = Path(__file__).resolve().parents[1] / "data" / "xquad-vi"
COPIES = 20
"""240 passages, each in so many articles: 4,800 articles, 5.7 MB."""


def rows() -> list[Row]:
    """Analysis, indexing and queries."""
    passages, questions = _texts("docs.jsonl"), _texts("queries.jsonl")
    articles = [_article(copy, number, text) for copy in range(COPIES) for number, text in enumerate(passages)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [analysis(passages), indexing(home, articles), *queries(home, questions)]


def analysis(passages: list[str]) -> Row:
    """Token streams against underthesea's words of the same texts."""
    from underthesea import word_tokenize

    megabytes = sum(len(text.encode()) for text in passages) / 1e6
    word_tokenize("khởi động")
    ours = min(_cpu(lambda: [streams([text]) for text in passages]) for _ in range(5))
    theirs = _cpu(lambda: [word_tokenize(text) for text in passages])
    note = f"{megabytes:.2f} MB, warm; {megabytes * 1000 / ours:.1f} MB/s"
    return Row("analysis", ours / megabytes, "underthesea.word_tokenize", theirs / megabytes, "CPU ms/MB", note)


def indexing(home: Path, articles: list[Article]) -> Row:
    """Articles analysed and built into an index against the same strings fed to tantivy."""
    ours = _cpu(lambda: EmbeddedEngine(home / "ours").build((document_of(one, seq) for seq, one in enumerate(articles, 1)), sequence=1))
    prepared = [(one.identifier, one.headline, one.article_body, streams([one.headline, one.article_body])) for one in articles]
    theirs = _cpu(lambda: _fill(home / "bare", prepared))
    return Row(
        "index",
        ours / len(articles),
        "bare tantivy",
        theirs / len(articles),
        "CPU ms/article",
        f"{len(articles)} articles, analysis included in ours",
    )


def queries(home: Path, questions: list[str]) -> list[Row]:
    """Ranking a question, and a whole page of results, against its syllables as terms of one field."""
    engine, ranked = EmbeddedEngine(home / "ours"), questions[:300]
    bare = _opened(home / "bare")
    schema, searcher = bare.schema, bare.searcher()
    theirs = [_cpu(lambda text=text: _ask(schema, searcher, text)) for text in ranked]
    measured = {
        "rank": [_cpu(lambda text=text: engine.run(query(text, facets=False, snippets=False), 10)) for text in ranked],
        "page of 10": [_cpu(lambda text=text: engine.search(query(text, size=10))) for text in ranked],
    }
    note = f"{len(ranked)} questions, {searcher.num_docs} articles"
    return [
        Row(f"query, {name}, {label}", point(ours), "bare tantivy, one field", point(theirs), "CPU ms", note)
        for name, ours in measured.items()
        for label, point in (("p50", statistics.median), ("p95", _p95))
    ]


def _texts(name: str) -> list[str]:
    return [json.loads(line)["text"] for line in (XQUAD / name).read_text(encoding="utf-8").splitlines()]


def _article(copy: int, number: int, text: str) -> Article:
    name = f"{copy:03}-{number:03}"
    day = date(2000 + copy, 1 + number % 12, 1 + number % 28)
    url, body = f"https://example.vn/{name}", f"{text} {copy}"
    return Article(identifier=name, url=url, site=f"s{number % 7}", headline=text[:60], article_body=body, date_published=day)


def _cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of the process, all its threads."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("identifier", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("headline", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("k", "f"):
        builder.add_text_field(name, tokenizer_name="stream", index_option="position")
    builder.add_text_field("fb", tokenizer_name="stream", index_option="freq")
    return builder.build()


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("stream", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _fill(folder: Path, prepared: list[Any]) -> None:
    folder.mkdir()
    writer = _with_tokenizer(tantivy.Index(_schema(), path=str(folder))).writer(WRITER_HEAP, 1)
    for identifier, headline, text, found in prepared:
        document = tantivy.Document()
        for name, value in (
            ("identifier", identifier),
            ("headline", headline),
            ("text", text),
            ("k", found.k),
            ("f", found.f),
            ("fb", found.fb),
        ):
            document.add_text(name, value)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _opened(folder: Path) -> tantivy.Index:
    return _with_tokenizer(tantivy.Index.open(str(folder)))


def _ask(schema: tantivy.Schema, searcher: tantivy.Searcher, text: str) -> object:
    terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "k", one.key, "freq")) for one in syllables(text)]
    return searcher.search(tantivy.Query.boolean_query(terms), limit=10, count=True)
