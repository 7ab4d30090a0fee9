"""People, bodies, legal documents and meetings as things: what the store knows of each over all articles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.corrections import Kind
from archive.enrichment import SELECT_MENTIONS, mention_of
from archive.identity import Mention
from archive.slugs import document_slug, slug

_NUMBERED = re.compile(r"(?:(?P<kind>[a-z-]+?)-)??(?:so-)?(?P<number>[0-9]+(?:-[0-9]+)?)")
_MOST = 500
"""Names that one statement asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One person, body, document or meeting. ``articles`` is how many articles name it."""

    kind: Kind
    slug: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A mention with what a reader needs to see where it stands: headline, site and publisher of its article."""

    mention: Mention
    headline: str
    site: str
    publisher: str | None


class Things:
    """The things of an open store, read only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def get(self, kind: Kind, slug: str) -> Thing | None:
        """The thing of a slug, or None."""
        row = self._db.execute("SELECT kind, slug, name, articles FROM things WHERE kind = ? AND slug = ?", (kind, slug)).fetchone()
        return None if row is None else _thing(row)

    def document_like(self, written: str) -> str | None:
        """The slug of the only document that a kind and the beginning of a number can mean (``nghị định 102/2009``), or None."""
        found = _NUMBERED.fullmatch(document_slug(written))
        if found is None:
            return None
        query = "SELECT DISTINCT thing, json_extract(detail, '$.kind') FROM mentions WHERE kind = 'document' AND thing GLOB ? LIMIT ?"
        known = self._db.execute(query, (f"{found['number']}-*", _MOST)).fetchall()
        fitting = {thing for thing, kind in known if not found["kind"] or slug(kind or "") == found["kind"]}
        return fitting.pop() if len(fitting) == 1 else None

    def names(self, kind: Kind, slugs: Iterable[str]) -> dict[str, Thing]:
        """The things of many slugs; those that are not there are left out."""
        wanted = list(dict.fromkeys(slugs))
        found: dict[str, Thing] = {}
        for start in range(0, len(wanted), _MOST):
            part = wanted[start : start + _MOST]
            query = f"SELECT kind, slug, name, articles FROM things WHERE kind = ? AND slug IN ({', '.join('?' * len(part))})"
            found |= {thing.slug: thing for thing in map(_thing, self._db.execute(query, (kind, *part)).fetchall())}
        return found

    def most_named(self, kind: Kind, count: int) -> tuple[Thing, ...]:
        """The things that most articles name."""
        query = "SELECT kind, slug, name, articles FROM things WHERE kind = ? ORDER BY articles DESC, slug LIMIT ?"
        return tuple(map(_thing, self._db.execute(query, (kind, count)).fetchall()))

    def count(self, kind: Kind) -> int:
        """How many things of a kind there are."""
        return int(self._db.execute("SELECT count(*) FROM things WHERE kind = ?", (kind,)).fetchone()[0])

    def in_article(self, identifier: str) -> tuple[Mention, ...]:
        """What one article names."""
        query = f"{SELECT_MENTIONS} WHERE m.identifier = ? ORDER BY m.kind, m.place"
        return tuple(map(mention_of, self._db.execute(query, (identifier,)).fetchall()))

    def mentions(self, kind: Kind, slug: str) -> tuple[Cited, ...]:
        """Where a thing is named, the newest article first, those without a date last."""
        return tuple(self._cited("m.kind = ? AND m.thing = ?", (kind, slug)))

    def together(self, kind: Kind, slug: str, other: Kind, count: int) -> tuple[tuple[Thing, int], ...]:
        """The things of another kind (or the same) that stand in the same articles most often, with the number of those articles."""
        query = """
        SELECT t.kind, t.slug, t.name, t.articles, n.together FROM (
            SELECT m.thing, count(DISTINCT m.identifier) AS together FROM mentions o
            CROSS JOIN mentions m ON m.identifier = o.identifier AND m.kind = ?3
            WHERE o.kind = ?1 AND o.thing = ?2 AND NOT (m.kind = o.kind AND m.thing = o.thing)
            GROUP BY m.thing ORDER BY together DESC, m.thing LIMIT ?4
        ) n CROSS JOIN things t ON t.kind = ?3 AND t.slug = n.thing ORDER BY n.together DESC, t.slug
        """
        return tuple((_thing(row[:4]), row[4]) for row in self._db.execute(query, (kind, slug, other, count)).fetchall())

    def meetings(self, first: date, last: date) -> tuple[Cited, ...]:
        """The reports of meetings that begin between two days, in the order of the days, those known less precisely first."""
        where = "m.kind = 'meeting' AND json_extract(m.detail, '$.held') BETWEEN ? AND ?"
        found = self._cited(where, (first.isoformat(), last.isoformat()))
        return tuple(sorted(found, key=lambda cited: (cited.mention.detail["held"], cited.mention.thing, cited.mention.order)))

    def meetings_of(self, body: str) -> tuple[Cited, ...]:
        """The reports of a body's meetings, the newest first."""
        where = (
            "m.kind = 'meeting' AND m.identifier IN (SELECT identifier FROM mentions WHERE kind = 'body' AND thing = ? "
            "AND json_extract(detail, '$.met'))"
        )
        found = self._cited(where, (body,))
        return tuple(sorted(found, key=lambda cited: (cited.mention.detail["held"] or "", cited.mention.thing), reverse=True))

    def meeting_months(self) -> dict[tuple[int, int], int]:
        """How many meetings begin in each month; none of those of which only quarter or year is known."""
        found = self._begun(7, "NOT IN")
        return {(int(month[:4]), int(month[5:])): count for month, count in found}

    def meeting_years(self) -> dict[int, int]:
        """Of how many meetings of each year no more than quarter or year is known."""
        return {int(year): count for year, count in self._begun(4, "IN")}

    def _begun(self, letters: int, roughly: str) -> list[tuple[str, int]]:
        query = f"""
        SELECT substr(json_extract(detail, '$.held'), 1, {letters}) AS begun, count(DISTINCT thing) FROM mentions
        WHERE kind = 'meeting' AND begun IS NOT NULL AND coalesce(json_extract(detail, '$.precision'), 'day') {roughly} ('quarter', 'year')
        GROUP BY begun
        """
        return self._db.execute(query).fetchall()

    def _cited(self, where: str, values: tuple[Any, ...]) -> Iterator[Cited]:
        query = f"""
        {_CITED} WHERE {where} ORDER BY m.day IS NULL, m.day DESC, m.identifier, m.place
        """
        for row in self._db.execute(query, values).fetchall():
            yield Cited(mention=mention_of(row[:9]), headline=row[9], site=row[10], publisher=row[11])


_CITED = SELECT_MENTIONS.replace(
    " FROM mentions m",
    ", coalesce(json_extract(r.record, '$.headline'), ''), a.site, a.publisher_name FROM mentions m "
    "JOIN articles a ON a.identifier = m.identifier "
    "JOIN revisions r ON r.identifier = a.identifier AND r.content_digest = a.current_digest",
)


def _thing(row: tuple[Any, ...]) -> Thing:
    kind, slug, name, articles = row
    return Thing(kind=kind, slug=slug, name=name, articles=articles)
