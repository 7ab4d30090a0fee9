"""Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Thanh Hóa, dbndthanhhoa.gov.vn: Tandan."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.tandan import TandanPage
from crawler.site import Site, Start


class DbndThanhHoaPage(TandanPage):
    """A page of the people's council of Thanh Hóa."""


SITE = Site(
    name="dbnd-thanhhoa",
    publisher=Publisher(
        name="Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Thanh Hóa",
        acronym="HĐND Thanh Hóa",
        level="council",
        url="https://dbndthanhhoa.gov.vn/",
    ),
    hosts=(
        "dbndthanhhoa.gov.vn",
        "www.dbndthanhhoa.gov.vn",
    ),
    starts=(Start(url="https://dbndthanhhoa.gov.vn/portal/pages/tin-tuc.aspx?PageIndex=1", section="Tin tức"),),
    layouts=(DbndThanhHoaPage,),
    platform="tandan",
    unverified=(
        "the article's selectors: those of dienbien.gov.vn; only the shape of an address is seen here",
        "the listing's address and teasers; ?PageIndex= is known",
    ),
)
