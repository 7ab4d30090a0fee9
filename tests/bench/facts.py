"""What an article says and is about, beside cutting the same text into words: CPU time in one process.

The articles are those of the sample portals and of ``tests/archive``: news with meetings, people, bodies and documents.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archive.article import Article
from archive.store import Store
from crawler.extraction import extract
from tests.bench.extraction import sample_pages
from tests.bench.rows import Row
from tests.webui.sample_archive import seeds

REPEATS = 3
"""How often each article is there, under identifiers of its own, so that people and bodies are named by several."""
PASSES = 3
"""Of which the quickest counts, on both sides."""


def rows() -> list[Row]:
    """Facts and identities of articles, read anew and kept in a store, against underthesea's words of the same texts."""
    from underthesea import word_tokenize

    articles = [*_samples(), *seeds()]
    several = [replace(one, identifier=f"{one.identifier}-{n}", url=f"{one.url}?{n}") for n in range(REPEATS) for one in articles]
    word_tokenize("khởi động")
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "archive.sqlite") as store:
        _put(store, several)
        ours = min(_enriched(store) for _ in range(PASSES))
    theirs = min(_cpu(lambda: [word_tokenize(f"{one.headline}\n{one.article_body}") for one in several]) for _ in range(PASSES))
    count, size = len(several), sum(len(one.article_body) for one in several) // len(several)
    note = f"{count} articles of {size} characters; facts, identities and keeping them"
    return [Row("enrich", ours / count, "underthesea.word_tokenize", theirs / count, "CPU ms/article", note)]


def _samples() -> list[Article]:
    found = (extract(page, site).article for page, site in sample_pages())
    return [replace(one, identifier=f"s{number}") for number, one in enumerate(filter(None, found))]


def _put(store: Store, articles: list[Article]) -> None:
    """Archive them, by the present rules."""
    with store.transaction():
        for one in articles:
            store.put(one)
    store.enrich(workers=1)


def _enriched(store: Store) -> float:
    """CPU milliseconds of reading everything anew that was read of the articles."""
    for table in ("facts", "mentions", "things"):
        store.connection.execute(f"DELETE FROM {table}")
    return _cpu(lambda: store.enrich(workers=1))


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)
