"""What became of every address the crawler met: a ledger in the archive's own file.

A row goes PENDING -> LEASED -> DONE, GONE, REFUSED or FAILED, and its last step is taken in the same transaction as
the article and the capture it brought. A crawl killed at any moment therefore finds on its next start exactly the
work that is left: what was leased is pending again, what was acknowledged is not asked twice.

A *round* is one walk over a site's listings. It is open until no row of the site is pending or leased, however many
starts of the crawler that takes, so that "seen before this round" is a statement about finished work only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.store import Store

SCHEMA = """
CREATE TABLE url_states (
    site TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    form TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'article')),
    depth INTEGER NOT NULL DEFAULT 0,
    root TEXT,
    listed TEXT,
    page_before TEXT,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'LEASED', 'DONE', 'FAILED', 'GONE', 'REFUSED')),
    attempts INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    payload_digest TEXT,
    identifier TEXT,
    fetched TEXT,
    due TEXT NOT NULL,
    walked TEXT,
    found_round INTEGER NOT NULL,
    asked_round INTEGER NOT NULL,
    PRIMARY KEY (site, key)
);
CREATE INDEX url_states_queue ON url_states (site, state, kind);
CREATE INDEX url_states_identifier ON url_states (identifier);
CREATE TABLE crawl_rounds (
    site TEXT NOT NULL,
    number INTEGER NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    PRIMARY KEY (site, number)
);
"""
"""The tables of the ledger: part of the store's schema version 1."""

# The table stands here whole again: each version's statements stay as archives of that time were made with them.
SCHEMA_2 = """
CREATE TABLE url_states_2 (
    site TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    form TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'article', 'attachment')),
    depth INTEGER NOT NULL DEFAULT 0,
    root TEXT,
    listed TEXT,
    page_before TEXT,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'LEASED', 'DONE', 'FAILED', 'GONE', 'REFUSED')),
    attempts INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    payload_digest TEXT,
    identifier TEXT,
    fetched TEXT,
    due TEXT NOT NULL,
    walked TEXT,
    found_round INTEGER NOT NULL,
    asked_round INTEGER NOT NULL,
    PRIMARY KEY (site, key)
);
INSERT INTO url_states_2 SELECT * FROM url_states ORDER BY rowid;
DROP TABLE url_states;
ALTER TABLE url_states_2 RENAME TO url_states;
CREATE INDEX url_states_queue ON url_states (site, state, kind);
CREATE INDEX url_states_identifier ON url_states (identifier);
"""
"""Version 2: attachments are asked for too. SQLite changes a CHECK only by making the table anew; the order of the rows stays."""


class UrlKind(StrEnum):
    """What an address is asked for."""

    LISTING = "listing"
    ARTICLE = "article"
    ATTACHMENT = "attachment"


class UrlState(StrEnum):
    """Where an address stands. The last four are final for a round; ``reason`` says why."""

    PENDING = "PENDING"
    LEASED = "LEASED"
    DONE = "DONE"
    FAILED = "FAILED"
    GONE = "GONE"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRecord:
    """One row of the ledger.

    ``form`` makes the request a post-back. ``root`` is the key of the start listing a listing page hangs from,
    ``listed`` what a listing said about an article (section, headline, date), ``page_before`` a digest of the items
    on the page that led to this one. ``walked`` is, on a start listing, when its pages were last followed to the end.
    """

    site: str
    key: str
    url: str
    kind: UrlKind
    form: Mapping[str, str] | None = None
    depth: int = 0
    root: str | None = None
    listed: Mapping[str, str] | None = None
    page_before: str | None = None
    state: UrlState = UrlState.PENDING
    attempts: int = 0
    status: int | None = None
    reason: str = ""
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    identifier: str | None = None
    fetched: datetime | None = None
    due: datetime | None = None
    walked: datetime | None = None
    found_round: int = 0
    asked_round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The walk in progress; ``resumed`` when an earlier start of the crawler left it open."""

    site: str
    number: int
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address finally gave. None leaves the ledger's earlier value (a 304 repeats no digest)."""

    state: UrlState
    reason: str = ""
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    identifier: str | None = None


def url_key(identity: str, form: Mapping[str, str] | None = None) -> str:
    """The ledger's key of an address: its identity, and for a post-back the digest of the form sent with it."""
    if form is None:
        return identity
    fields = json.dumps(sorted(form.items()), ensure_ascii=False)
    return f"{identity} form:{hashlib.sha256(fields.encode('utf-8')).hexdigest()[:16]}"


