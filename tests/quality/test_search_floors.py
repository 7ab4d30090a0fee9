"""Search keeps what it has reached, on either engine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from deploy.elasticsearch.node import Node
from indexer.evaluation import OVERALL, run_queries
from tests.elasticsearch.engines import engine_for
from tests.indexer.spelling import bare
from tests.quality.search import SPELLINGS, MakeEngine, TestSet, domain, embedded, floors, macro, xquad


@pytest.fixture(scope="module", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest) -> MakeEngine:
    """What makes the engine that is measured."""
    if request.param == "embedded":
        return embedded
    node: Node = request.getfixturevalue("elasticsearch_node")
    return lambda folder: engine_for(node.url, folder, f"khotin-quality-{secrets.token_hex(4)}")


@pytest.fixture(scope="module")
def questions(engine: MakeEngine) -> Iterator[TestSet]:
    with xquad(engine) as test_set:
        yield test_set


@pytest.mark.parametrize(("condition", "spelling"), [("typed", str), ("bare", bare)])
def test_questions_find_their_passage(questions: TestSet, condition: str, spelling: Callable[[str], str]) -> None:
    assert 100 * questions.measured(spelling)[OVERALL]["MRR@10"] >= floors()["xquad-vi"][condition]


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_of_a_question_changes_nothing_at_all(questions: TestSet, name: str) -> None:
    # The spelling is undone before any engine is asked; on a server a few questions show that, all would take minutes.
    step = 1 if questions.engine.name == "embedded" else 20
    as_typed, _ = run_queries(questions.engine, questions.queries[::step], 100)
    respelt, _ = run_queries(questions.engine, questions.respelt(SPELLINGS[name])[::step], 100)
    assert respelt == as_typed


@pytest.mark.shared
def test_real_queries_find_real_news(engine: MakeEngine) -> None:
    with domain(engine) as test_set:
        measures = test_set.measured()
    found = {group: 100 * row["nDCG@10"] for group, row in measures.items()} | {"macro": 100 * macro(measures)}
    below = {group: (round(found[group], 1), floor) for group, floor in floors()["domain"].items() if found[group] < floor}
    assert below == {}
