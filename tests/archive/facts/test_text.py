"""The text of an article as facts are read from it."""

from __future__ import annotations

import pytest

from archive.facts.text import clean, fold, line, read, sentences
from tests.archive.facts.texts import article


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("phograve;ng chaacute;y", "phòng cháy"),
        ("Sở TTamp;TT", "Sở TT&TT"),
        ("trái ph;ép", "trái phép"),
        ("ldquo;Chạyrdquo; ndash; 2014", "“Chạy” – 2014"),
        ("61/KH &amp;ndash; UBND", "61/KH – UBND"),
        ("Ho\u0300a\u00a0 Bi\u0300nh", "Hòa Bình"),
        ("công nghệ; ứng dụng", "công nghệ; ứng dụng"),
    ],
)
def test_damage_is_read_as_what_it_was(damaged: str, whole: str) -> None:
    assert clean(damaged) == whole


def test_tone_marks_are_compared_at_one_place() -> None:
    assert fold("Uỷ") == fold("ủy")
    assert fold("HOÀ") == fold("hòa")
    assert fold("Ðà") == fold("đà")


def test_words_know_where_they_stand() -> None:
    item = line("Sở TT&TT (Hà Nội)")
    assert item.words == ("Sở", "TT&TT", "(", "Hà", "Nội", ")")
    assert item.span(3, 5) == "Hà Nội"


def test_a_lost_space_still_parts_two_words() -> None:
    assert line("Ủy viênTrung ương").words == ("Ủy", "viên", "Trung", "ương")


def test_titles_and_initials_do_not_end_a_sentence() -> None:
    text = "Dự có TS. Lê Hoa tại TP. Hà Nội. Hội nghị kết thúc."
    assert [text[start:end].strip() for start, end in sentences(text)] == ["Dự có TS. Lê Hoa tại TP. Hà Nội.", "Hội nghị kết thúc."]


def test_the_headline_stands_first_even_when_it_is_empty() -> None:
    reading = read(article("Một đoạn.\n\nHai đoạn."))
    assert [(item.place, item.text) for item in reading.lines] == [("headline", ""), ("body", "Một đoạn."), ("body", "Hai đoạn.")]
