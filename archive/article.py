"""One news item: the record that every other room reads.

Field names are schema.org ``NewsArticle`` names in snake_case, with Dublin Core and WARC terms beside them.
camelCase exists only in JSON (see ``archive/jsonl.py``). Text is kept as the source wrote it; normalisation
(NFC, tone keys, folding) belongs to analysis and never changes a record.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PublisherLevel = Literal["government", "ministry", "agency", "council", "province"]
NoText = Literal["scan", "old-format", "other-format", "not-a-document", "encrypted", "damaged", "too-large", "too-slow"]
"""Why an attachment has no text: pictures of pages only; an old DOC; a format that is not read; a page of the site in its
place; a password; broken bytes; more bytes, or more work, than is allowed."""
HeldPrecision = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The body that answers for a site (schema.org ``publisher``)."""

    name: str
    acronym: str | None = None
    level: PublisherLevel | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article. The caption is not part of the body."""

    url: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the article links to (schema.org ``associatedMedia``).

    ``text`` is what was read from it, or None; then ``no_text`` says why. Both are None for a file that was not captured.
    ``warc_record_id`` is the capture it was read from.
    """

    url: str
    name: str | None = None
    encoding_format: str | None = None
    text: str | None = None
    no_text: NoText | None = None
    warc_record_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a fact comes from: the field it proves, the exact text it was read from, and the rule that read it."""

    field: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDocument:
    """A legal document the article names; ``number`` is None for one cited by name only (``Luật Đầu tư công``).

    ``date`` is its day of issue or signing. ``forms`` are the distinct spellings it is cited under, first mention first.
    """

    number: str | None = None
    kind: str | None = None
    date: date | None = None
    forms: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person the article names, title taken off the name and kept as a role. One proof stands for each role."""

    name: str
    roles: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    """The next meeting that an article announces: its words, and ``when`` as far as they say (2011-09-30, 2011-09, 2011-Q3, 2011)."""

    text: str
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting the article reports.

    ``held`` is the first day of what is known and ``held_precision`` says how much of it is: 2018-01-01 with
    ``quarter`` is Quý I/2018. ``held_end`` is the last day of a meeting of several days. ``evidence`` is the
    exact text that ``held`` was read from.
    """

    held: date | None = None
    held_precision: HeldPrecision | None = None
    held_end: date | None = None
    evidence: str | None = None
    kind: str | None = None
    body: str | None = None
    session: str | None = None
    place: str | None = None
    chairs: tuple[str, ...] = ()
    next_meeting: NextMeeting | None = None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item.

    ``article_body`` holds paragraphs separated by a blank line, without the sapo (``description``), captions,
    the sign-off line (``author``) and the credit (``credit_text``). A date that is not known is None: none is
    better than wrong. ``date_published_rule`` names the rule that found the date and ``date_published_raw`` the
    text it was read from. ``same_as`` holds the other addresses the same item was captured at. ``revisions``
    counts the different texts the archive holds of it. ``date_gone`` is when the source first answered that the
    page is gone; nothing else of the record changes then.
    """

    identifier: str
    url: str
    site: str
    publisher: Publisher | None = None

    headline: str
    description: str | None = None
    article_body: str
    article_section: str | None = None
    author: str | None = None
    credit_text: str | None = None
    image: tuple[Image, ...] = ()
    associated_media: tuple[Attachment, ...] = ()
    in_language: str = "vi"

    date_published: date | None = None
    date_published_raw: str | None = None
    date_published_rule: str | None = None
    date_modified: date | None = None
    date_archived: datetime | None = None
    date_gone: datetime | None = None

    legal_documents: tuple[LegalDocument, ...] = ()
    meeting: Meeting | None = None
    people: tuple[Person, ...] = ()

    same_as: tuple[str, ...] = ()
    warc_record_id: str | None = None
    warc_file: str | None = None
    payload_digest: str | None = None
    content_digest: str = ""
    extracted_by: str | None = None
    revisions: int = 1

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, in order."""
        return tuple(p for p in self.article_body.split("\n\n") if p)


def content_digest(article: Article) -> str:
    """The SHA-256 of the cleaned text (headline, sapo, body, captions, sign-off), as ``sha256:`` and hexadecimal.

    White space is folded, so that neither a visitor counter nor a re-indented template makes a revision.
    """
    parts = [article.headline, article.description or "", article.article_body, article.author or ""]
    parts += [image.caption or "" for image in article.image]
    folded = "\x1f".join(" ".join(part.split()) for part in parts)
    return "sha256:" + hashlib.sha256(folded.encode("utf-8")).hexdigest()
