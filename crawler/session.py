"""One crawl of one site: what it holds open, and what each answer does to the archive and the ledger.

Every answer ends in exactly one call here, which is one transaction: the capture, the article and the address's state
are committed together or not at all. The WARC record is on disk before (``capture``), so what the ledger acknowledges
can be read again; a record whose transaction was lost is an extra capture of the same page, never a missing one.

How far a listing is paged:

* A page that shows an article first seen in this round leads to its next page.
* Until a listing has been followed to its last page once (and again every ``full_walk``), every page does.
* Otherwise paging stops: everything on the page was known before this round, and a round begins only when nothing of
  the one before is left undone.
* The next page enters the ledger in the transaction that reads the page before it, so no kill can lose it.
* A page that shows the same articles as the page before it is the last one; one that shows none is a fault.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from urllib.parse import urldefrag, urljoin

from archive.address import canonical_url
from archive.article import Article
from archive.attachments import captured, fill, read_attachments, unread
from archive.learned_lines import host_lines
from archive.page import AttachmentText, Extraction, Page, PageKind, RemovedLine
from archive.settings import Settings
from archive.store import Store
from archive.url_states import Answer, UrlKind, UrlRecord, UrlState, UrlStates, interval, url_key
from archive.warc import WarcWriter, recover
from crawler.attachments import READ, extension, read_attachment
from crawler.coverage import Coverage
from crawler.guard import host_of, refusal
from crawler.site import Follow, ListedItem, Site
from crawler.verdicts import back_off


class SiteBusy(Exception):
    """Another process is crawling the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How often things are asked. The numbers and their reasons stand in ``crawler/settings.py``."""

    attempts: int
    back_off_first: float
    back_off_longest: float
    host_failures: int
    revisit_first: timedelta
    revisit_longest: timedelta
    full_walk: timedelta
    depth: int


class CrawlSession:
    """An open crawl: the site's lock, the store, the ledger and its round, and the WARC file of this run."""

    def __init__(self, site: Site, store: Store, warc: WarcWriter, lock: IO[str], policy: Policy) -> None:
        self.site = site
        self.store = store
        self.warc = warc
        self.policy = policy
        self.coverage = Coverage(site.name)
        self.ledger = UrlStates(store)
        self.learned = host_lines(store)
        self.round = self.ledger.begin_round(site.name, self.now())
        self.failures: Counter[str] = Counter()
        self._lock = lock
        self._ask_starts()

    @classmethod
    def open(cls, settings: Settings, site: Site, policy: Policy) -> CrawlSession:
        """Opens a crawl of a site. Raises SiteBusy, StoreError, WarcError and OSError, each with one line."""
        store = Store.open(settings.store_path)
        try:
            lock = _lock(settings.home / f"crawl-{site.name}.lock", site.name)
            set_aside = recover(settings.warc_folder)
            session = cls(site, store, WarcWriter(settings.warc_folder, site.name), lock, policy)
        except BaseException:
            store.close()
            raise
        session.coverage.notes += [f"{torn.path.name}: a torn last record of {torn.torn} bytes was set aside" for torn in set_aside]
        return session

    def close(self) -> int:
        """Closes the crawl and says how many addresses are left; only with none left is its round over."""
        self.warc.close()
        self.ledger.release(self.site.name)
        self.ledger.end_round(self.round, self.now())
        left = self.ledger.unfinished(self.site.name)
        self.store.close()
        self._lock.close()
        return left

    @staticmethod
    def now() -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def _ask_starts(self) -> None:
        with self.store.transaction():
            for start in self.site.starts:
                listed = {"section": start.section} if start.section else None
                key = url_key(canonical_url(start.url))
                record = UrlRecord(site=self.site.name, key=key, url=start.url, kind=UrlKind.LISTING, listed=listed)
                self.ledger.ask_again(record, self.round, self.now(), even_if_asked=True)
            # Articles that an earlier version read, and those that came in WARC files.
            for url in unread(self.store, self.site.name):
                if extension(url) in READ:
                    self._ask_attachment(url)

    # Answers that bring a page

    def listing_read(self, record: UrlRecord, page: Page, items: Sequence[ListedItem], follow: Follow | None) -> None:
        """A listing was read: its articles and its next page enter the ledger."""
        with self.store.transaction():
            self.store.put_capture(page, PageKind.LISTING, None)
            found = dict(self._found(record, page, item) for item in items)
            self._turn_page(record, page, follow, found)
            self._finish(record, Answer(state=UrlState.DONE, status=page.status, payload_digest=page.payload_digest), timedelta(0))
        self.coverage.count("listing")

    def article_read(self, record: UrlRecord, page: Page, article: Article, kind: PageKind, removed: Sequence[RemovedLine] = ()) -> None:
        """An article was read: it, its capture, what was taken out of it and the state of its address are kept."""
        with self.store.transaction():
            result = self.store.put(with_listed(article, record.listed or {}, record.url), own_page=kind is not PageKind.SECTION_ARTICLE)
            self.store.put_capture(page, kind, result.identifier, removed=removed)
            self._ask_attachments(record, result.identifier)
            changed = result.outcome in {"new", "revised"}
            self._finish(record, _answer(page, result.identifier), self._revisit(record, changed=changed))
        self.coverage.count("unchanged" if result.outcome == "older" else result.outcome)

    def attachment_came(self, record: UrlRecord, page: Page) -> None:
        """A file that articles link to came: its capture is kept, and its text in each of them."""
        read = read_attachment(page)
        kind = PageKind.OTHER if read.no_text == "not-a-document" else PageKind.MEDIA
        with self.store.transaction():
            self.store.put_capture(page, kind, None, read.no_text or "")
            fill(self.store, record.url, read, page.record_id)
            self._finish(record, _answer(page, None, read.no_text or ""), self.policy.revisit_longest)
        self.coverage.count("textless" if read.no_text else "attachment", read.no_text or "")

    def not_read(self, record: UrlRecord, page: Page, extraction: Extraction) -> None:
        """A page came that is not what the address was asked for; an empty or faulty one is asked again."""
        reason = f"{extraction.kind}: {extraction.reason}" if extraction.reason else str(extraction.kind)
        faulty = extraction.kind in {PageKind.EMPTY, PageKind.ERROR} or record.kind is UrlKind.LISTING
        with self.store.transaction():
            self.store.put_capture(page, extraction.kind, None, extraction.reason)
            if faulty:
                done = self._retry(record, reason, page.status, None)
            else:
                self._finish(record, _answer(page, None, reason), self.policy.revisit_longest)
        if not faulty:
            self.coverage.count("other", reason)
        elif done:
            self.coverage.count("failed", reason)

    # Answers that bring none

    def unchanged(self, record: UrlRecord, status: int | None, reason: str) -> None:
        """The source says, or the bytes show, that the page is as it was."""
        self._finish(record, Answer(state=UrlState.DONE, reason=reason, status=status), self._revisit(record, changed=False))
        self.coverage.count("unchanged", reason)

    def gone(self, record: UrlRecord, url: str, reason: str, status: int | None) -> None:
        """The source says that the page is gone: a known article gets its tombstone, and keeps its text."""
        with self.store.transaction():
            for address in {record.url, url}:
                self.store.mark_gone(address, self.now())
            if record.kind is UrlKind.LISTING and record.root is not None:
                self.ledger.mark_walked(self.site.name, record.root, self.now())
            self._finish(record, Answer(state=UrlState.GONE, reason=reason, status=status), self.policy.revisit_longest)
        self.coverage.count("gone" if record.kind is UrlKind.ARTICLE else "failed", reason)

    def refused(self, record: UrlRecord, reason: str, status: int | None = None) -> None:
        """The address is not to be asked, or its answer not to be taken."""
        with self.store.transaction():
            if record.kind is UrlKind.ATTACHMENT and reason == "too large":
                fill(self.store, record.url, AttachmentText(no_text="too-large"), None)
            self._finish(record, Answer(state=UrlState.REFUSED, reason=reason, status=status), self.policy.revisit_longest)
        self.coverage.count("refused", reason)

    def failed(self, record: UrlRecord, reason: str, status: int | None = None) -> None:
        """The address failed for good in this round; the next round asks again."""
        self._finish(record, Answer(state=UrlState.FAILED, reason=reason, status=status), timedelta(0))
        self.coverage.count("failed", reason)

    def retry(self, record: UrlRecord, reason: str, status: int | None, wait: timedelta | None) -> None:
        """The address failed for now: it is asked again after ``wait``, or a growing time, or has failed for good."""
        if self._retry(record, reason, status, wait):
            self.coverage.count("failed", reason)

    def _retry(self, record: UrlRecord, reason: str, status: int | None, wait: timedelta | None) -> bool:
        if record.attempts >= self.policy.attempts:
            self._finish(record, Answer(state=UrlState.FAILED, reason=reason, status=status), timedelta(0))
            return True
        pause = back_off(record.attempts, self.policy.back_off_first, self.policy.back_off_longest)
        until = self.now() + max(pause, wait or pause)
        self.ledger.postpone(record.site, record.key, until, reason=reason, status=status)
        return False

    # Hosts

    def host_answered(self, url: str, *, well: bool) -> str | None:
        """Notes how a host answered; gives the host when it has failed too often in a row to be asked further."""
        host = host_of(url)
        self.failures[host] = 0 if well else self.failures[host] + 1
        return host if self.failures[host] >= self.policy.host_failures else None

    # Attachments

    def _ask_attachments(self, record: UrlRecord, identifier: str) -> None:
        """The documents that an article links to enter the ledger, unless they are in the archive already."""
        article = self.store.get(identifier)
        files = article.associated_media if article else ()
        wanted = [file.url for file in files if file.no_text is None and file.text is None and extension(file.url) in READ]
        here = captured(self.store, wanted)
        for url in wanted:
            if url not in here:
                self._ask_attachment(url, record.depth + 1)
        if here:
            read_attachments(self.store, self.warc.path.parent, read_attachment)

    def _ask_attachment(self, url: str, depth: int = 0) -> None:
        found = UrlRecord(site=self.site.name, key=url_key(canonical_url(url)), url=url, kind=UrlKind.ATTACHMENT, depth=depth)
        reason = refusal(url, self.site.hosts)
        if reason is not None:
            self._refuse(found, reason)
        else:
            self.ledger.add(found, self.round, self.now())

    # Listings

    def _found(self, record: UrlRecord, page: Page, item: ListedItem) -> tuple[str, bool]:
        """The key of a listed article, and whether it is new to the ledger."""
        url = _absolute(page.url, item.url)
        found = UrlRecord(
            site=self.site.name,
            key=url_key(self.site.layouts[0].identity(url)),
            url=url,
            kind=UrlKind.ARTICLE,
            depth=record.depth + 1,
            listed=_listed(record, item),
        )
        reason = refusal(url, self.site.hosts)
        if reason is not None:
            self._refuse(found, reason)
            return found.key, False
        return found.key, self.ledger.add(found, self.round, self.now())

    def _turn_page(self, record: UrlRecord, page: Page, follow: Follow | None, found: Mapping[str, bool]) -> None:
        root, digest = record.root or record.key, _digest(found)
        if follow is None or digest == record.page_before:
            self.ledger.mark_walked(self.site.name, root, self.now())
            return
        if not self._walked(root) or self.ledger.found_in(self.round, tuple(found)):
            self._ask_page(record, page, follow, root, digest, again=any(found.values()))

    def _ask_page(self, record: UrlRecord, page: Page, follow: Follow, root: str, digest: str, *, again: bool) -> None:
        url = _absolute(page.url, follow.url)
        following = UrlRecord(
            site=self.site.name,
            key=url_key(canonical_url(url), follow.form),
            url=url,
            form=follow.form,
            kind=UrlKind.LISTING,
            depth=record.depth + 1,
            root=root,
            listed=record.listed,
            page_before=digest,
        )
        reason = refusal(url, self.site.hosts) or (f"depth over {self.policy.depth}" if following.depth > self.policy.depth else None)
        if reason is not None:
            self._refuse(following, reason)
            self.ledger.mark_walked(self.site.name, root, self.now())
        else:
            self.ledger.ask_again(following, self.round, self.now(), even_if_asked=again)

    def _refuse(self, record: UrlRecord, reason: str) -> None:
        now = self.now()
        if self.ledger.refuse(record, self.round, reason, now, due=now + self.policy.revisit_longest):
            self.coverage.count("refused", reason)

    def _walked(self, root: str) -> bool:
        record = self.ledger.get(self.site.name, root)
        return record is not None and record.walked is not None and self.now() - record.walked < self.policy.full_walk

    # States

    def _finish(self, record: UrlRecord, answer: Answer, wait: timedelta) -> None:
        now = self.now()
        self.ledger.finish(record.site, record.key, answer, now, due=now + wait)

    def _revisit(self, record: UrlRecord, *, changed: bool) -> timedelta:
        """How long until an article is asked again: twice as long each time it was found unchanged."""
        before = interval(record)
        if changed or before is None:
            return self.policy.revisit_first
        return min(max(2 * before, self.policy.revisit_first), self.policy.revisit_longest)


