"""Elasticsearch as the engine: the same documents, clauses and results as embedded, on a server or a cluster.

Readers ask an alias, so a build is put in place by moving it. Every answer is of the whole index or an error: partial results, which the
server would give by default while a shard is away, would be silent losses.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from elasticsearch import ApiError, NotFoundError

from archive.settings import Settings
from indexer.document import Document
from indexer.engine import MAX_RUN, EngineStatus, EngineUnavailable, EngineUnreachable, check_count
from indexer.engines.elastic_connection import Connection, reason
from indexer.engines.elastic_loading import Loaded, Loader
from indexer.engines.elastic_queries import Json, by_score, parts_body, run_body, search_body
from indexer.engines.elastic_versions import ElasticVersions, IndexVersion, Known, finished
from indexer.explanation import Weighed, parts, reasons, with_dates, with_tie_breakers
from indexer.highlight import Highlighter
from indexer.learned_abbreviations import LearnedAbbreviations
from indexer.lock import exclusive
from indexer.query import FacetName, Query, QueryError, Words
from indexer.ranking import also_searched_of, clause_of, notices_of
from indexer.results import FacetValue, Hit, Results, facet_values
from indexer.spelling import Counts, SpellingOfVersions

PAGE = 5_000
"""Rows of one answer of a long list; the server gives 10,000 at most."""

CHECKS = 5
"""Articles of a new index that must be found by their headlines before it is put in place."""

_KEEP_ALIVE = "2m"


class ElasticsearchEngine:
    """An index on Elasticsearch. Safe to share between threads; any number of processes read while one writes."""

    name = "elasticsearch"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reads = _Line(Connection(settings), settings)
        self._writes = _Line(Connection(settings, patient=True), settings)
        self._learned = LearnedAbbreviations(settings.index_folder)
        self._spelling = SpellingOfVersions(settings.index_folder / self._writes.versions.alias)
        self._checked: IndexVersion | None = None

    # Reading

    def search(self, query: Query) -> Results:
        """One page of results with facets and snippets."""
        started = time.perf_counter()
        query = replace(query, learned=self._learned.now())
        answer = self._answer(search_body(query), query.text)
        found, copies = answer["hits"], _copies(answer)
        hits = _hits(found["hits"], query, copies)
        return Results(
            total=found["total"]["value"],
            folded=sum(copies.values()),
            hits=with_dates(query, self._explained(query, hits)) if query.explain else hits,
            notices=notices_of(query),
            suggestion=self._suggestion(query.text) if query.snippets else None,
            facets=_facets(answer["aggregations"], query) if query.facets else {},
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _explained(self, query: Query, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The hits with their reasons; one that is no longer there when it is asked about has none."""
        weighed = parts(clause_of(query.node, abbreviations=query.abbreviations, learned=query.learned))
        if not hits or not weighed:
            return hits
        body = parts_body(weighed, [hit.identifier for hit in hits])
        answer = self._reads.search(body, self._reads.versions.alias, query.text, "&include_named_queries_score=true")
        scores = {one["_id"]: one.get("matched_queries", {}) for one in answer["hits"]["hits"]}
        told = [replace(hit, reasons=reasons(query, weighed, _scores(scores.get(hit.identifier, {}), weighed))) for hit in hits]
        return with_tie_breakers(told) if by_score(query) else tuple(told)

    def _suggestion(self, text: str) -> str | None:
        version = self._checked
        return self._spelling.of(_known(version).token).suggest(text) if version else None

    def run(self, query: Query, size: int) -> list[tuple[str, float]]:
        """The first ``size`` identifiers with their scores; where nothing ranks, one over the rank."""
        if not 1 <= size <= MAX_RUN:
            raise QueryError("size", f"A run lists from 1 to {MAX_RUN} articles, not {size}.")
        query = replace(query, sort="relevance", learned=self._learned.now())
        rows = self._answer(run_body(query, size), query.text)["hits"]["hits"] if size <= PAGE else self._long(query, size)
        ranked = by_score(query)
        return [(hit["_id"], hit["_score"] if ranked else 1 / rank) for rank, hit in enumerate(rows, 1)]

    def _answer(self, body: Json, text: str) -> Json:
        """The answer of the living index to a body; its analysis is checked when it is another index than before."""
        if self._checked is None:
            self._check()
        try:
            answer = self._reads.search(body, self._reads.versions.alias, text)
        except EngineUnavailable:
            self._checked = None
            raise
        found = answer["hits"]["hits"]
        if found and self._checked and found[0]["_index"] != self._checked.name:
            self._check()
        return answer

    def _check(self) -> IndexVersion:
        self._reads.connection.check_server()
        version = self._reads.versions.living()
        self._checked = version
        return version

    def _long(self, query: Query, size: int) -> list[Json]:
        """More rows than one answer holds, all from one state of the index."""
        self._check()
        rows: list[Json] = []
        with self._reads.point_in_time() as point:
            body = {**run_body(query, PAGE), "pit": {"id": point, "keep_alive": _KEEP_ALIVE}}
            while len(rows) < size:
                answer = self._reads.posted(f"/_search?{_WHOLE}", body)
                page = answer["hits"]["hits"]
                rows += page
                if len(page) < PAGE:
                    break
                body |= {"search_after": page[-1]["sort"], "pit": {"id": answer["pit_id"], "keep_alive": _KEEP_ALIVE}}
        return rows[:size]

    def status(self) -> EngineStatus:
        """What stands behind the answers now."""
        return self._status(self._check(), self._reads)

    def _status(self, version: IndexVersion, line: _Line) -> EngineStatus:
        known = line.versions.check_analysis(version)
        return EngineStatus(
            engine=self.name,
            version=version.name,
            analysis_version=known.analysis_version,
            documents=line.count(version.name),
            sequence=known.sequence,
            built=datetime.fromisoformat(known.built) if known.built else None,
            rejected=len(known.rejected),
            archive=known.archive,
        )

    # Writing

    def build(self, documents: Iterable[Document], *, sequence: int, archive: str | None = None) -> EngineStatus:
        """Write a new version from ``documents``, then move the alias to it; a failure or a kill leaves the old version in place."""
        with self._writing():
            self._settings.rejections.unlink(missing_ok=True)
            version = self._writes.versions.create(sequence, archive)
            try:
                counts = Counts()
                version = self._filled(version, counts.watching(documents))
                self._spelling.write(_known(version).token, counts)
                self._writes.versions.put_in_place(version)
            except BaseException:
                self._abandon(version)
                raise
            self._spelling.keep(_known(one).token for one in self._writes.versions.all() if one.known)
            self._checked = version
            return self._status(version, self._writes)

    def _filled(self, version: IndexVersion, documents: Iterable[Document]) -> IndexVersion:
        sample = _Sample(documents)
        loaded = self._load(version, sample)
        self._refresh(version)
        held = self._writes.count(version.name)
        if held != loaded.accepted or held + len(loaded.rejected) != sample.seen:
            raise EngineUnavailable(f"the new index holds {held} of {sample.seen} articles: it was not put in place")
        for one in sample.chosen:
            if one.identifier not in loaded.rejected:
                self._check_found(version, one)
        return self._writes.versions.note(version, finished(_known(version), tuple(loaded.rejected)))

    def _check_found(self, version: IndexVersion, document: Document) -> None:
        body = run_body(Query(node=Words(document.headline)), 1)
        body["query"] = {"bool": {"must": [body["query"]], "filter": [{"term": {"identifier": document.identifier}}]}}
        if not self._writes.search(body, version.name, "")["hits"]["hits"]:
            raise EngineUnavailable(f"the new index does not find {document.identifier} by its headline: it was not put in place")

    def _load(self, version: IndexVersion, documents: Iterable[Document]) -> Loaded:
        return Loader(self._writes.connection, version.name, self._settings.rejections).load(documents)

    def _refresh(self, version: IndexVersion) -> None:
        self._writes.connection.ask(lambda client: client.indices.refresh(index=version.name))

    def _abandon(self, version: IndexVersion) -> None:
        """Remove what a failed build wrote, unless readers ask it already; the next build does it when the server is away."""
        with suppress(EngineUnavailable, ApiError):
            answer = self._writes.connection.ask(lambda client: client.indices.get_alias(index=version.name))
            if not answer.body[version.name]["aliases"]:
                self._writes.connection.ask(lambda client: client.options(ignore_status=404).indices.delete(index=version.name))

    def update(self, documents: Iterable[Document], *, sequence: int, expected: int | None = None) -> EngineStatus:
        """Put documents into the living version; the sequence number advances when all of them were acknowledged."""
        with self._writing():
            version = self._writes.versions.living()
            known = _known(version)
            sample = _Sample(documents)
            loaded = self._load(version, sample)
            self._refresh(version)
            rejected = tuple(dict.fromkeys([*(one for one in known.rejected if one not in sample.identifiers), *loaded.rejected]))
            known = replace(known, sequence=max(sequence, known.sequence), rejected=rejected)
            status = self._status(replace(version, known=known), self._writes)
            if expected is not None:
                check_count(status, expected)
            self._writes.versions.note(version, known)
            return status

    def rollback(self) -> EngineStatus:
        """Move the alias to the version before; a second rollback undoes the first."""
        with self._writing():
            others = [version for version in self._writes.versions.all() if version.known and version.known.whole and not version.living]
            self._writes.versions.living()
            if not others:
                raise EngineUnavailable("there is no version before this one: run `python -m indexer build`")
            self._writes.versions.check_analysis(others[-1])
            self._writes.versions.swap(others[-1])
            self._checked = others[-1]
            return self._status(others[-1], self._writes)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with exclusive(self._settings.index_folder / "elasticsearch.lock"):
            self._writes.connection.check_server()
            try:
                yield
            except NotFoundError as error:
                raise _gone(error) from error
            except ApiError as error:
                raise self._writes.connection.unreachable(error) from error


