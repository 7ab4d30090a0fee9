"""mojoPortal (ASP.NET): the CIO council's site and aita.gov.vn."""

from __future__ import annotations

import re

from crawler.page import NewsPage, css


class MojoPortalPage(NewsPage):
    """A page of mojoPortal's article module.

    It prints no posting date: listings may give one, else there is none. The pager of its module is an ASP.NET
    post-back.
    """

    fingerprint = css(".panelwrapper", "#wrapwebsite", "link[href*='SearchEngineInfo.ashx']")
    headline_at = css(".article-detail .article-title", ".panelwrapper.article [id$=lblTitle]", ".panelwrapper.article h2.moduletitle")
    sapo_at = css(".article-detail .article-summary")
    body_at = css(".article-detail .article-content")
    author_at = css(".article-detail > p")
    ends_at = ".article-foot"

    item_at = ".article-list .article-item"
    item_link_at = "a.article-title[href], a[href]"
    item_date_at = css(".article-date")
    item_address = re.compile(r"/tin-tuc/\d+/|/Article/ViewPost\.aspx|\.aspx$", re.IGNORECASE)
    pager_at = ".article-pager, .pager"
