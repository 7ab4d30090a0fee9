"""The embedded engine: tantivy, in this process, one folder per version of the index.

``<folder>/current`` names the living version; a build writes another folder and then replaces that small file in one step, so readers see
the old version or the new one and never half of either. Readers look at the pointer at each query and reopen when it changed.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, cast

import tantivy
from tantivy import FieldType, Occur, Order
from tantivy import Query as TantivyQuery

from archive.article import HeldPrecision
from indexer.analysis import ANALYSIS_VERSION
from indexer.document import Document, month_of
from indexer.engine import MAX_RUN, EngineStatus, EngineUnavailable, check_count
from indexer.engines.versions import Version, Versions
from indexer.explanation import parts, reasons, with_dates, with_tie_breakers
from indexer.highlight import Highlighter
from indexer.learned_abbreviations import LearnedAbbreviations
from indexer.query import ALL_OF, FACETS, MAX_SIZE, FacetName, Query, QueryError
from indexer.ranking import (
    Clause,
    Combined,
    Everything,
    Nothing,
    Ranked,
    Run,
    Starting,
    Term,
    also_searched_of,
    clause_of,
    is_ranked,
    notices_of,
    unranked,
)
from indexer.results import FacetValue, Hit, Results, facet_values
from indexer.spelling import Counts, Spelling

WRITER_HEAP = 128_000_000
"""Bytes; a text archive of tens of thousands of articles then fits into one segment per commit."""

_TIE_SLACK = 16
_ROUNDING = 1e-6
"""Of a score: some ten steps of a 32-bit float. Texts that are the same were seen to differ by that much."""

_ATTEMPTS = 5
"""How often a version is opened again that a build removed at that moment; that takes two builds within a blink."""


_LAST_SEQUENCE = 2**63 - 1
"""SQLite has no higher number."""

_ORDERS = ("published_asc", "published_desc", "held_asc", "held_desc", "indexed_desc")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("identifier", "source", "group"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    # What facets count and filters choose: several values an article.
    for name in ("month", "person", "body", "document", "kind"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("source_name", "legal_number"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # One text per article for each direction: a total order (day, then identifier) in one sort key, undated articles last in both.
    for name in _ORDERS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("k", "f", "title_k", "title_f", "person_k", "person_f", "body_k", "body_f"):
        builder.add_text_field(name, tokenizer_name=_STREAM, index_option="position")
    for name in ("fb", "title_fb"):
        builder.add_text_field(name, tokenizer_name=_STREAM, index_option="freq")
    builder.add_integer_field("year", indexed=True, fast=True)
    for name in ("day", "held_low", "held_high"):
        builder.add_integer_field(name, indexed=True, fast=True)
    # As bytes, for a text is always indexed too, as one long term here.
    for name in ("url", "headline", "text", "date_published", "date_held", "held_precision", "held_end", "content_digest"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


_STREAM = "stream"
_SCHEMA = _schema()


@dataclass(frozen=True, slots=True)
class _Living:
    """An opened version and the commit of it that the searcher sees."""

    status: EngineStatus
    stamp: object
    index: tantivy.Index
    searcher: tantivy.Searcher
    spelling: Spelling


class EmbeddedEngine:
    """A tantivy index in a folder. Safe to share between threads; any number of processes read while one writes."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._versions = Versions(folder)
        self._learned = LearnedAbbreviations(folder)
        self._lock = threading.Lock()
        self._living: _Living | None = None

    # Reading

    def search(self, query: Query) -> Results:
        """One page of results with facets and snippets."""
        started = time.perf_counter()
        query = replace(query, learned=self._learned.now())
        with _boundary():
            living = self._reader()
            searcher, asked = living.searcher, _Asked(query)
            total, facets, copies = _counted(searcher, asked, query)
            found = _folded_page(searcher, asked, query, copies) if copies else _page(searcher, asked, query, query.offset, query.size)
            hits = self._hits(searcher, query, found, copies)
            suggestion = living.spelling.suggest(query.text) if query.snippets else None
        took = (time.perf_counter() - started) * 1000
        return Results(
            total=total,
            folded=sum(copies.values()),
            hits=hits,
            facets=facets,
            notices=notices_of(query),
            suggestion=suggestion,
            took_ms=took,
        )

    def run(self, query: Query, size: int) -> list[tuple[str, float]]:
        """The first ``size`` identifiers with their scores; where nothing ranks, one over the rank."""
        if not 1 <= size <= MAX_RUN:
            raise QueryError("size", f"A run lists from 1 to {MAX_RUN} articles, not {size}.")
        query = replace(query, learned=self._learned.now())
        with _boundary():
            searcher = self._reader().searcher
            asked = _Asked(query)
            if not _by_score(query):
                addresses = _sorted_page(searcher, asked.counted, "published-desc", 0, size)
                return [(_identifier(searcher, address), 1 / rank) for rank, address in enumerate(addresses, 1)]
            return [(hit.identifier, hit.score) for hit in _ranked_page(searcher, asked, 0, size)]

    def status(self) -> EngineStatus:
        """What stands behind the answers now."""
        with _boundary():
            return self._reader().status

    def _reader(self) -> _Living:
        """The living version as of now; reopened when a build or an update has replaced it."""
        living = self._living
        if living is not None and living.stamp == self._versions.stamp(living.status):
            return living
        with self._lock:
            self._living = self._opened()
            return self._living

    def _opened(self) -> _Living:
        for _ in range(_ATTEMPTS):
            version = None
            try:
                version = self._versions.living()
                return _opened(version)
            except (OSError, ValueError):
                # Two builds since the pointer was read have removed that version; if it still lives, the fault is another one.
                if version is not None and version.stamp == self._versions.stamp(version.status):
                    raise
        raise EngineUnavailable("the living version of the index is missing or damaged: run `python -m indexer build`")

    def _hits(self, searcher: tantivy.Searcher, query: Query, found: list[_Found], copies: Mapping[str, int]) -> tuple[Hit, ...]:
        highlighter = Highlighter(query.node, also_searched_of(query)) if query.snippets else None
        read = ((one.stored or searcher.doc(one.address), one.score) for one in found)
        hits = tuple(_hit(stored.to_dict(), score, highlighter, copies) for stored, score in read)
        return with_dates(query, _explained(searcher, query, found, hits)) if query.explain else hits

    # Writing

    def build(self, documents: Iterable[Document], *, sequence: int, archive: str | None = None) -> EngineStatus:
        """Write a new version from ``documents``, then swap it in at once; a failure or a kill leaves the old version in place."""
        with self._versions.writing():
            with _boundary():
                version = self._versions.new()
                writer = _created(version.segments).writer(WRITER_HEAP, 1)
            counts = Counts()
            added = _filled(writer, counts.watching(documents), replacing=False)
            with _boundary():
                counts.write(version.path)
                held = _open(version.segments).searcher().num_docs
                if held != added:
                    raise EngineUnavailable(f"the new index holds {held} of {added} articles: it was not put in place")
                status = EngineStatus(
                    engine=self.name,
                    version=version.name,
                    analysis_version=ANALYSIS_VERSION,
                    documents=added,
                    sequence=sequence,
                    built=datetime.now(UTC),
                    archive=archive,
                )
                self._versions.put_in_place(version, status)
            return status

    def update(self, documents: Iterable[Document], *, sequence: int, expected: int | None = None) -> EngineStatus:
        """Put documents into the living version in one commit; killed before the end, the next update does them again."""
        with self._versions.writing():
            with _boundary():
                living = self._opened()
                writer = living.index.writer(WRITER_HEAP, 1)
            _filled(writer, documents, replacing=True)
            with _boundary():
                status = replace(living.status, sequence=sequence, documents=_reloaded(living.index).num_docs)
                if expected is not None:
                    check_count(status, expected)
                self._versions.note(status)
            return status

    def rollback(self) -> EngineStatus:
        """Put the version before in the living one's place; a second rollback undoes the first."""
        with self._versions.writing(), _boundary():
            before = self._versions.before()
            status = _opened(before).status
            self._versions.swap(before)
            return status


