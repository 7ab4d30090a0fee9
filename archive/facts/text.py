"""The text of an article as facts are read from it: clean lines, each with the place it stands at, cut into words.

Reading is tolerant of what extraction may have left behind (lost entity names, no-break spaces, decomposed letters) and
never changes the article itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain
from typing import Literal

from archive.article import Article

Place = Literal["headline", "lead", "body", "caption"]

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Vietnamese capitals, for the inside of a character class."""
LOWER = UPPER.replace("A-Z", "a-z").lower()
"""Vietnamese small letters, for the inside of a character class."""

# "phograve;ng", "ldquo;": an entity name that lost its "&". No Vietnamese word ends like one.
_LOST_ENTITY = re.compile(r"&?((?:[aeiouyAEIOUY](?:grave|acute|circ|tilde)|[lr][ds]quo|[nm]dash|hellip|nbsp|ETH|eth(?=[^\W_]));)")
_ENTITY_ENDINGS = ("grave;", "acute;", "circ;", "tilde;", "quo;", "dash;", "hellip;", "nbsp;", "ETH;", "eth;")
# "TTamp;TT", "Q&amp;A": an ampersand that was escaped twice and lost its own.
_LOST_AMPERSAND = re.compile(r"&amp;|(?<=[^\W\d_])amp;(?=[A-ZĐ])|(?<!\S)amp;(?!\S)")
# "gh;ép", "n;ét": a semicolon between a consonant and the accented vowel of the same syllable.
_STRAY_SEMICOLON = re.compile(rf"(?<=[^\W\d_aeiouyAEIOUY]);(?=[{LOWER[3:]}])")
_TIGHT_SEMICOLON = re.compile(r";(?=\w)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WORD = re.compile(r"(\s*)(\w+(?:&\w+)*|[^\w\s])")
_PLAIN_WORD = re.compile(r"(\s*)(\w+|[^\w\s])")  # the same where no "&" is: at half its cost
_GLUED = re.compile(rf"(?<=[{LOWER}][{LOWER}])(?=[{UPPER}][{LOWER}])")
# What patterns begin with decides what they cost: from one sort of character a search leaps to the next, from a look around it does not.
_ANY_GLUED = re.compile(rf"[{UPPER}](?<=[{LOWER}][{LOWER}].)[{LOWER}]")

# "uỷ" and "ủy", "hoà" and "hòa" are one word: both become the same key. The lengths stay, so spans stay.
_TONE_PLACES = dict(re.findall(r"(\w+)/(\w+)", "oà/òa oá/óa oả/ỏa oã/õa oạ/ọa oè/òe oé/óe oẻ/ỏe oẽ/õe oẹ/ọe uỳ/ùy uý/úy uỷ/ủy uỹ/ũy uỵ/ụy"))


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The key a word is compared by: lower case, tone marks at one place, look-alike letters made one."""
    key = word.lower().replace("ð", "đ")
    for old, new in _TONE_PLACES.items():
        if old in key:
            key = key.replace(old, new)
    return key


def key_set(words: str) -> frozenset[str]:
    """The words of a text as a set of keys."""
    return frozenset(map(fold, words.split()))


def clean(text: str) -> str:
    """The text in composed letters with damage repaired and white space folded into single spaces."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if ";" in text:
        text = _repaired(text)
    return " ".join(text.split())


def _repaired(text: str) -> str:
    # A plain look for what each repair needs spares most texts the slower patterns.
    if "amp;" in text:
        text = _LOST_AMPERSAND.sub("&", text)
    if any(ending in text for ending in _ENTITY_ENDINGS):
        text = _LOST_ENTITY.sub(lambda match: html.unescape("&" + match[1]), text)
    return _STRAY_SEMICOLON.sub("", text) if _TIGHT_SEMICOLON.search(text) else text


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading or caption; words and punctuation marks with where each begins and ends in the text."""

    text: str
    place: Place
    words: tuple[str, ...] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def span(self, first: int, last: int) -> str:
        """The text from the word ``first`` up to, without, the word ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def part(self, start: int, end: int) -> Line:
        """The line of the text from ``start`` to ``end``, neither of which may be inside a word."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return Line(
            text=self.text[start:end],
            place=self.place,
            words=self.words[first:last],
            keys=self.keys[first:last],
            starts=tuple(place - start for place in self.starts[first:last]),
            ends=tuple(place - start for place in self.ends[first:last]),
        )

    def __len__(self) -> int:
        return len(self.words)


def line(text: str, place: Place = "body") -> Line:
    """A line of clean text, cut into words."""
    pieces = (_WORD if "&" in text else _PLAIN_WORD).findall(text)
    if not pieces:
        return Line(text=text, place=place, words=(), keys=(), starts=(), ends=())
    gaps, words = zip(*pieces, strict=True)
    edges = tuple(accumulate(chain.from_iterable(zip(map(len, gaps), map(len, words), strict=True))))
    starts, ends = edges[::2], edges[1::2]
    if _ANY_GLUED.search(text):
        spans = [part for start, end in zip(starts, ends, strict=True) for part in _unglued(text, start, end)]
        words = tuple(text[start:end] for start, end in spans)
        starts, ends = zip(*spans, strict=True)
    return Line(text=text, place=place, words=words, keys=tuple(map(fold, words)), starts=starts, ends=ends)


def _unglued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The word, or its parts where a space was lost: "viênTrung" is two words."""
    for boundary in _GLUED.finditer(text, start, end):
        yield start, boundary.start()
        start = boundary.start()
    yield start, end


@dataclass(frozen=True, slots=True)
class Reading:
    """What facts are read from: headline, lead, body and captions as lines, in the order a reader meets them."""

    lines: tuple[Line, ...]

    @property
    def headline(self) -> Line:
        """The headline; an empty line where the article has none."""
        return self.lines[0]

    @property
    def body(self) -> tuple[Line, ...]:
        """The lead and the paragraphs, without headline and captions."""
        return tuple(item for item in self.lines if item.place in ("lead", "body"))


def read(article: Article) -> Reading:
    """The reading of an article. Empty lines are left out, the headline always stands first."""
    return Reading((line(clean(article.headline), "headline"), *(line(text, place) for place, text in _pieces(article) if text)))


def _pieces(article: Article) -> Iterator[tuple[Place, str]]:
    yield "lead", clean(article.description or "")
    for paragraph in article.article_body.splitlines():
        yield "body", clean(paragraph)
    for image in article.image:
        yield "caption", clean(image.caption or "")


# The end of a sentence: its mark, perhaps a closing quote, a space, and a beginning. "TS. Nguyễn", "TP. Hà Nội",
# "A. B" and "1. " are no ends. What stands before the mark is looked at behind it, so that a search leaps from mark to mark.
_SENTENCE_END = re.compile(
    r"[.!?…](?<!\b[A-ZĐ].)(?<!\bTS.)(?<!\bTh[sS].)(?<!\bTP.)(?<!\bTp.)(?<!\bGS.)(?<!\bBS.)(?<!\bSV.)(?<![.!?…].)"
    rf"[.!?…]{{0,8}}[\"”’)]{{0,3}}\s+(?=[\"“‘(]?[{UPPER}0-9-])"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
