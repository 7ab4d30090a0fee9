"""What Elasticsearch is asked, as dicts. That the server understands them and finds the same is the contract's part."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from indexer.engines.elastic_queries import clause_query, parts_body, run_body, search_body, sort_of
from indexer.explanation import parts
from indexer.query import parse, query
from indexer.ranking import Combined, Everything, Nothing, Run, Starting, Term, clause_of

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Term("k", "hop'6"), {"term": {"k": "hop'6"}}),
        (Term("title_k", "hop'6", 0.1), {"term": {"title_k": {"value": "hop'6", "boost": 0.1}}}),
        (Run("f", ("hoi", "dong")), {"match_phrase": {"f": "hoi dong"}}),
        (Run("f", ("hoi",)), {"term": {"f": "hoi"}}),
        (Starting("f", "truo"), {"constant_score": {"filter": {"prefix": {"f": "truo"}}, "boost": 0}}),
        (Starting("k", "trươ", "2"), {"constant_score": {"filter": {"wildcard": {"k": "trươ*'2"}}, "boost": 0}}),
        (Starting("k", "a*?\\", "2"), {"constant_score": {"filter": {"wildcard": {"k": "a\\*\\?\\\\*'2"}}, "boost": 0}}),
        (Everything(), {"match_all": {"boost": 0}}),
        (Nothing(), {"match_none": {}}),
        (
            Combined(filter=(Everything(),), must_not=(Term("f", "hop"),)),
            {"bool": {"filter": [{"match_all": {"boost": 0}}], "must_not": [{"term": {"f": "hop"}}]}},
        ),
        (
            Combined(should=(Term("f", "a"), Term("f", "b")), minimum=2),
            {"bool": {"should": [{"term": {"f": "a"}}, {"term": {"f": "b"}}], "minimum_should_match": 2}},
        ),
        (
            Combined(should=(Term("f", "a"), Term("k", "a"), Term("f", "b"), Run("f", ("c", "d"))), minimum=1),
            {
                "bool": {
                    "should": [{"match": {"f": "a b"}}, {"term": {"k": "a"}}, {"match_phrase": {"f": "c d"}}],
                    "minimum_should_match": 1,
                }
            },
        ),
    ],
)
def test_a_clause_is_one_query(clause: Any, expected: Json) -> None:
    assert clause_query(clause) == expected


def test_words_are_looked_for_with_their_accents_or_two_by_two_without_and_rank_by_both_and_the_title() -> None:
    assert clause_query(clause_of(parse("hội đồng")[0]))["bool"] == {
        "filter": [
            {
                "bool": {
                    "should": [
                        {"term": {"fb": {"value": "hoi+dong", "boost": 0.5}}},
                        {"bool": {"should": [{"term": {"k": "hôi'6"}}, {"term": {"k": "đông'2"}}], "minimum_should_match": 2}},
                    ],
                    "minimum_should_match": 1,
                }
            }
        ],
        "should": [
            {"match": {"k": "hôi'6 đông'2"}},
            {"term": {"fb": {"value": "hoi+dong", "boost": 0.5}}},
            {"match": {"title_k": {"query": "hôi'6 đông'2", "boost": 0.1}}},
            {"term": {"title_fb": {"value": "hoi+dong", "boost": 0.05}}},
        ],
    }


def test_a_facet_is_counted_without_its_own_filter() -> None:
    body = search_body(query("họp", sources=("mic",), years=(2012,)))
    source, year = {"terms": {"source": ["mic"]}}, {"range": {"date_published": {"gte": "2012-01-01", "lte": "2012-12-31"}}}
    years = {"bool": {"should": [year], "minimum_should_match": 1}}
    assert body["post_filter"] == {"bool": {"filter": [source, years]}}
    assert body["aggs"]["source"]["filter"] == {"bool": {"filter": [years]}}
    assert body["aggs"]["year"]["filter"] == {"bool": {"filter": [source]}}


def test_dates_are_a_filter_of_the_query_with_both_ends() -> None:
    body = search_body(query("họp", published_from=date(2012, 1, 1), facets=()))
    assert body["query"]["bool"]["filter"] == [{"range": {"date_published": {"gte": "2012-01-01"}}}]
    assert "aggs" not in body


@pytest.mark.parametrize(
    ("text", "sort", "expected"),
    [
        ("họp", "relevance", [{"_score": "desc"}, {"date_published": {"order": "desc", "missing": "_last"}}]),
        ("nguon:mic", "relevance", [{"date_published": {"order": "desc", "missing": "_last"}}]),
        ("họp", "published-asc", [{"date_published": {"order": "asc", "missing": "_last"}}]),
    ],
)
def test_ties_go_by_identifier_last_of_all_in_every_order(text: str, sort: str, expected: list[Json]) -> None:
    assert sort_of(query(text, sort=sort)) == [*expected, {"identifier": "asc"}]


def test_each_part_of_a_query_is_named_and_asked_about_some_articles_alone() -> None:
    body = parts_body(parts(clause_of(parse("tieude:họp -ban")[0])), ["a", "b"])
    assert body["query"]["bool"]["filter"] == [{"terms": {"identifier": ["a", "b"]}}]
    assert body["query"]["bool"]["should"] == [{"bool": {"must": [{"term": {"title_k": "hop'6"}}], "_name": "0"}}]


def test_a_list_for_measuring_asks_for_nothing_but_identifiers() -> None:
    assert run_body(query("họp"), 100)["_source"] is False


def test_what_shows_no_snippet_fetches_no_text() -> None:
    assert "text" in search_body(query("họp"))["_source"]
    assert "text" not in search_body(query("họp", snippets=False))["_source"]


@pytest.mark.parametrize("text", ["họp* AND NOT x", "a:b^2~ /x.*/", '"; DROP', "_exists_:k", "[a TO b] {x}", "source:x OR *:*"])
def test_no_text_reaches_a_query_language_of_the_server(text: str) -> None:
    assert not {"query_string", "simple_query_string", "regexp", "script"} & _names(search_body(query(text)))


def _names(part: Any) -> set[str]:
    if isinstance(part, dict):
        return set(part) | {name for inner in part.values() for name in _names(inner)}
    return {name for inner in part for name in _names(inner)} if isinstance(part, list) else set()


@pytest.mark.parametrize("text", ["(" * 8 + "a", "-(" * 8 + "a", "tieude:-" * 60 + "a"])
def test_no_query_nests_deeper_than_servers_allow(text: str) -> None:
    assert _depth(search_body(query(text))["query"]) <= 30


def test_the_deepest_query_that_can_be_written_nests_no_deeper_either() -> None:
    nested = "họp bàn 12/QĐ-TTg tin*"
    for _ in range(8):
        nested = f"(a* -{nested} OR b*)"
    assert 20 < _depth(search_body(query(nested, published_from=date(2012, 1, 1)))["query"]) <= 30


def _depth(part: Any) -> int:
    if isinstance(part, list):
        return max(map(_depth, part), default=0)
    if not isinstance(part, dict):
        return 0
    queries = {"bool", "term", "terms", "match_phrase", "constant_score", "prefix", "wildcard", "match_all", "range"}
    return max(map(_depth, part.values()), default=0) + bool(queries & part.keys())


def test_a_body_is_json_as_it_stands() -> None:
    assert json.loads(json.dumps(search_body(query("họp", sources=("a",))))) == search_body(query("họp", sources=("a",)))
