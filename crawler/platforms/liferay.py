"""Liferay 6.x, asset publisher: sotttt.hanoi.gov.vn (saved pages) and its like."""

from __future__ import annotations

import re
from functools import cached_property

from archive.address import canonical_url
from archive.page import PageKind
from archive.repair import repair
from crawler.markup import host_of, node_text
from crawler.page import NewsPage, css

_VIEW_CONTENT = re.compile(r"/-/view_content/(\d+)\b")
_ASSET_ID = re.compile(r"^_101_(?:INSTANCE_\w+?_)?(\d+)$")


class LiferayPage(NewsPage):
    """A page of the asset publisher portlet (101).

    The same asset stands under ``/x``, ``/vi/x`` and ``/en/x`` and in several sections, so it is known by its id.
    """

    fingerprint = css(".portlet-asset-publisher", "html.aui .portlet-boundary", "#p_p_id_101_")
    headline_at = css(".asset-full-content-title")
    date_at = css(".portlet-asset-publisher .assetPublishDate")
    sapo_at = css(".asset-content .sapo")
    body_at = css(".asset-content .journal-content-article", ".asset-full-content .asset-content")
    image_at = css(".asset-full-content .sapo-wrapper img")
    # The right-aligned line of this class is the account of the content system, no sign-off.
    ends_at = ".view-content-author, .asset-control-detail, .related_asset, .portlet-boundary"

    item_at = ".asset-abstract"
    item_link_at = ".asset-title a[href]"
    item_date_at = css(".assetPublishDate")
    pager_at = ".taglib-page-iterator"
    page_parameter = "_cur"

    @classmethod
    def identity(cls, url: str) -> str:
        """The asset by its id, whatever the prefix, the section and the slug."""
        canonical = canonical_url(url)
        asset = _VIEW_CONTENT.search(canonical)
        return cls._asset(canonical, asset[1]) if asset else canonical

    @staticmethod
    def _asset(url: str, asset: str) -> str:
        host = host_of(url)
        return f"http://{host}/-/view_content/{asset}" if host else f"/-/view_content/{asset}"

    def _identity(self) -> str:
        canonical = canonical_url(self.url)
        return self._asset(canonical, self.asset_id) if self.asset_id else super()._identity()

    @cached_property
    def asset_id(self) -> str | None:
        """The id of the asset that is shown whole."""
        node = self.document.first(".asset-full-content .asset-content")
        shown = _ASSET_ID.match((node.attributes.get("id") or "") if node is not None else "")
        address = _VIEW_CONTENT.search(self.url)
        return shown[1] if shown else address[1] if address else None

    def _kind_of_article(self) -> tuple[PageKind, str]:
        kind, reason = super()._kind_of_article()
        if kind is PageKind.ARTICLE and self.asset_id and not _VIEW_CONTENT.search(self.url) and "/-/" not in self.url:
            return PageKind.SECTION_ARTICLE, f"a section page that shows asset {self.asset_id} whole"
        return kind, reason

    def _section(self) -> str | None:
        """The section in ``<title>``: "TITLE - SECTION - PORTAL", on a section's own page "SECTION - PORTAL"."""
        title = repair(node_text(self.document.first("title")))
        rest = title.removeprefix(self.headline)
        if rest == title and self.kind() is not PageKind.SECTION_ARTICLE:
            return None
        return rest.rpartition(" - ")[0].strip(" -") or None
