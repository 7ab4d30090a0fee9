"""The measures, and the files they are read from."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from indexer.engines.embedded import EmbeddedEngine
from indexer.evaluation import EvaluationError, JudgedQuery, evaluate, read_queries, read_relevance, run_queries, table, write_run
from tests.indexer.articles import documents


def file(folder: Path, text: str) -> Path:
    path = folder / "file"
    path.write_text(text, encoding="utf-8")
    return path


def test_queries_are_read_in_both_shapes(tmp_path: Path) -> None:
    lines = '{"qid": "q1", "query": "họp", "class": "a", "published_from": "2012-01-01"}\n\n{"id": "q2", "text": "báo"}\n'
    assert read_queries(file(tmp_path, lines)) == [
        JudgedQuery(qid="q1", text="họp", group="a", published_from=date(2012, 1, 1)),
        JudgedQuery(qid="q2", text="báo"),
    ]


@pytest.mark.parametrize("lines", ["q1 0 d1 2\nq1 0 d2 0\n", '{"qid": "q1", "did": "d1", "rel": 2}\n{"qid": "q1", "did": "d2", "rel": 0}'])
def test_judgements_are_read_in_both_shapes(tmp_path: Path, lines: str) -> None:
    assert read_relevance(file(tmp_path, lines)) == {"q1": {"d1": 2, "d2": 0}}


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"qid": "a"}', '{"qid": "a", "query": 5}', '{"qid": "a", "query": "b", "published_to": "1/2/2012"}', "\udcff",
     '{"qid": "a b", "query": "c"}', '{"qid": "", "query": "c"}', '{"qid": " a", "query": "c"}', '{"qid": "\\ud800", "query": "c"}',
     '{"qid": ' + "9" * 5000 + ', "query": "c"}', "[" * 100_000, '{"qid": "a", "query": "b"}\n{"id": "a", "text": "c"}'],
)  # fmt: skip
def test_a_faulty_query_file_is_one_line_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(line.encode("utf-8", "surrogateescape"))
    with pytest.raises(EvaluationError, match="file") as raised:
        read_queries(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("line", ["q1 0 d1", "q1 0 d1 x", "q1 0 d1 2000", "q1 0 d1 " + "9" * 5000, '{"qid": "q1"}', "{"])
def test_a_faulty_judgement_file_is_one_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvaluationError):
        read_relevance(file(tmp_path, line))


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_queries(tmp_path / "none")


def test_a_file_without_a_line_is_said_to_be_one(tmp_path: Path) -> None:
    for read in (read_queries, read_relevance):
        with pytest.raises(EvaluationError, match="holds no line"):
            read(file(tmp_path, ""))


def test_the_measures_are_those_of_their_definitions() -> None:
    queries = [JudgedQuery(qid="1", text="", group="a"), JudgedQuery(qid="2", text="", group="b"), JudgedQuery(qid="3", text="")]
    relevance = {"1": {"x": 2, "y": 1}, "2": {"z": 1}, "3": {"w": 0}}
    run = {"1": [("o", 3.0), ("x", 2.0), ("y", 1.0)], "2": []}
    measures = evaluate(queries, relevance, run)
    ideal = 3 + 1 / math.log2(3)
    assert measures["a"]["nDCG@10"] == pytest.approx((3 / math.log2(3) + 1 / 2) / ideal)
    assert measures["a"]["MRR@10"] == 0.5
    assert measures["a"]["Recall@100"] == 1
    assert measures["b"] == {"queries": 1, "nDCG@10": 0, "MRR@10": 0, "Recall@100": 0}
    assert measures["all"]["queries"] == 2
    assert "all" in table(measures)


def test_files_that_do_not_belong_together_are_said() -> None:
    with pytest.raises(EvaluationError, match="belong together"):
        evaluate([JudgedQuery(qid="1", text="")], {"2": {"x": 1}}, {})


def test_queries_are_run_as_typed_and_those_that_cannot_be_are_given_back(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.build(documents(), sequence=6)
    asked = [
        JudgedQuery(qid="plain", text="họp ở đâu"),
        JudgedQuery(qid="marked", text="Họp ở đâu?"),
        JudgedQuery(qid="long", text="a" * 600),
    ]
    run, refused = run_queries(engine, asked, 10)
    assert run["plain"] == run["marked"]
    assert [(qid, error.code) for qid, error in refused] == [("long", "too-long")]


def test_a_run_file_is_trec(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"q1": [("d1", 2.5), ("d2", 1.0)]})
    assert (tmp_path / "run").read_text() == "q1 Q0 d1 1 2.5 khotin\nq1 Q0 d2 2 1.0 khotin\n"
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_run(tmp_path / "none" / "run", {})
