"""Oracle WebCenter (ADF): mof.gov.vn and sbv.gov.vn. What is the portal's alone are ids that ADF makes, so a site names its own."""

from __future__ import annotations

import re

from archive.address import canonical_url
from crawler.markup import host_of
from crawler.page import NewsPage, css

_DOCUMENT = re.compile(r"[?&]dDocName=([\w.-]+)")


class WebCenterPage(NewsPage):
    """A page of the content server: one document stands under many addresses, each with the widths of its columns."""

    fingerprint = css("[id^='T:oc_']")

    @classmethod
    def identity(cls, url: str) -> str:
        """The document by its name in the content server (``dDocName=SBV331391``)."""
        canonical = canonical_url(url)
        document, host = _DOCUMENT.search(canonical), host_of(canonical)
        return f"https://{host}/?dDocName={document[1]}" if document and host else canonical
