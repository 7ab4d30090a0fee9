"""Text typed for the fonts that Việt Nam used before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times).

Such a font draws a Vietnamese letter where windows-1252 has another sign, so a page without the font shows "Héi ®ång"
or "Hoäi ñoàng" for "Hội đồng". Whether a text is one of them is proved by its spelling: nearly all of its words must be
Vietnamese syllables when read that way, and few as they stand. Clean Vietnamese holds letters that such a text cannot
have (ộ, đ, ư), and another language gives no syllables.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from crawler.spelling import spelled

Encoding = Literal["TCVN3", "VNI"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

_TCVN3_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {chr(code): letter for first, row in _TCVN3_ROWS.items() for code, letter in enumerate(row, first)}
"""The 74 letters of TCVN 5712 VN3 by their sign in windows-1252. Capitals with a tone are drawn by fonts of capitals (.VnTimeH)."""

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    """Base letter and mark -> the letter; the mark of a capital is a capital itself."""

    def whole(base: str, *marks: str) -> str:
        return unicodedata.normalize("NFC", base + "".join(marks))

    small = dict(_VNI_SINGLE)
    small |= {base + code: whole(base, tone) for base in "aeouy" for code, tone in _VNI_TONES.items()}
    small |= {base + code: whole(base, "\u0302", tone) for base in "aeo" for code, tone in _VNI_CIRCUMFLEX.items()}
    small |= {"a" + code: whole("a", "\u0306", tone) for code, tone in _VNI_BREVE.items()}
    small |= {base + code: whole(letter, tone) for base, letter in (("ô", "ơ"), ("ö", "ư")) for code, tone in _VNI_TONES.items()}
    del small["yï"]  # ỵ has a code of its own
    return small | {codes.upper(): letter.upper() for codes, letter in small.items()}


VNI = _vni_letters()
"""The 134 letters of VNI by their codes in windows-1252: one sign, or a base letter and the sign that follows it."""

_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_VNI_MARKS = frozenset(mark for small in (*_VNI_TONES, *_VNI_CIRCUMFLEX, *_VNI_BREVE) for mark in (small, small.upper()))
_NOT_TCVN3 = frozenset(chr(code) for code in range(0xC0, 0x100) if chr(code).isalpha()) - TCVN3.keys()
_TO_TCVN3 = str.maketrans(TCVN3)
# Letters beyond windows-1252, and combining marks: text that holds one was typed in Unicode.
_UNICODE_LETTER = re.compile("[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u017f-\u0191\u0193-\u024f\u0300-\u036f\u1e00-\u1eff]")
_FONT = re.compile(r"^[\s\"']*(?:(?P<tcvn3>\.vn\w[\w .-]*)|(?P<vni>vni[- ]\w[\w .-]*))", re.IGNORECASE)

NAMED_FONT = re.compile(r"(?:face|font(?:-family)?)\s*[=:][^;>]{0,40}?(?:\.vn[a-z3]|vni[- ][a-z])", re.IGNORECASE)
"""Where markup or a style names a legacy font."""

# Of the private use area: no text of a portal has them, and no word goes on over them.
_CAPITALS, _END = "\ue000", "\ue001"
_SET = re.compile(f"{_CAPITALS}[^{_END}]*{_END}?|[^{_CAPITALS}]+")

DECLARED_SHARE, FOUND_SHARE = 0.7, 0.85
"""How many words must come out right: fewer where the page names the font."""
_FOUND_WORDS = 4
"""So many words must speak for a font that the page does not name."""


@dataclass(frozen=True, slots=True)
class Font:
    """A legacy font: its encoding, and whether it draws all letters as capitals (names ending in H)."""

    encoding: Encoding
    capitals: bool = False


def font_of(families: str) -> Font | None:
    """The legacy font that a ``face`` or ``font-family`` names first; None for any other font."""
    match = _FONT.match(families.partition(",")[0])
    if match is None:
        return None
    if match["vni"]:
        return Font("VNI")
    name = match["tcvn3"].strip(" \"'")
    return Font("TCVN3", capitals=name.endswith("H") or (name.islower() and name.endswith("h")))


def converted(text: str, encoding: Encoding) -> str:
    """The text with its signs read as the letters that a font of this encoding draws."""
    if encoding == "TCVN3":
        return text.translate(_TO_TCVN3)
    return _VNI_PATTERN.sub(lambda match: VNI[match[0]], text)


def is_unicode(text: str) -> bool:
    """Whether a text holds a letter that no legacy font has: it was typed in Unicode, whatever the font's name."""
    return _UNICODE_LETTER.search(text) is not None


def is_proved(text: str, encoding: Encoding, *, declared: bool = False) -> bool:
    """Whether a text is in an encoding beyond doubt; ``declared`` says that the page names such a font for it."""
    if text.isascii() or is_unicode(text):
        return False
    before, after = spelled(text), spelled(converted(text, encoding))
    if 2 * before.right >= after.right:
        return False
    strays = _strays(text, encoding)
    if declared:
        return after.right - strays >= DECLARED_SHARE * after.words
    return after.words >= _FOUND_WORDS and after.right - strays >= FOUND_SHARE * after.words


def _strays(text: str, encoding: Encoding) -> int:
    """Letters that the encoding does not use, or not where they stand."""
    if encoding == "TCVN3":
        return sum(character in _NOT_TCVN3 for character in text)
    return sum(character in _VNI_MARKS for character in _VNI_PATTERN.sub("", text))


def encoding_of(text: str) -> Encoding | None:
    """The legacy encoding that a text is in by its letters alone; None where that is not beyond doubt."""
    if "®" in text and is_proved(text, "TCVN3"):
        return "TCVN3"
    return "VNI" if ("ñ" in text or "Ñ" in text) and is_proved(text, "VNI") else None


def in_capitals(text: str) -> str:
    """A text marked as set in a font that draws all letters as capitals (.VnTimeH), line by line."""
    return "\n".join(f"{_CAPITALS}{line}{_END}" if line.strip() else line for line in _unmarked(text).split("\n"))


def without_legacy_letters(text: str) -> str:
    """A text without markup (an attachment's) in Unicode, line by line; lines that were typed in Unicode stay.

    What ``in_capitals`` marked becomes capitals, where the text is in a legacy encoding at all.
    """
    lines = text.splitlines(keepends=True)
    legacy = "".join(plain for line in lines if not is_unicode(plain := _unmarked(line)))
    encoding = encoding_of(legacy)
    if encoding is None:
        return _unmarked(text)
    return "".join(_line_in_unicode(line, encoding) for line in lines)


def _line_in_unicode(line: str, encoding: Encoding) -> str:
    plain = _unmarked(line)
    better = _reads_better(plain, encoding)
    if plain == line:
        return converted(line, encoding) if better else line
    capital = is_unicode(plain) or better or plain.isascii()
    pieces = ((piece[0], converted(_unmarked(piece[0]), encoding) if better else _unmarked(piece[0])) for piece in _SET.finditer(line))
    return "".join(text.upper() if capital and piece.startswith(_CAPITALS) and not is_unicode(piece) else text for piece, text in pieces)


def _unmarked(text: str) -> str:
    return text.replace(_CAPITALS, "").replace(_END, "")


def _reads_better(text: str, encoding: Encoding) -> bool:
    return not is_unicode(text) and not reads_well(text) and spelled(converted(text, encoding)).mostly(DECLARED_SHARE)


def reads_well(text: str) -> bool:
    """Whether every word that is more than ASCII is a Vietnamese syllable as it stands ("Thông tin"), and there is one."""
    return spelled(text).mostly(1)
