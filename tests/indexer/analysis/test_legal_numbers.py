"""Legal numbers: found whatever their spelling, and nothing else taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.legal_numbers import find_legal_numbers, number_token


def tokens(text: str) -> list[str]:
    return [number.token for number in find_legal_numbers(text)]


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("1605/QĐ-TTg", "1605/qd-ttg"),
        ("1235/qd-btttt", "1235/qd-btttt"),
        ("1235/QÐ-BTTTT", "1235/qd-btttt"),
        ("102/2009/NĐ-CP", "102/2009/nd-cp"),
        ("102/2009/NĐ–CP", "102/2009/nd-cp"),
        ("03/2013/TTLT-BTC-BKHĐT-BTTTT", "3/2013/ttlt-btc-bkhdt-btttt"),
        ("12 /QĐ - UBND", "12/qd-ubnd"),
        ("36-NQ/TƯ", "36-nq/tu"),
        ("121/KH-UBND", "121/kh-ubnd"),
        ("23/2003/QH11", "23/2003/qh11"),
        ("34/BC", "34/bc"),
        ("841/BTTTT-PTTH&TTĐT", "841/btttt-ptth&ttdt"),
    ],
)
def test_a_number_is_one_token_in_every_spelling(written: str, token: str) -> None:
    assert tokens(f"theo {written}, ngày") == [token]
    assert tokens(written.upper()) == [token]
    assert number_token(written) == token


NO_NUMBERS = "16/3/2018|I/2018|24/7|4/quý|9/2011|12/tháng 3|100 km/h|60km/giờ|23-16|3/4|a/b-c|/|"


@pytest.mark.parametrize("text", NO_NUMBERS.split("|"))
def test_dates_and_fractions_are_no_numbers(text: str) -> None:
    assert tokens(text) == []
    assert tokens(text.upper()) == []


def test_a_number_says_where_it_stands() -> None:
    text = "Quyết định 1605/QĐ-TTg của"
    (number,) = find_legal_numbers(text)
    assert text[number.start : number.end] == "1605/QĐ-TTg"


@given(st.text(alphabet="0123456789/-QĐNCPTg &.,\u2013", max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    for number in find_legal_numbers(text):
        assert number_token(text[number.start : number.end]) == number.token
