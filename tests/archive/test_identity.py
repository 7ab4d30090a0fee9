"""Who and what is meant: mentions of many articles made one, and kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from archive.article import Article, Publisher
from archive.body_identity import body_key
from archive.corrections import Apart, Corrections, Kind, Same
from archive.facts import facts
from archive.identity import Mention, gathering_kind, mentions, name_of, resolve
from archive.slugs import document_slug, slug


def article(identifier: str, body: str, *, year: int = 2015, headline: str = "Tin") -> Article:
    return Article(
        identifier=identifier,
        url=f"https://a.vn/{identifier}",
        site="a",
        headline=headline,
        article_body=body,
        date_published=date(year, 5, 4),
    )


def named(kind: Kind, articles: Iterable[Article]) -> list[Mention]:
    return [one for found in articles for one in mentions(found, facts(found)) if one.kind == kind]


def things(kind: Kind, *articles: Article, corrections: Corrections | None = None) -> dict[str, str]:
    """The thing of each article, whose identity is decided block by block."""
    blocks: dict[str, list[Mention]] = {}
    for one in named(kind, articles):
        blocks.setdefault(one.block, []).append(one)
    resolved = [one for block in blocks.values() for one in resolve(kind, block, corrections or Corrections())]
    return {one.identifier: one.thing for one in resolved}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1605/QĐ-TTg", "1605-qd-ttg"),
        ("05-CT/TW", "5-ct-tw"),
        ("102/2009/NĐ-CP", "102-2009-nd-cp"),
        ("Luật Đầu tư công", "luat-dau-tu-cong"),
    ],
)
def test_a_document_has_one_address(name: str, expected: str) -> None:
    assert document_slug(name) == expected


def test_a_long_name_and_one_without_letters_have_addresses_too() -> None:
    assert len(slug("Ban " * 100)) <= 100
    assert slug("Ban " * 100) != slug("Ban " * 101)
    assert slug("???")


def test_a_short_number_is_the_only_document_of_its_kind_and_number() -> None:
    full, short = article("a", "Theo Quyết định số 1605/QĐ-TTg."), article("b", "Thực hiện Quyết định số 1605 của Thủ tướng.")
    assert things("document", full, short) == {"a": "1605-qd-ttg", "b": "1605-qd-ttg"}
    other, bare = article("c", "Theo Quyết định số 1605/QĐ-UBND."), article("d", "Thực hiện Quyết định 1605.")
    assert things("document", full, short, other)["b"] == "1605-qd-ttg"
    assert things("document", full, bare, other)["d"] == "quyet-dinh-1605"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Chỉ thị số 26 của Ban Bí thư về đối ngoại", "Chỉ thị số 26/CT-TTg"),
        ("Thông tư số 11 do Bộ TT&TT ban hành ngày 17/7/2012", "Thông tư số 11/2013/TT-NHNN"),
        ("Nghị quyết số 17, ngày 07/3/2011, của Chính phủ", "Nghị quyết số 17/2009/NQ-HĐND"),
        ("Thông tư số 11", "Thông tư số 11/2019/TT-BTTTT"),
    ],
)
def test_a_short_number_is_no_document_of_another_issuer_or_year(short: str, full: str) -> None:
    found = things("document", article("a", f"Theo {full}."), article("b", f"Thực hiện {short}."))
    assert found["a"] != found["b"]


def test_a_resolution_of_a_plenum_is_one_document_over_its_forms() -> None:
    first = article("a", "Học tập Nghị quyết TW 4 (khóa XI).")
    second = article("b", "Theo Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI.")
    third = article("c", "Thực hiện Nghị quyết Trung ương 4 khóa XII.")
    assert things("document", first, second, third) == {
        "a": "nghi-quyet-trung-uong-4-khoa-xi",
        "b": "nghi-quyet-trung-uong-4-khoa-xi",
        "c": "nghi-quyet-trung-uong-4-khoa-xii",
    }


def test_a_constitution_is_one_document_with_and_without_the_word_for_its_year() -> None:
    found = things("document", article("a", "Theo Hiến pháp năm 2013."), article("b", "Theo Hiến pháp 2013."))
    assert found["a"] == found["b"]


def test_a_number_issued_in_several_years_is_several_documents() -> None:
    first = article("a", "Theo Quyết định số 20/QĐ-UBND ngày 3/2/2011.", year=2011)
    second = article("b", "Theo Quyết định số 20/QĐ-UBND ngày 5/2/2014.", year=2014)
    undated = article("c", "Theo Quyết định số 20/QĐ-UBND.", year=2013)
    assert things("document", first, second, undated) == {"a": "20-qd-ubnd-2011", "b": "20-qd-ubnd-2014", "c": "20-qd-ubnd-2011"}


def test_what_was_cited_before_a_number_was_issued_is_another_document() -> None:
    before = article("a", "Theo Nghị quyết số 11-NQ/TW về công tác phụ nữ.", year=2015)
    issued = article("b", "Theo Nghị quyết số 11-NQ/TW ngày 3/6/2017.", year=2017)
    after = article("c", "Theo Nghị quyết số 11-NQ/TW.", year=2019)
    assert things("document", before, issued, after) == {"a": "11-nq-tw-truoc-2017", "b": "11-nq-tw", "c": "11-nq-tw"}
    assert things("document", issued, after) == {"b": "11-nq-tw", "c": "11-nq-tw"}


def test_a_title_is_no_part_of_a_person() -> None:
    assert things(
        "person",
        article("a", "Thứ trưởng Nguyễn Minh Hồng phát biểu."),
        article("b", "Thứ trưởng Bộ TT&TT Nguyễn Minh Hồng dự."),
        article("c", "Ông Nguyễn Minh Hồng - Chủ tịch Hội đồng chủ trì."),
    ) == {"a": "nguyen-minh-hong", "b": "nguyen-minh-hong", "c": "nguyen-minh-hong"}


NAMESAKES = (
    article("a1", "Ông Nguyễn Văn Nam, Giám đốc Sở Nội vụ Hà Nội dự.", year=2014),
    article("a2", "Ông Nguyễn Văn Nam, Giám đốc Sở Nội vụ dự.", year=2016),
    article("b1", "Ông Nguyễn Văn Nam, Chủ tịch Công ty Cổ phần Bình Minh dự.", year=2015),
    article("b2", "Ông Nguyễn Văn Nam, Chủ tịch Công ty Cổ phần Bình Minh dự.", year=2016),
)


def test_namesakes_are_kept_apart_by_body_and_years() -> None:
    found = things("person", *NAMESAKES)
    assert found == {"a1": "nguyen-van-nam", "a2": "nguyen-van-nam", "b1": "nguyen-van-nam-2", "b2": "nguyen-van-nam-2"}


MANY_OF_ONE_NAME = (
    article("f", "Ông Nguyễn Văn Nam, Phó Tổng giám đốc Tập đoàn Sao Mai dự.", year=2011),
    article("m", "Giám khảo Nguyễn Văn Nam, Phó Chủ nhiệm khoa Nhạc nhẹ chấm.", year=2015),
    article("b1", "Ông Nguyễn Văn Nam - Chủ tịch HĐQT Hoa Sen Books dự.", year=2015),
    article("b2", "Ông Nguyễn Văn Nam - Tổng Giám đốc Công ty Cổ phần Sách Hoa Sen dự.", year=2017),
    article("s1", "Bộ trưởng Bộ Y tế Nguyễn Văn Nam dự.", year=2019),
    article("s2", "Bộ trưởng Bộ Y tế Nguyễn Văn Nam dự.", year=2021),
)


def test_those_in_firms_and_schools_who_bear_a_common_name_are_people_of_their_own() -> None:
    found = things("person", *MANY_OF_ONE_NAME)
    assert found["b1"] == found["b2"]
    assert found["s1"] == found["s2"]
    assert len(set(found.values())) == 4


@pytest.mark.parametrize("articles", [NAMESAKES, MANY_OF_ONE_NAME])
def test_the_order_of_reading_changes_nothing(articles: tuple[Article, ...]) -> None:
    expected = things("person", *articles)
    for order in permutations(named("person", articles)):
        assert {one.identifier: one.thing for one in resolve("person", order)} == expected


def test_names_that_differ_by_a_mark_are_two_people() -> None:
    found = things(
        "person", article("a", "Ông Nguyễn Văn Toàn, Giám đốc Sở Y tế dự."), article("b", "Ông Nguyễn Văn Toản, Giám đốc Sở Y tế dự.")
    )
    assert len(set(found.values())) == 2


def test_a_career_goes_on_in_another_body() -> None:
    found = things(
        "person",
        article("a", "Ông Tô Văn Động, Giám đốc Sở Thông tin và Truyền thông dự.", year=2013),
        article("b", "Ông Tô Văn Động, Giám đốc Sở Văn hóa Thể thao dự.", year=2015),
    )
    assert set(found.values()) == {"to-van-dong"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở TT&TT Hà Nội", "Sở Thông tin và Truyền thông thành phố Hà Nội"),
        ("UBND TP Hà Nội", "Ủy ban nhân dân Hà Nội"),
        ("Ban Điều hành năm 2012", "ban điều hành"),
        ("Uỷ ban nhân dân tỉnh Hoà Bình", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("Sở TT-TT", "Sở Thông tin & Truyền thông"),
        ("Trung tâm Giao dịch CNTT & TT", "Trung tâm Giao dịch Công nghệ thông tin và Truyền thông"),
        ("Báo Hànộimới", "Báo Hà Nội mới"),
        ("Bộ LĐ-TB&XH", "Bộ Lao động, Thương binh và Xã hội"),
        ("Đài PT-TH Hà Nội", "Đài Phát thanh và Truyền hình Hà Nội"),
        ("Ủy ban MTTQ Việt Nam Thành phố Hà Nội", "Ủy ban Mặt trận Tổ quốc Thành phố Hà Nội"),
        ("Quốc hội khoá XIV", "Quốc hội"),
        ("Bộ Ngoại giao Việt Nam", "Bộ Ngoại giao"),
        ("Trung tâm Tần số vô tuyến điện KV1", "Trung tâm Tần số VTĐ khu vực I"),
    ],
)
def test_spellings_of_one_body(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


def test_reports_of_one_day_by_one_body_are_of_one_meeting() -> None:
    told = "Ngày 16/3/2018, Sở Nội vụ tổ chức hội nghị giao ban."
    one = article("a", told, headline="Hội nghị giao ban công tác cải cách hành chính", year=2018)
    again = article("b", told, headline="Sở Nội vụ: Hội nghị giao ban cải cách hành chính", year=2018)
    other = article("c", told.replace("giao ban", "tập huấn"), headline="Hội nghị tập huấn văn thư lưu trữ", year=2018)
    assert things("meeting", one, again, other) == {"a": "a", "b": "a", "c": "c"}


def test_the_kind_of_a_gathering_is_its_noun() -> None:
    assert [gathering_kind(name) for name in ("Phiên họp thường kỳ", "Họp", "Hội nghị giao ban", None)] == [
        "phiên họp",
        "họp",
        "hội nghị",
        None,
    ]


def test_every_decision_says_its_rule() -> None:
    for kind in ("person", "body", "document", "meeting"):
        block = named(kind, NAMESAKES[:1])  # type: ignore[arg-type]
        assert all(one.rule and one.thing for one in resolve(kind, block))  # type: ignore[arg-type]


def test_a_correction_keeps_two_apart_and_another_makes_them_one() -> None:
    apart = Corrections(apart=(Apart("person", "Nguyễn Minh Hồng", "Nguyễn Minh Hồng (Hải Phòng)", frozenset("b")),))
    both = (article("a", "Thứ trưởng Nguyễn Minh Hồng dự."), article("b", "Thứ trưởng Nguyễn Minh Hồng dự."))
    assert things("person", *both, corrections=apart) == {"a": "nguyen-minh-hong", "b": "nguyen-minh-hong-hai-phong"}
    one = Corrections(same=(Same("person", ("Nguyễn Văn Nam",)),))
    assert set(things("person", *NAMESAKES, corrections=one).values()) == {"nguyen-van-nam"}


def test_a_correction_joins_two_names() -> None:
    renamed = Corrections(same=(Same("body", ("Cục Tin học hóa", "Cục Ứng dụng CNTT")),))
    found = named("body", [article("a", "Lãnh đạo Cục Ứng dụng CNTT đã dự.")])
    assert [one.thing for one in resolve("body", found, renamed)] == ["cuc-tin-hoc-hoa"]
    assert [replace(one, thing="", rule="") for one in resolve("body", found, renamed)] == found


def in_hanoi(made: Article) -> Article:
    return replace(made, publisher=Publisher(name="Sở Thông tin và Truyền thông Hà Nội", level="province"))


@pytest.mark.parametrize(
    ("text", "thing", "rule"),
    [
        ("Sở Nội vụ họp.", "so-noi-vu-ha-noi", "same words, with the place of the publisher"),
        ("UBND Thành phố giao Sở.", "uy-ban-nhan-dan-ha-noi", "same words, with the place of the publisher"),
        ("Công đoàn Sở họp.", "cong-doan-so-thong-tin-truyen-thong-ha-noi", "same words, with the place of the publisher"),
        ("Ban Tuyên giáo Thành ủy họp.", "ban-tuyen-giao-thanh-uy-ha-noi", "same words, with the place of the publisher"),
        ("Sở Nội vụ tỉnh Lào Cai họp. Sau đó Sở Nội vụ báo cáo.", "so-noi-vu-lao-cai", "same words, short forms written out"),
        ("Sở Nội vụ họp với Sở Nội vụ tỉnh Lào Cai.", "so-noi-vu-lao-cai", "same words, short forms written out"),
        ("Thanh tra Sở Nội vụ họp.", "thanh-tra-so-noi-vu-ha-noi", "same words, with the place of the publisher"),
        ("Đảng ủy Sở TT&TT họp.", "dang-uy-so-thong-tin-truyen-thong-ha-noi", "same words, with the place of the publisher"),
        ("Công đoàn cơ quan Thành đoàn đã họp.", "cong-doan-co-quan-thanh-doan-ha-noi", "same words, with the place of the publisher"),
        ("Sở Giao dịch I đã họp.", "so-giao-dich-i", "same words, short forms written out"),
        ("Bộ Nội vụ họp.", "bo-noi-vu", "same words, short forms written out"),
        ("Đài Truyền thanh Cơ sở họp.", "dai-truyen-thanh-co-so", "same words, short forms written out"),
    ],
)
def test_a_body_without_its_place_is_that_of_the_article_or_of_its_publisher(text: str, thing: str, rule: str) -> None:
    found = [one for mention in named("body", [in_hanoi(article("a", text))]) for one in resolve("body", [mention])]
    assert [(one.thing, one.rule) for one in found] == [(thing, rule)]


def test_without_a_provincial_publisher_a_body_without_its_place_stays_so() -> None:
    assert things("body", article("a", "Sở Nội vụ họp.")) == {"a": "so-noi-vu"}


def test_namesakes_are_told_apart_by_a_number_in_their_names() -> None:
    assert name_of("person", "le-van-an", {"Lê Văn An": 3}) == "Lê Văn An"
    assert name_of("person", "le-van-an-2", {"Lê Văn An": 3}) == "Lê Văn An (2)"
    assert name_of("body", "so-noi-vu-ha-noi", {"Sở Nội vụ": 9, "Sở Nội vụ Hà Nội": 1}) == "Sở Nội vụ Hà Nội"
    assert name_of("document", "1605-qd-ttg", {"Quyết định 1605": 9, "1605/QĐ-TTg": 1}) == "1605/QĐ-TTg"


def test_a_number_without_its_year_is_not_one_of_another_year() -> None:
    old = article("old", "Thực hiện Chỉ thị số 18/2009/CT-UBND.", year=2010)
    new = article("new", "Thực hiện Chỉ thị số 18/CT-UBND ngày 13/9/2013.", year=2013)
    same = article("same", "Thực hiện Chỉ thị số 18/CT-UBND ngày 20/5/2009.", year=2013)
    assert things("document", old, new) == {"old": "18-2009-ct-ubnd", "new": "18-ct-ubnd"}
    assert things("document", old, same) == {"old": "18-2009-ct-ubnd", "same": "18-2009-ct-ubnd"}


def test_a_block_is_the_one_that_the_article_names() -> None:
    text = "Đảng ủy Khối các cơ quan Thành phố họp. Ban Tuyên giáo Đảng ủy Khối báo cáo."
    found = [one for mention in named("body", [in_hanoi(article("a", text))]) for one in resolve("body", [mention])]
    assert [one.thing for one in found] == ["dang-uy-khoi-cac-co-quan-ha-noi", "ban-tuyen-giao-dang-uy-khoi-cac-co-quan-ha-noi"]


def test_a_centre_without_its_place_is_the_one_that_its_publisher_names_elsewhere_with_it() -> None:
    short, long = article("a", "Trung tâm Dữ liệu đã họp."), article("b", "Trung tâm Dữ liệu Hà Nội đã họp.")
    assert things("body", short, long) == {"a": "trung-tam-du-lieu", "b": "trung-tam-du-lieu-ha-noi"}
    assert things("body", in_hanoi(short)) == {"a": "trung-tam-du-lieu"}
    assert set(things("body", in_hanoi(short), in_hanoi(long)).values()) == {"trung-tam-du-lieu-ha-noi"}
    apart = Corrections(apart=(Apart("body", "Trung tâm Dữ liệu", "Trung tâm Dữ liệu của Bộ", frozenset("a")),))
    assert things("body", in_hanoi(short), in_hanoi(long), corrections=apart)["a"] == "trung-tam-du-lieu-cua-bo"


def test_a_body_that_is_no_centre_stays_apart_from_that_of_the_place() -> None:
    short, long = in_hanoi(article("a", "Đại học Sư phạm đã họp.")), in_hanoi(article("b", "Đại học Sư phạm Hà Nội đã họp."))
    assert things("body", short, long) == {"a": "dai-hoc-su-pham", "b": "dai-hoc-su-pham-ha-noi"}


def test_the_meeting_of_a_unit_is_not_that_of_the_body_it_is_of() -> None:
    text = "Chiều 6/8/2015, Chi bộ Văn phòng Sở Nội vụ đã tổ chức lễ kết nạp đảng viên."
    one = in_hanoi(article("a", text, headline="Chi bộ Văn phòng Sở Nội vụ kết nạp đảng viên"))
    assert [mention.name for mention in named("body", [one]) if mention.detail["met"]] == ["Chi bộ Văn phòng Sở Nội vụ"]