def _filled(writer: tantivy.IndexWriter, documents: Iterable[Document], *, replacing: bool) -> int:
    """Puts the documents, ``replacing`` those with the same identifiers, and commits; gives how many. On failure nothing is kept."""
    added = 0
    try:
        for document in documents:
            with _boundary():
                if replacing:
                    writer.delete_documents_by_term("identifier", document.identifier)
                writer.add_document(_stored(document))
            added += 1
    except BaseException:
        writer.rollback()
        raise
    with _boundary():
        writer.commit()
        writer.wait_merging_threads()
    return added


@contextmanager
def _boundary() -> Iterator[None]:
    """Turns the engine's own failures into ``EngineUnavailable``. A Rust panic is a BaseException, so nothing less than that catches it."""
    try:
        yield
    except (EngineUnavailable, QueryError):
        raise
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"the index cannot be used: {error} (`python -m indexer build` makes a new one)") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineUnavailable(f"the search engine failed: {error}") from error


# --- index ----------------------------------------------------------------------------------------------------------------------------


def _created(folder: Path) -> tantivy.Index:
    folder.mkdir()
    return _with_tokenizer(tantivy.Index(_SCHEMA, path=str(folder)))


def _opened(version: Version) -> _Living:
    if version.status.analysis_version != ANALYSIS_VERSION:
        raise EngineUnavailable(
            f"the index was built by another version of the analysis ({version.status.analysis_version}, now {ANALYSIS_VERSION}): "
            "run `python -m indexer build`"
        )
    index = _open(version.segments)
    searcher = index.searcher()
    return _Living(replace(version.status, documents=searcher.num_docs), version.stamp, index, searcher, Spelling(version.path))


