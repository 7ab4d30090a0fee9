"""What a reader may be about to type: the archive's own phrases and headlines, found by their beginning, with or without diacritics.

Kept in one SQLite file beside the index, whichever engine that is, and brought up to date by ``build`` and ``update``: an article's own
share is taken out and put in again when it changes, so an update costs what changed and no more. Reading needs neither engine nor model.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from archive.store import Headline, Store
from indexer.analysis.syllables import SYLLABLE, TONE_SEPARATOR, Syllable, syllables
from indexer.analysis.words import STOP_PHRASES, WordStore
from indexer.derived import DerivedFile

Kind = Literal["phrase", "headline"]

MOST = 8
FIRST_PHRASES = 5
"""Phrases before the first headline, where there are headlines too."""

FEWEST_LETTERS = 2
"""With one letter, thousands of phrases begin; none of them is meant."""

LONGEST = 200
"""Characters of what was typed that are looked at, and of a headline that is kept: a longer one is no search."""

PHRASES_OF_ONE = 20
"""Phrases that one article adds, its most frequent: a bulletin of eighty pages must not fill the list."""

_LOOKED_AT = 400
"""Beginnings that are compared with the diacritics typed."""

_FILE = "suggestions.sqlite"
_RULES = "1"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (sequence INTEGER NOT NULL, made_of TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, folded TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
    articles INTEGER NOT NULL, newest TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_beginning ON entries (folded, articles, newest);
CREATE TABLE IF NOT EXISTS shares (identifier TEXT PRIMARY KEY, keys TEXT NOT NULL) WITHOUT ROWID;
"""


class SuggestionsError(Exception):
    """The file of suggestions cannot be used; one line that says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A text to search for, and how many articles it is of (a phrase counts where it is one of the most frequent)."""

    text: str
    kind: Kind
    articles: int


class Suggestions:
    """The suggestions of one index folder. Reading those that were never made gives none."""

    def __init__(self, folder: Path) -> None:
        self._file = DerivedFile(folder / _FILE, _SCHEMA, "suggestions", SuggestionsError)

    def beginning(self, typed: str) -> tuple[Suggestion, ...]:
        """Up to ``MOST`` texts that begin as typed: phrases first, those of most articles, then headlines, the newest.

        A syllable typed with diacritics must have them, one without matches any; what is already typed whole is left out.
        Raises SuggestionsError.
        """
        wanted = _Beginning.of(typed[:LONGEST])
        if wanted is None:
            return ()
        phrases = list(self._found(wanted, "phrase", "articles DESC, newest DESC"))
        headlines = list(self._found(wanted, "headline", "newest DESC, articles DESC"))
        first = phrases[: max(FIRST_PHRASES, MOST - len(headlines))]
        return tuple((first + headlines)[:MOST])

    def _found(self, wanted: _Beginning, kind: Kind, order: str) -> Iterator[Suggestion]:
        rows = self._file.rows(
            f"SELECT text, articles FROM entries WHERE folded >= ? AND folded < ? AND kind = ? ORDER BY {order}, text LIMIT {_LOOKED_AT}",
            wanted.folded,
            wanted.folded + _AFTER_ALL,
            kind,
        )
        fitting = ((text, articles) for text, articles in rows if wanted.begins(text))
        for (text, articles), _ in zip(fitting, range(MOST), strict=False):
            yield Suggestion(text=text, kind=kind, articles=articles)

    def refresh(self, store: Store, words: WordStore) -> int:
        """Bring them up to the archive's last sequence number; gives how many articles had changed. Raises SuggestionsError."""
        with self._file.changing() as kept:
            return _refresh(kept, store, words)


# --- what was typed -------------------------------------------------------------------------------------------------------------------

