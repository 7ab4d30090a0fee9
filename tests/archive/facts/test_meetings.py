"""The meeting an article is about."""

from __future__ import annotations

from datetime import date

import pytest

from archive.article import Meeting
from tests.archive.facts.texts import facts_of

TOLD = "Dự hội nghị có đại diện các đơn vị."


def meeting(body: str, headline: str = "Hội nghị giao ban công tác báo chí", posted: str | None = "2013-05-02") -> Meeting:
    found = facts_of(body, headline, posted).meeting
    assert found is not None
    return found


# Whether the article is about one


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Họp Ban điều hành quý I", "Chiều ngày 16/02/2012, Ban điều hành đã họp."),
        ("Sẽ ban hành Quy chế hoạt động", "Sáng ngày 12/08/2011, Cục Tin học đã tổ chức buổi làm việc với các Bộ về Quy chế."),
        (
            "Chủ tịch Thành phố tiếp Đại sứ Hy Lạp",
            "Ngày 22/1, Chủ tịch đã tiếp Đại sứ Hy Lạp. Trong buổi làm việc, hai bên trao đổi về hợp tác.",
        ),
        ("Nhiều hoạt động chào mừng năm mới", "Chiều 31/10, tại Hội nghị giao ban báo chí, Phó Giám đốc Sở cho biết kế hoạch."),
        (
            "Thông báo kết luận hội nghị Đảng ủy Sở tháng 1 năm 2015",
            "Ngày 29/01/2015, Đảng ủy ban hành Thông báo kết luận Hội nghị Đảng ủy.",
        ),
        ("Khai giảng lớp tập huấn an toàn thông tin", "Sở tổ chức lớp tập huấn cho cán bộ."),
    ],
)
def test_an_article_that_tells_of_one_gathering_is_about_it(headline: str, body: str) -> None:
    assert facts_of(body, headline, "2015-02-03").meeting is not None


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Tăng cường phòng cháy chữa cháy", "UBND Thành phố đã ban hành Kế hoạch số 5/KH-UBND. Sở chuẩn bị tổ chức hội nghị tuyên truyền."),
        ("Hưởng ứng Cuộc thi viết về giao thông", "Ngày 5/6, UBND Thành phố phát động cuộc thi. Lễ trao giải sẽ được tổ chức sau."),
        ("Nhà sách với những cuộc tọa đàm thú vị", "Nhà sách tổ chức nhiều buổi tọa đàm tại Hội sách."),
        ("Cung cấp thông tin cho báo chí", "Từ năm 1997 đến nay, Ban Tuyên giáo tổ chức Hội nghị giao ban báo chí hàng tuần."),
        ("Hướng dẫn tổ chức đại hội các chi bộ", "Ngày 7/6/2017, Đảng ủy ban hành hướng dẫn số 04-HD/ĐU về tổ chức đại hội."),
        ("Kiểm tra công tác phòng chống bão", "Sáng 4/6, Đoàn kiểm tra của Sở đã có buổi làm việc với doanh nghiệp."),
        ("Trung tâm Hội nghị Quốc gia mở cửa", "Trung tâm Hội nghị Quốc gia đón khách từ hôm nay."),
        ("Bốn hình thức cung cấp thông tin", "Quy định mới gồm bốn hình thức sau.\nMột là, tổ chức họp báo;\nHai là, trả lời phỏng vấn."),
        (
            "Giữ gìn trật tự hè phố",
            "Thực hiện kết luận của Chủ tịch Thành phố tại Hội nghị quán triệt Kế hoạch 1, ngày 21/3/2017, Sở yêu cầu các đơn vị làm đúng.",
        ),
        (
            "Phần mềm nội dung số vươn lên",
            "Ngành nội dung số lớn nhanh.\nDoanh nghiệp còn yếu.\nTại Hội nghị về nội dung số, ông Lê Văn Nam nói về cạnh tranh.",
        ),
        (
            "Sở tham dự Hội sách quốc tế",
            "Đoàn của Sở đã tham dự Hội sách. Tầng năm của nhà sách để tổ chức các cuộc hội thảo từ ngày 3/5 đến ngày 6/5/2017.",
        ),
        (
            "Tuyên truyền về Hội nghị Hợp tác đầu tư",
            "Từ ngày 16/6 đến 29/6/2017, Sở bảo đảm công tác truyền thông trước, trong và sau Hội nghị.\nBáo đăng tin về Hội nghị.",
        ),
        (
            "Hướng dẫn công tác nhân sự",
            "Ngày 14/10/2014, Đảng ủy ban hành Hướng dẫn số 23-HD/ĐU về nhân sự tại đại hội chi bộ. Các chi bộ tổ chức hội nghị.",
        ),
    ],
)
def test_a_gathering_in_passing_or_in_plan_does_not_make_it_the_subject(headline: str, body: str) -> None:
    assert facts_of(body, headline, "2017-06-14").meeting is None


