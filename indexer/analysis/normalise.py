"""One spelling for every way a Vietnamese letter can be encoded: NFC, lower case, look-alikes and other forms of a sign repaired."""

from __future__ import annotations

import re
import unicodedata

LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ", "\u0111": "đ"})
"""Letters that are drawn as Đ or đ and are not: Icelandic eth, African D."""

WIDE = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20}
"""Letters, digits and signs of double width, as Chinese and Japanese input methods type them."""

_RAISED = {ord(sign): digit for signs in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉") for digit, sign in enumerate(signs, ord("0"))}
"""``m²`` is ``m2``, as most write it."""

_OTHER_FORMS = LOOKALIKES | WIDE | _RAISED

IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"
"""Signs inside a word that nobody sees: soft hyphen, zero-width (non-)joiner, word joiner, byte order mark."""

_IGNORED = re.compile(f"[{IGNORED}]")


def normalise(text: str) -> str:
    """``text`` as every later step expects it: no invisible signs, NFC, real Đ, letters and digits of single width, lower case."""
    return unicodedata.normalize("NFC", _IGNORED.sub("", text)).translate(_OTHER_FORMS).lower()
