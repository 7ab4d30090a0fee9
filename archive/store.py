"""The archive's store: articles, their revisions and addresses, and every capture, in one SQLite file.

One process writes at a time (others wait), any number read meanwhile (WAL). What is committed is on disk.

Rules that make the result the same whatever the order of captures:

* A *text* of an item is its content digest. Its record is read from the latest capture at the best address that showed
  it (``archive.address.preference``).
* The current text is the one seen last; the others are its earlier revisions. A capture that is read again, by better
  rules, gives no revision: what it was read as before is replaced.
* ``url`` is the best of the addresses it was read at, its own pages before section pages; all others are ``same_as``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from archive.address import canonical_url
from archive.article import Article
from archive.connection import Connection
from archive.connection import StoreError as StoreError
from archive.corrections import FILE, NONE, CorrectionError, Corrections, read_corrections
from archive.enrichment import Enrichment, EnrichSummary, Progress, enrich, with_facts
from archive.merge import Merge, mark_gone, read_record, to_moment, to_text
from archive.merge import PutResult as PutResult
from archive.page import Page, PageKind, RemovedLine
from archive.schema import MIGRATIONS, ForeignFile, NewerSchema, migrate, version
from archive.things import Things

BUSY_SECONDS = 30.0
"""How long a writer waits for another one: far longer than a transaction of ours takes."""
_ROWS = 500
"""How many rows are read at a time, so that no reader holds a snapshot open for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response that was read: where it is kept and what it was read as. ``warc_offset`` is in bytes."""

    record_id: str
    url: str
    date: datetime | None
    status: int
    payload_digest: str | None
    warc_file: str | None
    warc_offset: int | None
    kind: PageKind
    reason: str
    identifier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStats:
    """One site in numbers. ``first`` and ``last`` are posting dates; ``years`` counts by them, None for no date."""

    site: str
    publisher_name: str | None
    articles: int
    first: date | None
    last: date | None
    years: dict[int | None, int]
    captured_first: datetime | None
    captured_last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """The archive in numbers. ``kinds`` counts captures by what they were read as."""

    articles: int
    captures: int
    kinds: dict[PageKind, int]
    sites: tuple[SiteStats, ...]


class Headline(NamedTuple):
    """What one article is called: ``date_published`` is an ISO day or None, ``headline`` may be empty."""

    seq: int
    identifier: str
    content_digest: str
    date_published: str | None
    headline: str


class Store:
    """An open store. ``Store.open`` makes one; use it as a context manager or ``close`` it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, corrections: Corrections = NONE) -> None:
        self.connection = connection
        self.path = path
        self._depth = 0
        self._enrichment = Enrichment(connection, corrections)
        self.things = Things(connection)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open a store file; a writer makes it when it is missing and migrates an older one. Raises StoreError."""
        try:
            corrections = NONE if read_only else read_corrections(path.parent / FILE)
            return cls(_open_reader(path) if read_only else _open_writer(path), path, corrections)
        except CorrectionError as error:
            raise StoreError(str(error)) from error
        except NewerSchema as error:
            raise StoreError(f"{path} was written by a newer Kho Tin ({error}): update Kho Tin, the file was left as it is") from error
        except ForeignFile as error:
            raise StoreError(f"{path} is a database of another program: set KHOTIN_HOME to another folder") from error
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be opened: {error}") from error

    @classmethod
    def open_existing(cls, path: Path) -> Store:
        """Open a store file for writing that must be there already: reading captures again makes no archive. Raises StoreError."""
        return cls.open(path) if path.is_file() else cls.open(path, read_only=True)

    def close(self) -> None:
        """Close the file; what was not committed is dropped."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together, or nothing of it; a nested use joins. Raises StoreError."""
        if self._depth:
            yield
            return
        self._execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self._enrichment.settle()
            self._execute("COMMIT")
        except sqlite3.OperationalError as error:
            # A full disk, a file that was taken away: whatever statement of the caller's met it first.
            raise StoreError(f"{self.path} cannot be written: {error}") from error
        finally:
            self._depth = 0
            self._enrichment.forget()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def _execute(self, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} cannot be written: {error}") from error

    # Articles: writing

    def put(self, article: Article, *, own_page: bool = True) -> PutResult:
        """Keep an article: a new one, another text of a known one, or more about a text that is known.

        ``content_digest`` and ``revisions`` are the store's own to fill. An article without ``date_archived`` counts as
        archived now. ``own_page`` is False for one read from a section page, whose address is cited only while no page
        of the article's own is known.
        """
        with self.transaction():
            result = Merge(self.connection, article, own_page=own_page).run()
            self._enrichment.put(result.identifier, numbered=result.outcome != "unchanged")
        return result

    def enrich(self, progress: Progress = lambda _: None, workers: int | None = None) -> EnrichSummary:
        """Read the facts again where the rules, the corrections or the text are other ones: see ``archive.enrichment``."""
        try:
            return enrich(self.connection, self.transaction, self._enrichment, progress, workers)
        except BrokenProcessPool as error:
            raise StoreError("a process that reads facts was ended (killed, or out of memory): the same command goes on") from error

    def mark_gone(self, url: str, when: datetime) -> bool:
        """Note that the source answered at an address that the page is gone; the text stays.

        The article gets its tombstone date when all addresses it was read at are gone. Gives whether one did.
        """
        with self.transaction():
            return sum(mark_gone(self.connection, identifier, address, when) for identifier, address in self._owners(url)) > 0

    # Articles: reading

    def get(self, identifier: str) -> Article | None:
        """The article of an identifier, or None."""
        row = self.connection.execute(f"{_SELECT} WHERE a.identifier = ?", (identifier,)).fetchone()
        return None if row is None else self._article(row)

    def numbered(self, identifier: str) -> tuple[int, Article] | None:
        """The article of an identifier with the sequence number of its last change, or None."""
        row = self.connection.execute(f"{_SELECT} WHERE a.identifier = ?", (identifier,)).fetchone()
        return None if row is None else (row[_SEQ], self._article(row))

    def digests(self, identifiers: Iterable[str]) -> dict[str, str]:
        """The content digests of the articles that there are among some identifiers; far cheaper than the articles."""
        asked = tuple(identifiers)
        marks = ", ".join("?" * len(asked))
        return dict(self.connection.execute(f"SELECT identifier, current_digest FROM articles WHERE identifier IN ({marks})", asked))

    def find(self, url: str) -> Article | None:
        """The article that is known at an address, in any spelling of it, or None.

        Of several articles that stood at one address, the one archived last.
        """
        owners = self._owners(url)
        found = [article for identifier, _ in owners if (article := self.get(identifier))]
        return max(found, key=_archived_last, default=None)

    def revisions(self, identifier: str) -> tuple[Article, ...]:
        """Every text of an article, the current one first, then from the newest to the oldest, each with its own address."""
        current = self.get(identifier)
        if current is None:
            return ()
        rows = self.connection.execute(
            "SELECT record FROM revisions WHERE identifier = ? AND content_digest <> ? ORDER BY last_seen DESC, content_digest",
            (identifier, current.content_digest),
        )
        return (current, *(self._like(current, read_record(record)) for (record,) in rows))

    @staticmethod
    def _like(current: Article, older: Article) -> Article:
        return replace(older, same_as=current.same_as, date_gone=current.date_gone, revisions=current.revisions)

    def changed_since(self, seq: int) -> Iterator[tuple[int, Article]]:
        """The articles changed after a sequence number, in the order of their last change, each with its number."""
        query = f"{_SELECT} WHERE a.seq > ? ORDER BY a.seq LIMIT {_ROWS}"
        while rows := self.connection.execute(query, (seq,)).fetchall():
            for row in rows:
                seq = row[_SEQ]
                yield seq, self._article(row)

    def headlines_since(self, seq: int) -> Iterator[Headline]:
        """What the articles changed after a sequence number are called, without reading the articles; in the order of their change."""
        while rows := self.connection.execute(_HEADLINES, (seq,)).fetchall():
            yield from map(Headline._make, rows)
            seq = rows[-1][0]

    def last_sequence(self) -> int:
        """The last sequence number given out; 0 in an empty store."""
        row: tuple[int] = self.connection.execute("SELECT value FROM counters WHERE name = 'sequence'").fetchone()
        return row[0]

    def commits(self) -> int:
        """A number that differs from the one before when another connection has committed since, and says nothing else."""
        row: tuple[int] = self.connection.execute("PRAGMA data_version").fetchone()
        return row[0]

    def identity(self) -> str:
        """32 hex digits that tell this archive from every other; a copy of the data folder has them too."""
        row: tuple[str] = self.connection.execute("SELECT identity FROM archive").fetchone()
        return row[0]

    def articles(self, site: str | None = None) -> Iterator[Article]:
        """All articles, or those of one site, by identifier."""
        where = "a.identifier > ?" if site is None else "a.identifier > ? AND a.site = ?"
        query = f"{_SELECT} WHERE {where} ORDER BY a.identifier LIMIT {_ROWS}"
        last = ""
        while rows := self.connection.execute(query, (last,) if site is None else (last, site)).fetchall():
            yield from map(self._article, rows)
            last = rows[-1][_IDENTIFIER]

    def newest(self, count: int) -> tuple[Article, ...]:
        """The articles posted last, those without a date after all others, then by the time of archiving."""
        order = "ORDER BY a.date_published DESC, a.date_archived DESC, a.identifier LIMIT ?"
        return tuple(map(self._article, self.connection.execute(f"{_SELECT} {order}", (count,)).fetchall()))

    def _article(self, row: _Row) -> Article:
        identifier, url, gone, _, revisions, record, facts = row
        addresses = self.connection.execute("SELECT url FROM addresses WHERE identifier = ? AND url <> ?", (identifier, url))
        return replace(
            with_facts(read_record(record), facts),
            url=url,
            same_as=tuple(sorted(address for (address,) in addresses)),
            date_gone=to_moment(gone),
            revisions=revisions,
        )

    def _owners(self, url: str) -> list[tuple[str, str]]:
        """(identifier, address as kept) of an address in any spelling."""
        query = "SELECT identifier, url FROM addresses WHERE url IN (?, ?) ORDER BY identifier"
        return self.connection.execute(query, (url, canonical_url(url))).fetchall()

    # Captures

    def put_capture(
        self, page: Page, kind: PageKind, identifier: str | None, reason: str = "", removed: Iterable[RemovedLine] = ()
    ) -> bool:
        """Note a response and what it was read as; reading it again notes the new reading. Gives whether it was new.

        ``removed`` is what was taken out of its article. Raises StoreError for a page that has no record id.
        """
        if page.record_id is None:
            raise StoreError(f"the capture of {page.url} has no record id: write it with archive.warc first")
        with self.transaction():
            known = self.connection.execute("SELECT 1 FROM captures WHERE record_id = ?", (page.record_id,)).fetchone()
            self.connection.execute(_PUT_CAPTURE, _capture_row(page, kind, identifier, reason))
            self.put_removed(page.record_id, removed)
        return known is None

    def put_removed(self, record_id: str, removed: Iterable[RemovedLine]) -> None:
        """Note what was taken out of the article of a capture, in the place of what was noted before. Raises StoreError."""
        with self.transaction():
            self.connection.execute("DELETE FROM removed_lines WHERE record_id = ?", (record_id,))
            rows = ((record_id, position, line.text, line.reason) for position, line in enumerate(removed))
            self.connection.executemany("INSERT INTO removed_lines VALUES (?, ?, ?, ?)", rows)

    def removed(self, record_id: str | None) -> tuple[RemovedLine, ...]:
        """What was taken out of the article of a capture, in its order."""
        query = "SELECT text, reason FROM removed_lines WHERE record_id = ? ORDER BY position"
        return tuple(RemovedLine(text=text, reason=reason) for text, reason in self.connection.execute(query, (record_id,)))

    def capture(self, record_id: str) -> Capture | None:
        """The capture of a WARC record id, or None."""
        row = self.connection.execute(f"{_SELECT_CAPTURE} WHERE record_id = ?", (record_id,)).fetchone()
        return None if row is None else _capture(row)

    def captures(self, identifier: str) -> tuple[Capture, ...]:
        """The captures an article was read from, oldest first."""
        query = f"{_SELECT_CAPTURE} WHERE identifier = ? ORDER BY date, record_id"
        return tuple(map(_capture, self.connection.execute(query, (identifier,))))

    def all_captures(self) -> Iterator[Capture]:
        """Every capture, file by file in the order they stand there."""
        query = f"{_SELECT_CAPTURE} ORDER BY warc_file, warc_offset, record_id"
        yield from map(_capture, self.connection.execute(query))

    # Numbers

    def stats(self) -> Stats:
        """The archive in numbers: in all, by kind of capture, and by site and year."""
        kinds = self.connection.execute("SELECT kind, count(*) FROM captures GROUP BY kind ORDER BY kind").fetchall()
        sites = tuple(self._site_stats())
        return Stats(
            articles=sum(site.articles for site in sites),
            captures=sum(count for _, count in kinds),
            kinds={PageKind(kind): count for kind, count in kinds},
            sites=sites,
        )

    def _site_stats(self) -> Iterator[SiteStats]:
        rows = self.connection.execute(_SITES).fetchall()
        for site, publisher_name, count, first, last, captured_first, captured_last in rows:
            yield SiteStats(
                site=site,
                publisher_name=publisher_name,
                articles=count,
                first=date.fromisoformat(first) if first else None,
                last=date.fromisoformat(last) if last else None,
                years={int(year) if year else None: number for year, number in self.connection.execute(_YEARS, (site,))},
                captured_first=to_moment(captured_first),
                captured_last=to_moment(captured_last),
            )


