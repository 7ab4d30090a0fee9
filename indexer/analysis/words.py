"""underthesea's words of every article, worked out once per text and kept; key phrases are drawn from them.

Reading (``WordStore.key_phrases``) does not load underthesea. Segmenting holds the interpreter's lock for the whole call, so it is done
when the index is built or updated, in processes of its own, and never while a query or a page waits.
"""

from __future__ import annotations

import json
import logging
import math
import multiprocessing
import signal
import sqlite3
import threading
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from functools import lru_cache
from importlib.metadata import version
from itertools import chain, compress, count, islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from archive.article import Article
from archive.workers import end_with_parent
from indexer.analysis.normalise import normalise
from indexer.analysis.syllables import SYLLABLE, Kept, syllables

WORKERS = 2
FEW = 24
"""Fewer texts than this are segmented in this process: starting two others costs as much."""

CHUNK = 16
"""Texts a worker takes at a time."""

KEPT_TOGETHER = 256
"""Texts kept in one step. A step costs as much as the words of ten texts, and so many texts take a fifth of a second."""

LONGEST_LINE = 8_000
"""Characters of a line that are cut into words at once, some 2,000 syllables: the memory it takes grows with them, 2 KB for each."""

_BATCH = 200_000
"""Characters of lines that are cut into words together."""

STOP_PHRASES = frozenset((Path(__file__).parent / "stop_phrases.txt").read_text(encoding="utf-8").splitlines()[1:])
"""Words of every report that say nothing about any of them."""

KEY_PHRASES = 8
_CANDIDATES = 60
"""Kept per text, the most frequent first; the choice among them needs the archive's frequencies and is made on reading."""

_FILE = "words.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (content_digest TEXT PRIMARY KEY, words BLOB NOT NULL, candidates TEXT NOT NULL, made_by TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frequencies (word TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID;
"""


class Words(NamedTuple):
    """The words of one text: per line, lower case, the syllables of a word joined by ``_``; and its multi-syllable words in print."""

    content_digest: str
    lines: tuple[str, ...]
    candidates: tuple[tuple[str, int], ...]


class Weighed(NamedTuple):
    """A word as its text writes it, and its weight there."""

    word: str
    weight: float


# --- segmenting -----------------------------------------------------------------------------------------------------------------------


_Cut = Callable[[Sequence[str]], list[str]]
"""Gives the words of each line."""


class _Segmenter:
    """underthesea's words, by its own model's tables where they are known to be the same, by underthesea itself elsewhere.

    Loaded at the first use under a lock, and asked under it: neither is safe in threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: _Cut | None = None

    def words(self, lines: Sequence[str]) -> list[str]:
        """The words of each line, with spaces between, the syllables of one word joined by ``_``."""
        with self._lock:
            if self._words is None:
                with _logging_kept():
                    self._words = _loaded()
            return self._words(lines)


def _loaded() -> _Cut:
    # Here and not above: the web side imports this module, and it needs neither numpy nor the model.
    from indexer.analysis import segmentation

    return segmentation.Segmenter().words if segmentation.known() else _underthesea()


def _underthesea() -> _Cut:
    """underthesea itself. Never called with ``fixed_words``: those would leak into every later call."""
    from underthesea import word_tokenize  # type: ignore[import-untyped]

    return lambda lines: [" ".join(word.replace(" ", "_") for word in word_tokenize(line)) for line in lines]


def segmented_by() -> str:
    """What cuts the words on this machine, for the status: ``tables`` or, several times slower, ``underthesea``."""
    from indexer.analysis import segmentation

    return "tables" if segmentation.known() else "underthesea"


