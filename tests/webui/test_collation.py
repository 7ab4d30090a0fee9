from __future__ import annotations

import random

from webui.collation import collation_key

IN_ORDER = [
    "1 An",
    "An",
    "Ảnh",
    "Ánh",
    "Ân",
    "Bộ",
    "Dương",
    "Đà Nẵng",
    "Đỗ",
    "Em",
    "Hạ Long",
    "Hà Nội",
    "Nam Định",
    "Thùy",
    "Thuỷ",
    "Ủy ban",
    "Y tế",
]


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=collation_key) == IN_ORDER


def test_where_the_tone_is_written_makes_no_difference() -> None:
    assert collation_key("Thuý")[:2] == collation_key("Thúy")[:2]
    assert collation_key("uỷ ban")[:2] == collation_key("Ủy Ban")[:2]
