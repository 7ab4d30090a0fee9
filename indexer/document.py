"""What the index holds of one article: the stored text and the analysed token streams, made from an Article once."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive.article import Article, HeldPrecision, Meeting
from archive.identity import Mention, gathering_kind
from archive.repair import repair
from archive.settings import TIME_ZONE
from indexer.analysis.streams import BOUNDARY, streams
from indexer.analysis.syllables import fold

NO_NAMES: Mapping[str, str] = {}

MOST_ATTACHED = 200_000
"""Characters of attached files that are searched for one article: some eighty pages; a longer text would drown the article's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, analysed. Token streams are joined by single spaces, as every engine's ``whitespace`` analyser reads them.

    ``k`` are tone-keyed syllables, ``f`` folded ones, ``fb`` folded bigrams, of headline and text together; the ``title_`` streams are the
    headline alone. ``text`` is what snippets are cut from: sapo, paragraphs, captions, sign-off and attached files
    as the source wrote them.
    ``source_names`` are the folded names that ``nguon:`` finds the source by. ``seq`` is the archive's sequence number of the record,
    ``group`` the identifier of the first of its near-duplicates where it has any, ``date_gone`` the day from which the source answered
    that the page is gone; the article stays findable.
    ``persons``, ``bodies`` and ``documents`` are the slugs of the things the article names; the ``person_`` and ``body_`` streams hold
    their names as written and as the archive has them. ``kinds`` are the sorts of gathering it reports.

    ``date_held`` is the first day of what ``held_precision`` says is known, ``held_end`` the last of a meeting of several days.
    ``held_low`` and ``held_high`` are what a range of meeting days is compared with: an article is in it when ``held_low`` is not before
    its first day and ``held_high`` not after its last. For a meeting of known days these are its last and its first day, so that one of
    two days is found on either; for one known by month, quarter or year its first and last, so that only a range around it all finds it.
    """

    identifier: str
    url: str
    site: str
    source_names: tuple[str, ...]
    headline: str
    text: str
    date_published: date | None
    date_held: date | None
    date_gone: date | None
    content_digest: str
    seq: int
    k: str
    f: str
    fb: str
    title_k: str
    title_f: str
    title_fb: str
    legal_numbers: tuple[str, ...]
    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    held_precision: HeldPrecision | None = None
    held_end: date | None = None
    held_low: date | None = None
    held_high: date | None = None
    person_k: str = ""
    person_f: str = ""
    body_k: str = ""
    body_f: str = ""
    group: str | None = None


def document_of(article: Article, seq: int, named: Sequence[Mention] = (), names: Mapping[str, str] = NO_NAMES) -> Document:
    """The document of an article; ``named`` is what it names, ``names`` are the names of these persons and bodies by slug.

    Damage that came in with an import is repaired, as extraction repairs it in pages.
    """
    headline, *parts = map(repair, [article.headline, *_parts(article)])
    whole, title = streams([headline, *parts]), streams([headline])
    person, body = (streams(_names(named, kind, names)) for kind in ("person", "body"))
    kind = gathering_kind(article.meeting.kind) if article.meeting else None
    low, high = _held_range(article.meeting)
    return Document(
        identifier=article.identifier,
        url=article.url,
        site=article.site,
        source_names=_source_names(article),
        headline=headline,
        text="\n".join(parts),
        date_published=article.date_published,
        date_held=article.meeting.held if article.meeting else None,
        date_gone=article.date_gone.astimezone(TIME_ZONE).date() if article.date_gone else None,
        content_digest=article.content_digest,
        seq=seq,
        k=_some(whole.k),
        f=_some(whole.f),
        fb=_some(whole.fb),
        title_k=_some(title.k),
        title_f=_some(title.f),
        title_fb=_some(title.fb),
        legal_numbers=whole.legal_numbers,
        persons=_things(named, "person"),
        bodies=_things(named, "body"),
        documents=_things(named, "document"),
        kinds=(kind,) if kind else (),
        held_precision=(article.meeting.held_precision or "day") if article.meeting and article.meeting.held else None,
        held_end=article.meeting.held_end if article.meeting else None,
        held_low=low,
        held_high=high,
        person_k=_some(person.k),
        person_f=_some(person.f),
        body_k=_some(body.k),
        body_f=_some(body.f),
    )


def month_of(day: date) -> str:
    """The value of the facet of months that a posting day counts for: ``2018-03``."""
    return day.isoformat()[:7]


def _some(stream: str) -> str:
    """A stream is never empty: one engine averages over the documents that have a field, another over all, and these must be the same."""
    return stream or BOUNDARY


def _things(named: Iterable[Mention], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.thing for mention in named if mention.kind == kind))


def _names(named: Iterable[Mention], kind: str, names: Mapping[str, str]) -> list[str]:
    """Every name that a thing is found by: as this article has it, its other forms in it, its short form, its name in the archive."""
    found: dict[str, None] = {}
    for mention in named:
        if mention.kind == kind:
            forms = [mention.name, *mention.detail.get("forms", ()), mention.detail.get("short") or "", names.get(mention.thing, "")]
            found.update(dict.fromkeys(filter(None, forms)))
    return list(found)


_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _held_range(meeting: Meeting | None) -> tuple[date | None, date | None]:
    if meeting is None or meeting.held is None:
        return None, None
    months = _MONTHS.get(meeting.held_precision or "day")
    if months is None:
        return meeting.held_end or meeting.held, meeting.held
    last = meeting.held.month + months - 1
    return meeting.held, date(meeting.held.year, min(last, 12), calendar.monthrange(meeting.held.year, min(last, 12))[1])


def _parts(article: Article) -> list[str]:
    captions = [image.caption or "" for image in article.image]
    own = [article.description or "", article.article_body, *captions, article.author or ""]
    return [part for part in (*own, *_attached(article)) if part]


def _attached(article: Article) -> Iterator[str]:
    """The names of attached files and their texts, as long as there is room."""
    room = MOST_ATTACHED
    for file in article.associated_media:
        text = (file.text or "")[:room]
        room -= len(text)
        yield file.name or ""
        yield text


def _source_names(article: Article) -> tuple[str, ...]:
    """The site's name, its host, and the publisher's name and acronym."""
    publisher = article.publisher
    names = [article.site, urlsplit(article.url).netloc, *((publisher.name, publisher.acronym or "") if publisher else ())]
    return tuple(dict.fromkeys(filter(None, map(fold, names))))