def with_listed(article: Article, listed: Mapping[str, str], asked: str) -> Article:
    """An article with what only the listing said: its section, its date where the page has none, the address asked."""
    changes: dict[str, object] = {}
    if article.article_section is None and "section" in listed:
        changes["article_section"] = listed["section"]
    if article.date_published is None and "date_published" in listed:
        changes["date_published"] = datetime.fromisoformat(listed["date_published"]).date()
        changes["date_published_raw"] = listed.get("date_published_raw")
        changes["date_published_rule"] = "listing"
    address = canonical_url(asked)
    if address != article.url and address not in article.same_as:
        changes["same_as"] = (*article.same_as, address)
    return replace(article, **changes)  # type: ignore[arg-type]


def _listed(record: UrlRecord, item: ListedItem) -> dict[str, str] | None:
    listed = {
        "section": (record.listed or {}).get("section"),
        "date_published": item.date_published.isoformat() if item.date_published else None,
        "date_published_raw": item.date_published_raw,
    }
    return {name: value for name, value in listed.items() if value} or None


def _answer(page: Page, identifier: str | None, reason: str = "") -> Answer:
    return Answer(
        state=UrlState.DONE,
        reason=reason,
        status=page.status,
        etag=page.header("ETag"),
        last_modified=page.header("Last-Modified"),
        payload_digest=page.payload_digest,
        identifier=identifier,
    )


def _absolute(base: str, url: str) -> str:
    """A link's address without its fragment; what is no address stays as it is, to be refused."""
    try:
        return urldefrag(urljoin(base, url)).url
    except ValueError:
        return url


def _digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lock(path: Path, site: str) -> IO[str]:
    """The lock of a site, which the system gives up with the process, however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise SiteBusy(f"{site} is being crawled by another process: wait for it to end") from error
    return lock
