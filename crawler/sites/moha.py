"""Bộ Nội vụ, moha.gov.vn."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import ShownContentPage
from crawler.site import Site, Start


class MohaPage(ShownContentPage):
    """A page of the ministry of home affairs."""


SITE = Site(
    name="moha",
    publisher=Publisher(name="Bộ Nội vụ", acronym="BNV", level="ministry", url="https://moha.gov.vn/"),
    hosts=(
        "moha.gov.vn",
        "www.moha.gov.vn",
    ),
    starts=(Start(url="https://moha.gov.vn/tin-tuc-su-kien.html?page=1", section="Tin tức sự kiện"),),
    layouts=(MohaPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
    ),
)