def test_one_gathering_for_many_guests_is_one() -> None:
    assert meeting("Sáng 6/3/2013, Sở Y tế đã tổ chức buổi gặp mặt các nữ cán bộ.", "Nhân ngày 8/3").kind == "buổi gặp mặt"


# What it is called


@pytest.mark.parametrize(
    ("headline", "body", "kind"),
    [
        ("Sở họp quý III", "Sáng ngày 7/10/2013, Ban Chỉ đạo Phòng chống dịch đã tổ chức họp báo cáo kết quả quý III.", "họp"),
        ("Thành phố đẩy mạnh cải cách", "Sáng 7/12/2012, Kỳ họp thứ 6 Hội đồng nhân dân đã bế mạc. Bí thư phát biểu tại Kỳ họp.", "Kỳ họp"),
        ("Hai sở ký kết phối hợp", "Ngày 30/1/2013, hai sở đã ký kết Kế hoạch phối hợp.\nTại lễ ký kết, hai bên trao đổi.", "lễ ký kết"),
        (
            "Sở tiếp Đoàn",
            "Ngày 22/1/2013, Giám đốc Sở đã tiếp Đoàn Sở Y tế.\nPhát biểu tại buổi làm việc, Giám đốc nêu nhu cầu.",
            "buổi làm việc",
        ),
        ("Sở tiếp Đoàn", "Ngày 22/1/2013, Giám đốc Sở đã tiếp Đoàn Sở Y tế. Hai bên trao đổi.", "tiếp"),
        (
            "Khai giảng khóa kỹ năng",
            "Ngày 6/5/2013, Trung tâm Tin học khai giảng khóa kỹ năng.\nTại khóa học, học viên thực hành.",
            "khai giảng",
        ),
    ],
)
def test_what_was_done_is_called_as_the_text_calls_it(headline: str, body: str, kind: str) -> None:
    assert meeting(body, headline).kind == kind


# When


def test_the_day_stands_in_the_sentence_that_tells_of_it() -> None:
    found = meeting(f"Sáng ngày 22/4/2013, Sở đã tổ chức hội nghị giao ban. {TOLD}")
    assert (found.held, found.held_precision, found.evidence) == (date(2013, 4, 22), "day", "Sáng ngày 22/4/2013")
    assert found.proofs[0].field == "held"


@pytest.mark.parametrize(("posted", "year"), [("2018-01-04", 2017), ("2017-12-27", 2017)])
def test_the_year_comes_from_posting_and_over_new_year_is_the_one_before(posted: str, year: int) -> None:
    assert meeting(f"Sáng 25/12, Sở tổ chức hội nghị giao ban. {TOLD}", posted=posted).held == date(year, 12, 25)


def test_a_stamp_some_days_early_is_likelier_than_a_report_a_year_late() -> None:
    assert meeting(f"Sáng 9/1, Sở tổ chức hội nghị giao ban. {TOLD}", posted="2020-01-01").held == date(2020, 1, 9)
    assert meeting(f"Sáng 9/3, Sở tổ chức hội nghị giao ban. {TOLD}", posted="2020-01-01").held == date(2019, 3, 9)


def test_an_announced_day_lies_ahead() -> None:
    assert meeting("Sở sẽ tổ chức hội nghị giao ban vào ngày 5/1.", posted="2017-12-20").held == date(2018, 1, 5)


@pytest.mark.parametrize(("words", "day"), [("Sáng nay", date(2013, 5, 2)), ("Hôm qua", date(2013, 5, 1))])
def test_today_and_yesterday_are_told_from_the_posting_date(words: str, day: date) -> None:
    assert meeting(f"{words}, Sở tổ chức hội nghị giao ban. {TOLD}").held == day


