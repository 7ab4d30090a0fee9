"""Legal documents that a text cites."""

from __future__ import annotations

from datetime import date

import pytest

from archive.article import LegalDocument
from tests.archive.facts.texts import facts_of


def cited(text: str, headline: str = "") -> tuple[LegalDocument, ...]:
    return facts_of(text, headline).legal_documents


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("theo Quyết định số 1235/QĐ-BTTTT của Bộ", "1235/QĐ-BTTTT", "Quyết định"),
        ("Nghị định 102/2009/NĐ-CP về", "102/2009/NĐ-CP", "Nghị định"),
        ("Nghị định 97/2008/NĐ- CP", "97/2008/NĐ-CP", "Nghị định"),
        ("Kế hoạch số 11-KH/TU của Thành ủy", "11-KH/TU", "Kế hoạch"),
        ("Luật An ninh mạng số 24/2018/QH14", "24/2018/QH14", "Luật"),
        ("Nghị quyết số 15/2008/QH 12 ngày", "15/2008/QH12", "Nghị quyết"),
        ("thông tư liên tịch số 12/2007/TTLT/BXD-BTTTT", "12/2007/TTLT/BXD-BTTTT", "Thông tư liên tịch"),
        ("Thông tư liên tịch số 03/2009/TTLT-BNV-BTC-BLĐTB&XH", "03/2009/TTLT-BNV-BTC-BLĐTB&XH", "Thông tư liên tịch"),
        ("Quyết định số 18a/2013/QĐ-TTg", "18a/2013/QĐ-TTg", "Quyết định"),
        ("Công văn số 8831/UBND-VX", "8831/UBND-VX", "Công văn"),
        ("Công văn số 1885/STTTT-ƯDCNTT", "1885/STTTT-ƯDCNTT", "Công văn"),
        ("Kế hoạch số 149/KH – UBND", "149/KH-UBND", "Kế hoạch"),
        ("Chỉ thị số 01 CT/UBND của UBND", "01CT/UBND", "Chỉ thị"),
        ("theo 05-CT/TW của Bộ Chính trị", "05-CT/TW", "Chỉ thị"),
        ("giả mạo số 705/SGD-TV", "705/SGD-TV", "Công văn"),
        ("quyết định số 229 QĐ – TTg phê duyệt", "229QĐ-TTg", "Quyết định"),
    ],
)
def test_a_number_is_read_in_every_form(text: str, number: str, kind: str) -> None:
    [document] = cited(text)
    assert (document.number, document.kind) == (number, kind)


def test_a_short_number_is_the_full_one_where_the_article_has_it() -> None:
    [document] = cited("thực hiện Quyết định 1605/QĐ-TTg.\nNguồn kinh phí thực hiện Quyết định 1605 năm 2013 và 03 năm còn lại.")
    assert document.number == "1605/QĐ-TTg"
    assert document.forms == ("Quyết định 1605/QĐ-TTg", "Quyết định 1605")


def test_a_short_number_alone_is_its_digits() -> None:
    assert [(item.kind, item.number) for item in cited("quán triệt Chỉ thị 03, Kế hoạch số 26 của Đảng ủy")] == [
        ("Chỉ thị", "03"),
        ("Kế hoạch", "26"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 5 năm, Quyết định 10 nội dung",
        "Báo cáo số 15/BC-UBND của UBND",
        "Hợp đồng số 12/HĐ-VTI",
        "tiêu chuẩn QCVN 08:2010/BTTTT và TCVN 9250:2012",
        "đường dây nóng 24/7, số điện thoại 04.37366690, số 185 Giảng Võ",
        "dự thảo Nghị định quy định việc cấp phép, các văn bản hướng dẫn",
        "2 - Tổ chức thực hiện; 3- Kinh phí",
        "kết nạp 05 quần chúng; Hướng dẫn 02 quần chúng khác làm hồ sơ",
        "lấy ý kiến về dự thảo Bộ luật Dân sự",
        "nghiên cứu xây dựng Luật An toàn thông tin số để trình Quốc hội",
        "Thanh tra | 1 | Luật, Báo chí",
        "quán triệt Nghị quyết Trung ương 6 về giáo dục",
        "Nghị quyết Đại hội XII Đảng bộ Khối các cơ quan",
        "3 | 2 0/08/2020 | 2 01-KH/TU | Thành ủy",
    ],
)
def test_what_is_no_document_is_left_out(text: str) -> None:
    assert cited(text) == ()


