"""SharePoint 2010/2013 with news web parts: mic.gov.vn's older layout and the ministries of the same product line.

The same id means different things on different sites (``#divArticleDescription`` is the sapo on mic, the whole body on
molisa), so each line of products has a class of its own, told by the boxes that stand side by side.
"""

from __future__ import annotations

import re

from crawler.markup import Document
from crawler.page import NewsPage, css


class _NewsWebPart(NewsPage):
    """What the vendor's web parts have in common: where an article ends, and how a listing is set."""

    ends_at = ".tien-ich, .g-search, .tin-lien-quan, #dsldvNewsLienQuan"

    item_at = ".news-item, .list-news li"
    item_date_at = css(".date", "span")
    pager_at = ".paging, .pagination"


class SharePointPage(_NewsWebPart):
    """A page of the line that mic.gov.vn has: where there is a content box beside it, the description is the sapo."""

    fingerprint = css("#s4-workspace", "#s4-ribbonrow", "#divArticleContent", "meta[name=GENERATOR][content*=SharePoint]")
    headline_at = css("#news_content .title_news h1", "#news_content h1")
    date_at = css("#news_content .date-detail")
    sapo_at = css("#divArticleDescription")
    body_at = css("#divArticleContent")
    author_at = css("#news_content ~ p[align=right] strong", "#news_content p[align=right] strong")
    section_at = css(".title-list-news .title-t1")

    item_address = re.compile(r"/Pages/TinTuc/(?:\d+/|tinchitiet\.aspx\?)", re.IGNORECASE)
    page_in_path = re.compile(r"/PhanTrang/\d+/(?P<page>\d+)/", re.IGNORECASE)


class NumberedPage(_NewsWebPart):
    """The line of mt.gov.vn, most.gov.vn and moc.gov.vn: three numbered description boxes, the third with the title."""

    fingerprint = css("#divArticleDescription3", "#divArticleDescription2")
    headline_at = css("#divArticleDescription3 h1", "#divArticleDescription3")
    date_at = css("[id$=_pnHide] span", "[id$=_pnHide]", "[id$=_pnNguontin] p:nth-of-type(1) font")
    sapo_at = css("#divArticleDescription1")
    body_at = css("#divArticleDescription2")

    item_at = ".news-item, .list-news li, .item-news"
    item_address = re.compile(r"/(?:vn/)?(?:tin-tuc|chi-tiet|Pages)/", re.IGNORECASE)
    pager_at = ".Paging, .paging"
    page_parameter = "page"


class NewsBoxesPage(_NewsWebPart):
    """The line of moet.gov.vn: ``#news-title``, ``#news-des``, ``#news-detail``."""

    fingerprint = css("#news-title", "#news-detail")
    headline_at = css("#news-title")
    date_at = css("#news-date", "#news-title ~ span", "#news-title ~ p span", "#news-title ~ div span")
    sapo_at = css("#news-des")
    body_at = css("#news-detail")

    page_parameter = "Page"


class ShownContentPage(_NewsWebPart):
    """The line of moha.gov.vn: ``#show_description`` and ``#show_content`` inside of ``#news_details``."""

    fingerprint = css("#show_content", "#news_details")
    headline_at = css("#news_details h1")
    date_at = css("#news_details h1 ~ p", "#news_details h1 ~ div:nth-of-type(1) p", "#news_details > p")
    sapo_at = css("#show_description")
    body_at = css("#show_content")

    page_parameter = "page"


class RichFieldPage(_NewsWebPart):
    """The line of mard.gov.vn: ``#txtTitle``, ``#txtDateString`` and SharePoint's own rich text field."""

    fingerprint = css("#txtDateString", "#txtTitle")
    headline_at = css("#txtTitle")
    date_at = css("#txtDateString")
    sapo_at = css("#divArticleDescription p", "#divArticleDescription")
    body_at = css("[id$=__ControlWrapper_RichHtmlField]", ".ms-rtestate-field")


class WholeDescriptionPage(_NewsWebPart):
    """The line of molisa.gov.vn: ``#divArticleDescription`` is the whole body, its first paragraph the lead."""

    headline_at = css("#divArticleTitle h1", ".ms-WPBody h1", "h1")
    date_at = css("#divArticleTitle p", ".ms-WPBody h1 ~ p", "h1 ~ p")
    sapo_at = css("#divArticleDescription > p:first-child")
    body_at = css("#divArticleDescription")

    page_parameter = "page"

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Where the description stands without a content box: beside one it is the sapo."""
        tree = document.tree
        return (
            tree.css_first("#divArticleDescription") is not None and tree.css_first("#divArticleContent, #news_content, #txtTitle") is None
        )
