"""People with their offices."""

from __future__ import annotations

import pytest

from tests.archive.facts.texts import facts_of


def named(text: str) -> dict[str, tuple[str, ...]]:
    return {person.name: person.roles for person in facts_of(text).people}


@pytest.mark.parametrize(
    ("text", "name", "roles"),
    [
        ("Thứ trưởng Trần Văn Bình phát biểu", "Trần Văn Bình", ("Thứ trưởng",)),
        ("Thứ trưởng\u00a0Trần Văn Bình", "Trần Văn Bình", ("Thứ trưởng",)),
        ("Thứ trưởng Bộ TT&TT Trần Văn Bình - Chủ tịch Hội đồng đã chủ trì", "Trần Văn Bình", ("Thứ trưởng Bộ TT&TT", "Chủ tịch Hội đồng")),
        ("đồng chí Lê Thị Hoa, Phó Giám đốc Sở ghi nhận", "Lê Thị Hoa", ("Phó Giám đốc Sở",)),
        (
            "Đ/c Lê Thị Hoa - Giám đốc Sở Thông tin và Truyền thông Hà Nội phát biểu",
            "Lê Thị Hoa",
            ("Giám đốc Sở Thông tin và Truyền thông Hà Nội",),
        ),
        ("TS. Lê Hoa (Viện trưởng Viện Tin học)", "Lê Hoa", ("Viện trưởng Viện Tin học",)),
        ("Chủ tịch UBND Thành phố Hà Nội Hoàng Văn Nam đã tiếp", "Hoàng Văn Nam", ("Chủ tịch UBND Thành phố Hà Nội",)),
        ("bà Claudia Roth, Giám đốc Viện Goethe tại Hà Nội", "Claudia Roth", ("Giám đốc Viện Goethe",)),
        ("Đại tá Phùng Thị Hồng Hà cho biết", "Phùng Thị Hồng Hà", ("Đại tá",)),
        ("nhà thơ Trần Đăng Khoa chia sẻ", "Trần Đăng Khoa", ("nhà thơ",)),
        ("đồng chí Vũ Nam, Ủy viênTrung ương Đảng, Bộ trưởng Bộ Tài chính", "Vũ Nam", ("Ủy viênTrung ương Đảng", "Bộ trưởng Bộ Tài chính")),
        (
            "bổ nhiệm đồng chí Lê Thị Hoa, chuyên viên phòng Báo chí, giữ chức vụ Trưởng phòng",
            "Lê Thị Hoa",
            ("chuyên viên phòng Báo chí", "Trưởng phòng"),
        ),
        ("Ủy viên Bộ Chính trị, Bí thư Thành ủy Lê Văn An dự", "Lê Văn An", ("Ủy viên Bộ Chính trị", "Bí thư Thành ủy")),
        (
            "ông Đỗ Nam, Cục trưởng Cục Phát thanh, Truyền hình và Thông tin điện tử",
            "Đỗ Nam",
            ("Cục trưởng Cục Phát thanh, Truyền hình và Thông tin điện tử",),
        ),
        ("ông Đỗ Nam, Trưởng phòng Tuyên huấn, Cục Chính trị Hải quân", "Đỗ Nam", ("Trưởng phòng Tuyên huấn, Cục Chính trị Hải quân",)),
    ],
)
def test_a_name_stands_without_titles_and_each_office_by_itself(text: str, name: str, roles: tuple[str, ...]) -> None:
    assert named(text) == {name: roles}


def test_people_of_a_list_keep_their_own_offices() -> None:
    text = (
        "Dự có đồng chí Lê Văn An, Ủy viên Trung ương Đảng, Phó Chủ tịch Quốc hội; "
        "đồng chí Vũ Nam, Bộ trưởng Bộ Tài chính và Phó Giám đốc Sở Trần Thị Hoa."
    )
    assert named(text) == {
        "Lê Văn An": ("Ủy viên Trung ương Đảng", "Phó Chủ tịch Quốc hội"),
        "Vũ Nam": ("Bộ trưởng Bộ Tài chính",),
        "Trần Thị Hoa": ("Phó Giám đốc Sở",),
    }


def test_one_office_is_told_once_in_its_fullest_form() -> None:
    text = (
        "Thứ trưởng Vũ Văn Nam chủ trì.\nThứ trưởng Bộ TT&TT Vũ Văn Nam - Trưởng Ban Điều hành kết luận.\nThứ trưởng Vũ Văn Nam giao Cục."
    )
    assert named(text) == {"Vũ Văn Nam": ("Thứ trưởng Bộ TT&TT", "Trưởng Ban Điều hành")}