def test_several_days_have_an_end() -> None:
    found = meeting(f"Trong hai ngày 24 và 25/4, Sở tổ chức hội nghị giao ban tại Hà Nội. {TOLD}")
    assert (found.held, found.held_end) == (date(2013, 4, 24), date(2013, 4, 25))


@pytest.mark.parametrize(
    "body",
    [
        f"Sở vừa tổ chức hội nghị giao ban triển khai Quyết định số 12/QĐ-UBND ngày 03/8/2011. {TOLD}",
        f"Nhân kỷ niệm 88 năm Ngày Báo chí (21/6/1925 - 21/6/2013), Sở đã tổ chức hội nghị giao ban. {TOLD}",
        "Ngày 18/4, Văn phòng đã có Thông báo số 61/TB-UBND về kết luận tại hội nghị giao ban.",
        f"Sở đã tổ chức hội nghị giao ban, chúc mừng chị em nhân ngày 8-3; ngày nay, đất nước đang đổi mới. {TOLD}",
        f"Thời gian vừa qua, Sở đã tổ chức hội nghị giao ban. {TOLD}",
    ],
)
def test_no_other_date_becomes_the_held_date(body: str) -> None:
    found = meeting(body)
    assert (found.held, found.held_precision, found.evidence) == (None, None, None)


@pytest.mark.parametrize(
    ("headline", "held", "precision"),
    [
        ("Đề xuất nội dung họp Hội đồng Giám đốc CNTT khu vực miền Bắc năm 2017", date(2017, 1, 1), "year"),
        ("Thông báo kết luận hội nghị Đảng ủy Sở tháng 1 năm 2015", date(2015, 1, 1), "month"),
        ("Phiên họp thường kỳ quý II/2013 của Ban Chỉ đạo", date(2013, 4, 1), "quarter"),
    ],
)
def test_a_headline_may_give_a_part_of_the_year(headline: str, held: date, precision: str) -> None:
    found = meeting("1. Đề nghị Bộ sớm ban hành hướng dẫn.", headline, None)
    assert (found.held, found.held_precision) == (held, precision)


def test_the_year_of_the_work_is_not_the_meetings() -> None:
    assert meeting(f"Sở đã tổ chức hội nghị. {TOLD}", "Hội nghị tổng kết công tác năm 2012").held is None


# By whom, where, which


@pytest.mark.parametrize(
    ("body", "organiser"),
    [
        ("Ngày 3/4/2013, Sở Tài chính tổ chức hội nghị giao ban.", "Sở Tài chính"),
        ("Ngày 3/4/2013, Bộ Tài chính và UBND thành phố Hà Nội đã tổ chức hội nghị.", "Bộ Tài chính;UBND thành phố Hà Nội"),
        ("Ngày 3/4/2013, tại hội nghị do Sở Tài chính tổ chức, các đại biểu thảo luận.", "Sở Tài chính"),
        (
            "Ngày 3/4/2013, Cục Tin học hóa tổ chức Phiên họp thường kỳ của Ban Điều hành Chính phủ điện tử.",
            "Cục Tin học hóa;Ban Điều hành Chính phủ điện tử",
        ),
        ("Ngày 3/4/2013, Sở Tài chính (STC) Hà Nội tổ chức hội nghị.", "Sở Tài chính"),
        ("Ngày 3/4/2013, Sở Tài chính (STC) chủ trì, phối hợp với Sở Y tế tổ chức hội nghị.", "Sở Tài chính;Sở Y tế"),
        ("Ngày 3/4/2013, Cục Thuế phối hợp cùng với Sở Y tế tổ chức hội nghị.", "Cục Thuế;Sở Y tế"),
        ("Ngày 3/4/2013, tại Hội nghị giao ban báo chí của Thành ủy, đại diện cho biết.", "Thành ủy"),
        ("Ngày 3/4/2013, tại Hà Nội, báo Lao động Thủ đô đã tổ chức hội nghị.", "báo Lao động Thủ đô"),
        ("Sáng 3/4/2013, Kỳ họp thứ 6 Hội đồng nhân dân thành phố Hà Nội đã bế mạc.", "Hội đồng nhân dân thành phố Hà Nội"),
        ("Tối 3/4/2013, Sở Y tế đã chủ trì khai mạc hội nghị.", "Sở Y tế"),
    ],
)
def test_the_organisers_are_named(body: str, organiser: str) -> None:
    assert meeting(f"{body} {TOLD}").body == organiser


