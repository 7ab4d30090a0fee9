"""Abbreviations that an article defines."""

from __future__ import annotations

import pytest

from tests.archive.facts.texts import facts_of


def defined(text: str) -> dict[str, str]:
    return {item.short: item.long for item in facts_of(text).abbreviations}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("ứng dụng công nghệ thông tin (CNTT) trong", "CNTT", "công nghệ thông tin"),
        ("Bộ Thông tin và Truyền thông (TT&TT) đã", "TT&TT", "Thông tin và Truyền thông"),
        ("PCCC (phòng cháy chữa cháy) là", "PCCC", "phòng cháy chữa cháy"),
        (
            "Ban Chỉ đạo phòng, chống lụt, bão Trung ương (được viết tắt là Ban Chỉ đạo PCLBTW) đến",
            "Ban Chỉ đạo PCLBTW",
            "Ban Chỉ đạo phòng, chống lụt, bão Trung ương",
        ),
        (
            "Ban Điều hành triển khai công tác ứng dụng (Ban Điều hành). Chủ trì",
            "Ban Điều hành",
            "Ban Điều hành triển khai công tác ứng dụng",
        ),
        ("gia nhập Liên minh Nghị viện Thế giới (IPU) từ", "IPU", "Liên minh Nghị viện Thế giới"),
        (
            "của Trung tâm Giám sát an toàn không gian mạng quốc gia (NCSC) và",
            "NCSC",
            "Trung tâm Giám sát an toàn không gian mạng quốc gia",
        ),
        ("của Tập đoàn Bưu chính Viễn thông (VNPT) và", "VNPT", "Tập đoàn Bưu chính Viễn thông"),
        (
            "do các chuyên gia CNTT của Trung tâm phát triển điện toán tiên tiến (CDAC) và",
            "CDAC",
            "Trung tâm phát triển điện toán tiên tiến",
        ),
        ("là đại diện Việt Nam của Liên minh Nghị viện Thế giới (IPU) từ", "IPU", "Liên minh Nghị viện Thế giới"),
        (
            "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn (PCTT&TKCN) đã",
            "PCTT&TKCN",
            "Phòng, chống thiên tai và Tìm kiếm cứu nạn",
        ),
        ("quảng cáo rao vặt, gọi tắt là QCRV, trên", "QCRV", "quảng cáo rao vặt"),
        ("Ngày 19/11, Trung tâm Internet Việt Nam (VNNIC) đã", "VNNIC", "Trung tâm Internet Việt Nam"),
        ("của Công ty TNHH truyền hình cáp SAIGONTOURIST (SCTV) trên", "SCTV", "Công ty TNHH truyền hình cáp SAIGONTOURIST"),
        ("Chủ tịch Hiệp hội Xuất bản Malaysia (MABOPA) và", "MABOPA", "Hiệp hội Xuất bản Malaysia"),
        ("văn phòng Hiệp hội An toàn thông tin VN (VNISA) cho", "VNISA", "Hiệp hội An toàn thông tin VN"),
        ("là thành viên của Tổ chức Thương mại Thế giới (WTO) từ", "WTO", "Tổ chức Thương mại Thế giới"),
        (
            "được Tổ chức Giáo dục – Khoa học và Văn hóa của Liên hiệp quốc (UNESCO) công nhận",
            "UNESCO",
            "Tổ chức Giáo dục – Khoa học và Văn hóa của Liên hiệp quốc",
        ),
        ("Theo nghiên cứu của Tập đoàn dữ liệu quốc tế (IDG), năm", "IDG", "Tập đoàn dữ liệu quốc tế"),
        ("các chuyên gia CNTT của Trung tâm phát triển điện toán (CDAC) dạy", "CDAC", "Trung tâm phát triển điện toán"),
    ],
)
def test_the_long_form_is_the_words_the_short_one_stands_for(text: str, short: str, long: str) -> None:
    assert defined(text) == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Trung ương 4 (khóa XI)",
        "phát biểu tại Hội nghị (Ảnh: HNP)",
        "Cục Ứng dụng CNTT (Bộ TT&TT)",
        "lần thứ hai (II)",
        "quận Hoàn Kiếm (Hà Nội)",
        "Toàn cảnh Hội nghị của Sở (HNP)",
        "Sở Thông tin & Truyền thông (CNTT&TT) đã",
        "Đài THKTS VTC và Hệ Phát thanh (VOV5) cùng",
        "Báo điện tử Vietnamplus (TTXVN) đưa tin",
        "thành lập Tổ chức Giáo dục, Khoa học và Văn hóa của Liên hợp quốc (UNESCO) tại",
        "Công ty Hà Nội (CNHN) đã",
        "Ngân hàng Nhà nước chi nhánh (NHNN) đã",
        "bảo vệ tên miền với Bộ Thông tin và Truyền thông (VNNIC). Chương III",
        "được bộ phận Thông tin vô tuyến của Liên minh Viễn thông Quốc tế (ITU-R) đánh giá",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert defined(text) == {}


def test_a_headline_defines_what_the_text_does_not_define_otherwise() -> None:
    text = "Liên minh Nghị viện thế giới (IPU) được thành lập năm 1889."
    found = facts_of(text, "Đôi nét về Đại hội đồng Liên minh Nghị viện thế giới (IPU)").abbreviations
    assert [item.long for item in found] == ["Liên minh Nghị viện thế giới"]
    assert [item.short for item in facts_of("Tin.", "Ngày thành lập Liên minh Viễn thông quốc tế (ITU)").abbreviations] == ["ITU"]
