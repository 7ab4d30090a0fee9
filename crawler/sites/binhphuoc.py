"""Ủy ban nhân dân tỉnh Bình Phước, binhphuoc.gov.vn: NukeViet."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.nukeviet import NukeVietPage
from crawler.site import Site, Start


class BinhPhuocPage(NukeVietPage):
    """A page of the people's committee of Bình Phước."""


SITE = Site(
    name="binhphuoc",
    publisher=Publisher(
        name="Ủy ban nhân dân tỉnh Bình Phước", acronym="UBND Bình Phước", level="province", url="https://binhphuoc.gov.vn/"
    ),
    hosts=(
        "binhphuoc.gov.vn",
        "www.binhphuoc.gov.vn",
    ),
    starts=(Start(url="https://binhphuoc.gov.vn/vi/news/"),),
    layouts=(BinhPhuocPage,),
    platform="nukeviet",
    unverified=(
        "the theme: NukeViet's default templates are taken",
        "the listing's teasers and /page-2/",
    ),
)
