"""Bộ Văn hóa, Thể thao và Du lịch, bvhttdl.gov.vn: VCCorp."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.vccorp import VCCorpPage
from crawler.site import Site, Start


class BvhttdlPage(VCCorpPage):
    """A page of the ministry of culture."""


SITE = Site(
    name="bvhttdl",
    publisher=Publisher(name="Bộ Văn hóa, Thể thao và Du lịch", acronym="Bộ VHTTDL", level="ministry", url="https://bvhttdl.gov.vn/"),
    hosts=(
        "bvhttdl.gov.vn",
        "www.bvhttdl.gov.vn",
    ),
    starts=(Start(url="https://bvhttdl.gov.vn/trang-1.htm"),),
    layouts=(BvhttdlPage,),
    platform="vccorp",
    unverified=(
        "the article's and the listing's markup: those of the same software on chinhphu.vn, seen on no saved page of this host",
        "the listing's address: only that pages are numbered /trang-<n>.htm is known",
    ),
)
