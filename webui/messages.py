"""What readers are told, by stable code. The Vietnamese is the source; translations/en holds the English."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString, force_locale, lazy_gettext  # type: ignore[import-untyped]

from archive.page import PageKind, RemovedLine
from indexer.query import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH, MAX_PAGE, MAX_SIZE
from indexer.results import Notice, Role
from webui.params import MAX_FACET_VALUES

PROBLEMS: dict[str, LazyString] = {
    "too-long": lazy_gettext("Câu tìm dài quá %(most)s ký tự. Hãy rút gọn rồi tìm lại.", most=MAX_LENGTH),
    "too-many-clauses": lazy_gettext("Câu tìm có quá %(most)s thành phần. Hãy bớt từ rồi tìm lại.", most=MAX_CLAUSES),
    "too-deep": lazy_gettext("Câu tìm có ngoặc lồng nhau quá %(most)s lớp. Hãy bỏ bớt ngoặc rồi tìm lại.", most=MAX_DEPTH),
    "page-too-deep": lazy_gettext(
        "Chỉ xem được %(most)s trang kết quả đầu. Hãy thêm từ khóa, chọn nguồn hoặc năm để thu hẹp kết quả.", most=MAX_PAGE
    ),
    "too-many-filters": lazy_gettext(
        "Mỗi lần chỉ lọc được theo %(most)s giá trị cộng lại (nguồn, năm, người, cơ quan ...). Hãy bỏ bớt.", most=MAX_FACET_VALUES
    ),
    "invalid-date": lazy_gettext("Ngày không hợp lệ. Viết như 16/3/2018, 3/2018 hoặc 2018."),
    "reversed-dates": lazy_gettext("Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày."),
    "invalid-year": lazy_gettext("Năm không hợp lệ."),
    "invalid-month": lazy_gettext("Tháng không hợp lệ. Viết như 2018-03."),
    "invalid-month-of-year": lazy_gettext("Tháng phải là một số từ 1 đến 12."),
    "invalid-syn": lazy_gettext("Tham số này chỉ nhận 0 hoặc 1."),
    "invalid-group": lazy_gettext("Không có nhóm bản gần trùng này."),
    "invalid-explain": lazy_gettext("Tham số này chỉ nhận 0 hoặc 1."),
    "invalid-sort": lazy_gettext("Cách sắp xếp này không có."),
    "invalid-page": lazy_gettext("Số trang không hợp lệ."),
    "invalid-size": lazy_gettext("Số kết quả mỗi trang phải từ 1 đến %(most)s.", most=MAX_SIZE),
    "unknown-parameter": lazy_gettext("Tham số lạ trong địa chỉ."),
    "repeated-parameter": lazy_gettext("Tham số viết hai lần trong địa chỉ."),
    "no-such-article": lazy_gettext("Kho không có bài mang mã này."),
    "no-such-thing": lazy_gettext("Kho không biết người, cơ quan hay văn bản này."),
    "no-such-address": lazy_gettext("Không có gì ở địa chỉ này."),
    "method-not-allowed": lazy_gettext("Địa chỉ này chỉ đọc (GET)."),
    "bad-request": lazy_gettext("Yêu cầu không đọc được."),
    "internal-error": lazy_gettext("Có lỗi bên trong. Lỗi đã được ghi lại."),
    "engine-unavailable": lazy_gettext("Chưa tìm kiếm được: bộ tìm kiếm chưa sẵn sàng. Bài đã lưu vẫn xem được."),
    "engine-unreachable": lazy_gettext("Chưa tìm kiếm được: bộ tìm kiếm chưa sẵn sàng. Bài đã lưu vẫn xem được."),
    "archive-unavailable": lazy_gettext("Kho chưa có dữ liệu đọc được."),
    "capture-unreadable": lazy_gettext("Không đọc được bản lưu này từ tệp WARC."),
}
"""Everything that can be wrong with a request, by the ``code`` that the API answers."""


WITHOUT: dict[str, LazyString] = {
    "invalid-year": lazy_gettext("Đã bỏ qua."),
    "invalid-month": lazy_gettext("Đã bỏ qua."),
    "invalid-group": lazy_gettext("Đã bỏ qua."),
    "invalid-explain": lazy_gettext("Đã bỏ qua."),
    "invalid-sort": lazy_gettext("Đang dùng cách mặc định."),
    "invalid-page": lazy_gettext("Đang xem trang 1."),
    "invalid-size": lazy_gettext("Đang dùng số mặc định."),
    "unknown-parameter": lazy_gettext("Đã bỏ qua."),
    "repeated-parameter": lazy_gettext("Chỉ lấy lần đầu."),
}
"""What the page of results, which unlike the API does not refuse, did about a problem."""


class ErrorText(NamedTuple):
    """The heading and the sentence of an error page."""

    title: LazyString
    text: LazyString


ERROR_PAGES: dict[str, ErrorText] = {
    "no-such-address": ErrorText(
        lazy_gettext("Không tìm thấy trang"),
        lazy_gettext("Địa chỉ này không có trong Kho Tin. Có thể địa chỉ bị gõ sai hoặc thiếu một phần."),
    ),
    "no-such-article": ErrorText(
        lazy_gettext("Không tìm thấy bài"),
        lazy_gettext("Kho không có bài hay bản lưu mang mã này. Kho không xóa bài nào, nên có thể mã bị gõ sai hoặc thiếu một phần."),
    ),
    "no-such-thing": ErrorText(
        lazy_gettext("Không tìm thấy"),
        lazy_gettext(
            "Không bài nào trong kho nêu người, cơ quan hay văn bản này. Có thể địa chỉ bị gõ sai, hoặc hai tên đã được gộp làm một."
        ),
    ),
    "method-not-allowed": ErrorText(lazy_gettext("Địa chỉ này chỉ để đọc"), lazy_gettext("Trang chỉ nhận yêu cầu xem (GET).")),
    "bad-request": ErrorText(lazy_gettext("Yêu cầu không đọc được"), lazy_gettext("Hãy kiểm tra lại địa chỉ rồi thử lần nữa.")),
    "internal-error": ErrorText(
        lazy_gettext("Có lỗi bên trong"), lazy_gettext("Lỗi đã được ghi lại. Hãy thử lại sau; bài đã lưu không bị ảnh hưởng.")
    ),
    "engine-unavailable": ErrorText(
        lazy_gettext("Tạm thời chưa tìm kiếm được"),
        lazy_gettext("Bộ tìm kiếm chưa sẵn sàng. Các bài đã lưu vẫn xem được theo địa chỉ của chúng; hãy thử tìm lại sau ít phút."),
    ),
    "engine-unreachable": ErrorText(
        lazy_gettext("Tạm thời chưa tìm kiếm được"),
        lazy_gettext("Bộ tìm kiếm chưa sẵn sàng. Các bài đã lưu vẫn xem được theo địa chỉ của chúng; hãy thử tìm lại sau ít phút."),
    ),
    "archive-unavailable": ErrorText(
        lazy_gettext("Kho chưa có dữ liệu đọc được"),
        lazy_gettext("Kho còn trống hoặc tệp của kho không đọc được. Người quản trị cần nạp dữ liệu hoặc kiểm tra kho."),
    ),
    "capture-unreadable": ErrorText(
        lazy_gettext("Không đọc được bản lưu"),
        lazy_gettext("Tệp WARC chứa bản lưu này thiếu hoặc đã hỏng. Chữ của bài vẫn còn trong kho."),
    ),
}

COMMANDS = {
    "engine-unavailable": "python -m indexer build",
    "archive-unavailable": "python -m archive ingest FILE.warc.gz",
}
"""What whoever runs the machine types to mend it."""


NOTICES: dict[str, LazyString] = {
    "unbalanced-quote": lazy_gettext("Ngoặc kép chưa đủ đôi nên đã sửa lại rồi tìm."),
    "unbalanced-bracket": lazy_gettext("Ngoặc đơn chưa đủ đôi nên đã sửa lại rồi tìm."),
    "dangling-or": lazy_gettext("HOẶC cần có từ ở cả hai bên nên đã bỏ qua."),
    "prefix-too-short": lazy_gettext("Dấu sao cần đứng sau ít nhất ba chữ cái; đã tìm như từ thường:"),
    "leading-wildcard": lazy_gettext("Dấu sao đứng trước một từ không dùng được nên đã bỏ qua."),
    "also-searched": lazy_gettext("Cũng tìm:"),
    "nothing-to-search": lazy_gettext("Câu tìm không có từ nào để tìm; đây là tất cả bài:"),
}
"""What was done to a question so that it could be run, by the code of the notice."""

SORTS: dict[str, LazyString] = {
    "relevance": lazy_gettext("Phù hợp nhất"),
    "published-desc": lazy_gettext("Mới đăng trước"),
    "published-asc": lazy_gettext("Cũ trước"),
    "held-desc": lazy_gettext("Mới họp trước"),
    "held-asc": lazy_gettext("Họp lâu trước"),
    "indexed-desc": lazy_gettext("Mới vào kho trước"),
}

FACETS: dict[str, LazyString] = {
    "source": lazy_gettext("Nguồn"),
    "year": lazy_gettext("Năm đăng"),
    "month": lazy_gettext("Tháng đăng"),
    "person": lazy_gettext("Người"),
    "org": lazy_gettext("Cơ quan"),
    "doc": lazy_gettext("Văn bản"),
    "type": lazy_gettext("Loại cuộc họp"),
}

CHIPS: dict[str, LazyString] = {
    "source": lazy_gettext("Nguồn:"),
    "year": lazy_gettext("Năm:"),
    "pub_from": lazy_gettext("Đăng từ:"),
    "pub_to": lazy_gettext("Đăng đến:"),
    "month": lazy_gettext("Tháng:"),
    "person": lazy_gettext("Người:"),
    "org": lazy_gettext("Cơ quan:"),
    "doc": lazy_gettext("Văn bản:"),
    "type": lazy_gettext("Cuộc họp:"),
    "met_from": lazy_gettext("Họp từ:"),
    "met_to": lazy_gettext("Họp đến:"),
}

KINDS: dict[str, LazyString] = {
    PageKind.ARTICLE: lazy_gettext("Bài"),
    PageKind.SECTION_ARTICLE: lazy_gettext("Trang mục hiện trọn một bài"),
    PageKind.DOCUMENT: lazy_gettext("Văn bản"),
    PageKind.LISTING: lazy_gettext("Trang danh sách"),
    PageKind.PRINT: lazy_gettext("Bản in"),
    PageKind.LOGIN: lazy_gettext("Trang đăng nhập"),
    PageKind.EMPTY: lazy_gettext("Trang rỗng"),
    PageKind.MEDIA: lazy_gettext("Tệp, ảnh"),
    PageKind.ERROR: lazy_gettext("Trang báo lỗi"),
    PageKind.OTHER: lazy_gettext("Trang khác"),
}
"""What a capture was read as."""


NO_TEXTS: dict[str, LazyString] = {
    "scan": lazy_gettext("Tệp chỉ có ảnh quét, không có chữ."),
    "old-format": lazy_gettext("Tệp Word kiểu cũ (DOC), không đọc được chữ."),
    "other-format": lazy_gettext("Định dạng này không đọc được chữ."),
    "not-a-document": lazy_gettext("Ở địa chỉ này không còn tệp."),
    "encrypted": lazy_gettext("Tệp đặt mật khẩu, không đọc được chữ."),
    "damaged": lazy_gettext("Tệp hỏng, không đọc được chữ."),
    "too-large": lazy_gettext("Tệp quá lớn, không đọc chữ."),
    "too-slow": lazy_gettext("Đọc tệp quá lâu nên đã dừng."),
}
"""Why an attached file has no text, by the record's word for it."""


