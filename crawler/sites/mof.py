"""Bộ Tài chính, mof.gov.vn: Oracle WebCenter."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.webcenter import WebCenterPage
from crawler.site import Site, Start


class MofPage(WebCenterPage):
    """A page of the ministry of finance."""

    headline_at = css("[id$=':listTmplt:pbl6']")
    date_at = css("[id$=':listTmplt:pbl33'] > span")
    body_at = css("[id$=':listTmplt:pbl8'] > div:nth-of-type(3)")


SITE = Site(
    name="mof",
    publisher=Publisher(name="Bộ Tài chính", acronym="BTC", level="ministry", url="https://mof.gov.vn/"),
    hosts=(
        "mof.gov.vn",
        "www.mof.gov.vn",
    ),
    starts=(Start(url="https://mof.gov.vn/webcenter/portal/btcvn/pages_r/l/tin-bo-tai-chinh", section="Tin Bộ Tài chính"),),
    layouts=(MofPage,),
    platform="webcenter",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing: its address is from other crawlers, its teasers are read by the generic route, and it has no stable paging",
        "whether a page comes without its script: the first answer of such a portal may hold none",
    ),
)
