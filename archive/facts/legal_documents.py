"""Legal and administrative documents that a text cites: numbered ones in all their forms, and those cited by name.

A number is read in four ways: with a series ("1235/QĐ-BTTTT", "24/2018/QH14", "11-KH/TU"), short after its kind
("Quyết định 1605"), and, for documents without one, by the name of a law ("Luật Đầu tư công") or of the gathering or day
that made it ("Nghị quyết Trung ương 4 khóa XI", "Quyết định ngày 5/6/2013").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from archive.article import LegalDocument, Proof
from archive.facts.dates_in_text import DateMention, find_dates
from archive.facts.gazetteer import Phrases, entries, phrases, words
from archive.facts.text import LOWER, UPPER, Line, Reading, fold

VERSION = 1

_KIND_ROWS = [(row[0], row[1]) for row in entries("document_kinds")]
_KIND_OF_CODE = {code: kind for kind, code in reversed(_KIND_ROWS) if code != "-"}
_NO_DOCUMENT = words("not_documents")
_NAMED_KINDS = ("luật", "bộ luật", "pháp lệnh")

# "1235/QĐ-BTTTT", "24/2018/QH14", "11-KH/TU", "97/2008/NĐ- CP", "12/2007/TTLT/BXD-BTTTT", "18a/2013/QĐ-TTg",
# "03/2009/TTLT-BNV-BTC-BLĐTB&XH", "15/2008/QH 12": digits, perhaps a year, then groups of letters that begin with a capital.
# A group has two capitals (QĐ, TTg, QyĐ, SGD&ĐT, BCĐ389) or is short (Tr); "Công an" after a dash is no group.
_GROUP = rf"(?:QH\s?\d{{1,2}}|[{UPPER}Ð][{LOWER}]{{0,2}}[{UPPER}Ð][{UPPER}{LOWER}Ð&]{{0,12}}\d{{0,4}}|[{UPPER}][{LOWER}]{{0,2}}(?![{LOWER}]))"
# "72 NĐ-CP": a space where the slash was forgotten.
_FORGOTTEN = r"\s(?=(?:NĐ|NQ|QĐ|CT|KH|TT|CĐ|TB|KL|HD|CTr)[\-/])"
_SERIES = re.compile(
    rf"(?<![\w/.:\-])(?P<digits>\d{{1,6}}[a-zA-Z]?)(?P<year>\s?[/\-]\s?(?:19|20)\d\d)?(?:\s?[/\-–]\s?|{_FORGOTTEN})"
    rf"(?P<groups>{_GROUP}(?:(?:\s?[/\-–_]\s?|\.(?=[{UPPER}]{{2}})){_GROUP}){{0,5}})(?![^\W_])"
)
# "số 1605", "số: 1605", "1605" right after a kind; 15 pages, 5 years and 3.000 copies are told apart by what follows.
_SHORT = re.compile(r"\s+(?P<so>số\s*:?\s*)?(?P<digits>\d{1,5}[a-zđA-ZĐ]?)(?:/(?P<year>(?:19|20)\d\d))?(?![\w/]|[.,:\-]\d)")
# A kind that is cited by a short number without "số".
_SHORT_KINDS = frozenset(map(fold, ("Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Thông tư", "Thông tư liên tịch", "Công văn", "Kế hoạch", "Kết luận", "Thông tri", "Hướng dẫn", "Pháp lệnh", "Quy định")))
# What a counted thing or a span of time begins with: "Kế hoạch 5 năm", "Quyết định 3 nội dung", "Hướng dẫn 12 bước".
_COUNTED = re.compile(
    r"\s+(?:năm(?!\s+\d)|tháng|tuần|ngày(?!\s+\d)|giờ|lần|nội|nhiệm|nhóm|giải|điểm|điều|bước|mục|chỉ\s+tiêu|trường|đơn|cơ|tổ|cá|dự|dịch|thủ|xã|quận|"
    r"huyện|tỉnh|đồng|triệu|tỷ|nghìn|ngàn|trang|bộ|loại|mô|người|tập|hộ|công\s+trình|lĩnh|vấn|kiến|bài|phần|chương|lớp|khu|%)"
)
_TITLE_SO = re.compile(r"^[^.;:\n]{0,60}?\bsố\s*:?\s*$")

# "ngày 03/8/2011" right after a number: "số 1235/QĐ-BTTTT, ngày …", "được ban hành ngày …", "(ngày …", "ký ngày …", "của Bộ Chính trị ngày …".
_ISSUE_LINK = re.compile(
    r"^[\s,(]*(?:-\s*)?(?:(?:của|do)\s+[^,.;()\d]{2,60}?,?\s*)?(?:(?:đã|được|vừa)\s+)*(?:ban\s+hành|ký\s+ban\s+hành|ký|phê\s+duyệt)?\s*(?:vào\s+)?(?:ngày\s*|,\s*)$"
)
# "Ngày 14/11/2014, UBND Thành phố (đã) ban hành Công văn số …": a day, then an issuing verb, then the document.
_ISSUING = re.compile(r"\b(?:ban\s+hành|ký|có|ra|phê\s+duyệt|thông\s+qua|gửi|phát\s+hành|công\s+bố|xây\s+dựng)(?:\s+(?:và|ban\s+hành|các))*\s*$", re.IGNORECASE)
_OTHER_DOCUMENT = re.compile(r"\bsố\s*:?\s*\d")
_DAY_BEFORE = re.compile(r"^\s*,?\s*[^.;:]{0,140}$")


class _Kind(NamedTuple):
    """A kind word where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place where a document is cited."""

    line: int
    start: int
    end: int
    number: str | None
    kind: str
    form: str
    issued: date | None = None
    issued_text: str = ""
    rule: str = ""


def legal_documents(reading: Reading) -> tuple[LegalDocument, ...]:
    """The documents that the article cites, each once, in the order of first mention, those without a number last."""
    mentions = [mention for index, item in enumerate(reading.lines) for mention in _mentions(index, item)]
    return _documents(_with_full_numbers(mentions))


def _mentions(index: int, item: Line) -> Iterator[_Mention]:
    """What one line cites, from left to right."""
    kinds = list(_kinds(item))
    dates = list(find_dates(item.text))
    numbered = [*_with_series(index, item, kinds)]
    short = [*_short(index, item, kinds, numbered)]
    named = [*_named(index, item, kinds, numbered + short)]
    for mention in sorted(numbered + short + named, key=lambda found: found.start):
        yield _with_issue_date(mention, item.text, dates)


def _kinds(item: Line) -> Iterator[_Kind]:
    """The kind words of a line, the longest at each place."""
    known, index = phrases("document_kinds"), 0
    while index < len(item):
        length = known.length_at(item.keys, index)
        if length:
            yield _Kind(item.starts[index], item.ends[index + length - 1], item.span(index, index + length))
        index += length or 1


# Numbers with a series


def _with_series(index: int, item: Line, kinds: list[_Kind]) -> Iterator[_Mention]:
    ends = [kind.end for kind in kinds]
    previous_end = 0
    for match in _SERIES.finditer(item.text):
        found = _series_mention(index, item.text, match, kinds, ends, previous_end)
        if found is not None:
            yield found
            previous_end = match.end()


def _series_mention(
    index: int, text: str, match: re.Match[str], kinds: list[_Kind], ends: list[int], previous_end: int
) -> _Mention | None:
    code_kind = _kind_of(match["groups"])
    place = bisect_right(ends, match.start()) - 1
    kind = kinds[place] if place >= 0 and kinds[place].end > previous_end else None
    between = text[kind.end : match.start()] if kind and match.start() - kind.end <= 80 else "-"
    adjacent = kind is not None and (re.fullmatch(r"\s*(?:số)?\s*:?\s*", between) is not None)
    titled = kind is not None and not adjacent and _TITLE_SO.match(between) is not None
    numbered = re.search(r"\bsố\s*:?\s*$", text[max(0, match.start() - 8) : match.start()]) is not None
    alone = match.start() == 0 and match.end() == len(text)  # a cell of a table
    if _is_no_document(text, match) or not (adjacent or code_kind or ((titled or numbered or alone) and "-" in match["groups"])):
        return None
    number = _joined(match[0])
    if kind is not None and (adjacent or (titled and fold(kind.text) in _NAMED_KINDS)):
        return _Mention(index, kind.start, match.end(), number, _capital(kind.text), text[kind.start : match.end()], rule="kind and number")
    start = match.start()
    return _Mention(index, start, match.end(), number, code_kind or (_capital(kind.text) if kind and titled else "Công văn"), match[0], rule="number alone")


def _is_no_document(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a report's, a contract's, a standard's; or no number at all, like "24/7" or "2-A"."""
    first = re.split(r"[^\w&]|_", match["groups"])[0]
    if fold(first) in ("bc", "hđ", "tcvn", "qcvn") or (sum(map(str.isupper, first)) < 2 and first not in _KIND_OF_CODE):
        return True
    before = text[max(0, match.start() - 24) : match.start()].casefold()
    return any(re.search(rf"\b{re.escape(word)}\b[^,;]*$", before) for word in _NO_DOCUMENT if word in before)