@contextmanager
def _logging_kept() -> Iterator[None]:
    """Undo what an import does to the root logger."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


_SEGMENTER = _Segmenter()


def segment(text: str) -> tuple[str, ...]:
    """The words of each line of a text that has any, joined by spaces, the syllables of a word by ``_``.

    Line by line, since underthesea joins words across line breaks; lower-cased, since capitals decide its cut.
    """
    return segment_many([text])[0]


def segment_many(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The same for many texts at once, which is several times faster than one after the other."""
    lines = [[normalise(line) for line in _lines(text)] for text in texts]
    words = chain.from_iterable(_SEGMENTER.words(batch) for batch in _batches(line for text in lines for line in text))
    return [tuple(islice(words, len(text))) for text in lines]


def _lines(text: str) -> Iterator[str]:
    """The lines of a text that have any word; one that is too long in several."""
    return (piece for line in text.splitlines() for piece in _pieces(line) if SYLLABLE.search(piece))


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces of ``LONGEST_LINE``: cut behind the last sentence that fits, else behind the last space, else anywhere."""
    start = 0
    while len(line) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        places = (line.rfind(sign, start, end) + len(sign) for sign in (". ", " "))
        cut = next((place for place in places if place > start + 2), end)
        yield line[start:cut]
        start = cut
    yield line[start:]


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for line in lines:
        if batch and size + len(line) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def words_of(content_digest: str, text: str) -> Words:
    """The words of one article's text, and the multi-syllable ones as they are most often written there, with their counts."""
    return _words_of(content_digest, text, segment(text))


def _words_of(content_digest: str, text: str, lines: tuple[str, ...]) -> Words:
    counts = Counter(chain.from_iterable(map(str.split, lines)))
    chosen = sorted(filter(_may_be_key, counts), key=lambda word: (-counts[word] * word.count("_"), word))[:_CANDIDATES]
    written = _as_written(chosen, text)
    return Words(content_digest, lines, tuple((written[word], counts[word]) for word in chosen))


@lru_cache(1 << 16)
def _may_be_key(word: str) -> bool:
    parts = word.split("_")
    return 2 <= len(parts) <= 6 and all(part.replace("&", "").isalpha() for part in parts) and word not in STOP_PHRASES


def _as_written(words: Iterable[str], text: str) -> dict[str, str]:
    """Each word as the text writes it: the most frequent of its spellings, one in capitals only when there is no other."""
    cut = [word.split("_") for word in words]
    firsts = {first for first, *_ in cut}
    raw = SYLLABLE.findall(text)
    plain = [*map(_PLAIN.__getitem__, raw)]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place in compress(count(), map(firsts.__contains__, plain)):
        places[plain[place]].append(place)
    return {"_".join(word): _spelling(word, raw, plain, places[word[0]]) for word in cut}


_PLAIN = Kept(normalise)


def _spelling(word: list[str], raw: list[str], plain: list[str], places: Iterable[int]) -> str:
    size = len(word)
    found = [" ".join(raw[at : at + size]) for at in places if plain[at : at + size] == word]
    if len(found) < 2:
        return found[0] if found else " ".join(word)
    written = Counter(found)
    return max(written, key=lambda one: (not one.isupper(), written[one], one))


# --- keeping --------------------------------------------------------------------------------------------------------------------------


class WordsError(Exception):
    """The file of words cannot be used; one line that says which."""


