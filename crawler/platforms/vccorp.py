"""VCCorp (mediacdn): the chinhphu.vn family and the newer mic.gov.vn."""

from __future__ import annotations

import re
from typing import ClassVar

from crawler.dates import PostingDate, address_date
from crawler.page import NewsPage, css


class VCCorpPage(NewsPage):
    """A page of VCCorp's content system, whose elements say their part in ``data-role``."""

    fingerprint = css("[data-role=content].detail-content", ".afcbc-body", "h1.detail-title", ".box-category-item")
    headline_at = css("h1.detail-title", "h1[data-role=title]")
    date_at = css("[data-role=publishdate]", ".detail-time")
    sapo_at = css("h2.detail-sapo", "[data-role=sapo]")
    body_at = css("[data-role=content].detail-content", ".detail-content.afcbc-body")
    section_at = css("[data-role=cate-name]")
    ends_at = ".detail-tag, .detail-related"

    item_at = ".box-category-item"
    item_link_at = "a.box-category-link-title[href], a[href]"
    item_date_at = css(".box-category-time")
    item_address = re.compile(r"-\d{9,}\.html?$")
    pager_at = ".pagination, .paging"
    page_in_path = re.compile(r"/trang-(?P<page>\d+)\.htm")

    dated_by_address: ClassVar[bool] = True
    """Whether the number in an address is the posting time; not on a site whose archive was imported later."""

    def posting_date(self) -> PostingDate | None:
        """The printed date; without one, the time that the article's number in the address begins with."""
        return super().posting_date() or (address_date(self.url, self.page.date) if self.dated_by_address else None)
