"""Cổng Thông tin điện tử Chính phủ and Văn phòng Chính phủ, chinhphu.vn and vpcp.chinhphu.vn: VCCorp."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.vccorp import VCCorpPage
from crawler.site import Site, Start


class ChinhphuPage(VCCorpPage):
    """A page of the government's portals."""


SITE = Site(
    name="chinhphu",
    publisher=Publisher(name="Cổng Thông tin điện tử Chính phủ", acronym="VGP", level="government", url="https://chinhphu.vn/"),
    hosts=("vpcp.chinhphu.vn", "chinhphu.vn", "www.chinhphu.vn", "baochinhphu.vn", "www.baochinhphu.vn"),
    starts=(Start(url="https://vpcp.chinhphu.vn/"),),
    layouts=(ChinhphuPage,),
    platform="vccorp",
    unverified=(
        "the article's markup: selectors of other crawlers; only the home page of vpcp.chinhphu.vn is a saved page",
        "the listing's pager and the date of a teaser; the page number in /trang-<n>.htm is known",
        "chinhphu.vn's document list pages by an ASP.NET post-back (?pageid=41852&mode=0): not read",
    ),
)
