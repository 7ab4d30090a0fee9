"""The sample portals as sites of the crawler: their own hosts, the page classes of the real sites they look like."""

from __future__ import annotations

from dataclasses import replace

from archive.article import Publisher
from archive.settings import settings
from crawler.page import NewsPage
from crawler.site import Site, Start
from crawler.sites import aita, hdgdcntt, mic
from samples.layouts import Aita, Council, SharePointMic, VCCorpMic
from samples.portal import Portal
from samples.server import HOST


def _site(name: str, portal: type[Portal], real: Site, layout: type[NewsPage], start: str) -> Site:
    """A sample portal in the layout of a real site, under a publisher that says it is a sample."""
    host = f"{HOST}:{settings().samples_port + portal.port_offset}"
    publisher = Publisher(name=portal.title, acronym="Mẫu", level=real.publisher.level, url=f"http://{host}/")
    starts = (Start(url=f"http://{host}{start}", section="Tin tức"),)
    return replace(real, name=name, publisher=publisher, hosts=(host,), starts=starts, layouts=(layout,), unverified=())


SITES: tuple[Site, ...] = (
    _site("mau-mic", SharePointMic, mic.SITE, mic.MicSharePointPage, "/mic_2020/Pages/ChuyenMuc/PhanTrang/1749/1/Ung-dung-CNTT.html"),
    _site("mau-mic-2024", VCCorpMic, mic.SITE, mic.MicPage, "/tin-tuc.htm"),
    _site("mau-hdgdcntt", Council, hdgdcntt.SITE, hdgdcntt.HDGDCNTTPage, "/tin-tuc.aspx"),
    _site("mau-aita", Aita, aita.SITE, aita.AitaPage, "/tin-tuc"),
)
