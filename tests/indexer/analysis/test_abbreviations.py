"""Abbreviations: the table, the token of a long form in texts, and what a query holds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from indexer.analysis import abbreviations
from indexer.analysis.abbreviations import Abbreviations, Entry, table
from indexer.analysis.streams import streams
from indexer.analysis.syllables import syllables
from tests.indexer.spelling import bare

TOKEN = "=cong_nghe_thong_tin"
ROWS = Path(abbreviations.__file__).with_name("abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]


def tokens(*parts: str) -> Counter[str]:
    return Counter(token for token in streams(parts).k.split() if token.startswith("="))


@pytest.mark.parametrize("row", ROWS)
def test_every_entry_names_its_source_and_cannot_be_a_common_word(row: str) -> None:
    short, long, source = row.split("\t")
    assert len(syllables(short)) == 1
    assert len(syllables(long)) >= 3
    assert re.fullmatch(r"search\.md|(search\.md; )?sotttt\.hanoi\.gov\.vn \d+(, \d+)*", source)


def test_each_form_has_the_token_as_often_as_it_stands_there() -> None:
    assert tokens("Ứng dụng CNTT, CNTT và công nghệ thông tin", "cntt") == {TOKEN: 4}
    assert tokens("CONG NGHE THONG TIN") == {TOKEN: 1}
    assert tokens("công nghệ", "thông tin") == {}


def test_a_short_form_of_two_meanings_has_the_one_that_is_written_out() -> None:
    both = Abbreviations([Entry("GDĐT", "giao dịch điện tử", "x"), Entry("GDĐT", "giáo dục đào tạo", "x")])

    def found(text: str) -> list[str]:
        return both.tokens([[one.folded for one in syllables(text)]])

    assert found("Sở GDĐT") == ["=giao_dich_dien_tu"]
    assert found("Sở GDĐT về giáo dục đào tạo") == ["=giao_duc_dao_tao"] * 2


@pytest.mark.parametrize("text", ["CNTT", "cntt", "ứng dụng cntt", "công nghệ thông tin", "cong nghe thong tin", "CÔNG NGHỆ THÔNG TIN"])
def test_a_query_is_understood_in_every_spelling(text: str) -> None:
    assert [found.token for found in table().find(syllables(text))] == [TOKEN]


def test_a_form_typed_with_other_diacritics_is_another_word() -> None:
    assert table().find(syllables("công nghệ thống tin")) == []
    assert len(table().find(syllables(bare("BĐVHX")))) == 1


def test_what_is_found_says_the_other_ways_to_write_it() -> None:
    assert table().find(syllables("điểm BĐVHX"))[0].others == ("bưu điện văn hóa xã",)
    assert table().find(syllables("thông tin và truyền thông"))[0].others == ("TT&TT", "TTTT")
