"""Bộ Thông tin và Truyền thông, mic.gov.vn: the SharePoint layout of 2012-2024 and the VCCorp-like one after it."""

from __future__ import annotations

import re

from archive.address import canonical_url
from archive.article import Publisher
from crawler.page import css
from crawler.platforms.sharepoint import SharePointPage
from crawler.platforms.vccorp import VCCorpPage
from crawler.site import Site, Start

_SLUG_ADDRESS = re.compile(r"^(?P<root>.*/)Pages/TinTuc/(?P<id>\d+)(?:/|$)", re.IGNORECASE)
_ID_ADDRESS = re.compile(r"^(?P<root>.*/)Pages/TinTuc/tinchitiet\.aspx\?(?:.*&)?tintucid=(?P<id>\d+)", re.IGNORECASE)


class MicSharePointPage(SharePointPage):
    """The older layout. ``#divArticleDescription`` is the sapo here; the portal's clock stands in ``.date-now`` above."""

    fingerprint = css("#divArticleDescription", "#news_content", "#s4-workspace")
    author_at = css(".main_right p[align=right] strong")

    item_at = ".list-news-item, #contentBox .list-news li"
    item_date_at = css(".date", "span")
    pager_at = ".paging, .pagination, #pagenews"

    @classmethod
    def identity(cls, url: str) -> str:
        """The item by its id: it stands under ``/Pages/TinTuc/<id>/<slug>.html`` and ``tinchitiet.aspx?tintucid=<id>``."""
        canonical = canonical_url(url)
        item = _SLUG_ADDRESS.match(canonical) or _ID_ADDRESS.match(canonical)
        return f"{item['root']}Pages/TinTuc/{item['id']}" if item else canonical


class MicPage(VCCorpPage):
    """The newer layout. Articles of before 2024 were imported, so the time in an address is not their posting time."""

    dated_by_address = False


SITE = Site(
    name="mic",
    publisher=Publisher(name="Bộ Thông tin và Truyền thông", acronym="Bộ TT&TT", level="ministry", url="https://mic.gov.vn/"),
    hosts=("mic.gov.vn", "www.mic.gov.vn", "mst.gov.vn", "www.mst.gov.vn"),
    starts=(Start(url="https://mic.gov.vn/mic_2020/Pages/ChuyenMuc/PhanTrang/1749/1/Ung-dung-CNTT.html", section="Ứng dụng CNTT"),),
    layouts=(MicPage, MicSharePointPage),
    platform="sharepoint, vccorp",
    unverified=(
        "SharePoint layout: the markup of a listing (teaser, date, pager); its address and the article are known",
        "newer layout: seen on seeds 000 and 003 as text only; the article's selectors are those of chinhphu.vn",
        "newer layout: listing addresses (mst.gov.vn has a sitemap and /rss/tin-tuc-su-kien.rss)",
    ),
)