_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What was typed, read as the beginning of a text; the last syllable may be half typed."""

    folded: str
    run: tuple[Syllable, ...]
    last_is_whole: bool

    @classmethod
    def of(cls, typed: str) -> _Beginning | None:
        run = tuple(syllables(typed))
        folded = " ".join(one.folded for one in run)
        if len(folded) < FEWEST_LETTERS:
            return None
        whole = SYLLABLE.search(typed[-1]) is None
        return cls(folded + " " if whole else folded, run, whole)

    def begins(self, text: str) -> bool:
        """Whether a text begins so, with the diacritics that were typed, and goes on."""
        found = syllables(text)
        if len(found) < len(self.run) or [one.key for one in found] == [one.key for one in self.run]:
            return False
        *whole, last = zip(self.run, found, strict=False)
        fits = _same if self.last_is_whole else _half
        return all(_same(one, other) for one, other in whole) and fits(*last)


def _same(typed: Syllable, found: Syllable) -> bool:
    return typed.key == found.key if typed.accented else typed.folded == found.folded


def _half(typed: Syllable, found: Syllable) -> bool:
    """Whether a syllable begins as the half of one that was typed; its mark may stand on a letter that is still to come."""
    if not typed.accented:
        return found.folded.startswith(typed.folded)
    start, _, tone = typed.key.partition(TONE_SEPARATOR)
    base, _, found_tone = found.key.partition(TONE_SEPARATOR)
    return base.startswith(start) and (not tone or tone == found_tone)


# --- what articles add ----------------------------------------------------------------------------------------------------------------


def _refresh(kept: sqlite3.Connection, store: Store, words: WordStore) -> int:
    of, sequence = f"{_RULES} {store.identity()}", store.last_sequence()
    since, made_of = kept.execute("SELECT sequence, made_of FROM state").fetchone() or (0, of)
    if made_of != of or since > sequence:  # other rules, another archive, or an older copy of it
        kept.execute("DELETE FROM entries")
        kept.execute("DELETE FROM shares")
        since = 0
    changed = 0
    for told in store.headlines_since(since):
        _forget(kept, told.identifier)
        _note(kept, told, words)
        changed += 1
    if changed:
        kept.execute("DELETE FROM entries WHERE articles <= 0")
    kept.execute("DELETE FROM state")
    kept.execute("INSERT INTO state VALUES (?, ?)", (sequence, of))
    return changed


def _forget(kept: sqlite3.Connection, identifier: str) -> None:
    row = kept.execute("SELECT keys FROM shares WHERE identifier = ?", (identifier,)).fetchone()
    if row:
        kept.executemany("UPDATE entries SET articles = articles - 1 WHERE key = ?", [(key,) for key in json.loads(row[0])])


_ADD = """
INSERT INTO entries VALUES (?, ?, ?, ?, 1, ?)
ON CONFLICT (key) DO UPDATE SET articles = articles + 1, newest = max(newest, excluded.newest)
"""


def _note(kept: sqlite3.Connection, told: Headline, words: WordStore) -> None:
    day = told.date_published or ""
    added = {key: (key, folded, text, kind, day) for key, folded, text, kind in _entries(told, words)}
    kept.executemany(_ADD, added.values())
    kept.execute("INSERT OR REPLACE INTO shares VALUES (?, ?)", (told.identifier, json.dumps(list(added))))


def _entries(told: Headline, words: WordStore) -> Iterator[tuple[str, str, str, Kind]]:
    headline = " ".join(told.headline.split())
    if headline and len(headline) <= LONGEST:
        yield from _entry(headline, "headline")
    for phrase in _phrases(told, words):
        yield from _entry(phrase, "phrase")


def _entry(text: str, kind: Kind) -> Iterator[tuple[str, str, str, Kind]]:
    run = syllables(text)
    if run:
        yield kind[0] + " ".join(one.key for one in run), " ".join(one.folded for one in run), text, kind


def _phrases(told: Headline, words: WordStore) -> list[str]:
    """The phrases of a text: its words of several syllables, and two or three of these side by side; from the text those said twice.

    Of the headline, each: it says what the article is about.
    """
    lines, written = words.lines_and_spellings(told.content_digest)
    counts = Counter(phrase for line in lines for phrase in _side_by_side(line.split()))
    first = lines[0].split() if lines and told.headline.strip() else []
    counts.update(_side_by_side(first))
    chosen = sorted((phrase for phrase, count in counts.items() if count > 1), key=lambda phrase: (-counts[phrase] * len(phrase), phrase))
    return [" ".join(written.get(word, word.replace("_", " ")) for word in phrase) for phrase in chosen[:PHRASES_OF_ONE]]


_Phrase = tuple[str, ...]


def _side_by_side(line: list[str]) -> Iterator[_Phrase]:
    """The words of several syllables in a line, alone, by twos and by threes."""
    telling = [word if _tells(word) else "" for word in line]
    yield from ((word,) for word in telling if word)
    yield from ((one, two) for one, two in pairwise(telling) if one and two)
    yield from ((one, two, three) for one, two, three in zip(telling, telling[1:], telling[2:], strict=False) if one and two and three)


def _tells(word: str) -> bool:
    return "_" in word and word not in STOP_PHRASES and all(part.replace("&", "").isalpha() for part in word.split("_"))
