"""``python -m indexer build | update | rollback | status | abbreviations | search | run | evaluate | compare``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from archive.command_line import Parser
from archive.settings import Settings, SettingsError, read_settings
from archive.store import Store, StoreError
from indexer.analysis.words import WordsError, segmented_by
from indexer.build import IndexSummary, Progress, build, update, without_words
from indexer.comparison import Comparison, compare
from indexer.duplicates import Duplicates, DuplicatesError
from indexer.engine import EngineStatus, EngineUnavailable
from indexer.engines import make_engine, open_engine
from indexer.envelope import envelope
from indexer.evaluation import EvaluationError, evaluate, read_queries, read_relevance, run_queries, table, write_run
from indexer.learned_abbreviations import LearnedAbbreviations, LearnedError
from indexer.query import MAX_SIZE, QueryError, query
from indexer.results import Results
from indexer.suggestions import SuggestionsError

BAR_AFTER = 2.0
"""Seconds of work before a progress bar is shown."""


ENGINES = ("embedded", "elasticsearch")


FAILURES = (StoreError, EngineUnavailable, EvaluationError, WordsError, DuplicatesError, SuggestionsError, LearnedError)
"""What a room of ours says in one line when it cannot go on."""


NOTES = {
    "unbalanced-quote": "a quotation mark without its pair was repaired",
    "unbalanced-bracket": "a bracket without its pair was repaired",
    "dangling-or": "it needs words on both sides and was left out",
    "leading-wildcard": "it cannot stand before a word and was left out",
    "prefix-too-short": "an asterisk needs three letters before it; looked for as a plain word",
    "nothing-to-search": "this holds no word to look for; these are all articles",
    "also-searched": "also looked for",
}
"""What was done to a query so that it could be run, by the code of the notice."""


DATES = {"date_published": "posted", "date_held": "held"}
ROLES = {"range": "in the range asked for", "order": "its place in the list"}


class Rejected(Exception):
    """Articles that the search server did not take; all others are in place. One line, exit 1."""


class NotRun(Exception):
    """Queries of a file that could not be run; the others were. One line, exit 1."""


class Usage(Exception):
    """A command that cannot be carried out as given: one line, exit 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code: 0 done, 1 failure, 2 usage error."""
    options = _parser().parse_args(_with_query_last(list(sys.argv[1:] if arguments is None else arguments)))
    try:
        options.run(_settings(options), options)
    except (QueryError, Usage, SettingsError) as error:
        return _say(error, 2)
    except (*FAILURES, Rejected, NotRun) as error:
        return _say(error, 1)
    except KeyboardInterrupt:
        return _say("stopped; what is in place is as it was, and the next run goes on", 1)
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    """The settings, with the engine of ``--engine`` where it is given."""
    engine = getattr(options, "engine", None)
    return read_settings(engine=engine) if engine else read_settings()


def _with_query_last(arguments: list[str]) -> list[str]:
    """``search -từ`` looks for all but ``từ``: what is no option of ours is the query, though it begins with a hyphen."""
    if arguments[:1] != ["search"] or "--" in arguments:
        return arguments
    options, words, rest = ["search"], [], iter(arguments[1:])
    for argument in rest:
        if argument == "--size":
            options += [argument, next(rest, "")]
        elif argument in ("--json", "--explain", "-h", "--help") or argument.startswith("--size="):
            options.append(argument)
        else:
            words.append(argument)
    return [*options, "--", *words]


def _say(line: object, code: int) -> int:
    print(f"indexer: {line}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m indexer", description="Build, update, search and measure the index.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run_it, text in (
        ("build", _build, "write a new version of the index from the archive and swap it in"),
        ("update", _update, "index what changed in the archive since the last time"),
        ("rollback", _rollback, "put the version before in the living one's place; a second time undoes it"),
        ("status", _status, "version, counts, words and how far the index is behind"),
    ):
        writes = _command(commands, name, run_it, text)
        writes.add_argument("--engine", choices=ENGINES, help="another engine than KHOTIN_ENGINE says, for this command")
    _command(commands, "abbreviations", _abbreviations, "those that the archive's articles define, a JSON line each, with the articles")
    search = _command(commands, "search", _search, "results in the terminal")
    search.add_argument("query", metavar="QUERY", nargs="+", help="as in the search box")
    search.add_argument("--size", type=int, default=10, metavar="N", help=f"how many results, 1 to {MAX_SIZE} (default 10)")
    search.add_argument("--explain", action="store_true", help="why each article is a hit: what each part of the query gave")
    search.add_argument("--json", action="store_true", help="one JSON object on standard output")
    run = _command(commands, "run", _run, "a TREC run file for a file of queries")
    run.add_argument(
        "--queries", type=Path, required=True, metavar="FILE.jsonl", help='{"qid", "query", "published_from"?, "published_to"?} a line'
    )
    run.add_argument("--size", type=int, default=100, metavar="N", help="results per query (default 100)")
    run.add_argument("--output", type=Path, required=True, metavar="RUN", help="the file to write")
    both = _command(commands, "compare", _compare, "ask both engines the same and show where they differ")
    both.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl", help="queries as for run")
    both.add_argument("--size", type=int, default=10, metavar="N", help="results of each query that are compared (default 10)")
    measure = _command(commands, "evaluate", _evaluate, "nDCG@10, MRR@10 and Recall@100 per class of query")
    measure.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl", help='queries as for run; "class" groups them')
    measure.add_argument("--qrels", type=Path, required=True, metavar="FILE", help='TREC qrels, or {"qid", "did", "rel"} a line')
    return parser


def _command(commands: Any, name: str, run: Callable[[Settings, argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


# --- build, update, status ------------------------------------------------------------------------------------------------------------


def _build(settings: Settings, _: argparse.Namespace) -> None:
    with _progress() as progress:
        _report(settings, "built", build(settings, make_engine(settings), progress))


def _update(settings: Settings, _: argparse.Namespace) -> None:
    with _progress() as progress:
        _report(settings, "updated", update(settings, make_engine(settings), progress))


def _rollback(settings: Settings, _: argparse.Namespace) -> None:
    status = make_engine(settings).rollback()
    print(
        f"rolled back: version {status.version} holds {status.documents} articles up to sequence {status.sequence}; "
        "`python -m indexer update` adds what changed since",
        file=sys.stderr,
    )
    print(json.dumps(_status_json(status)))


def _report(settings: Settings, done: str, summary: IndexSummary) -> None:
    status = summary.status
    print(
        f"{done}: {summary.indexed} articles indexed, words of {summary.segmented} texts worked out; "
        f"version {status.version} holds {status.documents} articles up to sequence {status.sequence}",
        file=sys.stderr,
    )
    print(json.dumps({"indexed": summary.indexed, "segmented": summary.segmented, **_status_json(status)}))
    if summary.rejected:
        raise Rejected(
            f"{summary.rejected} of {summary.indexed} articles were rejected by the search server and cannot be found; "
            f"{settings.rejections} says why"
        )


@contextmanager
def _progress() -> Iterator[Progress]:
    bars: dict[str, tqdm[NoReturn]] = {}

    def progress(step: str, done: int) -> None:
        if step not in bars:
            bars[step] = tqdm(desc=step, unit="", delay=BAR_AFTER, disable=None, file=sys.stderr, leave=False)
        bars[step].update(done)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()


def _status(settings: Settings, _: argparse.Namespace) -> None:
    status = open_engine(settings).status()
    with Store.open(settings.store_path, read_only=True) as store:
        articles, sequence, identity = store.stats().articles, store.last_sequence(), store.identity()
    wordless = len(without_words(settings))
    lag = {"archive_articles": articles, "archive_sequence": sequence, "lag": sequence - status.sequence}
    origin = {"of_this_archive": status.archive == identity}
    words = {"with_words": articles - wordless, "without_words": wordless, "words_by": segmented_by()}
    alike = Duplicates(settings.index_folder).counts()
    learned = {"learned_abbreviations": len(LearnedAbbreviations(settings.index_folder).definitions())}
    near = {"near_duplicate_groups": alike.groups, "near_duplicate_articles": alike.articles}
    print(json.dumps({**_status_json(status), **origin, **lag, **words, **near, **learned}, indent=2))


def _abbreviations(settings: Settings, _: argparse.Namespace) -> None:
    for one in LearnedAbbreviations(settings.index_folder).definitions():
        print(json.dumps(asdict(one), ensure_ascii=False))


def _status_json(status: EngineStatus) -> dict[str, object]:
    return {
        "engine": status.engine,
        "version": status.version,
        "analysis_version": status.analysis_version,
        "documents": status.documents,
        "sequence": status.sequence,
        "built": status.built.isoformat() if status.built else None,
        "rejected": status.rejected,
    }


# --- search ---------------------------------------------------------------------------------------------------------------------------


def _search(settings: Settings, options: argparse.Namespace) -> None:
    wanted = query(" ".join(options.query), size=options.size, explain=options.explain, fold=True)
    results = open_engine(settings).search(wanted)
    for notice in results.notices:
        print(f"indexer: note: {NOTES[notice.code]}: {notice.detail}", file=sys.stderr)
    if results.suggestion:
        print(f"indexer: note: did you mean: {results.suggestion}", file=sys.stderr)
    print(json.dumps(envelope(wanted, results), ensure_ascii=False, indent=2) if options.json else _as_text(results))


def _as_text(results: Results) -> str:
    lines = [f"{results.total} articles" + (f", {results.folded} of them folded as near-duplicates" if results.folded else "")]
    for rank, hit in enumerate(results.hits, 1):
        day = hit.date_published.strftime("%d/%m/%Y") if hit.date_published else "--/--/----"
        lines.append(f"\n{rank:3}. {day}  {hit.headline.strip() or '(no headline)'}\n     {hit.identifier}  {hit.url}")
        lines += [f"     and {hit.near_duplicates} near-duplicates"] if hit.near_duplicates else []
        lines.append("     " + " ".join("".join(fragment.text for fragment in hit.snippet).split()))
        lines += [f"     {reason.score:9.4f}  {reason.words}  ({reason.variant}, {reason.where})" for reason in hit.reasons]
        lines += [f"     {hit.score:9.4f}  in all"] if hit.reasons else []
        lines += [f"     {DATES[one.name]} {one.value or 'unknown'}: {ROLES[one.role]}" for one in hit.dates]
        lines += [f"     same score as a neighbour: by {hit.tie_breaker}"] if hit.tie_breaker else []
    return "\n".join(lines)


# --- run, evaluate --------------------------------------------------------------------------------------------------------------------


def _run(settings: Settings, options: argparse.Namespace) -> None:
    queries = read_queries(options.queries)
    run, refused = run_queries(open_engine(settings), queries, options.size)
    write_run(options.output, run)
    with _telling(refused):
        print(f"run: {len(run)} of {len(queries)} queries written to {options.output}", file=sys.stderr)


def _evaluate(settings: Settings, options: argparse.Namespace) -> None:
    queries, relevance = read_queries(options.queries), read_relevance(options.qrels)
    run, refused = run_queries(open_engine(settings), queries, 100)
    with _telling(refused):
        measures = evaluate(queries, relevance, run)
        print(table(measures), file=sys.stderr)
        print(json.dumps(measures, ensure_ascii=False, indent=2))


def _compare(settings: Settings, options: argparse.Namespace) -> None:
    queries = read_queries(options.queries)
    engines = [open_engine(settings.model_copy(update={"engine": name})) for name in ENGINES]
    found, refused = compare(engines[0], engines[1], queries, options.size)
    with _telling(refused):
        same = sum(one.same_order for one in found)
        print(f"compare: {same} of {len(found)} queries have the same first {options.size} in the same order", file=sys.stderr)
        print(json.dumps(_comparison_json(found, options.size), ensure_ascii=False, indent=2))


def _comparison_json(found: list[Comparison], size: int) -> dict[str, object]:
    return {
        "engines": ENGINES,
        "size": size,
        "queries": len(found),
        "same_order": sum(one.same_order for one in found),
        "same_articles": sum(one.overlap == 1 for one in found),
        "overlap": sum(one.overlap for one in found) / len(found) if found else None,
        "largest_score_difference": max((one.score_difference for one in found), default=0.0),
        "differences": [
            {"qid": one.qid, "query": one.text, "overlap": one.overlap, ENGINES[0]: one.only_first, ENGINES[1]: one.only_second}
            for one in found
            if not one.same_order
        ],
    }


@contextmanager
def _telling(refused: list[tuple[str, QueryError]]) -> Iterator[None]:
    """Say which queries were not run, and fail for it when all else is done."""
    for qid, error in refused:
        print(f"indexer: query {qid} was not run: {error}", file=sys.stderr)
    yield
    if refused:
        raise NotRun(f"{len(refused)} queries were not run; they count as finding nothing")


if __name__ == "__main__":
    sys.exit(main())
