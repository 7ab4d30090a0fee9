"""``/bai/<identifier>``: the article with its evidence, and ``.json .bib .ris`` of the same record."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass

from flask import Blueprint, Response

from archive.article import Article
from archive.identity import Mention
from archive.jsonl import to_json
from archive.page import RemovedLine
from archive.store import Capture
from archive.things import Thing
from indexer.analysis.words import WordsError, WordStore
from indexer.duplicates import Duplicates, DuplicatesError
from indexer.engine import EngineUnavailable
from indexer.related import Related, related
from webui.citations import bibtex, footnote, publisher_name, ris
from webui.differences import Piece, differences
from webui.library import library, store
from webui.pages.things import PAGES
from webui.problems import Fault
from webui.rendering import render
from webui.responses import json_response

logger = logging.getLogger(__name__)
blueprint = Blueprint("article", __name__)
formats = Blueprint("formats", __name__)
"""The machine-readable forms have one address, whatever the language of the page."""


TEXT_SHOWN = 20_000
"""Characters of an attached file on a page."""
DUPLICATES_SHOWN = 10
"""Near-duplicates on a page; each is compared with the article when the page is made."""


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Another article that tells the same item, and what changes from the shown one to it; ``pieces`` is empty for the same words."""

    article: Article
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing the article names, as it names it, and how many articles name it."""

    mention: Mention
    thing: Thing


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that the page shows of one article.

    ``capture`` is the one the text was read from, or else the last; ``revisions`` is empty where there is but one text.
    ``more_duplicates`` counts the near-duplicates beyond those shown. ``removed`` is what the host's learned lines took out of
    the shown text.
    """

    article: Article
    publisher: str
    citation: str
    captions: tuple[str, ...]
    key_phrases: tuple[str, ...]
    revisions: tuple[Article, ...]
    capture: Capture | None
    record_ids: frozenset[str]
    file_record_ids: frozenset[str]
    near_duplicates: tuple[NearDuplicate, ...]
    more_duplicates: int
    related: tuple[Related, ...]
    removed: tuple[RemovedLine, ...]
    meeting: Mention | None
    named: tuple[tuple[str, tuple[Named, ...]], ...]


def find(identifier: str) -> Article:
    """The article of an identifier; raises ``Fault`` 404 when there is none."""
    article = store().get(identifier)
    if article is None:
        raise Fault(404, "no-such-article")
    return article


def _capture_of(article: Article, captures: tuple[Capture, ...]) -> Capture | None:
    own = next((capture for capture in captures if capture.record_id == article.warc_record_id), None)
    return own or (captures[-1] if captures else None)


def _key_phrases(article: Article) -> tuple[str, ...]:
    """None where the file of words cannot be read: they are an ornament, and the page is the article."""
    try:
        with WordStore(library().settings.index_folder) as words:
            return words.key_phrases(article.content_digest)
    except (WordsError, sqlite3.Error, ValueError) as error:
        logger.warning("no key phrases: %s", error)
        return ()


def _near_duplicates(article: Article) -> tuple[list[NearDuplicate], int]:
    """The first others of the article's group, and how many more there are."""
    try:
        group = Duplicates(library().settings.index_folder).group(article.identifier)
    except DuplicatesError as error:
        logger.warning("%s", error)
        return [], 0
    others = [identifier for identifier in group if identifier != article.identifier]
    found = filter(None, map(store().get, others[:DUPLICATES_SHOWN]))
    return [NearDuplicate(other, differences(article, other)) for other in found], max(0, len(others) - DUPLICATES_SHOWN)


def related_to(article: Article) -> tuple[Related, ...]:
    """The articles near one. Raises EngineUnavailable, WordsError, DuplicatesError."""
    folder = library().settings.index_folder
    with WordStore(folder) as words:
        return related(article, library().search, store(), words, Duplicates(folder))


def _related(article: Article) -> tuple[Related, ...]:
    """None while the engine is away, and no waiting for it at each page: the page is the article."""
    if library().lately_failed:
        return ()
    try:
        return related_to(article)
    except (EngineUnavailable, WordsError, DuplicatesError) as error:
        logger.warning("no related articles: %s", error)
        return ()


def _captured_files(article: Article) -> frozenset[str]:
    """The captures of the article's attached files that this archive has."""
    named = (file.warc_record_id for file in article.associated_media if file.warc_record_id)
    return frozenset(record_id for record_id in named if store().capture(record_id))


def _named(mentions: tuple[Mention, ...]) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """The things an article names by the page of their kind, each once."""
    found = []
    for kind, page in PAGES.items():
        own = {mention.thing: mention for mention in mentions if mention.kind == kind}
        things = store().things.names(kind, own)
        found.append((page, tuple(Named(mention, things[slug]) for slug, mention in own.items() if slug in things)))
    return tuple(found)


def _view(article: Article) -> ArticleView:
    captures = store().captures(article.identifier)
    near, more = _near_duplicates(article)
    mentions = store().things.in_article(article.identifier)
    return ArticleView(
        article=article,
        publisher=publisher_name(article),
        citation=footnote(article),
        captions=tuple(image.caption for image in article.image if image.caption),
        key_phrases=_key_phrases(article),
        revisions=store().revisions(article.identifier) if article.revisions > 1 else (),
        capture=_capture_of(article, captures),
        record_ids=frozenset(capture.record_id for capture in captures),
        file_record_ids=frozenset(
            filter(store().capture, (file.warc_record_id for file in article.associated_media if file.warc_record_id))
        ),
        near_duplicates=tuple(near),
        more_duplicates=more,
        related=_related(article),
        removed=store().removed(article.warc_record_id),
        meeting=next((mention for mention in mentions if mention.kind == "meeting"), None),
        named=_named(mentions),
    )


@blueprint.get("/bai/<path:identifier>")
def show(identifier: str) -> str:
    """The article's page."""
    return render("article.html", view=_view(find(identifier)), text_shown=TEXT_SHOWN)


@formats.get("/bai/<path:identifier>.json")
def as_json(identifier: str) -> Response:
    """The record with schema.org names."""
    return json_response(to_json(find(identifier)))


@formats.get("/bai/<path:identifier>.bib")
def as_bibtex(identifier: str) -> Response:
    """The citation as BibTeX."""
    return Response(bibtex(find(identifier)), content_type="application/x-bibtex; charset=utf-8")


@formats.get("/bai/<path:identifier>.ris")
def as_ris(identifier: str) -> Response:
    """The citation as RIS."""
    return Response(ris(find(identifier)), content_type="application/x-research-info-systems; charset=utf-8")
