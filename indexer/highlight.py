"""Marks in the original text: what matched, whether or not the query had diacritics. Knows the query's tree and no engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.syllables import SYLLABLE, TONE_SEPARATOR, Syllable, syllable, syllables
from indexer.query import And, Field, Node, Not, Or, Phrase, Prefix, Words
from indexer.results import Fragment

SNIPPET = 240
"""Characters of a snippet: three lines of a results page."""

LEAD_IN = 60
"""How far before its first mark a snippet may begin, so that the mark stands in its sentence."""

ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?;:\n]\s+")
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class _Wanted:
    """What a query looks for in one text: single syllables, runs of them, beginnings and legal numbers."""

    words: list[Syllable] = field(default_factory=list)
    phrases: list[list[Syllable]] = field(default_factory=list)
    beginnings: list[Syllable] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of the text that matched; ``what`` is the same for the same word of the query."""

    start: int
    end: int
    what: str


class Highlighter:
    """Marks for one query; make one per query and use it for each of its hits."""

    def __init__(self, node: Node | None) -> None:
        self._text = _Matcher(_wanted(node, in_title=False))
        self._headline = _Matcher(_wanted(node, in_title=True))

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
        self._strict = _Lookup(wanted, accents=True)
        self._loose = _Lookup(wanted, accents=False)

    def marks(self, text: str) -> list[_Mark]:
        """Marks in order, none overlapping. Where no accented word matches as typed, its folded form is marked."""
        spans = [(match.start(), match.end(), match.group()) for match in SYLLABLE.finditer(text)]
        return self._found(text, spans, self._strict) or self._found(text, spans, self._loose)

    def _found(self, text: str, spans: Sequence[tuple[int, int, str]], lookup: _Lookup) -> list[_Mark]:
        single = [_Mark(start, end, what) for start, end, raw in spans if (what := lookup[raw])]
        longer = [*self._numbers(text), *self._phrases(spans, lookup.same)]
        return _without_overlaps(longer, single)

    def _numbers(self, text: str) -> Iterator[_Mark]:
        for number in find_legal_numbers(text) if self._wanted.numbers else ():
            if number.token in self._wanted.numbers:
                yield _Mark(number.start, number.end, number.token)

    def _phrases(self, spans: Sequence[tuple[int, int, str]], same: Callable[[Syllable, Syllable], bool]) -> Iterator[_Mark]:
        for phrase in self._wanted.phrases:
            for first in range(len(spans) - len(phrase) + 1):
                stretch = spans[first : first + len(phrase)]
                if all(same(wanted, syllable(raw)) for wanted, (_, _, raw) in zip(phrase, stretch, strict=True)):
                    yield _Mark(stretch[0][0], stretch[-1][1], " ".join(wanted.folded for wanted in phrase))


class _Lookup(dict[str, str]):
    """Raw syllable -> the word of the query that it matches, or nothing; each spelling is worked out once."""

    def __init__(self, wanted: _Wanted, *, accents: bool) -> None:
        super().__init__()
        self._wanted = wanted
        self._accents = accents

    def __missing__(self, raw: str) -> str:
        found = syllable(raw)
        matched = next((word.folded for word in self._wanted.words if self.same(word, found)), "")
        self[raw] = matched = matched or next((word.folded for word in self._wanted.beginnings if self._begins(word, found)), "")
        return matched

    def same(self, wanted: Syllable, found: Syllable) -> bool:
        return wanted.key == found.key if self._accents and wanted.accented else wanted.folded == found.folded

    def _begins(self, wanted: Syllable, found: Syllable) -> bool:
        if not (self._accents and wanted.accented):
            return found.folded.startswith(wanted.folded)
        start, _, tone = wanted.key.partition(TONE_SEPARATOR)
        base, _, found_tone = found.key.partition(TONE_SEPARATOR)
        return base.startswith(start) and (not tone or tone == found_tone)


def _wanted(node: Node | None, *, in_title: bool) -> _Wanted:
    wanted = _Wanted()
    _collect(node, wanted, in_title)
    return wanted


def _collect(node: Node | None, wanted: _Wanted, in_title: bool) -> None:
    match node:
        case Words(text):
            wanted.words += syllables(text)
            wanted.numbers |= {number.token for number in find_legal_numbers(text)}
        case Phrase(text):
            run = syllables(text)
            wanted.phrases += [run] if len(run) > 1 else []
            wanted.words += run if len(run) == 1 else []
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
    best, best_score = marks[0], -1.0
    for index, mark in enumerate(marks):
        inside = _inside(marks, index)
        score = len({other.what for other in inside}) + 0.25 * len({(a.what, b.what) for a, b in pairwise(inside) if b.start - a.end == 1})
        if score > best_score:
            best, best_score = mark, score
    return best


def _inside(marks: Sequence[_Mark], index: int) -> list[_Mark]:
    limit = marks[index].start + SNIPPET - LEAD_IN
    inside = []
    for mark in marks[index:]:
        if mark.end > limit:
            break
        inside.append(mark)
    return inside or [marks[index]]


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


def _fragments(text: str, start: int, end: int, marks: Iterable[_Mark]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for mark in marks:
        if mark.start >= end:
            break
        if mark.start >= start:
            fragments += [Fragment(text[start : mark.start]), Fragment(text[mark.start : min(mark.end, end)], marked=True)]
            start = min(mark.end, end)
    fragments.append(Fragment(text[start:end]))
    return tuple(fragment for fragment in fragments if fragment.text)


def _with_ellipses(text: str, start: int, end: int, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    before = (Fragment(ELLIPSIS + " "),) if text[:start].strip() else ()
    after = (Fragment(" " + ELLIPSIS),) if text[end:].strip() else ()
    return before + fragments + after