@pytest.mark.parametrize(
    "text",
    [
        "Bài và ảnh: Lê Thu Hương",
        "học tập tấm gương đạo đức Chủ tịch Hồ Chí Minh",
        "Đoàn TNCS Hồ Chí Minh và thành phố Hồ Chí Minh",
        "tại phố Lý Thái Tổ và trường THCS Ngô Sĩ Liên",
        "các Phó Chủ tịch Quốc hội và Giám đốc các Sở",
        "thành lập Hội đồng Giám đốc CNTT, Ban Giám đốc Sở",
        "đồng chí Giám đốc Sở nêu ba nhiệm vụ",
        "đồng chí Trần Văn Bình đã phát biểu",
        "cuốn sách “Nhà văn Nguyễn Tuân và Hà Nội”",
        "Công ty Sách Thái Hà tổ chức",
    ],
)
def test_who_has_no_office_is_left_out(text: str) -> None:
    assert named(text) == {}


def test_the_chairman_as_a_person_counts() -> None:
    assert named("Chủ tịch Hồ Chí Minh đã ký Sắc lệnh số 64/SL") == {"Hồ Chí Minh": ("Chủ tịch",)}


def test_every_role_has_the_words_that_prove_it() -> None:
    text = "Dự có Thứ trưởng Vũ Văn Nam - Trưởng Ban Điều hành."
    [person] = facts_of(text).people
    assert [proof.text for proof in person.proofs] == ["Thứ trưởng Vũ Văn Nam", "Vũ Văn Nam - Trưởng Ban Điều hành"]
    assert all(proof.text in text for proof in person.proofs)


def test_what_a_person_does_is_no_part_of_the_office() -> None:
    found = facts_of("Đ/c Phan Lan Tú, Giám đốc Sở TT&TT Hà Nội gặp gỡ Đại sứ. Ông Lê Văn An, Chủ tịch UBND huyện phát biểu.").people
    assert [person.roles for person in found] == [("Giám đốc Sở TT&TT Hà Nội",), ("Chủ tịch UBND huyện",)]


@pytest.mark.parametrize(
    ("text", "office", "names"),
    [
        ("Dự họp có các Phó Thủ tướng: Lê Văn An, Vũ Hòa Bình; các bộ trưởng.", "Phó Thủ tướng", ["Lê Văn An", "Vũ Hòa Bình"]),
        (
            "cùng các Phó Chủ tịch UBND Thành phố: Lê Văn An, Vũ Thị Bình và Đỗ Nam.",
            "Phó Chủ tịch UBND Thành phố",
            ["Lê Văn An", "Vũ Thị Bình", "Đỗ Nam"],
        ),
        ("hai Thứ trưởng Lê Văn An và Vũ Thị Bình dự", "Thứ trưởng", ["Lê Văn An", "Vũ Thị Bình"]),
        ("các đồng chí Phó Trưởng Công an huyện Lê Văn An, Đỗ Nam", "Phó Trưởng Công an huyện", ["Lê Văn An", "Đỗ Nam"]),
    ],
)
def test_an_office_of_several_people_is_given_to_each_whole(text: str, office: str, names: list[str]) -> None:
    assert named(text) == dict.fromkeys(names, (office,))
    assert all(proof.text in text and proof.text.startswith(office) for person in facts_of(text).people for proof in person.proofs)


def test_who_is_told_of_in_another_way_does_not_share_the_office_before() -> None:
    text = "các Phó Chủ tịch UBND tỉnh Lê Văn An, Vũ Thị Bình, đồng chí Đỗ Nam, Giám đốc Sở Nội vụ và Bộ trưởng Bộ Y tế Hồ Thị Lan"
    assert named(text) == {
        "Lê Văn An": ("Phó Chủ tịch UBND tỉnh",),
        "Vũ Thị Bình": ("Phó Chủ tịch UBND tỉnh",),
        "Đỗ Nam": ("Giám đốc Sở Nội vụ",),
        "Hồ Thị Lan": ("Bộ trưởng Bộ Y tế",),
    }


