"""What the spider hands to the pipeline: for each address that was asked, the one thing that became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from archive.article import Article
from archive.page import Extraction, Page, PageKind, RemovedLine
from archive.url_states import UrlRecord
from crawler.site import Follow, ListedItem
from crawler.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRead:
    """A listing came."""

    record: UrlRecord
    page: Page
    items: tuple[ListedItem, ...]
    follow: Follow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRead:
    """An article came."""

    record: UrlRecord
    page: Page
    article: Article
    kind: PageKind
    removed: tuple[RemovedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentCame:
    """A file that an article links to came; what it says is read when it is settled."""

    record: UrlRecord
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRead:
    """A page came, but not what was asked for."""

    record: UrlRecord
    page: Page
    extraction: Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPage:
    """No page came: an error, a refusal, "not modified". ``wait`` is what the server asked for."""

    record: UrlRecord
    url: str
    verdict: Verdict
    status: int | None = None
    wait: timedelta | None = None


Outcome = ListingRead | ArticleRead | AttachmentCame | NotRead | NoPage
