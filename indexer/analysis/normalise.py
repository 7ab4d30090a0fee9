"""One spelling for every way a Vietnamese letter can be encoded: NFC, lower case, look-alikes repaired."""

from __future__ import annotations

import re
import unicodedata

LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ", "\u0111": "đ"})
"""Letters that are drawn as Đ or đ and are not: Icelandic eth, African D."""

IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"
"""Signs inside a word that nobody sees: soft hyphen, zero-width (non-)joiner, word joiner, byte order mark."""

_IGNORED = re.compile(f"[{IGNORED}]")


def normalise(text: str) -> str:
    """``text`` as every later step expects it: no invisible signs, NFC, real Đ, lower case."""
    return unicodedata.normalize("NFC", _IGNORED.sub("", text)).translate(LOOKALIKES).lower()
