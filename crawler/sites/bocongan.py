"""Bộ Công an, bocongan.gov.vn: SharePoint until 2025, since then a system of its own."""

from __future__ import annotations

import re

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.platforms.sharepoint import SharePointPage
from crawler.site import Site, Start

_BOX = "[id*='_g_a823d20f_'] > div > div:nth-of-type(2)"


class BoCongAnPage(NewsPage):
    """A page since 2025: of it only the listing is known, so its articles are read by the generic route."""

    fingerprint = css("article.card-large", "a[href^='/bai-viet/']")
    item_at = "article.card-large"
    item_link_at = "a[href*='/bai-viet/']"
    item_date_at = css("span.text-bca-gray-700")
    item_address = re.compile(r"/bai-viet/[^/?#]+-(?:\d{10}|d\d+-t\d+)$")


class BoCongAnSharePointPage(SharePointPage):
    """A page until 2025."""

    fingerprint = css(f"{_BOX} > h1", "[id*='_g_a823d20f_']")
    headline_at = css(f"{_BOX} > h1")
    date_at = css(f"{_BOX} > div:nth-of-type(1) > div:nth-of-type(1)")
    sapo_at = css(f"{_BOX} > div:nth-of-type(2)")
    body_at = css(f"{_BOX} > div:nth-of-type(4)")
    author_at = css(f"{_BOX} > div:nth-of-type(5)")

    item_at = f"{_BOX} > div"
    item_link_at = "h2 a[href]"
    item_address = re.compile(r"\.html(?:$|\?)")
    pager_at = _BOX
    page_parameter = "Page"


SITE = Site(
    name="bocongan",
    publisher=Publisher(name="Bộ Công an", acronym="BCA", level="ministry", url="https://bocongan.gov.vn/"),
    hosts=(
        "bocongan.gov.vn",
        "www.bocongan.gov.vn",
    ),
    starts=(
        Start(url="https://bocongan.gov.vn/chuyen-muc/chi-dao-dieu-hanh", section="Chỉ đạo điều hành"),
        Start(url="https://bocongan.gov.vn/chuyen-muc/hoat-dong-cua-bo-cong-an-1754966863", section="Hoạt động của Bộ Công an"),
        Start(url="https://bocongan.gov.vn/chuyen-muc/hoat-dong-cua-dia-phuong-1753170286", section="Hoạt động của địa phương"),
        Start(url="https://bocongan.gov.vn/chuyen-muc/thong-tin-doi-ngoai-1751367399", section="Thông tin đối ngoại"),
    ),
    layouts=(
        BoCongAnPage,
        BoCongAnSharePointPage,
    ),
    platform="sharepoint",
    unverified=(
        "the older article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the newer listing's teasers: another crawler's selectors of 2026; how it goes on after its first page is not known",
        "the newer article's markup: not known, read by the generic route",
    ),
)
