"""Whether two articles are one item told twice: nearly the same words, and no number or date that one has and the other has otherwise.

Candidates come from MinHash over three-syllable shingles (rensa); the answer from the texts themselves. Reports of one
series of meetings share a template and differ in just what counts: the day, the session, the number of a document. So the
numbers decide: those of one text, in their order, must all stand in the other.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rensa import RMinHash  # type: ignore[import-untyped]

from archive.article import Article
from indexer.analysis.syllables import SYLLABLE, syllable

PERMUTATIONS, BANDS, SEED = 120, 20, 2011
"""Twenty bands of six: a pair of similarity 0.8 becomes a candidate in 997 of 1,000 cases, one of 0.5 in 270."""
METHOD = f"rules 1, rensa {RMinHash.ALGORITHM_VERSION}: {PERMUTATIONS}/{BANDS}/{SEED}"
"""The number of our rules, and how signatures are made: groups of another method are worked out again."""

SIMILAR = 0.8
"""The least share of shingles (Jaccard) that two tellings of one item have in common."""
SHORT = 40
"""Syllables: a shorter text ("Chi tiết xem tại tệp đính kèm") fits many items; it must be the same to the word, posted the same day."""
_SHINGLE = 3
_WIDTH = 4 * PERMUTATIONS // BANDS

# What is counted in words: "phiên thứ ba", "quý II", "tháng tư".
_BEFORE_ORDINAL = frozenset({"thư", "lân", "quy", "thang", "ki", "khoa", "đơt", "phiên"})
_ORDINAL_WORDS = (
    *("nhât môt i", "hai nhi ii", "ba iii", "tư bôn iv", "năm v", "sau vi", "bay vii", "tam viii", "chin ix", "mươi x"),
    *("xi", "xii", "xiii", "xiv", "xv"),
)
_ORDINALS = {word: str(number) for number, words in enumerate(_ORDINAL_WORDS, start=1) for word in words.split()}
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Telling:
    """What of an article is compared: all its syllables, the numbers among them, and its dates."""

    syllables: tuple[str, ...]
    numbers: tuple[str, ...]
    headline_numbers: tuple[str, ...]
    published: date | None
    held: date | None

    @property
    def shingles(self) -> frozenset[str]:
        """Every three syllables that stand together."""
        return _shingles(self.syllables)


def telling_of(article: Article) -> Telling:
    """The telling of an article: its headline, sapo and body."""
    headline = _syllables(article.headline)
    words = headline + _syllables(f"{article.description or ''}\n{article.article_body}")
    held = article.meeting.held if article.meeting else None
    return Telling(tuple(words), _numbers(words), _numbers(headline), article.date_published, held)


def signature(telling: Telling) -> bytes:
    """The MinHash of a telling: 32 bits for each permutation."""
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(telling.shingles))
    return array("I", minhash.digest()).tobytes()


def bands(signed: bytes) -> list[bytes]:
    """The keys under which similar signatures meet."""
    return [index.to_bytes(1, "big") + signed[index * _WIDTH : (index + 1) * _WIDTH] for index in range(BANDS)]


def is_same_item(one: Telling, other: Telling) -> bool:
    """Whether two tellings are of one item."""
    if one.held and other.held and one.held != other.held:
        return False
    if min(len(one.syllables), len(other.syllables)) < SHORT:
        return one.syllables == other.syllables and one.published is not None and one.published == other.published
    if one.headline_numbers and other.headline_numbers and one.headline_numbers != other.headline_numbers:
        return False
    shorter, longer = sorted((one.numbers, other.numbers), key=len)
    return _stand_in(shorter, longer) and similarity(one, other) >= SIMILAR


def similarity(one: Telling, other: Telling) -> float:
    """The share of shingles that two tellings have in common (Jaccard); 1 for two empty ones."""
    first, second = one.shingles, other.shingles
    whole = len(first | second)
    return len(first & second) / whole if whole else 1.0


def _syllables(text: str) -> list[str]:
    return [found.key for found in map(syllable, SYLLABLE.findall(text)) if found.key]


@lru_cache(2048)
def _shingles(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1)))


def _numbers(words: Sequence[str]) -> tuple[str, ...]:
    found = []
    for before, word in zip(("", *words), words, strict=False):
        bare = word.partition("'")[0]
        if _NUMBER.search(bare):
            found.append(bare.lstrip("0") or "0")
        elif bare in _ORDINALS and before.partition("'")[0] in _BEFORE_ORDINAL:
            found.append(_ORDINALS[bare])
    return tuple(found)


def _stand_in(numbers: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the numbers all stand among the others, in their order."""
    rest = iter(others)
    return all(number in rest for number in numbers)