_HEADERS = {"content-type": "application/vnd.elasticsearch+json; compatible-with=8", "accept": "application/json"}


_WHOLE = "search_type=dfs_query_then_fetch&allow_partial_search_results=false"
"""Frequencies of all shards (with one shard the server spares itself that), and all of the index or an error."""


class _Line:
    """One connection with what is asked over it."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self.connection = connection
        self.versions = ElasticVersions(connection, settings)

    def search(self, body: Json, index: str, text: str, options: str = "") -> Json:
        """The answer of an index, or of the one behind an alias."""
        # The same question goes to the same copies: two may count replaced articles differently, and pages must fit together.
        question = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return self.posted(f"/{index}/_search?{_WHOLE}&preference={question}{options}", body)

    def posted(self, path: str, body: Json) -> Json:
        """The answer to a body."""
        try:
            answer = self.connection.ask(lambda client: client.perform_request("POST", path, headers=_HEADERS, body=body))
        except NotFoundError as error:
            raise _gone(error) from error
        except ApiError as error:
            raise self.connection.unreachable(error) from error
        found: Json = answer.body
        return found

    def count(self, index: str) -> int:
        """How many documents an index holds."""
        answer = self.search({"query": {"match_all": {}}, "size": 0, "track_total_hits": True}, index, "")
        return int(answer["hits"]["total"]["value"])

    @contextmanager
    def point_in_time(self) -> Iterator[str]:
        """One state of the living index, kept for as long as it is read."""
        try:
            opened = self.connection.ask(lambda client: client.open_point_in_time(index=self.versions.alias, keep_alive=_KEEP_ALIVE))
        except NotFoundError as error:
            raise _gone(error) from error
        try:
            yield opened["id"]
        finally:
            # Forgotten by the server after its time anyway.
            with suppress(EngineUnavailable, ApiError):
                self.connection.ask(lambda client: client.close_point_in_time(id=opened["id"]))


class _Sample:
    """The documents on their way, with a few of them kept, evenly over all: which 2^k-th ones depends on how many come."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self._step = 1
        self.seen = 0
        self.identifiers: set[str] = set()
        self.chosen: list[Document] = []

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            if self.seen % self._step == 0:
                self.chosen.append(document)
                if len(self.chosen) > 2 * CHECKS:
                    self.chosen, self._step = self.chosen[::2], 2 * self._step
            self.seen += 1
            self.identifiers.add(document.identifier)
            yield document


