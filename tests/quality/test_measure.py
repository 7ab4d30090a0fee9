"""The measure itself, on texts small enough to count by hand."""

from __future__ import annotations

from tests.quality.measure import Gold, Reading, once, overlap, score

LONG = "Hội nghị bàn kế hoạch ứng dụng công nghệ thông tin của các cơ quan nhà nước."


def test_the_same_text_scores_one_whatever_field_it_stands_in() -> None:
    gold = {"a": Gold(title="Tin", date=None, body=(LONG, "Thu Hương"))}
    found = score({"a": Reading(title="tin!", body=(LONG,), beside=("Thu Hương", "Chú thích khác"))}, gold)
    assert (found.mean_f1, found.titles, found.dates_right, found.leaks, found.doubled) == (1.0, 1, 1, 0, 0)


def test_overlap_counts_four_words_at_a_time() -> None:
    assert overlap(["một hai ba bốn năm"], ["một hai ba bốn sáu"]) == (0.5, 0.5)
    assert overlap(["một"], []) == (0.0, 0.0)


def test_a_paragraph_counts_once() -> None:
    assert once(["Một.", "một", "", "Hai"]) == ["Một.", "Hai"]


def test_a_missing_page_counts_against_everything() -> None:
    found = score({}, {"a": Gold(title="Tin", date="2012-05-14", body=(LONG,))})
    assert (found.mean_f1, found.below, found.titles, found.dates_none) == (0.0, 1, 0, 1)


def test_a_widget_that_the_gold_lacks_is_a_leak_and_a_sapo_in_the_body_is_doubled() -> None:
    gold = {"a": Gold(title="Tin", date=None, body=(LONG,))}
    found = score({"a": Reading(date="2024-02-28", sapo=LONG, body=(LONG, "Lượt truy cập: 5"))}, gold)
    assert (found.leaks, found.doubled, found.dates_wrong) == (1, 1, 1)


def test_mending_touches_both_sides() -> None:
    gold = {"a": Gold(title="Tin", date=None, body=(LONG.replace("kế", "k;ế"),))}
    readings = {"a": Reading(body=(LONG,))}
    assert score(readings, gold).mean_f1 < 1.0
    assert score(readings, gold, lambda text: text.replace("k;ế", "kế")).mean_f1 == 1.0


def test_a_page_is_exact_when_its_lines_are_the_golds_in_any_order() -> None:
    gold = {"a": Gold(title="Tin", date=None, body=(LONG, "Chú thích", "Kết luận."))}
    assert score({"a": Reading(body=(LONG, "Kết luận."), beside=("Chú thích",))}, gold).exact == 1
    assert score({"a": Reading(body=(LONG, "Kết luận.", "Chú thích", "Thừa"))}, gold).exact == 0
