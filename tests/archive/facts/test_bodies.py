"""Bodies that an article names."""

from __future__ import annotations

import pytest

from tests.archive.facts.texts import facts_of


def test_spellings_of_one_body_are_one() -> None:
    found = facts_of(
        "Sở Thông tin và Truyền thông tổ chức họp. Sở TT&TT đã mời Cục Tin học hóa, Bộ Lao động, Thương binh và Xã hội."
    ).bodies
    assert [body.name for body in found] == ["Sở Thông tin và Truyền thông", "Cục Tin học hóa", "Bộ Lao động, Thương binh và Xã hội"]
    assert found[0].forms == ("Sở Thông tin và Truyền thông", "Sở TT&TT")


def test_a_body_has_the_acronym_that_the_article_gives_it() -> None:
    [body] = facts_of("gia nhập Liên minh Nghị viện Thế giới (IPU) từ năm 1979").bodies
    assert (body.name, body.short) == ("Liên minh Nghị viện Thế giới", "IPU")


def test_hoi_nghi_and_bao_cao_are_no_bodies() -> None:
    assert facts_of("Hội nghị nghe Báo cáo về Bộ luật Dân sự, Đoàn kết và Sở hữu trí tuệ").bodies == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Nội vụ cấp giấy phép cho UBND Thành phố đẩy mạnh các hoạt động", ["Sở Nội vụ", "UBND Thành phố"]),
        ("Bộ TT&TT chịu trách nhiệm chủ trì", ["Bộ TT&TT"]),
        ("Sở Thông tin và Truyền thông Hà Nội tổng hợp, gửi Bộ Tài chính xem xét", ["Sở Thông tin và Truyền thông Hà Nội", "Bộ Tài chính"]),
        ("Quyết định của UBND thành phố Hà Nội về quản lý cột ăng ten", ["UBND thành phố Hà Nội"]),
        ("Đảng ủy Khối các cơ quan Thành phố có công văn", ["Đảng ủy Khối các cơ quan Thành phố"]),
        ("Ban Tuyên giáo Thành ủy chủ động cung cấp thông tin", ["Ban Tuyên giáo Thành ủy"]),
        ("UBND quận Hoàn Kiếm bố trí, Sở TT&TT tỉnh Quảng Bình và trưởng các phòng", ["UBND quận Hoàn Kiếm", "Sở TT&TT tỉnh Quảng Bình"]),
        ("Đài Truyền hình Quốc gia Malaysia phỏng vấn", ["Đài Truyền hình Quốc gia Malaysia"]),
        ("Cục Phát thanh, Truyền hình và Thông tin điện tử đánh giá", ["Cục Phát thanh, Truyền hình và Thông tin điện tử"]),
        ("Công ty CP sản xuất và thương mại An Việt thực hiện", ["Công ty CP sản xuất và thương mại An Việt"]),
        ("Bộ Công an, Thành ủy Hà Nội", ["Bộ Công an", "Thành ủy Hà Nội"]),
        ("Đài Truyền hình và cơ quan chức năng, Trung tâm Báo chí và doanh nghiệp họp", ["Trung tâm Báo chí"]),
        ("Ban điều hành triển khai công tác ứng dụng CNTT họp phiên quý III", ["Ban điều hành triển khai công tác ứng dụng CNTT"]),
        ("Hội đồng Giám đốc CNTT của cơ quan nhà nước họp phiên thứ tư", ["Hội đồng Giám đốc CNTT của cơ quan nhà nước"]),
        ("Ban Chỉ đạo 197 Thành phố chỉ đạo các sở", ["Ban Chỉ đạo 197 Thành phố"]),
        ("Tổng Công ty Điện lực thành phố Hà Nội đảm bảo cung cấp điện", ["Tổng Công ty Điện lực thành phố Hà Nội"]),
    ],
)
def test_a_name_ends_before_what_the_body_does(text: str, names: list[str]) -> None:
    assert [body.name for body in facts_of(text).bodies] == names


@pytest.mark.parametrize(
    "text",
    [
        "các Sở Nội vụ",
        "lãnh đạo các Cục, Vụ thuộc cơ quan",
        "Sở TT&TT các tỉnh, thành phố",
        "Đài Phát thanh quận, huyện, thị xã",
        "Tân Hội trưởng phát biểu",
        "Công văn số 406/UBND-KGVX",
        "THÔNG BÁO MỜI CHÀO HÀNG",
        "Kết luận Thanh tra số 81/KL-TTR",
        "Bộ Ban ngành liên quan",
        "đại diện Ban Chấp hành Công đoàn cùng dự",
        "phố cổ Hội An và Chính phủ điện tử",
        "Trung tâm Tin học - Công báo",
    ],
)
def test_what_names_no_single_body_is_none(text: str) -> None:
    assert facts_of(text).bodies == ()
