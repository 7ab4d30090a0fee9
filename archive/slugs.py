"""Names as parts of an address: ``1605/QĐ-TTg`` is ``1605-qd-ttg``, ``Nguyễn Minh Hồng`` is ``nguyen-minh-hong``."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST = 100
"""Characters of a slug. A longer name is cut and ends in a digest of the whole."""

_SIGNS = re.compile(r"[^a-z0-9]+")
_ZEROS = re.compile(r"^0+(?=\d)")


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """The name in small letters without marks, hyphens between its words; a digest where no letter is left."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))
    words = _SIGNS.sub("-", bare.replace("đ", "d").replace("ð", "d")).strip("-")
    if words and len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST - 9].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def document_slug(number: str) -> str:
    """The slug of a legal document's number or name; zeros before the number make no difference."""
    return slug(_ZEROS.sub("", number.strip()))
