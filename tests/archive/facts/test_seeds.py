"""The five seeds' own text: their meetings, people and legal documents exactly."""

from __future__ import annotations

from datetime import date
from functools import cache

from archive.article import Article, Image, LegalDocument, Meeting
from archive.facts import Facts, facts
from samples.texts import load


@cache
def seed(number: str) -> Facts:
    text = next(found for found in load() if found.key.startswith(f"seed-{number}"))
    return facts(
        Article(
            identifier=number,
            url=f"https://example.vn/{number}",
            site="seed",
            headline=text.headline,
            description=text.description,
            article_body="\n\n".join(block.lines[0] for block in text.blocks),
            author=text.author,
            image=(Image(caption=text.caption),) if text.caption else (),
            date_published=text.date_published,
        )
    )


def told(number: str) -> Meeting:
    found = seed(number).meeting
    assert found is not None
    return found


def documents(found: Facts) -> list[tuple[str | None, str | None, date | None, tuple[str, ...]]]:
    return [(item.number, item.kind, item.date, item.forms) for item in found.legal_documents]


def roles(found: Facts) -> dict[str, tuple[str, ...]]:
    return {person.name: person.roles for person in found.people}


def test_the_first_seed_was_held_on_its_posting_day() -> None:
    found = told("000")
    assert (found.held, found.evidence, found.kind) == (date(2011, 8, 12), "Sáng ngày 12/08/2011", "buổi làm việc")
    assert (found.body, found.place, found.session, found.chairs) == ("Cục Ứng dụng CNTT- Bộ TT&TT", None, None, ("Nguyễn Minh Hồng",))
    assert found.next_meeting is not None
    assert found.next_meeting.when == "2011-09"
    assert roles(seed("000")) == {"Nguyễn Minh Hồng": ("Thứ trưởng", "Chủ tịch Hội đồng")}
    assert documents(seed("000")) == [("1235/QĐ-BTTTT", "Quyết định", date(2011, 8, 3), ("Quyết định số 1235/QĐ-BTTTT",))]


def test_the_second_seed_was_held_three_months_before_posting() -> None:
    found = told("001")
    body = "Ban điều hành triển khai công tác ứng dụng CNTT trong hoạt động của cơ quan nhà nước"
    assert (found.held, found.evidence, found.kind, found.body) == (date(2012, 2, 16), "Chiều ngày 16/02/2012", "Họp", body)
    assert (found.place, found.session) == ("18 Nguyễn Du – Hà Nội", "phiên họp đầu tiên của Ban điều hành trong năm 2012")
    assert (found.chairs, found.next_meeting) == ((), None)
    assert roles(seed("001")) == {"Nguyễn Minh Hồng": ("Thứ trưởng",)}
    assert documents(seed("001")) == [
        ("102/2009/NĐ-CP", "Nghị định", None, ("Nghị định số 102/2009/NĐ-CP",)),
        ("1605/QĐ-TTg", "Quyết định", None, ("Quyết định 1605/QĐ-TTg", "Quyết định 1605")),
    ]


def test_the_third_seed_knows_only_the_year() -> None:
    found = told("002")
    assert (found.held, found.held_precision, found.evidence) == (date(2017, 1, 1), "year", "năm 2017")
    assert (found.kind, found.body, found.session) == ("họp", "Hội đồng Giám đốc CNTT khu vực miền Bắc", "năm 2017")
    assert roles(seed("002")) == {}
    assert [item.number or item.forms[0] for item in seed("002").legal_documents] == ["102/2009/NĐ-CP", "1819/QĐ-TTg", "Luật Đầu tư công"]


def test_the_fourth_seed_is_about_no_meeting() -> None:
    found = seed("003")
    assert found.meeting is None
    assert roles(found) == {"Nguyễn Minh Hồng": ("Thứ trưởng Bộ TT&TT",)}
    assert documents(found) == [("1605/QĐ-TTg", "Quyết định", date(2010, 8, 27), ("Quyết định 1605/QĐ-TTg",))]
    assert found.sign_off == "Thúy Hòa"


def test_the_fifth_seed_names_organiser_and_the_body_that_met() -> None:
    found = told("004")
    assert (found.held, found.evidence, found.kind, found.session) == (
        date(2018, 3, 16),
        "Ngày 16/3/2018",
        "Phiên họp thường kỳ",
        "Quý I/2018",
    )
    assert found.body == "Cục Tin học hóa;Ban Điều hành triển khai công tác ứng dụng CNTT trong hoạt động của cơ quan nhà nước"
    assert (found.place, found.chairs) == ("trụ sở Bộ Thông tin và Truyền thông", ("Nguyễn Thành Hưng",))
    assert roles(seed("004")) == {"Nguyễn Thành Hưng": ("Thứ trưởng", "Trưởng Ban Điều hành")}
    assert [item.short for item in seed("004").abbreviations] == ["Ban Điều hành"]


def test_one_decision_is_one_document_over_two_seeds() -> None:
    numbers = [{item.number for item in seed(number).legal_documents} for number in ("001", "003")]
    assert "1605/QĐ-TTg" in numbers[0] & numbers[1]


def test_a_document_by_number_comes_before_one_by_name() -> None:
    found: tuple[LegalDocument, ...] = seed("002").legal_documents
    assert [item.number is None for item in found] == [False, False, True]
