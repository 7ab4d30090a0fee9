"""Cục Tin học hóa (the authority of information technology application), aita.gov.vn: mojoPortal."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.mojoportal import MojoPortalPage
from crawler.site import Site, Start


class AitaPage(MojoPortalPage):
    """A page of the authority: the sapo stands again as the first paragraph, "1164 Go top" is the counter and a link."""


SITE = Site(
    name="aita",
    publisher=Publisher(name="Cục Tin học hóa", acronym="AITA", level="agency", url="https://aita.gov.vn/"),
    hosts=("aita.gov.vn", "www.aita.gov.vn"),
    starts=(Start(url="https://aita.gov.vn/tin-tuc", section="Tin tức"),),
    layouts=(AitaPage,),
    platform="mojoportal",
    unverified=(
        "the listing's address (articles are seen at /tin-tuc/<number>/<slug> and /Article/ViewPost.aspx?pageid=&ItemID=&mid=)",
        "the article's markup (title, sapo, content, foot): rebuilt from mojoPortal's templates",
        "the listing's markup and its pager (an ASP.NET post-back, as mojoPortal's modules page)",
    ),
)