@pytest.mark.parametrize(
    "body",
    [
        "Ngày 3/4/2013, UB Mặt trận và Sở Y tế tổ chức hội nghị.",
        "Ngày 3/4/2013, liên ngành Nội vụ - Sở Y tế họp thống nhất tại hội nghị.",
        "Ngày 3/4/2013, Đoàn khối các Cơ quan thành phố tổ chức hội nghị.",
        "Ngày 3/4/2013, huyện Quốc Oai tổ chức Lễ khai trương Cổng thông tin điện tử huyện.",
        "Ngày 3/4/2013, Sở Y tế có Thông báo số 5/TB-SYT về hội nghị giao ban được tổ chức.",
        "Ngày 3/4/2013, Hội đồng Giám đốc công nghệ thông tin các tỉnh miền Bắc tổ chức hội nghị.",
        "Ngày 3/4/2013, ngay sau Hội nghị do Sở Y tế tổ chức, Giám đốc đã phổ biến nội dung tại hội nghị.",
        "Ngày 3/4/2013, hội nghị được khai mạc; Bí thư Thành ủy tổ chức gặp báo chí.",
    ],
)
def test_a_part_of_the_organisers_is_no_answer(body: str) -> None:
    assert meeting(f"{body} {TOLD}").body is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Ngày 3/4/2013, tại trụ sở Bộ Tài chính, Cục Tin học tổ chức hội nghị.", "trụ sở Bộ Tài chính"),
        ("Ngày 3/4/2013, tại 18 Nguyễn Du – Hà Nội, Sở tổ chức hội nghị.", "18 Nguyễn Du – Hà Nội"),
        ("Ngày 3/4/2013, Sở tổ chức hội nghị tại số 185 Giảng Võ, Đống Đa, Hà Nội.", "số 185 Giảng Võ, Đống Đa, Hà Nội"),
        ("Ngày 3/4/2013, Sở tổ chức hội nghị cho cán bộ đang công tác tại Văn phòng.", None),
        ("Cho cán bộ đang công tác tại Ban Dân vận, ngày 3/4/2013, Sở tổ chức hội nghị.", None),
        ("Theo chỉ đạo của Thành phố tại Công văn số 37/UBND-VX, ngày 3/4/2013, Sở tổ chức hội nghị.", None),
        ("Hội nghị được tổ chức tại Bộ Tài chính mới đây.", "Bộ Tài chính"),
        ("Ngày 3/4/2013, tại Sở Y tế – Cụm trưởng cụm thi đua, hội nghị diễn ra.", "Sở Y tế"),
    ],
)
def test_the_venue_is_told_in_full(body: str, place: str | None) -> None:
    assert meeting(f"{body} {TOLD}").place == place


@pytest.mark.parametrize(
    ("headline", "session"),
    [
        ("Hội nghị giao ban quý I công tác báo chí", "quý I"),
        ("Phiên họp lần thứ 3 của Hội đồng", "lần thứ 3"),
        ("Hội nghị quán triệt Nghị quyết Đại hội Đảng bộ lần thứ XVI", None),
        ("Hội nghị quán triệt Kết luận của Ban Bí thư (khóa XII)", None),
        ("Khai giảng chương trình kỹ năng khóa I-2013", "khóa I-2013"),
        ("Hội thảo về nội dung số tổ chức đầu tháng 3/2013", None),
    ],
)
def test_the_session_is_the_gatherings_own(headline: str, session: str | None) -> None:
    assert meeting(f"Ngày 3/4/2013, Sở tổ chức hội nghị. {TOLD}", headline).session == session


