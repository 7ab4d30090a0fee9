"""What the pages read from: the store, opened read only and anew whenever it has changed, and the engine, opened once and again after a
failure."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g

from archive.corrections import Kind
from archive.settings import Settings
from archive.store import Stats, Store, StoreError
from indexer.engine import EngineStatus, EngineUnavailable, SearchEngine
from indexer.engines import open_engine
from indexer.query import Query
from indexer.results import Results

EXTENSION = "khotin"
REST_AFTER_FAILURE = 10.0
"""Seconds in which a page is not held up again by an engine that does not answer."""


NAMES_KEPT = 20_000
"""Names of things of one kind that a reading keeps, some 4 MB."""


@dataclass(slots=True)
class Reading:
    """An open store as it stands, and what was read in it: good until the next commit or until another file is put in its place.

    Opening it for each page would cost as much as a page. One thread at a time reads in it.
    """

    store: Store
    _stamp: tuple[int, ...]
    _sequence: int | None = None
    _names: dict[Kind, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, path: Path) -> Reading:
        """The store at a path, opened; raises ``StoreError`` when it cannot be."""
        store = Store.open(path, read_only=True)
        return cls(store, _stamp(store))

    def is_current(self) -> bool:
        """Whether the file is the one that was opened and nothing was committed since."""
        try:
            return _stamp(self.store) == self._stamp
        except (OSError, StoreError, sqlite3.Error):
            return False

    def last_sequence(self) -> int:
        """The store's last sequence number."""
        if self._sequence is None:
            self._sequence = self.store.last_sequence()
        return self._sequence

    def names(self, kind: Kind, slugs: Sequence[str]) -> Mapping[str, str]:
        """What the things of some slugs, and of others besides, are called; the slug itself for one that is not there."""
        known = self._names[kind]
        unknown = [slug for slug in slugs if slug not in known]
        if unknown:
            if len(known) + len(unknown) > NAMES_KEPT:
                known.clear()
                unknown = list(slugs)
            found = self.store.things.names(kind, unknown)
            known |= {slug: found[slug].name if slug in found else slug for slug in unknown}
        return known


def _stamp(store: Store) -> tuple[int, ...]:
    """What differs when the store's file was changed or replaced."""
    file = store.path.stat()
    return file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, store.commits()


@dataclass(slots=True)
class Library:
    """The settings of one app and what it keeps between requests."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _engine: SearchEngine | None = None
    _stats: tuple[int, Stats] | None = None
    _failed: float | None = None
    _idle: list[Reading] = field(default_factory=list)

    def take(self) -> Reading:
        """A reading of the store as it stands now, to be given back; raises ``StoreError`` when there is none."""
        while self._idle:
            try:
                reading = self._idle.pop()
            except IndexError:  # another thread was faster
                break
            if reading.is_current():
                return reading
            reading.store.close()
        return Reading.of(self.settings.store_path)

    def give_back(self, reading: Reading) -> None:
        """Keep a reading for the next request: never more of them than requests at one time."""
        self._idle.append(reading)

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

    def stats(self, reading: Reading) -> Stats:
        """The counts per site, counted again only when the archive has changed."""
        sequence = reading.last_sequence()
        kept = self._stats
        if kept is None or kept[0] != sequence:
            kept = self._stats = (sequence, reading.store.stats())
        return kept[1]


def library() -> Library:
    """What this app reads from."""
    return cast(Library, current_app.extensions[EXTENSION])


def reading() -> Reading:
    """The reading of this request; raises ``StoreError`` when there is no store."""
    if "reading" not in g:
        g.reading = library().take()
    return cast(Reading, g.reading)


def store() -> Store:
    """The store of this request, read only; raises ``StoreError`` when there is none."""
    return reading().store


def _give_back(_: BaseException | None) -> None:
    taken = g.pop("reading", None)
    if taken is not None:
        library().give_back(taken)


def attach(app: Flask, settings: Settings) -> None:
    """Give ``app`` its library."""
    app.extensions[EXTENSION] = Library(settings)
    app.teardown_appcontext(_give_back)
