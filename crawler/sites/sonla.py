"""Ủy ban nhân dân tỉnh Sơn La, sonla.gov.vn."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import NewsPage, css
from crawler.site import Site, Start


class SonLaPage(NewsPage):
    """A page of the people's committee of Sơn La."""

    fingerprint = css(".ArticleHeader", ".ArticleContent")
    headline_at = css(".ArticleHeader")
    date_at = css(".PostDate")
    sapo_at = css(".ArticleSummary")
    body_at = css(".ArticleContent")
    author_at = css(".ArticleAuthor")


SITE = Site(
    name="sonla",
    publisher=Publisher(name="Ủy ban nhân dân tỉnh Sơn La", acronym="UBND Sơn La", level="province", url="https://sonla.gov.vn/"),
    hosts=(
        "sonla.gov.vn",
        "www.sonla.gov.vn",
    ),
    starts=(Start(url="https://sonla.gov.vn/tin-tuc", section="Tin tức"),),
    layouts=(SonLaPage,),
    platform="own",
    unverified=(
        "the article's selectors: a crawler's, seen on no saved page",
        "the listing: its address and markup",
    ),
)
