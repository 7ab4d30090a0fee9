"""One captured response, in WARC's terms, and what a reading of it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.article import Article, NoText


class PageKind(StrEnum):
    """What a capture turned out to be. Only those of ``KEPT`` are kept as articles."""

    ARTICLE = "article"
    SECTION_ARTICLE = "section-article"
    """A section page that shows one article whole: kept as that article, counted apart."""
    DOCUMENT = "document"
    """A legal document's card (number, issuer, day, subject, files): kept as an article."""
    LISTING = "listing"
    PRINT = "print"
    LOGIN = "login"
    EMPTY = "empty"
    MEDIA = "media"
    ERROR = "error"
    OTHER = "other"


KEPT = frozenset({PageKind.ARTICLE, PageKind.SECTION_ARTICLE, PageKind.DOCUMENT})
"""The kinds that are archived as articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured response: the payload as sent (transfer and content encoding undone) and where it is kept.

    ``date`` is the moment of capture (WARC-Date). ``payload_digest`` is ``sha1:`` with base 32, as WARC writes it.
    ``warc_file`` is relative to the archive's WARC folder and ``warc_offset`` counts bytes of the compressed file.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    payload: bytes = b""
    date: datetime | None = None
    record_id: str | None = None
    payload_digest: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, its name compared without case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


_OCCURRENCES = re.compile(r"on (?P<pages>\d+) of (?P<of>\d+) pages of (?P<host>.+), outside the article on (?P<outside>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """On how many of a host's pages a line stands, and on how many of them outside of the article."""

    pages: int
    of: int
    host: str
    outside: int

    def __str__(self) -> str:
        """The words in which the archive keeps it."""
        return f"on {self.pages} of {self.of} pages of {self.host}, outside the article on {self.outside}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedLine:
    """A line that was taken out of an article's text, and why in a few words."""

    text: str
    reason: str

    @property
    def occurrences(self) -> Occurrences | None:
        """The reason in figures, for who tells it in another language; None for a reason in other words."""
        found = _OCCURRENCES.fullmatch(self.reason)
        if found is None:
            return None
        return Occurrences(pages=int(found["pages"]), of=int(found["of"]), host=found["host"], outside=int(found["outside"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What a page was read as. ``article`` is set for the kinds that are kept; ``reason`` says why in one line.

    ``removed`` is what the host's learned lines took out of the article.
    """

    kind: PageKind
    article: Article | None = None
    reason: str = ""
    removed: tuple[RemovedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentText:
    """What was read from an attached file: its text, or why there is none."""

    text: str | None = None
    no_text: NoText | None = None


Extractor = Callable[[Page, str | None], Extraction]
"""Reads a page, for a site whose name may be given; the crawler's ``extraction.extract`` is the one in use."""

AttachmentReader = Callable[[Page], AttachmentText]
"""Reads the text of an attached file; the crawler's ``attachments.read_attachment`` is the one in use."""
