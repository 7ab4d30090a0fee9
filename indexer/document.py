"""What the index holds of one article: the stored text and the analysed token streams, made from an Article once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, analysed. Token streams are joined by single spaces, as every engine's ``whitespace`` analyser reads them.

    ``k`` are tone-keyed syllables, ``f`` folded ones, ``fb`` folded bigrams; legal numbers are single tokens of ``k`` and ``f``
    and, upper-cased and folded, of ``legal_numbers``. ``seq`` is the archive's sequence number of the record.
    """

    identifier: str
    url: str
    site: str
    headline: str
    description: str
    body: str
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
