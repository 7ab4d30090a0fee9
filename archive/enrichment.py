"""Keeping what articles say: the facts of every current text, and whom and what they are about, beside the articles in the store.

Facts are read where an article is put, so that they are always there; ``enrich`` reads them again where the text, its posting date, an
extractor's version or a correction is another one. Neither makes a revision: the source said nothing new. An article whose facts or
identities became other ones gets a new sequence number, so that the index follows.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, cast

from archive import identity
from archive.article import Article, LegalDocument, Meeting, Person
from archive.corrections import Corrections, Kind
from archive.facts import VERSIONS, facts
from archive.identity import Mention, mentions, resolve
from archive.jsonl import facts_from_json, facts_to_json
from archive.merge import read_record, take_sequence
from archive.slugs import document_slug, slug
from archive.workers import start_worker

BATCH = 64
"""Articles that are committed together: what a kill can cost."""
MAX_WORKERS = 8

Progress = Callable[[int], object]


@dataclass(slots=True)
class EnrichSummary:
    """What a run did: articles looked at, those whose facts were read again, those whose facts or identities became other ones."""

    articles: int = 0
    read: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of one text, with what they depend on."""

    identifier: str
    content_digest: str
    posted: str | None
    versions: str
    record: str
    mentions: tuple[Mention, ...]


def versions_of(identifier: str, corrections: Corrections) -> str:
    """What facts depend on besides the text: rules and corrections."""
    numbers = " ".join(f"{name}={number}" for name, number in sorted(VERSIONS.items()))
    return f"{numbers} identity={identity.VERSION} {corrections.stamp_of(identifier)}".strip()


def read_facts(corrections: Corrections, article: Article) -> Reading:
    """The facts of an article as they are kept; pure, so that another process can do it."""
    found = facts(article)
    found = replace(found, meeting=corrections.meeting(article.identifier, found.meeting))
    return Reading(
        identifier=article.identifier,
        content_digest=article.content_digest,
        posted=article.date_published.isoformat() if article.date_published else None,
        versions=versions_of(article.identifier, corrections),
        record=_dump(facts_to_json(found.legal_documents, found.meeting, found.people)),
        mentions=mentions(article, found),
    )


