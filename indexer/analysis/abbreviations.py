"""Abbreviations of government Vietnamese: ``CNTT`` and ``công nghệ thông tin`` are one token.

An article that holds either has the token of the long form once more after its text for each time; a query that holds either asks for that
token. So each finds the other without a change to what phrases and exclusions mean. Adding the long form's syllables instead would hurt
where they are frequent ones. ``abbreviations.tsv`` names the source of each entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, count
from pathlib import Path
from typing import NamedTuple

from indexer.analysis.syllables import Syllable, syllables

SIGN = "="
"""Begins the token of a long form: a sign that no syllable holds."""


class Entry(NamedTuple):
    """A short form, what it stands for, and what says so."""

    short: str
    long: str
    source: str


class Found(NamedTuple):
    """Where a run of syllables holds a short or a long form, its token, and the other ways to write it."""

    token: str
    start: int
    end: int
    others: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether it is the short form that stands there."""
        return self.end == self.start + 1


class _Form(NamedTuple):
    """A short form (one syllable) or a long one, with the syllables that a run must hold and the entry's other side."""

    run: tuple[Syllable, ...]
    token: str
    written: str
    folded: list[str]


class Abbreviations:
    """The entries, found in texts and in queries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._shorts: defaultdict[str, dict[str, _Form]] = defaultdict(dict)
        self._longs: defaultdict[str, dict[str, _Form]] = defaultdict(dict)
        self._written: defaultdict[str, list[str]] = defaultdict(list)
        for short, long, _ in entries:
            short_run, long_run = tuple(syllables(short)), tuple(syllables(long))
            folded = [one.folded for one in long_run]
            token = SIGN + "_".join(folded)
            self._shorts[short_run[0].folded][token] = _Form(short_run, token, short, [short_run[0].folded])
            self._longs["+".join(folded[:2])][token] = _Form(long_run, token, long, folded)
            self._written[token] += [written for written in (short, long) if written not in self._written[token]]
        self._firsts = frozenset(start.partition("+")[0] for start in (*self._shorts, *self._longs))

    def tokens(self, rows: Iterable[list[str]]) -> list[str]:
        """The tokens of a text whose parts are given as folded syllables, each as often as either form stands there.

        A short form of several meanings has those that the text also writes out, or else the first.
        """
        longs: Counter[str] = Counter()
        shorts: defaultdict[str, int] = defaultdict(int)
        for row in rows:
            for at in compress(count(), map(self._firsts.__contains__, row)):
                if row[at] in self._shorts:
                    shorts[row[at]] += 1
                for token, form in self._longs.get("+".join(row[at : at + 2]), {}).items():
                    longs[token] += row[at : at + len(form.folded)] == form.folded
        for short, times in shorts.items():
            meanings = self._shorts[short]
            meant = [token for token in meanings if token in longs] or [next(iter(meanings))]
            longs.update(dict.fromkeys(meant, times))
        return [token for token in sorted(longs) for _ in range(longs[token])]

    def find(self, run: Sequence[Syllable]) -> list[Found]:
        """The forms that a query's run of syllables holds; typed with diacritics, they must be the form's."""
        found = [self._found(form, at) for at in range(len(run) - 1) for form in self._long_at(run, at)]
        written_out = {one.token for one in found}
        for at, one in enumerate(run):
            meanings = [form for form in self._shorts.get(one.folded, {}).values() if _same(form.run[0], one)]
            meant = [form for form in meanings if form.token in written_out] or meanings
            found += [self._found(form, at) for form in meant]
        return found

    def _long_at(self, run: Sequence[Syllable], at: int) -> list[_Form]:
        forms = self._longs.get(f"{run[at].folded}+{run[at + 1].folded}", {}).values()
        return [form for form in forms if len(run) - at >= len(form.run) and all(map(_same, form.run, run[at:]))]

    def _found(self, form: _Form, at: int) -> Found:
        others = tuple(written for written in self._written[form.token] if written != form.written)
        return Found(form.token, at, at + len(form.run), others)


def _same(form: Syllable, typed: Syllable) -> bool:
    return form.key == typed.key if typed.accented else form.folded == typed.folded


@lru_cache(maxsize=1)
def table() -> Abbreviations:
    """The entries of ``abbreviations.tsv``."""
    lines = (Path(__file__).parent / "abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return Abbreviations(Entry(*line.split("\t")) for line in lines)
