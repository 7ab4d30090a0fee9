"""Bộ Công Thương, moit.gov.vn: Liferay with the EcoIT portlet."""

from __future__ import annotations

from archive.article import Publisher
from crawler.page import css
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class MoitPage(LiferayPage):
    """A page of the EcoIT portlet, whose own ids the asset publisher has not."""

    fingerprint = css("#contentnews", "[id*=CmsViewEcoITportlet]")
    headline_at = css("section article h1", "article h1")
    date_at = css("section article .date", "section article time", "article h1 ~ span", "article h1 ~ p:not(#change_font_size)")
    sapo_at = css("p#change_font_size")
    body_at = css("#contentnews")
    ends_at = ".related-news, .tin-lien-quan"

    item_at = ".item-news, article.news-item"


SITE = Site(
    name="moit",
    publisher=Publisher(name="Bộ Công Thương", acronym="BCT", level="ministry", url="https://moit.gov.vn/"),
    hosts=(
        "moit.gov.vn",
        "www.moit.gov.vn",
    ),
    starts=(Start(url="https://moit.gov.vn/tin-tuc", section="Tin tức"),),
    layouts=(MoitPage,),
    platform="liferay",
    unverified=(
        "the article's selectors: a crawler's table of XPaths of 2021, seen on no saved page",
        "the date: looked for under the title, no source names its element",
        "the listing's teasers; paging by …_CmsViewEcoITportlet_INSTANCE_…_cur is known",
    ),
)
