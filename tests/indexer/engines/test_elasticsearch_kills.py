"""kill -9 of servers at any moment of a build or an update, and the index is the archive, record by record."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.store import Store
from deploy.elasticsearch.node import Cluster, Node
from indexer.build import build, update
from indexer.engine import EngineUnavailable
from indexer.engines import make_engine, open_engine
from indexer.query import query
from tests.elasticsearch.engines import archived, records, settings_for
from tests.elasticsearch.fixtures import StartNode
from tests.indexer.articles import article, generated, store_of

pytestmark = pytest.mark.elasticsearch

READERS = 2


def put_news(settings: Settings, seed: int, count: int = 300) -> None:
    """New articles, and new texts of old ones."""
    with Store.open(settings.store_path) as store, store.transaction():
        for n in range(count):
            store.put(article(f"moi-{seed}-{n}", "Bản tin mới", f"Bản tin mới {seed} về chuyển đổi số {n}."))
        for one in generated(50):
            store.put(replace(one, article_body=f"Bản tin đã sửa lần {seed}: {one.headline}."))


def in_background(work: Callable[[], object]) -> tuple[threading.Thread, list[EngineUnavailable]]:
    """A thread that does the work, and what it failed with."""
    failures: list[EngineUnavailable] = []

    def run() -> None:
        try:
            work()
        except EngineUnavailable as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failures


def check_kills(start_node: StartNode, home: Path, seeds: range) -> None:
    node = start_node()
    store_of(home, generated(1200))
    settings = settings_for(node.url, home, "khotin", elasticsearch_patience=60)
    build(settings, make_engine(settings))
    hits = 0
    for seed in seeds:
        put_news(settings, seed)
        command = update if seed % 2 else build
        thread, failures = in_background(lambda command=command: command(settings, make_engine(settings)))  # type: ignore[misc]
        # Words of 300 texts come first; the server has its part after them.
        time.sleep(random.Random(seed).uniform(0.2, 2.5))
        hits += thread.is_alive()
        node.kill()
        node.restart()
        thread.join()
        if failures:
            command(settings, make_engine(settings))
        assert records(node.url, settings) == archived(settings)
        assert open_engine(settings).status().sequence == sequence(settings)
    print(f"{hits} of {len(seeds)} kills hit a running build or update")


def sequence(settings: Settings) -> int:
    with Store.open(settings.store_path, read_only=True) as store:
        return store.last_sequence()


def test_a_server_killed_at_random_moments_loses_and_doubles_nothing(start_node: StartNode, tmp_path: Path) -> None:
    check_kills(start_node, tmp_path, range(3))


@pytest.mark.soak
def test_twenty_kills_of_the_server_lose_and_double_nothing(start_node: StartNode, tmp_path: Path) -> None:
    check_kills(start_node, tmp_path, range(100, 120))


@contextmanager
def readers(settings: Settings) -> Iterator[list[str]]:
    """Readers at work while the block runs; gives what went wrong for them, empty at best."""
    wrong: list[str] = []
    stop, counts = threading.Event(), [0] * READERS

    def read(number: int) -> None:
        engine = open_engine(settings)
        while not stop.is_set():
            try:
                total = engine.search(query("bản tin")).total
                if total < 1200:
                    wrong.append(f"only {total} articles")
            except EngineUnavailable as error:
                wrong.append(str(error))
            counts[number] += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert min(counts) > 20
    print(f"{sum(counts)} questions, {len(wrong)} failed")


def test_readers_notice_nothing_of_builds_updates_and_rollbacks(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> None:
    store_of(tmp_path, generated(1200))
    settings = settings_for(elasticsearch_node.url, tmp_path, index_prefix)
    engine = make_engine(settings)
    build(settings, engine)
    with readers(settings) as wrong:
        for seed in range(2):
            put_news(settings, seed, 30)
            update(settings, engine)
            build(settings, engine)
            engine.rollback()
            update(settings, engine)
    assert wrong == []
    assert records(elasticsearch_node.url, settings) == archived(settings)


def test_a_node_killed_under_readers_costs_no_answer_and_no_document(elasticsearch_cluster: Cluster, tmp_path: Path) -> None:
    store_of(tmp_path, generated(1200))
    settings = settings_for(
        ",".join(elasticsearch_cluster.urls), tmp_path, "khotin-kills", elasticsearch_shards=3, elasticsearch_patience=90
    )
    build(settings, make_engine(settings))
    with readers(settings) as wrong:
        for seed, command in enumerate((build, update)):
            put_news(settings, seed)
            thread, failures = in_background(lambda command=command: command(settings, make_engine(settings)))  # type: ignore[misc]
            time.sleep(random.Random(seed).uniform(0.5, 2.5))
            victim = elasticsearch_cluster.nodes[seed]
            victim.kill()
            time.sleep(1)
            victim.restart()
            thread.join()
            assert failures == []
            elasticsearch_cluster.wait(status="green", nodes=3)
    assert wrong == []
    assert records(elasticsearch_cluster.nodes[2].url, settings) == archived(settings)
