"""Ủy ban nhân dân tỉnh Hà Tĩnh, hatinh.gov.vn."""

from __future__ import annotations

import re

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.site import Site, Start


class HaTinhPage(NewsPage):
    """A page of the people's committee of Hà Tĩnh: files, counter and author stand inside of the content box."""

    fingerprint = css(".detail-content-lead", ".detail-content .detail-content-lead")
    headline_at = css(".detail-title")
    date_at = css(".time")
    sapo_at = css(".detail-content-lead")
    body_at = css(".detail-content")
    chrome_at = ".detail-content-lead, .detail-title, .time, .view-count, .files"

    item_at = ".news-item, .item-news"
    item_address = re.compile(r"/bai-viet/")
    page_parameter = "page"


SITE = Site(
    name="hatinh",
    publisher=Publisher(name="Ủy ban nhân dân tỉnh Hà Tĩnh", acronym="UBND Hà Tĩnh", level="province", url="https://hatinh.gov.vn/"),
    hosts=(
        "hatinh.gov.vn",
        "www.hatinh.gov.vn",
    ),
    starts=(Start(url="https://hatinh.gov.vn/bai-viet/?page=1"),),
    layouts=(HaTinhPage,),
    platform="own",
    unverified=(
        "the article's selectors: a crawler's, seen on no saved page",
        "the listing's markup; /bai-viet/ and ?page= are known",
    ),
)
