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
        ("Công ty Vinasol giảng dạy tại Bệnh viện Nhi đồng 1 tính đến nay", ["Công ty Vinasol", "Bệnh viện Nhi đồng 1"]),
        ("NXB Lào Cai xuất bản 14 cuốn, NXB Đại học Mỏ đã in 3 cuốn", ["NXB Lào Cai", "NXB Đại học Mỏ"]),
        ("gửi Ban Chỉ đạo 127/TP về chương trình công tác", ["Ban Chỉ đạo 127/TP"]),
        ("đến các sở, ngành, UBND TP. Xây dựng kế hoạch", ["UBND TP"]),
        ("Sở Tư pháp cơ quan thường trực", ["Sở Tư pháp"]),
        ("tại Trung tâm Dữ liệu 18 Nguyễn Du", ["Trung tâm Dữ liệu"]),
        ("Chủ tịch Hội Xuất bản Việt Nam Nguyễn Kiên", ["Hội Xuất bản Việt Nam"]),
    ],
)
def test_a_name_ends_before_what_the_body_does(text: str, names: list[str]) -> None:
    assert [body.name for body in facts_of(text).bodies] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thứ trưởng Bộ TT & TT dự", "Bộ TT & TT"),
        ("gồm Bộ Tài nguyên – Môi trường, báo chí", "Bộ Tài nguyên – Môi trường"),
        ("Sở Văn hóa, Thể thao & Du lịch dự", "Sở Văn hóa, Thể thao & Du lịch"),
        ("Ban Chỉ đạo Dân số - Kế hoạch hóa gia đình đã họp", "Ban Chỉ đạo Dân số - Kế hoạch hóa gia đình"),
        ("Hội Hữu nghị Việt Nam - Ấn Độ gặp mặt", "Hội Hữu nghị Việt Nam - Ấn Độ"),
        ("Ban Tuyên giáo T.Ư; các đơn vị", "Ban Tuyên giáo T.Ư"),
        ("Công ty Chiếu sáng Bình Minh đã họp", "Công ty Chiếu sáng Bình Minh"),
        ("Công ty TNHH một thành viên Sao Mai đã họp", "Công ty TNHH một thành viên Sao Mai"),
        ("Ban Chỉ đạo Cuộc vận động “Người Việt dùng hàng Việt” họp", "Ban Chỉ đạo Cuộc vận động “Người Việt dùng hàng Việt”"),
        ("Đoàn đại biểu Quốc hội Thành phố tiếp xúc cử tri", "Đoàn đại biểu Quốc hội Thành phố"),
        ("Thành đoàn Hà Nội phát động", "Thành đoàn Hà Nội"),
        ("lãnh đạo Bộ TT;TT cùng dự", "Bộ TT;TT"),
        ("Vụ Khoa học - Giáo dục - Tài nguyên đã dự", "Vụ Khoa học - Giáo dục - Tài nguyên"),
        ("Hiệp hội Điện toán Châu Á - Châu Đại Dương đã họp", "Hiệp hội Điện toán Châu Á - Châu Đại Dương"),
    ],
)
def test_a_name_is_not_cut_at_a_mark_or_inside_a_compound(text: str, name: str) -> None:
    assert [body.name for body in facts_of(text).bodies] == [name]


def test_a_unit_names_the_body_that_it_is_of() -> None:
    assert [body.name for body in facts_of("Ban Văn hóa HĐND Thành phố giám sát, Ban Giám đốc Sở Nội vụ dự").bodies] == [
        "HĐND Thành phố",
        "Sở Nội vụ",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn Thế Vinh, sinh năm 1986",
        "Ban Tổ chức Cuộc thi trao giải",
        "Ban Chỉ đạo Thành phố yêu cầu",
        "Hội đồng Giám khảo đã chấm",
        "Bộ GCA-01 ký số",
        "Công ty CP truyền dẫn, phát sóng",
        "Bảo tàng Chiến thắng B.52",
        "theo Luật Thanh tra, Luật Khiếu nại",
        "đại biểu Quốc hội thành phố Hà Nội",
        "Trung tâm Văn hóa cấp huyện",
        "HĐND khóa XV",
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
    ],
)
def test_what_names_no_single_body_is_none(text: str) -> None:
    assert facts_of(text).bodies == ()
