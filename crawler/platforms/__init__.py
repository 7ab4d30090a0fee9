"""One base page class per portal software, and how the software of an unknown page is told."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.markup import Document
from crawler.page import NewsPage
from crawler.platforms.liferay import LiferayPage
from crawler.platforms.mojoportal import MojoPortalPage
from crawler.platforms.sharepoint import SharePointPage
from crawler.platforms.vccorp import VCCorpPage

PLATFORMS: dict[str, type[NewsPage]] = {
    "liferay": LiferayPage,
    "vccorp": VCCorpPage,
    "mojoportal": MojoPortalPage,
    "sharepoint": SharePointPage,
}
"""The platforms by name, in the order in which their fingerprints are tried: the narrowest first."""


def platforms_of(document: Document) -> Iterator[str]:
    """The names of the software that may have made a page, by its fingerprint, the likeliest first."""
    return (name for name, layout in PLATFORMS.items() if layout.recognises(document))
