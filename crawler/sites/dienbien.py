"""Ủy ban nhân dân tỉnh Điện Biên, dienbien.gov.vn: Tandan."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.tandan import TandanPage
from crawler.site import Site, Start


class DienBienPage(TandanPage):
    """A page of the people's committee of Điện Biên."""


SITE = Site(
    name="dienbien",
    publisher=Publisher(name="Ủy ban nhân dân tỉnh Điện Biên", acronym="UBND Điện Biên", level="province", url="https://dienbien.gov.vn/"),
    hosts=(
        "dienbien.gov.vn",
        "www.dienbien.gov.vn",
    ),
    starts=(Start(url="https://dienbien.gov.vn/portal/Pages/Tin-tuc.aspx?PageIndex=1", section="Tin tức"),),
    layouts=(DienBienPage,),
    platform="tandan",
    unverified=(
        "the article's selectors: a crawler of dienbien.gov.vn, seen on no saved page",
        "the listing's address and teasers; ?PageIndex= is known",
    ),
)
