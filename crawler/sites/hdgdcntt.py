"""Hội đồng Giám đốc công nghệ thông tin của cơ quan nhà nước (the CIO council): mojoPortal."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.mojoportal import MojoPortalPage
from crawler.site import Site, Start


class HDGDCNTTPage(MojoPortalPage):
    """A page of the council: no posting date anywhere on it; poll and counters in the right pane."""


SITE = Site(
    name="hdgdcntt",
    publisher=Publisher(
        name="Hội đồng Giám đốc công nghệ thông tin của cơ quan nhà nước",
        acronym="HĐGĐCNTT",
        level="council",
        url="http://hdgdcntt.example.gov.vn/",
    ),
    hosts=("hdgdcntt.example.gov.vn",),
    starts=(Start(url="http://hdgdcntt.example.gov.vn/tin-tuc.aspx", section="Tin tức"),),
    layouts=(HDGDCNTTPage,),
    platform="mojoportal",
    unverified=(
        "the host and the listing's address: no public source names them, hdgdcntt.example.gov.vn stands in",
        "the article's markup (title, sapo, content, foot): rebuilt from mojoPortal's templates",
        "the listing's markup and its pager (an ASP.NET post-back, as mojoPortal's modules page)",
    ),
)
