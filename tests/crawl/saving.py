"""Runs ``scrapy savepage`` for the test site, into a folder given; prints where the page was saved."""

from __future__ import annotations

import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.commands.savepage import Command, save
from tests.crawl.site import SITE

command = Command()
command.crawler_process = AsyncCrawlerProcess(get_project_settings())
spider = command.fetch(SITE, sys.argv[1])
assert spider.page is not None, spider.fault
print(save(spider.page, Path(sys.argv[2])))
