"""From the spider to the archive: each outcome in one transaction, in the order of arrival."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from tqdm import tqdm

from archive.store import StoreError
from crawler.outcomes import ArticleRead, AttachmentCame, ListingRead, NoPage, NotRead, Outcome
from crawler.verdicts import Action

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import CrawlSession
    from crawler.spider import NewsSpider


class ArchivePipeline:
    """Settles every outcome with the session, and shows how far the crawl is."""

    def __init__(self, spider: NewsSpider) -> None:
        self._spider = spider
        # Shown when standard error is a terminal and the crawl takes longer than two seconds.
        self._bar = tqdm(desc=spider.name, unit="page", delay=2, disable=None, file=sys.stderr)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_item(self, item: Outcome) -> Outcome:
        """Settles an outcome. When the archive cannot be written the crawl stops; the ledger still has the address."""
        try:
            settle(self._spider.session, item)
        except StoreError as error:
            self._spider.stop(str(error))
        self._bar.update()
        return item

    def close_spider(self) -> None:
        """Takes the progress bar away."""
        self._bar.close()


def settle(session: CrawlSession, outcome: Outcome) -> None:
    """Takes the address of an outcome to its next state. Raises StoreError."""
    match outcome:
        case ListingRead():
            session.listing_read(outcome.record, outcome.page, outcome.items, outcome.follow)
        case ArticleRead():
            session.article_read(outcome.record, outcome.page, outcome.article, outcome.kind, outcome.removed)
        case AttachmentCame():
            session.attachment_came(outcome.record, outcome.page)
        case NotRead():
            session.not_read(outcome.record, outcome.page, outcome.extraction)
        case NoPage():
            _settle_without_page(session, outcome)


def _settle_without_page(session: CrawlSession, outcome: NoPage) -> None:
    record, reason, status = outcome.record, outcome.verdict.reason, outcome.status
    match outcome.verdict.action:
        case Action.UNCHANGED:
            session.unchanged(record, status, reason)
        case Action.GONE:
            session.gone(record, outcome.url, reason, status)
        case Action.RETRY:
            session.retry(record, reason, status, outcome.wait)
        case Action.REFUSE:
            session.refused(record, reason, status)
        case Action.FAIL | Action.KEEP:
            session.failed(record, reason, status)
