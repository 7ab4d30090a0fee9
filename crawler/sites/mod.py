"""Bộ Quốc phòng, mod.gov.vn: IBM WebSphere Portal."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.site import Site, Start


class ModPage(NewsPage):
    """A page of the ministry of defence."""

    fingerprint = css(".moduleContentBg")
    headline_at = css(".moduleContentBg > div > h1 span", ".moduleContentBg > div > h1")
    date_at = css(".moduleContentBg > div > h2")
    body_at = css(".moduleContentBg > div > div:nth-of-type(1)")
    author_at = css(".moduleContentBg > div > div:nth-of-type(2) > b")


SITE = Site(
    name="mod",
    publisher=Publisher(name="Bộ Quốc phòng", acronym="BQP", level="ministry", url="https://mod.gov.vn/"),
    hosts=(
        "mod.gov.vn",
        "www.mod.gov.vn",
    ),
    starts=(Start(url="https://mod.gov.vn/"),),
    layouts=(ModPage,),
    platform="websphere",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listings: their addresses hold the portal's state (/wps/portal/!ut/p/b1/…), which names one page in many ways",
        "the teasers: read by the generic route",
    ),
)
