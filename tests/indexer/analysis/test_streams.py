"""The token streams: one token for every way to write a syllable."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.streams import streams
from indexer.analysis.syllables import fold, syllable, syllables
from tests.indexer.spelling import bare, decomposed, other_i, other_placement

_ONSETS = " b c ch d đ g gh h k kh l m n ng nh ph qu r s t th tr v x"
_RHYMES = "a ă â e ê i o ô ơ u ư y oa oe uy ia ua ưa ai ao oi ôi ơi anh ong uyên ươc uông iêt oan oang ac iêng uôi"
ONSETS, RHYMES = _ONSETS.split(" "), _RHYMES.split(" ")
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]

words = st.builds(lambda onset, rhyme, tone: onset + rhyme + tone, st.sampled_from(ONSETS), st.sampled_from(RHYMES), st.sampled_from(TONES))
numbers = st.sampled_from(["1605/QĐ-TTg", "102/2009/NĐ-CP", "36-NQ/TW", "2012", "16/3/2018", "TT&TT"])
texts = st.lists(words | numbers, min_size=1, max_size=12).map(" ".join)


@given(texts)
def test_every_spelling_of_a_text_gives_the_same_tokens(text: str) -> None:
    tokens = streams([text])
    assert streams([decomposed(text)]) == tokens
    assert streams([text.upper()]) == tokens
    assert streams([other_placement(text)]) == tokens
    assert streams([other_i(text)]) == tokens
    assert streams([decomposed(other_placement(other_i(text)).upper())]) == tokens


@given(texts)
def test_a_text_without_diacritics_has_the_same_folded_tokens(text: str) -> None:
    assert streams([bare(text)]).f == streams([text]).f
    assert streams([bare(text)]).fb == streams([text]).fb


def test_a_letter_or_digit_in_another_form_is_the_plain_one() -> None:
    assert streams(["Ｒộｎｇ ５０ m², QĐ １６０５/QĐ-TTg"]) == streams(["Rộng 50 m2, QĐ 1605/QĐ-TTg"])


@given(st.text(max_size=200))
def test_any_text_gives_tokens_that_a_whitespace_analyser_gives_back(text: str) -> None:
    found = streams([text])
    for stream in (found.k, found.f, found.fb):
        assert stream == " ".join(stream.split())
    assert len(found.k.split()) == len(found.f.split())


def one_by_one(part: str) -> tuple[str, str, str]:
    found = syllables(part)
    folded = [one.folded for one in found]
    pairs = " ".join(f"{first}+{second}" for first, second in pairwise(folded))
    return " ".join(one.key for one in found), " ".join(folded), pairs


@given(st.text(alphabet="aàạđĐoư&/.-|\u0301\u00ad\u200b\u3000\x85\n\t 0123", max_size=60) | st.text(max_size=60) | texts)
@example("")
@example(" - ")
@example("\u0301 \u0301a")
@example("TT&TT/BTTTT (Bộ) – a\u00adb\x1ca\u2028b")
def test_keys_of_a_text_are_those_of_its_syllables_one_by_one(part: str) -> None:
    keys, folded, pairs = one_by_one(part)
    found = streams([part, "", part])
    doubled = " | ".join([keys, keys] if keys else [])
    assert found.k.startswith(doubled)
    assert found.f.startswith(" | ".join([folded, folded] if folded else []))
    assert found.fb == " ".join([pairs, pairs] if pairs else [])
    assert fold(part) == folded
    if not found.legal_numbers and "=" not in found.k:
        assert found.k == doubled


SAME = "hòa=hoà thúy=thuý khỏe=khoẻ kỹ=kĩ Mỹ=mĩ quí=quý tỷ=tỉ Ðà=Đà ÐÔNG=đông"


@pytest.mark.parametrize(("one", "other"), [pair.split("=") for pair in SAME.split(" ")])
def test_spellings_of_one_syllable_have_one_key(one: str, other: str) -> None:
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("hoa", "hòa"), ("yên", "iên"), ("tai", "tay"), ("A2", "à"), ("hy", "hi vọng"), ("ma", "mạ")])
def test_different_syllables_keep_different_keys(one: str, other: str) -> None:
    assert streams([one]).k != streams([other]).k


def test_the_tone_is_told_by_a_sign_that_no_literal_token_can_hold() -> None:
    assert syllable("hòa").key == "hoa'2"
    assert syllable("hoa2").key == "hoa2"


def test_an_abbreviation_with_an_ampersand_is_one_token() -> None:
    assert streams(["Bộ TT&TT"]).f == "bo tt&tt | =thong_tin_va_truyen_thong"


def test_invisible_signs_inside_a_word_do_not_cut_it() -> None:
    assert fold("thông\u00adtin \ufeffhọp") == "thongtin hop"


def test_a_legal_number_stands_whole_after_the_text_and_in_its_parts_inside() -> None:
    found = streams(["Quyết định 1605/QĐ-TTg ngày 27"])
    assert found.f == "quyet dinh 1605 qd ttg ngay 27 | 1605/qd-ttg"
    assert found.legal_numbers == ("1605/qd-ttg",)
    assert "dinh+1605" in found.fb.split()


def test_neither_bigrams_nor_phrases_run_from_one_part_into_the_next() -> None:
    found = streams(["Họp báo", "", "Chính phủ"])
    assert found.f == "hop bao | chinh phu"
    assert found.fb == "hop+bao chinh+phu"


def test_accents_are_noticed_whatever_the_letter() -> None:
    assert [one.accented for one in syllables("đi an hội trường 2012 CNTT")] == [True, False, True, True, False, False]
