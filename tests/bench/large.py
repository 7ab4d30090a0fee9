"""``make bench-large``: 100,000 articles on both engines and 1,000,000 on the embedded one, made of real sentences.

Each engine and size is measured in a process of its own, so that its memory is its own: building, asking, updating and building again,
memory and disk. A bare query asks the same index for the same syllables in one field. Another process asks on while the index is written.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import tantivy
from elasticsearch import Elasticsearch

from archive.article import Article
from archive.command_line import Parser
from deploy.elasticsearch.node import HEAP, missing, start
from indexer.analysis.syllables import SYLLABLE, syllables
from indexer.document import Document, document_of
from indexer.engine import EngineUnavailable, SearchEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.query import query
from tests import memory
from tests.bench.corpus import articles, texts
from tests.bench.rows import Row, table
from tests.elasticsearch.engines import engine_for
from webui.facets import shown
from webui.params import SearchParams

SIZES = {"elasticsearch": (100_000,), "embedded": (100_000, 1_000_000)}
SYLLABLES = 6
QUERIES = 100
UPDATED = 1_000
UPDATES = 5
ROUNDS = 3
"""Times that each query is asked; the quickest counts, for the machine has other work."""

LIMITED, LIMIT = 100_000, 2.5
"""At so many articles ranking may cost so many bare queries, and all else that a page needs as many again."""

REBUILT = 100_000
"""Articles up to which everything is built again while a reader asks."""

PREFIX = "khotin-large"
PATIENCE = 60
"""Seconds that an answer of the server may take, so that other work on the machine is no error of ours."""


def main(arguments: list[str] | None = None) -> int:
    """Print one table for each engine and size. The exit code: 0; 1 when one could not be measured."""
    options = _options(arguments)
    if options.engine:
        print(json.dumps([asdict(row) for row in measured(options.engine, options.count)]))
        return 0
    failed = 0
    for engine, sizes in SIZES.items():
        for count in (size for size in sizes if size <= options.count):
            failed |= _in_a_process(engine, count)
    return failed


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = Parser(prog="python -m tests.bench.large", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", nargs="?", type=int, default=max(max(sizes) for sizes in SIZES.values()), help="the largest size measured")
    parser.add_argument("--engine", choices=SIZES, help="measure this one at this size, here, and print JSON")
    return parser.parse_args(arguments)


def _in_a_process(engine: str, count: int) -> int:
    if engine == "elasticsearch" and (line := missing()):
        print(line, file=sys.stderr)
        return 1
    print(f"measuring {engine}, {count:,} articles ...", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, "-m", "tests.bench.large", str(count), "--engine", engine], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        return 1
    print(f"{engine}, {count:,} articles\n" + table(Row(**row) for row in json.loads(done.stdout)), flush=True)
    return 0


@dataclass(frozen=True, slots=True)
class _Measured:
    """An engine, how another process opens it, the bare query beside it, and the process and the folder that hold its index.

    What answers in this process is measured by its CPU, a server by the clock.
    """

    opened: Callable[[], SearchEngine]
    bare: Callable[[], Callable[[str], object]]
    folder: Path
    process: int | str
    by_cpu: bool


def measured(engine: str, count: int) -> Iterator[Row]:
    """The rows of one engine at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if engine == "embedded":
            yield from _rows(
                _Measured(partial(EmbeddedEngine, folder / "index"), partial(_bare, folder), folder, "self", by_cpu=True), count
            )
            return
        node = start(folder / "node", java=HEAP)
        try:
            opened = partial(engine_for, node.url, folder, PREFIX, elasticsearch_timeout=PATIENCE)
            yield from _rows(_Measured(opened, partial(_bare_client, node.url), folder, node.pid, by_cpu=False), count)
        finally:
            node.stop()


def _rows(measured: _Measured, count: int) -> Iterator[Row]:
    engine = measured.opened()
    wall, cpu = _spent(lambda: engine.build(_documents(count), sequence=count))
    yield Row("build", wall, "its CPU here", cpu, "s", f"{1000 * cpu / count:.2f} CPU ms/article")
    yield Row("disk", _bytes(measured.folder) / 1e6, "texts", _of_texts(count), "MB", "as it lies after the build")
    whose = "this process, after the build" if measured.by_cpu else "the server, after the build"
    yield Row("memory, most", memory.peak(measured.process) / 1e6, "texts", _of_texts(count), "MB", whose)
    yield from _asked(engine, measured, LIMIT if measured.by_cpu and count == LIMITED else None)
    yield from _written(engine, measured, count)


def _documents(count: int, first: int = 1) -> Iterator[Document]:
    return (document_of(one, seq) for seq, one in enumerate(articles(count), first))


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of CPU of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _of_texts(count: int) -> float:
    """Megabytes of the texts, from a thousand of them."""
    return count / 1000 * sum(len(f"{one.headline}{one.article_body}".encode()) for one in articles(1000)) / 1e6


# --- asking ---------------------------------------------------------------------------------------------------------------------------


def queries() -> list[str]:
    """Six syllables in a row out of each of a hundred questions."""
    chance, found = random.Random(3), []
    for text in texts("queries.jsonl"):
        words = [match[0] for match in SYLLABLE.finditer(text)]
        if len(words) > SYLLABLES:
            first = chance.randrange(len(words) - SYLLABLES)
            found.append(" ".join(words[first : first + SYLLABLES]))
    return found[:QUERIES]


