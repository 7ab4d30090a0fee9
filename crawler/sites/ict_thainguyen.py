"""Sở Thông tin và Truyền thông Thái Nguyên, ict.thainguyen.gov.vn: NukeViet."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.nukeviet import NukeVietPage
from crawler.site import Site, Start


class IctThaiNguyenPage(NukeVietPage):
    """A page of the department (``/tin-hoat-dong-2/<slug>-207.html``)."""


SITE = Site(
    name="ict-thainguyen",
    publisher=Publisher(
        name="Sở Thông tin và Truyền thông Thái Nguyên",
        acronym="Sở TT&TT Thái Nguyên",
        level="province",
        url="https://ict.thainguyen.gov.vn/",
    ),
    hosts=("ict.thainguyen.gov.vn",),
    starts=(Start(url="https://ict.thainguyen.gov.vn/tin-hoat-dong-2/", section="Tin hoạt động"),),
    layouts=(IctThaiNguyenPage,),
    platform="nukeviet",
    unverified=(
        "the theme: NukeViet's default templates are taken",
        "the listing's teasers and /page-2/",
    ),
)
