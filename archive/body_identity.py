"""Which body a name means: its spellings made one, and the place that it leaves out told from the article or from its publisher.

Pure functions over the names of one article; what many articles say together is decided in ``archive.identity``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.article import Publisher
from archive.facts.body_names import CITIES, body_length, body_rank, expanded, region_of
from archive.facts.gazetteer import entries
from archive.facts.numerals import roman
from archive.facts.text import fold, line

Words = tuple[str, ...]

_JOINING = frozenset(("và", "của", "thuộc", "-", "–"))
_PERIOD = re.compile(r"(?<=\S) (?:quý (?:i{1,3}|iv|[1-4])(?: (?:năm )?(?:19|20)\d\d)?|(?:trong )?năm (?:19|20)\d\d|khóa [ivxl]+)$")
"""What is added to the name of a body and is no part of it: "Ban điều hành năm 2012", "Quốc hội khóa XIV"."""
_TERM = re.compile(r"(?<=\S)\s+kh(?:óa|oá)\s+[IVXL]+$", re.IGNORECASE)
_PLACE_WORDS = (("thành", "phố"), ("tỉnh",))
_SAID_SHORT = (
    (("mặt", "trận", "tổ", "quốc", "việt", "nam"), 4, True),
    (("trung", "ương", "đảng", "cộng", "sản", "việt", "nam"), 3, False),
)
"""Names whose last words are often left out: words, how many are kept, whether only before others ("Ủy ban MTTQ Việt Nam Thành phố")."""
_CENTRAL = (["bộ"], ["chính", "phủ"], ["quốc", "hội"], ["tổng", "cục"])
_COUNTRY = ["việt", "nam"]
_CITY = ("thành", "phố")
_OF_A_CITY = frozenset((("thành", "ủy"), ("thành", fold("đoàn"))))
_DEPARTMENT = "sở"
_NO_DEPARTMENT = frozenset(("cơ", "trụ", "hội"))  # "cơ sở", "trụ sở": no department
_BLOCK = "khối"
_OF_THE_NATION = (" quốc gia", " trung ương")
_CENTRE = 2
"""The rank of centres, offices and portals, which a publisher of one province names without their place."""

ARTICLE, PUBLISHER = "article", "publisher"


@lru_cache(maxsize=20_000)
def body_key(name: str) -> str:
    """What spellings of one body have in common: short forms written out; joining words, "thành phố" before a name, terms left out."""
    words = [word for word in _PERIOD.sub("", " ".join(expanded(name))).split() if word not in _JOINING]
    kept: list[str] = []
    index = 0
    while index < len(words):
        skipped = next((len(one) for one in _PLACE_WORDS if tuple(words[index : index + len(one)]) == one), 0)
        if skipped and kept and index + skipped < len(words):
            index += skipped
        else:
            kept.append(words[index])
            index += 1
    return " ".join(_said_short(_of_the_state(kept))) or fold(name)


def _of_the_state(words: list[str]) -> list[str]:
    """The words without the country behind a body that every state has one of: "Bộ Ngoại giao Việt Nam"."""
    central = words[:1] in _CENTRAL or words[:2] in _CENTRAL
    return words[:-2] if central and len(words) > len(_COUNTRY) and words[-2:] == _COUNTRY else words


def _said_short(words: list[str]) -> list[str]:
    """The words without those of a long name that are often left out, and "khu vực I" as "khu vực 1"."""
    for long, kept, before_others in _SAID_SHORT:
        for start in range(len(words) - len(long) + 1):
            if tuple(words[start : start + len(long)]) == long and (start + len(long) < len(words) or not before_others):
                words = words[: start + kept] + words[start + len(long) :]
                break
    areas = [index + 2 for index in range(len(words) - 2) if words[index : index + 2] == ["khu", "vực"]]
    return [str(roman(word) or word) if index in areas else word for index, word in enumerate(words)]


def without_term(name: str) -> str:
    """The name of a body without the term that is said of it: "Quốc hội" of "Quốc hội khóa XIV"."""
    return _TERM.sub("", name)


@cache
def _fields() -> frozenset[Words]:
    """What departments are of, as keys have it."""
    return frozenset(tuple(body_key(f"Sở {row[0]}").split()[1:]) for row in entries("fields_of_state"))


@lru_cache(maxsize=20_000)
def is_a_centre(block: str) -> bool:
    """Whether the key of a body, without its place, is of a centre, an office or a portal, and of none of the whole nation."""
    if block.endswith(_OF_THE_NATION):
        return False
    item = line(block)
    length = body_length(item, 0) if len(item) else 0
    return length > 0 and body_rank(item, 0, length) <= _CENTRE


@dataclass(frozen=True, slots=True)
class Places:
    """What tells "Sở Nội vụ" and "UBND Thành phố" from those of other provinces: the article's own words, else who publishes it.

    ``named`` are the places that the article names with each body's words, ``blocks`` what "Khối" is short for in it, ``publisher`` the
    words of a provincial publisher's name.
    """

    named: Mapping[Words, frozenset[Words]]
    blocks: frozenset[Words]
    publisher: Words

    @property
    def home(self) -> str:
        """The place of a provincial publisher; empty for none."""
        return " ".join(region_of(self.publisher))

    def whole(self, key: str) -> tuple[str, str]:
        """The key with the place it lacks, and where that was read: ``article``, ``publisher``, or empty when it lacks none."""
        words = tuple(key.split())
        if words[-1] == _BLOCK and len(words) > 1 and len(self.blocks) == 1:
            return " ".join((*words[:-1], *next(iter(self.blocks)))), ARTICLE
        base = words[: -len(_CITY)] if words[-len(_CITY) :] == _CITY and len(words) > len(_CITY) else words
        department = _department(base)
        if department is not None:
            return self._of_a_department(base, department)
        if (base != words or words[-2:] in _OF_A_CITY) and not region_of(words):
            return self._placed(words, base, base, city=True)
        return key, ""

    def _of_a_department(self, words: Words, start: int) -> tuple[str, str]:
        """ "Công đoàn Sở" is of the department that publishes, "Thanh tra Sở Nội vụ" of that of its place."""
        own = words[start:]
        if len(own) > 1:
            return self._placed(words, words, own, city=False)
        known = start > 0 and self.publisher[:1] == (_DEPARTMENT,)
        return (" ".join((*words[:start], *self.publisher)), PUBLISHER) if known else (" ".join(words), "")

    def _placed(self, words: Words, base: Words, named: Words, *, city: bool) -> tuple[str, str]:
        may_be = [place for place in self.named.get(named, ()) if not city or place in CITIES]
        if len(may_be) == 1:
            return " ".join((*base, *may_be[0])), ARTICLE
        own = region_of(self.publisher)
        if own and (not may_be or own in may_be) and (not city or own in CITIES):
            return " ".join((*base, *own)), PUBLISHER
        return " ".join(words), ""


def _department(words: Words) -> int | None:
    """Where the department begins that a key without a place ends with: "Sở" alone, or with a field of state."""
    found = (index for index in range(len(words) - 1, -1, -1) if words[index] == _DEPARTMENT)
    start = next((index for index in found if not index or words[index - 1] not in _NO_DEPARTMENT), None)
    return start if start is not None and (len(words) == start + 1 or words[start + 1 :] in _fields()) else None


def places(names: Iterable[str], publisher: Publisher | None) -> Places:
    """The places that an article's names of bodies say, and that of its publisher."""
    named: defaultdict[Words, set[Words]] = defaultdict(set)
    keys = [tuple(body_key(name).split()) for name in names]
    for words in keys:
        region = region_of(words)
        base = words[: -len(region)] if region else ()
        if base:
            named[base].add(region)
        if department := _department(base):
            named[base[department:]].add(region)
    own = tuple(body_key(publisher.name).split()) if publisher and publisher.level == "province" else ()
    known = Places({base: frozenset(regions) for base, regions in named.items()}, frozenset(), own)
    blocks = frozenset(block for words in keys if _BLOCK in words and (block := _block(tuple(known.whole(" ".join(words))[0].split()))))
    return Places(known.named, blocks, own)


def _block(words: Words) -> Words:
    """What follows "Khối" in a key, with it: "khối các cơ quan hà nội"; empty where nothing does."""
    start = len(words) - words[::-1].index(_BLOCK) - 1 if _BLOCK in words else len(words)
    return words[start:] if len(words) - start > 1 else ()
