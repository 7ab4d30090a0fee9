"""Damaged entity names: those of the whitelist, and nothing else."""

from __future__ import annotations

import pytest

from archive.repair import repair


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("thi ldquo;Tìm hiểurdquo; năm 2013", "thi “Tìm hiểu” năm 2013"),
        ("Phograve;ng Nghiên cứu", "Phòng Nghiên cứu"),
        ("vai trograve; to lớn", "vai trò to lớn"),
        ("nghi;ecirc;n cứu", "nghiên cứu"),
        ("giấy ph;ép, lắp gh;ép, rõ n;ét", "giấy phép, lắp ghép, rõ nét"),
        ("trái pheacute;p", "trái phép"),
        ("Sở TTamp;TT", "Sở TT&TT"),
        ("hỏi amp; đáp", "hỏi & đáp"),
        ("KH &amp;ndash; UBND", "KH – UBND"),
        ("hơn nữa&hellip;", "hơn nữa…"),
        ("nội ngoại;agrave;", "nội ngoạià"),
        ("giai đoạn 2016 &amp;ndash; 2020", "giai đoạn 2016 – 2020"),
        ("h&amp;amp;agrave;nh ch&iacute;nh", "hành chính"),
        ("ETH;ề án", "Đề án"),
        ("bổ nhi;ecirc%3\u1e05m, nh;acirc%3\u1e05p, kh;ocirc%3Bng", "bổ nhiệm, nhập, không"),
    ],
)
def test_a_lost_entity_name_is_read_as_what_it_was(damaged: str, whole: str) -> None:
    assert repair(damaged) == whole


@pytest.mark.parametrize(
    "text",
    [
        "xã hội;ứng dụng công nghệ",
        "ứng dụng CNTT;ứng cứu sự cố",
        "mục TH;ưu tiên",
        "a camp; a lamp; the sect; acute; pitbull;",
        "Macbeth; dieth;",
        "một; hai; ba",
        "không có gì",
    ],
)
def test_an_authors_own_semicolon_stays(text: str) -> None:
    assert repair(text) == text


def test_repairing_twice_changes_nothing() -> None:
    once = repair("ldquo;ph;ép” TTamp;TT nghi;ecirc;n")
    assert repair(once) == once
