"""Clauses and queries -> the JSON that Elasticsearch is asked. Pure functions: no client, no connection, no decision about ranking.

User text reaches the server only as tokens of ``term``, ``match``, ``match_phrase``, ``prefix`` and ``wildcard`` queries, never as a
query language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from indexer.explanation import Weighed
from indexer.learned_abbreviations import Learned
from indexer.query import ALL_OF, FacetName, Node, Query
from indexer.ranking import Clause, Combined, Everything, Nothing, Ranked, Run, Starting, Term, clause_of, is_ranked
from indexer.results import FACET_VALUES, LEADING

Json = dict[str, Any]

SHOWN = ("url", "source", "headline", "date_published", "date_held", "held_precision", "held_end", "group")
"""The stored fields of a hit; ``text`` besides, where snippets are cut."""

MAX_VALUES = 65_000
"""Of a facet; the server makes 65,536 buckets at most for one answer."""

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
        "must": [clause_query(inner) for inner in clause.must],
        "filter": [_bare(inner) for inner in clause.filter],
        "should": _alternatives(clause.should) if clause.minimum <= 1 else [clause_query(inner) for inner in clause.should],
        "must_not": [_bare(inner) for inner in clause.must_not],
    }
    if clause.minimum:
        parts["minimum_should_match"] = clause.minimum
    return {"bool": {name: part for name, part in parts.items() if part}}


def _alternatives(clauses: Iterable[Clause]) -> list[Json]:
    """Clauses of which any may match. A question has some fifty terms of few fields and weights: those of one field and weight are one
    ``match``, which finds and scores the same and is written and read for a third of the cost."""
    tokens: dict[tuple[str, float], list[str]] = {}
    others = []
    for one in clauses:
        if type(one) is Term:
            tokens.setdefault((one.field, one.boost), []).append(one.token)
        else:
            others.append(clause_query(one))
    return [*(_matching(field, found, boost) for (field, boost), found in tokens.items()), *others]


def _matching(field: str, tokens: list[str], boost: float) -> Json:
    if len(tokens) == 1:
        return _term(Term(field, tokens[0], boost))
    text = " ".join(tokens)
    return {"match": {field: text if boost == 1 else {"query": text, "boost": boost}}}


def _bare(clause: Clause) -> Json:
    """A clause where nothing is scored anyway."""
    return _starting(clause) if isinstance(clause, Starting) else clause_query(clause)


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0}}


# --- filters --------------------------------------------------------------------------------------------------------------------------

FIELDS: dict[FacetName, str] = {
    "source": "source",
    "year": "date_published",
    "month": "month",
    "person": "person",
    "org": "body",
    "doc": "document",
    "type": "kind",
}
"""The field that each facet counts."""


def facet_filters(query: Query) -> dict[FacetName, Json]:
    """The filter that the values chosen of each facet are; a facet of which nothing is chosen has none."""
    return {name: _chosen(name, values) for name, values in query.chosen().items() if values}


def _chosen(name: FacetName, values: tuple[str, ...]) -> Json:
    if name == "year":
        return _years(map(int, values))
    if name in ALL_OF:
        return {"bool": {"filter": [{"term": {FIELDS[name]: value}} for value in values]}}
    return {"terms": {FIELDS[name]: list(values)}}


def _years(years: Iterable[int]) -> Json:
    spans = [_between("date_published", date(year, 1, 1), date(year, 12, 31)) for year in years if date.min.year <= year <= date.max.year]
    return {"bool": {"should": spans, "minimum_should_match": 1}} if spans else {"match_none": {}}


def date_filters(query: Query) -> list[Json]:
    """The filters that the ranges of posting and meeting days are, both ends included, and the group; empty without any."""
    published = [_between("date_published", query.published_from, query.published_to)]
    held = [_between("held_low", query.held_from, None), _between("held_high", None, query.held_to)]
    group: list[Json] = [{"term": {"group": query.group}}] if query.group else []
    return [*filter(None, (*published, *held)), *group]


def _between(field: str, first: date | None, last: date | None) -> Json:
    """Days of a field from ``first`` to ``last``; empty without either."""
    ends = {"gte": first.isoformat() if first else None, "lte": last.isoformat() if last else None}
    bounds = {name: day for name, day in ends.items() if day}
    return {"range": {field: bounds}} if bounds else {}


def _filtered(query: Json, filters: Iterable[Json]) -> Json:
    found = list(filters)
    return {"bool": {"must": [query], "filter": found}} if found else query


# --- bodies ---------------------------------------------------------------------------------------------------------------------------


def by_score(query: Query) -> bool:
    """Whether the hits are sorted by score; the newest come first when nothing ranks."""
    return query.sort == "relevance" and is_ranked(query.node)


def sort_of(query: Query) -> list[Json]:
    """The order of the hits; ties go by posting day, the newest first, and then by identifier. Undated articles stand last."""
    ties: list[Json] = [_by("published-desc"), {"identifier": "asc"}]
    if by_score(query):
        return [{"_score": "desc"}, *ties]
    return [_by(query.sort), ties[-1]] if query.sort != "relevance" else ties


def _by(sort: str) -> Json:
    name, _, order = sort.partition("-")
    return {"seq": order} if name == "indexed" else {f"date_{name}": {"order": order, "missing": "_last"}}


def search_body(query: Query) -> Json:
    """One page of hits with its total and facets. Alternatives are counted without their own filter, so they come after the query."""
    chosen = facet_filters(query)
    after = {name: one for name, one in chosen.items() if name in query.facets and name not in ALL_OF}
    before = [one for name, one in chosen.items() if name not in after]
    body: Json = {
        "query": _filtered(wanted(query.node, query.abbreviations, query.learned), [*date_filters(query), *before]),
        "sort": sort_of(query),
        "from": query.offset,
        "size": query.size,
        "track_total_hits": True,
        "_source": [*SHOWN, "text"] if query.snippets else list(SHOWN),
    }
    if query.facets:
        body["aggs"] = {name: _counted_under(after, name, values) for name, values in query.chosen().items() if name in query.facets}
        if after:
            body["post_filter"] = {"bool": {"filter": list(after.values())}}
    if query.fold:
        # An article without near-duplicates is an item of its own: the server would take all those without a value for one.
        body["collapse"] = {"field": "item"}
        body.setdefault("aggs", {})["copies"] = {**_under(after.values()), "aggs": {"values": _COPIES}}
    return body


def _counted_under(filters: dict[FacetName, Json], name: FacetName, chosen: tuple[str, ...]) -> Json:
    counts: Json = {"values": _count(name)}
    if chosen and name in LEADING:
        # Those chosen are given however few hits they have.
        counts["chosen"] = {"terms": {"field": FIELDS[name], "include": list(chosen), "size": len(chosen)}}
    return {**_under(one for other, one in filters.items() if other != name), "aggs": counts}


def _under(filters: Iterable[Json]) -> Json:
    others = list(filters)
    return {"filter": {"bool": {"filter": others}} if others else {"match_all": {}}}


_COPIES: Json = {"terms": {"field": "group", "size": MAX_VALUES, "min_doc_count": 2}}


def _count(name: FacetName) -> Json:
    if name == "year":
        return {"date_histogram": {"field": FIELDS[name], "calendar_interval": "year", "format": "yyyy", "min_doc_count": 1}}
    # Every shard names all of its values, so that none of those given is counted in some of the shards only.
    size = FACET_VALUES if name in LEADING else MAX_VALUES
    return {"terms": {"field": FIELDS[name], "size": size, "shard_size": MAX_VALUES}}


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
    return {
        "query": _filtered(wanted(query.node, query.abbreviations, query.learned), [*date_filters(query), *facet_filters(query).values()]),
        "sort": sort_of(query),
        "size": size,
        "track_total_hits": False,
        "_source": False,
    }
