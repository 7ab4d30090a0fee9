"""The facts of articles as JSON lines: what ``python -m archive facts`` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive.article import Article, LegalDocument, Meeting
from archive.facts.article_facts import Facts, facts
from archive.facts.meetings import as_far_as_known

Json = dict[str, Any]


def fact_lines(articles: Iterable[Article]) -> Iterator[str]:
    """One line of JSON, with its line end, for each article."""
    for article in articles:
        yield json.dumps(facts_json(article, facts(article)), ensure_ascii=False) + "\n"


def facts_json(article: Article, found: Facts) -> Json:
    """The facts under the keys of the fact set: ``id``, ``legal_documents``, ``is_meeting``, ``meeting``, ``people`` ..."""
    return {
        "id": article.identifier,
        "url": article.url or None,
        "title": article.headline,
        "posted": article.date_published.isoformat() if article.date_published else None,
        "legal_documents": [_document(document) for document in found.legal_documents],
        "is_meeting": found.meeting is not None,
        "meeting": _meeting(found.meeting) if found.meeting else None,
        "people": [{"name": person.name, "roles": list(person.roles)} for person in found.people],
        "abbreviations_defined": [{"short": item.short, "long": item.long} for item in found.abbreviations],
        "sign_off": found.sign_off,
    }


def _document(document: LegalDocument) -> Json:
    return {
        "text": document.forms[0],
        "number": document.number,
        "kind": document.kind,
        "issued": document.date.isoformat() if document.date else None,
        "forms": list(document.forms),
    }


def _meeting(meeting: Meeting) -> Json:
    announced = meeting.next_meeting
    return {
        "held": held_text(meeting),
        "held_end": meeting.held_end.isoformat() if meeting.held_end else None,
        "evidence": meeting.evidence,
        "kind": meeting.kind,
        "body": meeting.body,
        "place": meeting.place,
        "session": meeting.session,
        "chairs": list(meeting.chairs),
        "next_meeting": {"text": announced.text, "when": announced.when} if announced else None,
    }


def held_text(meeting: Meeting) -> str | None:
    """The held date as far as it is known: 2018-03-16, 2018-03, 2018-Q1 or 2018."""
    return as_far_as_known(meeting.held, meeting.held_precision or "day") if meeting.held else None
