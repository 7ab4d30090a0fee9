"""Marks in the original text: what matched, whether or not the query had diacritics. Knows the query's tree and no engine."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import Any, NamedTuple

from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.syllables import (
    LETTER,
    SEVERAL,
    SYLLABLE,
    TONE_SEPARATOR,
    Syllable,
    folds_in_place,
    one_fold_each,
    syllable,
    syllables,
)
from indexer.query import And, Field, Node, Not, Or, Phrase, Prefix, Words
from indexer.results import Fragment

SNIPPET = 240
"""Characters of a snippet: three lines of a results page."""

LEAD_IN = 60
"""How far before its first mark a snippet may begin, so that the mark stands in its sentence."""

ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?;:\n]\s+")
_SPACE = re.compile(r"\s")
_APART = frozenset(" ,.;:\n")
"""What stands beside most syllables; anything else is looked at more closely."""

_INSIDE = re.compile(rf".?{LETTER}$|{LETTER}&$", re.DOTALL)
"""The two characters before a place inside a syllable."""


@dataclass(slots=True)
class _Wanted:
    """What a query looks for in one text: single syllables, runs of them, beginnings and legal numbers."""

    words: list[Syllable] = field(default_factory=list)
    phrases: list[list[Syllable]] = field(default_factory=list)
    beginnings: list[Syllable] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


class _Mark(NamedTuple):
    """A stretch of the text that matched; ``what`` is the same for the same word of the query."""

    start: int
    end: int
    what: str


class Highlighter:
    """Marks for one query; make one per query and use it for each of its hits. ``also`` are texts that are looked for besides."""

    def __init__(self, node: Node | None, also: Iterable[str] = ()) -> None:
        others = [syllables(other) for other in also]
        self._text = _Matcher(_wanted(node, others, in_title=False))
        self._headline = _Matcher(_wanted(node, others, in_title=True))

    def headline(self, text: str) -> tuple[Fragment, ...]:
        """The whole headline with its marks."""
        return _fragments(text, 0, len(text), self._headline.marks(text))

    def snippet(self, text: str) -> tuple[Fragment, ...]:
        """The stretch of about ``SNIPPET`` characters that shows most of the query, or the beginning of the text when nothing matches."""
        marks = self._text.marks(text)
        start, end = _window(text, marks)
        return _with_ellipses(text, start, end, _fragments(text, start, end, marks))


class _Matcher:
    def __init__(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        self._near_folds = {SEVERAL, *(word.folded for word in wanted.words)}
        self._strict = _Lookup(wanted, accents=True)
        self._loose = _Lookup(wanted, accents=False)

    def marks(self, text: str) -> list[_Mark]:
        """Marks in order, none overlapping. Where no accented word matches as typed, its folded form is marked."""
        near = self._near(text)
        return self._found(text, near, self._strict) or self._found(text, near, self._loose)

    def _near(self, text: str) -> set[str]:
        """Those of its syllables that may match: few, so that only these are looked up."""
        if self._wanted.beginnings:
            return set(SYLLABLE.findall(text))
        stretches = text.split()
        near = set(compress(stretches, map(self._near_folds.__contains__, one_fold_each(stretches))))
        return {one for stretch in near for one in SYLLABLE.findall(stretch)}

    def _found(self, text: str, near: set[str], lookup: _Lookup) -> list[_Mark]:
        matching = {one: what for one in near if (what := lookup[one])}
        single = sorted(_Mark(start, start + len(one), what) for one, what in matching.items() for start in _places(text, one))
        if not self._wanted.phrases and not self._wanted.numbers:
            return single
        return _without_overlaps([*self._numbers(text), *self._phrases(text, lookup.same)], single)

    def _numbers(self, text: str) -> Iterator[_Mark]:
        for number in find_legal_numbers(text) if self._wanted.numbers else ():
            if number.token in self._wanted.numbers:
                yield _Mark(number.start, number.end, number.token)

    def _phrases(self, text: str, same: Callable[[Syllable, Syllable], bool]) -> Iterator[_Mark]:
        raw = SYLLABLE.findall(text) if self._wanted.phrases else []
        folded = folds_in_place(raw)
        spans: list[tuple[int, int]] = []
        for phrase in self._wanted.phrases:
            wanted = [one.folded for one in phrase]
            for first in [place for place, one in enumerate(folded) if one == wanted[0]]:
                after = first + len(phrase)
                if folded[first:after] == wanted and all(map(same, phrase, map(syllable, raw[first:after]))):
                    spans = spans or [match.span() for match in SYLLABLE.finditer(text)]
                    yield _Mark(spans[first][0], spans[after - 1][1], " ".join(wanted))


def _places(text: str, raw: str) -> Iterator[int]:
    """Where a syllable stands as one, not inside a longer one. To look for a few is far quicker than to look at each of the text."""
    start = text.find(raw)
    while start >= 0:
        end = start + len(raw)
        if (text[start - 1 : start] in _APART and text[end : end + 1] in _APART) or _is_whole(text, start, end):
            yield start
        start = text.find(raw, end)


def _is_whole(text: str, start: int, end: int) -> bool:
    whole = SYLLABLE.match(text, start)
    return whole is not None and whole.end() == end and not _INSIDE.match(text, max(0, start - 2), start)


class _Lookup(dict[str, str]):
    """Raw syllable -> the word of the query that it matches, or nothing; each spelling is worked out once."""

    def __init__(self, wanted: _Wanted, *, accents: bool) -> None:
        super().__init__()
        self._accents = accents
        self._keys = {word.key: word.folded for word in wanted.words if accents and word.accented}
        self._folded = {word.folded for word in wanted.words if not (accents and word.accented)}
        self._beginnings = wanted.beginnings

    def __missing__(self, raw: str) -> str:
        found = syllable(raw)
        matched = self._keys.get(found.key, "") or (found.folded if found.folded in self._folded else "")
        if not matched and self._beginnings:
            matched = next((word.folded for word in self._beginnings if self._begins(word, found)), "")
        self[raw] = matched
        return matched

    def same(self, wanted: Syllable, found: Syllable) -> bool:
        return wanted.key == found.key if self._accents and wanted.accented else wanted.folded == found.folded

    def _begins(self, wanted: Syllable, found: Syllable) -> bool:
        if not (self._accents and wanted.accented):
            return found.folded.startswith(wanted.folded)
        start, _, tone = wanted.key.partition(TONE_SEPARATOR)
        base, _, found_tone = found.key.partition(TONE_SEPARATOR)
        return base.startswith(start) and (not tone or tone == found_tone)


def _wanted(node: Node | None, others: Iterable[list[Syllable]], *, in_title: bool) -> _Wanted:
    wanted = _Wanted()
    _collect(node, wanted, in_title)
    for run in others:
        _collect_run(run, wanted)
    return wanted


def _collect_run(run: list[Syllable], wanted: _Wanted) -> None:
    wanted.phrases += [run] if len(run) > 1 else []
    wanted.words += run if len(run) == 1 else []


def _collect(node: Node | None, wanted: _Wanted, in_title: bool) -> None:
    match node:
        case Words(text):
            wanted.words += syllables(text)
            wanted.numbers |= {number.token for number in find_legal_numbers(text)}
        case Phrase(text):
            _collect_run(syllables(text), wanted)
        case Prefix(text):
            wanted.beginnings += syllables(text)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                _collect(inner, wanted, in_title)
        case Field(name, inner) if name == "document" or (name == "title" and in_title):
            _collect(inner, wanted, in_title)
        case Not() | Field() | None:
            pass


def _without_overlaps(longer: Iterable[_Mark], single: Iterable[_Mark]) -> list[_Mark]:
    """Longer marks win over those inside them."""
    kept: list[_Mark] = []
    for mark in sorted(longer, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    if not kept:
        return list(single)
    taken = iter([*kept, _Mark(1 << 60, 1 << 60, "")])
    current, result = next(taken), list(kept)
    for mark in single:
        while mark.start >= current.end:
            current = next(taken)
        if mark.end <= current.start:
            result.append(mark)
    return sorted(result, key=lambda mark: mark.start)


# --- choosing the stretch -------------------------------------------------------------------------------------------------------------


def _window(text: str, marks: Sequence[_Mark]) -> tuple[int, int]:
    if not marks:
        return 0, _word_end(text, SNIPPET)
    first = _best(marks)
    start = _beginning(text, first.start)
    return start, _word_end(text, max(start + SNIPPET, first.end))


def _best(marks: Sequence[_Mark]) -> _Mark:
    """The mark from which a snippet shows most different words of the query, words side by side counting more; the earliest of equals."""
    side_by_side = [(one.what, other.what) if other.start - one.end == 1 else None for one, other in pairwise(marks)]
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    best, best_score, first = marks[0], 0.0, 0
    for index, mark in enumerate(marks):
        words[mark.what] = words.get(mark.what, 0) + 1
        if index > first and (pair := side_by_side[index - 1]):
            pairs[pair] = pairs.get(pair, 0) + 1
        while first < index and mark.end - marks[first].start > SNIPPET - LEAD_IN:
            _forget(words, marks[first].what)
            if pair := side_by_side[first]:
                _forget(pairs, pair)
            first += 1
        score = len(words) + 0.25 * len(pairs)
        if score > best_score:
            best, best_score = marks[first], score
    return best


def _forget(counted: dict[Any, int], gone: object) -> None:
    counted[gone] -= 1
    if not counted[gone]:
        del counted[gone]


def _beginning(text: str, mark: int) -> int:
    """The start of the mark's sentence when it is near, else the start of a word."""
    if mark <= LEAD_IN:
        return 0
    earliest = mark - LEAD_IN
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, earliest, mark)]
    if sentences:
        return sentences[0]
    space = _SPACE.search(text, earliest, mark)
    return space.end() if space else earliest


def _word_end(text: str, end: int) -> int:
    """``end``, drawn back to the end of a word when it falls into one."""
    if end >= len(text):
        return len(text)
    spaces = [match.start() for match in _SPACE.finditer(text, max(0, end - 40), end + 1)]
    return spaces[-1] if spaces else end


def _start(mark: _Mark) -> int:
    return mark.start


def _fragments(text: str, start: int, end: int, marks: Sequence[_Mark]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for mark in marks[bisect_left(marks, start, key=_start) : bisect_left(marks, end, key=_start)]:
        fragments += [Fragment(text[start : mark.start]), Fragment(text[mark.start : min(mark.end, end)], marked=True)]
        start = min(mark.end, end)
    fragments.append(Fragment(text[start:end]))
    return tuple(fragment for fragment in fragments if fragment.text)


def _with_ellipses(text: str, start: int, end: int, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    before = (Fragment(ELLIPSIS + " "),) if text[:start].strip() else ()
    after = (Fragment(" " + ELLIPSIS),) if text[end:].strip() else ()
    return before + fragments + after
