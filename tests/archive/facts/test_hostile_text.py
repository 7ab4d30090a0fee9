"""Text that nobody would write costs time in proportion to its length: twice the text takes about twice the CPU."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archive.facts import facts
from tests.archive.facts.texts import article

# A quadratic rule would take 4 times as long for twice the text; what is allowed leaves room for a noisy machine.
_ALLOWED = 3.2
_ATTEMPTS = 4

TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "commas": (lambda count: ", " * count, 50_000),
    "a paragraph of digits and slashes": (lambda count: "1/" * count, 250_000),
    "digits": (lambda count: "7" * count, 500_000),
    "full stops": (lambda count: "." * count, 50_000),
    "open brackets": (lambda count: "(" * count, 50_000),
    "dates": (lambda count: "12/5/2013 " * count, 20_000),
    "document numbers": (lambda count: "Quyết định số 12/QĐ-UBND ngày 1/2/2013, " * count, 3_000),
    "surnames": (lambda count: "Nguyễn " * count, 20_000),
    "one person in many offices": (lambda count: "".join(f"đồng chí Lê Văn An, Giám đốc Sở Tài {n}. " for n in range(count)), 2_000),
    "a unit of many fields": (lambda count: "Trưởng phòng Báo chí" + " - Xuất bản" * count, 10_000),
    "many people who chair": (lambda count: "đồng chí Lê Văn An, Giám đốc Sở chủ trì " * count, 2_000),
    "bodies joined": (lambda count: "Bộ An và " * count, 10_000),
    "a body in a body": (lambda count: "Công đoàn Sở " * count, 10_000),
    "a body that goes on": (lambda count: "Trung tâm An sản xuất " * count, 5_000),
    "many bodies": (lambda count: "".join(f"Công ty Cổ phần A{n}. " for n in range(count)), 5_000),
    "many people": (lambda count: "".join(f"đồng chí Lê Văn B{'aeiou'[n % 5]}n {n}, Giám đốc Sở Y tế. " for n in range(count)), 3_000),
    "many documents": (lambda count: "".join(f"Quyết định số {n}/QĐ-UBND ngày 1/2/2013, " for n in range(count)), 3_000),
    "gatherings": (lambda count: "tại Hội nghị " * count, 10_000),
    "lost entities": (lambda count: "a;àgrave;" * count, 20_000),
    "paragraphs": (lambda count: "Hội nghị.\n" * count, 10_000),
    "definitions": (lambda count: "công nghệ thông tin (CNTT) " * count, 5_000),
}


@pytest.mark.usefixtures("own_garbage")
@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    make, count = TEXTS[name]
    _seconds(make(1_000))
    ratios = []
    for _ in range(_ATTEMPTS):
        once = _seconds(make(count))
        ratios.append(_seconds(make(2 * count)) / max(once, 1e-6))
        if ratios[-1] < _ALLOWED:
            return
    pytest.fail(f"{name}: {ratios}")


def _seconds(text: str) -> float:
    start = time.process_time()
    facts(article(text, "Hội nghị giao ban", "2013-05-02"))
    return time.process_time() - start


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\x00\ufeff", "İ" * 10, "﷽", "a" * 10, "Hội nghị", "(", "số", "Luật", "đ/", "ngày 99/99/9999"]
)
def test_any_text_has_facts(text: str) -> None:
    assert facts(article(text, text)).people == ()


def test_a_text_may_end_anywhere() -> None:
    text = (
        "Sáng 12/5/2013, tại Bệnh viện Nhi đồng 12 Giảng Võ, TP. Hà Nội, đồng chí Lê Văn An - nguyên là Phó Giám đốc Sở Văn hóa, Thể thao "
        "và Du lịch, Trưởng phòng Báo chí - Xuất bản (Sở Y tế) chủ trì Hội nghị theo Quyết định số 12/2013/QĐ-UBND ngày 1/2/2013 của UBND "
        "Thành phố; nhà văn Trang Hạ, Chủ tịch ITU John Smith và Đại sứ quán Lào tại Việt Nam dự, quý I năm 2013 ./. Thu Lan"
    )
    for end in (place for place, letter in enumerate(text) if letter == " "):
        facts(article(text[:end], text[end:], "2013-05-02"))