DETAILED = frozenset({"also-searched", "prefix-too-short", "nothing-to-search"})
"""Notices that show the piece of the question they are about."""


VARIANTS: dict[str, LazyString] = {
    "exact": lazy_gettext("đúng như đã gõ, cả dấu"),
    "folded": lazy_gettext("không xét dấu"),
    "pair": lazy_gettext("hai từ đứng liền nhau"),
    "phrase": lazy_gettext("cụm từ liền nhau"),
    "prefix": lazy_gettext("từ bắt đầu như vậy"),
    "legal-number": lazy_gettext("số hiệu văn bản"),
    "abbreviation": lazy_gettext("chữ viết tắt và cách viết đầy đủ"),
    "value": lazy_gettext("giá trị ghi trong hồ sơ bài"),
}
"""How a part of the question matched, by the record's word for it."""

PLACES: dict[str, LazyString] = {
    "text": lazy_gettext("trong bài"),
    "title": lazy_gettext("ở tiêu đề"),
    "record": lazy_gettext("ở hồ sơ bài"),
}

TIE_BREAKERS: dict[str, LazyString] = {
    "date_published": lazy_gettext("Bằng điểm với bài liền kề nên bài đăng sau đứng trước."),
    "identifier": lazy_gettext("Bằng điểm và cùng ngày đăng với bài liền kề nên xếp theo mã bài."),
}
"""What decided between hits that score the same."""


