"""One base page class per portal software, and how the software of an unknown page is told."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.markup import Document
from crawler.page import NewsPage
from crawler.platforms.document import DocumentCardPage
from crawler.platforms.liferay import LiferayPage
from crawler.platforms.mojoportal import MojoPortalPage
from crawler.platforms.nukeviet import NukeVietPage
from crawler.platforms.sharepoint import (
    NewsBoxesPage,
    NumberedPage,
    RichFieldPage,
    SharePointPage,
    ShownContentPage,
    WholeDescriptionPage,
)
from crawler.platforms.tandan import TandanPage
from crawler.platforms.vccorp import VCCorpPage

PLATFORMS: dict[str, type[NewsPage]] = {
    "liferay": LiferayPage,
    "vccorp": VCCorpPage,
    "tandan": TandanPage,
    "nukeviet": NukeVietPage,
    "mojoportal": MojoPortalPage,
    "sharepoint-numbered": NumberedPage,
    "sharepoint-boxes": NewsBoxesPage,
    "sharepoint-shown": ShownContentPage,
    "sharepoint-field": RichFieldPage,
    "sharepoint": SharePointPage,
    "sharepoint-whole": WholeDescriptionPage,
    "document": DocumentCardPage,
}
"""The platforms by name, in the order in which their fingerprints are tried: the narrowest first."""


def platforms_of(document: Document) -> Iterator[str]:
    """The names of the software that may have made a page, by its fingerprint, the likeliest first."""
    return (name for name, layout in PLATFORMS.items() if layout.recognises(document))