def _asked(engine: SearchEngine, measured: _Measured, limit: float | None) -> Iterator[Row]:
    bare = measured.bare()
    asked: dict[str, Callable[[str], object]] = {
        "bare": bare,
        "rank 10": lambda text: engine.run(query(text, facets=(), snippets=False), 10),
        "page of 10": lambda text: engine.search(query(text, size=10, facets=shown(SearchParams()))),
    }
    clocks: dict[str, list[float]] = {name: [] for name in asked}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for text in queries():
        # All of them in turn on one query, so that they share whatever else the machine does.
        for name, work in asked.items():
            rounds = [_spent(lambda work=work, text=text: work(text)) for _ in range(ROUNDS)]  # type: ignore[misc]
            clocks[name].append(1000 * min(wall for wall, _ in rounds))
            spent[name].append(1000 * min(cpu for _, cpu in rounds))
    costs = spent if measured.by_cpu else clocks
    besides = [page - rank for page, rank in zip(costs["page of 10"], costs["rank 10"], strict=True)]
    yield _compared("query, rank 10", costs["rank 10"], clocks["rank 10"], costs["bare"], measured, limit)
    yield _compared("query, count, facets and 10 snippets", besides, None, costs["bare"], measured, limit)
    yield _compared(
        "query, page of 10: all of it", costs["page of 10"], clocks["page of 10"], costs["bare"], measured, 2 * limit if limit else None
    )


def _compared(
    stage: str, costs: list[float], clocks: list[float] | None, bare: list[float], measured: _Measured, limit: float | None
) -> Row:
    note = f"p95 {_p95(costs):.1f}" + (f", on the clock {_p95(clocks):.1f}" if clocks and measured.by_cpu else "")
    unit = "CPU ms" if measured.by_cpu else "ms on the clock"
    return Row(stage, statistics.median(costs), "bare, one field", statistics.median(bare), unit, note, at_most=limit)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _bare(folder: Path) -> Callable[[str], object]:
    segments = next((folder / "index").glob("v*/segments"))
    index = tantivy.Index.open(str(segments))
    schema, searcher = index.schema, index.searcher()

    def ask(text: str) -> object:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "k", one.key, "freq")) for one in syllables(text)]
        return searcher.search(tantivy.Query.boolean_query(terms), limit=10)

    return ask


def _bare_client(url: str) -> Callable[[str], object]:
    client = Elasticsearch(url, request_timeout=60)

    def ask(text: str) -> object:
        terms: list[dict[str, Any]] = [{"term": {"k": one.key}} for one in syllables(text)]
        return client.search(index=f"{PREFIX}-articles", query={"bool": {"should": terms}}, size=10, source=False)

    return ask


# --- writing --------------------------------------------------------------------------------------------------------------------------


def _written(engine: SearchEngine, measured: _Measured, count: int) -> Iterator[Row]:
    """A thousand new articles at a time, then, up to ``REBUILT`` articles, everything anew, while another process asks on."""
    with _Reader(measured.opened, count) as reader:
        spent = []
        for number in range(1, UPDATES + 1):
            sequence = count + number * UPDATED
            new = [document_of(one, sequence - UPDATED + place) for place, one in enumerate(_new(number), 1)]
            spent.append(_spent(lambda new=new, sequence=sequence: engine.update(new, sequence=sequence)))  # type: ignore[misc]
            reader.committed(sequence)
        wall, cpu = (statistics.median(one) for one in zip(*spent, strict=True))
        yield Row(f"update by {UPDATED:,}", wall, "its CPU here", cpu, "s", f"median of {UPDATES}; {reader.told()}")
        if count <= REBUILT:
            more = sequence + UPDATED
            wall, cpu = _spent(lambda: engine.build(_documents(more), sequence=more))
            reader.committed(more)
            yield Row("build again", wall, "its CPU here", cpu, "s", f"{more:,} articles; {reader.told()}")


def _new(number: int) -> Iterator[Article]:
    for one in articles(UPDATED):
        yield replace(one, identifier=f"new-{number}-{one.identifier}", url=f"{one.url}?{number}")


class _Reader:
    """Another process that asks for all articles, and for a page of them, in turn, and looks whether any is missing of a commit that was
    known when it asked."""

    def __init__(self, opened: Callable[[], SearchEngine], least: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._least = context.Value("q", least)
        self._seen = context.Array("q", [0, 0, 0])
        self._told = [0, 0, 0]
        self._over = context.Event()
        self._process = context.Process(target=_read, args=(opened, self._least, self._seen, self._over))

    def __enter__(self) -> _Reader:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._process.join()

    def committed(self, documents: int) -> None:
        """From now on answers must be of at least so many articles."""
        self._least.value = documents

    def told(self) -> str:
        """What it has seen since it was last asked, once it has seen the last commit."""
        known = self._seen[0]
        while self._process.is_alive() and self._seen[0] < known + 4:
            time.sleep(0.05)
        seen = self._seen[:]
        asked, errors, older = (now - before for now, before in zip(seen, self._told, strict=True))
        self._told = seen
        return f"a reader asked {asked:,} times meanwhile: {errors} errors, {older} answers older than the last commit"


def _read(opened: Callable[[], SearchEngine], least: Any, seen: Any, over: Any) -> None:
    engine, texts = opened(), queries()
    while not over.is_set():
        known = least.value
        try:
            total = engine.search(query("", size=1, facets=())).total
            engine.search(query(texts[seen[0] % len(texts)]))
        except EngineUnavailable as error:
            print(f"a reader failed: {error}", file=sys.stderr)
            seen[1] += 1
        else:
            seen[2] += total < known
        seen[0] += 1


if __name__ == "__main__":
    sys.exit(main())
