"""What a reader may have meant: diacritics restored, Telex and VNI left-overs decoded, with the archive's own words and no others.

A build counts the syllables of the texts that it indexes and the pairs they stand in, and keeps the counts beside the version. A suggestion
is the likeliest way to write a query by these counts. It is shown, never applied.
"""

from __future__ import annotations

import math
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.normalise import normalise
from indexer.analysis.syllables import SYLLABLE, TONE_SEPARATOR, TONELESS, Kept, Syllable, syllable
from indexer.document import Document
from indexer.query import FIELDS, OPERATORS

FILE = "spelling.sqlite"
ALL_OF = 2_000_000
"""Syllables up to which every article is counted; after that one in ``ONE_IN``. Counts of some four thousand articles settle."""

ONE_IN = 16
PAIRS = 500_000
"""Pairs beyond which those that stand once are dropped."""

LONGEST = 24
"""Words of the longest query that is looked at: a longer one was pasted, and looking would take longer than searching."""

CANDIDATES = 8
TRUST = 5.0
"""How many sights of a syllable its pairs must outweigh before they decide against how frequent the next one is by itself."""

RARE = 20
"""How many times as frequent as the word typed its decoding must be: ``box`` stays what it is where the archive has it."""

_SCHEMA = """
CREATE TABLE syllables (folded TEXT, written TEXT, count INTEGER, PRIMARY KEY (folded, written)) WITHOUT ROWID;
CREATE TABLE pairs (first TEXT, second TEXT, count INTEGER, PRIMARY KEY (first, second)) WITHOUT ROWID;
"""


# --- counting -------------------------------------------------------------------------------------------------------------------------


