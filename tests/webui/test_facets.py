from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.results import FacetValue, Results
from webui.facets import VALUES_SHOWN, Facet, facets, in_order, shown
from webui.params import MAX_FACET_VALUES, SearchParams
from webui.steps import Steps

HOSTILE = "<b>\"Bà\" & 'ông'"


@pytest.fixture(params=["/tim-kiem", "/en/tim-kiem"])
def address(request: pytest.FixtureRequest, client: FlaskClient) -> Iterator[str]:
    with client.application.test_request_context(request.param):
        yield request.param


def people(params: SearchParams, address: str, *values: FacetValue, names: dict[str, str] | None = None) -> Facet:
    results = Results(total=9, facets={"person": values})
    (found,) = facets(params, results, {"person": names or {}}, Steps(params, address))
    return found


def test_names_and_addresses_are_escaped_once(address: str) -> None:
    found = people(SearchParams(q='"a" & <b>'), address, FacetValue("x&y <z>", 1), names={"x&y <z>": HOSTILE})
    (href,) = re.findall('href="([^"]*)"', found.shown)
    assert unescape(href) == f"{address}?q=%22a%22+%26+%3Cb%3E&person=x%26y+%3Cz%3E"
    (label,) = re.findall('lang="vi">(.*?)</span>', found.shown)
    assert label == "&lt;b&gt;&#34;Bà&#34; &amp; &#39;ông&#39;"


def test_the_values_beyond_the_first_stand_apart_and_open_where_one_is_chosen(address: str) -> None:
    values = [FacetValue(f"p{number:02}", 99 - number) for number in range(VALUES_SHOWN + 3)]
    found = people(SearchParams(), address, *values)
    assert (found.shown.count("<li"), found.rest.count("<li"), found.rest_count, found.rest_is_open) == (VALUES_SHOWN, 3, 3, False)
    assert people(SearchParams(persons=("p11",)), address, *values).rest_is_open


def test_a_chosen_value_without_hits_can_be_undone(address: str) -> None:
    found = people(SearchParams(q="a", persons=("gone",)), address, FacetValue("here", 2))
    assert f'<li class="chosen">\n<a rel="nofollow" href="{address}?q=a" aria-current="true">' in found.shown


def test_no_more_values_can_be_added_than_are_allowed(address: str) -> None:
    full = SearchParams(persons=tuple(f"p{number}" for number in range(MAX_FACET_VALUES)))
    found = people(full, address, FacetValue("another", 2), *(FacetValue(one, 1) for one in full.persons))
    assert found.shown.count("<a ") == MAX_FACET_VALUES
    assert "another" in found.shown


def test_a_number_is_said_in_the_language_of_the_page(address: str) -> None:
    found = people(SearchParams(), address, FacetValue("a", 1), FacetValue("b", 1200))
    counts = re.findall(r'facet-count">([\d.,]+)<span class="visually-hidden"> (\w+)<', found.shown)
    assert counts == ([("1,200", "articles"), ("1", "article")] if address.startswith("/en") else [("1.200", "bài"), ("1", "bài")])


def test_years_come_from_the_newest_and_names_by_hits_and_alphabet() -> None:
    years = [FacetValue("2012", 9), FacetValue("2020", 1)]
    assert [one.value for one, _ in in_order("year", years, ("1999",), {})] == ["2020", "2012", "1999"]
    names = {"source": {"a": "Đà Nẵng", "b": "Dương", "c": "An"}}
    values = [FacetValue("c", 1), FacetValue("a", 2), FacetValue("b", 2)]
    assert [one.html for one, _ in in_order("source", values, (), names)] == ["Dương", "Đà Nẵng", "An"]


@pytest.mark.parametrize(
    ("asked", "are_there"), [(SearchParams(), False), (SearchParams(years=(2018,)), True), (SearchParams(months=("2018-03",)), True)]
)
def test_a_page_counts_months_only_where_a_year_or_a_month_is_chosen(asked: SearchParams, are_there: bool) -> None:
    assert ("month" in asked.query(shown(asked)).facets) is are_there
    assert "month" in asked.query().facets
