"""Bộ Lao động - Thương binh và Xã hội, molisa.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.sharepoint import WholeDescriptionPage
from crawler.site import Site, Start


class MolisaPage(WholeDescriptionPage):
    """A page of the ministry of labour: ``#divArticleDescription`` is the whole body here."""


SITE = Site(
    name="molisa",
    publisher=Publisher(
        name="Bộ Lao động - Thương binh và Xã hội", acronym="Bộ LĐTB&XH", level="ministry", url="https://www.molisa.gov.vn/"
    ),
    hosts=(
        "molisa.gov.vn",
        "www.molisa.gov.vn",
    ),
    starts=(Start(url="https://www.molisa.gov.vn/Pages/tintuc/chuyenmuc.aspx?ChuyenMucID=32&page=1"),),
    layouts=(MolisaPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
    ),
)
