"""What the pages read from: the store, opened read only for each request, and the engine, opened once and again after a failure."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app, g

from archive.settings import Settings
from archive.store import Stats, Store
from indexer.engine import EngineStatus, EngineUnavailable, SearchEngine
from indexer.engines import open_engine
from indexer.query import Query
from indexer.results import Results

EXTENSION = "khotin"
REST_AFTER_FAILURE = 10.0
"""Seconds in which a page is not held up again by an engine that does not answer."""


@dataclass(slots=True)
class Library:
    """The settings of one app and what it keeps between requests."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _engine: SearchEngine | None = None
    _stats: tuple[int, Stats] | None = None
    _failed: float | None = None

    def engine(self) -> SearchEngine:
        """The engine; raises ``EngineUnavailable`` while there is none, and tries again at the next request."""
        with self._lock:
            if self._engine is None:
                self._engine = open_engine(self.settings)
            return self._engine

    def search(self, query: Query) -> Results:
        """One page of results; an engine that failed is opened anew next time."""
        try:
            results = self.engine().search(query)
        except EngineUnavailable:
            self._engine, self._failed = None, time.monotonic()
            raise
        self._failed = None
        return results

    @property
    def lately_failed(self) -> bool:
        """Whether the engine failed at the last search and that was a moment ago: what a page can do without need not wait for it."""
        failed = self._failed
        return failed is not None and time.monotonic() - failed < REST_AFTER_FAILURE

    def engine_status(self) -> EngineStatus:
        """What stands behind the answers now."""
        try:
            return self.engine().status()
        except EngineUnavailable:
            self._engine = None
            raise

    def stats(self, store: Store) -> Stats:
        """The counts per site, counted again only when the archive has changed."""
        sequence = store.last_sequence()
        kept = self._stats
        if kept is None or kept[0] != sequence:
            kept = self._stats = (sequence, store.stats())
        return kept[1]


def library() -> Library:
    """What this app reads from."""
    return cast(Library, current_app.extensions[EXTENSION])


def store() -> Store:
    """The store of this request, read only; raises ``StoreError`` when there is none."""
    if "store" not in g:
        g.store = Store.open(library().settings.store_path, read_only=True)
    return cast(Store, g.store)


def _close_store(_: BaseException | None) -> None:
    opened = g.pop("store", None)
    if opened is not None:
        opened.close()


def attach(app: Flask, settings: Settings) -> None:
    """Give ``app`` its library."""
    app.extensions[EXTENSION] = Library(settings)
    app.teardown_appcontext(_close_store)
