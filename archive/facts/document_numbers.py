"""Documents cited by number: with its series ("1235/QĐ-BTTTT", "24/2018/QH14", "11-KH/TU") or short ("Quyết định 1605")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.facts.citations import Citation, Kind
from archive.facts.gazetteer import entries, words
from archive.facts.text import LOWER, UPPER, Line, fold

SHORT = "kind and short number"
"""The rule of a number without its series."""
ALONE = "number alone"
"""The rule of a number without its kind, which is read off the series."""

_KIND_OF_CODE = {row[1]: row[0] for row in reversed(entries("document_kinds")) if row[1] != "-"}
_NO_DOCUMENT = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words("not_documents")))) + r")\b[^,;]*$", re.IGNORECASE)
_NO_DOCUMENT_CODES = frozenset(("bc", "hđ", "tcvn", "qcvn"))
_NAMED_KINDS = frozenset(("luật", "bộ luật", "pháp lệnh"))

# A group has two capitals (QĐ, TTg, QyĐ, SGD&ĐT, BCĐ389) or is short (Tr); "Công an" after a dash is no group.
_GROUP = (
    rf"(?:QH\s?\d{{1,2}}|[{UPPER}Ð][{LOWER}]{{0,2}}[{UPPER}Ð][{UPPER}{LOWER}Ð&]{{0,12}}\d{{0,4}}|[{UPPER}][{LOWER}]{{0,2}}(?![{LOWER}]))"
)
# "72 NĐ-CP": a space where the slash was forgotten.
_FORGOTTEN = r"\s(?=(?:NĐ|NQ|QĐ|CT|KH|TT|CĐ|TB|KL|HD|CTr)\s?[\-–/])"
_SERIES = re.compile(
    rf"(?P<digits>\d(?<![\w/.:\-].)\d{{0,5}}[a-zA-Z]?)(?P<year>\s?[/\-]\s?(?:19|20)\d\d)?(?:\s?[/\-–]\s?|{_FORGOTTEN})"
    rf"(?P<groups>{_GROUP}(?:(?:\s?[/\-–_]\s?|\.(?=[{UPPER}]{{2}})){_GROUP}){{0,5}})(?![^\W_])"
)
# "số 1605", "số: 1605", "1605" right after a kind; 15 pages, 5 years and 3.000 copies are told apart by what follows.
_SHORT = re.compile(r"\s+(?P<so>số\s*:?\s*)?(?P<digits>\d{1,5}[a-zđA-ZĐ]?)(?:/(?P<year>(?:19|20)\d\d))?(?![\w/]|[.,:\-]\d)")
# Kinds that are cited by a short number without "số".
_SHORT_KINDS = frozenset(fold(row[0]) for row in entries("short_numbered_kinds"))
# What a counted thing or a span of time begins with: "Kế hoạch 5 năm", "Quyết định 3 nội dung", "Hướng dẫn 12 bước".
_COUNTED = re.compile(
    r"\s+(?:năm(?!\s+\d)|tháng|tuần|ngày(?!\s+\d)|giờ|lần|nội|nhiệm|nhóm|giải|điểm|điều|bước|mục|chỉ\s+tiêu|trường|đơn|cơ|tổ|cá|dự|dịch|thủ|xã|quận|"
    r"huyện|tỉnh|đồng|triệu|tỷ|nghìn|ngàn|trang|bộ|loại|mô|người|tập|hộ|công\s+trình|lĩnh|vấn|kiến|bài|phần|chương|lớp|khu|%)"
)
# Kinds that are also what is done ("Hướng dẫn 02 quần chúng", "Kế hoạch 24 chương trình"): a number without "số" is the document's
# where its issuer, its day or what it is about follows, or nothing.
_ALSO_DONE = frozenset(map(fold, ("hướng dẫn", "quy định", "kế hoạch", "kết luận")))
_CITED_AFTER = re.compile(rf"\s*(?:$|[^\w\s]|(?:của|về|ngày|và|do|được|đã|có|để|cho|tại|này)\b|\s[{UPPER}])")
# "| 2 | 20/08/2020 | 2 01-KH/TU": digits that markup has torn from a number.
_TORN = re.compile(r"(?:^|\|)\s*\d{1,3}\s+$")
_ADJACENT = re.compile(r"\s*(?:số)?\s*:?\s*")  # between a kind and its number: "số", "số:"
_TITLED = re.compile(r"[^.;:]{0,60}\bsố\s*:?\s*")  # "Luật Đầu tư số", "Kết luận của Bộ Chính trị số"
# "Chỉ thị 05 của Bộ Chính trị", "Thông tư số 11 do Bộ TT&TT ban hành", "Chỉ thị số 15 ngày 22/5/2012 của Thủ tướng Chính phủ": whose it is.
_ISSUER = re.compile(
    rf",?\s+(?:ngày\s+[\d/.\-]{{6,10}},?\s+)?(?:của|do)\s+(?:\w+\s+){{0,2}}?(?=[{UPPER}])[^,.;:()“”\"\d]{{2,60}}?"
    r"(?=\s*(?:$|[,.;:()“”\"\d]|\s(?:về|ban hành|phê duyệt|quy định|đã|có|là|trong|và|để|yêu cầu)\b))"
)
_NUMBER_WORD = re.compile(r"\bsố\s*:?\s*$")
_FAR = 80  # characters between a kind and a number that may be its own


def with_series(item: Line, kinds: Sequence[Kind]) -> Iterator[Citation]:
    """The citations by a number with its series, from left to right."""
    ends = [kind.end for kind in kinds]
    previous = 0
    for match in _SERIES.finditer(item.text):
        place = bisect_right(ends, match.start()) - 1
        kind = kinds[place] if place >= 0 and previous < kinds[place].end >= match.start() - _FAR else None
        found = _with_kind(item.text, match, kind) if kind else None
        found = found or _alone(item.text, match, kind)
        if found is not None:
            yield found
            previous = match.end()


def _with_kind(text: str, match: re.Match[str], kind: Kind) -> Citation | None:
    """The number of a kind that stands right before it, or of a law named between."""
    between = text[kind.end : match.start()]
    titled = fold(kind.text) in _NAMED_KINDS and _TITLED.fullmatch(between)
    if not (_ADJACENT.fullmatch(between) or titled) or not _is_series(match["groups"]):
        return None
    form = text[kind.start : match.end()]
    return Citation(start=kind.start, end=match.end(), form=form, kind=kind.name, number=_joined(match[0]), rule="kind and number")


def _alone(text: str, match: re.Match[str], kind: Kind | None) -> Citation | None:
    """A number whose kind its series tells ("02/NQ-CP"), or that "số" or a table's cell says is one ("số 279/STTTT-VP")."""
    before = text[max(0, match.start() - 24) : match.start()]
    if not _is_series(match["groups"]) or _NO_DOCUMENT.search(before) or _TORN.search(before):
        return None
    coded = _kind_of(match["groups"])
    titled = kind is not None and _TITLED.fullmatch(text[kind.end : match.start()]) is not None
    cell = match.span() == (0, len(text))
    if not coded and not ((titled or cell or _NUMBER_WORD.search(before)) and "-" in match["groups"]):
        return None
    name = coded or (kind.name if kind and titled else "Công văn")
    return Citation(start=match.start(), end=match.end(), form=match[0], kind=name, number=_joined(match[0]), rule=ALONE)


