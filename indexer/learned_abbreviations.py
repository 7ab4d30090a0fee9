"""Abbreviations that the archive's own articles define: "hội nhập kinh tế quốc tế (HNKTQT)", learned when two or more of them do.

They are looked for when a query is asked, as the other form's words in a row, and are no part of the index: what is learned tomorrow is
found at once in articles indexed today, on either engine. Each is kept with the articles that define it.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archive.article import Article
from archive.store import Store
from indexer.analysis.abbreviations import table
from indexer.analysis.syllables import TONELESS, Syllable, fold, syllables
from indexer.derived import DerivedFile

logger = logging.getLogger(__name__)

ENOUGH_ARTICLES = 2
FEWEST_LETTERS = 2
"""``TP`` and ``DN`` are short forms; a single letter is none."""

LONGEST_SHORT = 14
LEADS_BY = 3
"""A meaning that so many times as many articles define as another is the one that is meant, where the query does not write one out."""

MEANINGS = 4
"""Of one short form, at most: each is a phrase that every query with it asks for."""

_FILE = "abbreviations.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS made_of (sequence INTEGER NOT NULL, rules TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS definitions (identifier TEXT NOT NULL, short TEXT NOT NULL, long TEXT NOT NULL,
    PRIMARY KEY (identifier, short, long)) WITHOUT ROWID;
"""
_MAY_DEFINE = re.compile(r"\([^()]{0,60}[A-ZĐ]{2}|[A-ZĐ]{2}[^()]{0,3}\(|tắt|gọi là|gọi chung")
"""What an article that defines an abbreviation holds; two of three do not, and need not be read for it."""


class LearnedError(Exception):
    """The file of learned abbreviations cannot be used; one line that says which."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, what it stands for, and the articles that say so."""

    short: str
    long: str
    sources: tuple[str, ...]


class Form(NamedTuple):
    """Where a run of syllables holds one form of a learned abbreviation, and the other form, to be looked for besides."""

    start: int
    end: int
    other: tuple[Syllable, ...]
    written: str

    @property
    def of_one(self) -> bool:
        """Whether it is one syllable."""
        return self.end == self.start + 1


# --- finding --------------------------------------------------------------------------------------------------------------------------


class Learned:
    """Definitions, found in queries."""

    def __init__(self, definitions: Iterable[Definition] = ()) -> None:
        self._by_first: defaultdict[str, list[tuple[tuple[Syllable, ...], list[Definition]]]] = defaultdict(list)
        shorts: defaultdict[str, list[Definition]] = defaultdict(list)
        for one in definitions:
            shorts[fold(one.short)].append(one)
        for meanings in shorts.values():
            self._add(sorted(meanings, key=lambda one: (-len(one.sources), one.long)))

    def _add(self, meanings: list[Definition]) -> None:
        meant = [one for one in meanings if len(one.sources) * LEADS_BY >= len(meanings[0].sources)][:MEANINGS]
        self._note(meant[0].short, meant)
        # A short form of several meanings says nothing about an article that holds it.
        for one in meant if len(meant) == 1 else ():
            self._note(one.long, [one])
        for one in meanings if len(meant) > 1 else ():
            self._note(one.long, [])

    def _note(self, written: str, meant: list[Definition]) -> None:
        run = tuple(syllables(written))
        if run:
            self._by_first[run[0].folded].append((run, meant))

    def find(self, run: Sequence[Syllable]) -> tuple[Form, ...]:
        """The forms that a query's run of syllables holds; typed with diacritics, they must be the form's.

        A short form of several meanings has the one that the query writes out too, or else all of them.
        """
        held = [(at, form, meant) for at, one in enumerate(run) for form, meant in self._by_first.get(one.folded, ()) if _at(form, run, at)]
        written_out = {tuple(one.key for one in form) for _, form, _ in held}
        return tuple(
            Form(at, at + len(form), other, written) for at, form, meant in held for other, written in _others(form, meant, written_out)
        )


def _at(form: tuple[Syllable, ...], run: Sequence[Syllable], at: int) -> bool:
    stretch = run[at : at + len(form)]
    return len(stretch) == len(form) and all(
        one.key == typed.key if typed.accented else one.folded == typed.folded for one, typed in zip(form, stretch, strict=True)
    )


