"""Documents cited without a number: laws by name, resolutions by the congress or plenum that passed them, rulings by their day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.facts.citations import Citation, Kind
from archive.facts.gazetteer import Phrases, entries
from archive.facts.numerals import ROMAN, roman
from archive.facts.text import LOWER, UPPER, Line, fold

_LAW_NAMES = Phrases(row[0].replace(",", "") for row in entries("laws"))
_LAW_KINDS = frozenset(("luật", "bộ luật", "pháp lệnh"))
_PARTY_KINDS = frozenset(map(fold, ("nghị quyết", "kết luận", "thông báo kết luận", "chỉ thị", "quy định")))
_RULING_KINDS = frozenset(map(fold, ("nghị quyết", "quyết định", "chỉ thị", "nghị định", "thông tư", "pháp lệnh")))
_LONGEST_LAW = 30  # words

# Words that no law's name has: what follows is no longer the name.
_LAW_END = re.compile(
    r"[,.;:()\"“”]|\s(?:và|về|của|có|được|do|ngày|năm|số|trong|đã|là|tại|để|cho|khi|từ|theo|quy|hiện|sẽ|vào|với|nhằm|cùng|như|đến|mới|này"
    r"|trên|hay|hoặc|thì|mà|phải|ra|sửa|nói|cũng|dựa|khóa|khoá|trước|sau|nêu|gồm|không|chưa|vừa|nhưng|thông qua|thay)\b"
)
_NUMBER = r"(?:[IVX]{1,5}|\d{1,2})\b"
_TERM = rf"(?:\s*,?\s*\(?\s*kh(?:óa|oá)\s+{_NUMBER}\s*\)?)"
# "Nghị quyết Trung ương 4, khóa XI", "Nghị quyết TW 4 ( khóa XI)", "Kết luận Hội nghị Trung ương 6 (khóa X)".
_PLENUM = re.compile(
    rf"\s+(?:(?:của\s+)?Hội\s+nghị\s+)?(?:lần\s+thứ\s+[\w]{{1,6}}\s+)?(?:Ban\s+Chấp\s+hành\s+)?(?:Trung\s+ương|TW|T\.Ư|TƯ)(?:\s+Đảng)?(?:\s+lần\s+thứ)?\s*{_NUMBER}{_TERM}?",
    re.IGNORECASE,
)
_PLENUM_WITH_TERM = re.compile(
    rf"\s+(?:(?:của\s+)?Hội\s+nghị\s+)?lần\s+thứ\s+[\w]{{1,6}}(?:\s*,)?\s+(?:Ban\s+Chấp\s+hành\s+)(?:Trung\s+ương|TW)(?:\s+Đảng)?{_TERM}",
    re.IGNORECASE,
)
# "Nghị quyết Đại hội XII của Đảng", "Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVI".
_CONGRESS = re.compile(
    rf"\s+Đại\s+hội(?:\s+(?:Đại\s+biểu|toàn\s+quốc|Đảng\s+bộ|Đảng|thành\s+phố|Hà\s+Nội|TP\.?|tỉnh|các\s+cấp|lần\s+thứ|lần)){{0,7}}\s+{_NUMBER}"
    r"(?:\s+(?:của\s+)?(?:Đảng\s+bộ\s+(?:Thành\s+phố|TP)(?:\s+Hà\s+Nội)?|Đảng(?!\s+bộ)(?:\s+Cộng\s+sản\s+Việt\s+Nam)?))?"
    r"(?!\s+(?:của\s+)?Đảng\s+bộ)",  # "Đại hội XII Đảng bộ Khối": of another congress, whose name is not read
    re.IGNORECASE,
)
_BY_DAY = re.compile(r"\s+(?:ký\s+)?ngày\s+\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)\d\d(?![\w/])|\s+năm\s+(?:19|20)\d\d(?!\s?[-–])")
# "các nghị quyết của Hội nghị Trung ương 5": several; "Công ước của Liên Hợp quốc về Luật Biển 1982": no law.
_NOT_ONE = re.compile(r"(?:\b(?:các|những)\s|\bcông ước\b[^.;,]{0,40}\bvề\s)$", re.IGNORECASE)
# "dự thảo Bộ luật Dân sự", "xây dựng Luật An toàn thông tin để trình Quốc hội": none yet.
_DRAFTED = re.compile(r"\b(?:dự thảo|dự án|xây dựng|soạn thảo)\s+$", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"\s+(?:năm\s+)?(?:19|20)\d\d")  # "Hiến pháp năm 1992"


def by_name(item: Line, kinds: Sequence[Kind], numbered: Sequence[Citation]) -> Iterator[Citation]:
    """The citations by name; kinds within ``numbered`` citations are taken."""
    ordered = sorted(numbered, key=lambda citation: citation.start)
    starts = [citation.start for citation in ordered]
    for kind in kinds:
        place = bisect_right(starts, kind.start) - 1
        if place >= 0 and kind.start < ordered[place].end:
            continue
        end, rule = _name_end(item, kind)
        if end and not any(before.search(item.text, max(0, kind.start - 50), kind.start) for before in (_NOT_ONE, _DRAFTED)):
            yield Citation(start=kind.start, end=end, form=_closed(item.text[kind.start : end].strip()), kind=kind.name, rule=rule)


def _closed(form: str) -> str:
    """The form without a bracket that does not close in it."""
    return form.split("(")[0].strip() if form.count("(") > form.count(")") else form


def _name_end(item: Line, kind: Kind) -> tuple[int, str]:
    """Where the name ends (0: the document is not named), and the rule that says so."""
    word = fold(kind.text)
    if word in _LAW_KINDS:
        return _law_end(item, kind), "law by name"
    if word == "hiến pháp":
        year = _OF_A_YEAR.match(item.text, kind.end)
        return (year.end() if year else kind.end if kind.text[0].isupper() else 0), CONSTITUTION
    for pattern, rule in _PARTY_NAMES if word in _PARTY_KINDS else ():
        if match := pattern.match(item.text, kind.end):
            return match.end(), rule
    match = _BY_DAY.match(item.text, kind.end) if word in _RULING_KINDS and kind.text[0].isupper() else None
    return (match.end() if match else 0), "kind and day"


PLENUM, CONGRESS, CONSTITUTION = "plenum", "congress", "constitution"
"""The rules of documents that are named by the plenum or congress that passed them, and of constitutions."""
_PARTY_NAMES = ((_PLENUM_WITH_TERM, PLENUM), (_PLENUM, PLENUM), (_CONGRESS, CONGRESS))


def _law_end(item: Line, kind: Kind) -> int:
    """The end of a law's name: the longest known one, else the words up to the first that no name has."""
    first = bisect_left(item.starts, kind.end)
    if not kind.text[0].isupper() or first >= len(item):
        return 0
    if item.words[first] == ",":
        return 0
    return _known_law_end(item, first) or _likely_law_end(item.text, kind)


