"""Who an article says wrote it."""

from __future__ import annotations

import pytest

from archive.facts.sign_off import is_account, sign_off
from tests.archive.facts.texts import article


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Thu Hương", "Thu Hương"),
        ("BBT", "BBT"),
        ("P.L", "P.L"),
        ("Bài và ảnh: Lê Thu Hương", "Lê Thu Hương"),
        ("Thu Hương (tổng hợp)", "Thu Hương"),
        ("Phòng QLBCXB", "Phòng QLBCXB"),
        ("Hải Yến, Thu Lan", "Hải Yến, Thu Lan"),
    ],
)
def test_the_last_line_names_the_author(last: str, name: str) -> None:
    assert sign_off(article(f"Một đoạn văn kết thúc ở đây.\n{last}")) == name


def test_the_author_that_extraction_found_wins() -> None:
    assert sign_off(article("Một đoạn văn.", author="Thu Hương")) == "Thu Hương"


def test_an_account_of_the_content_system_is_passed_over() -> None:
    assert sign_off(article("Một đoạn văn.\nThu Hương\nadmin admin")) == "Thu Hương"
    assert sign_off(article("Một đoạn văn.\nBBT\nLê Văn Nam")) == "BBT"
    assert is_account("Pho Ban bien tap")
    assert not is_account("Thu Hương")


def test_a_name_may_end_the_last_paragraph() -> None:
    assert sign_off(article("Sở sẽ tiếp tục triển khai trong thời gian tới./. Hải Yến")) == "Hải Yến"


@pytest.mark.parametrize(
    "last", ["Theo Báo Hà Nội", "Hà Nội", "Toàn cảnh hội nghị", "Chi tiết xem tại đây./.", "THÔNG BÁO MỜI THẦU", "Linh"]
)
def test_other_last_lines_name_no_one(last: str) -> None:
    assert sign_off(article(f"Một đoạn văn kết thúc ở đây.\n{last}")) is None


def test_the_signer_of_a_document_is_not_the_author() -> None:
    assert sign_off(article("Nơi nhận: như trên.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn Bình")) is None
