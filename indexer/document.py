"""What the index holds of one article: the stored text and the analysed token streams, made from an Article once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive.article import Article
from archive.repair import repair
from archive.settings import TIME_ZONE
from indexer.analysis.streams import BOUNDARY, streams
from indexer.analysis.syllables import fold

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
    group: str | None = None


def document_of(article: Article, seq: int) -> Document:
    """The document of an article. Damage that came in with an import is repaired, as extraction repairs it in pages."""
    headline, *parts = map(repair, [article.headline, *_parts(article)])
    whole, title = streams([headline, *parts]), streams([headline])
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
    )


def _some(stream: str) -> str:
    """A stream is never empty: one engine averages over the documents that have a field, another over all, and these must be the same."""
    return stream or BOUNDARY


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