def test_a_report_on_a_plan_still_cites_the_plan() -> None:
    assert [item.number for item in cited("theo Báo cáo và Kế hoạch số 12/KH-UBND")] == ["12/KH-UBND"]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 12/QĐ-UBND ngày 03/8/2011 của UBND",
        "Quyết định số 12/QĐ-UBND, ngày 03/8/2011",
        "Quyết định số 12/QĐ-UBND ký ngày 03/8/2011",
        "Quyết định số 12/QĐ-UBND của Chủ tịch UBND thành phố ngày 3 tháng 8 năm 2011",
        "Ngày 03/8/2011, UBND thành phố đã ban hành Quyết định số 12/QĐ-UBND về việc",
        "Trước đó, ngày 03/8/2011, Sở đã có Quyết định số 12/QĐ-UBND gửi các đơn vị",
    ],
)
def test_the_day_of_issue_stands_beside_the_number_or_heads_the_sentence(text: str) -> None:
    [document] = cited(text)
    assert document.date == date(2011, 8, 3)
    assert document.proofs[1].field == "date"
    assert document.proofs[1].text in text
    assert "12/QĐ-UBND" in document.proofs[1].text
    assert "2011" in document.proofs[1].text


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 12/QĐ-UBND có hiệu lực từ ngày 03/8/2011",
        "Ngày 20/7, Sở có Quyết định số 12/QĐ-UBND",
        "Quyết định số 12/QĐ-UBND. Ngày 03/8/2011 Sở tổ chức họp",
        "Quyết định số 12/2011/QĐ-UBND về việc",
    ],
)
def test_another_day_is_not_the_day_of_issue(text: str) -> None:
    assert cited(text)[0].date is None


def test_each_of_two_documents_has_its_own_day() -> None:
    text = "Thực hiện Kế hoạch số 5/KH-UBND ngày 01/02/2016 của UBND, ngày 10/3/2016, Sở đã ban hành Công văn số 7/STTTT-VP."
    assert [(item.number, item.date) for item in cited(text)] == [
        ("5/KH-UBND", date(2016, 2, 1)),
        ("7/STTTT-VP", date(2016, 3, 10)),
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("phù hợp với Luật Đầu tư công. Đồng thời", "Luật Đầu tư công"),
        ("quy định của Luật phòng chống tác hại của thuốc lá và", "Luật phòng chống tác hại của thuốc lá"),
        ("Bộ luật Dân sự được sửa đổi", "Bộ luật Dân sự"),
        ("Nghị quyết Trung ương 4 khóa XI về", "Nghị quyết Trung ương 4 khóa XI"),
        ("Nghị quyết TW 4 ( khóa XI).", "Nghị quyết TW 4 ( khóa XI)"),
        ("Nghị quyết Đại hội XII của Đảng vào cuộc sống", "Nghị quyết Đại hội XII của Đảng"),
        ("Kết luận Hội nghị Trung ương 6 (khóa X) về", "Kết luận Hội nghị Trung ương 6 (khóa X)"),
        ("Hiến pháp năm 1992", "Hiến pháp năm 1992"),
        ("dự thảo sửa đổi Hiến pháp năm 1992", "Hiến pháp năm 1992"),
        ("Luật Công chức cũng được lồng ghép", "Luật Công chức"),
    ],
)
def test_a_document_without_number_is_cited_by_name(text: str, form: str) -> None:
    [document] = cited(text)
    assert document.number is None
    assert document.forms == (form,)


