"""The groups of near-duplicates of the archive, kept in one SQLite file beside the index.

They are worked out anew from the whole archive whenever it has changed, always with the same result: only signatures,
which depend on one text alone, are kept from one time to the next. Every two members of a group are one item by
``analysis.near_duplicates``: likeness does not wander from member to member.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.article import Article
from archive.store import Store
from indexer.analysis.near_duplicates import METHOD, Telling, bands, is_same_item, signature, telling_of
from indexer.derived import DerivedFile

_FILE = "near-duplicates.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS made_of (sequence INTEGER NOT NULL, method TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS signatures (content_digest TEXT PRIMARY KEY, signature BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (identifier TEXT PRIMARY KEY, leader TEXT, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS places_by_leader ON places (leader);
CREATE INDEX IF NOT EXISTS places_by_change ON places (since);
DROP TABLE IF EXISTS members;
DROP TABLE IF EXISTS state;
"""
# places   whose group an article is in (none since it left one), and from which sequence number of the archive on
# members and state stood in files of earlier versions
_TELLINGS = 4096
"""Articles whose syllables are held in memory at once."""
_NEAREST = 50
"""Groups that an article is compared with, the nearest first: a bulletin of every day has thousands of likenesses and no duplicate."""


class DuplicatesError(Exception):
    """The file of near-duplicates cannot be used; one line that says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCounts:
    """How many groups of two or more there are, and how many articles are in them."""

    groups: int
    articles: int


class Duplicates:
    """The groups of one index folder. Reading one that was never made gives no groups."""

    def __init__(self, folder: Path) -> None:
        self._file = DerivedFile(folder / _FILE, _SCHEMA, "near-duplicates", DuplicatesError)

    def group(self, identifier: str) -> tuple[str, ...]:
        """The identifiers of an article's group, its own among them, in the order of the group; empty where it stands alone."""
        rows = self._file.rows(
            "SELECT m.identifier FROM places m JOIN places own ON own.leader = m.leader WHERE own.identifier = ? "
            "ORDER BY m.identifier <> m.leader, m.identifier",
            identifier,
        )
        return tuple(row[0] for row in rows)

    def leaders(self, identifiers: Iterable[str]) -> dict[str, str]:
        """The first of the group of each article that is in one."""
        asked = tuple(identifiers)
        marks = ", ".join("?" * len(asked))
        rows = self._file.rows(f"SELECT identifier, leader FROM places WHERE leader IS NOT NULL AND identifier IN ({marks})", *asked)
        return {row[0]: row[1] for row in rows}

    def all_leaders(self) -> dict[str, str]:
        """The first of its group for every article that is in one."""
        return {row[0]: row[1] for row in self._file.rows("SELECT identifier, leader FROM places WHERE leader IS NOT NULL")}

    def moved_since(self, sequence: int) -> tuple[str, ...]:
        """The articles that came into a group, left one or are in another one since a sequence number, changed themselves or not."""
        return tuple(row[0] for row in self._file.rows("SELECT identifier FROM places WHERE since > ? ORDER BY identifier", sequence))

    def counts(self) -> GroupCounts:
        """The groups in numbers."""
        rows = self._file.rows("SELECT count(DISTINCT leader), count(leader) FROM places")
        groups, articles = rows[0] if rows else (0, 0)
        return GroupCounts(groups=int(groups), articles=int(articles))

    def refresh(self, store: Store) -> bool:
        """Work the groups out anew where the archive has changed since the last time; gives whether it had. Raises DuplicatesError."""
        with self._file.changing() as kept:
            return _refresh(kept, store)


def _refresh(kept: sqlite3.Connection, store: Store) -> bool:
    sequence = store.last_sequence()
    state = kept.execute("SELECT sequence, method FROM made_of").fetchone()
    if state == (sequence, METHOD):
        return False
    if state is not None and state[1] != METHOD:
        kept.execute("DELETE FROM signatures")
    groups = _groups(store, _signatures(kept, store))
    before = dict(kept.execute("SELECT identifier, leader FROM places"))
    now = {member: group[0] for group in groups if len(group) > 1 for member in group}
    moved = [one for one in before.keys() | now.keys() if before.get(one) != now.get(one)]
    kept.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", ((one, now.get(one), sequence) for one in moved))
    kept.execute("DELETE FROM made_of")
    kept.execute("INSERT INTO made_of VALUES (?, ?)", (sequence, METHOD))
    return True


_Text = tuple[str, str, str]
"""What an article is sorted by: posting day (those without one last), identifier, and its content digest."""


def _signatures(kept: sqlite3.Connection, store: Store) -> dict[_Text, bytes]:
    """The signature of every article; those of texts that are new are worked out and kept."""
    known = dict(kept.execute("SELECT content_digest, signature FROM signatures"))
    found: dict[_Text, bytes] = {}
    for article in store.articles():
        digest = article.content_digest
        if digest not in known:
            known[digest] = signature(telling_of(article))
            kept.execute("INSERT INTO signatures VALUES (?, ?)", (digest, known[digest]))
        found[_order(article)] = known[digest]
    return found


def _order(article: Article) -> _Text:
    day = article.date_published.isoformat() if article.date_published else "9999"
    return day, article.identifier, article.content_digest


@dataclass(slots=True)
class _Grouping:
    store: Store
    groups: list[list[str]] = field(default_factory=list)
    by_band: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))
    tellings: dict[str, Telling] = field(default_factory=dict)

    def add(self, identifier: str, signed: bytes) -> None:
        """Into the nearest group whose every member it equals, or a new one."""
        keys = bands(signed)
        near = Counter(number for key in keys for number in self.by_band.get(key, ()))
        nearest = sorted(near, key=lambda number: (-near[number], number))[:_NEAREST]
        chosen = next((number for number in nearest if self._fits(identifier, number)), len(self.groups))
        if chosen == len(self.groups):
            self.groups.append([])
        self.groups[chosen].append(identifier)
        for key in keys:
            if chosen not in self.by_band[key]:
                self.by_band[key].append(chosen)

    def _fits(self, identifier: str, number: int) -> bool:
        own = self._telling(identifier)
        return all(is_same_item(own, self._telling(member)) for member in self.groups[number])

    def _telling(self, identifier: str) -> Telling:
        known = self.tellings.get(identifier)
        if known is None:
            if len(self.tellings) >= _TELLINGS:
                self.tellings.clear()
            article = self.store.get(identifier)
            assert article is not None
            known = self.tellings[identifier] = telling_of(article)
        return known


def _groups(store: Store, signatures: dict[_Text, bytes]) -> Iterator[list[str]]:
    """Groups in the order of their first article: the one posted first leads."""
    grouping = _Grouping(store)
    for (_, identifier, _), signed in sorted(signatures.items()):
        grouping.add(identifier, signed)
    yield from grouping.groups