ROLES: dict[tuple[Role, str], LazyString] = {
    ("range", "date_published"): lazy_gettext("Trong khoảng ngày đăng đã chọn:"),
    ("range", "date_held"): lazy_gettext("Trong khoảng ngày họp đã chọn:"),
    ("order", "date_published"): lazy_gettext("Xếp theo ngày đăng:"),
    ("order", "date_held"): lazy_gettext("Xếp theo ngày họp:"),
}
"""What a date did for a hit, by its role and its name."""


def notice_text(notice: Notice) -> str:
    """What a notice of the query language tells the reader."""
    return f"{NOTICES[notice.code]} {notice.detail}" if notice.code in DETAILED else str(NOTICES[notice.code])


def rule_text(rule: str) -> str:
    """In words where a posting date was read, by the record's rule."""
    if rule == "listing":
        return str(lazy_gettext("Đọc ở trang danh sách"))
    if rule == "address":
        return str(lazy_gettext("Đọc từ địa chỉ của bài"))
    return str(lazy_gettext("Đọc ở trang của bài"))


def removal_text(line: RemovedLine) -> str:
    """Why a line was taken out of an article, in the reader's language; the archive's own words where it says something else."""
    found = line.occurrences
    if found is None:
        return line.reason
    where = lazy_gettext("có trên %(pages)s/%(of)s trang đã xem của %(host)s", pages=found.pages, of=found.of, host=found.host)
    outside = lazy_gettext("trong đó %(outside)s trang có dòng này ở ngoài bài", outside=found.outside)
    return f"{where}, {outside}"


