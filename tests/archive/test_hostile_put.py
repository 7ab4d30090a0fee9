"""Text that nobody would write, all the way into the store: facts, mentions, identities. Twice the text takes about twice the CPU."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.store import Store
from tests.archive.facts.test_hostile_text import TEXTS
from tests.archive.facts.texts import article

# A quadratic step would take 4 times as long for twice the text; what is allowed leaves room for a noisy machine.
_ALLOWED = 3.2
_ATTEMPTS = 4
_PUT = ("commas", "a paragraph of digits and slashes", "bodies joined", "many bodies", "many people", "many documents", "paragraphs")


@pytest.mark.usefixtures("own_garbage")
@pytest.mark.parametrize("name", _PUT)
def test_twice_the_text_takes_about_twice_the_time_to_put_and_to_enrich(name: str, tmp_path: Path) -> None:
    make, count = TEXTS[name]
    ratios = []
    for attempt in range(_ATTEMPTS):
        once, twice = (_seconds(make(size), tmp_path / f"{attempt}-{size}.sqlite") for size in (count, 2 * count))
        ratios.append(tuple(second / max(first, 1e-6) for first, second in zip(once, twice, strict=True)))
        if max(ratios[-1]) < _ALLOWED:
            return
    pytest.fail(f"{name}: {ratios}")


def _seconds(text: str, path: Path) -> tuple[float, float]:
    """CPU of putting an article with this text, and of reading its facts again."""
    with Store.open(path) as store:
        start = time.process_time()
        store.put(replace(article(text, "Hội nghị giao ban", "2013-05-02"), identifier="hostile"))
        put = time.process_time()
        store.connection.execute("UPDATE facts SET versions = ''")
        assert store.enrich(workers=1).read == 1
        return put - start, time.process_time() - put
