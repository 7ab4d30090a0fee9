"""The lists that facts are read with."""

from __future__ import annotations

from importlib import resources

import pytest

from archive.facts.gazetteer import Phrases, entries
from archive.facts.text import line

NAMES = sorted(path.name.removesuffix(".tsv") for path in resources.files("archive.facts").joinpath("gazetteers").iterdir())
FORMS = {
    "document_kinds": 3,
    "bodies": 4,
    "of_bodies": 3,
    "after_bodies": 3,
    "regions": 3,
    "issuers": 3,
    "short_forms": 3,
    "gatherings": 3,
    "meeting_signals": 3,
}


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_names_its_source_and_stands_once(name: str) -> None:
    rows = entries(name)
    assert rows
    assert all(len(row) == FORMS.get(name, 2) and all(row) for row in rows)
    firsts = [row[:2] if name in ("gatherings", "meeting_signals") else row[0] for row in rows]
    assert len(firsts) == len(set(firsts)), [first for first in firsts if firsts.count(first) > 1]


def test_the_longest_phrase_is_found() -> None:
    known = Phrases(["Thông tư", "Thông tư liên tịch"])
    keys = line("theo Thông tư liên tịch số 1").keys
    assert [known.length_at(keys, index) for index in range(len(keys))] == [0, 4, 0, 0, 0, 0, 0]