class WordStore:
    """The words of all texts, in one SQLite file of a folder; a rebuild of the index leaves it alone. Reading needs no underthesea."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._reader: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def count(self) -> int:
        """How many texts have their words."""
        return int(next(iter(self._rows("SELECT count(*) FROM texts")), (0,))[0])

    def missing(self, digests: Iterable[str]) -> set[str]:
        """Those of ``digests`` that have no words yet."""
        kept = {row[0] for row in self._rows("SELECT content_digest FROM texts")}
        return set(digests) - kept

    def words(self, content_digest: str) -> tuple[str, ...]:
        """The words of a text line by line, or nothing when it has none yet."""
        rows = self._rows("SELECT words FROM texts WHERE content_digest = ?", content_digest)
        return tuple(zlib.decompress(rows[0][0]).decode().split("\n")) if rows else ()

    def lines_and_spellings(self, content_digest: str) -> tuple[tuple[str, ...], dict[str, str]]:
        """The words of a text line by line, and how it writes its more frequent multi-syllable ones; nothing when it has no words yet."""
        rows = self._rows("SELECT words, candidates FROM texts WHERE content_digest = ?", content_digest)
        if not rows:
            return (), {}
        written = {normalise(phrase).replace(" ", "_"): phrase for phrase, _ in json.loads(rows[0][1])}
        return tuple(zlib.decompress(rows[0][0]).decode().split("\n")), written

    def weights(self, digests: Iterable[str]) -> dict[str, dict[str, Weighed]]:
        """What the multi-syllable words of texts weigh, by digest and by the word's tone keys, which are the same in every spelling.

        A word weighs the logarithm of how often the text has it, times the logarithm of how rare it is among all texts.
        """
        asked = tuple(dict.fromkeys(digests))
        rows = self._rows(f"SELECT content_digest, candidates FROM texts WHERE content_digest IN ({_marks(asked)})", *asked)
        counts: dict[str, list[tuple[str, int]]] = {digest: json.loads(candidates) for digest, candidates in rows}
        rarity = self._rarity(list({_word(phrase) for candidates in counts.values() for phrase, _ in candidates}))
        return {
            digest: {(word := _word(phrase)): Weighed(phrase, math.log(1 + count) * rarity[word]) for phrase, count in candidates}
            for digest, candidates in counts.items()
        }

    def key_phrases(self, content_digest: str) -> tuple[str, ...]:
        """Up to ``KEY_PHRASES`` multi-syllable words that tell this text from others, the strongest first; none where it has no words yet.

        Strength is how often the text has the word, times the root of its syllables less one, times the logarithm of how rare it is among
        all texts. Words that say nothing by themselves (``STOP_PHRASES``) and words inside a stronger one are left out. Equal ones go by
        spelling.
        """
        rows = self._rows("SELECT candidates FROM texts WHERE content_digest = ?", content_digest)
        return self._strongest(json.loads(rows[0][0])) if rows else ()

    def _strongest(self, candidates: list[tuple[str, int]]) -> tuple[str, ...]:
        rarity = self._rarity([_word(phrase) for phrase, _ in candidates])
        strength = {phrase: count * math.sqrt(phrase.count(" ")) * rarity[_word(phrase)] for phrase, count in candidates}
        chosen: list[str] = []
        for phrase in sorted(strength, key=lambda phrase: (-strength[phrase], phrase)):
            if len(chosen) < KEY_PHRASES and not any(_within(phrase, other) for other in chosen):
                chosen.append(phrase)
        return tuple(chosen)

    def _rarity(self, words: list[str]) -> dict[str, float]:
        asked = [*words, _ALL_TEXTS]
        frequencies = dict(self._rows(f"SELECT word, texts FROM frequencies WHERE word IN ({_marks(asked)})", *asked))
        texts = frequencies.get(_ALL_TEXTS) or self.count()
        return {word: math.log(1 + texts / (0.5 + frequencies.get(word, 0))) for word in words}

    def add(self, all_words: Iterable[Words]) -> None:
        """Keep the words of some texts, all or none; a text that has its words already is left as it is."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection, connection:
                connection.executescript(_SCHEMA)
                connection.execute("INSERT OR IGNORE INTO frequencies SELECT ?, count(*) FROM texts", (_ALL_TEXTS,))
                counts = Counter(chain.from_iterable(_added(connection, words) for words in all_words))
                connection.executemany(_COUNT, counts.items())
        except sqlite3.Error as error:
            raise WordsError(f"the words cannot be kept in {self._path}: {error}{_remedy(error)}") from error

    def _rows(self, statement: str, *values: str) -> list[Any]:
        if self._reader is None and not self._path.exists():
            return []
        try:
            if self._reader is None:
                self._reader = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
            return self._reader.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise WordsError(f"the words in {self._path} cannot be read: {error}{_remedy(error)}") from error