class Counts:
    """Syllables and pairs of the documents that pass through."""

    def __init__(self) -> None:
        self._syllables: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._read = 0

    def watching(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The same documents, counted on the way."""
        for number, document in enumerate(documents):
            if self._read < ALL_OF or number % ONE_IN == 0:
                self._count(f"{document.headline}\n{document.text}")
            yield document

    def _count(self, text: str) -> None:
        written = [*map(_WRITTEN.__getitem__, SYLLABLE.findall(text))]
        self._read += len(written)
        # A text without diacritics says nothing about them.
        if 2 * sum(map(str.isascii, written)) <= len(written):
            self._syllables.update(written)
            self._pairs.update(pairwise(written))

    def write(self, folder: Path) -> None:
        """Keep the counts in a folder."""
        least = 2 if len(self._pairs) > PAIRS else 1
        with closing(sqlite3.connect(folder / FILE)) as connection, connection:
            connection.executescript(_SCHEMA)
            rows = ((syllable(written).folded, written, count) for written, count in self._syllables.items())
            connection.executemany("INSERT INTO syllables VALUES (?, ?, ?)", (row for row in rows if row[0]))
            connection.execute("INSERT INTO syllables VALUES ('', '', ?)", (max(1, self._syllables.total()),))
            kept = ((*pair, count) for pair, count in self._pairs.items() if count >= least)
            connection.executemany("INSERT INTO pairs VALUES (?, ?, ?)", kept)


def _written(raw: str) -> str:
    return normalise(raw)[:40]


_WRITTEN = Kept(_written)


# --- suggesting -----------------------------------------------------------------------------------------------------------------------


class _Candidate(NamedTuple):
    written: str
    seen: int


class Spelling:
    """Suggestions from the counts of one folder; none where it has no counts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def suggest(self, text: str) -> str | None:
        """The query as its writer may have meant it, or None when that is what it says."""
        text = text.strip()
        places = _places(text)
        raw = [place[0] for place in places]
        # Nearly every query is as it was meant, and then the counts need not be opened.
        if not 0 < len(places) <= LONGEST or not (_is_bare(raw) or any(map(_keys_meant, raw))) or not self._path.exists():
            return None
        try:
            return self._suggestion(text, places)
        except sqlite3.OperationalError:
            # Two builds since the search began have removed this version.
            return None

    def _suggestion(self, text: str, places: Sequence[re.Match[str]]) -> str | None:
        with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            choices = _Choices(connection)
            raw = [place[0] for place in places]
            decoded = [choices.decoded(one) for one in raw]
            if any(decoded):
                chosen = [found or one for found, one in zip(decoded, raw, strict=True)]
            elif _is_bare(raw):
                chosen = choices.restored(raw)
            else:
                return None
        return _replaced(text, places, chosen)


class SpellingOfVersions:
    """The counts of an index whose versions live on a server: one folder for each version here, named by its token."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, token: str) -> Spelling:
        """The suggestions of one version; none where it was built on another machine."""
        return Spelling(self._folder / token)

    def write(self, token: str, counts: Counts) -> None:
        """Keep the counts of a new version."""
        (self._folder / token).mkdir(parents=True)
        counts.write(self._folder / token)

    def keep(self, tokens: Iterable[str]) -> None:
        """Remove the counts of versions that are no more."""
        for name in {path.name for path in self._folder.iterdir()}.difference(tokens):
            shutil.rmtree(self._folder / name)


_RANGE = re.compile(r"[\[{][^\[\]{}]* TO [^\[\]{}]*[\]}]")
"""``[2012 TO 2018]``, which other search engines take for a range."""


def _places(text: str) -> list[re.Match[str]]:
    """The syllables of a query that are words: no operators, names of fields, ranges or parts of legal numbers."""
    others = [range(number.start, number.end) for number in find_legal_numbers(text)] + [
        range(*one.span()) for one in _RANGE.finditer(text)
    ]
    found = [match for match in SYLLABLE.finditer(text) if not any(match.start() in other for other in others)]
    return [match for match in found if match[0] not in OPERATORS and not (text[match.end() :][:1] == ":" and match[0].lower() in FIELDS)]


def _is_bare(raw: Sequence[str]) -> bool:
    """Whether most of the words have no diacritics. Single letters alone are no words."""
    letters = [syllable(one) for one in raw if not one.isdigit()]
    return any(len(one.folded) > 1 for one in letters) and 2 * sum(one.accented for one in letters) < len(letters)


def _replaced(text: str, places: Sequence[re.Match[str]], chosen: Sequence[str]) -> str | None:
    parts, end = [], 0
    for place, written in zip(places, chosen, strict=True):
        parts += [text[end : place.start()], _in_case(written, place[0])]
        end = place.end()
    suggestion = "".join(parts) + text[end:]
    return suggestion if suggestion.lower() != text.lower() else None


def _in_case(written: str, raw: str) -> str:
    if syllable(written).key == syllable(raw).key:
        return raw
    return written.capitalize() if raw[:1].isupper() and not raw.isupper() else written


class _Path(NamedTuple):
    """A way to write the first words of a query."""

    score: float
    last: _Candidate
    words: tuple[str, ...]


class _Choices:
    """The archive's ways to write the syllables of one query."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (self._total,) = connection.execute("SELECT count FROM syllables WHERE folded = ''").fetchone()

    def of(self, folded: str) -> list[_Candidate]:
        statement = "SELECT written, count FROM syllables WHERE folded = ? ORDER BY count DESC, written LIMIT ?"
        return [_Candidate(*row) for row in self._connection.execute(statement, (folded, CANDIDATES))]

    def decoded(self, raw: str) -> str | None:
        """What a Telex or VNI left-over stands for, when the archive has that word and hardly the one typed."""
        typed = syllable(raw)
        if typed.accented:
            return None
        here = max((one.seen for one in self.of(typed.folded) if syllable(one.written).key == typed.key), default=0)
        for key in _keys_meant(raw):
            folded = _folded(key)
            for candidate in self.of(folded):
                if syllable(candidate.written).key == key and candidate.seen > RARE * here:
                    return candidate.written
        return None

    def restored(self, raw: Sequence[str]) -> list[str]:
        """The likeliest row of words that the syllables may be; those typed with diacritics stay."""
        first, *rest = [self._candidates(one) for one in raw]
        best = [_Path(self._log(one.seen / self._total), one, (one.written,)) for one in first]
        for row in rest:
            best = [max((self._step(path, one) for path in best), key=lambda path: path.score) for one in row]
        return list(max(best, key=lambda path: path.score).words)

    def _candidates(self, raw: str) -> list[_Candidate]:
        typed = syllable(raw)
        found = [] if typed.accented else self.of(typed.folded)
        return found or [_Candidate(_written(raw), 0)]

    def _step(self, path: _Path, then: _Candidate) -> _Path:
        """How likely ``then`` follows: as often as the archive has the pair, or as frequent as it is where the archive says little."""
        statement = "SELECT count FROM pairs WHERE first = ? AND second = ?"
        together = self._connection.execute(statement, (path.last.written, then.written)).fetchone()
        expected = TRUST * (then.seen + 0.1) / self._total
        likely = ((together[0] if together else 0) + expected) / (path.last.seen + TRUST)
        return _Path(path.score + self._log(likely), then, (*path.words, then.written))

    @staticmethod
    def _log(share: float) -> float:
        return math.log(max(share, 1e-12))


# --- Telex and VNI --------------------------------------------------------------------------------------------------------------------

_TELEX_TONES = dict(zip("fsrxj", "25346", strict=True))
_VNI_TONES = dict(zip("21345", "25346", strict=True))
_TELEX_LETTERS = (("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))
_VNI_LETTERS = {"6": dict(zip("aeo", "âêô", strict=True)), "7": dict(zip("ou", "ơư", strict=True)), "8": {"a": "ă"}, "9": {"d": "đ"}}


@lru_cache(1 << 14)
def _keys_meant(raw: str) -> tuple[str, ...]:
    """The tone keys that a syllable typed without diacritics may be the left-over of."""
    return tuple(key for key in (telex(raw.lower()), vni(raw.lower())) if key) if raw.isascii() else ()


def telex(raw: str) -> str | None:
    """The tone key of a syllable typed in Telex with the method switched off (``hooji`` -> ``hôi'6``); None when it is none."""
    vowel = re.search("[aeiouy]", raw)
    if not vowel:
        return None
    head, tail = raw[: vowel.start()], raw[vowel.start() :]
    tones = re.findall("[fsrxj]", tail)
    plain = head + re.sub("[fsrxj]", "", tail)
    # Whoever types ươ may mark either vowel or both.
    plain = plain.replace("uwow", "ươ")
    for typed, letter in _TELEX_LETTERS:
        plain = plain.replace(typed, letter)
    return _key(plain, [_TELEX_TONES[tone] for tone in tones], raw)


def vni(raw: str) -> str | None:
    """The tone key of a syllable typed in VNI with the method switched off (``d9o62ng`` -> ``đông'2``); None when it is none."""
    if not re.fullmatch("[a-z]+[a-z0-9]*", raw) or raw.isalpha():
        return None
    letters: list[str] = []
    tones = []
    for sign in raw:
        if sign in _VNI_TONES:
            tones.append(_VNI_TONES[sign])
        elif not sign.isdigit():
            letters.append(sign)
        elif not _marked(letters, _VNI_LETTERS.get(sign, {})):
            return None
    return _key("".join(letters), tones, raw)


def _marked(letters: list[str], marks: dict[str, str]) -> bool:
    """Put a mark on the last letter that takes it; ``uo`` takes the horn on both."""
    at = next((at for at in range(len(letters) - 1, -1, -1) if letters[at] in marks), None)
    if at is None:
        return False
    if letters[at] == "o" and at and letters[at - 1] == "u" and "u" in marks:
        letters[at - 1] = "ư"
    letters[at] = marks[letters[at]]
    return True


def _key(plain: str, tones: Sequence[str], raw: str) -> str | None:
    if len(tones) > 1 or plain == raw or not TONELESS.fullmatch(plain):
        return None
    found: Syllable = syllable(plain)
    return found.key + TONE_SEPARATOR + tones[0] if tones else found.key


def _folded(key: str) -> str:
    return syllable(key.partition(TONE_SEPARATOR)[0]).folded