def _kind_of(groups: str) -> str | None:
    """The kind that a series' type code stands for: QĐ-BTTTT, KH/TU, TTLT/BXD-BTTTT; QH14 is a law."""
    codes = [code for code in re.split(r"[^\w&]|_|\d", groups) if code]
    if codes and codes[0] == "QH" and re.match(r"QH\s?\d", groups):
        return "Luật"
    return _KIND_OF_CODE.get(codes[0]) if len(codes) > 1 else None


def _joined(number: str) -> str:
    return re.sub(r"\s+", "", number).replace("–", "-")


def _capital(kind: str) -> str:
    return kind[:1].upper() + kind[1:].lower()


# Short numbers


def _short(index: int, item: Line, kinds: list[_Kind], numbered: list[_Mention]) -> Iterator[_Mention]:
    taken = {mention.start for mention in numbered}
    for kind in kinds:
        match = _SHORT.match(item.text, kind.end)
        if match and kind.start not in taken and _is_short_number(item.text, kind.text, match):
            number = match["digits"] + (f"/{match['year']}" if match["year"] else "")
            yield _Mention(index, kind.start, match.end(), number, _capital(kind.text), item.text[kind.start : match.end()], rule="kind and short number")


def _is_short_number(text: str, kind: str, match: re.Match[str]) -> bool:
    if match["so"]:
        return not _COUNTED.match(text, match.end())
    if fold(kind) not in _SHORT_KINDS or not kind[0].isupper() or _COUNTED.match(text, match.end()):
        return False
    return len(match["digits"]) >= 2 and not re.fullmatch(r"(?:19|20)\d\d", match["digits"])


