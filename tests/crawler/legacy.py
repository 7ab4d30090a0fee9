"""Vietnamese text as it was typed for the fonts before Unicode: the tables the other way round."""

from __future__ import annotations

import unicodedata

from crawler.legacy_fonts import TCVN3, VNI, Encoding

_SIGNS: dict[Encoding, dict[str, str]] = {
    "TCVN3": {letter: sign for sign, letter in TCVN3.items()},
    "VNI": {letter: codes for codes, letter in VNI.items()},
}


def typed(text: str, encoding: Encoding) -> str:
    """A text as a typist had it in the font; TCVN3 has no capitals with a tone, so those are typed small."""
    signs = _SIGNS[encoding]
    return "".join(signs.get(letter) or signs.get(letter.lower()) or letter for letter in unicodedata.normalize("NFC", text))
