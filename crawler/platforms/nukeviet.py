"""NukeViet 4: ict.thainguyen.gov.vn, binhphuoc.gov.vn and many departments and districts."""

from __future__ import annotations

import re

from crawler.page import NewsPage, css


class NukeVietPage(NewsPage):
    """A page of NukeViet's news module (templates of nukeviet/nukeviet at acd4de4fd).

    The header's ``span.current-time`` is today; the ISO date of ``itemprop=datePublished`` stands as text, and hidden.
    """

    fingerprint = css(".news_column #news-bodyhtml", "#news-bodyhtml", ".news_column [itemprop=headline]", ".news_column")
    headline_at = css(".news_column [itemprop=headline]", ".news_column h1.title", ".news_column h1")
    date_at = css(".news_column span.h5", ".news_column [itemprop=datePublished]")
    sapo_at = css(".news_column .hometext")
    body_at = css("#news-bodyhtml", ".news_column .bodytext")
    author_at = css(".news_column p.h5.text-right")
    chrome_at = "#form3B, #idcomment, ul.related, .panel-footer"
    ends_at = "#form3B, #idcomment, ul.related"

    item_at = ".news_column .panel, .news_column .viewcat, .news_column li.news-item"
    item_link_at = "h2 a[href], h3 a[href], h4 a[href], a.title[href]"
    item_date_at = css(".text-muted", "time", "span.h5")
    item_address = re.compile(r"-\d+\.html$")
    pager_at = ".pagination, #pagination"
    page_in_path = re.compile(r"/page-(?P<page>\d+)/?")
