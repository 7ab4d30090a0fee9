"""The crawl's queue: Scrapy asks here for the next request, and the ledger answers."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from scrapy.core.scheduler import BaseScheduler
from scrapy.http import Request
from scrapy.utils.asyncio import CallLaterResult, call_later

from archive.store import StoreError
from archive.url_states import UrlRecord

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.spider import NewsSpider

HANDFUL = 8
"""How many addresses are leased in one transaction: each transaction waits for the disk."""


class LedgerScheduler(BaseScheduler):
    """Leases addresses from the ledger. Only redirects of leased addresses are held in memory: a kill loses none."""

    def __init__(self, longest_wait: timedelta) -> None:
        self._longest_wait = longest_wait
        self._leased: deque[UrlRecord] = deque()
        self._redirects: deque[Request] = deque()
        self._alarm: CallLaterResult | None = None
        self._spider: NewsSpider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of a crawl."""
        return cls(timedelta(seconds=crawler.settings.getfloat("LONGEST_WAIT")))

    def open(self, spider: Spider) -> None:
        """Takes the ledger from the spider's session."""
        self._spider = spider  # type: ignore[assignment]

    def has_pending_requests(self) -> bool:
        """Whether anything is left that may be asked within the longest wait."""
        if self._redirects or self._leased:
            return True
        session = self._spider.session
        return session.ledger.has_work(session.site.name, session.now() + self._longest_wait)

    def enqueue_request(self, request: Request) -> bool:
        """Takes a redirect's next step. There is no filter: the number of redirects is what bounds them."""
        self._redirects.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None when nothing is due yet."""
        if self._redirects:
            return self._redirects.popleft()
        if not self._leased:
            self._lease()
        if self._leased:
            return self._spider.request_for(self._leased.popleft())
        self._set_alarm()
        return None

    def close(self, reason: str) -> None:
        """Forgets what is leased; the session gives it back."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _lease(self) -> None:
        session = self._spider.session
        try:
            self._leased.extend(session.ledger.lease(session.site.name, session.now(), HANDFUL))
        except StoreError as error:
            self._spider.stop(str(error))

    def _set_alarm(self) -> None:
        """Scrapy looks by itself only every five seconds; what falls due before is put before it."""
        session = self._spider.session
        due = session.ledger.next_due(session.site.name)
        if due is not None and self._alarm is None:
            self._alarm = call_later(max((due - session.now()).total_seconds(), 0.01), self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._lease()
        if self._leased:
            self._spider.crawler.engine.crawl(self._spider.request_for(self._leased.popleft()))
