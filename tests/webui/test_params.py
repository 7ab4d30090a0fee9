from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from indexer.query import MAX_PAGE
from webui.params import MAX_FACET_VALUES, SearchParams, read_params


def read(*pairs: tuple[str, str]) -> SearchParams:
    return read_params(MultiDict(pairs))


def codes(params: SearchParams) -> list[tuple[str, str]]:
    return [(problem.code, problem.parameter) for problem in params.problems]


def test_an_empty_address_asks_for_everything() -> None:
    assert read() == SearchParams()
    assert read(("q", ""), ("pub_from", " "), ("page", "")) == SearchParams()


def test_a_month_is_read_to_its_last_day_as_an_end() -> None:
    params = read(("pub_from", "3/2018"), ("pub_to", "4/2018"))
    assert (params.published_from, params.published_to) == (date(2018, 3, 1), date(2018, 4, 30))


def test_a_bad_date_is_left_out_of_the_query_but_kept_for_the_form() -> None:
    params = read(("q", "họp"), ("pub_from", "31/2/2018"), ("pub_to", "2019"))
    assert codes(params) == [("invalid-date", "pub_from")]
    assert (params.pub_from, params.published_from, params.published_to) == ("31/2/2018", None, date(2019, 12, 31))


def test_reversed_dates_filter_nothing() -> None:
    params = read(("pub_from", "2019"), ("pub_to", "2018"))
    assert codes(params) == [("reversed-dates", "pub_to")]
    assert (params.published_from, params.published_to) == (None, None)


def test_the_same_year_may_be_both_ends() -> None:
    assert not read(("pub_from", "2018"), ("pub_to", "2018")).problems


def test_unknown_and_repeated_parameters_are_told() -> None:
    params = read(("q", "một"), ("q", "hai"), ("lạ", "1"))
    assert codes(params) == [("unknown-parameter", "lạ"), ("repeated-parameter", "q")]
    assert params.q == "một"


def test_sources_and_years_may_repeat() -> None:
    params = read(("source", "a"), ("source", "b"), ("source", "a"), ("year", "2012"), ("year", "2013"))
    assert (params.sources, params.years, params.problems) == (("a", "b"), (2012, 2013), ())


def test_too_many_filters_are_refused() -> None:
    within = read(*[("year", str(2000 + n)) for n in range(MAX_FACET_VALUES)])
    beyond = read(*[("year", str(2000 + n)) for n in range(MAX_FACET_VALUES)], ("source", "a"))
    assert not within.problems
    assert not within.may_add_filter
    assert codes(beyond) == [("too-many-filters", "source")]


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e3", "٣", "0" * 5000, "abc", "0x10"])
@pytest.mark.parametrize("name", ["page", "size", "year"])
def test_numbers_are_plain_and_in_range(name: str, value: str) -> None:
    assert codes(read((name, value))) == [(f"invalid-{name}", name)]


def test_the_last_page_that_can_be_opened() -> None:
    assert not read(("page", str(MAX_PAGE))).problems
    for beyond in (str(MAX_PAGE + 1), "9" * 20, "9" * 5000):
        assert codes(read(("page", beyond))) == [("page-too-deep", "page")]


def test_an_address_made_from_a_search_reads_as_that_search() -> None:
    params = read(("size", "50"), ("year", "2012"), ("q", "họp & báo"), ("source", "b"), ("sort", "published-asc"), ("pub_to", "3/2018"))
    again = read_params(MultiDict(params.pairs()))
    assert again == params
    assert iri_to_uri(params.query_string()) == params.query_string()


def test_defaults_are_left_out_of_addresses() -> None:
    assert read(("sort", "relevance"), ("page", "1"), ("size", "20"), ("q", "họp")).query_string() == "?q=h%E1%BB%8Dp"
    assert SearchParams().query_string() == ""