class Enrichment:
    """Facts and identities of one store, written inside its transactions. ``settle`` before each commit."""

    def __init__(self, connection: sqlite3.Connection, corrections: Corrections) -> None:
        self._db = connection
        self.corrections = corrections
        self._dirty: set[tuple[Kind, str]] = set()
        self._touched: set[tuple[Kind, str]] = set()
        self._added: dict[tuple[Kind, str], list[Mention]] = {}
        self._numbered: set[str] = set()
        self._whole = False
        self.changed: set[str] = set()

    def forget(self) -> None:
        """Drop what a rolled-back transaction had begun."""
        self._dirty.clear()
        self._touched.clear()
        self._added.clear()
        self._numbered.clear()
        self._whole = False

    def put(self, identifier: str, *, numbered: bool) -> None:
        """Read the facts of an article where they are not those of its present text. ``numbered``: it has its new sequence number."""
        if numbered:
            self._numbered.add(identifier)
        if identifier in set(self.stale([identifier])):
            self.keep(read_facts(self.corrections, self.article(identifier)))

    def stale(self, identifiers: Sequence[str]) -> Iterator[str]:
        """Those whose facts are missing or of another text, date, rule or correction."""
        for identifier in identifiers:
            row = self._db.execute(_DEPENDS, (identifier,)).fetchone()
            if row is not None and row[:3] != (row[3], row[4], versions_of(identifier, self.corrections)):
                yield identifier

    def article(self, identifier: str) -> Article:
        """The current text of an article, as facts are read from it."""
        return read_record(self._db.execute(_CURRENT, (identifier,)).fetchone()[0])

    def keep(self, reading: Reading) -> None:
        """Put facts and mentions in the place of those before."""
        before = self._db.execute("SELECT record FROM facts WHERE identifier = ?", (reading.identifier,)).fetchone()
        row = (reading.identifier, reading.content_digest, reading.posted, reading.versions, reading.record)
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?)", row)
        changed = self._keep_mentions(reading)
        if changed or before is None or before[0] != reading.record:
            self._announce(reading.identifier)

    def _keep_mentions(self, reading: Reading) -> bool:
        """Write the mentions; those that are as before stay. Gives whether any is not."""
        query = f"{SELECT_MENTIONS} WHERE m.identifier = ?"
        kept = {(one.kind, one.place): one for one in map(mention_of, self._db.execute(query, (reading.identifier,)).fetchall())}
        found = {(one.kind, one.place): one for one in reading.mentions}
        changed = False
        for key in kept.keys() | found.keys():
            old, new = kept.get(key), found.get(key)
            if old and new and replace(old, thing="", rule="") == new:
                continue
            changed = True
            if old:
                self._db.execute("DELETE FROM mentions WHERE identifier = ? AND kind = ? AND place = ?", (old.identifier, *key))
                self._mark(old)
            if new:
                self._write(replace(new, thing=slug(new.block)))
                self._added.setdefault((new.kind, new.block), []).append(new)
        return changed

    def _mark(self, mention: Mention) -> None:
        self._dirty.add((mention.kind, mention.block))
        if mention.thing:
            self._touched.add((mention.kind, mention.thing))

    def _write(self, one: Mention) -> None:
        day = one.day.isoformat() if one.day else None
        row = (one.kind, one.block, one.identifier, one.place, one.name, day, one.thing, one.rule, _dump(one.detail))
        self._db.execute("INSERT OR REPLACE INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _announce(self, identifier: str) -> None:
        """A new sequence number for the article, once in a transaction."""
        self.changed.add(identifier)
        if identifier not in self._numbered:
            self._numbered.add(identifier)
            self._db.execute("UPDATE articles SET seq = ? WHERE identifier = ?", (take_sequence(self._db), identifier))

    def mark_all(self) -> None:
        """Have every block decided again."""
        self._whole = True
        self._dirty.update(self._db.execute("SELECT DISTINCT kind, block FROM mentions").fetchall())
        self._touched.update(self._db.execute("SELECT kind, slug FROM things").fetchall())

    # Identities

    def settle(self) -> None:
        """Decide the blocks that changed, and count their things again."""
        for (kind, block), added in self._added.items():
            if (kind, block) not in self._dirty and not self._join(kind, block, added):
                self._dirty.add((kind, block))
        for kind, block in sorted(self._dirty):
            self._resolve(kind, block)
        for kind, thing in sorted(self._touched):
            self._count(kind, thing)
        self.forget()

    def _join(self, kind: Kind, block: str, added: Sequence[Mention]) -> bool:
        """Give new mentions the things they can only be, where that changes nothing for others; False where the block must be looked at."""
        alone = identity.decided_alone(kind, block)
        decided = resolve(kind, added, self.corrections) if alone else [self._joined(kind, block, one) for one in added]
        if None in decided:
            return False
        for one in filter(None, decided):
            self._write(one)
            self._touched.add((kind, one.thing))
        return True

    def _joined(self, kind: Kind, block: str, one: Mention) -> Mention | None:
        if self.corrections.concern(kind):
            return None
        if kind == "person":
            names = self._db.execute("SELECT name FROM things WHERE kind = 'person' AND slug IN (?1, ?1 || '-2')", (block,)).fetchall()
            return identity.same_person(one, [name for (name,) in names])
        if kind == "document":
            known = self._db.execute(_LIKE, (document_slug(one.name), one.name, one.detail["kind"])).fetchone()
            return identity.same_document(one, named=known is not None)
        return None

    def _resolve(self, kind: Kind, block: str) -> None:
        undecided = " AND m.rule = ''" if identity.decided_alone(kind, block) and not self._whole else ""
        query = f"{SELECT_MENTIONS} WHERE m.kind = ? AND m.block = ?{undecided}"
        before = {(one.identifier, one.place): one for one in map(mention_of, self._db.execute(query, (kind, block)).fetchall())}
        for one in resolve(kind, before.values(), self.corrections):
            old = before[one.identifier, one.place]
            self._touched.add((kind, one.thing))
            if (one.thing, one.rule) != (old.thing, old.rule):
                self._write(one)
                if one.thing != old.thing:
                    self._touched.add((kind, old.thing))
                    self._announce(one.identifier)

    def _count(self, kind: Kind, thing: str) -> None:
        names: dict[str, int] = dict(self._db.execute(_NAMES_OF, (kind, thing)).fetchall())
        self._db.execute("DELETE FROM things WHERE kind = ? AND slug = ?", (kind, thing))
        if names:
            count = self._db.execute(_ARTICLES_OF, (kind, thing)).fetchone()[0]
            name = identity.corrected_name(kind, thing, self.corrections) or identity.name_of(kind, thing, names)
            self._db.execute("INSERT INTO things VALUES (?, ?, ?, ?)", (kind, thing, name, count))


_NAMES_OF = "SELECT name, count(*) FROM mentions WHERE kind = ? AND thing = ? GROUP BY name"
_LIKE = """
SELECT 1 FROM mentions WHERE kind = 'document' AND thing = ? AND name = ? AND json_extract(detail, '$.kind') IS ? AND rule != '' LIMIT 1
"""
_ARTICLES_OF = "SELECT count(DISTINCT identifier) FROM mentions WHERE kind = ? AND thing = ?"
_DEPENDS = """
SELECT f.content_digest, f.posted, f.versions, a.current_digest, a.date_published
FROM articles a LEFT JOIN facts f ON f.identifier = a.identifier WHERE a.identifier = ?
"""
_CURRENT = """
SELECT r.record FROM articles a JOIN revisions r ON r.identifier = a.identifier AND r.content_digest = a.current_digest
WHERE a.identifier = ?
"""
SELECT_MENTIONS = "SELECT m.kind, m.block, m.identifier, m.place, m.name, m.day, m.thing, m.rule, m.detail FROM mentions m"


def mention_of(row: Sequence[Any]) -> Mention:
    """The mention of a row of ``SELECT_MENTIONS``."""
    kind, block, identifier, place, name, day, thing, rule, detail = row
    return Mention(
        kind=cast(Kind, kind),
        block=block,
        identifier=identifier,
        place=place,
        name=name,
        day=date.fromisoformat(day) if day else None,
        detail=json.loads(detail),
        thing=thing,
        rule=rule,
    )


def _dump(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def with_facts(article: Article, record: str | None) -> Article:
    """The article with the facts kept for it; as it is where there are none."""
    if record is None:
        return article
    documents: tuple[LegalDocument, ...]
    meeting: Meeting | None
    people: tuple[Person, ...]
    documents, meeting, people = facts_from_json(json.loads(record))
    return replace(article, legal_documents=documents, meeting=meeting, people=people)


# Over the whole archive


def enrich(
    connection: sqlite3.Connection,
    transaction: Callable[[], AbstractContextManager[None]],
    enrichment: Enrichment,
    progress: Progress = lambda _: None,
    workers: int | None = None,
) -> EnrichSummary:
    """Bring the facts and identities of every article up to the present rules and corrections.

    Each batch is a transaction, so that a run that was killed is completed by the next one. Articles of which nothing has changed are
    only looked at.
    """
    summary = EnrichSummary()
    enrichment.changed.clear()
    with _pool(workers) as read:
        for identifiers in _batches(connection):
            stale = list(enrichment.stale(identifiers))
            readings = read(partial(read_facts, enrichment.corrections), [enrichment.article(identifier) for identifier in stale])
            with transaction():
                for reading in readings:
                    enrichment.keep(reading)
            summary.articles += len(identifiers)
            summary.read += len(stale)
            progress(len(identifiers))
    _decide_again(connection, transaction, enrichment)
    summary.changed = len(enrichment.changed)
    return summary


def _decide_again(connection: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]], enrichment: Enrichment) -> None:
    """Every identity anew when the rules or the corrections of identities are other ones than the last time."""
    stamp = f"{identity.VERSION} {enrichment.corrections.stamp}"
    row = connection.execute("SELECT value FROM decided WHERE name = 'identities'").fetchone()
    if row is None or row[0] != stamp:
        with transaction():
            enrichment.mark_all()
            connection.execute("INSERT OR REPLACE INTO decided VALUES ('identities', ?)", (stamp,))


def _batches(connection: sqlite3.Connection) -> Iterator[list[str]]:
    last = ""
    query = "SELECT identifier FROM articles WHERE identifier > ? ORDER BY identifier LIMIT ?"
    while rows := connection.execute(query, (last, BATCH)).fetchall():
        yield [identifier for (identifier,) in rows]
        last = rows[-1][0]


_Read = Callable[[Callable[[Article], Reading], list[Article]], Iterable[Reading]]


@contextmanager
def _pool(workers: int | None) -> Iterator[_Read]:
    count = min(workers or os.cpu_count() or 1, MAX_WORKERS)
    if count == 1:
        yield lambda read, articles: list(map(read, articles))
        return
    pool = ProcessPoolExecutor(count, initializer=start_worker)
    try:
        yield lambda read, articles: list(pool.map(read, articles, chunksize=8))
    finally:
        pool.shutdown(cancel_futures=True)
