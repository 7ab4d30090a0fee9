"""Bộ Xây dựng, moc.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import NumberedPage
from crawler.site import Site, Start


class MocPage(NumberedPage):
    """A page of the ministry of construction."""


SITE = Site(
    name="moc",
    publisher=Publisher(name="Bộ Xây dựng", acronym="BXD", level="ministry", url="https://moc.gov.vn/"),
    hosts=(
        "moc.gov.vn",
        "www.moc.gov.vn",
    ),
    starts=(Start(url="https://moc.gov.vn/vn/chuyen-muc/1196/tin-tuc.aspx?page=1", section="Tin tức"),),
    layouts=(MocPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
        "the section 1196: known from the RSS address /rss/1196/",
    ),
)
