"""How near an extraction comes to the gold: the measure of the third-party sets, written anew.

Text is everything that a reader sees once (sapo, body, captions, sign-off), each paragraph counted once on both sides,
so it does not matter in which field a caption stands. F1 is over word 4-grams, macro over the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+")
_GRAM = 4
_SHORTEST = 60  # characters: a shorter gold text counts for title and date only
_SHORTEST_SAPO = 40

WIDGETS = (
    "Gửi mail",
    "In bài viết",
    "In trang",
    "Các tin khác",
    "View count",
    "Ngày đăng",
    "Xem cỡ chữ",
    "Lượt truy cập",
    "ĐÁNH GIÁ BÀI VIẾT",
    "Người trực tuyến",
    "Thành viên",
    "Tin liên quan",
    "Cỡ chữ",
    "Họ và tên",
    "Bình luận",
    "Go top",
    "Tổng số phiếu",
    "Lượt xem",
    "Skip Ribbon",
    "Về đầu trang",
    "Đăng nhập",
)
"""Labels that no article's text has unless the gold has it too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool read from a page. ``beside`` are the lines it holds apart from the text: captions, sign-off, credit."""

    title: str = ""
    date: str | None = None
    sapo: str = ""
    body: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right on a page; ``date`` is None where the page prints none."""

    title: str
    date: str | None
    body: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """A family's figures. Shares are of 1; ``f1`` holds one figure per page that has text enough."""

    pages: int = 0
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)
    exact: int = 0
    """Pages of which every line was read and no other, in whatever order: captions and sign-off are fields of their own."""
    titles: int = 0
    dates_right: int = 0
    dates_wrong: int = 0
    dates_none: int = 0
    doubled: int = 0
    leaks: int = 0

    @property
    def mean_f1(self) -> float:
        """Macro F1."""
        return mean(self.f1)

    @property
    def below(self) -> int:
        """Pages under 0.8."""
        return sum(value < 0.8 for value in self.f1)


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def score(readings: Mapping[str, Reading], gold: Mapping[str, Gold], mended: Callable[[str], str] = str) -> Score:
    """The score of a tool's readings. ``mended`` is applied to both sides: the repair of the source's damage, or nothing."""
    total = Score(pages=len(gold))
    for name, right in gold.items():
        reading = readings.get(name, Reading())
        _count_fields(total, reading, right, mended)
        _count_text(total, reading, once(map(mended, right.body)), mended)
    return total


def _count_fields(total: Score, reading: Reading, right: Gold, mended: Callable[[str], str]) -> None:
    total.titles += key(mended(reading.title)) == key(mended(right.title))
    total.dates_right += reading.date == right.date
    total.dates_wrong += reading.date is not None and reading.date != right.date
    total.dates_none += reading.date is None and right.date is not None
    sapo = key(reading.sapo)
    total.doubled += len(sapo) > _SHORTEST_SAPO and sapo in key("\n".join(reading.body))


def _count_text(total: Score, reading: Reading, wanted: list[str], mended: Callable[[str], str]) -> None:
    if sum(map(len, wanted)) < _SHORTEST:
        return
    found = _lines(reading, wanted, mended)
    precision, recall = overlap(wanted, found)
    total.precision.append(precision)
    total.recall.append(recall)
    total.exact += {*map(key, wanted)} == {*map(key, found)}
    total.f1.append(2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    text, right = "\n".join(found), "\n".join(wanted)
    total.leaks += any(widget in text and widget not in right for widget in WIDGETS)


def _lines(reading: Reading, wanted: list[str], mended: Callable[[str], str]) -> list[str]:
    """A reading's lines; those beside the text count where the gold has them as lines."""
    sapo = [reading.sapo] if key(reading.sapo) and key(reading.sapo) not in key("\n".join(reading.body)) else []
    have = {key(line) for line in wanted}
    body = [line for paragraph in reading.body for line in paragraph.split("\n")]
    return once(map(mended, [*sapo, *body, *(line for line in reading.beside if key(mended(line)) in have)]))


def overlap(wanted: list[str], found: list[str]) -> tuple[float, float]:
    """Precision and recall over word 4-grams."""
    right, got = grams(wanted), grams(found)
    if not right and not got:
        return 1.0, 1.0
    common = sum((right & got).values())
    return (common / got.total() if got else 0.0, common / right.total() if right else 0.0)


def grams(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    """The word 4-grams of a text; a shorter text is one gram."""
    words = _WORD.findall("\n".join(lines).lower())
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + _GRAM]) for start in range(max(1, len(words) - _GRAM + 1)))


def once(lines: Iterable[str]) -> list[str]:
    """Each line once, in order, compared by its words."""
    kept: dict[str, str] = {}
    for line in lines:
        kept.setdefault(key(line), line)
    kept.pop("", None)
    return list(kept.values())


def key(text: str | None) -> str:
    """A text's words in lower case."""
    return " ".join(_WORD.findall((text or "").lower()))
