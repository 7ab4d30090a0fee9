"""A page read by the first of three routes that holds: its site's rules, its software's, or what two extractors agree on.

Any bytes; it never raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from archive.article import Publisher
from archive.page import KEPT, Extraction, Page, PageKind
from crawler.generic.page import GenericPage
from crawler.kinds import kind_by_response, kind_by_text
from crawler.markup import Document, host_of, is_web_address
from crawler.page import NewsPage, layout_of
from crawler.platforms import PLATFORMS, platforms_of
from crawler.site import Site
from crawler.sites import all_sites, site_for

UNKNOWN = "unknown"
"""The site's name where a page tells no host."""

_HEADLINE = 5

GENERIC = "generic"
"""What stands for the software of a page that no fingerprint fits."""


def extract(page: Page, site: str | None = None, without: Collection[str] = ()) -> Extraction:
    """What a page is and, for the kinds that are kept, its article. ``site`` names the site whose rules to use.

    Without a name the site is found by the host of the page's address (or of the address the page gives itself).
    ``without`` switches off the rules of some software, of its sites too: to measure what is left without them.
    """
    if page.url and not is_web_address(page.url):
        return Extraction(kind=PageKind.OTHER, reason="its address is no web address")
    document = Document(page)
    if settled := kind_by_response(page) or kind_by_text(document):
        return Extraction(kind=settled[0], reason=settled[1])
    read = read_page(page, site, document, without)
    kind = read.kind()
    return Extraction(kind=kind, article=read.article() if kind in KEPT else None, reason=read.reason)


def read_page(page: Page, site: Site | str | None = None, document: Document | None = None, without: Collection[str] = ()) -> NewsPage:
    """The page as the first route reads it whose result holds; as the narrowest does where none holds.

    Where a site's own layout recognises a page and finds nothing, only an article with its date overrules it: the pages of
    procedures and of tables that a known portal has would else become articles.
    """
    document = document or Document(page)
    first: NewsPage | None = None
    no_page = kind_by_response(page) or kind_by_text(document)
    for read in _routes(page, site, document, without):
        own = first is not None and not isinstance(first, GenericPage) and first.site.starts and first.recognises(document)
        if no_page:
            return read  # any layout says so; looking for an article in it takes seconds
        if read.holds() and (not own or _is_proved(read)):
            return read
        first = first or read
    assert first is not None
    return first


def _is_proved(read: NewsPage) -> bool:
    """Whether a reading is an article with a posting date and a headline that is more than a section's name."""
    return read.kind() in KEPT and read.posted is not None and len(read.headline.split()) >= _HEADLINE


def _routes(page: Page, site: Site | str | None, document: Document, without: Collection[str]) -> Iterator[NewsPage]:
    """The page in the layout of its site, in that of each software whose fingerprint it bears, and as any page."""
    if isinstance(site, Site):
        known: Site | None = site
    else:
        known = all_sites().get(site) if site else site_for(page.url or document.own_url)
    if known is not None and not any(software in known.platform for software in without):
        yield layout_of(page, known, document)
    for software in platforms_of(document):
        if software.partition("-")[0] not in without:
            yield PLATFORMS[software](page, known or _stand_in(document, software), document)
    yield GenericPage(page, known or _stand_in(document, GENERIC), document)


def _stand_in(document: Document, software: str) -> Site:
    """A stand-in for the site of an unknown host: its name is the host, its only layout that of its software."""
    host = host_of(document.page.url or document.own_url) or UNKNOWN
    layout = PLATFORMS.get(software, GenericPage)
    return Site(name=host, publisher=Publisher(name=host), hosts=(host,), starts=(), layouts=(layout,), platform=software)
