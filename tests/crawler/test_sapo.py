"""The sapo stands once, and no words are lost."""

from __future__ import annotations

import pytest

from crawler.content import Block
from crawler.sapo import without_copy

SAPO = "Ngày 16/3/2018, tại Hà Nội, Cục tổ chức phiên họp thường kỳ quý I của Ban Điều hành"
NEXT = Block("Tại phiên họp, đại diện Cục trình bày báo cáo tóm tắt.")


def test_a_first_paragraph_that_repeats_the_sapo_goes() -> None:
    assert without_copy(SAPO + "...", [Block(SAPO + "."), NEXT]) == (SAPO + "...", (NEXT,))


def test_a_word_of_difference_is_still_a_copy() -> None:
    assert without_copy(SAPO, [Block(SAPO.replace("quý I", "Quý II")), NEXT])[1] == (NEXT,)


def test_a_sapo_made_of_two_paragraphs_takes_both() -> None:
    first, second = Block("Sáng nay Cục tổ chức phiên họp thường kỳ."), Block("Tham dự có đại diện bốn bộ.")
    assert without_copy(f"{first.text} {second.text}", [first, second, NEXT])[1] == (NEXT,)


def test_a_picture_before_the_copy_stays() -> None:
    image = Block("", "image", source="/a.jpg")
    assert without_copy(SAPO, [image, Block(SAPO), NEXT])[1] == (image, NEXT)


def test_a_cut_off_beginning_becomes_the_whole_paragraph() -> None:
    whole = SAPO + " với sự tham dự của bốn bộ."
    assert without_copy(SAPO + "...", [Block(whole), NEXT]) == (whole, (NEXT,))


def test_a_paragraph_that_goes_on_after_the_sapos_sentence_begins_there() -> None:
    assert without_copy(SAPO + ".", [Block(SAPO + ". Bốn bộ tham dự."), NEXT]) == (SAPO + ".", (Block("Bốn bộ tham dự."), NEXT))


def test_an_opening_quotation_mark_stays_with_its_sentence() -> None:
    assert without_copy(SAPO + ".", [Block(SAPO + ". “Bốn bộ tham dự”.")])[1] == (Block("“Bốn bộ tham dự”."),)


def test_a_copy_further_down_goes_too() -> None:
    assert without_copy(SAPO, [NEXT, Block(SAPO + ".")]) == (SAPO, (NEXT,))


def test_a_sapo_inside_a_longer_paragraph_further_down_is_not_said_twice() -> None:
    longer = Block(f"Trước đó, {SAPO}, như đã đưa tin.")
    assert without_copy(SAPO, [NEXT, longer]) == ("", (NEXT, longer))


@pytest.mark.parametrize("sapo", ["", "Tin vắn", "Phiên họp bàn ba việc khác hẳn, không nhắc gì đến báo cáo tóm tắt của Cục"])
def test_text_that_is_no_copy_stays(sapo: str) -> None:
    assert without_copy(sapo, [NEXT, PARAGRAPH]) == (sapo, (NEXT, PARAGRAPH))


def test_a_body_that_is_only_the_sapo_is_left_empty() -> None:
    assert without_copy(SAPO, [Block(SAPO)]) == (SAPO, ())


PARAGRAPH = Block("Các thành viên cũng thảo luận về an toàn thông tin.")
