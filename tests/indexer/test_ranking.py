"""Which tokens are looked for where: the route by how a query was typed."""

from __future__ import annotations

import pytest

from indexer.analysis.syllables import syllables
from indexer.query import parse
from indexer.ranking import (
    Clause,
    Combined,
    Everything,
    Nothing,
    Ranked,
    Run,
    Starting,
    Term,
    clause_of,
    is_ranked,
    route,
    title_weight,
    unranked,
)


def clause(text: str) -> Clause:
    return clause_of(parse(text)[0])


def scoring(text: str) -> dict[tuple[str, str], float]:
    return {(one.field, one.token): one.boost for one in terms(clause(text)) if not one.field.startswith("title_")}


def terms(found: Clause) -> list[Term]:
    """The terms of a clause that score."""
    if isinstance(found, Combined):
        return [term for inner in found.must + found.should for term in terms(inner)]
    if isinstance(found, Ranked):
        return list(found.terms)
    return [found] if isinstance(found, Term) else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hội đồng giám đốc", "accented"),
        ("hoi dong giam doc", "folded"),
        ("hội dong giam doc", "mixed"),
        ("ứng dụng CNTT", "accented"),
        ("CNTT 2012", "folded"),
        ("hội 2012 2013 2014", "accented"),
        ("đi", "accented"),
    ],
)
def test_a_run_is_routed_by_its_diacritics(text: str, expected: str) -> None:
    assert route(syllables(text)) == expected


def test_an_accented_run_is_ranked_by_keys_and_folded_bigrams() -> None:
    assert scoring("hội đồng") == {("k", "hôi'6"): 1, ("k", "đông'2"): 1, ("fb", "hoi+dong"): 0.5}


def test_a_bare_run_is_ranked_by_folded_syllables_and_bigrams() -> None:
    assert scoring("hoi dong") == {("f", "hoi"): 1, ("f", "dong"): 1, ("fb", "hoi+dong"): 0.5}


def test_a_mixed_run_adds_the_keys_of_its_accented_syllables() -> None:
    expected = {("f", "hoi"): 1, ("f", "dong"): 1, ("f", "giam"): 1, ("k", "hôi'6"): 0.5, ("fb", "hoi+dong"): 0.5, ("fb", "dong+giam"): 0.5}
    assert scoring("hội dong giam") == expected


def test_a_word_typed_twice_counts_once_and_a_question_word_and_its_pairs_half() -> None:
    for text, field in (("họp ban gì họp ban", "k"), ("hop ban gi hop ban", "f")):
        found = scoring(text)
        assert {boost for (place, token), boost in found.items() if place == field and not token.startswith("gi")} == {1}
        assert {boost for (place, token), boost in found.items() if place == field and token.startswith("gi")} == {0.5}
        assert found["fb", "hop+ban"] == 0.5
        assert found["fb", "ban+gi"] == found["fb", "gi+hop"] == 0.25


def test_a_number_counts_a_fifth_more() -> None:
    assert scoring("quyết định 1605 năm 2010") == {
        ("k", "quyêt'5"): 1, ("k", "đinh'6"): 1, ("k", "1605"): 1.2, ("k", "năm"): 1, ("k", "2010"): 1.2,
        ("fb", "quyet+dinh"): 0.5, ("fb", "dinh+1605"): 0.5, ("fb", "1605+nam"): 0.5, ("fb", "nam+2010"): 0.5,
    }  # fmt: skip


def test_the_title_counts_a_tenth() -> None:
    found = clause("họp")
    assert Term("title_k", "hop'6", 0.1) in terms(found)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("hòa giải ở cơ sở", 0.1),
        ("thứ trưởng Lê Nam Thắng", 0.05),
        ("thu truong le nam thang", 0.05),
        ("nghị định 102/2009", 0.05),
        ("khu công nghệ thông tin tập trung Cầu Giấy", 0.2),
        ("KHU CONG NGHE THONG TIN TAP TRUNG CAU GIAY", 0.2),
    ],
)
def test_what_the_title_counts_depends_on_the_kind_of_query(text: str, weight: float) -> None:
    assert title_weight(syllables(text)) == weight


def members(text: str) -> Clause:
    found = clause(text)
    assert isinstance(found, Ranked)
    return found.members


@pytest.mark.parametrize(
    ("text", "fields", "whole"),
    [
        ("họp", [], 1),
        ("hội đồng", ["fb"], 2),
        ("hội đồng giám đốc", ["fb", "fb", "fb"], 4),
        ("họp CNTT", ["fb"], 2),
        ("họp về CNTT", ["fb", "fb", "k"], 3),
        ("công nghệ thông tin", ["fb", "fb", "fb", "k"], 4),
    ],
)
def test_a_hit_of_a_few_words_holds_all_of_them_or_two_in_a_row_or_what_is_abbreviated(text: str, fields: list[str], whole: int) -> None:
    found = members(text)
    assert isinstance(found, Combined)
    if not fields:
        assert (found.minimum, len(found.should)) == (1, 1)
        return
    all_words, *others = found.should
    assert isinstance(all_words, Combined)
    assert all_words.minimum == whole
    assert [one.field for one in others if isinstance(one, Term)] == fields


def test_a_hit_of_a_whole_question_holds_one_of_its_words() -> None:
    found = members("ai là chủ tịch hội đồng giám đốc")
    assert isinstance(found, Combined)
    assert found.minimum == 1
    assert all(isinstance(one, Term) for one in found.should)


@pytest.mark.parametrize("text", ["hội đồng giám đốc", 'hội đồng "giám đốc"', "họp -ban", "hội đồng 102/2009/NĐ-CP"])
def test_what_only_ranks_is_left_out_where_articles_are_counted(text: str) -> None:
    assert "title_" in repr(clause(text))
    assert "title_" not in repr(unranked(clause(text)))


def test_phrases_are_required_in_a_row_as_they_were_typed() -> None:
    for text, runs in [
        ('"hội đồng"', [Run("k", ("hôi'6", "đông'2"))]),
        ('"hoi dong"', [Run("f", ("hoi", "dong"))]),
        ('"hội đồng giam doc nha nuoc"', [Run("f", ("hoi", "dong", "giam", "doc", "nha", "nuoc")), Run("k", ("hôi'6", "đông'2"))]),
    ]:
        found = clause(text)
        assert isinstance(found, Combined)
        assert list(found.filter) == runs


def test_a_prefix_keeps_its_tone_wherever_the_mark_will_stand() -> None:
    assert clause("trườ*") == Starting("k", "trươ", "2")
    assert clause("truo*") == Starting("f", "truo")


def test_what_holds_nothing_to_look_for_is_everything() -> None:
    assert clause("") == Everything()
    assert not isinstance(clause("x"), Nothing)


@pytest.mark.parametrize("text", ["họp", '"họp báo"', "nguon:mic họp", "tieude:họp", "-a OR họp", "ab*"])
def test_words_and_phrases_rank(text: str) -> None:
    assert is_ranked(parse(text)[0])


@pytest.mark.parametrize("text", ["", "-họp", "nguon:mic", "vanban:1", "họp*", "nguon:mic -họp"])
def test_what_scores_nothing_ranks_nothing(text: str) -> None:
    assert not is_ranked(parse(text)[0])
