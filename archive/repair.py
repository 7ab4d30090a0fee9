"""Text that a content system damaged, made whole: entity names that lost their ``&``, and only those of a whitelist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# 25 % of one portal's articles hold such names. None of these can end a word of Vietnamese or English.
_PUNCTUATION = {
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "laquo": "«",
    "raquo": "»",
    "ndash": "–",
    "mdash": "—",
    "hellip": "…",
    "nbsp": " ",
}
_LETTERS = {
    base + mark: letter
    for mark, pairs in {
        "grave": "aàeèiìoòuùAÀEÈIÌOÒUÙ",
        "acute": "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝ",
        "tilde": "aãoõAÃOÕ",
        "circ": "aâeêoôAÂEÊOÔ",
    }.items()
    for base, letter in zip(pairs[::2], pairs[1::2], strict=True)
}
_NAMES = _PUNCTUATION | _LETTERS
_DOT_BELOW = "\u0323"
# "phograve;ng", "nghi;ecirc;n" (the "&" became a semicolon), and "&amp;amp;agrave;" that was escaped again and again.
_ESCAPED = "&(?:amp;)*"
_LOST_NAME = re.compile(f"(?:(?:{_ESCAPED})?({'|'.join(_PUNCTUATION)});|(?:{_ESCAPED}|;)?({'|'.join(_LETTERS)});)\\Z")
_END_OF_NAME = re.compile("(?:quo|dash|hellip|nbsp|grave|acute|tilde|circ);")
# "nhi;ecirc%3ḅm": the name's own semicolon was escaped as in an address, and the tone mark fell on the escape's last letter.
_ESCAPED_NAME = re.compile(f"[&;]({'|'.join(_LETTERS)})%3(?:(?P<dotted>[Ḅḅ])|[Bb])")
_LONGEST = 60  # characters of one piece of damage, however often it was escaped
# "TTamp;TT", "Qamp;A", and the word by itself; never the end of "lamp;" or "camp;".
_LOST_AMPERSAND = re.compile(r"&amp;|(?<=[A-Z])amp;(?=[A-Z])|(?<!\S)amp;(?!\S)")
_LOST_D = re.compile(r"&?(ETH|eth);(?=[^\W\d_])")  # never at the end of a word: "Macbeth;", "dieth;"
# "ph;ép", "gh;ép", "kho;ẻ": a syllable's beginning, a semicolon, its accented vowel. Both sides are needed: in
# "công nghệ;ứng dụng" the semicolon is the author's.
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x"
_VOWELS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_BEFORE_VOWEL = re.compile(f";(?=[{_VOWELS}])")
_STRAY_SEMICOLON = re.compile(rf"(?<!\w)((?i:{_ONSETS})[ou]?);\Z")


def repair(text: str) -> str:
    """The text with lost entity names read as what they were. Undamaged text comes back as it is."""
    if ";" not in text:
        return text
    # Plain searches first: most semicolons are the author's, and the patterns are slow on a long text.
    text = _mended(text, _END_OF_NAME, _LOST_NAME, lambda match: _NAMES[match[1] or match[2]])
    if "amp;" in text:
        text = _LOST_AMPERSAND.sub("&", text)
    if "eth;" in text or "ETH;" in text:
        text = _LOST_D.sub(lambda match: "Đ" if match[1] == "ETH" else "đ", text)
    if "%3" in text:
        text = unicodedata.normalize("NFC", _ESCAPED_NAME.sub(lambda match: _LETTERS[match[1]] + _DOT_BELOW * bool(match["dotted"]), text))
    return _mended(text, _BEFORE_VOWEL, _STRAY_SEMICOLON, _joined)


def _mended(text: str, ends: re.Pattern[str], damage: re.Pattern[str], whole: Callable[[re.Match[str]], str]) -> str:
    """The text with its damage made whole. Where damage ends is looked for, and it before that: it begins like any word."""
    parts: list[str] = []
    start = 0
    for end in ends.finditer(text):
        found = damage.search(text, max(start, end.end() - _LONGEST), end.end())
        if found is not None:
            parts += (text[start : found.start()], whole(found))
            start = end.end()
    return "".join((*parts, text[start:])) if parts else text


def _joined(match: re.Match[str]) -> str:
    """The onset without its semicolon; a whole abbreviation before a semicolon ("TH;ứng") stays."""
    onset = match[1]
    return match[0] if len(onset) > 1 and onset.isupper() else onset
