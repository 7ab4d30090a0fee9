"""The bare Scrapy crawl that ours is measured against: the same listing, the same pages, nothing read or kept of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Follows the links of a listing and its pager."""

    name = "bare"
    taken = 0

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Reads a page of the listing."""
        for link in response.css("a.box-category-link-title::attr(href)"):
            yield response.follow(link.get(), callback=self.take)
        for link in response.css(".pagination a::attr(href)"):
            yield response.follow(link.get(), callback=self.parse)

    def take(self, response: Response) -> None:
        """Counts an article's page and leaves it."""
        BareSpider.taken += 1


def main(start: str) -> None:
    """Crawls from an address, as quickly as the framework can, and prints how many articles it took."""
    BareSpider.start_urls = [start]
    settings = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "HTTPPROXY_ENABLED": False}
    process = CrawlerProcess(settings)
    process.crawl(BareSpider)
    process.start()
    print(BareSpider.taken)


if __name__ == "__main__":
    main(sys.argv[1])