def _is_series(groups: str) -> bool:
    """Whether letters after digits are a document's series: not a report's or a standard's, not "24/B"."""
    first = re.split(r"[^\w&]|_", groups)[0]
    return fold(first) not in _NO_DOCUMENT_CODES and (sum(map(str.isupper, first)) >= 2 or first in _KIND_OF_CODE)


def _kind_of(groups: str) -> str | None:
    """The kind that a series' type code stands for: QĐ-BTTTT, KH/TU, TTLT/BXD-BTTTT; QH14 is a law."""
    codes = [code for code in re.split(r"[^\w&]|_|\d", groups) if code]
    if codes and codes[0] == "QH" and re.match(r"QH\s?\d", groups):
        return "Luật"
    return _KIND_OF_CODE.get(codes[0]) if len(codes) > 1 else None


def _joined(number: str) -> str:
    return re.sub(r"\s+", "", number).replace("–", "-")


def with_short_number(item: Line, kinds: Sequence[Kind], taken: Iterable[Citation]) -> Iterator[Citation]:
    """The citations by a number without its series; ``taken`` are those with one."""
    starts = {citation.start for citation in taken}
    for kind in kinds:
        match = _SHORT.match(item.text, kind.end)
        if match and kind.start not in starts and _is_short_number(item.text, kind.text, match):
            number = match["digits"] + (f"/{match['year']}" if match["year"] else "")
            form = item.text[kind.start : match.end()]
            issuer = _ISSUER.match(item.text, match.end())
            quote = item.text[kind.start : issuer.end()] if issuer else ""
            yield Citation(start=kind.start, end=match.end(), form=form, kind=kind.name, number=number, rule=SHORT, quote=quote)


def _is_short_number(text: str, kind: str, match: re.Match[str]) -> bool:
    if match["so"]:
        return not _COUNTED.match(text, match.end())
    if fold(kind) not in _SHORT_KINDS or not kind[0].isupper() or _COUNTED.match(text, match.end()):
        return False
    if fold(kind) in _ALSO_DONE and not _CITED_AFTER.match(text, match.end()):
        return False
    return len(match["digits"]) >= 2 and not re.fullmatch(r"(?:19|20)\d\d", match["digits"])


def has_series(number: str) -> bool:
    """Whether a number holds letters of a series."""
    return re.search(r"[^\W\d]{2}", number) is not None


def with_full_numbers(citations: Sequence[Citation]) -> list[Citation]:
    """The citations, short numbers completed where the article gives the full one ("Quyết định 1605" and 1605/QĐ-TTg)."""
    full: dict[tuple[str, str], str] = {}
    for citation in citations:
        if citation.number and has_series(citation.number):
            full.setdefault((citation.kind, _digits(citation.number)), citation.number)
    return [_completed(citation, full) for citation in citations]


def _digits(number: str) -> str:
    match = re.match(r"0*(\d+[a-z]?)", number)
    return match[1] if match else ""


def _completed(citation: Citation, full: dict[tuple[str, str], str]) -> Citation:
    if citation.rule != SHORT or citation.number is None:
        return citation
    digits, plain = _digits(citation.number), citation.kind.split(" liên ")[0]
    return replace(citation, number=full.get((citation.kind, digits)) or full.get((plain, digits), citation.number))


def mentions_a_number(text: str, begin: int, end: int) -> bool:
    """Whether a number with a series stands in a part of the text."""
    return _SERIES.search(text, begin, end) is not None
