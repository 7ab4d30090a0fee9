"""From WARC files, whoever wrote them, to articles in the store: each response is read once and accounted for.

Files are taken into the archive's folder first (``archive.adopt``), so that every capture can be shown later. Captures
are written in batches, each a transaction of its captures together with the articles read from them. A run that was
killed is completed by the next one: captures that are in the store are passed over.

A section page that shows an article whole is kept as that article only where the file has no page of the article's own.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from archive.adopt import adopt
from archive.article import Article
from archive.attachments import read_attachments
from archive.page import KEPT, AttachmentReader, Extraction, Extractor, Page, PageKind
from archive.store import PutResult, Store
from archive.warc import Entry, WarcError, WarcReader
from archive.workers import start_worker

BATCH = 64
"""Captures per transaction: what a kill can cost, against a flush to disk each."""
MAX_WORKERS = 8
"""Writing keeps up with about this many readers of pages."""


class IngestError(Exception):
    """The run cannot go on; the message is one line that says what to do. What was committed is kept."""


Became = Literal["new", "revised", "updated", "older", "unchanged", "other_address", "shown_in_section"]
Progress = Callable[[int], object]
"""Is told the bytes of the files that were passed since it was last told."""


@dataclass(slots=True)
class IngestSummary:
    """What became of the records of one run.

    ``kept`` names, for each path given, the files of the archive's WARC folder that hold its captures now.
    ``responses`` = ``known`` (were in the archive before) + ``damaged`` + the sum of ``captures`` (by kind). What the
    captures that showed an article did is in ``article_captures``, whose sum is that of the two kinds of article pages:
    ``other_address`` is a further address of an article, ``unchanged`` the same page again, ``shown_in_section`` a
    section page with an article that has a page of its own. ``section_articles`` are the new articles that only a
    section page shows. ``attachments`` counts the attached files that were read, by
    ``text`` or by why there is none. ``faults`` has a line for each record, and each file, that could not be used.
    """

    files: int = 0
    kept: dict[str, list[str]] = field(default_factory=dict)
    responses: int = 0
    known: int = 0
    damaged: int = 0
    captures: Counter[PageKind] = field(default_factory=Counter)
    article_captures: Counter[Became] = field(default_factory=Counter)
    section_articles: int = 0
    attachments: Counter[str] = field(default_factory=Counter)
    other_records: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def new_articles(self) -> int:
        """Articles that the archive did not have before."""
        return self.article_captures["new"]

    def to_json(self) -> dict[str, object]:
        """The summary as a JSON object; every kind of page is named, with 0 where there was none."""
        return {
            "files": self.files,
            "kept": self.kept,
            "responses": self.responses,
            "known": self.known,
            "damaged": self.damaged,
            "captures": {str(kind): self.captures[kind] for kind in PageKind},
            "article_captures": {name: self.article_captures[name] for name in _BECAME},
            "new_articles": self.new_articles,
            "new_articles_from_section_pages": self.section_articles,
            "attachments": dict(sorted(self.attachments.items())),
            "other_records": dict(sorted(self.other_records.items())),
            "faults": self.faults,
        }


_BECAME: tuple[Became, ...] = ("new", "revised", "updated", "older", "unchanged", "other_address", "shown_in_section")


def ingest(
    paths: Iterable[Path],
    store: Store,
    extractor: Extractor,
    site: str | None = None,
    progress: Progress = lambda _: None,
    *,
    warc_folder: Path | None = None,
    workers: int | None = None,
    attachment_reader: AttachmentReader | None = None,
) -> IngestSummary:
    """Read every response of the files that the store does not have yet, and keep it with what it was read as.

    ``site`` names the site of all pages; without it the extractor tells by host. ``warc_folder`` is the folder ``warc``
    beside the store unless given. ``workers`` processes read pages (by default one per processor). What is written and
    in which order does not depend on them. A file that is no WARC is a fault of the summary, the others are read. Raises
    StoreError, IngestError when a process that reads pages is ended from outside.
    """
    folder = warc_folder or store.path.parent / "warc"
    summary = IngestSummary()
    with _readers(partial(_read, extractor, site), workers) as read:
        for path in paths:
            try:
                files = adopt(path, folder)
                summary.kept[str(path)] = [file.name for file in files]
                for file in files:
                    _File(file, store, summary, progress).ingest(read)
            except WarcError as error:
                summary.faults.append(str(error))
    if attachment_reader is not None:
        attached = read_attachments(store, folder, attachment_reader)
        summary.attachments += attached.files
        summary.faults += attached.faults
    return summary


_Reading = tuple[Page, Extraction]
_Read = Callable[[Iterator[list[Page]]], Iterator[list[_Reading]]]


class _File:
    """The ingest of one file of the WARC folder."""

    def __init__(self, path: Path, store: Store, summary: IngestSummary, progress: Progress) -> None:
        self._store = store
        self._summary = summary
        self._progress = progress
        self._reader = WarcReader(path)
        self._from_sections: list[_Reading] = []

    def ingest(self, read: _Read) -> None:
        for readings in read(_batches(self._pages())):
            self._write(readings)
        self._write_sections()
        self._summary.files += 1
        self._summary.faults += self._reader.faults
        self._summary.other_records += Counter({kind: count for kind, count in self._reader.kinds.items() if kind != "response"})

    def _pages(self) -> Iterator[Page]:
        """The responses that are not in the store yet, each with an id of its own."""
        for entry in self._entries():
            self._progress(entry.end - entry.offset)
            self._summary.responses += entry.kind == "response"
            self._summary.damaged += entry.kind == "response" and entry.page is None
            if page := self._unknown(entry):
                yield page

    def _entries(self) -> Iterator[Entry]:
        try:
            yield from self._reader
        except WarcError as error:
            # The disk fails in the middle: what was read until here is written all the same.
            self._summary.faults.append(str(error))

    def _unknown(self, entry: Entry) -> Page | None:
        if entry.page is None:
            return None
        page = identified(self._store, entry.page)
        self._summary.known += page is None
        return page

    def _write(self, readings: Sequence[_Reading]) -> None:
        with self._store.transaction():
            for page, extraction in readings:
                if extraction.kind is PageKind.SECTION_ARTICLE and extraction.article:
                    self._from_sections.append((page, extraction))
                else:
                    self._write_one(page, extraction)

    def _write_sections(self) -> None:
        with self._store.transaction():
            for page, extraction in self._from_sections:
                assert extraction.article is not None
                if has_own_page(self._store, extraction.article.identifier):
                    self._keep(page, extraction, extraction.article.identifier, "shown_in_section")
                else:
                    self._write_one(page, extraction)

    def _write_one(self, page: Page, extraction: Extraction) -> None:
        # The page may stand twice in the files of one run, and twice in one batch.
        unknown = identified(self._store, page)
        if unknown is None:
            self._summary.known += 1
        elif extraction.article is None:
            self._keep(unknown, extraction, None, None)
        else:
            own_page = extraction.kind is not PageKind.SECTION_ARTICLE
            result = self._store.put(with_provenance(extraction.article, unknown), own_page=own_page)
            self._summary.section_articles += result.outcome == "new" and not own_page
            self._keep(unknown, extraction, result.identifier, _became(result))

    def _keep(self, page: Page, extraction: Extraction, identifier: str | None, became: Became | None) -> None:
        self._store.put_capture(page, extraction.kind, identifier, extraction.reason, extraction.removed)
        self._summary.captures[extraction.kind] += 1
        if became:
            self._summary.article_captures[became] += 1


def identified(store: Store, page: Page) -> Page | None:
    """The page under the record id that it is kept by, or None when the store has it.

    A record without an id gets one from its place, and so does one whose id another record bears already: the file's
    name holds the digest of its bytes.
    """
    place = f"{page.warc_file}:{page.warc_offset}"
    for record_id in (page.record_id or f"urn:khotin:{place}", f"{page.record_id}#{place}"):
        known = store.capture(record_id)
        if known is None:
            return replace(page, record_id=record_id)
        if (known.url, known.payload_digest) == (page.url, page.payload_digest):
            return None
    return None


def has_own_page(store: Store, identifier: str) -> bool:
    """Whether the archive has a capture of the article's own page, not only of a section page that shows it."""
    return any(capture.kind in KEPT and capture.kind is not PageKind.SECTION_ARTICLE for capture in store.captures(identifier))