def test_in_a_list_of_offices_before_names_what_follows_a_semicolon_is_the_next_ones() -> None:
    text = (
        "Dự có Chủ tịch Quốc hội Lê Văn An; Phó Chủ tịch Quốc hội, Ủy viên Trung ương Đảng Vũ Thị Bình; "
        "Bộ trưởng Bộ Y tế: Đỗ Nam; Chủ tịch Hội Nông dân - bà Hồ Thị Lan; Giám đốc Sở Nội vụ."
    )
    assert named(text) == {
        "Lê Văn An": ("Chủ tịch Quốc hội",),
        "Vũ Thị Bình": ("Phó Chủ tịch Quốc hội", "Ủy viên Trung ương Đảng"),
        "Đỗ Nam": ("Bộ trưởng Bộ Y tế",),
        "Hồ Thị Lan": ("Chủ tịch Hội Nông dân",),
    }


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Chủ tịch UBND tỉnh Quảng Ninh Cao Văn Hòa phát biểu", "Cao Văn Hòa", "Chủ tịch UBND tỉnh Quảng Ninh"),
        ("Bí thư Tỉnh ủy Quảng Ninh Cao Văn Hòa phát biểu", "Cao Văn Hòa", "Bí thư Tỉnh ủy Quảng Ninh"),
        ("Giám đốc Công an tỉnh Lâm Đồng Trần Văn Tiến", "Trần Văn Tiến", "Giám đốc Công an tỉnh Lâm Đồng"),
        ("Chủ tịch UBND tỉnh Bình Dương Văn Hữu An", "Văn Hữu An", "Chủ tịch UBND tỉnh Bình Dương"),
        ("Chủ tịch UBND huyện Lâm Hà Nguyễn Văn Sơn phát biểu", "Nguyễn Văn Sơn", "Chủ tịch UBND huyện Lâm Hà"),
        ("Chủ tịch UBND huyện Nguyễn Văn Sơn phát biểu", "Nguyễn Văn Sơn", "Chủ tịch UBND huyện"),
    ],
)
def test_a_place_is_not_torn_before_a_name(text: str, name: str, role: str) -> None:
    assert named(text) == {name: (role,)}


