"""Clauses and queries -> the JSON that Elasticsearch is asked. Pure functions: no client, no connection, no decision about ranking.

User text reaches the server only as tokens of ``term``, ``match_phrase``, ``prefix`` and ``wildcard`` queries, never as a query language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from indexer.explanation import Weighed
from indexer.learned import Learned
from indexer.query import Node, Query
from indexer.ranking import Clause, Combined, Everything, Nothing, Ranked, Run, Starting, Term, clause_of, is_ranked

Json = dict[str, Any]

SHOWN = ("url", "source", "headline", "date_published", "date_held", "group")
"""The stored fields of a hit; ``text`` besides, where snippets are cut."""

MAX_SOURCES = 10_000
_WILD = re.compile(r"([\\*?])")


@lru_cache(1024)
def wanted(node: Node | None, abbreviations: bool, learned: Learned) -> Json:
    """The query of a tree, kept: readers turn pages and narrow down, and the tree stays the same. Not to be changed by who gets it."""
    return clause_query(clause_of(node, abbreviations=abbreviations, learned=learned))


def clause_query(clause: Clause) -> Json:
    """One clause as a query."""
    match clause:
        case Term():
            return _term(clause)
        case Run(field, tokens, boost):
            if len(tokens) == 1:
                return clause_query(Term(field, tokens[0], boost))
            text = " ".join(tokens)
            return {"match_phrase": {field: text if boost == 1 else {"query": text, "boost": boost}}}
        case Starting():
            return _unscored(_starting(clause))
        case Combined():
            return _combined(clause)
        case Ranked(terms, members):
            return _combined(Combined(should=terms, filter=(members,)))
        case Everything():
            return {"match_all": {"boost": 0}}
        case Nothing():
            return {"match_none": {}}


def _term(clause: Term) -> Json:
    return {"term": {clause.field: clause.token if clause.boost == 1 else {"value": clause.token, "boost": clause.boost}}}


def _starting(clause: Starting) -> Json:
    if not clause.tone:
        return {"prefix": {clause.field: clause.start}}
    # No token holds the sign of a tone but before its tone, so the star cannot run past it.
    return {"wildcard": {clause.field: _WILD.sub(r"\\\1", clause.start) + "*'" + clause.tone}}


def _combined(clause: Combined) -> Json:
    parts: Json = {
        "must": _scored(clause.must),
        "filter": [_bare(inner) for inner in clause.filter],
        "should": _scored(clause.should),
        "must_not": [_bare(inner) for inner in clause.must_not],
    }
    if clause.minimum:
        parts["minimum_should_match"] = clause.minimum
    return {"bool": {name: part for name, part in parts.items() if part}}


def _scored(clauses: Iterable[Clause]) -> list[Json]:
    # Nearly all are terms, some fifty in a question: trying each kind of clause on each is half of the work.
    return [_term(inner) if type(inner) is Term else clause_query(inner) for inner in clauses]


def _bare(clause: Clause) -> Json:
    """A clause where nothing is scored anyway."""
    return _starting(clause) if isinstance(clause, Starting) else clause_query(clause)


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0}}


# --- filters --------------------------------------------------------------------------------------------------------------------------


def source_filters(query: Query) -> list[Json]:
    """The filter that the chosen sources are; empty without a choice."""
    return [{"terms": {"source": list(query.sources)}}] if query.sources else []


def year_filters(query: Query) -> list[Json]:
    """The filter that the chosen years are; empty without a choice."""
    if not query.years:
        return []
    spans = [_published(date(year, 1, 1), date(year, 12, 31)) for year in query.years if date.min.year <= year <= date.max.year]
    return [{"bool": {"should": spans, "minimum_should_match": 1}} if spans else {"match_none": {}}]


def date_filters(query: Query) -> list[Json]:
    """The filter that the range of posting dates is, both ends included; empty without one."""
    group: list[Json] = [{"term": {"group": query.group}}] if query.group else []
    if query.published_from is None and query.published_to is None:
        return group
    return [_published(query.published_from, query.published_to), *group]


def _published(first: date | None, last: date | None) -> Json:
    ends = {"gte": first.isoformat() if first else None, "lte": last.isoformat() if last else None}
    return {"range": {"date_published": {name: day for name, day in ends.items() if day}}}


def _filtered(query: Json, filters: list[Json]) -> Json:
    return {"bool": {"must": [query], "filter": filters}} if filters else query


# --- bodies ---------------------------------------------------------------------------------------------------------------------------


def by_score(query: Query) -> bool:
    """Whether the hits are sorted by score; the newest come first when nothing ranks."""
    return query.sort == "relevance" and is_ranked(query.node)


def sort_of(query: Query) -> list[Json]:
    """The order of the hits; ties go by posting day, the newest first, and then by identifier. Undated articles stand last."""
    by_day: Json = {"date_published": {"order": "asc" if query.sort == "published-asc" else "desc", "missing": "_last"}}
    return [*([{"_score": "desc"}] if by_score(query) else []), by_day, {"identifier": "asc"}]


def search_body(query: Query) -> Json:
    """One page of hits with its total and facets. Each facet is counted without its own filter, so the choices come after the query."""
    chosen = [*source_filters(query), *year_filters(query)]
    filters = date_filters(query) if query.facets else [*date_filters(query), *chosen]
    body: Json = {
        "query": _filtered(wanted(query.node, query.abbreviations, query.learned), filters),
        "sort": sort_of(query),
        "from": query.offset,
        "size": query.size,
        "track_total_hits": True,
        "_source": [*SHOWN, "text"] if query.snippets else list(SHOWN),
    }
    if query.facets:
        body["aggs"] = _facets(query)
        if chosen:
            body["post_filter"] = {"bool": {"filter": chosen}}
    if query.fold:
        # An article without near-duplicates is an item of its own: the server would take all those without a value for one.
        body["collapse"] = {"field": "item"}
        body.setdefault("aggs", {})["copies"] = _counted_under(chosen, _COPIES)
    return body


_COPIES: Json = {"terms": {"field": "group", "size": 65_000, "min_doc_count": 2}}


def _facets(query: Query) -> Json:
    return {
        "source": _counted_under(year_filters(query), {"terms": {"field": "source", "size": MAX_SOURCES}}),
        "year": _counted_under(
            source_filters(query),
            {"date_histogram": {"field": "date_published", "calendar_interval": "year", "format": "yyyy", "min_doc_count": 1}},
        ),
    }


def _counted_under(filters: list[Json], count: Json) -> Json:
    return {"filter": {"bool": {"filter": filters}} if filters else {"match_all": {}}, "aggs": {"values": count}}


def parts_body(weighed: Sequence[Weighed], identifiers: Sequence[str]) -> Json:
    """What each part of a query scores by itself on some articles; a part's name is its place among the parts."""
    named = [{"bool": {"must": [clause_query(one.part)], "_name": str(place)}} for place, one in enumerate(weighed)]
    return {
        "query": {"bool": {"filter": [{"terms": {"identifier": list(identifiers)}}], "should": named}},
        "size": len(identifiers),
        "track_total_hits": False,
        "_source": False,
    }


def run_body(query: Query, size: int) -> Json:
    """The first ``size`` hits, identifiers and scores alone."""
    filters = [*date_filters(query), *source_filters(query), *year_filters(query)]
    return {
        "query": _filtered(wanted(query.node, query.abbreviations, query.learned), filters),
        "sort": sort_of(query),
        "size": size,
        "track_total_hits": False,
        "_source": False,
    }