def with_provenance(article: Article, page: Page) -> Article:
    """The article with the capture it was read from."""
    return replace(
        article,
        date_archived=page.date,
        warc_record_id=page.record_id,
        warc_file=page.warc_file,
        payload_digest=page.payload_digest,
    )


def _became(result: PutResult) -> Became:
    only_an_address = result.outcome in ("updated", "unchanged") and result.new_address
    return "other_address" if only_an_address else result.outcome


def _batches(pages: Iterator[Page]) -> Iterator[list[Page]]:
    while batch := list(islice(pages, BATCH)):
        yield batch


# Reading pages in several processes, the results in order


def _read(extractor: Extractor, site: str | None, page: Page) -> _Reading:
    extraction = extractor(page, site)
    # The store needs the bytes no more: they need not travel back.
    return replace(page, payload=b"", headers=()), extraction


@contextmanager
def _readers(read: Callable[[Page], _Reading], workers: int | None) -> Iterator[_Read]:
    count = min(workers or os.cpu_count() or 1, MAX_WORKERS)
    if count == 1:
        yield lambda batches: ([read(page) for page in batch] for batch in batches)
        return
    pool = ProcessPoolExecutor(count, initializer=start_worker)
    try:
        yield partial(_read_in_pool, pool, read)
    except BrokenProcessPool as error:
        line = "a process that reads pages was ended (killed, or out of memory): what was committed is kept, the same command goes on"
        raise IngestError(line) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _read_in_pool(pool: ProcessPoolExecutor, read: Callable[[Page], _Reading], batches: Iterator[list[Page]]) -> Iterator[list[_Reading]]:
    """Two batches are under way while one is written: readers never wait, and no more than these are in memory."""
    under_way: deque[Iterator[_Reading]] = deque()
    for batch in batches:
        under_way.append(pool.map(read, batch, chunksize=4))
        if len(under_way) > 2:
            yield list(under_way.popleft())
    while under_way:
        yield list(under_way.popleft())