def _known_law_end(item: Line, first: int) -> int:
    """Where a known law's name ends that begins at the word ``first``; its commas may be missing or be more."""
    places = [index for index in range(first, min(len(item), first + _LONGEST_LAW)) if item.words[index] != ","]
    length = _LAW_NAMES.length_at(tuple(item.keys[index] for index in places), 0) if places else 0
    return item.ends[places[length - 1]] if length else 0


def _likely_law_end(text: str, kind: Kind) -> int:
    after = text[kind.end : kind.end + 80]
    if not re.match(rf"\s[{UPPER}][{LOWER}]", after):
        return 0
    stop = _LAW_END.search(after)
    name = after[: stop.start()] if stop else after.rsplit(" ", 1)[0]
    return kind.end + len(name.rstrip()) if 2 <= len(name.split()) <= 8 else 0


_PLENUM_OF_TERM = re.compile(
    r"(?:Trung\s+ương|TW|T\.Ư|TƯ|Đảng|lần\s+thứ)\s*(?P<digits>\d{1,2}|[IVX]{1,5})\b|\blần\s+thứ\s+(?P<word>\w+)", re.IGNORECASE
)
_TERM_OF = re.compile(rf"kh(?:óa|oá)\s+(?P<term>{_NUMBER})", re.IGNORECASE)
_ORDINALS = {
    fold(word): place
    for place, words in enumerate(("nhất", "hai", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
    for word in words.split()
}
_OF_CITY = re.compile(r"Đảng\s+bộ\s+(?:thành\s+phố|TP\.?)(?P<city>\s+Hà\s+Nội)?", re.IGNORECASE)
_OF_THE_PARTY = re.compile(r"toàn\s+quốc|\bĐảng\b(?!\s+bộ)", re.IGNORECASE)
_CONGRESS_NUMBER = re.compile(rf"\s({_NUMBER})")


class Plenum(NamedTuple):
    """A plenum of the Party's committee: its number within the term, and the term's where it is told."""

    number: int
    term: int | None


def plenum_of(form: str) -> Plenum | None:
    """The plenum that a form cites: "Nghị quyết TW 4 (khóa XI)", "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI"."""
    found, term = _PLENUM_OF_TERM.search(form), _TERM_OF.search(form)
    number = found and _ordinal(found["digits"] or found["word"])
    return Plenum(number, _ordinal(term["term"]) if term else None) if number else None


def _ordinal(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return roman(word) or _ORDINALS.get(fold(word))


def one_name(kind: str, form: str, rule: str) -> str:
    """What all ways of citing one document by name have in common: "Nghị quyết TW 4 (khóa XI)" is "Nghị quyết Trung ương 4 khóa XI"."""
    if rule == CONSTITUTION:
        return re.sub(r"\s+(?=(?:19|20)\d\d)", " năm ", re.sub(r"\s+năm\b", "", form))
    if rule == PLENUM and (plenum := plenum_of(form)) and plenum.term and plenum.term <= len(ROMAN):
        return f"{kind} Trung ương {plenum.number} khóa {ROMAN[plenum.term - 1]}"
    return (_of_congress(kind, form) if rule == CONGRESS else None) or form


def _of_congress(kind: str, form: str) -> str | None:
    """The name by the congress; None where it does not say of what."""
    found = _CONGRESS_NUMBER.search(form)
    number = _ordinal(found[1]) if found else None
    if number is None or number > len(ROMAN):
        return None
    if city := _OF_CITY.search(form):
        return f"{kind} Đại hội {ROMAN[number - 1]} Đảng bộ thành phố{' Hà Nội' if city['city'] else ''}"
    return f"{kind} Đại hội {ROMAN[number - 1]} của Đảng" if _OF_THE_PARTY.search(form) else None
