"""Two engines side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.comparison import compare
from indexer.engines.embedded import EmbeddedEngine
from indexer.evaluation import JudgedQuery
from tests.indexer.articles import documents


def test_overlap_and_differences_are_counted_per_query(tmp_path: Path) -> None:
    whole, part = EmbeddedEngine(tmp_path / "whole"), EmbeddedEngine(tmp_path / "part")
    whole.build(documents(), sequence=6)
    part.build([one for one in documents() if one.identifier != "hop-hoi-dong"], sequence=6)
    queries = [JudgedQuery(qid=text, text=text) for text in ("họp", "nguon:aita", "xyz123", "a" * 600)]
    (words, source, nothing), refused = compare(whole, part, queries, 10)
    assert (words.overlap, words.only_first, words.only_second) == (pytest.approx(1 / 2), ("hop-hoi-dong",), ())
    assert words.score_difference > 0
    assert (source.same_order, source.overlap, source.score_difference) == (True, 1.0, 0.0)
    assert (nothing.same_order, nothing.overlap) == (True, 1.0)
    assert [qid for qid, _ in refused] == ["a" * 600]
