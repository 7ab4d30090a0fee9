"""What an article says a body was called before."""

from __future__ import annotations

import pytest

from tests.archive.facts.texts import facts_of


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Năm 1990, Đài Phát thanh Lào Cai được tỉnh đổi tên là Đài PTTH Lào Cai.", "Đài Phát thanh Lào Cai", "Đài PTTH Lào Cai"),
        (
            "Bộ trưởng Bộ Văn hóa - Thông tin (nay là Bộ Thông tin và Truyền thông) ký",
            "Bộ Văn hóa - Thông tin",
            "Bộ Thông tin và Truyền thông",
        ),
        ("Hội đồng Sách Quốc gia (HĐS), trước đây là Ủy ban Sách Quốc gia, đã họp", "Ủy ban Sách Quốc gia", "Hội đồng Sách Quốc gia"),
        ("Cục Ứng dụng CNTT đã đổi tên thành Cục Tin học hóa.", "Cục Ứng dụng CNTT", "Cục Tin học hóa"),
    ],
)
def test_a_renaming_is_told_with_its_words(text: str, before: str, after: str) -> None:
    [found] = facts_of(text).renamings
    assert (found.before, found.after) == (before, after)
    assert found.evidence in text


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ trước đây do Sở Tài chính quản lý",
        "Sở Nội vụ đề nghị đổi tên đường, Sở Xây dựng là đơn vị chủ trì",
        "Hội thao năm nay là của Sở Nội vụ và Sở Y tế",
    ],
)
def test_what_tells_of_no_renaming_is_none(text: str) -> None:
    assert facts_of(text).renamings == ()
