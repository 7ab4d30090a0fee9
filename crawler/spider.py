"""The spider of every site: it asks what the ledger says and reads what comes; what becomes of it is the session's.

It follows listings only. Links on an article lead to menus, print copies and log-ins (and reading them all costs more
than fetching the page).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response

from archive.page import Extraction, Page, PageKind
from archive.settings import settings
from archive.url_states import UrlKind, UrlRecord
from archive.warc import Headers, WarcError, payload_digest
from crawler.kinds import kind_by_response
from crawler.middlewares import header
from crawler.outcomes import ArticleRead, ListingRead, NoPage, NotRead, Outcome
from crawler.page import NewsPage, layout_of
from crawler.session import CrawlSession, Policy
from crawler.site import Site
from crawler.verdicts import Action, Verdict, of_error, of_status, retry_after

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

_NO_LISTING = frozenset({PageKind.ERROR, PageKind.EMPTY, PageKind.LOGIN})
_FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class NewsSpider(scrapy.Spider):
    """Crawls one site, which a subclass names."""

    site: Site
    session: CrawlSession
    stopped: str | None = None
    """Why the crawl was stopped before its end, in a line."""
    complete: bool = False
    """After the crawl: whether nothing is left and something was read."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a crawl. The command hands in the session it has opened; without one, one is opened."""
        session = kwargs.pop("session", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.session = session or CrawlSession.open(settings(), cls.site, policy(crawler.settings))
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.misread, signal=signals.spider_error)
        crawler.signals.connect(spider.unsettled, signal=signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the starts are in the ledger, as everything else."""
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request

    # Asking

    def request_for(self, record: UrlRecord) -> Request:
        """The request for an address of the ledger: a post-back when it has a form, conditional when it was read before."""
        if record.form is not None:
            return self._request(record, method="POST", body=urlencode(record.form), headers=_FORM_HEADERS)
        return self._request(record, headers=_conditions(record))

    def _request(self, record: UrlRecord, **parts: Any) -> Request:
        return Request(record.url, callback=self.answered, errback=self.not_answered, meta={"record": record}, **parts)

    # Reading

    def answered(self, response: Response) -> Iterator[Outcome]:
        """An answer came, whatever its status."""
        verdict = of_status(response.status)
        self._note(response.url, well=verdict.action is not Action.RETRY)
        if verdict.action is Action.KEEP:
            yield self._read(response)
            return
        wait = retry_after(header(response, "Retry-After"), datetime.now(UTC))
        record: UrlRecord = response.meta["record"]
        yield NoPage(record=record, url=response.url, verdict=verdict, status=response.status, wait=wait)

    def not_answered(self, failure: Failure) -> Iterator[Outcome]:
        """No answer came, or none that may be used."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        verdict = of_error(failure.value, urlsplit(request.url).hostname or "")
        self._note(request.url, well=verdict.action is not Action.RETRY)
        yield NoPage(record=request.meta["record"], url=request.url, verdict=verdict)

    def misread(self, failure: Failure, response: Response | Failure) -> None:
        """A page class failed on a page: a fault of ours, which costs this address and no other."""
        request: Request | None = getattr(response, "request", None)
        if request is not None and "record" in request.meta:
            self.session.failed(request.meta["record"], f"page class failed: {type(failure.value).__name__}: {failure.value}")

    def unsettled(self, item: Outcome, failure: Failure) -> None:
        """What was read could not be put into the archive: a fault of ours too."""
        self.session.failed(item.record, f"not archived: {type(failure.value).__name__}: {failure.value}")

    def _read(self, response: Response) -> Outcome:
        record: UrlRecord = response.meta["record"]
        sent: Response = response.meta["as_sent"]
        if _is_known(record) and payload_digest(sent.body) == record.payload_digest:
            return NoPage(record=record, url=response.url, verdict=Verdict(Action.UNCHANGED, "same bytes"), status=response.status)
        page = self._capture(response.request, sent)
        if settled := kind_by_response(page):
            return NotRead(record=record, page=page, extraction=Extraction(kind=settled[0], reason=settled[1]))
        read = layout_of(page, self.site)
        return _listing(record, page, read) if record.kind is UrlKind.LISTING else _article(record, page, read)

    def _capture(self, request: Request | None, sent: Response) -> Page:
        """The page, on disk. When that cannot be written the crawl stops; the ledger still has the address."""
        assert request is not None
        try:
            return self.session.warc.write_response(
                sent.url,
                sent.status,
                _phrase(sent.status),
                _headers(sent),
                sent.body,
                self.session.now(),
                str(sent.ip_address) if sent.ip_address else None,
                # What a plain request says stands in the settings; a post-back's form is what tells the pages apart.
                None if request.method == "GET" else _headers(request),
                request.method,
                request.body,
            )
        except WarcError as error:
            self.stop(str(error))
            raise CloseSpider("stopped") from error

    # Ending

    def stop(self, reason: str) -> None:
        """Ends the crawl before its time; what is left stays in the ledger."""
        if self.stopped is None:
            self.stopped = reason
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="stopped"))

    def idle(self) -> None:
        """Nothing is under way: the crawl ends, but is "finished" only when nothing is left."""
        left = self.session.ledger.unfinished(self.site.name)
        if left and self.stopped is None:
            due = self.session.ledger.next_due(self.site.name)
            self.stopped = f"the next may be asked at {due:%Y-%m-%d %H:%M} UTC" if due else "not answered"
        if left:
            raise CloseSpider("unfinished")

    def closed(self, reason: str) -> None:
        """Closes the session, puts the counts into Scrapy's stats and prints the summary."""
        left = self.session.close()
        coverage = self.session.coverage
        for name, number in coverage.stats():
            self.crawler.stats.set_value(name, number)
        self.complete = not left and coverage.counts["listing"] > 0
        stopped = self.stopped or (reason if reason not in {"finished", "unfinished"} else None)
        print(coverage.summary(left, stopped), file=sys.stderr)

    def _note(self, url: str, *, well: bool) -> None:
        host = self.session.host_answered(url, well=well)
        if host is not None:
            self.stop(f"{host} failed {self.session.policy.host_failures} times in a row")