@pytest.mark.parametrize("text", ["Chủ tịch UBND huyện Lâm Hà cho biết", "Bí thư huyện Lê Sơn cho biết"])
def test_a_district_is_no_person(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("bà Lê Hoa, Trưởng phòng Báo chí – Xuất bản – Truyền thông giữ chức vụ mới", "Trưởng phòng Báo chí – Xuất bản – Truyền thông"),
        (
            "bà Lê Hoa, Trưởng ban Tuyên truyền - Pháp luật, Hội Phụ nữ tỉnh cho biết",
            "Trưởng ban Tuyên truyền - Pháp luật, Hội Phụ nữ tỉnh",
        ),
        ("bà Lê Hoa, Vụ trưởng Vụ Tổ chức - Cán bộ và Đào tạo phát biểu", "Vụ trưởng Vụ Tổ chức - Cán bộ và Đào tạo"),
        ("Thứ trưởng Bộ Thông tin- Truyền thông Lê Hoa cho biết", "Thứ trưởng Bộ Thông tin- Truyền thông"),
        ("bà Lê Hoa, Chủ tịch Hội Hữu nghị Việt Nam - Nhật Bản tỉnh Nam Định", "Chủ tịch Hội Hữu nghị Việt Nam - Nhật Bản tỉnh Nam Định"),
        ("bà Lê Hoa (Tổng Biên tập báo Bút Mới - Tuổi xanh) kể", "Tổng Biên tập báo Bút Mới - Tuổi xanh"),
        ("bà Lê Hoa, Giám đốc siêu thị Fa.miMart nói", "Giám đốc siêu thị Fa.miMart"),
        (
            "bà Lê Hoa, Giám đốc Trung tâm Đào tạo, Tư vấn Công nghệ thông tin và Truyền thông",
            "Giám đốc Trung tâm Đào tạo, Tư vấn Công nghệ thông tin và Truyền thông",
        ),
        ("bà Lê Hoa, Ủy viên dự khuyết Trung ương Đảng dự", "Ủy viên dự khuyết Trung ương Đảng"),
        ("bà Lê Hoa, Trưởng ban tổ chức đã cảm ơn", "Trưởng ban tổ chức"),
        ("bà Lê Hoa, Trưởng ban tổ chức Liên hoan phát biểu", "Trưởng ban tổ chức Liên hoan"),
        ("bà Lê Hoa, Trưởng ban Chỉ đạo kỷ niệm 300 năm Thành Nam phát biểu", "Trưởng ban Chỉ đạo kỷ niệm 300 năm Thành Nam"),
        ("bà Lê Hoa, Phó Đại sứ Ba Lan tại Việt Nam", "Phó Đại sứ Ba Lan tại Việt Nam"),
        ("bà Lê Hoa, Giám đốc Ngân hàng Thế giới tại Việt Nam; các Sở", "Giám đốc Ngân hàng Thế giới tại Việt Nam"),
        ("bà Lê Hoa, Phó phòng Quản lý Báo chí - Xuất bản, thời hạn 5 năm", "Phó phòng Quản lý Báo chí - Xuất bản"),
        (
            "bà Lê Hoa, Viện trưởng Viện Nghiên cứu kinh tế - xã hội Nam Định về việc này",
            "Viện trưởng Viện Nghiên cứu kinh tế - xã hội Nam Định",
        ),
        (
            "bà Lê Hoa, Chủ nhiệm Ủy ban Văn hóa, Giáo dục, Thanh niên, Thiếu niên và Nhi đồng của Quốc hội kết luận",
            "Chủ nhiệm Ủy ban Văn hóa, Giáo dục, Thanh niên, Thiếu niên và Nhi đồng của Quốc hội",
        ),
        ("bà Lê Hoa, Chủ tịch Liên hiệp các tổ chức hữu nghị tỉnh Nam Định dự", "Chủ tịch Liên hiệp các tổ chức hữu nghị tỉnh Nam Định"),
        ("bà Lê Hoa, Bí thư Đoàn Khối các cơ quan tỉnh Nam Định.", "Bí thư Đoàn Khối các cơ quan tỉnh Nam Định"),
    ],
)
def test_a_bodys_name_goes_on_over_what_stands_inside_it(text: str, role: str) -> None:
    assert named(text) == {"Lê Hoa": (role,)}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("bà Lê Hoa, Thứ trưởng Bộ Thông tin và Truyền thông báo cáo về chương trình", "Thứ trưởng Bộ Thông tin và Truyền thông"),
        ("bà Lê Hoa, Bí thư Đảng ủy Khối doanh nghiệp khen thưởng", "Bí thư Đảng ủy Khối doanh nghiệp"),
        ("bà Lê Hoa, Tổng giám đốc Công ty An Bình giảng dạy", "Tổng giám đốc Công ty An Bình"),
        ("bà Lê Hoa, Tổng giám đốc Công ty An Bình hiện có ba nhà máy", "Tổng giám đốc Công ty An Bình"),
        ("bà Lê Hoa, Trưởng Ban Tổ chức Giải chào mừng các đội", "Trưởng Ban Tổ chức Giải"),
        ("Huân chương cho bà Lê Hoa – Bí thư Đảng ủy Khối doanh nghiệp và Bằng khen của Thủ tướng", "Bí thư Đảng ủy Khối doanh nghiệp"),
        (
            "bà Lê Hoa - Cục trưởng Cục Biển - Bộ Tài nguyên và Môi trường, lãnh đạo và trưởng các phòng",
            "Cục trưởng Cục Biển - Bộ Tài nguyên và Môi trường",
        ),
        ("bà Lê Hoa, Giám đốc kinh doanh của Tập đoàn này nhấn mạnh", "Giám đốc kinh doanh"),
        ("bà Lê Hoa, Giám đốc Sở Y tế - đơn vị chủ trì Đề án", "Giám đốc Sở Y tế"),
        ("bà Lê Hoa, Giám đốc Sở Y tế một lần nữa khẳng định", "Giám đốc Sở Y tế"),
        ("do bà Lê Hoa, Tổng Giám đốc Công ty Sách Bình Minh thực hiện; giao lưu", "Tổng Giám đốc Công ty Sách Bình Minh"),
        ("bà Lê Hoa, Giảng viên Cục Tần số và 47 học viên", "Giảng viên Cục Tần số"),
        ("bà Lê Hoa, Giám đốc Sở Y tế và nữ lãnh đạo các phòng", "Giám đốc Sở Y tế"),
        ("bà Lê Hoa - Giám đốc Sở Lao động và Thương binh Xã hội đồng chủ trì", "Giám đốc Sở Lao động và Thương binh Xã hội"),
        ("bà Lê Hoa, Trưởng phòng Học sinh Sở Giáo dục và Đào tạo thông tin: Năm nay", "Trưởng phòng Học sinh Sở Giáo dục và Đào tạo"),
        ("bà Lê Hoa, Trưởng ban chỉ đạo Thành phố đánh giá Ban đã hoạt động tốt", "Trưởng ban chỉ đạo Thành phố"),
    ],
)
def test_what_comes_after_the_body_is_no_part_of_the_office(text: str, role: str) -> None:
    assert named(text) == {"Lê Hoa": (role,)}


