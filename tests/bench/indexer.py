"""Analysis beside underthesea, indexing and queries beside tantivy alone, on XQuAD's Vietnamese part: CPU time of the whole process."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import tantivy

from archive.article import Article
from indexer.analysis import words
from indexer.analysis.streams import streams
from indexer.analysis.syllables import syllables
from indexer.document import Document, document_of
from indexer.engines import embedded
from indexer.engines.embedded import WRITER_HEAP, EmbeddedEngine
from indexer.query import query
from tests.bench.rows import Row
from webui.facets import shown
from webui.params import SearchParams

XQUAD = Path(__file__).resolve().parents[1] / "data" / "xquad-vi"
ROUNDS, TIMES = 5, 10
"""Rounds of which the median counts, and how often a round does what takes milliseconds."""

COPIES = 20
"""240 passages, each in so many articles: 4,800 articles, 5.7 MB."""


def rows() -> list[Row]:
    """Analysis, indexing and queries."""
    passages, questions = _texts("docs.jsonl"), _texts("queries.jsonl")
    articles = [_article(copy, number, text) for copy in range(COPIES) for number, text in enumerate(passages)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [*analysis(passages), *indexing(home, articles), *queries(home, questions)]


def analysis(passages: list[str]) -> list[Row]:
    """Keys (the token streams) and words of texts against underthesea's words of the same texts, in turns."""
    from underthesea import word_tokenize

    megabytes = sum(len(text.encode()) for text in passages) / 1e6
    works: dict[str, Callable[[], object]] = {
        "keys": lambda: [[streams([text]) for text in passages] for _ in range(TIMES)],
        "words": lambda: [words.segment_many(passages) for _ in range(TIMES)],
        "theirs": lambda: [word_tokenize(text) for text in passages],
    }
    # Warm, as all but the first second of a build is.
    for work in works.values():
        work()
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            spent[name].append(_cpu(work) / (1 if name == "theirs" else TIMES))
    speed = {name: 1000 * megabytes / statistics.median(values) for name, values in spent.items()}
    note = f"{megabytes:.2f} MB, warm, median of {ROUNDS}"
    return [
        Row(f"analysis: {name}", speed[name], "underthesea.word_tokenize", speed["theirs"], "MB/CPU s", note, at_least=least)
        for name, least in (("keys", 60.0), ("words", 15.0))
    ]


def indexing(home: Path, articles: list[Article]) -> list[Row]:
    """Articles analysed, their words kept, and an index built, against the same prepared documents fed to tantivy alone, same fields."""
    with_keys = _cpu(
        lambda: EmbeddedEngine(home / "ours").build((document_of(one, seq) for seq, one in enumerate(articles, 1)), sequence=1)
    )
    words_kept = _cpu(lambda: _keep_words(home, articles))
    documents = [document_of(one, seq) for seq, one in enumerate(articles, 1)]
    theirs = _cpu(lambda: _feed(home / "same", documents))
    count = len(articles)
    note = f"{count:,} articles of {sum(len(one.text) for one in documents) // count} characters"
    beside = ("the same fields fed to tantivy", theirs / count, "CPU ms/article")
    return [
        Row("index: with keys", with_keys / count, *beside, note),
        Row("index: with keys and words", (with_keys + words_kept) / count, *beside, note, at_most=2.5),
    ]


def _keep_words(home: Path, articles: list[Article]) -> None:
    """Work out the words of every article and keep them, in this process: the workers' CPU would not be counted."""
    with words.WordStore(home) as store:
        texts = [(one.identifier, words.text_of(one)) for one in articles]
        for first in range(0, len(texts), words.KEPT_TOGETHER):
            batch = texts[first : first + words.KEPT_TOGETHER]
            chunks = (batch[at : at + words.CHUNK] for at in range(0, len(batch), words.CHUNK))
            store.add([one for chunk in chunks for one in words._segment_chunk(chunk)])


def _feed(folder: Path, documents: list[Document]) -> None:
    writer = embedded._created(folder).writer(WRITER_HEAP, 1)
    for document in documents:
        writer.add_document(embedded._stored(document))
    writer.commit()
    writer.wait_merging_threads()


def queries(home: Path, questions: list[str]) -> list[Row]:
    """Ranking a question, and a whole page of results, against its syllables as terms of one field."""
    engine, ranked = EmbeddedEngine(home / "ours"), questions[:300]
    bare = embedded._open(home / "same")
    schema, searcher = bare.schema, bare.searcher()
    theirs = [_cpu(lambda text=text: _ask(schema, searcher, text)) for text in ranked]
    measured = {
        "rank": [_cpu(lambda text=text: engine.run(query(text, facets=(), snippets=False), 10)) for text in ranked],
        "page of 10": [_cpu(lambda text=text: engine.search(query(text, size=10, facets=shown(SearchParams())))) for text in ranked],
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


def _ask(schema: tantivy.Schema, searcher: tantivy.Searcher, text: str) -> object:
    terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "k", one.key, "freq")) for one in syllables(text)]
    return searcher.search(tantivy.Query.boolean_query(terms), limit=10, count=True)
