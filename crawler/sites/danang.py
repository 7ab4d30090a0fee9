"""Ủy ban nhân dân thành phố Đà Nẵng, danang.gov.vn: Liferay."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class DaNangPage(LiferayPage):
    """A page of the people's committee of Đà Nẵng, whose ``h1`` is the menu's."""

    headline_at = css(".title-detail", ".asset-full-content-title")
    date_at = css(".date-detail", ".time-detail", ".title-detail ~ span", ".title-detail ~ div", ".assetPublishDate")
    body_at = css(".portlet-asset-publisher .journal-content-article", ".journal-content-article")


SITE = Site(
    name="danang",
    publisher=Publisher(name="Ủy ban nhân dân thành phố Đà Nẵng", acronym="UBND Đà Nẵng", level="province", url="https://danang.gov.vn/"),
    hosts=(
        "danang.gov.vn",
        "www.danang.gov.vn",
    ),
    starts=(Start(url="https://danang.gov.vn/web/guest/tin-tuc", section="Tin tức"),),
    layouts=(DaNangPage,),
    platform="liferay",
    unverified=(
        "the article's selectors: a crawler's, seen on no saved page",
        "the date's element",
        "the listing: its address and markup",
    ),
)