def _with_full_numbers(mentions: list[_Mention]) -> list[_Mention]:
    """The mentions, short numbers completed where the article gives the full one ("Quyết định 1605" and 1605/QĐ-TTg)."""
    full: dict[tuple[str, str], str] = {}
    for mention in mentions:
        if mention.number and re.search(r"[^\W\d]{2}", mention.number):
            digits = re.match(r"\d+[a-z]?", mention.number)
            full.setdefault((mention.kind, (digits[0] if digits else "").lstrip("0")), mention.number)
    return [_completed(mention, full) for mention in mentions]


def _completed(mention: _Mention, full: dict[tuple[str, str], str]) -> _Mention:
    if mention.rule != "kind and short number" or mention.number is None:
        return mention
    digits = mention.number.split("/")[0].lstrip("0")
    number = full.get((mention.kind, digits)) or full.get((mention.kind.split(" liên ")[0], digits), mention.number)
    return replace(mention, number=number)


# Documents without a number


_LAW_END = re.compile(r"[,.;:()\"“”]|\s(?:và|về|của|có|được|do|ngày|năm|số|trong|đã|là|tại|để|cho|khi|từ|theo|quy|hiện|sẽ|vào|với|nhằm|cùng|như|đến|mới|này|trên|hay|hoặc|thì|mà|phải|ra|sửa|nói)\b")
_ROMAN = r"(?:[IVX]{1,5}|\d{1,2})\b"
_TERM = rf"(?:\s*,?\s*\(?\s*kh(?:óa|oá)\s+{_ROMAN}\s*\)?)"
# "Nghị quyết Trung ương 4, khóa XI", "Nghị quyết TW 4 ( khóa XI)", "Kết luận Hội nghị Trung ương 6 (khóa X)".
_PLENUM = re.compile(
    rf"\s+(?:(?:của\s+)?Hội\s+nghị\s+)?(?:lần\s+thứ\s+[\w]{{1,6}}\s+)?(?:Ban\s+Chấp\s+hành\s+)?(?:Trung\s+ương|TW|T\.Ư|TƯ)(?:\s+Đảng)?(?:\s+lần\s+thứ)?\s*{_ROMAN}{_TERM}?",
    re.IGNORECASE,
)
_PLENUM_WITH_TERM = re.compile(
    rf"\s+(?:(?:của\s+)?Hội\s+nghị\s+)?lần\s+thứ\s+[\w]{{1,6}}(?:\s*,)?\s+(?:Ban\s+Chấp\s+hành\s+)(?:Trung\s+ương|TW)(?:\s+Đảng)?{_TERM}", re.IGNORECASE
)
# "Nghị quyết Đại hội XII của Đảng", "Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVI".
_CONGRESS = re.compile(
    rf"\s+Đại\s+hội(?:\s+(?:Đại\s+biểu|toàn\s+quốc|Đảng\s+bộ|Đảng|thành\s+phố|Hà\s+Nội|TP\.?|tỉnh|các\s+cấp|lần\s+thứ|lần)){{0,7}}\s+{_ROMAN}"
    r"(?:\s+(?:của\s+)?(?:Đảng\s+bộ\s+(?:Thành\s+phố|TP)(?:\s+Hà\s+Nội)?|Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?))?",
    re.IGNORECASE,
)
_BY_DAY = re.compile(r"\s+(?:ký\s+)?ngày\s+\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)\d\d(?![\w/])|\s+năm\s+(?:19|20)\d\d(?!\s?[-–])")
_RULING_KINDS = frozenset(map(fold, ("Nghị quyết", "Quyết định", "Chỉ thị", "Nghị định", "Thông tư", "Pháp lệnh", "Hiến pháp")))


