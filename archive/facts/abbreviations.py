"""Abbreviations that an article defines itself: "công nghệ thông tin (CNTT)", "PCCC (phòng cháy chữa cháy)", "gọi tắt là".

The long form is found by its letters: each letter of the short form begins a syllable of the long one, in order. Where the
letters are of another language (IPU, NCSC) the long form is the name of the body that stands before the brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from archive.facts.body_names import body_length, is_short_form
from archive.facts.gazetteer import entries, phrases
from archive.facts.names import is_vietnamese
from archive.facts.offices import phrase_end
from archive.facts.text import Line, Reading, fold, key_set

VERSION = 4

_PLACES = phrases("places")
_KNOWN = frozenset(fold(row[0]) for row in entries("short_forms"))
# "(CNTT)", "( IPU-132)", "(gọi tắt là Ban Chỉ đạo)", "(sau đây viết tắt là “QCRV”)": what brackets may hold.
_BRACKETS = re.compile(r"\(\s?([^()]{2,90}?)\s?\)")
_CALLED = re.compile(
    r"^(?:(?:sau|dưới)\s+đây\s+)?(?:xin\s+)?(?:được\s+)?(?:gọi|viết)(?:\s+(?:tắt|chung|là|ngắn\s+gọn))*\s*(?:là)?\s*:?\s*", re.IGNORECASE
)
_UNBRACKETED = re.compile(
    r",?\s+(?:(?:sau|dưới)\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s+tắt\s+là\s*:?\s*([“\"]?[A-ZĐ][\w&/\-]{1,14}(?:\s[A-ZĐ][\w&/\-]{0,14}){0,3})"
)
_ACRONYM = re.compile(r"[A-ZĐƯÂÔ][A-ZĐƯÂÔa-z0-9]*(?:[&/\-,.]?\s?[A-ZĐƯÂÔ0-9][A-ZĐƯÂÔa-z0-9]*){0,5}")
_ROMAN = re.compile(r"[IVXLC]+(?:[-–/., ]+[IVXLC]+)*")
# Words of a long form that may have no letter in the short one.
_PASSED_OVER = key_set('và của về các cho trong với những tại từ để do theo đối trên bằng - – , & / “ ” " thứ')
_WINDOW = 30  # words that are looked at before brackets
_LEAST_LETTERS = 2
_NEAR = 4  # words before "của" in which a name is that of the part
_MARKS = '.;:()“”",'
_LONGER_THAN_ACRONYMS = 6  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """A short form and what the article says it stands for, with the words that say so."""

    short: str
    long: str
    evidence: str
    rule: str


def abbreviations(reading: Reading) -> tuple[Abbreviation, ...]:
    """The abbreviations that the article defines, each short form once, in the order of the text, the headline's last.

    A headline packs words together: what the text says goes before.
    """
    found: dict[str, Abbreviation] = {}
    for item in (*reading.lines[1:], reading.headline):
        if "(" in item.text or "tắt" in item.text:
            for abbreviation in _defined(item):
                found.setdefault(fold(abbreviation.short), abbreviation)
    return tuple(found.values())


def _defined(item: Line) -> Iterator[Abbreviation]:
    index_at = {start: index for index, start in enumerate(item.starts)}
    for match in _BRACKETS.finditer(item.text):
        opening = index_at.get(match.start())
        if opening:
            found = _in_brackets(item, match, opening)
            if found:
                yield found
    for match in _UNBRACKETED.finditer(item.text) if "tắt" in item.text else ():
        if item.text.rfind("(", max(0, match.start() - 40), match.start() + 3) >= 0:
            continue
        place = next((index for index in range(len(item)) if item.starts[index] >= match.start()), 0)
        found = _long_before(item, match[1].strip('“"'), place, match.end())
        if found:
            yield found


def _in_brackets(item: Line, match: re.Match[str], opening: int) -> Abbreviation | None:
    called = _CALLED.match(match[1])
    short = match[1][called.end() :].strip(" “”\"'") if called and called.end() else match[1].strip(" “”\"'")
    return _long_before(item, short, opening, match.end(), told=bool(called and called.end())) or _long_inside(item, match, opening)


def _long_before(item: Line, short: str, opening: int, end: int, *, told: bool = False) -> Abbreviation | None:
    """The long form before the brackets."""
    units = _units(short)
    if units is None:
        return None
    start = _aligned_start(item.keys, item.words, opening, units)
    rule, closing = "letters", opening
    if start is None and (placed := _without_place(item, opening)) < opening:
        start, closing = _aligned_start(item.keys, item.words, placed, units), placed
    if start is None:
        start, rule, closing = _alias_start(item, short, opening), "first words", opening
    if start is None and _is_foreign(short) and (told or not _ends_a_caption(item, end)):
        start, rule = _organisation_start(item, opening), "body before brackets"
        if start is None:
            start = _body_start(item, opening)
            if start is not None and _is_a_part(item, start):
                return None
        if start is not None and not _may_be_translated(item, start, opening, short):
            return None
    if start is None or closing - start < 2:
        return None
    long = item.span(start, closing)
    return Abbreviation(short=short, long=long, evidence=item.text[item.starts[start] : end], rule=rule)


def _without_place(item: Line, opening: int) -> int:
    """The end of what stands before the brackets, without a place after it: "Sở Thông tin và Truyền thông Hà Nội (TTTT)"."""
    for length in (4, 3, 2):
        start = opening - length
        if start > 0 and (
            _PLACES.length_at(item.keys, start) == length
            or (length == 4 and _PLACES.length_at(item.keys, start + 2) == 2 and item.keys[start : start + 2] == ("thành", "phố"))
        ):
            return start
    return opening


def _ends_a_caption(item: Line, end: int) -> bool:
    """Whether brackets end a line without a full stop, as a photographer's or an agency's do under a picture."""
    return item.place != "headline" and not item.text[end:].strip()


def _long_inside(item: Line, match: re.Match[str], opening: int) -> Abbreviation | None:
    """The long form in the brackets: "PCCC (phòng cháy chữa cháy)"."""
    first = opening - 1
    while first > 0 and item.starts[first] == item.ends[first - 1] and item.words[first - 1] in "-/&,.":
        first -= 2
    short = item.span(max(first, 0), opening)
    units = _units(short)
    if units is None or not _ACRONYM.fullmatch(short) or len(match[1].split()) < 2:
        return None
    closing = next((index for index in range(opening, len(item)) if item.starts[index] >= match.end() - 1), len(item))
    start = _aligned_start(item.keys, item.words, closing, units)
    if start != opening + 1 and not (_is_foreign(short) and first > 0 and _body_inside(item, max(first, 0), opening, closing)):
        return None
    return Abbreviation(
        short=short, long=match[1], evidence=item.text[item.starts[max(first, 0)] : match.end()], rule="letters inside brackets"
    )


def _body_inside(item: Line, first: int, opening: int, closing: int) -> bool:
    """Whether brackets hold the name of the body whose foreign letters stand before: "của VNISA (Hiệp hội An toàn thông tin)".

    In "Cục Ứng dụng CNTT (Bộ TTTT)" they hold the body above it.
    """
    written = item.words[first - 1][0].islower() and fold(item.words[first]) not in _KNOWN
    named = written and closing - opening > 4 and bool(body_length(item, opening + 1))
    return named and _may_be_translated(item, opening + 1, closing, item.span(first, opening))


# Short forms


@lru_cache(maxsize=4096)
def _units(short: str) -> tuple[str, ...] | None:
    """What a short form is made of: letters of its acronyms, whole words between them; None when it can be none.

    "TT&TT" is t t t t, "Ban Chỉ đạo PCLB-TKCN" is ban, chỉ, đạo, p c l b t k c n. Words keep a leading "=".
    """
    if len(short) > 60 or _ROMAN.fullmatch(short) or re.search(r"[:;?!…“”\"]|^\d|\d{4}|\d/\d", short):
        return None
    units: list[str] = []
    for word in re.findall(r"[^\W\d_]+|\d+", short):
        letters = [letter for letter in word if letter.isupper()]
        if word.isdigit():
            continue
        if len(word) == 1 or len(letters) >= 2:
            units += [_bare(letter) for letter in letters]
        else:
            units.append("=" + fold(word))
    acronyms = sum(1 for unit in units if unit[0] != "=")
    return tuple(units) if acronyms >= _LEAST_LETTERS or (units and acronyms == 0 and short[0].isupper()) else None


def _bare(letter: str) -> str:
    """The letter without its marks, đ as d: "Ứng" begins like U."""
    decomposed = unicodedata.normalize("NFD", letter.lower().replace("đ", "d"))
    return decomposed[0]


def _is_foreign(short: str) -> bool:
    """Whether the letters may be of another language: NCSC, IPU, VNCERT/CC."""
    return re.fullmatch(r"[A-Z][A-Za-z0-9]*(?:[/\-&+][A-Z0-9][A-Za-z0-9]*){0,3}", short) is not None and sum(map(str.isupper, short)) >= 3


def _may_be_translated(item: Line, start: int, end: int, short: str) -> bool:
    """Whether a name whose initials the short form is not may still be its long form, the letters being of another language.

    They are Vietnamese ones, of something else, where "&" or a known short form is among them, where "VN" ends them (in other
    languages Việt Nam comes first), or where they begin or end as the name does. A ministry's begin with M in English: "Bộ Thông
    tin và Truyền thông (VNNIC)" names one of its centres. A name with another acronym in it has its own short form, and so has
    one with a proper name of which it holds no letter: "Đài THKTS VTC (VOV5)".
    """
    letters = "".join(unit for unit in _units(short) or () if unit[0] != "=")
    parts = [fold(part) for part in re.findall(r"[^\W\d_]+", short)]
    if "&" in short or letters.endswith("vn") or any(part in _KNOWN for part in parts):
        return False
    own = [word for word in item.words[start:end] if word[0].isalpha()]
    initials = "".join(_bare(word[0]) for word in own)
    if letters[:2] == initials[:2] or letters[-2:] == initials[-2:]:
        return False
    if fold(own[0]) == "bộ" and letters[0] != "m":
        return False
    return all(_is_common(word) or (_is_proper(word) and _bare(word[0]) in letters) for word in own)


def _is_common(word: str) -> bool:
    """Whether a word is a Vietnamese syllable or a short form that everybody knows."""
    if word.upper() == "VN" or is_short_form(fold(word)):
        return True
    return is_vietnamese(fold(word)) and not (len(word) > 1 and word.isupper())


def _is_proper(word: str) -> bool:
    """Whether a word is a proper name of another language: "Saigontourist", "MALAYSIA", not an acronym."""
    return word.isalpha() and (word.istitle() or (word.isupper() and len(word) >= _LONGER_THAN_ACRONYMS))


# Long forms


def _aligned_start(keys: Sequence[str], words: Sequence[str], end: int, units: tuple[str, ...]) -> int | None:
    """Where the long form begins whose syllables before ``end`` answer to the units, read from the last to the first."""
    if all(unit[0] == "=" for unit in units):
        return None
    index, left = end - 1, len(units) - 1
    while index >= max(0, end - _WINDOW) and left >= 0:
        used = _answered(keys[index], words[index], units, left)
        if used:
            left -= used
            if left < 0:
                return index
        elif keys[index] not in _PASSED_OVER or index == end - 1:
            return None
        index -= 1
    return None


def _answered(key: str, word: str, units: tuple[str, ...], left: int) -> int:
    """How many units, up to the one at ``left``, a word answers to."""
    unit = units[left]
    if unit[0] == "=":
        return 1 if key == unit[1:] else 0
    capitals = [_bare(letter) for letter in word if letter.isupper()]
    if len(capitals) > 1 and tuple(capitals) == units[left - len(capitals) + 1 : left + 1]:
        return len(capitals)
    initial = _bare(key[0]) if key[0].isalpha() else ""
    return 1 if initial == unit or (unit == "w" and initial == "u") else 0


def _alias_start(item: Line, short: str, opening: int) -> int | None:
    """Where a name begins that is cut to its first words: "Ban Điều hành triển khai … (Ban Điều hành)"."""
    alias = tuple(fold(word) for word in short.split())
    if not 2 <= len(alias) <= 6 or not short[0].isupper():
        return None
    for start in range(opening - len(alias) - 1, max(-1, opening - _WINDOW), -1):
        if item.words[start] in ".;:()“”":
            return None
        if item.keys[start + len(alias)] == "các":
            continue
        if any(item.words[index] in ".;:()“”" for index in range(start, min(start + len(alias) + 1, opening))):
            continue
        if item.keys[start : start + len(alias)] == alias and item.words[start][0].isupper():
            return start
    return None


def _body_start(item: Line, opening: int) -> int | None:
    """Where the name of the body before the brackets begins."""
    best = None
    for index in range(opening - 1, max(-1, opening - 18), -1):
        if item.words[index] in '.;:()“”",' or item.keys[index] == "là":
            break
        length = body_length(item, index)
        if length and item.words[index][0].isupper() and not _PLACES.length_at(item.keys, index):
            if phrase_end(item, index + length, rank=2) < opening:
                break
            best = index
            if index and item.words[index - 1][0].islower() and item.keys[index - 1] not in ("đồng", "hội", "của", "thuộc"):
                break
    return best


def _organisation_start(item: Line, opening: int) -> int | None:
    """Where an organisation's name begins: "là thành viên của Tổ chức Thương mại Thế giới (WTO)"."""
    for index in range(opening - 1, max(0, opening - 18), -1):
        if item.words[index] in _MARKS:
            return None
        if item.words[index] == "Tổ" and item.keys[index + 1 : index + 2] == ("chức",) and item.words[index - 1][0].islower():
            return index if opening - index > 2 else None
    return None


def _is_a_part(item: Line, start: int) -> bool:
    """Whether the body is what something named before it belongs to: "bộ phận Thông tin vô tuyến của Liên minh Viễn thông (ITU-R)".

    A word of such a name has a capital only where it begins; a person's and a place's have more, and an acronym nothing else.
    """
    if start < 2 or item.keys[start - 1] not in ("của", "thuộc"):
        return False
    before = range(start - 2, max(0, start - 2 - _NEAR), -1)
    clause = list(takewhile(lambda index: item.words[index] not in _MARKS, before))
    return any(
        item.words[index].istitle() and item.words[index + 1].islower() and item.words[index - 1] not in _MARKS for index in clause[1:]
    )
