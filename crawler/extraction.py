"""A page read by the rules of its site, or else of the software that made it. Any bytes; it never raises."""

from __future__ import annotations

from archive.article import Publisher
from archive.page import Extraction, Page, PageKind
from crawler.kinds import kind_by_response, kind_by_text
from crawler.markup import Document, host_of
from crawler.page import NewsPage, layout_of
from crawler.platforms import PLATFORMS, platform_of
from crawler.site import Site
from crawler.sites import all_sites, site_for

UNKNOWN = "unknown"
"""The site's name where a page tells no host."""


def extract(page: Page, site: str | None = None) -> Extraction:
    """What a page is and, for the kinds that are kept, its article. ``site`` names the site whose rules to use.

    Without a name the site is found by the host of the page's address (or of the address the page gives itself), and
    without a site the software by the page's fingerprint.
    """
    document = Document(page)
    if settled := kind_by_response(page) or kind_by_text(document):
        return Extraction(kind=settled[0], reason=settled[1])
    read = read_page(page, site, document)
    if read is None:
        return Extraction(kind=PageKind.OTHER, reason="a page of no known site or software")
    kind = read.kind()
    kept = kind in (PageKind.ARTICLE, PageKind.SECTION_ARTICLE)
    return Extraction(kind=kind, article=read.article() if kept else None, reason=read.reason)


def read_page(page: Page, site: str | None = None, document: Document | None = None) -> NewsPage | None:
    """The page in the layout that fits it; None for a page of no known site or software."""
    document = document or Document(page)
    found = all_sites().get(site) if site else site_for(page.url or document.own_url)
    if found is None:
        found = _by_software(document)
    return layout_of(page, found, document) if found is not None else None


def _by_software(document: Document) -> Site | None:
    """A stand-in for the site of an unknown host: its name is the host, its only layout that of its software."""
    software = platform_of(document)
    if software is None:
        return None
    host = host_of(document.page.url or document.own_url) or UNKNOWN
    return Site(name=host, publisher=Publisher(name=host), hosts=(host,), starts=(), layouts=(PLATFORMS[software],), platform=software)
