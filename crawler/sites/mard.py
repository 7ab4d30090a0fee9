"""Bộ Nông nghiệp và Phát triển nông thôn, mard.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import RichFieldPage
from crawler.site import Site, Start


class MardPage(RichFieldPage):
    """A page of the ministry of agriculture."""


SITE = Site(
    name="mard",
    publisher=Publisher(
        name="Bộ Nông nghiệp và Phát triển nông thôn", acronym="Bộ NN&PTNT", level="ministry", url="https://www.mard.gov.vn/"
    ),
    hosts=(
        "mard.gov.vn",
        "www.mard.gov.vn",
    ),
    starts=(Start(url="https://www.mard.gov.vn/Pages/danh-sach-tin.aspx"),),
    layouts=(MardPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing: filled in by JavaScript, obtained by no known crawler",
    ),
)