def _others(
    form: tuple[Syllable, ...], meant: list[Definition], written_out: set[tuple[str, ...]]
) -> Iterator[tuple[tuple[Syllable, ...], str]]:
    key = tuple(one.key for one in form)
    sides = [(tuple(syllables(side)), side) for one in meant for side in (one.short, one.long)]
    others = [(run, side) for run, side in sides if tuple(one.key for one in run) != key]
    named = [other for other in others if tuple(one.key for one in other[0]) in written_out]
    yield from named or others


NOTHING_LEARNED = Learned()


# --- learning -------------------------------------------------------------------------------------------------------------------------


class LearnedAbbreviations:
    """What one index folder has learned. Reading one that was never made gives nothing."""

    def __init__(self, folder: Path) -> None:
        self._file = DerivedFile(folder / _FILE, _SCHEMA, "learned abbreviations", LearnedError)
        self._stamp: object = None
        self._learned = NOTHING_LEARNED

    def now(self) -> Learned:
        """The definitions as of now, read again when the file has changed; none while it cannot be read, since a query can do without."""
        stamp = self._file_stamp()
        if stamp != self._stamp:
            try:
                self._learned = Learned(self.definitions())
            except LearnedError as error:
                logger.warning("%s", error)
                self._learned = NOTHING_LEARNED
            self._stamp = stamp
        return self._learned

    def _file_stamp(self) -> object:
        try:
            found = self._file.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def definitions(self) -> tuple[Definition, ...]:
        """Those that ``ENOUGH_ARTICLES`` define and the table does not have already, by short form. Raises LearnedError."""
        return tuple(_agreed(self._file.rows("SELECT short, long, identifier FROM definitions ORDER BY identifier")))

    def refresh(self, store: Store) -> int:
        """Learn from what changed since the last time; gives how many articles that were. Raises LearnedError."""
        with self._file.changing() as kept:
            return _refresh(kept, store)


def _refresh(kept: sqlite3.Connection, store: Store) -> int:
    # Here and not above: whoever only asks needs none of the rules and lists by which articles are read.
    from archive.facts.abbreviations import VERSION

    rules, sequence = f"{VERSION} {store.identity()}", store.last_sequence()
    since, made_of = kept.execute("SELECT sequence, rules FROM made_of").fetchone() or (0, rules)
    if made_of != rules or since > sequence:  # other rules, another archive, or an older copy of it
        kept.execute("DELETE FROM definitions")
        since = 0
    elif since == sequence:
        return 0
    changed = 0
    for _, article in store.changed_since(since):
        kept.execute("DELETE FROM definitions WHERE identifier = ?", (article.identifier,))
        kept.executemany("INSERT OR IGNORE INTO definitions VALUES (?, ?, ?)", ((article.identifier, *pair) for pair in _defined(article)))
        changed += 1
    kept.execute("DELETE FROM made_of")
    kept.execute("INSERT INTO made_of VALUES (?, ?)", (sequence, rules))
    return changed


def _defined(article: Article) -> Iterator[tuple[str, str]]:
    from archive.facts.abbreviations import abbreviations
    from archive.facts.text import read

    texts = (article.headline, article.description or "", article.article_body)
    if any(_MAY_DEFINE.search(text) for text in texts):
        yield from ((one.short, " ".join(one.long.split())) for one in abbreviations(read(article)) if _is_usable(one.short, one.long))


def _is_usable(short: str, long: str) -> bool:
    run = syllables(short)
    if (
        sum(map(str.isalpha, short)) < FEWEST_LETTERS
        or not run
        or len(short) > LONGEST_SHORT
        or len(syllables(long)) < 2
        or short != short.upper()
    ):
        return False
    # One that reads as a Vietnamese syllable ("AN", "BAN") would be found in every text.
    return len(run) > 1 or not TONELESS.fullmatch(run[0].key)


def _agreed(rows: Iterable[tuple[str, str, str]]) -> Iterator[Definition]:
    """The definitions on which enough articles agree, whatever the case and the signs; written as most of them do."""
    written: defaultdict[tuple[str, str], dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for short, long, identifier in rows:
        written[fold(short), " ".join(one.key for one in syllables(long))][short, long].append(identifier)
    for (short_key, _), spellings in sorted(written.items()):
        sources = tuple(sorted({identifier for identifiers in spellings.values() for identifier in identifiers}))
        short, long = max(spellings, key=lambda one: (len(spellings[one]), one))
        if len(sources) >= ENOUGH_ARTICLES and not _is_in_table(short_key, long):
            yield Definition(short, long, sources)


def _is_in_table(short: str, long: str) -> bool:
    return any(fold(other) == short for found in table().find(syllables(long)) for other in found.others)
