"""Ngân hàng Nhà nước Việt Nam, sbv.gov.vn: Oracle WebCenter."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.webcenter import WebCenterPage
from crawler.site import Site, Start


class SbvPage(WebCenterPage):
    """A page of the state bank."""

    headline_at = css("[id^='T:oc_'][id$=':pbl6']")
    date_at = css("[id$='__ctru16pc8'] > label", "[id*='region:j_id__ctru'] > label")
    sapo_at = css("#pbl20")
    body_at = css("#pbl21")


SITE = Site(
    name="sbv",
    publisher=Publisher(name="Ngân hàng Nhà nước Việt Nam", acronym="NHNN", level="ministry", url="https://sbv.gov.vn/"),
    hosts=(
        "sbv.gov.vn",
        "www.sbv.gov.vn",
    ),
    starts=(Start(url="https://www.sbv.gov.vn/webcenter/portal/vi/menu/trangchu/ttsk", section="Tin tức sự kiện"),),
    layouts=(SbvPage,),
    platform="webcenter",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing: its address is from other crawlers, its teasers are read by the generic route, and it has no stable paging",
        "whether a page comes without its script: the first answer of such a portal may hold none",
    ),
)
