"""Tandan's SharePoint portals: provincial portals and communes (``/portal/pages/2023-01-30/<Slug>-468686.aspx``)."""

from __future__ import annotations

import re

from crawler.dates import PostingDate, address_day
from crawler.page import NewsPage, css


class TandanPage(NewsPage):
    """A page of Tandan's news web part, whose elements bear its own names."""

    fingerprint = css(".tandan-p-article-news-title", ".tandan-span-date-publish", ".tandan-p-article-main", "[class*='tandan-']")
    headline_at = css(".tandan-p-article-news-title")
    date_at = css(".tandan-span-date-publish")
    sapo_at = css(".tandan-p-article-news-summary")
    body_at = css(".tandan-p-article-main", ".ms-rtestate-field")
    author_at = css(".tandan-p-article-author", ".tandan-span-author")
    chrome_at = ".td-tags"
    ends_at = ".tandan-div-article-other, .td-tags"

    item_at = ".tandan-div-article-item, .tandan-news-item"
    item_date_at = css(".tandan-span-date-publish", ".tandan-span-date")
    item_address = re.compile(r"/pages/\d{4}-\d{1,2}-\d{1,2}/[^/]+\.aspx", re.IGNORECASE)
    pager_at = ".tandan-paging, .pagination"
    page_parameter = "PageIndex"

    def posting_date(self) -> PostingDate | None:
        """The printed date ("Đăng ngày ..."); without one, the day's folder in the address."""
        return super().posting_date() or address_day(self.url, self.page.date)
