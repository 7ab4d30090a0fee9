"""``scrapy crawl SITE``: Scrapy's own command, with one clear line where it would show a traceback."""

from __future__ import annotations

import argparse
import sys
from typing import cast

from scrapy.commands import BaseRunSpiderCommand

from archive.settings import settings
from archive.store import StoreError
from archive.warc import WarcError
from crawler.session import CrawlSession, SiteBusy
from crawler.spider import NewsSpider, policy


class Command(BaseRunSpiderCommand):
    """Crawls one site, or goes on with a crawl that was stopped."""

    requires_project = True

    def syntax(self) -> str:
        """The arguments."""
        return "[options] SITE"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl a site, or go on where its last crawl was stopped"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 0 when nothing is left, 1 when something is or nothing could be read, 2 on a usage error."""
        assert self.crawler_process is not None
        if len(args) != 1:
            self.exitcode = _refuse("scrapy crawl takes the name of one site; `scrapy list` shows them")
        elif args[0] not in self.crawler_process.spider_loader.list():
            self.exitcode = _refuse(f"no site is named {args[0]!r}; `scrapy list` shows them")
        else:
            self.exitcode = self._crawl(args[0], opts)

    def _crawl(self, name: str, opts: argparse.Namespace) -> int:
        assert self.crawler_process is not None
        crawler = self._create_crawler(name)
        spider_class = cast("type[NewsSpider]", crawler.spidercls)
        try:
            session = CrawlSession.open(settings(), spider_class.site, policy(crawler.settings))
        except (SiteBusy, StoreError, WarcError, OSError) as error:
            print(f"scrapy crawl {name}: {error}", file=sys.stderr)
            return 1
        self.crawler_process.crawl(crawler, session=session, **opts.spargs)
        self.crawler_process.start()
        spider = cast("NewsSpider | None", crawler.spider)
        return 0 if spider is not None and spider.complete else 1


def _refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return 2
