"""Search keeps what it has reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.evaluation import OVERALL, run_queries
from tests.indexer.spelling import bare
from tests.quality.search import SPELLINGS, TestSet, domain, floors, macro, xquad


@pytest.fixture(scope="module")
def questions() -> Iterator[TestSet]:
    with xquad() as test_set:
        yield test_set


@pytest.mark.parametrize(("condition", "spelling"), [("typed", str), ("bare", bare)])
def test_questions_find_their_passage(questions: TestSet, condition: str, spelling: Callable[[str], str]) -> None:
    assert 100 * questions.measured(spelling)[OVERALL]["MRR@10"] >= floors()["xquad-vi"][condition]


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_of_a_question_changes_nothing_at_all(questions: TestSet, name: str) -> None:
    as_typed, _ = run_queries(questions.engine, questions.queries, 100)
    respelt, _ = run_queries(questions.engine, questions.respelt(SPELLINGS[name]), 100)
    assert respelt == as_typed


@pytest.mark.shared
def test_real_queries_find_real_news() -> None:
    with domain() as test_set:
        measures = test_set.measured()
    found = {group: 100 * row["nDCG@10"] for group, row in measures.items()} | {"macro": 100 * macro(measures)}
    below = {group: (round(found[group], 1), floor) for group, floor in floors()["domain"].items() if found[group] < floor}
    assert below == {}