def _named(index: int, item: Line, kinds: list[_Kind], numbered: list[_Mention]) -> Iterator[_Mention]:
    starts = sorted(mention.start for mention in numbered)
    ends = [mention.end for mention in sorted(numbered, key=lambda found: found.start)]
    for kind in kinds:
        place = bisect_right(starts, kind.start) - 1
        if place >= 0 and kind.start < ends[place]:
            continue
        end, rule = _name_end(item, kind)
        if end:
            form = item.text[kind.start : end].strip()
            form = form.split("(")[0].strip() if form.count("(") > form.count(")") else form
            yield _Mention(index, kind.start, end, None, _capital(kind.text), form, rule=rule)


def _name_end(item: Line, kind: _Kind) -> tuple[int, str]:
    """Where the name of a document without number ends (0: it is not named), and the rule that says so."""
    word, text = fold(kind.text), item.text
    if word in _NAMED_KINDS:
        return _law_end(item, kind), "law by name"
    if word == "hiến pháp":
        year = re.compile(r"\s+(?:năm\s+)?(?:19|20)\d\d").match(text, kind.end)
        return (year.end() if year else kind.end if kind.text[0].isupper() else 0), "constitution"
    if word in ("nghị quyết", "kết luận", "thông báo kết luận", "chỉ thị", "quy định"):
        for pattern, rule in ((_PLENUM_WITH_TERM, "plenum"), (_PLENUM, "plenum"), (_CONGRESS, "congress")):
            match = pattern.match(text, kind.end)
            if match:
                return match.end(), rule
    if word in _RULING_KINDS and kind.text[0].isupper():
        match = _BY_DAY.match(text, kind.end)
        return (match.end() if match else 0), "kind and day"
    return 0, ""


def _law_end(item: Line, kind: _Kind) -> int:
    """The end of a law's name: the longest known one, else the words up to the first that no name has."""
    first = bisect_left(item.starts, kind.end)
    if not kind.text[0].isupper() or first >= len(item):
        return 0
    known = _known_law_end(item, first)
    if known:
        return known
    after = item.text[kind.end : kind.end + 80]
    if not re.match(rf"\s[{UPPER}][{LOWER}]", after):
        return 0
    stop = _LAW_END.search(after)
    name = after[: stop.start()] if stop else after.rsplit(" ", 1)[0]
    return kind.end + len(name.rstrip()) if 2 <= len(name.split()) <= 8 else 0


_LAW_NAMES = Phrases(row[0].replace(",", "") for row in entries("laws"))