class UrlStates:
    """The ledger of one store. Every call is a transaction of its own unless made inside ``store.transaction()``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.connection

    def begin_round(self, site: str, now: datetime) -> Round:
        """Opens the site's round, or takes up the one left open; what was leased or has fallen due is pending again."""
        with self._store.transaction():
            self.release(site)
            number, resumed = self._open_round(site, now)
            self._db.execute(
                "UPDATE url_states SET state = 'PENDING', attempts = 0, asked_round = ? "
                "WHERE site = ? AND asked_round < ? AND due <= ? AND (kind = 'article' OR state = 'FAILED') AND state <> 'PENDING'",
                (number, site, number, _text(now)),
            )
        return Round(site=site, number=number, resumed=resumed)

    def _open_round(self, site: str, now: datetime) -> tuple[int, bool]:
        row = self._db.execute("SELECT number, finished FROM crawl_rounds WHERE site = ? ORDER BY number DESC LIMIT 1", (site,)).fetchone()
        if row is not None and row[1] is None:
            return int(row[0]), True
        number = 1 if row is None else int(row[0]) + 1
        self._db.execute("INSERT INTO crawl_rounds (site, number, started) VALUES (?, ?, ?)", (site, number, _text(now)))
        return number, False

    def end_round(self, current: Round, now: datetime) -> bool:
        """Closes the round and answers True; with work left it stays open and the answer is False."""
        with self._store.transaction():
            if self.unfinished(current.site):
                return False
            self._db.execute(
                "UPDATE crawl_rounds SET finished = ? WHERE site = ? AND number = ?", (_text(now), current.site, current.number)
            )
        return True

    def release(self, site: str) -> int:
        """Makes every leased row of the site pending again and says how many; only the site's one crawler may call it.

        The attempt is given back: it was the crawler that stopped, not the address that failed.
        """
        statement = "UPDATE url_states SET state = 'PENDING', attempts = attempts - 1 WHERE site = ? AND state = 'LEASED'"
        with self._store.transaction():
            return self._db.execute(statement, (site,)).rowcount

    def add(self, record: UrlRecord, current: Round, now: datetime) -> bool:
        """Enters an address as pending; False when the site's ledger already has it."""
        columns = _columns(record) | {
            "state": UrlState.PENDING,
            "due": _text(now),
            "found_round": current.number,
            "asked_round": current.number,
        }
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO url_states ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        with self._store.transaction():
            return self._db.execute(statement, tuple(columns.values())).rowcount == 1

    def ask_again(self, record: UrlRecord, current: Round, now: datetime, *, even_if_asked: bool = False) -> bool:
        """Makes a listing pending, new or not; not twice in one round unless told; False when nothing was to be done."""
        if self.add(record, current, now):
            return True
        with self._store.transaction():
            changed = self._db.execute(
                "UPDATE url_states SET state = 'PENDING', attempts = 0, due = ?, asked_round = ?, depth = ?, page_before = ? "
                "WHERE site = ? AND key = ? AND state NOT IN ('PENDING', 'LEASED') AND (asked_round < ? OR ?)",
                (
                    _text(now),
                    current.number,
                    record.depth,
                    record.page_before,
                    record.site,
                    record.key,
                    current.number,
                    even_if_asked,
                ),
            ).rowcount
        return changed == 1

    def refuse(self, record: UrlRecord, current: Round, reason: str, now: datetime, *, due: datetime) -> bool:
        """Enters an address that is not going to be asked, with the reason; False when the ledger already has it."""
        with self._store.transaction():
            new = self.add(record, current, now)
            if new:
                self.finish(record.site, record.key, Answer(state=UrlState.REFUSED, reason=reason), now, due=due)
        return new

    def found_in(self, current: Round, keys: Sequence[str]) -> int:
        """How many of the addresses were first seen in this round."""
        marks = ", ".join("?" for _ in keys)
        query = f"SELECT count(*) FROM url_states WHERE site = ? AND found_round = ? AND key IN ({marks})"
        return int(self._db.execute(query, (current.site, current.number, *keys)).fetchone()[0])

    def lease(self, site: str, now: datetime, count: int = 1) -> tuple[UrlRecord, ...]:
        """Takes up to ``count`` addresses that are due, listings first and articles last; empty when none is.

        Listings go first because they shift while news is published, and a post-back's state goes stale.
        """
        with self._store.transaction():
            rows = self._db.execute(
                "UPDATE url_states SET state = 'LEASED', attempts = attempts + 1 WHERE rowid IN ("
                "SELECT rowid FROM url_states WHERE site = ? AND state = 'PENDING' AND due <= ? "
                "ORDER BY kind DESC, rowid LIMIT ?) RETURNING *",
                (site, _text(now), count),
            )
            leased = [_record(rows, row) for row in rows.fetchall()]
        return tuple(sorted(leased, key=lambda record: record.kind, reverse=True))

    def postpone(self, site: str, key: str, until: datetime, *, reason: str, status: int | None, count: bool = True) -> None:
        """Gives a leased address back, not to be asked before ``until``; ``count`` False keeps the attempt unspent."""
        with self._store.transaction():
            self._db.execute(
                "UPDATE url_states SET state = 'PENDING', due = ?, reason = ?, status = ?, attempts = attempts - ? "
                "WHERE site = ? AND key = ?",
                (_text(until), reason, status, 0 if count else 1, site, key),
            )

    def finish(self, site: str, key: str, answer: Answer, now: datetime, *, due: datetime) -> None:
        """Takes an address to its final state; ``due`` is when a later round may ask for it again."""
        with self._store.transaction():
            self._db.execute(
                "UPDATE url_states SET state = ?, reason = ?, status = ?, etag = coalesce(?, etag), "
                "last_modified = coalesce(?, last_modified), payload_digest = coalesce(?, payload_digest), "
                "identifier = coalesce(?, identifier), fetched = ?, due = ? WHERE site = ? AND key = ?",
                (
                    answer.state,
                    answer.reason,
                    answer.status,
                    answer.etag,
                    answer.last_modified,
                    answer.payload_digest,
                    answer.identifier,
                    _text(now),
                    _text(due),
                    site,
                    key,
                ),
            )

    def mark_walked(self, site: str, root: str, now: datetime) -> None:
        """Notes on a start listing that its pages have been followed to the last one."""
        with self._store.transaction():
            self._db.execute("UPDATE url_states SET walked = ? WHERE site = ? AND key = ?", (_text(now), site, root))

    def get(self, site: str, key: str) -> UrlRecord | None:
        """The row of an address, or None."""
        rows = self._db.execute("SELECT * FROM url_states WHERE site = ? AND key = ?", (site, key))
        return next((_record(rows, row) for row in rows.fetchall()), None)

    def records(self, site: str) -> tuple[UrlRecord, ...]:
        """Every row of a site, in the order they were found."""
        rows = self._db.execute("SELECT * FROM url_states WHERE site = ? ORDER BY rowid", (site,))
        return tuple(_record(rows, row) for row in rows.fetchall())

    def listed(self, identifier: str) -> Mapping[str, str] | None:
        """What a listing said about an article, or None when no listing led to it."""
        row = self._db.execute("SELECT listed FROM url_states WHERE identifier = ? AND listed IS NOT NULL", (identifier,)).fetchone()
        return None if row is None else json.loads(row[0])

    def unfinished(self, site: str) -> int:
        """How many addresses of the site are pending or leased."""
        query = "SELECT count(*) FROM url_states WHERE site = ? AND state IN ('PENDING', 'LEASED')"
        return int(self._db.execute(query, (site,)).fetchone()[0])

    def has_work(self, site: str, before: datetime) -> bool:
        """Whether any address of the site is pending and due before a moment."""
        query = "SELECT EXISTS (SELECT 1 FROM url_states WHERE site = ? AND state = 'PENDING' AND due <= ?)"
        return bool(self._db.execute(query, (site, _text(before))).fetchone()[0])

    def next_due(self, site: str) -> datetime | None:
        """When the earliest pending address may be asked, or None when nothing is pending."""
        row = self._db.execute("SELECT min(due) FROM url_states WHERE site = ? AND state = 'PENDING'", (site,)).fetchone()
        return _time(row[0])


def interval(record: UrlRecord) -> timedelta | None:
    """The time between an address's last answer and when it falls due, or None before the first answer."""
    if record.fetched is None or record.due is None:
        return None
    return record.due - record.fetched


def _columns(record: UrlRecord) -> dict[str, Any]:
    return {
        "site": record.site,
        "key": record.key,
        "url": record.url,
        "form": _json(record.form),
        "kind": record.kind,
        "depth": record.depth,
        "root": record.root,
        "listed": _json(record.listed),
        "page_before": record.page_before,
    }


def _record(cursor: Any, row: Any) -> UrlRecord:
    found = dict(zip((column[0] for column in cursor.description), row, strict=True))
    for name in ("fetched", "due", "walked"):
        found[name] = _time(found[name])
    for name in ("form", "listed"):
        found[name] = None if found[name] is None else json.loads(found[name])
    return UrlRecord(**found | {"kind": UrlKind(found["kind"]), "state": UrlState(found["state"])})


def _json(fields: Mapping[str, str] | None) -> str | None:
    return None if fields is None else json.dumps(dict(fields), ensure_ascii=False)


def _text(moment: datetime) -> str:
    """UTC with microseconds: comparing the texts compares the moments."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