def policy(values: BaseSettings) -> Policy:
    """How often things are asked, from Scrapy's settings."""
    return Policy(
        attempts=values.getint("RETRY_ATTEMPTS"),
        back_off_first=values.getfloat("BACK_OFF_FIRST"),
        back_off_longest=values.getfloat("BACK_OFF_LONGEST"),
        host_failures=values.getint("HOST_FAILURES"),
        revisit_first=timedelta(days=values.getfloat("REVISIT_FIRST_DAYS")),
        revisit_longest=timedelta(days=values.getfloat("REVISIT_LONGEST_DAYS")),
        full_walk=timedelta(days=values.getfloat("FULL_WALK_DAYS")),
        depth=values.getint("DEPTH_LIMIT"),
    )


def _listing(record: UrlRecord, page: Page, read: NewsPage) -> Outcome:
    items = read.items()
    if items and read.kind() not in _NO_LISTING:
        return ListingRead(record=record, page=page, items=items, follow=read.next_page())
    return NotRead(record=record, page=page, extraction=Extraction(kind=read.kind(), reason=f"listing shows no article: {read.reason}"))


def _article(record: UrlRecord, page: Page, read: NewsPage) -> Outcome:
    kind = read.kind()
    if kind in {PageKind.ARTICLE, PageKind.SECTION_ARTICLE}:
        return ArticleRead(record=record, page=page, article=read.article(), kind=kind)
    return NotRead(record=record, page=page, extraction=Extraction(kind=kind, reason=read.reason))


def _conditions(record: UrlRecord) -> dict[str, str]:
    """The headers that let the server answer 304 for an article that we have."""
    if not _is_known(record):
        return {}
    conditions = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _is_known(record: UrlRecord) -> bool:
    """Whether the archive has the article as its source last showed it; one that was gone is read anew if it is back."""
    return record.kind is UrlKind.ARTICLE and record.identifier is not None and of_status(record.status or 0).action is not Action.GONE


def _headers(message: Request | Response) -> Headers:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in message.headers.items() for value in values]


def _phrase(status: int) -> str:
    """The reason phrase, which Scrapy does not keep."""
    return {200: "OK", 203: "Non-Authoritative Information", 206: "Partial Content"}.get(status, "")
