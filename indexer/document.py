"""What the index holds of one article: the stored text and the analysed token streams, made from an Article once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive.article import Article
from archive.repair import repair
from indexer.analysis.streams import streams
from indexer.analysis.syllables import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, analysed. Token streams are joined by single spaces, as every engine's ``whitespace`` analyser reads them.

    ``k`` are tone-keyed syllables, ``f`` folded ones, ``fb`` folded bigrams, of headline and text together; the ``title_`` streams are the
    headline alone. ``text`` is what snippets are cut from: sapo, paragraphs, captions and sign-off as the source wrote them.
    ``source_names`` are the folded names that ``nguon:`` finds the source by. ``seq`` is the archive's sequence number of the record.
    """

    identifier: str
    url: str
    site: str
    source_names: tuple[str, ...]
    headline: str
    text: str
    date_published: date | None
    date_held: date | None
    content_digest: str
    seq: int
    k: str
    f: str
    fb: str
    title_k: str
    title_f: str
    title_fb: str
    legal_numbers: tuple[str, ...]


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
        content_digest=article.content_digest,
        seq=seq,
        k=whole.k,
        f=whole.f,
        fb=whole.fb,
        title_k=title.k,
        title_f=title.f,
        title_fb=title.fb,
        legal_numbers=whole.legal_numbers,
    )


def _parts(article: Article) -> list[str]:
    captions = [image.caption or "" for image in article.image]
    return [part for part in (article.description or "", article.article_body, *captions, article.author or "") if part]


def _source_names(article: Article) -> tuple[str, ...]:
    """The site's name, its host, and the publisher's name and acronym."""
    publisher = article.publisher
    names = [article.site, urlsplit(article.url).netloc, *((publisher.name, publisher.acronym or "") if publisher else ())]
    return tuple(dict.fromkeys(filter(None, map(fold, names))))
