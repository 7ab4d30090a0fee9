"""Two engines asked the same: how much of what they find is the same, in the same order, with the same scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.engine import SearchEngine
from indexer.evaluation import JudgedQuery, run_queries
from indexer.query import QueryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One query on two engines. ``overlap`` is the share of common articles, 1 when both find nothing; ``only_first`` and
    ``only_second`` are what the other has not; ``score_difference`` is the largest among the common ones."""

    qid: str
    text: str
    same_order: bool
    overlap: float
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    score_difference: float


def compare(
    first: SearchEngine, second: SearchEngine, queries: Iterable[JudgedQuery], size: int
) -> tuple[list[Comparison], list[tuple[str, QueryError]]]:
    """The comparisons of all queries over their first ``size`` articles, and the queries that cannot be run."""
    asked = list(queries)
    (left, refused), (right, _) = run_queries(first, asked, size), run_queries(second, asked, size)
    return [_compared(one, left[one.qid], right[one.qid]) for one in asked if one.qid in left], refused


def _compared(judged: JudgedQuery, left: list[tuple[str, float]], right: list[tuple[str, float]]) -> Comparison:
    here, there = dict(left), dict(right)
    common = here.keys() & there.keys()
    return Comparison(
        qid=judged.qid,
        text=judged.text,
        same_order=[*here] == [*there],
        overlap=len(common) / max(len(here), len(there)) if here or there else 1.0,
        only_first=tuple(name for name in here if name not in there),
        only_second=tuple(name for name in there if name not in here),
        score_difference=max((abs(here[name] - there[name]) for name in common), default=0.0),
    )