def test_a_former_office_is_told_as_one() -> None:
    assert named("đồng chí Lê Hoa - nguyên là Phó Giám đốc Sở Y tế đã nhận") == {"Lê Hoa": ("nguyên là Phó Giám đốc Sở Y tế",)}


def test_what_a_comma_joins_to_a_former_office_is_left_open() -> None:
    assert named("ông Lê Hoa – Nguyên Thành ủy viên, Bí thư Đảng ủy Khối dự") == {"Lê Hoa": ("Nguyên Thành ủy viên",)}
    assert named("nguyên Ủy viên Bộ Chính trị, Bí thư Thành ủy Lê Hoa, Chủ tịch Hội Người cao tuổi") == {
        "Lê Hoa": ("nguyên Ủy viên Bộ Chính trị", "Chủ tịch Hội Người cao tuổi")
    }
    assert named("ông Lê Hoa, nguyên Bí thư Thành ủy, nay là Chủ tịch Hội Người cao tuổi") == {
        "Lê Hoa": ("nguyên Bí thư Thành ủy", "Chủ tịch Hội Người cao tuổi")
    }


def test_another_persons_name_is_no_part_of_an_office() -> None:
    text = (
        "Dự có Thứ trưởng Lê Hoa; Chủ tịch Hội Xuất bản Việt Nam Vũ Nam; Chủ tịch Hiệp hội In Việt Nam Đỗ Văn Bình; "
        "Chủ tịch ITU John Smith, các Sở"
    )
    assert named(text) == {
        "Lê Hoa": ("Thứ trưởng",),
        "Vũ Nam": ("Chủ tịch Hội Xuất bản Việt Nam",),
        "Đỗ Văn Bình": ("Chủ tịch Hiệp hội In Việt Nam",),
        "John Smith": ("Chủ tịch ITU",),
    }


def test_offices_of_two_people_are_not_given_to_one() -> None:
    assert named("hai Phó ban là ông Lê Hoa – Phó Chủ tịch UBND tỉnh và Giám đốc Sở Y tế.")["Lê Hoa"][-1] == "Phó Chủ tịch UBND tỉnh"
    assert named("Thủ tướng và Phó Thủ tướng Lê Hoa dự") == {"Lê Hoa": ("Phó Thủ tướng",)}
    assert named("các giáo sư Vũ Nam, Lê Hoa, nhà nghiên cứu về Huế: Hải Vân, Giang Sơn") == {}
    assert named("Dự có bà Lê Hoa, Giám đốc Sở Y tế, Đại sứ Lào cùng các đại biểu") == {"Lê Hoa": ("Giám đốc Sở Y tế",)}
    assert named("trao chức danh Phó phòng Tổ chức cho bà Lê Hoa và chức danh Phó phòng Tài chính cho bà Vũ Lan") == {}


@pytest.mark.parametrize("text", ["Lê Hoa - Nhà Văn hóa huyện", "ông Lê Hoa, Đại sứ quán Lào"])
def test_a_house_or_a_mission_is_no_office(text: str) -> None:
    assert named(text) == {}


def test_a_writers_name_follows_the_profession_whatever_the_surname() -> None:
    assert named("nhà văn Trang Hạ, họa sĩ Thùy Cốm và nhạc sĩ Văn Cao") == {
        "Trang Hạ": ("nhà văn",),
        "Thùy Cốm": ("họa sĩ",),
        "Văn Cao": ("nhạc sĩ",),
    }
    assert named("phóng viên Báo Tiền Tuyến và làng họa sĩ Cổ Đô") == {}


@pytest.mark.parametrize("text", ["Phó Chủ tịch phường Nguyễn Văn Thắng vui mừng", "Tác giả: Cáp Văn Nam - Phó Cục trưởng Cục Hậu cần"])
def test_half_a_name_is_no_name(text: str) -> None:
    assert named(text) == {}


def test_titles_end_with_their_sentence() -> None:
    [person] = facts_of("Chi ủy gồm ba đồng chí. Đồng chí Lê Thị Hoa, Trưởng phòng Tổ chức làm Bí thư.").people
    assert person.proofs[0].text == "Đồng chí Lê Thị Hoa, Trưởng phòng Tổ chức"
