"""The site that the crawl tests crawl: small layouts, on the loopback port that ``TEST_PORTAL`` names.

``scrapy crawl thu -s SPIDER_MODULES=tests.crawl.site`` finds it as it finds a real one.
"""

from __future__ import annotations

import os
import re

from archive.article import Article, Publisher
from crawler.page import NewsPage
from crawler.site import Site, Start
from crawler.spiders import spider_for


class SmallPage(NewsPage):
    """A listing of ``li``, an article with ``h1`` and ``div.body``, a pager of links or post-backs."""

    headline_at = ("h1.headline",)
    date_at = ("span.posted",)
    body_at = ("div.body",)
    item_at = "li.item"
    item_date_at = ("span.posted",)
    pager_at = "div.pager"
    page_parameter = "page"

    def article(self) -> Article:
        """The article; fails on a page that asks for it, as a page class with a fault would."""
        if self.document.first("h1.broken-on-purpose") is not None:
            raise LookupError("the rule met something new")
        return super().article()


class PostBackPage(SmallPage):
    """The same, paged by an ASP.NET post-back only."""

    page_parameter = ""
    page_in_path = re.compile(r"/never-(?P<page>\d+)")


PORTAL = os.environ["TEST_PORTAL"]
SCHEME = os.environ.get("TEST_SCHEME", "http")
STARTS = os.environ.get("TEST_STARTS", "/tin").split(",")

SITE = Site(
    name="thu",
    publisher=Publisher(name="Cổng thử nghiệm"),
    hosts=tuple(os.environ.get("TEST_HOSTS", PORTAL).split(",")),
    starts=tuple(Start(url=f"{SCHEME}://{PORTAL}{path}", section="Tin tức") for path in STARTS),
    layouts=(PostBackPage if os.environ.get("TEST_POST_BACK") else SmallPage,),
    platform="test",
)

ThuSpider = spider_for(SITE, __name__)
