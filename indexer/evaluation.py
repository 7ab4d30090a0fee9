"""How good the ranking is: query files, relevance files, runs, and the measures nDCG@10, MRR@10 and Recall@100."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexer.engine import SearchEngine
from indexer.query import Query, QueryError, query

TAG = "khotin"
MEASURES = ("nDCG@10", "MRR@10", "Recall@100")
OVERALL = "all"

Run = dict[str, list[tuple[str, float]]]
"""Query id -> identifiers with scores, best first."""

Relevance = dict[str, dict[str, int]]
"""Query id -> identifier -> grade; grades above 0 are relevant."""


class EvaluationError(Exception):
    """A query or relevance file that cannot be read: one line with the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """One query of a test set. ``group`` is its class; date ranges are as in ``Query``."""

    qid: str
    text: str
    group: str | None = None
    published_from: date | None = None
    published_to: date | None = None

    def query(self) -> Query:
        """What is asked: the text as a reader would type it, without facets and snippets. Raises QueryError."""
        return query(self.text, published_from=self.published_from, published_to=self.published_to, facets=(), snippets=False)


def read_queries(path: Path) -> list[JudgedQuery]:
    """The queries of a JSON lines file: ``{"qid", "query"}`` or ``{"id", "text"}``, and ``class``, ``published_from``, ``published_to``."""
    queries: dict[str, JudgedQuery] = {}
    for number, record in _records(path):
        judged = _judged(record, f"{path}:{number}")
        if judged.qid in queries:
            raise EvaluationError(f"{path}:{number}: the qid {judged.qid} stands on another line already")
        queries[judged.qid] = judged
    return list(queries.values())


def _judged(record: dict[str, Any], where: str) -> JudgedQuery:
    qid, text = record.get("qid", record.get("id")), record.get("query", record.get("text"))
    if not isinstance(qid, str | int) or not isinstance(text, str):
        raise EvaluationError(f'{where}: a query needs "qid" and "query"')
    if str(qid).split() != [str(qid)]:
        raise EvaluationError(f"{where}: a qid is one word without spaces, as the columns of a run file need it")
    try:
        days = [date.fromisoformat(record[name]) if record.get(name) else None for name in ("published_from", "published_to")]
    except (TypeError, ValueError) as error:
        raise EvaluationError(f"{where}: a date is written 2018-03-16") from error
    group = record.get("class")
    return JudgedQuery(qid=str(qid), text=text, group=None if group is None else str(group), published_from=days[0], published_to=days[1])


def read_relevance(path: Path) -> Relevance:
    """Judgements: TREC (``qid 0 identifier grade``) or JSON lines ``{"qid", "did", "rel"}``."""
    relevance: Relevance = defaultdict(dict)
    if _text(path).lstrip().startswith("{"):
        rows = [(f"{path}:{number}", (record.get("qid"), record.get("did"), record.get("rel"))) for number, record in _records(path)]
    else:
        split = [(number, line.split()) for number, line in _lines(path)]
        rows = [(f"{path}:{number}", (parts[0], parts[2], parts[3]) if len(parts) == 4 else (None, None, None)) for number, parts in split]
    for where, (qid, identifier, grade) in rows:
        try:
            relevance[str(qid)][str(identifier)] = _grade(grade)
        except ValueError as error:
            raise EvaluationError(
                f"{where}: a judgement is `qid 0 identifier grade` or " + '{"qid", "did", "rel"}, graded up to 100'
            ) from error
    return dict(relevance)


MAX_GRADE = 100
"""Far above any scale of judgements; the gain of a grade is 2 to its power."""


def _grade(value: object) -> int:
    grade = int(str(value))
    if grade > MAX_GRADE:
        raise ValueError(f"more than {MAX_GRADE}")
    return grade


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read: {error}") from error


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = [(number, line) for number, line in enumerate(_text(path).split("\n"), 1) if line.strip()]
    if not lines:
        raise EvaluationError(f"{path} holds no line")
    return lines


def _records(path: Path) -> list[tuple[int, dict[str, Any]]]:
    records = []
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            json.dumps(record, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise EvaluationError(f"{path}:{number}: not JSON: {error.msg}") from error
        except (ValueError, RecursionError) as error:
            # A number of thousands of digits, half of a surrogate pair, brackets without end.
            raise EvaluationError(f"{path}:{number}: not JSON that can be used") from error
        if not isinstance(record, dict):
            raise EvaluationError(f"{path}:{number}: not a JSON object")
        records.append((number, record))
    return records


def run_queries(engine: SearchEngine, queries: Iterable[JudgedQuery], size: int) -> tuple[Run, list[tuple[str, QueryError]]]:
    """The run of all queries, and those that cannot be run with the reason."""
    run: Run = {}
    refused = []
    for judged in queries:
        try:
            asked = judged.query()
        except QueryError as error:
            refused.append((judged.qid, error))
            continue
        run[judged.qid] = engine.run(asked, size)
    return run, refused


def write_run(path: Path, run: Run) -> None:
    """A TREC run file: ``qid Q0 identifier rank score tag``."""
    lines = (
        f"{qid} Q0 {identifier} {rank} {score!r} {TAG}\n" for qid, found in run.items() for rank, (identifier, score) in enumerate(found, 1)
    )
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror}") from error


def evaluate(queries: Sequence[JudgedQuery], relevance: Relevance, run: Run) -> dict[str, dict[str, float]]:
    """Each measure, averaged over the queries of each class and over all that have a relevant article; ``queries`` is their number."""
    scores: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for judged in queries:
        grades = {identifier: grade for identifier, grade in relevance.get(judged.qid, {}).items() if grade > 0}
        if grades:
            measured = _measured([identifier for identifier, _ in run.get(judged.qid, [])], grades)
            for group in filter(None, (judged.group, OVERALL)):
                scores[group].append(measured)
    if not scores:
        raise EvaluationError("no query has a relevant article: do the two files belong together?")
    groups = [*sorted(scores.keys() - {OVERALL}), OVERALL]
    return {group: _mean(scores[group]) for group in groups}


def _mean(scores: list[dict[str, float]]) -> dict[str, float]:
    means = {name: sum(score[name] for score in scores) / len(scores) for name in MEASURES}
    return {"queries": len(scores), **means}


def _measured(found: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    best = sorted(grades.values(), reverse=True)
    first = next((rank for rank, identifier in enumerate(found[:10], 1) if identifier in grades), None)
    return {
        "nDCG@10": _gain([grades.get(identifier, 0) for identifier in found[:10]]) / _gain(best[:10]),
        "MRR@10": 1 / first if first else 0.0,
        "Recall@100": sum(identifier in grades for identifier in found[:100]) / min(100, len(grades)),
    }


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def table(measures: Mapping[str, Mapping[str, float]]) -> str:
    """The measures for people, times 100."""
    lines = ["class      queries " + " ".join(f"{name:>10}" for name in MEASURES)]
    for group, row in measures.items():
        lines.append(f"{group:10} {row['queries']:7} " + " ".join(f"{100 * row[name]:10.1f}" for name in MEASURES))
    return "\n".join(lines)
