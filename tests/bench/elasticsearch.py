"""The Elasticsearch engine beside the bare client, and both engines side by side, on the same generated documents.

CPU is the client's own (this process), so other work on the machine counts little; both sides take turns. Skipped where no node runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from deploy.elasticsearch.node import HEAP, Node, missing, start
from indexer.analysis.words import segment
from indexer.document import Document, document_of
from indexer.engine import SearchEngine
from indexer.engines.elastic_connection import Connection
from indexer.engines.elastic_loading import Loader, source_of
from indexer.engines.elastic_queries import search_body, wanted
from indexer.engines.elastic_versions import ElasticVersions
from indexer.engines.elasticsearch import ElasticsearchEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.query import query
from tests.bench.extraction import sample_pages
from tests.bench.rows import Row
from tests.elasticsearch.engines import engine_for, settings_for

DOCUMENTS = 100_000
SLICE = 10_000
"""Documents that one side sends before it is the other's turn."""

QUESTIONS = (
    "hội đồng giám đốc công nghệ thông tin", "hoi dong giam doc", '"công nghệ thông tin" -họp', "1605/QĐ-TTg", "tieude:họp", "trườ*",
    "ứng dụng CNTT trong cơ quan nhà nước năm 2012", "cải cách hành chính OR chữ ký số",
)  # fmt: skip
ROUNDS = 60


def rows(count: int = DOCUMENTS) -> Iterator[Row]:
    """Sending and asking beside the bare client; then the engines."""
    if line := missing():
        print(line, file=sys.stderr)
        return
    documents = copies(count)
    with tempfile.TemporaryDirectory() as folder:
        node = start(Path(folder) / "node", java=HEAP)
        try:
            yield from sending(node, Path(folder), documents)
            yield from engines(node, Path(folder), documents)
        finally:
            node.stop()


def copies(count: int) -> list[Document]:
    """``count`` documents with the texts of the sample articles, each with a number of its own."""
    from crawler.extraction import extract

    articles = [article for page, site in sample_pages() if (article := extract(page, site).article)]
    bases = [document_of(article, 1) for article in articles]
    return [replace(bases[n % len(bases)], identifier=f"{n:016x}", seq=n + 1) for n in range(count)]


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process, all threads."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def sending(node: Node, folder: Path, documents: Sequence[Document]) -> Iterator[Row]:
    """Prepared documents to the server; analysis and words apart, as what they add."""
    settings = settings_for(node.url, folder, "khotin-bench-sent")
    connection = Connection(settings, patient=True)
    versions = ElasticVersions(connection, settings)
    (folder / "index").mkdir(exist_ok=True)
    ours, bare = versions.create(0).name, "khotin-bench-sent-articles-1000"
    client = Elasticsearch(node.url, request_timeout=60)
    client.indices.create(index=bare, settings={"number_of_replicas": 0})
    spent = [0.0, 0.0]
    for first in range(0, len(documents), SLICE):
        part = documents[first : first + SLICE]
        actions = [{"_index": bare, "_id": one.identifier, "_source": source_of(one)} for one in part]
        spent[0] += cpu(lambda part=part: Loader(connection, ours, folder / "rejected").load(part))  # type: ignore[misc]
        spent[1] += cpu(lambda actions=actions: [None for _ in parallel_bulk(client, actions)])  # type: ignore[misc]
    client.close()
    per = [1000 * one / len(documents) for one in spent]
    note = f"{len(documents):,} documents"
    yield Row("elasticsearch: sending", per[0], "helpers.parallel_bulk", per[1], "CPU us/document", note)
    yield from _beside(per[0])


def _beside(sent: float) -> Iterator[Row]:
    from crawler.extraction import extract

    articles = [article for page, site in sample_pages() if (article := extract(page, site).article)]
    text = [f"{one.headline}\n{one.description or ''}\n{one.article_body}" for one in articles]
    segment(text[0])
    keys = 1000 * cpu(lambda: [document_of(one, 1) for one in articles]) / len(articles)
    words = 1000 * cpu(lambda: [segment(one) for one in text]) / len(text)
    yield Row("elasticsearch: analysis apart", keys, "sending", sent, "CPU us/document", f"{len(articles)} sample articles")
    yield Row("elasticsearch: words apart", words, "sending", sent, "CPU us/document", "underthesea, once per text")


def engines(node: Node, folder: Path, documents: Sequence[Document]) -> Iterator[Row]:
    """Both engines on the same documents: building, size, answers; and a question beside the bare client's."""
    elasticsearch, embedded = engine_for(node.url, folder / "elasticsearch", "khotin-bench"), EmbeddedEngine(folder / "embedded")
    built = [wall(lambda engine=engine: engine.build(documents, sequence=1)) for engine in (elasticsearch, embedded)]  # type: ignore[misc]
    note = f"{len(documents):,} documents of {sum(len(one.text) for one in documents[:100]) / 100:.0f} characters"
    yield Row("build: Elasticsearch", built[0], "embedded", built[1], "s", note)
    with Elasticsearch(node.url) as client:
        client.indices.forcemerge(index="khotin-bench-articles", max_num_segments=1, request_timeout=600)
        held = client.indices.stats(index="khotin-bench-articles", metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
        here = sum(path.stat().st_size for path in (folder / "embedded").rglob("*") if path.is_file())
        yield Row("index: Elasticsearch", held / 1e6, "embedded", here / 1e6, "MB", "after merging")
        yield asked(elasticsearch, client)
    times = [answers(engine) for engine in (elasticsearch, embedded)]
    yield Row("answer: Elasticsearch", times[0], "embedded", times[1], "ms, median", "page of 20 with snippets and facets")
    long = [wall(lambda engine=engine: engine.run(query(""), len(documents))) for engine in (elasticsearch, embedded)]  # type: ignore[misc]
    yield Row("list of all: Elasticsearch", long[0], "embedded", long[1], "s", f"{len(documents):,} rows")


def asked(engine: ElasticsearchEngine, client: Elasticsearch) -> Row:
    """Our question without snippets beside the bare client that sends the same body."""
    bodies: list[dict[str, Any]] = [search_body(query(text, snippets=False)) for text in QUESTIONS]
    ours, bare = 0.0, 0.0
    for _ in range(ROUNDS):
        # Every question is a new one, as a reader's first is; its next pages cost less.
        wanted.cache_clear()
        ours += cpu(lambda: [engine.search(query(text, snippets=False)) for text in QUESTIONS])
        bare += cpu(lambda: [client.search(index="khotin-bench-articles", **_as_arguments(body)) for body in bodies])
    number = ROUNDS * len(QUESTIONS)
    return Row(
        "elasticsearch: a question",
        ours / number,
        "bare client",
        bare / number,
        "CPU ms/query",
        f"{number} questions of {len(QUESTIONS)} texts, no snippets, each as if new",
    )


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): value for name, value in body.items()}


def wall(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def answers(engine: SearchEngine) -> float:
    """The median time of a whole answer, milliseconds."""
    return median(1000 * wall(lambda text=text: engine.search(query(text))) for _ in range(10) for text in QUESTIONS)  # type: ignore[misc]
