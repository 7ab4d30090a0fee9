"""Bộ Giao thông vận tải, mt.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import NumberedPage
from crawler.site import Site, Start


class MtPage(NumberedPage):
    """A page of the ministry of transport."""


SITE = Site(
    name="mt",
    publisher=Publisher(name="Bộ Giao thông vận tải", acronym="Bộ GTVT", level="ministry", url="https://mt.gov.vn/"),
    hosts=(
        "mt.gov.vn",
        "www.mt.gov.vn",
    ),
    starts=(Start(url="https://mt.gov.vn/vn/Pages/Trangchu.aspx"),),
    layouts=(MtPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing: its address has no page parameter, a post-back is suspected",
    ),
)
