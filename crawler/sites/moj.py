"""Bộ Tư pháp, moj.gov.vn: SharePoint."""

from __future__ import annotations

import re

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.sharepoint import SharePointPage
from crawler.site import Site, Start

_BOX = "[id^='ctl00_ctl35_g_'] > div > div > div:nth-of-type(2) > div:nth-of-type(2) > div"


class MojPage(SharePointPage):
    """A page of the ministry of justice: each section's web part has an id of its own, and one shape."""

    fingerprint = css(f"{_BOX} > h1", "[id^='ctl00_ctl35_g_']")
    headline_at = css(f"{_BOX} > h1")
    date_at = css(f"{_BOX} > span")
    sapo_at = css(f"{_BOX} > div:nth-of-type(2)")
    body_at = css(f"{_BOX} > div:nth-of-type(3)")

    item_at = "[id^='ctl00_ctl35_g_'] div > div"
    item_link_at = "p > a[href]"
    item_date_at = css("span")
    item_address = re.compile(r"/Pages/[^?]+\.aspx\?(?:.*&)?ItemID=\d+", re.IGNORECASE)
    pager_at = "[id^='ctl00_ctl35_g_']"
    page_parameter = "Page"


SITE = Site(
    name="moj",
    publisher=Publisher(name="Bộ Tư pháp", acronym="BTP", level="ministry", url="https://moj.gov.vn/"),
    hosts=(
        "moj.gov.vn",
        "www.moj.gov.vn",
    ),
    starts=(
        Start(url="https://moj.gov.vn/qt/tintuc/Pages/chi-dao-dieu-hanh.aspx?Date=&Page=1", section="Chỉ đạo điều hành"),
        Start(url="https://moj.gov.vn/qt/tintuc/Pages/van-ban-chinh-sach-moi.aspx?Date=&Page=1", section="Văn bản chính sách mới"),
    ),
    layouts=(MojPage,),
    platform="sharepoint",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the date of a teaser; the page parameter and the teasers' place are from the same table",
    ),
)
