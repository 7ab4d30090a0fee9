"""underthesea's words at many times its speed: its own model as constant tables, the same words to the letter.

underthesea builds 43 strings per token and asks a CRF for their weights. Which weights a token, a pair and a triple of tokens have does not
change, so they are read once from the model file that the installed underthesea brings and looked up as numbers, for many lines at once.
Nothing of the model is kept here. ``known`` says whether the installed underthesea is the one these tables were compared with
(``tests/indexer/analysis/test_segmentation.py``); any other is asked itself.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

import joblib  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

KNOWN = frozenset(["60ebb58aff863acc712e03a7a2e5f3df8cdeb5ce3f7503d4551354a57988c850"])
"""Fingerprints of the underthesea releases that were compared word by word: 9.5.0 with underthesea_core 3.3.2."""

_MODEL = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
_FILES = (
    f"{_MODEL}/models.bin",
    f"{_MODEL}/features.bin",
    f"{_MODEL}/dictionary.bin",
    "pipeline/word_tokenize/__init__.py",
    "pipeline/word_tokenize/regex_tokenize.py",
    "pipeline/text_normalize/token_normalize.py",
    "pipeline/text_normalize/character_normalize.py",
    "pipeline/text_normalize/tn_rules_2023_07_14.bin",
)

_OFFSETS = (-2, -1, 0, 1, 2)
_PAIRS = ("-2,-1", "-1,0", "0,1", "1,2")
_TRIPLES = ("-2,0", "-1,1", "0,2")
_BITS = 21
"""A key of three tokens fits into 63 bits."""

_VOCABULARY = 1 << 20
"""Different tokens and chunks kept; beyond that, those that the model does not know are forgotten."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def fingerprint() -> str:
    """What decides underthesea's cut, as one digest: its model, its dictionary, its own tokenizer, and the release of its Rust part."""
    digest = hashlib.sha256(version("underthesea_core").encode())
    for name in _FILES:
        path = _home() / name
        digest.update(path.read_bytes() if path.exists() else b"missing")
    return digest.hexdigest()


def known() -> bool:
    """Whether the installed underthesea is one whose words the tables give to the letter."""
    return fingerprint() in KNOWN


def _home() -> Path:
    found = importlib.util.find_spec("underthesea")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("underthesea is not installed")
    return Path(found.submodule_search_locations[0])


# --- the model file -------------------------------------------------------------------------------------------------------------------


class _Model(NamedTuple):
    """``weights``: of each attribute, for being inside a word less for beginning one. ``transitions``: from (first) to (second) label."""

    weights: dict[str, float]
    transitions: dict[tuple[str, str], float]


