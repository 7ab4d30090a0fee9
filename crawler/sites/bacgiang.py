"""Ủy ban nhân dân tỉnh Bắc Giang, bacgiang.gov.vn: Liferay."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class BacGiangPage(LiferayPage):
    """A page of the people's committee of Bắc Giang (``/web/guest/-/<slug>``)."""


SITE = Site(
    name="bacgiang",
    publisher=Publisher(name="Ủy ban nhân dân tỉnh Bắc Giang", acronym="UBND Bắc Giang", level="province", url="https://bacgiang.gov.vn/"),
    hosts=(
        "bacgiang.gov.vn",
        "www.bacgiang.gov.vn",
    ),
    starts=(Start(url="https://bacgiang.gov.vn/web/guest/tin-tuc", section="Tin tức"),),
    layouts=(BacGiangPage,),
    platform="liferay",
    unverified=(
        "the article's markup: stock Liferay's",
        "the listing's address",
        "the server's TLS is old: OpenSSL's security level 1 is needed to connect",
    ),
)