def _known_law_end(item: Line, first: int) -> int:
    """Where a known law's name ends that begins at the word ``first``; its commas may be missing or be more."""
    places = [index for index in range(first, min(len(item), first + 30)) if item.words[index] != ","]
    length = _LAW_NAMES.length_at([item.keys[index] for index in places], 0) if places else 0
    return item.ends[places[length - 1]] if length else 0


# Days of issue


def _with_issue_date(mention: _Mention, text: str, dates: list[DateMention]) -> _Mention:
    found = _date_after(mention, text, dates) or _date_before(mention, text, dates)
    if found is None:
        return mention
    day = found.first()
    return replace(mention, issued=day, issued_text=found.text) if day else mention


def _date_after(mention: _Mention, text: str, dates: list[DateMention]) -> DateMention | None:
    for found in _some(dates, mention.end - (0 if mention.number else 30), 2):
        if found.precision != "day" or found.year is None or found.last_day:
            continue
        if mention.start < found.start < mention.end and mention.number is None:
            return found
        between = _linking(text[mention.end : min(found.start, mention.end + 140) + 1], found)
        linked = _ISSUE_LINK.match(between) if mention.number else re.fullmatch(r"\s*ngày\s*", between)
        if found.start >= mention.end and linked and "hiệu lực" not in between:
            return found
    return None


def _linking(between: str, found: DateMention) -> str:
    """The text between a number and its day; a mention that itself begins with "ngày" lends it the word."""
    head = between[:-1]
    return head + "ngày " if found.text[:4].lower() == "ngày" else head


def _some(dates: list[DateMention], start: int, count: int) -> list[DateMention]:
    """The first ``count`` dates that begin at ``start`` or later."""
    place = bisect_left(dates, start, key=lambda found: found.start)
    return dates[place : place + count]


def _date_before(mention: _Mention, text: str, dates: list[DateMention]) -> DateMention | None:
    place = bisect_left(dates, mention.start, key=lambda found: found.start) - 1
    if place < 0 or mention.number is None:
        return None
    found = dates[place]
    between = text[found.end : mention.start]
    if found.precision != "day" or found.year is None or found.last_day or len(between) > 150:
        return None
    begins = re.search(r"(?:^|[,.;:(]\s*|\b(?:trước\s+đó|vừa\s+qua|theo\s+đó),?\s*)(?:vào\s+)?(?:sáng\s+|chiều\s+)?(?:ngày\s*)?$", text[max(0, found.start - 25) : found.start], re.IGNORECASE)
    starts_itself = found.text[:4].lower() == "ngày" or text[max(0, found.start - 5) : found.start].lower().strip() == "ngày"
    begins = begins or not _SERIES.search(text, max(0, found.start - 90), found.start)
    if begins and starts_itself and _DAY_BEFORE.match(between) and _ISSUING.search(between) and not _OTHER_DOCUMENT.search(between):
        return found
    return None


# Mentions made documents


def _documents(mentions: Iterable[_Mention]) -> tuple[LegalDocument, ...]:
    grouped: dict[tuple[str, str], list[_Mention]] = {}
    for mention in mentions:
        grouped.setdefault(_identity(mention), []).append(mention)
    documents = [_document(group) for group in grouped.values()]
    return tuple(sorted(documents, key=lambda document: document.number is None))


def _identity(mention: _Mention) -> tuple[str, str]:
    if mention.number is None:
        return ("", " ".join(re.findall(r"\w+", fold(mention.form))))
    letters = re.search(r"[^\W\d]{2}", mention.number) is not None
    return (fold(mention.number), "" if letters else mention.kind)


def _document(group: list[_Mention]) -> LegalDocument:
    dated = next((mention for mention in group if mention.issued), None)
    first = group[0]
    # A bare number lends its kind from wherever the article spells it out.
    kind = next((mention.kind for mention in group if mention.rule != "number alone"), first.kind)
    proofs = [Proof(field="number" if first.number else "kind", text=first.form, rule=first.rule)]
    if dated is not None:
        proofs.append(Proof(field="date", text=dated.issued_text, rule="day beside the number"))
    return LegalDocument(
        number=first.number,
        kind=kind,
        date=dated.issued if dated else None,
        forms=tuple(dict.fromkeys(mention.form for mention in group)),
        proofs=tuple(proofs),
    )