@pytest.mark.parametrize(
    ("sentence", "chairs"),
    [
        ("Đồng chí Lê Thị Hoa, Phó Giám đốc Sở chủ trì Hội nghị.", ("Lê Thị Hoa",)),
        ("Thứ trưởng Vũ Văn Nam - Chủ tịch Hội đồng đã chủ trì buổi làm việc.", ("Vũ Văn Nam",)),
        ("Chủ trì Hội nghị có Thứ trưởng Vũ Văn Nam.", ("Vũ Văn Nam",)),
        ("Hội nghị diễn ra dưới sự chủ trì của Thứ trưởng Vũ Văn Nam và Phó Chủ tịch UBND Lê Thị Hoa.", ("Vũ Văn Nam", "Lê Thị Hoa")),
        ("Chánh Văn phòng Vũ Văn Nam và Phó Giám đốc Sở Lê Thị Hoa đồng chủ trì hội nghị.", ("Vũ Văn Nam", "Lê Thị Hoa")),
        ("Đồng chí Lê Thị Hoa, Phó Giám đốc Sở dự và chỉ đạo Hội nghị.", ()),
        ("Giám đốc Sở Lê Thị Hoa giao Văn phòng chủ trì, phối hợp các phòng.", ()),
        ("Sở chủ trì tổ chức hội nghị, Giám đốc Lê Thị Hoa phát biểu.", ()),
        ("Phó Chủ tịch Lê Thị Hoa chủ trì. Thủ tướng Vũ Văn Nam sẽ chủ trì Diễn đàn vào tháng 6.", ("Lê Thị Hoa",)),
        ("Thủ tướng Vũ Văn Nam sẽ chủ trì Hội nghị.", ("Vũ Văn Nam",)),
        ("Hội nghị nghe kết quả phiên họp do Chủ tịch UBND tỉnh Vũ Văn Nam chủ trì diễn ra cùng ngày.", ()),
    ],
)
def test_who_chaired_is_who_the_text_says_chaired(sentence: str, chairs: tuple[str, ...]) -> None:
    assert meeting(f"Ngày 3/4/2013, Sở Tài chính tổ chức hội nghị.\n{sentence}").chairs == chairs


def test_who_will_chair_another_meeting_did_not_chair_this_one() -> None:
    body = "Ngày 3/4/2013, Phó Giám đốc Sở Lê Thị Hoa chủ trì họp báo. Thứ trưởng Vũ Văn Nam sẽ chủ trì Hội nghị."
    assert meeting(body, "Họp báo về Hội nghị").chairs == ("Lê Thị Hoa",)


def test_every_value_stands_in_the_words_that_prove_it() -> None:
    found = meeting(
        "Sáng ngày 3/4/2013, tại trụ sở Bộ Tài chính, Cục Tin học hóa tổ chức Phiên họp lần thứ 3 của Ban Điều hành. "
        "Thứ trưởng Vũ Văn Nam chủ trì Phiên họp.",
        "Tin về Ban Điều hành",
    )
    quotes = {proof.field: proof.text for proof in found.proofs}
    assert quotes.keys() == {"held", "kind", "body", "session", "place", "chairs"}
    assert "Sáng ngày 3/4/2013" in quotes["held"]
    assert "Phiên họp" in quotes["kind"]
    assert "Phiên họp" in quotes["held"]
    assert all(part in quotes["body"] for part in str(found.body).split(";"))
    assert "lần thứ 3" in quotes["session"]
    assert "trụ sở Bộ Tài chính" in quotes["place"]
    assert quotes["chairs"] == "Thứ trưởng Vũ Văn Nam chủ trì Phiên họp"


def test_the_next_meeting_is_announced() -> None:
    found = meeting(f"Ngày 3/4/2013, Sở tổ chức hội nghị. {TOLD}\nDự kiến phiên làm việc tiếp theo sẽ vào cuối tháng 9/2013.").next_meeting
    assert found is not None
    assert (found.text, found.when) == ("Dự kiến phiên làm việc tiếp theo sẽ vào cuối tháng 9/2013", "2013-09")


def test_a_permit_for_gatherings_is_none() -> None:
    text = "Ngày 15/11/2012, 6 dịch vụ công được đưa vào cung cấp: thủ tục cấp giấy phép tổ chức họp báo; thủ tục cấp phép in."
    assert facts_of(text).meeting is None


def test_this_morning_with_its_date_is_that_day_and_not_the_posting_day() -> None:
    text = "Kỷ niệm Ngày truyền thống ngành - 28/8, sáng nay 26/8, Sở TT&TT Hà Nội tổ chức Lễ kỷ niệm."
    meeting = facts_of(text, posted="2016-08-29").meeting
    assert meeting is not None
    assert (meeting.held, meeting.evidence) == (date(2016, 8, 26), "26/8")


def test_training_among_other_sorts_of_work_is_no_gathering() -> None:
    text = "Thời gian tuyên truyền từ ngày 13 đến 25/9/2012; tổ chức hướng dẫn, tập huấn, học tập luật trong các đoàn thể."
    assert facts_of(text, posted="2012-09-20").meeting is None
