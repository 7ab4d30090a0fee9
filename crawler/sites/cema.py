"""Ủy ban Dân tộc, cema.gov.vn and ubdt.gov.vn."""

from __future__ import annotations

import re

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.site import Site, Start


class CemaPage(NewsPage):
    """A page of the committee for ethnic minorities."""

    fingerprint = css("#divNewsDetails", "[id$=_newsTitle]")
    headline_at = css("[id$=_newsTitle]")
    date_at = css("[id$=_lblDate]")
    sapo_at = css("[id$=_newsContent]")
    body_at = css("#divNewsDetails")

    item_address = re.compile(r"\.htm$")
    page_parameter = "p"


SITE = Site(
    name="cema",
    publisher=Publisher(name="Ủy ban Dân tộc", acronym="UBDT", level="ministry", url="https://cema.gov.vn/"),
    hosts=(
        "cema.gov.vn",
        "www.cema.gov.vn",
        "ubdt.gov.vn",
        "www.ubdt.gov.vn",
    ),
    starts=(Start(url="http://www.cema.gov.vn/tin-tuc.htm?p=1", section="Tin tức"),),
    layouts=(CemaPage,),
    platform="own",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the listing's address; the page parameter p is known, its teasers are read by the generic route",
    ),
)
