"""Viện Hàn lâm Khoa học xã hội Việt Nam, vass.gov.vn."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.site import Site, Start

_BOX = ".box-news > div > div > div > div"


class VassPage(NewsPage):
    """A page of the academy of social sciences."""

    fingerprint = css("#anhnoidungdetail")
    headline_at = css(f"{_BOX} > h1")
    date_at = css(f"{_BOX} > div > p:nth-of-type(1)")
    sapo_at = css(f"{_BOX} > div > p:nth-of-type(2)")
    body_at = css("#anhnoidungdetail")


SITE = Site(
    name="vass",
    publisher=Publisher(name="Viện Hàn lâm Khoa học xã hội Việt Nam", acronym="VASS", level="agency", url="https://vass.gov.vn/"),
    hosts=(
        "vass.gov.vn",
        "www.vass.gov.vn",
    ),
    starts=(Start(url="https://vass.gov.vn/"),),
    layouts=(VassPage,),
    platform="own",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listings: their pages are numbered …-1.0.1, their teasers are read by the generic route",
    ),
)
