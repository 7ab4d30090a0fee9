"""What a reading of a capture gives."""

from __future__ import annotations

from archive.page import Occurrences, RemovedLine


def test_the_reason_of_a_removed_line_can_be_told_again_in_figures() -> None:
    found = Occurrences(pages=19, of=20, host="bo.example:8080", outside=18)
    assert RemovedLine(text="Về đầu trang", reason=str(found)).occurrences == found


def test_a_reason_in_other_words_has_no_figures() -> None:
    assert RemovedLine(text="Về đầu trang", reason="taken out by hand").occurrences is None
