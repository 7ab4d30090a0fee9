"""``/bai/<identifier>``: the article with its evidence, and ``.json .bib .ris`` of the same record."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from archive.article import Article
from archive.identity import Mention
from archive.jsonl import to_json
from archive.store import Capture
from archive.things import Thing
from indexer.analysis.words import WordStore
from webui.citations import bibtex, footnote, publisher_name, ris
from webui.library import library, store
from webui.pages.things import PAGES
from webui.problems import Fault
from webui.responses import json_response

blueprint = Blueprint("article", __name__)
formats = Blueprint("formats", __name__)
"""The machine-readable forms have one address, whatever the language of the page."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing the article names, as it names it, and how many articles name it."""

    mention: Mention
    thing: Thing


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that the page shows of one article.

    ``capture`` is the one the text was read from, or else the last; ``revisions`` is empty where there is but one text.
    """

    article: Article
    publisher: str
    citation: str
    captions: tuple[str, ...]
    key_phrases: tuple[str, ...]
    revisions: tuple[Article, ...]
    capture: Capture | None
    record_ids: frozenset[str]
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
    with WordStore(library().settings.index_folder) as words:
        return words.key_phrases(article.content_digest)


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
        meeting=next((mention for mention in mentions if mention.kind == "meeting"), None),
        named=_named(mentions),
    )


@blueprint.get("/bai/<path:identifier>")
def show(identifier: str) -> str:
    """The article's page."""
    return render_template("article.html", view=_view(find(identifier)))


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