def _read_model(path: Path) -> _Model:
    """A CRFsuite file (``lCRF``) of two labels, ``B-W`` and ``I-W``."""
    data = path.read_bytes()
    *_, features_at, labels_at, attributes_at, _, _ = struct.unpack_from("<4sI4s9I", data)
    labels, attributes = _names(data, labels_at), _names(data, attributes_at)
    (count,) = struct.unpack_from("<I", data, features_at + 8)
    kind = np.dtype([("type", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
    weights: dict[str, float] = {}
    transitions = dict.fromkeys(((one, other) for one in labels for other in labels), 0.0)
    for state, source, label, weight in np.frombuffer(data, kind, count, features_at + 12).tolist():
        if state == 1:
            transitions[labels[source], labels[label]] = weight
        else:
            sign = 1.0 if labels[label] == "I-W" else -1.0
            weights[attributes[source]] = weights.get(attributes[source], 0.0) + sign * weight
    return _Model(weights, transitions)


def _names(data: bytes, at: int) -> list[str]:
    """The names of a CQDB chunk by their numbers."""
    *_, count, backward = struct.unpack_from("<4s5I", data, at)
    names = []
    for (place,) in struct.iter_unpack("<I", data[at + backward : at + backward + 4 * count]):
        (length,) = struct.unpack_from("<I", data, at + place + 4)
        names.append(data[at + place + 8 : at + place + 8 + length - 1].decode())
    return names


# --- tables ---------------------------------------------------------------------------------------------------------------------------


class _Table:
    """Rows of weights by key. Most keys of a text have none, and a bitmap of hashes says so before any search."""

    _HASH = 20

    def __init__(self, rows: dict[int, list[float]], width: int) -> None:
        keys = sorted(rows)
        self._keys = np.array(keys, np.int64)
        self._rows = np.array([rows[key] for key in keys], np.float64).reshape(len(keys), width)
        self._marks = np.zeros(1 << self._HASH, np.bool_)
        self._marks[self._hash(self._keys)] = True

    def add_to(self, sums: Floats, keys: Integers, places: Integers, shifts: Sequence[int]) -> None:
        """Add each key's row to ``sums``, its columns at the key's place plus the ``shifts``. No place may stand twice."""
        likely = np.flatnonzero(self._marks[self._hash(keys)])
        wanted = keys[likely]
        found = np.searchsorted(self._keys, wanted)
        found[found == len(self._keys)] = 0
        hit = self._keys[found] == wanted
        rows, at = self._rows[found[hit]], places[likely[hit]]
        for column, shift in enumerate(shifts):
            sums[at + shift] += rows[:, column]

    def _hash(self, keys: Integers) -> Integers:
        mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return (mixed >> np.uint64(64 - self._HASH)).astype(np.int64)


class Segmenter:
    """The words of lines as ``underthesea.word_tokenize`` cuts them. For one thread at a time; needs about 60 MB and half a second."""

    def __init__(self) -> None:
        self._tokens_of = _tokenizer()
        model = _read_model(_home() / _MODEL / "models.bin")
        self._weights = model.weights
        self._dictionary: frozenset[str] = frozenset(joblib.load(_home() / _MODEL / "dictionary.bin"))
        self._transitions = model.transitions
        self._ids: dict[str, int] = {}
        self._chunks: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._tokens: list[str] = []
        self._unary = np.zeros((1 << 15, len(_OFFSETS)))
        self._lower = np.zeros(1 << 15, np.int64)
        self._titled = np.zeros(1 << 15, np.bool_)
        self._make_tables()
        self._constant = len(self._tokens)

    def words(self, lines: Sequence[str]) -> list[str]:
        """The words of each line, with spaces between, the syllables of one word joined by ``_``."""
        if len(self._tokens) + len(self._chunks) + len(self._ends) > _VOCABULARY:
            self._forget()
        numbers = [self._numbers(line) for line in lines]
        return [self._joined(line, inside) for line, inside in zip(numbers, self._inside(numbers), strict=True)]

    def _joined(self, numbers: list[int], inside: list[bool]) -> str:
        # No token holds white space. The sign before the first one is of no word.
        signs = map(" _".__getitem__, inside)
        return "".join(chain.from_iterable(zip(signs, map(self._tokens.__getitem__, numbers), strict=True)))[1:]

    # Text -> tokens

    def _numbers(self, text: str) -> list[int]:
        """The tokens of a text. None crosses white space, so each chunk between is cut once and kept.

        The last one is kept apart, since one of underthesea's patterns looks for the end of the text (and a line break there is its end).
        """
        text = unicodedata.normalize("NFC", text).replace("ð", "đ").replace("Ð", "Đ")
        chunks = text.split()
        if not chunks:
            return []
        end = text[len(text.rstrip()) :]
        last = chunks.pop() if end in ("", "\n") else ""
        numbers: list[int] = []
        for chunk in chunks:
            known_chunk = self._chunks.get(chunk)
            if known_chunk is None:
                known_chunk = self._chunks[chunk] = self._cut(chunk + " ")
            numbers += known_chunk
        if last:
            known_end = self._ends.get(last + end)
            if known_end is None:
                known_end = self._ends[last + end] = self._cut(last + end)
            numbers += known_end
        return numbers

    def _cut(self, text: str) -> list[int]:
        return [self._number(token) for token in self._tokens_of(text)]

    def _number(self, token: str) -> int:
        number = self._ids.get(token)
        return self._new(token) if number is None else number

    def _new(self, token: str) -> int:
        number = self._ids[token] = len(self._tokens)
        self._tokens.append(token)
        if number == len(self._lower):
            self._unary, self._lower, self._titled = (np.resize(one, (2 * number, *one.shape[1:])) for one in self._columns())
        lower = token.lower()
        title, digits, in_dictionary = _begins_high(token), token.isascii() and token.isdigit(), lower in self._dictionary
        for column, at in enumerate(_OFFSETS):
            names = [f"T[{at}]={token}", f"T[{at}].lower={lower}", f"T[{at}].istitle={title}", f"T[{at}].is_in_dict={in_dictionary}"]
            names += [f"T[{at}].isdigit={digits}"] if abs(at) < 2 else []
            self._unary[number, column] = self._sum(names)
        self._titled[number] = title
        self._lower[number] = number if lower == token else self._number(lower)
        return number

    def _columns(self) -> tuple[Floats, Integers, NDArray[np.bool_]]:
        return self._unary, self._lower, self._titled

    def _forget(self) -> None:
        for token in self._tokens[self._constant :]:
            del self._ids[token]
        del self._tokens[self._constant :]
        self._chunks.clear()
        self._ends.clear()

    # Weights

    def _sum(self, names: Iterable[str]) -> float:
        return sum(map(self._weights.get, names, repeat(0.0)))

    def _make_tables(self) -> None:
        weight = self._weights.get
        raw, low = _rows(self._weights, ""), _rows(self._weights, ".lower")
        in_dictionary = [tuple(word.split(" ")) for word in self._dictionary]
        gains = {
            size: [weight(f"T[{at}].is_in_dict=True", 0.0) - weight(f"T[{at}].is_in_dict=False", 0.0) for at in places]
            for size, places in ((2, _PAIRS), (3, _TRIPLES))
        }
        low |= {word: _plus(low.get(word), gains[len(word)]) for word in in_dictionary if len(word) in gains and all(word)}
        self._pairs, self._triples = (self._tables(raw, low, size) for size in (2, 3))
        self._make_constants()

    def _tables(self, raw: _Rows, low: _Rows, size: int) -> tuple[_Table, _Table, _Table]:
        """For tokens as written, for lower-case ones, and for those that are written in lower case, which need one search and not two."""
        raws = {self._key(tokens): row for tokens, row in raw.items() if len(tokens) == size}
        lows = {self._key(tokens): row for tokens, row in low.items() if len(tokens) == size}
        both = {key: _plus(raws.get(key), lows.get(key)) for key in raws.keys() | lows.keys()}
        width = len(_SHIFTS[size])
        return _Table(raws, width), _Table(lows, width), _Table(both, width)

    def _make_constants(self) -> None:
        weight = self._weights.get
        self._pair_base = [weight(f"T[{at}].is_in_dict=False", 0.0) for at in _PAIRS]
        self._triple_base = [weight(f"T[{at}].is_in_dict=False", 0.0) for at in _TRIPLES]
        self._pair_title = [weight(f"T[0,1].istitle={title}", 0.0) for title in (False, True)]
        self._triple_title = [weight(f"T[0,2].istitle={title}", 0.0) for title in (False, True)]
        self._first_two = self._outside("BOS", "-2", "-2,-1", "-2,0")
        self._first = self._outside("BOS", "-1", "-1,0", "-1,1")
        self._last = self._outside("EOS", "1", "0,1")
        self._last_of_more = self._outside("EOS", "-1,1")
        self._last_two = self._outside("EOS", "2", "1,2", "0,2")

    def _outside(self, edge: str, *places: str) -> float:
        """What all templates of these places weigh where they reach beyond the line."""
        kinds = ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")
        return self._sum(f"T[{place}]{kind}={edge}" for place in places for kind in kinds)

    def _key(self, tokens: Iterable[str]) -> int:
        key = 0
        for token in tokens:
            key = (key << _BITS) | self._number(token)
        return key

    # Lines -> which tokens go on with the word before them

    def _inside(self, lines: list[list[int]]) -> Iterator[list[bool]]:
        """All lines at once: one array with room between them, so that no pair or triple crosses."""
        numbers, starts = [0] * _ROOM, []
        for line in lines:
            starts.append(len(numbers))
            numbers += line
            numbers += _GAP
        tokens = np.array(numbers, np.int64)
        real = np.zeros(len(tokens), np.bool_)
        for start, line in zip(starts, lines, strict=True):
            real[start : start + len(line)] = True
        sums = self._sums(tokens, real)
        for start, line in zip(starts, lines, strict=True):
            yield self._decoded(sums[start : start + len(line)]) if line else []

    def _sums(self, tokens: Integers, real: NDArray[np.bool_]) -> Floats:
        """For each token how much more the model wants it inside a word than at the beginning of one, but for the edges of lines."""
        count = len(tokens)
        sums = np.zeros(count + 2 * _ROOM)
        unary = self._unary[tokens] * real[:, None]
        for column, at in enumerate(_OFFSETS):
            sums[_ROOM - at : _ROOM - at + count] += unary[:, column]
        lower, titled = self._lower[tokens], self._titled[tokens]
        pairs, triples = real[:-1] & real[1:], real[:-2] & real[1:-1] & real[2:]
        both_titled = titled[:-1] & titled[1:]
        all_titled = both_titled[:-1] & titled[2:]
        sums[_ROOM : _ROOM + count - 1] += pairs * np.where(both_titled, self._pair_title[1], self._pair_title[0])
        sums[_ROOM : _ROOM + count - 2] += triples * np.where(all_titled, self._triple_title[1], self._triple_title[0])
        for held, base, shifts in ((pairs, self._pair_base, _SHIFTS[2]), (triples, self._triple_base, _SHIFTS[3])):
            for weight, shift in zip(base, shifts, strict=True):
                sums[_ROOM + shift : _ROOM + shift + len(held)] += held * weight
        self._add(sums, _paired(tokens), _paired(lower), pairs, self._pairs, _SHIFTS[2])
        self._add(sums, _tripled(tokens), _tripled(lower), triples, self._triples, _SHIFTS[3])
        return sums[_ROOM : _ROOM + count]

    @staticmethod
    def _add(
        sums: Floats, raw: Integers, low: Integers, held: NDArray[np.bool_], tables: tuple[_Table, _Table, _Table], shifts: Sequence[int]
    ) -> None:
        raws, lows, both = tables
        same = raw == low
        plain = np.flatnonzero(held & same)
        both.add_to(sums, raw[plain], plain + _ROOM, shifts)
        if len(other := np.flatnonzero(held & ~same)):
            raws.add_to(sums, raw[other], other + _ROOM, shifts)
            lows.add_to(sums, low[other], other + _ROOM, shifts)

    def _decoded(self, sums: Floats) -> list[bool]:
        """Viterbi over two labels: ``lead`` is how far being inside a word is ahead of beginning one."""
        sums[:2] += self._first_two
        sums[0] += self._first
        sums[-2:] += self._last_two
        sums[-1] += self._last + (self._last_of_more if len(sums) > 1 else 0.0)
        begin_begin, begin_inside = self._transitions["B-W", "B-W"], self._transitions["B-W", "I-W"]
        inside_begin, inside_inside = self._transitions["I-W", "B-W"], self._transitions["I-W", "I-W"]
        to_inside, to_begin = begin_inside - inside_inside, begin_begin - inside_begin
        lead, *rest = sums.tolist()
        leads = [lead]
        for one in rest:
            lead = (
                one
                + (lead + inside_inside if lead > to_inside else begin_inside)
                - (lead + inside_begin if lead > to_begin else begin_begin)
            )
            leads.append(lead)
        inside = lead > 0
        labels = [inside]
        for lead in leads[-2::-1]:
            inside = lead > to_inside if inside else lead > to_begin
            labels.append(inside)
        return labels[::-1]


_ROOM = 4
_GAP = [0] * _ROOM
_SHIFTS = {2: (2, 1, 0, -1), 3: (2, 1, 0)}
"""Where the templates of a pair or a triple count, from its first token on: ``-2,-1`` belongs to the token two places later."""


def _paired(tokens: Integers) -> Integers:
    return (tokens[:-1] << _BITS) | tokens[1:]


def _tripled(tokens: Integers) -> Integers:
    return (tokens[:-2] << (2 * _BITS)) | (tokens[1:-1] << _BITS) | tokens[2:]


def _plus(row: list[float] | None, other: list[float] | None) -> list[float]:
    if row is None or other is None:
        return row or other or []
    return [one + two for one, two in zip(row, other, strict=True)]


_Rows = dict[tuple[str, ...], list[float]]


def _rows(weights: dict[str, float], kind: str) -> _Rows:
    """The weights of pairs and triples of tokens, one column per place; the values ``BOS`` and ``EOS`` are no tokens."""
    rows: _Rows = {}
    for places in (_PAIRS, _TRIPLES):
        for column, place in enumerate(places):
            start = f"T[{place}]{kind}="
            for name, weight in weights.items():
                if name.startswith(start) and " " in name:
                    tokens = tuple(name[len(start) :].split(" "))
                    rows.setdefault(tokens, [0.0] * len(places))[column] += weight
    return rows


def _begins_high(token: str) -> bool:
    """underthesea_core's ``istitle`` of one token: its first character is its own capital, as that of ``Hội``, ``HỘI`` and ``12`` is.

    It knows a few letters (of Unicode 16) that Python 3.11 has not heard of.
    """
    return token[0].upper() == token[0]


def _tokenizer() -> Callable[[str], list[str]]:
    """underthesea's own cut of a text into tokens, its spelling of each included."""
    from underthesea.pipeline.text_normalize import token_normalize  # type: ignore[import-untyped]
    from underthesea.pipeline.word_tokenize.regex_tokenize import extract_match, patterns  # type: ignore[import-untyped]

    return lambda text: [token_normalize(extract_match(found)[0]) for found in patterns.finditer(text)]