def _open(folder: Path) -> tantivy.Index:
    if folder.is_dir() and not os.access(folder, os.W_OK, effective_ids=True):
        raise EngineUnavailable(
            f"{folder} cannot be written to by this user, and reading an index takes a lock there: give it to this user, "
            "or set KHOTIN_HOME to a copy of the data folder"
        )
    index = _with_tokenizer(tantivy.Index.open(str(folder)))
    # We look for a new commit ourselves at each query: the watcher thread would only notice it half a second later.
    index.config_reader(reload_policy="manual")
    index.reload()
    return index


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    # Tokenizers are not part of the index on disk: every opening has to name them again.
    index.register_tokenizer(_STREAM, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _reloaded(index: tantivy.Index) -> tantivy.Searcher:
    index.reload()
    return index.searcher()


def _stored(document: Document) -> tantivy.Document:
    stored = tantivy.Document()
    for name in ("identifier", "k", "f", "fb", "title_k", "title_f", "title_fb", *_NAMES):
        stored.add_text(name, getattr(document, name))
    for name in ("url", "headline", "text", "content_digest"):
        stored.add_bytes(name, getattr(document, name).encode())
    stored.add_text("source", document.site)
    for name in document.source_names:
        stored.add_text("source_name", name)
    for number in document.legal_numbers:
        stored.add_text("legal_number", number)
    if document.group is not None:
        stored.add_text("group", document.group)
    for field, values in (
        ("person", document.persons),
        ("body", document.bodies),
        ("document", document.documents),
        ("kind", document.kinds),
    ):
        for value in values:
            stored.add_text(field, value)
    _add_dates(stored, document)
    return stored


_NAMES = ("person_k", "person_f", "body_k", "body_f")


def _add_dates(stored: tantivy.Document, document: Document) -> None:
    day = document.date_published
    if day is not None:
        stored.add_bytes("date_published", day.isoformat().encode())
        stored.add_integer("year", day.year)
        stored.add_text("month", month_of(day))
        stored.add_integer("day", day.toordinal())
    if document.date_held is not None:
        stored.add_bytes("date_held", document.date_held.isoformat().encode())
    if document.held_precision is not None:
        stored.add_bytes("held_precision", document.held_precision.encode())
    if document.held_end is not None:
        stored.add_bytes("held_end", document.held_end.isoformat().encode())
    for name, bound in (("held_low", document.held_low), ("held_high", document.held_high)):
        if bound is not None:
            stored.add_integer(name, bound.toordinal())
    _add_orders(stored, document.identifier, "published", day)
    _add_orders(stored, document.identifier, "held", document.date_held)
    # What came into the archive last stands first; no two articles have one number.
    stored.add_text("indexed_desc", f"{_LAST_SEQUENCE - document.seq:019} {document.identifier}")


def _add_orders(stored: tantivy.Document, identifier: str, name: str, day: date | None) -> None:
    """The sort keys from the oldest and from the newest; without a day last in both."""
    stored.add_text(f"{name}_asc", f"{day.isoformat() if day else '~'} {identifier}")
    stored.add_text(f"{name}_desc", _newest(day, identifier))


def _newest(day: date | None, identifier: str) -> str:
    """A text by which the newest comes first, undated ones last, then by identifier."""
    return f"{date.max.toordinal() - day.toordinal():07} {identifier}" if day else f"~ {identifier}"


# --- clauses -> tantivy ---------------------------------------------------------------------------------------------------------------


def _translated(clause: Clause) -> TantivyQuery:
    match clause:
        case Term(field, token, boost):
            term = TantivyQuery.term_query(_SCHEMA, field, token, "freq")
            return term if boost == 1 else TantivyQuery.boost_query(term, boost)
        case Run(field, tokens, boost):
            if len(tokens) == 1:
                return _translated(Term(field, tokens[0], boost))
            run = TantivyQuery.phrase_query(_SCHEMA, field, list(tokens))
            return run if boost == 1 else TantivyQuery.boost_query(run, boost)
        case Starting(field, start, tone):
            pattern = re.escape(start) + "[^']*" + (f"'{tone}" if tone else "('.*)?")
            return _unscored(TantivyQuery.regex_query(_SCHEMA, field, pattern))
        case Combined():
            return _combined(clause)
        case Ranked(terms, members):
            return TantivyQuery.boolean_query([(Occur.Must, _unscored(_translated(members))), *_alternatives(terms)])
        case Everything():
            return _unscored(TantivyQuery.all_query())
        case Nothing():
            return TantivyQuery.empty_query()


def _alternatives(terms: Iterable[Clause]) -> list[tuple[Occur, TantivyQuery]]:
    return [(Occur.Should, _translated(term)) for term in terms]


def _combined(clause: Combined) -> TantivyQuery:
    parts = [(Occur.Must, _translated(inner)) for inner in clause.must]
    parts += [(Occur.Must, _unscored(_translated(inner))) for inner in clause.filter]
    # All of the alternatives is a conjunction, which is far cheaper than counting them.
    alternative = Occur.Must if clause.minimum == len(clause.should) > 1 else Occur.Should
    parts += [(alternative, _translated(inner)) for inner in clause.should]
    parts += [(Occur.MustNot, _translated(inner)) for inner in clause.must_not]
    # One of them is what a union asks for anyway when nothing else must match.
    counted = alternative is Occur.Should and (clause.minimum > 1 or (clause.minimum == 1 and (clause.must or clause.filter)))
    return TantivyQuery.boolean_query(parts, minimum_number_should_match=clause.minimum if counted else None)


def _unscored(query: TantivyQuery) -> TantivyQuery:
    return TantivyQuery.const_score_query(query, 0.0)


class _Asked:
    """A query as the engine is asked it: ``ranked`` scores what it finds, ``counted`` finds the same and scores nothing, ``unfiltered``
    without the query's filters.

    ``best`` scores as ``ranked`` does whatever it finds but may find more, and the engine reads only what can still be among the best.
    """

    def __init__(self, query: Query) -> None:
        clause = _clause(query)
        self.filters = _Filters(query)
        self.chosen = query.chosen()
        self.unfiltered = _unscored(_translated(unranked(clause)))
        self.counted = self.filters.on(self.unfiltered)
        scored = isinstance(clause, Ranked) and not self.filters.chosen()
        self.best = TantivyQuery.boolean_query(_alternatives(clause.terms)) if isinstance(clause, Ranked) and scored else None
        self._clause = clause

    @cached_property
    def ranked(self) -> TantivyQuery:
        """Made when it is needed, which after ``best`` it seldom is."""
        return self.filters.on(_translated(self._clause))


def _clause(query: Query) -> Clause:
    return clause_of(query.node, abbreviations=query.abbreviations, learned=query.learned)


def _by_score(query: Query) -> bool:
    return is_ranked(query.node)


_FIELDS: dict[FacetName, str] = {
    "source": "source",
    "year": "year",
    "month": "month",
    "person": "person",
    "org": "body",
    "doc": "document",
    "type": "kind",
}
"""The field that each facet counts."""


class _Filters:
    """The filters of a query as engine queries; each facet is counted without its own."""

    def __init__(self, query: Query) -> None:
        self.facets = {name: _chosen(name, values) for name, values in query.chosen().items() if values}
        self.dates = [*_between("day", "day", query.published_from, query.published_to)]
        self.dates += _between("held_low", "held_high", query.held_from, query.held_to)
        self.dates += [TantivyQuery.term_query(_SCHEMA, "group", query.group)] if query.group else []

    def chosen(self) -> bool:
        """Whether there is any."""
        return bool(self.facets or self.dates)

    def alternatives(self) -> list[FacetName]:
        """The facets with chosen values that are alternatives: these are counted without their own filter."""
        return [name for name in self.facets if name not in ALL_OF]

    def on(self, wanted: TantivyQuery, *, without: str = "") -> TantivyQuery:
        """``wanted`` with all filters, or all but one."""
        chosen = [*self.dates, *(query for name, query in self.facets.items() if name != without)]
        if not chosen:
            return wanted
        return TantivyQuery.boolean_query([(Occur.Must, wanted), *((Occur.Must, _unscored(one)) for one in chosen)])


def _values(name: FacetName, values: Iterable[str]) -> list[str | int]:
    return [int(value) for value in values] if name == "year" else list(values)


def _chosen(name: FacetName, values: Iterable[str]) -> TantivyQuery:
    return _each(_FIELDS[name], _values(name, values), Occur.Must if name in ALL_OF else Occur.Should)


def _each(field: str, values: Iterable[str | int], occur: Occur) -> TantivyQuery:
    return TantivyQuery.boolean_query([(occur, TantivyQuery.term_query(_SCHEMA, field, value)) for value in values])


def _between(low: str, high: str, first: date | None, last: date | None) -> list[TantivyQuery]:
    """``low`` not before the first day and ``high`` not after the last; only what has a day is in a range."""
    bounds = {low: (date.min, date.max), high: (date.min, date.max)}
    if first is None and last is None:
        return []
    bounds[low] = (first or date.min, bounds[low][1])
    bounds[high] = (bounds[high][0], last or date.max)
    return [
        TantivyQuery.range_query(_SCHEMA, field, FieldType.Integer, begin.toordinal(), end.toordinal())
        for field, (begin, end) in bounds.items()
    ]


# --- pages ----------------------------------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """A hit; ``stored`` is what the index keeps of it, where it was read for its place in a page, and not of each in a long list."""

    identifier: str
    score: float
    address: tantivy.DocAddress
    group: str = ""
    stored: tantivy.Document | None = None


def _page(searcher: tantivy.Searcher, asked: _Asked, query: Query, offset: int, size: int) -> list[_Found]:
    if query.sort == "relevance" and _by_score(query):
        return _ranked_page(searcher, asked, offset, size)
    sort = "published-desc" if query.sort == "relevance" else query.sort
    addresses = _sorted_page(searcher, asked.counted, sort, offset, size)
    return [_placed(searcher, 0.0, address, keep=size <= MAX_SIZE)[-1] for address in addresses]


def _ranked_page(searcher: tantivy.Searcher, asked: _Asked, offset: int, size: int) -> list[_Found]:
    """Hits by score, ties by day and identifier. The best of all are nearly always hits, so they are looked for first and then checked."""
    if searcher.num_docs == 0:
        return []
    if asked.best is not None and offset == 0:
        found = _best(searcher, asked.best, offset, size)
        if len(found) == size and _are_hits(searcher, asked, found):
            return found
    return _best(searcher, asked.ranked, offset, size)


def _are_hits(searcher: tantivy.Searcher, asked: _Asked, found: list[_Found]) -> bool:
    these = _each("identifier", [one.identifier for one in found], Occur.Should)
    return _count(searcher, TantivyQuery.boolean_query([(Occur.Must, _unscored(these)), (Occur.Must, asked.counted)])) == len(found)


def _count(searcher: tantivy.Searcher, query: TantivyQuery) -> int:
    """How many articles are found. Each is of one source, and to add these up costs less than the engine's own count, which also ranks."""
    return _sum(searcher.aggregate(query, {"source": _COUNTS["source"]}))


def _sum(counted: dict[str, Any]) -> int:
    return sum(int(bucket["doc_count"]) for bucket in counted["source"]["buckets"])


def _best(searcher: tantivy.Searcher, query: TantivyQuery, offset: int, size: int) -> list[_Found]:
    """The engine breaks ties by its own order, so a tie at the edge is read to its end."""
    fetch = offset + size + _TIE_SLACK
    while True:
        result: Any = searcher.search(query, limit=min(fetch, searcher.num_docs), count=False)
        hits = _levelled(result.hits)
        if len(hits) < fetch or hits[-1][0] < hits[offset + size - 1][0]:
            return _ordered(searcher, hits, offset, size)
        fetch *= 4


def _levelled(hits: list[tuple[float, tantivy.DocAddress]]) -> list[tuple[float, tantivy.DocAddress]]:
    """The hits with one score for all that differ by rounding alone: a sum of 32-bit floats depends on the order of its terms."""
    levelled: list[tuple[float, tantivy.DocAddress]] = []
    level = before = float("inf")
    for score, address in hits:
        if not before - score <= _ROUNDING * score:
            level = score
        before = score
        levelled.append((level, address))
    return levelled


def _ordered(searcher: tantivy.Searcher, hits: list[tuple[float, tantivy.DocAddress]], offset: int, size: int) -> list[_Found]:
    """The hits ``offset`` to ``offset + size`` of a list whose ties are in any order; only documents of ties in sight are read."""
    window = hits[offset : offset + size]
    if not window:
        return []
    best, worst = window[0][0], window[-1][0]
    skipped = sum(score > best for score, _ in hits)
    near = sorted(_placed(searcher, score, address, keep=size <= MAX_SIZE) for score, address in hits if worst <= score <= best)
    return [found for _, _, found in near[offset - skipped : offset - skipped + size]]


def _placed(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress, *, keep: bool) -> tuple[float, str, _Found]:
    """A hit with what it is sorted by: its score, then its day, the newest first and undated ones last, then its identifier."""
    stored = searcher.doc(address)
    day, identifier = _day(str(stored.get_first("date_published") or b"", "utf-8")), str(stored.get_first("identifier"))
    found = _Found(identifier, score, address, str(stored.get_first("group") or ""), stored if keep else None)
    return -score, _newest(day, identifier), found


def _sorted_page(searcher: tantivy.Searcher, query: TantivyQuery, sort: str, offset: int, size: int) -> list[tantivy.DocAddress]:
    field = sort.replace("-", "_")
    result: Any = searcher.search(query, limit=size, offset=offset, count=False, order_by_field=field, order=Order.Asc)
    return [address for _, address in result.hits]


def _identifier(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("identifier"))


def _hit(stored: dict[str, list[Any]], score: float, highlighter: Highlighter | None, copies: Mapping[str, int]) -> Hit:
    def first(name: str) -> str:
        return str(stored[name][0], "utf-8") if name in stored else ""

    group: str | None = stored["group"][0] if "group" in stored else None
    return Hit(
        identifier=stored["identifier"][0],
        url=first("url"),
        site=stored["source"][0],
        headline=first("headline"),
        headline_fragments=highlighter.headline(first("headline")) if highlighter else (),
        snippet=highlighter.snippet(first("text")) if highlighter else (),
        date_published=_day(first("date_published")),
        date_held=_day(first("date_held")),
        held_precision=cast("HeldPrecision | None", first("held_precision") or None),
        held_end=_day(first("held_end")),
        score=score,
        group=group,
        near_duplicates=copies.get(group, 0) if group else 0,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# --- near-duplicates ------------------------------------------------------------------------------------------------------------------

_FEW_COPIES = 16
"""Hits read beyond a page's end at first; on most pages fewer are folded."""


def _folded_page(searcher: tantivy.Searcher, asked: _Asked, query: Query, copies: Mapping[str, int]) -> list[_Found]:
    """A page of a list in which only the first of each group stands. It is read from its beginning, since what was folded decides
    where a page begins; no more hits are skipped than there are copies."""
    end, most = query.offset + query.size, sum(copies.values())
    kept = _first_of_each(_page(searcher, asked, query, 0, end + min(_FEW_COPIES, most)), copies)
    if len(kept) < end and most > _FEW_COPIES:
        kept = _first_of_each(_page(searcher, asked, query, 0, end + most), copies)
    return kept[query.offset : end]


def _first_of_each(found: list[_Found], copies: Mapping[str, int]) -> list[_Found]:
    seen: set[str] = set()
    kept = []
    for one in found:
        if one.group not in seen:
            kept.append(one)
        if one.group in copies:
            seen.add(one.group)
    return kept


# --- explanation ----------------------------------------------------------------------------------------------------------------------

_VALUE = re.compile(r'"value": *([0-9.eE+-]+)')


def _explained(searcher: tantivy.Searcher, query: Query, found: list[_Found], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits with their reasons: what each part of the query scores by itself."""
    weighed = parts(_clause(query))
    asked = [_translated(one.part) for one in weighed]
    told = [
        replace(hit, reasons=reasons(query, weighed, [_score(part, searcher, one.address) for part in asked]))
        for one, hit in zip(found, hits, strict=True)
    ]
    return with_tie_breakers(told) if query.sort == "relevance" and _by_score(query) else tuple(told)


def _score(part: TantivyQuery, searcher: tantivy.Searcher, address: tantivy.DocAddress) -> float | None:
    """What a document scores by one part, None where it does not hold it, which the engine says by an error."""
    try:
        told = _VALUE.search(part.explain(searcher, address).to_json())
    except ValueError:
        return None
    return float(told[1]) if told else None


# --- counts ---------------------------------------------------------------------------------------------------------------------------

_COUNTS = {name: {"terms": {"field": field, "size": 65_000}} for name, field in _FIELDS.items()}
_GROUPS = {"group": {"terms": {"field": "group", "size": 65_000, "min_doc_count": 2}}}


class _Counted(NamedTuple):
    """How many articles are found, their facets, and for each group of which several are found how many are folded under the first."""

    total: int
    facets: dict[str, tuple[FacetValue, ...]]
    copies: dict[str, int]


def _counted(searcher: tantivy.Searcher, asked: _Asked, query: Query) -> _Counted:
    """All that is counted, in one pass over what is found; alternatives in one of their own each, as if none of them were chosen."""
    alone = [name for name in asked.filters.alternatives() if name in query.facets]
    counted = searcher.aggregate(asked.counted, _in_one_pass([name for name in query.facets if name not in alone], query.fold))
    total = _sum(counted)
    copies = {str(bucket["key"]): int(bucket["doc_count"]) - 1 for bucket in counted["group"]["buckets"]} if query.fold else {}
    if not query.facets:
        return _Counted(total, {}, copies)
    for name in alone:
        counted |= searcher.aggregate(asked.filters.on(asked.unfiltered, without=name), {name: _COUNTS[name]})
    return _Counted(total, {name: facet_values(name, _values_of(name, counted), asked.chosen[name]) for name in query.facets}, copies)


def _in_one_pass(facets: Collection[FacetName], fold: bool) -> dict[str, Any]:
    """What is asked for: the sources in any case, for the total; no years beside months, which add up to them."""
    names = {"source", *facets}
    if "month" in names:
        names.discard("year")
    return {name: _COUNTS[name] for name in FACETS if name in names} | (_GROUPS if fold else {})


def _values_of(name: FacetName, counted: dict[str, Any]) -> Iterable[FacetValue]:
    if name != "year":
        return starmap(FacetValue, map(_KEY_AND_COUNT, counted[name]["buckets"]))
    if name in counted:
        return [FacetValue(str(int(year)), count) for year, count in map(_KEY_AND_COUNT, counted[name]["buckets"])]
    years: Counter[int] = Counter()
    for month, count in map(_KEY_AND_COUNT, counted["month"]["buckets"]):
        years[int(month[:4])] += count
    return [FacetValue(str(year), count) for year, count in years.items()]


_KEY_AND_COUNT = itemgetter("key", "doc_count")
