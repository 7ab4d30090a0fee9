"""``make bench-large``: 100,000 articles on both engines and 1,000,000 on the embedded one, made of real sentences.

Each engine and size is measured in a process of its own, so that its memory is its own: building, updating, asking, memory and disk. A bare
query asks the same index for the same syllables in one field. Readers go on asking while the updates are made.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import tantivy

from archive.article import Article
from archive.command_line import Parser
from deploy.elasticsearch.node import HEAP, missing, start
from indexer.analysis.syllables import SYLLABLE, syllables
from indexer.document import document_of
from indexer.engine import EngineUnavailable, SearchEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.query import query
from tests import memory
from tests.bench.corpus import articles, texts
from tests.bench.rows import Row, table
from tests.elasticsearch.engines import engine_for

SIZES = {"elasticsearch": (100_000,), "embedded": (100_000, 1_000_000)}
SYLLABLES = 6
QUERIES = 100
UPDATED = 1_000
UPDATES = 5
ROUNDS = 3
"""Times that each query is asked; the quickest counts, for the machine has other work."""


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


def measured(engine: str, count: int) -> Iterator[Row]:
    """The rows of one engine at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if engine == "embedded":
            yield from _rows(EmbeddedEngine(folder / "index"), count, folder)
            return
        node = start(folder / "node", java=HEAP)
        try:
            yield from _rows(engine_for(node.url, folder, "khotin-large"), count, folder)
        finally:
            node.stop()


def _rows(engine: SearchEngine, count: int, folder: Path) -> Iterator[Row]:
    wall, cpu = _spent(lambda: engine.build((document_of(one, seq) for seq, one in enumerate(articles(count), 1)), sequence=count))
    yield Row("build", wall, "its CPU here", cpu, "s", f"{1000 * cpu / count:.2f} CPU ms/article")
    yield Row("disk", _bytes(folder) / 1e6, "texts", _of_texts(count), "MB", "as it lies after the build")
    yield Row("memory, most", memory.peak() / 1e6, "texts", _of_texts(count), "MB", "this process")
    yield from _asked(engine, folder)
    yield from _updated(engine, count)


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


def _asked(engine: SearchEngine, folder: Path) -> Iterator[Row]:
    asked: dict[str, Callable[[str], object]] = {
        "rank 10": lambda text: engine.run(query(text, facets=False, snippets=False), 10),
        "page of 10": lambda text: engine.search(query(text, size=10)),
    }
    if isinstance(engine, EmbeddedEngine):
        asked = {"bare": _bare(folder)} | asked
    clocks: dict[str, list[float]] = {name: [] for name in asked}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for text in queries():
        # All of them in turn on one query, so that they share whatever else the machine does.
        for name, work in asked.items():
            rounds = [_spent(lambda work=work, text=text: work(text)) for _ in range(ROUNDS)]  # type: ignore[misc]
            clocks[name].append(1000 * min(wall for wall, _ in rounds))
            spent[name].append(1000 * min(cpu for _, cpu in rounds))
    for name in asked:
        bare = statistics.median(spent["bare"]) if "bare" in spent else float("nan")
        note = f"p95 on the clock {statistics.quantiles(clocks[name], n=20)[-1]:.1f} ms"
        yield Row(f"query, {name}", statistics.median(spent[name]), "bare, one field", bare, "CPU ms", note)


def _bare(folder: Path) -> Callable[[str], object]:
    segments = next((folder / "index").glob("v*/segments"))
    index = tantivy.Index.open(str(segments))
    schema, searcher = index.schema, index.searcher()

    def ask(text: str) -> object:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "k", one.key, "freq")) for one in syllables(text)]
        return searcher.search(tantivy.Query.boolean_query(terms), limit=10)

    return ask


# --- updating -------------------------------------------------------------------------------------------------------------------------


def _updated(engine: SearchEngine, count: int) -> Iterator[Row]:
    """A thousand new articles at a time, while a reader asks on: no error, and never fewer articles than the last commit had."""
    reader = _Reader(engine, count)
    reader.start()
    spent = []
    for number in range(1, UPDATES + 1):
        sequence = count + number * UPDATED
        documents = [document_of(one, count + (number - 1) * UPDATED + place) for place, one in enumerate(_new(number), 1)]
        spent.append(_spent(lambda documents=documents, sequence=sequence: engine.update(documents, sequence=sequence)))  # type: ignore[misc]
        reader.least = sequence
    reader.stop()
    yield Row(
        f"update by {UPDATED:,}",
        statistics.median(wall for wall, _ in spent),
        "its CPU here",
        statistics.median(cpu for _, cpu in spent),
        "s",
        f"a reader asked {reader.asked:,} times meanwhile: {reader.errors} errors, {reader.older} answers older than the last commit",
    )


def _new(number: int) -> Iterator[Article]:
    for one in articles(UPDATED):
        yield replace(one, identifier=f"new-{number}-{one.identifier}", url=f"{one.url}?{number}")


class _Reader(threading.Thread):
    """Asks for all articles again and again and looks whether any commit that was known when it asked is missing."""

    def __init__(self, engine: SearchEngine, least: int) -> None:
        super().__init__()
        self.least, self.asked, self.errors, self.older = least, 0, 0, 0
        self._engine = engine
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            least = self.least
            try:
                total = self._engine.search(query("", size=1, facets=False)).total
            except EngineUnavailable as error:
                print(f"a reader failed: {error}", file=sys.stderr)
                self.errors += 1
            else:
                self.older += total < least
            self.asked += 1

    def stop(self) -> None:
        self._over.set()
        self.join()


if __name__ == "__main__":
    sys.exit(main())
