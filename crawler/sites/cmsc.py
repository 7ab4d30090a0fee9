"""Ủy ban Quản lý vốn nhà nước tại doanh nghiệp, cmsc.gov.vn: Liferay with the VNPT portlet."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class CmscPage(LiferayPage):
    """A page of the VNPT news portlet."""

    fingerprint = css("#testabc", "[id*=vnpteportalnewsportlet]")
    headline_at = css("#testabc h1")
    date_at = css("#testabc .date", "#testabc time", "#testabc > div:first-of-type")
    body_at = css("#testabc > div:nth-of-type(2)")
    ends_at = ".tin-lien-quan, .related-news"


SITE = Site(
    name="cmsc",
    publisher=Publisher(name="Ủy ban Quản lý vốn nhà nước tại doanh nghiệp", acronym="CMSC", level="agency", url="https://cmsc.gov.vn/"),
    hosts=(
        "cmsc.gov.vn",
        "www.cmsc.gov.vn",
    ),
    starts=(Start(url="https://cmsc.gov.vn/tin-tuc", section="Tin tức"),),
    layouts=(CmscPage,),
    platform="liferay",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the date's element",
        "the listing's teasers; paging by …_vnpteportalnewsportlet_INSTANCE_…_cur is known",
    ),
)
