"""Bộ Giáo dục và Đào tạo, moet.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import NewsBoxesPage
from crawler.site import Site, Start


class MoetPage(NewsBoxesPage):
    """A page of the ministry of education."""


SITE = Site(
    name="moet",
    publisher=Publisher(name="Bộ Giáo dục và Đào tạo", acronym="Bộ GD&ĐT", level="ministry", url="https://moet.gov.vn/"),
    hosts=(
        "moet.gov.vn",
        "www.moet.gov.vn",
    ),
    starts=(Start(url="https://moet.gov.vn/tintuc/Pages/tin-tong-hop.aspx?date=&EventID=0&Page=1", section="Tin tổng hợp"),),
    layouts=(MoetPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
        "the folder of the listing (…/Pages/tin-tong-hop.aspx)",
    ),
)
