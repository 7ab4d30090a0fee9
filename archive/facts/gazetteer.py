"""Lists of names and words of the field, kept as data: one entry a line, with the source it was taken from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from archive.facts.text import fold, line


def entries(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a list (``gazetteers/<name>.tsv``): its columns, of which the last is the source. ``#`` begins a remark."""
    text = resources.files("archive.facts").joinpath("gazetteers", f"{name}.tsv").read_text(encoding="utf-8")
    rows = (row for row in text.splitlines() if row.strip() and not row.startswith("#"))
    return tuple(tuple(column.strip() for column in row.split("\t")) for row in rows)


def words(name: str) -> frozenset[str]:
    """The first column of a list, folded."""
    return frozenset(fold(row[0]) for row in entries(name))


class Phrases:
    """Phrases of several words, found by their first word: looking one up costs its own length, however many there are."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_first: dict[str, dict[int, set[tuple[str, ...]]]] = {}
        for phrase in phrases:
            keys = line(phrase).keys
            by_first.setdefault(keys[0], {}).setdefault(len(keys), set()).add(keys)
        self._by_first = {first: sorted(lengths.items(), reverse=True) for first, lengths in by_first.items()}
        self.firsts = frozenset(by_first)
        """The words that phrases begin with: a text's other words need no look."""

    def length_at(self, keys: tuple[str, ...], index: int) -> int:
        """How many words the longest phrase that begins at ``index`` has; 0 where none does."""
        lengths = self._by_first.get(keys[index])
        if lengths is None:
            return 0
        for length, known in lengths:
            if length == 1 or keys[index : index + length] in known:
                return length
        return 0


@cache
def phrases(name: str) -> Phrases:
    """The first column of a list as phrases."""
    return Phrases(row[0] for row in entries(name))