def _archived_last(article: Article) -> tuple[str, str]:
    return ("" if article.date_archived is None else to_text(article.date_archived), article.identifier)


# Rows

_SELECT = """
SELECT a.identifier, a.url, a.date_gone, a.seq, (SELECT count(*) FROM revisions n WHERE n.identifier = a.identifier), r.record,
f.record
FROM articles a JOIN revisions r ON r.identifier = a.identifier AND r.content_digest = a.current_digest
LEFT JOIN facts f ON f.identifier = a.identifier AND f.content_digest = a.current_digest
"""
_IDENTIFIER, _SEQ = 0, 3

_HEADLINES = f"""
SELECT a.seq, a.identifier, a.current_digest, a.date_published, coalesce(json_extract(r.record, '$.headline'), '')
FROM articles a JOIN revisions r ON r.identifier = a.identifier AND r.content_digest = a.current_digest
WHERE a.seq > ? ORDER BY a.seq LIMIT {_ROWS}
"""

_CAPTURE_COLUMNS = "record_id, url, date, status, payload_digest, warc_file, warc_offset, kind, reason, identifier"
_SELECT_CAPTURE = f"SELECT {_CAPTURE_COLUMNS} FROM captures"
_PUT_CAPTURE = f"INSERT OR REPLACE INTO captures ({_CAPTURE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_SITES = """
SELECT site, max(publisher_name), count(*), min(date_published), max(date_published), min(date_archived), max(date_archived)
FROM articles GROUP BY site ORDER BY site
"""
_YEARS = "SELECT substr(date_published, 1, 4) AS year, count(*) FROM articles WHERE site = ? GROUP BY year ORDER BY year"

_Row = tuple[str, str, str | None, int, int, str, str | None]


def _capture_row(page: Page, kind: PageKind, identifier: str | None, reason: str) -> tuple[object, ...]:
    date_text = None if page.date is None else to_text(page.date)
    place = (page.payload_digest, page.warc_file, page.warc_offset)
    return (page.record_id, page.url, date_text, page.status, *place, str(kind), reason, identifier)


def _capture(row: tuple[str, str, str | None, int, str | None, str | None, int | None, str, str, str | None]) -> Capture:
    record_id, url, moment, status, digest, warc_file, warc_offset, kind, reason, identifier = row
    return Capture(
        record_id=record_id,
        url=url,
        date=to_moment(moment),
        status=status,
        payload_digest=digest,
        warc_file=warc_file,
        warc_offset=warc_offset,
        kind=PageKind(kind),
        reason=reason,
        identifier=identifier,
    )


# Opening


def _open_reader(path: Path) -> sqlite3.Connection:
    try:
        path.stat()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror} (set KHOTIN_HOME to another folder)") from error
    if not path.is_file():
        raise StoreError(
            f"no archive at {path} yet: make one with `scrapy crawl SITE`, `python -m archive ingest` or `python -m archive import`"
        )
    # The web side's threads share one reader; SQLite itself takes them one after the other.
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, factory=Connection
    )
    with _closing_on_error(connection):
        _set_up(connection)
        found = version(connection)
        if found < len(MIGRATIONS):
            raise StoreError(f"{path} is of an older version (schema {found}): `python -m archive verify` brings it up to date")
    return connection


def _open_writer(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the data folder {path.parent} cannot be made: {error.strerror} (set KHOTIN_HOME to another one)") from error
    connection = sqlite3.connect(path, isolation_level=None, factory=Connection)
    with _closing_on_error(connection):
        _set_up(connection)
        version(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        # An address is acknowledged once its commit returns: it must then survive a power cut too.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