def _remedy(error: sqlite3.Error) -> str:
    """What to do about a file that is no database any more: nothing in it is lost for good."""
    damaged = getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
    return " (delete the file and run `python -m indexer build`, which works it out again)" if damaged else ""


def _added(connection: sqlite3.Connection, words: Words) -> Iterable[str]:
    """Keeps the words of a text; gives what is then in one text more: its frequent words and the sign for all texts."""
    packed = zlib.compress("\n".join(words.lines).encode())
    row = (words.content_digest, packed, json.dumps(words.candidates, ensure_ascii=False), _made_by())
    new = connection.execute("INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)", row).rowcount
    return {_ALL_TEXTS, *(_word(phrase) for phrase, _ in words.candidates)} if new else ()


@lru_cache(maxsize=1)
def _made_by() -> str:
    # Reading what pip wrote about a package takes longer than cutting a short text into words.
    return f"underthesea {version('underthesea')}"


_PATIENCE = 30.0
"""Seconds to wait for another process's commit, which takes milliseconds."""

_COUNT = "INSERT INTO frequencies VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET texts = texts + excluded.texts"


_ALL_TEXTS = ""
"""Stands among the words for their texts in all: counting the rows would read the whole file for one article's page."""


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


@lru_cache(1 << 16)
def _word(phrase: str) -> str:
    return "_".join(syllable.key for syllable in syllables(phrase))


def _within(phrase: str, other: str) -> bool:
    return f"_{_word(phrase)}_" in f"_{_word(other)}_" or f"_{_word(other)}_" in f"_{_word(phrase)}_"


# --- the archive's words --------------------------------------------------------------------------------------------------------------


def text_of(article: Article) -> str:
    """The text of an article that words are taken from: headline, sapo, body."""
    return "\n".join(part for part in (article.headline, article.description or "", article.article_body) if part)


Text = tuple[str, str]
"""Content digest and text."""


def segment_all(store: WordStore, texts: Iterable[Text], count: int, progress: Callable[[int], None]) -> None:
    """Work out and keep the words of ``count`` texts; ``progress`` gets the number of texts done each time.

    They are kept ``KEPT_TOGETHER`` at a time, so that a killed build loses little. Raises WordsError, also when a worker was killed.
    """
    try:
        waiting: list[Words] = []
        for done in _segmented(_chunks(texts), count):
            waiting += done
            if len(waiting) >= KEPT_TOGETHER:
                store.add(waiting)
                waiting = []
            progress(len(done))
        store.add(waiting)
    except BrokenProcessPool as error:
        raise WordsError(
            "a process that works out words was ended from outside (out of memory?): run the command again, it goes on from there"
        ) from error


def _chunks(texts: Iterable[Text]) -> Iterator[list[Text]]:
    texts = iter(texts)
    while chunk := list(islice(texts, CHUNK)):
        yield chunk


def _segmented(chunks: Iterator[list[Text]], count: int) -> Iterator[list[Words]]:
    if count < FEW:
        yield from map(_segment_chunk, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context, initializer=end_with_parent) as pool:
        # A few chunks ahead and no more: an archive's texts do not fit into memory.
        ahead = deque(_submitted(pool, chunk) for chunk in islice(chunks, 2 * WORKERS))
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(_submitted(pool, chunk) for chunk in islice(chunks, 1))


def _submitted(pool: ProcessPoolExecutor, chunk: list[Text]) -> Future[list[Words]]:
    """The work handed over. A worker that this starts inherits that Ctrl+C, which reaches it too, is for its parent to answer."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        return pool.submit(_segment_chunk, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _segment_chunk(chunk: list[Text]) -> list[Words]:
    cut = segment_many(text for _, text in chunk)
    return [_words_of(digest, text, lines) for (digest, text), lines in zip(chunk, cut, strict=True)]
