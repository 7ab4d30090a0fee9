"""Marks in the original text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.syllables import SYLLABLE, fold
from indexer.highlight import SNIPPET, Highlighter
from indexer.query import QueryError, parse
from indexer.results import Fragment
from tests.indexer.spelling import bare, decomposed, other_placement

TEXT = (
    "Sáng ngày 12/08/2011, tại Hà Nội, Hội đồng Giám đốc công nghệ thông tin của cơ quan nhà nước đã họp phiên thứ nhất. "
    "Thứ trưởng Nguyễn Minh Hồng chủ trì.\nTheo Quyết định số 1605/QĐ-TTg, các Bộ gửi báo cáo. Hoà bình và hòa giải là hai việc. "
) + "Câu này không nói gì cả. " * 40


AROUND = ("họp", "hop", "Họp.", "(họp)", "TT/họp", "họp-bàn", "hợp", "ho\u0323p", "họ\u00adp", "họpx", "&", "–", "họp,hop")


def marked(query: str, text: str = TEXT) -> list[str]:
    return [fragment.text for fragment in Highlighter(parse(query)[0]).snippet(text) if fragment.marked]


def whole(fragments: tuple[Fragment, ...]) -> str:
    return "".join(fragment.text for fragment in fragments)


@pytest.mark.parametrize("query", ["hội đồng", "hoi dong", "HỘI ĐỒNG", decomposed("hội đồng")])
def test_words_are_marked_with_or_without_diacritics(query: str) -> None:
    assert marked(query)[:2] == ["Hội", "đồng"]


def test_a_word_typed_with_accents_marks_no_other_word() -> None:
    assert "hỏi" not in marked("hội", "hỏi hội hồi")
    assert marked("hoi", "hỏi hội hồi") == ["hỏi", "hội", "hồi"]


@given(st.lists(st.sampled_from(AROUND), max_size=12).map(" ".join))
def test_a_word_without_diacritics_marks_every_syllable_that_folds_to_it_and_no_other(text: str) -> None:
    assert marked("hop", text) == [one[0] for one in SYLLABLE.finditer(text) if fold(one[0]) == "hop"]


def test_where_the_text_itself_has_no_diacritics_the_folded_word_is_marked() -> None:
    assert marked("hội đồng", "HOI DONG GIAM DOC") == ["HOI", "DONG"]


@pytest.mark.parametrize("query", ['"công nghệ thông tin"', '"cong nghe thong tin"'])
def test_a_phrase_is_marked_as_a_whole_and_only_as_a_whole(query: str) -> None:
    assert marked(query, "thông tin về công nghệ thông tin.") == ["công nghệ thông tin"]


def test_a_legal_number_is_marked_as_a_whole() -> None:
    assert marked("1605/qd-ttg") == ["1605/QĐ-TTg"]


def test_both_tone_placements_are_marked() -> None:
    assert marked("hòa") == marked("hoà") == ["Hoà", "hòa"]


def test_a_prefix_marks_the_words_that_begin_so() -> None:
    assert marked("trươ*", "trường và trương và trước") == ["trường", "trương", "trước"]
    assert marked("trườ*", "trường và trương và trước") == ["trường"]


def test_what_is_excluded_or_looked_for_elsewhere_is_not_marked() -> None:
    assert marked("họp -nước -nguon:mic tieude:giám") == ["họp"]
    headline = Highlighter(parse("họp tieude:giám")[0]).headline("Giám đốc họp")
    assert [fragment.text for fragment in headline if fragment.marked] == ["Giám", "họp"]


def test_the_snippet_shows_the_stretch_with_most_of_the_query() -> None:
    text = "Họp. " + "Không có gì ở đây cả. " * 30 + "Hội đồng họp phiên thứ nhất tại Hà Nội. " + "Hết rồi. " * 30
    snippet = whole(Highlighter(parse("hội đồng họp hà nội")[0]).snippet(text))
    assert "Hội đồng họp phiên thứ nhất tại Hà Nội" in snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    for query in ("", "xyz"):
        assert whole(Highlighter(parse(query)[0]).snippet(TEXT)).startswith("Sáng ngày 12/08/2011")


@pytest.mark.parametrize("text", ["", " ", "a", "x" * 5000, "họp " * 3000, decomposed(TEXT), bare(TEXT), TEXT.upper(), "\ud800 họp"])
def test_a_snippet_is_a_piece_of_the_text_untouched(text: str) -> None:
    for query in ("họp", "hop", '"phiên thứ nhất"', "", "x*"):
        snippet = whole(Highlighter(parse(query)[0]).snippet(text))
        assert snippet.removeprefix("… ").removesuffix(" …") in text
        assert len(snippet) <= SNIPPET + 80


def test_the_headline_is_kept_whole() -> None:
    for query in ("họp", "Sáng ngày", '"nhà nước"', "xyz", ""):
        assert whole(Highlighter(parse(query)[0]).headline(TEXT)) == TEXT


words = st.sampled_from(["hội", "đồng", "hoà", "hòa", "họp", "báo", "1605/QĐ-TTg", "thông", "tin,", "HÀ", "NỘI.", "x\n"])


@given(st.lists(words, max_size=60).map(" ".join), st.lists(words, min_size=1, max_size=5).map(" ".join))
def test_every_mark_folds_to_something_of_the_query(text: str, asked: str) -> None:
    try:
        node, _ = parse(bare(asked))
    except QueryError:
        return
    for fragment in Highlighter(node).snippet(other_placement(text)):
        if fragment.marked:
            assert fold(fragment.text) in fold(asked)