def english(code: str) -> str:
    """The message of a code in English, as the API answers it."""
    with force_locale("en"):
        return str(PROBLEMS[code])


class ThingText(NamedTuple):
    """What a kind of thing is called: one of them, all of them, and those that stand beside another."""

    one: LazyString
    all: LazyString
    beside: LazyString


THINGS: dict[str, ThingText] = {
    "nguoi": ThingText(lazy_gettext("Người"), lazy_gettext("Người được nêu tên"), lazy_gettext("Người cùng được nêu")),
    "co-quan": ThingText(lazy_gettext("Cơ quan"), lazy_gettext("Cơ quan được nêu tên"), lazy_gettext("Cơ quan cùng được nêu")),
    "van-ban": ThingText(lazy_gettext("Văn bản"), lazy_gettext("Văn bản được dẫn"), lazy_gettext("Văn bản cùng được dẫn")),
}
"""The kinds of things that have pages, by the first part of their address."""

IDENTITY_RULES: dict[str, LazyString] = {
    "one name": lazy_gettext("cùng họ tên, chức danh đã tách ra"),
    "name, bodies and years": lazy_gettext("cùng họ tên, cơ quan và thời gian"),
    "same words, short forms written out": lazy_gettext("cùng tên sau khi viết đủ chữ viết tắt"),
    "same words, with the place that the article names": lazy_gettext("cùng tên; nơi lấy từ chính bài"),
    "same words, with the place of the publisher": lazy_gettext("cùng tên; nơi lấy theo cơ quan đăng bài"),
    "same words, with the place that its publisher names elsewhere": lazy_gettext("cùng tên; nơi lấy từ bài khác của cơ quan đăng bài"),
    "same number": lazy_gettext("cùng số hiệu"),
    "same name": lazy_gettext("cùng tên gọi"),
    "kind and number": lazy_gettext("cùng loại và số, không rõ ký hiệu"),
    "only document of this kind and number": lazy_gettext("văn bản duy nhất trong kho mang loại và số này"),
    "only document of this number and series": lazy_gettext("văn bản duy nhất trong kho mang số và ký hiệu này"),
    "number and year of issue": lazy_gettext("cùng số hiệu và năm ban hành"),
    "cited before the first day of issue that is known": lazy_gettext("được nhắc trước ngày ban hành đầu tiên đã biết của số này"),
    "last of this number before posting": lazy_gettext("văn bản gần nhất mang số này trước ngày đăng"),
    "correction": lazy_gettext("người quản kho đã sửa"),
}
"""Why several mentions are taken for one thing, by the rule of ``archive.identity``."""