def _known(version: IndexVersion) -> Known:
    assert version.known is not None, "a version of ours"
    return version.known


def _gone(error: ApiError) -> EngineUnavailable:
    if "search_context_missing" in str(error.body):
        return EngineUnreachable("the server lost its place in a long list: run the command again")
    if "index_not_found" in str(error.body):
        return EngineUnavailable("there is no index yet: run `python -m indexer build`")
    return EngineUnreachable(f"Elasticsearch answered 404: {reason(error)}")


def _copies(answer: Json) -> dict[str, int]:
    """For each group of which several articles are hits, how many are folded under the first; none where nothing is folded."""
    if "copies" not in answer.get("aggregations", {}):
        return {}
    return {bucket["key"]: bucket["doc_count"] - 1 for bucket in answer["aggregations"]["copies"]["values"]["buckets"]}


def _hits(found: list[Json], query: Query, copies: Mapping[str, int]) -> tuple[Hit, ...]:
    highlighter = Highlighter(query.node, also_searched_of(query)) if query.snippets else None
    return tuple(_hit(one, one["_source"], highlighter, copies) for one in found)


def _hit(found: Json, source: Json, highlighter: Highlighter | None, copies: Mapping[str, int]) -> Hit:
    headline: str = source["headline"]
    return Hit(
        identifier=found["_id"],
        url=source["url"],
        site=source["source"],
        headline=headline,
        headline_fragments=highlighter.headline(headline) if highlighter else (),
        snippet=highlighter.snippet(source["text"]) if highlighter else (),
        date_published=_day(source.get("date_published")),
        date_held=_day(source.get("date_held")),
        held_precision=source.get("held_precision"),
        held_end=_day(source.get("held_end")),
        score=found["_score"] or 0.0,
        group=source.get("group"),
        near_duplicates=copies.get(source.get("group", ""), 0),
    )


def _scores(named: Mapping[str, float], weighed: Sequence[Weighed]) -> list[float | None]:
    """What each part gave, None where the article does not hold it."""
    return [named.get(str(place)) for place in range(len(weighed))]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facets(counted: Any, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    chosen = query.chosen()
    return {name: facet_values(name, _values(name, counted[name]), chosen[name]) for name in query.facets}


def _values(name: FacetName, counted: Any) -> Iterator[FacetValue]:
    buckets = {_value(name, bucket): bucket["doc_count"] for kind in ("values", "chosen") for bucket in counted.get(kind, _NONE)["buckets"]}
    yield from (FacetValue(value, count) for value, count in buckets.items())


def _value(name: FacetName, bucket: Any) -> str:
    return str(int(bucket["key_as_string"]) if name == "year" else bucket["key"])


_NONE: Json = {"buckets": []}
