"""The facts of one article, and the version of each extractor that read them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Article, LegalDocument, Meeting, Person
from archive.facts import abbreviations, bodies, legal_documents, meetings, people, renamings, sign_off
from archive.facts.abbreviations import Abbreviation
from archive.facts.bodies import Body
from archive.facts.renamings import Renaming
from archive.facts.text import read

VERSIONS = {
    "abbreviations": abbreviations.VERSION,
    "bodies": bodies.VERSION,
    "legal_documents": legal_documents.VERSION,
    "meetings": meetings.VERSION,
    "people": people.VERSION,
    "renamings": renamings.VERSION,
    "sign_off": sign_off.VERSION,
}
"""The version of each extractor: a fact read by an older one is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one article says. ``meeting`` is None for an article that is not about one gathering."""

    legal_documents: tuple[LegalDocument, ...] = ()
    meeting: Meeting | None = None
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    sign_off: str | None = None


def facts(article: Article) -> Facts:
    """The facts of the article. Never raises on any text; costs time in proportion to the text's length."""
    reading = read(article)
    defined = abbreviations.abbreviations(reading)
    persons = people.people_by_line(reading)
    return Facts(
        legal_documents=legal_documents.legal_documents(reading),
        meeting=meetings.meeting(reading, article.date_published, persons),
        people=people.people(persons),
        bodies=bodies.bodies(reading, defined),
        renamings=renamings.renamings(reading),
        abbreviations=defined,
        sign_off=sign_off.sign_off(article),
    )
