"""``scrapy savepage SITE URL``: one page of a site as a fixture, fetched as politely as a crawl would."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import scrapy
from scrapy.commands import ScrapyCommand
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.settings import TIME_ZONE
from crawler.guard import refusal
from crawler.site import Site
from crawler.sites import all_sites
from crawler.spiders import settings_for
from crawler.verdicts import of_error

FIXTURES = Path(__file__).parents[2] / "tests" / "sites"


_WITHOUT_LEDGER: dict[str, Any] = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "ITEM_PIPELINES": {"crawler.pipelines.ArchivePipeline": None},
}


class PageSpider(scrapy.Spider):
    """Fetches one page, past the same guards as a crawl, and keeps it for the command."""

    name = "savepage"
    site: Site
    address: str
    page: Response | None = None
    fault: str = ""

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        yield Request(self.address, callback=self.keep, errback=self.note)

    def keep(self, response: Response) -> None:
        """An answer came."""
        if response.status == 200:
            self.page = response
        else:
            self.fault = f"the server answered {response.status}"

    def note(self, failure: Failure) -> None:
        """No answer came."""
        assert failure.value is not None
        self.fault = of_error(failure.value, urlsplit(self.address).hostname or "").reason


class Command(ScrapyCommand):
    """Saves a page as a fixture of its site."""

    requires_project = True

    def syntax(self) -> str:
        """The arguments."""
        return "SITE URL"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Save a page as a fixture of a site"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 0 when saved, 1 when the page could not be had, 2 on a usage error."""
        if len(args) != 2 or args[0] not in all_sites():
            print("usage: scrapy savepage SITE URL, with a site that `scrapy list` shows", file=sys.stderr)
            self.exitcode = 2
            return
        site, url = all_sites()[args[0]], args[1]
        fault = refusal(url, site.hosts)
        if fault:
            print(f"{url}: {fault}; the hosts of {site.name} are {', '.join(site.hosts)}", file=sys.stderr)
            self.exitcode = 2
            return
        spider = self.fetch(site, url)
        if spider.page is None:
            print(f"{url}: {spider.fault}", file=sys.stderr)
            self.exitcode = 1
            return
        folder = save(spider.page, FIXTURES / site.name)
        print(f"saved as {folder}\nnext: pytest tests/sites writes its golden.json and fails; read it, then run again", file=sys.stderr)

    def fetch(self, site: Site, url: str) -> PageSpider:
        """Fetches a page with the command's crawler process and gives the spider that has it, or its fault."""
        assert self.crawler_process is not None
        attributes = {"site": site, "address": url, "custom_settings": settings_for(site) | _WITHOUT_LEDGER}
        spider = type("PageSpider", (PageSpider,), attributes)
        crawler = self.crawler_process.create_crawler(spider)
        self.crawler_process.crawl(crawler)
        self.crawler_process.start()
        return cast("PageSpider", crawler.spider)


def save(page: Response, folder: Path) -> Path:
    """Writes a page into a new folder of a site's fixtures and gives the folder."""
    place = _free(folder, slug(page.url))
    place.mkdir(parents=True)
    (place / "page.html").write_bytes(page.body)
    meta = {"url": page.url, "date": datetime.now(TIME_ZONE).isoformat(timespec="seconds")}
    (place / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return place


def slug(url: str) -> str:
    """A folder's name for an address: the last words of its path."""
    words = re.findall(r"[a-z0-9]+", unquote(urlsplit(url).path).lower().removesuffix(".html").rpartition("/")[2])
    return "-".join(words)[:60].strip("-") or "trang"


def _free(folder: Path, name: str) -> Path:
    candidates = (folder / (name if number == 1 else f"{name}-{number}") for number in range(1, 1000))
    return next(place for place in candidates if not place.exists())
