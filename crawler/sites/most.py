"""Bộ Khoa học và Công nghệ, most.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import NumberedPage
from crawler.site import Site, Start


class MostPage(NumberedPage):
    """A page of the ministry of science and technology before it merged."""


SITE = Site(
    name="most",
    publisher=Publisher(name="Bộ Khoa học và Công nghệ", acronym="Bộ KH&CN", level="ministry", url="https://most.gov.vn/"),
    hosts=(
        "most.gov.vn",
        "www.most.gov.vn",
    ),
    starts=(Start(url="https://most.gov.vn/vn/chuyen-muc/1/tin-tuc.aspx?page=1", section="Tin tức"),),
    layouts=(MostPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
        "the number of the section in the listing's address",
    ),
)
