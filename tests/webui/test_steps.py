"""Every step from a search leads to the search it says, in the one spelling that this search has."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from webui.params import SearchParams, read_params
from webui.steps import Steps

PAGE = "/tim-kiem"
SEARCHES = [
    (),
    (("q", "họp & báo = <b>"),),
    (("q", "họp"), ("year", "2018"), ("year", "2019"), ("person", "nguyễn văn a+b"), ("sort", "held-asc"), ("size", "50"), ("page", "3")),
    (("source", "b"), ("pub_to", "3/2018"), ("met_from", "nonsense"), ("syn", "0"), ("group", "0"), ("explain", "1"), ("page", "2")),
]


def read(*pairs: tuple[str, str]) -> SearchParams:
    return read_params(MultiDict(pairs))


def without(pairs: tuple[tuple[str, str], ...], *names: str) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[0] not in names]


def reached(address: str) -> SearchParams:
    """The search of an address, which is spelled as that search spells itself."""
    found = read(*parse_qsl(address.removeprefix(PAGE).removeprefix("?"), keep_blank_values=True))
    assert address == PAGE + found.query_string()
    return found


@pytest.fixture(params=SEARCHES)
def pairs(request: pytest.FixtureRequest) -> tuple[tuple[str, str], ...]:
    found: tuple[tuple[str, str], ...] = request.param
    return found


def test_a_parameter_is_set_or_left_out_and_the_first_page_shown(pairs: tuple[tuple[str, str], ...]) -> None:
    steps = Steps(read(*pairs), PAGE)
    for name, value in (("sort", "published-asc"), ("group", "abc"), ("syn", "0"), ("explain", "1"), ("pub_to", "16/3/2018")):
        assert reached(steps.to(name, value)) == read(*without(pairs, name, "page"), (name, value))
        assert reached(steps.to(name)) == read(*without(pairs, name, "page"))
        assert reached(steps.to(name, value, page=4)).page == 4


def test_pages(pairs: tuple[tuple[str, str], ...]) -> None:
    steps = Steps(read(*pairs), PAGE)
    assert reached(steps.at(7)) == read(*without(pairs, "page"), ("page", "7"))
    assert reached(steps.at(1)) == read(*without(pairs, "page"))


def test_a_value_is_added_and_taken_away(pairs: tuple[tuple[str, str], ...]) -> None:
    steps = Steps(read(*pairs), PAGE)
    for facet, value in (("year", "2012"), ("person", "le-van"), ("source", "b2"), ("type", "giao-ban")):
        before, after = steps.around(facet)
        more = reached(f"{before}{value}{after}")
        assert more == read(*without(pairs, "page"), (facet, value))
        assert reached(Steps(more, PAGE).without(facet, value)) == read(*without(pairs, "page"))
