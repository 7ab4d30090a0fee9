"""Articles read again from the captures in the archive, without network: what new rules make of old pages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from archive.article import Article
from archive.attachments import read_attachments
from archive.page import Extraction, Page, PageKind
from archive.rebuild import rebuild
from archive.store import Capture, Store
from archive.url_states import UrlStates
from archive.warc import WarcError, read_page
from archive.workers import start_worker
from crawler.attachments import read_attachment
from crawler.learned_lines import LearnedExtractor, extractor
from crawler.session import with_listed
from crawler.sites import site_for

MISSED = frozenset({PageKind.OTHER, PageKind.ERROR, PageKind.LISTING})
"""Captures that new rules may find an article on."""
_HANDFUL = 512
"""Captures whose readings are held in memory at once."""


@dataclass(slots=True)
class Reextraction:
    """What came of it: ``counts`` by outcome, attached files by ``text`` or why there is none, and a line for each unreadable capture."""

    counts: Counter[str] = field(default_factory=Counter)
    attachments: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Task:
    """The captures of one article, or one capture that was no article."""

    folder: Path
    site: str | None
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    pages: tuple[tuple[Page, Extraction], ...]
    faults: tuple[str, ...]


def reextract(store: Store, folder: Path, site: str | None, progress: Callable[[int], object] = lambda _: None) -> Reextraction:
    """Reads every capture of a site (of all sites for None) again and puts what changed in place. Raises StoreError.

    Each article is a transaction of its own, and what is as it should be is left alone: run it again after a kill.
    """
    found = Reextraction()
    tasks = _tasks(store, folder, site)
    read = partial(_read, extractor(store))
    with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 8), initializer=start_worker) as workers:
        while handful := list(islice(tasks, _HANDFUL)):
            for task, reading in zip(handful, workers.map(read, handful, chunksize=16), strict=True):
                _settle(store, task, reading, found)
                progress(len(task.captures))
    attached = read_attachments(store, folder, read_attachment, site=site, again=True)
    found.attachments += attached.files
    found.faults += attached.faults
    return found


def _tasks(store: Store, folder: Path, site: str | None) -> Iterator[_Task]:
    for article in store.articles(site):
        captures = store.captures(article.identifier)
        if captures:
            yield _Task(folder, article.site, captures)
    missed = [capture for capture in store.all_captures() if capture.identifier is None and capture.kind in MISSED]
    for capture in missed:
        owner = site_for(capture.url)
        if owner is not None and site in (None, owner.name):
            yield _Task(folder, owner.name, (capture,))


def _read(extract: LearnedExtractor, task: _Task) -> _Reading:
    pages, faults = [], []
    for capture in task.captures:
        try:
            page = read_page(task.folder, capture.warc_file or "", capture.warc_offset or 0, capture.record_id)
        except WarcError as error:
            faults.append(str(error))
        else:
            pages.append((page, extract(page, task.site if site_for(capture.url) is None else None)))
    return _Reading(tuple(pages), tuple(faults))


def _settle(store: Store, task: _Task, reading: _Reading, found: Reextraction) -> None:
    found.faults += reading.faults
    identifier = task.captures[0].identifier
    if identifier is None:
        for page, extraction in reading.pages:
            _settle_missed(store, page, extraction, found)
    elif not reading.faults:
        _settle_article(store, identifier, reading, found)


def _settle_article(store: Store, identifier: str, reading: _Reading, found: Reextraction) -> None:
    articles = [_listed(store, page, extraction.article) for page, extraction in reading.pages if extraction.article]
    own = [article for article in articles if article.identifier == identifier]
    if len(own) < len(reading.pages):
        # A rule that no longer sees an article is more likely a fault than the article was.
        found.counts["kept, though no longer read as this article"] += 1
        return
    with store.transaction():
        changed = rebuild(store, identifier, own)
        for page, extraction in reading.pages:
            if page.record_id is not None and store.removed(page.record_id) != extraction.removed:
                store.put_removed(page.record_id, extraction.removed)
    found.counts["changed" if changed else "unchanged"] += 1


def _settle_missed(store: Store, page: Page, extraction: Extraction, found: Reextraction) -> None:
    if extraction.article is None or extraction.kind is PageKind.SECTION_ARTICLE:
        return
    with store.transaction():
        result = store.put(_listed(store, page, extraction.article))
        store.put_capture(page, extraction.kind, result.identifier, extraction.reason, extraction.removed)
    found.counts["found where none was seen before"] += 1


def _listed(store: Store, page: Page, article: Article) -> Article:
    return with_listed(article, UrlStates(store).listed(article.identifier) or {}, page.url)
