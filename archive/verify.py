"""Checks that the archive holds what it says it holds: every capture's bytes, every article's text, every reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.article import Article, content_digest
from archive.merge import read_record
from archive.page import KEPT
from archive.store import Capture, Store, StoreError
from archive.warc import WarcError, read_page

_ARTICLE_KINDS = tuple(sorted(KEPT))


@dataclass(slots=True)
class Verification:
    """What was checked and what is wrong, one line a fault. ``imported`` articles have no capture in this archive."""

    articles: int = 0
    revisions: int = 0
    captures: int = 0
    imported: int = 0
    faults: list[str] = field(default_factory=list)


def verify(store: Store, warc_folder: Path, progress: Callable[[int], object] = lambda _: None) -> Verification:
    """Check the store's own structure and references, each text against its digest, and each capture against its bytes.

    Of a file that SQLite finds damaged only that is told.
    ``progress`` is told the number of captures read since it was last told.
    """
    found = Verification()
    found.faults += _damage(store)
    if found.faults:
        # Whatever a damaged file is asked next may fail, or be told wrong.
        return found
    found.faults += _references(store)
    _check_texts(store, warc_folder, found)
    for capture in store.all_captures():
        found.captures += 1
        found.faults += _capture_faults(capture, warc_folder)
        progress(1)
    return found


def _damage(store: Store) -> Iterator[str]:
    try:
        for (text,) in store.connection.execute("PRAGMA integrity_check(20)"):
            yield from (f"store: {line}" for line in text.splitlines() if line != "ok")
    except StoreError as error:
        yield f"store: {error.__cause__ or error}"


_BROKEN = {
    "article {} has no current text": (
        "SELECT identifier FROM articles a WHERE NOT EXISTS (SELECT 1 FROM revisions r "
        "WHERE r.identifier = a.identifier AND r.content_digest = a.current_digest)"
    ),
    "article {} cannot be found by its own address": (
        "SELECT identifier FROM articles a WHERE url <> '' AND NOT EXISTS (SELECT 1 FROM addresses d "
        "WHERE d.identifier = a.identifier AND d.url = a.url AND d.asserted)"
    ),
    "article {} has a sequence number that was not given out": (
        "SELECT identifier FROM articles WHERE seq NOT BETWEEN 1 AND (SELECT value FROM counters WHERE name = 'sequence')"
    ),
    "capture {} was read as an article but belongs to none": (
        f"SELECT record_id FROM captures WHERE identifier IS NULL AND kind IN {tuple(map(str, _ARTICLE_KINDS))}"
    ),
}


def _references(store: Store) -> Iterator[str]:
    for table, _, parent, _ in store.connection.execute("PRAGMA foreign_key_check"):
        yield f"store: a row of {table} refers to a row of {parent} that does not exist"
    for line, query in _BROKEN.items():
        for (key,) in store.connection.execute(query):
            yield line.format(key)


def _check_texts(store: Store, warc_folder: Path, found: Verification) -> None:
    found.articles = store.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    rows = store.connection.execute("SELECT identifier, content_digest, record FROM revisions ORDER BY identifier, content_digest")
    captured = _captured(store)
    imported: set[str] = set()
    for identifier, digest, record in rows:
        found.revisions += 1
        article = read_record(record)
        if content_digest(article) != digest:
            found.faults.append(f"article {identifier}: a text does not match its digest {digest}")
        if (identifier, article.warc_record_id) not in captured:
            imported.add(identifier)
            found.faults += _missing_capture(article, warc_folder)
    found.imported = len(imported)


def _captured(store: Store) -> set[tuple[str, str]]:
    rows = store.connection.execute("SELECT identifier, record_id FROM captures WHERE identifier IS NOT NULL")
    return {(identifier, record_id) for identifier, record_id in rows}


def _missing_capture(article: Article, warc_folder: Path) -> Iterator[str]:
    """An imported article may name a capture of the archive it comes from; one in a file of ours must be known."""
    if article.warc_file and (warc_folder / article.warc_file).exists():
        yield f"article {article.identifier}: its capture {article.warc_record_id} in {article.warc_file} is not in the store"


def _capture_faults(capture: Capture, warc_folder: Path) -> Iterator[str]:
    if capture.warc_file is None or capture.warc_offset is None:
        yield f"capture {capture.record_id} has no place in a WARC file"
        return
    try:
        page = read_page(warc_folder, capture.warc_file, capture.warc_offset, capture.record_id)
    except WarcError as error:
        yield f"capture {capture.record_id}: {error}"
        return
    if (page.url, page.payload_digest) != (capture.url, capture.payload_digest):
        yield f"capture {capture.record_id}: {capture.warc_file} holds another page at byte {capture.warc_offset}"
