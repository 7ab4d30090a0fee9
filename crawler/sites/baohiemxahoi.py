"""Bảo hiểm xã hội Việt Nam, baohiemxahoi.gov.vn: SharePoint."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.sharepoint import SharePointPage
from crawler.site import Site, Start


class BaoHiemXaHoiPage(SharePointPage):
    """A page of the social security agency: the whole text stands in ``#contenttin``."""

    fingerprint = css("#contenttin")
    headline_at = css(".title-detail", ".news-title", ".ms-WPBody p[class*=title]")
    date_at = css(".date-detail", ".news-date", ".ms-WPBody p[class*=date]")
    sapo_at = css("#contenttin > p:first-child")
    body_at = css("#contenttin")
    page_parameter = "Page"


SITE = Site(
    name="baohiemxahoi",
    publisher=Publisher(name="Bảo hiểm xã hội Việt Nam", acronym="BHXH", level="agency", url="https://baohiemxahoi.gov.vn/"),
    hosts=(
        "baohiemxahoi.gov.vn",
        "www.baohiemxahoi.gov.vn",
    ),
    starts=(Start(url="https://baohiemxahoi.gov.vn/tintuc/Pages/default.aspx?CateID=169&date=&Page=1"),),
    layouts=(BaoHiemXaHoiPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's teasers and pager: their markup is a guess, the page parameter is known",
        "title and date: paragraphs before #contenttin, told by their names only",
    ),
)
