"""The bytes of a page to text: which charset they are really in, whatever the header says."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

import ftfy

from crawler.legacy_fonts import DECLARED_SHARE, NAMED_FONT, encoding_of
from crawler.spelling import spelled

VIETNAMESE = "windows-1258"
"""The charset of old Vietnamese pages that declare none and are not UTF-8."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_META_REACH = 4096  # HTML asks for the declaration in the first 1,024 bytes; portals with long comments need more

# UTF-8 read as windows-1252 and saved again: ế is "áº¿", đ is "Ä‘", à is "Ã ", ư is "Æ°".
_MOJIBAKE = re.compile("á[º»][\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac\u2122]|Ã[\u00a0-\u00bf]|Ä[\u2018\u0091\u0090]|Æ[°¡]")
_VIETNAMESE_LETTER = re.compile("[\u1ea0-\u1ef9đĐơƠưƯăĂ]")
_MISREADINGS = ("sloppy-windows-1252", "latin-1", "windows-1258")  # the first is ftfy's: with the bytes that windows-1252 leaves out
_PIECE = re.compile("[^<>]+")
_PROOF = 8  # so many damaged letters, and more of them than of whole ones, are no accident


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the charset it was read in and the one it claimed (None: it claimed none)."""

    text: str
    charset: str
    declared: str | None = None

    @property
    def false_charset(self) -> bool:
        """Whether the page claimed another charset than the one it is in."""
        return self.declared is not None and self.declared != self.charset


def decode(payload: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page's bytes. Never fails: what no charset explains becomes U+FFFD.

    A byte order mark decides; then whatever is whole UTF-8 is UTF-8, even when the header or the page says otherwise
    (the claim is wrong far more often than such a coincidence happens); then what the spelling proves (legacy fonts are
    read as windows-1252, whose signs ``crawler/legacy_fonts.py`` knows); then the claim; then windows-1258.
    """
    declared = _declared(payload, content_type)
    for mark, charset in _BOMS:
        if payload.startswith(mark):
            return Decoded(payload.decode(charset, "replace"), charset.removesuffix("-sig"), declared)
    text = _as_utf8(payload)
    if text is not None:
        return Decoded(_unbroken(text), "utf-8", declared if not payload.isascii() else None)
    charset = _single_byte(payload, declared if declared not in (None, "utf-8") else VIETNAMESE)
    return Decoded(payload.decode(charset, "replace"), charset, declared)


def _declared(payload: bytes, content_type: str | None) -> str | None:
    header = _HEADER.search(content_type or "")
    if header and (known := _known(header[1])):
        return known
    meta = _META.search(payload, 0, _META_REACH)
    return _known(meta[1].decode("ascii")) if meta else None


@lru_cache(maxsize=256)
def _known(label: str) -> str | None:
    """The charset that a label means to a browser; None for one that Python does not read as text."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    names = {"iso8859-1": "windows-1252", "ascii": "windows-1252", "cp1252": "windows-1252", "cp1258": VIETNAMESE}
    # A page whose declaration can be read in ASCII is not UTF-16, whatever it says (the HTML standard reads UTF-8).
    return "utf-8" if info.name.startswith(("utf-16", "utf-32", "utf-8")) else names.get(info.name, info.name)


def _as_utf8(payload: bytes) -> str | None:
    """The text when the bytes are UTF-8, a few torn characters apart (a page cut in half, a truncated teaser)."""
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError as fault:
        text = payload.decode("utf-8", "replace")
        if fault.reason == "unexpected end of data" and fault.start > 0:
            return text
    torn = text.count("\ufffd")
    whole = sum(character > "\u007f" for character in text) - torn
    return text if whole > 10 * torn else None


def _single_byte(payload: bytes, claimed: str | None) -> str:
    """The charset of bytes that are not UTF-8: the claimed one unless the words read in another prove it wrong."""
    claimed = claimed or VIETNAMESE
    western = payload.decode("windows-1252", "replace")
    vietnamese = spelled(payload.decode(VIETNAMESE, "replace"))
    if encoding_of(western) is not None or (NAMED_FONT.search(western) and not vietnamese.mostly(DECLARED_SHARE)):
        return "windows-1252"
    proved = vietnamese.words >= _PROOF and vietnamese.mostly(DECLARED_SHARE) and 2 * spelled(western).right < vietnamese.right
    return VIETNAMESE if proved and claimed == "windows-1252" else claimed


def _unbroken(text: str) -> str:
    """The text with UTF-8 that was once read as windows-1252 made whole, piece by piece of the markup, where that is beyond doubt.

    A piece proves itself: no whole letter of Vietnamese beside the damaged ones, nothing damaged afterwards, and words
    that are spelled right. On a page that is damaged all over, single signs are mended too.
    """
    # The rare sign first: looking for "á" stops at every word of a whole text.
    if not any(sign in text and f"á{sign}" in text for sign in "º»"):
        return text
    damaged = len(_MOJIBAKE.findall(text))
    everywhere = damaged >= _PROOF and damaged >= len(_VIETNAMESE_LETTER.findall(text))
    return _PIECE.sub(lambda piece: _whole_piece(piece[0], everywhere), text)


def _whole_piece(text: str, everywhere: bool) -> str:
    if text.isascii() or _VIETNAMESE_LETTER.search(text):
        return text
    if _MOJIBAKE.search(text):
        fixed = next(filter(None, (_as_if_read_in(charset, text) for charset in _MISREADINGS)), "")
        if fixed and spelled(fixed).mostly(DECLARED_SHARE):
            return fixed
    return ftfy.fix_encoding(text) if everywhere else text


def _as_if_read_in(charset: str, text: str) -> str | None:
    """UTF-8 that was read in another charset, as it was before: only where all of the text is that."""
    try:
        return text.encode(charset).decode("utf-8")
    except UnicodeError:
        return None
