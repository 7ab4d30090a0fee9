"""Bộ Y tế, moh.gov.vn: Liferay, asset publisher."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class MohPage(LiferayPage):
    """A page of the ministry of health: stock Liferay, whose title stands in the header of the asset."""

    headline_at = css(
        ".asset-full-content-title",
        ".portlet-asset-publisher .header-title",
        ".portlet-asset-publisher h3.asset-title",
        ".contentDetail h3",
    )
    date_at = css(
        ".portlet-asset-publisher .assetPublishDate",
        ".portlet-asset-publisher .metadata-publish-date",
        ".contentDetail > div:nth-of-type(2) p",
    )


SITE = Site(
    name="moh",
    publisher=Publisher(name="Bộ Y tế", acronym="BYT", level="ministry", url="https://moh.gov.vn/"),
    hosts=(
        "moh.gov.vn",
        "www.moh.gov.vn",
        "ncov.moh.gov.vn",
    ),
    starts=(Start(url="https://moh.gov.vn/hoat-dong-cua-dia-phuong"),),
    layouts=(MohPage,),
    platform="liferay",
    unverified=(
        "the title's element: stock Liferay's, seen on no saved page of this host",
        "the listing's address; paging by _101_INSTANCE_…_cur is known",
    ),
)