def test_a_ruling_cited_by_its_day_has_that_day() -> None:
    [document] = cited("theo Quyết định ngày 5/6/2013 của Bộ trưởng")
    assert (document.kind, document.date) == ("Quyết định", date(2013, 6, 5))


def test_every_form_stands_in_the_text() -> None:
    text = "Nghị định số 72/2013/NĐ-CP thay thế Nghị định 97/2008/NĐ-CP; nghị định số 72/2013/NĐ-CP có hiệu lực"
    for document in cited(text):
        assert all(form in text for form in document.forms)


def test_a_table_gives_the_day_of_issue_in_its_column() -> None:
    text = "STT | Ngày ban hành | Số, ký hiệu\n5 | 12/10/2020 | 198/KH-UBND\n6 | 13/10/2020 | Quyết định số 9/QĐ-UBND"
    found = cited(text)
    assert [(item.number, item.date) for item in found] == [("198/KH-UBND", date(2020, 10, 12)), ("9/QĐ-UBND", date(2020, 10, 13))]
    assert [proof.text for proof in found[0].proofs] == ["198/KH-UBND", "12/10/2020 | 198/KH-UBND"]
    assert cited("Ngày, tháng | Số\n12/10/2020 | 198/KH-UBND")[0].date == date(2020, 10, 12)


@pytest.mark.parametrize(
    "text",
    [
        "STT | Ngày hiệu lực | Số\n5 | 12/10/2020 | 198/KH-UBND",
        "Ngày ban hành | Số\n5 | 12/10/2020 | 198/KH-UBND",
        "Ngày ban hành | Ngày ký | Số\n11/10/2020 | 12/10/2020 | 198/KH-UBND",
        "Ngày ban hành | Trích yếu\n12/10/2020 | Thực hiện Kế hoạch số 198/KH-UBND của UBND",
        "Ngày ban hành | Số\n10/2020 | 198/KH-UBND",
        "Ngày ban hành | Số\nCác văn bản khác\n12/10/2020 | 198/KH-UBND",
    ],
)
def test_a_table_that_does_not_tell_the_day_of_issue_gives_none(text: str) -> None:
    assert [item.date for item in cited(text)] == [None]


def test_several_resolutions_together_are_no_document() -> None:
    assert facts_of("tuyên truyền rộng rãi các nghị quyết của Hội nghị Trung ương 5 (khóa XII) trong nhân dân").legal_documents == ()


def test_a_convention_is_no_law() -> None:
    assert facts_of("theo Công ước của Liên Hợp quốc về Luật Biển 1982").legal_documents == ()


def test_one_resolution_is_one_document_however_its_plenum_is_written() -> None:
    text = "Nghị quyết Trung ương 4 (khóa XI); Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI; Nghị quyết TW4 nêu rõ"
    [document] = cited(text)
    assert len(document.forms) == 3
    assert [item.forms for item in cited("Nghị quyết Trung ương 4 khóa XI và Nghị quyết Trung ương 4 khóa XII")] == [
        ("Nghị quyết Trung ương 4 khóa XI",),
        ("Nghị quyết Trung ương 4 khóa XII",),
    ]


def test_a_resolution_of_a_congress_is_one_in_all_its_forms() -> None:
    [document] = cited("Nghị quyết Đại hội XII của Đảng; Nghị quyết Đại hội Đảng toàn quốc lần thứ XII")
    assert len(document.forms) == 2


def test_a_short_number_quotes_whose_document_it_is() -> None:
    [document] = cited("thực hiện Chỉ thị 05 của Bộ Chính trị về học tập")
    assert (document.number, document.forms, document.proofs[0].text) == ("05", ("Chỉ thị 05",), "Chỉ thị 05 của Bộ Chính trị")


def test_a_day_is_told_as_printed_also_where_the_number_holds_another_year() -> None:
    [document] = cited("Quyết định số 12/2017/QĐ-UBND ngày 17/12/2013")
    assert document.date == date(2013, 12, 17)
