"""Scrapy's downloader middlewares of the crawl: which hosts are asked, how often, and the body as it was sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawler.guard import connection_refusal, refusal
from crawler.verdicts import DOWNLOAD_ERRORS, HOLD_STATUSES, Action, Refused, RobotsUnreachable, of_error, retry_after

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler

    from crawler.site import Site

_NO_ROBOTS = "dont_obey_robotstxt"
_ROBOTS_BYTES = 512_000
"""RFC 9309 asks for at least 500 KiB of a robots.txt to be read."""
_ROBOTS_AGE = timedelta(hours=24)
"""RFC 9309: a robots.txt should not be used for longer than a day."""


class _Middleware:
    """A middleware that knows its crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    @property
    def site(self) -> Site:
        """The site that is crawled."""
        return cast("Site", self.crawler.spider.site)  # type: ignore[union-attr]


class HostGuard(_Middleware):
    """Lets through only requests to the site's own hosts; a redirect's next step comes by here too."""

    def process_request(self, request: Request) -> None:
        """Raises Refused for any other host and for addresses that are not public."""
        reason = refusal(request.url, self.site.hosts)
        # RFC 9309: robots.txt may stand at another host, and is followed there; to public addresses only.
        elsewhere = request.meta.get(_NO_ROBOTS) and request.meta.get("redirect_urls") and (reason or "").startswith("other host: ")
        if reason is not None and not elsewhere:
            raise Refused(f"redirect to {reason}" if request.meta.get("redirect_urls") else reason)


class ConnectionGuard(_Middleware):
    """Looks at the address a response really came from, before anything else does."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused when the address is not public. Behind a proxy, the proxy's address is no news."""
        if "proxy" not in request.meta:
            reason = connection_refusal(request.url, response.ip_address, self.site.hosts)
            if reason is not None:
                raise Refused(reason)
        return response


class BodyAsSent(_Middleware):
    """Keeps the response before it is decompressed: that is what the WARC record holds."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Hands the response on, and to the spider by the request's meta."""
        if "record" in request.meta:
            request.meta["as_sent"] = response
        return response


class Pace:
    """How often a host is asked: never more often than its robots.txt says, and not at all while it asks us to wait.

    AutoThrottle and Scrapy's renewal of idle slots know nothing of that, so it is set again after every response: when
    Scrapy has heard of the response and has not yet sent the next request.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._floors: dict[str, float] = {}
        crawler.signals.connect(self.keep, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension of a crawl; an extension, so that it hears of a response after AutoThrottle."""
        return cls(crawler)

    def set_floor(self, host: str, seconds: float) -> None:
        """From now on at least so many seconds between two requests to a host."""
        self._floors[host] = seconds
        delay = max(seconds, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        self._crawler.engine.downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1}
        slot = self._slot(host)
        if slot is not None:
            slot.delay, slot.concurrency = max(slot.delay, delay), 1

    def keep(self, response: Response, request: Request) -> None:
        """After a response: the delay is not below the floor, and a host that is too busy is left alone."""
        host = request.meta.get("download_slot", "")
        slot = self._slot(host)
        if slot is None:
            return
        if response.status in HOLD_STATUSES:
            self._hold(slot, retry_after(header(response, "Retry-After"), datetime.now(UTC)))
        slot.delay = max(slot.delay, self._floors.get(host, 0.0))

    def _hold(self, slot: Slot, wait: timedelta | None) -> None:
        """Nothing more to the host until ``Retry-After`` has passed, and from then on half as often."""
        slot.delay = min(max(2 * slot.delay, _SLOWEST_START), self._crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))
        if wait is not None:
            # What stands in the slot's line is sent when `delay` has passed since `lastseen`.
            slot.lastseen = max(slot.lastseen, monotonic() + wait.total_seconds())

    def _slot(self, host: str) -> Slot | None:
        return self._crawler.engine.downloader.slots.get(host)


_SLOWEST_START = 0.1
"""Seconds: where doubling begins for a host that was asked without a pause."""


@dataclass(frozen=True, slots=True)
class _Rules:
    parser: ProtegoRobotParser
    read: datetime


class RobotsMiddleware(_Middleware):
    """robots.txt as RFC 9309 has it: a host that cannot give it is not asked for anything else. Crawl-delay counts.

    Scrapy's own middleware takes a failure, and the body of an error page, for a permission, and knows no Crawl-delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._agent: str = crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Task[_Rules]] = {}

    async def process_request(self, request: Request) -> None:
        """Raises Refused for what robots.txt disallows, RobotsUnreachable when it cannot be had."""
        if request.meta.get(_NO_ROBOTS):
            return
        rules = await self._rules_of(request)
        if not rules.parser.allowed(request.url, self._agent):
            raise Refused("robots.txt disallows it")

    async def _rules_of(self, request: Request) -> _Rules:
        parts = urlsplit(request.url)
        root = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(root)
        if known is None or (known.done() and _stale(known)):
            known = self._rules[root] = asyncio.ensure_future(self._fetch(root))
        return await asyncio.shield(known)

    async def _fetch(self, root: str) -> _Rules:
        parser = ProtegoRobotParser.from_crawler(self.crawler, await self._body(f"{root}/robots.txt"))
        delay = parser.crawl_delay(self._agent)
        pace = self.crawler.get_extension(Pace)
        if delay and pace is not None:
            pace.set_floor(urlsplit(root).hostname or "", delay)
        return _Rules(parser, datetime.now(UTC))

    async def _body(self, url: str) -> bytes:
        """The rules; none at all where the host says that it has none, or sends us elsewhere."""
        request = Request(url, meta={_NO_ROBOTS: True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest:
            return b""
        except DOWNLOAD_ERRORS as error:
            verdict = of_error(error, urlsplit(url).hostname or "")
            if verdict.action is Action.REFUSE:
                raise Refused(verdict.reason) from error
            raise RobotsUnreachable(f"robots.txt cannot be had: {verdict.reason}") from error
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreachable(f"robots.txt cannot be had: HTTP {response.status}")
        return response.body[:_ROBOTS_BYTES] if response.status < 300 else b""


def _stale(task: asyncio.Task[_Rules]) -> bool:
    """Whether a robots.txt must be asked for again: it could not be had, or is too old."""
    return task.exception() is not None or datetime.now(UTC) - task.result().read > _ROBOTS_AGE


def header(response: Response, name: str) -> str | None:
    """A header's first value as text, or None."""
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
