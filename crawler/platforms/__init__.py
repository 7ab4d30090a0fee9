"""One base page class per portal software, and how the software of an unknown page is told."""

from __future__ import annotations

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


def platform_of(document: Document) -> str | None:
    """The name of the software that made a page, None where no fingerprint fits."""
    return next((name for name, layout in PLATFORMS.items() if layout.recognises(document)), None)
