"""SharePoint 2010/2013 with news web parts: mic.gov.vn's older layout and its like."""

from __future__ import annotations

import re

from crawler.page import NewsPage, css


class SharePointPage(NewsPage):
    """A page of a SharePoint portal.

    The same id means different things on different sites (``#divArticleDescription`` is the sapo on mic, the whole
    body on molisa), so what stands here is what a page tells by itself: where there is a content box beside it, the
    description is the sapo.
    """

    fingerprint = css("#s4-workspace", "#s4-ribbonrow", "#divArticleContent", "meta[name=GENERATOR][content*=SharePoint]")
    headline_at = css("#news_content .title_news h1", "#news_content h1")
    date_at = css("#news_content .date-detail")
    sapo_at = css("#divArticleDescription")
    body_at = css("#divArticleContent")
    author_at = css("#news_content ~ p[align=right] strong", "#news_content p[align=right] strong")
    section_at = css(".title-list-news .title-t1")
    ends_at = ".tien-ich, .g-search, .tin-lien-quan, #dsldvNewsLienQuan"

    item_address = re.compile(r"/Pages/TinTuc/(?:\d+/|tinchitiet\.aspx\?)", re.IGNORECASE)
    page_in_path = re.compile(r"/PhanTrang/\d+/(?P<page>\d+)/", re.IGNORECASE)
