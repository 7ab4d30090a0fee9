"""What a site is: publisher, hosts, where its listings start, and the page classes of its layouts. No Scrapy here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from archive.article import Publisher

if TYPE_CHECKING:
    from crawler.page import NewsPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A listing the crawl begins with, and the section its articles stand in."""

    url: str
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """An address to fetch next; ``form`` makes it a POST (an ASP.NET post-back sends the whole form back)."""

    url: str
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """One article as a listing shows it; the date is None where the listing prints none."""

    url: str
    headline: str = ""
    date_published: date | None = None
    date_published_raw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site. ``unverified`` names what no saved page of the site confirms, in words for ``python -m crawler sites``."""

    name: str
    publisher: Publisher
    hosts: tuple[str, ...]
    starts: tuple[Start, ...]
    layouts: tuple[type[NewsPage], ...]
    platform: str
    unverified: tuple[str, ...] = field(default=())
