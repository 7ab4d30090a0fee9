"""The chart of articles per year, as numbers that a template draws: bars in rows that fit a phone's width."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MOST_BARS = 10
"""Ten bars on a telephone's 288 px leave each link 28 px wide, above the 24 px that a finger needs."""
BAR_WIDTH = 40
BAR_HEIGHT = 120
LEAST_HEIGHT = 2
"""A year with one article among thousands still shows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: its count, and where its bar stands in the row's drawing, in its units."""

    year: int
    count: int
    x: int
    height: int

    @property
    def top(self) -> int:
        """Where the bar begins, counted from the top."""
        return BAR_HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Row:
    """Years side by side in one drawing ``width`` wide."""

    bars: tuple[Bar, ...]
    width: int

    @property
    def label(self) -> str:
        """``2008–2015``."""
        return f"{self.bars[0].year}–{self.bars[-1].year}"


def _bar(year: int, place: int, count: int, most: int) -> Bar:
    height = max(LEAST_HEIGHT, round(count / most * BAR_HEIGHT)) if count else 0
    return Bar(year, count, place * BAR_WIDTH, height)


def timeline(years: Mapping[int, int]) -> tuple[Row, ...]:
    """The rows of the chart for counts by year, gaps kept, every row drawn to the same scale."""
    if not years:
        return ()
    first, last = min(years), max(years)
    span = last - first + 1
    rows = math.ceil(span / MOST_BARS)
    each = math.ceil(span / rows)
    most = max(years.values())
    starts = range(first, last + 1, each)
    return tuple(
        Row(
            tuple(_bar(year, year - start, years.get(year, 0), most) for year in range(start, min(start + each, last + 1))),
            each * BAR_WIDTH,
        )
        for start in starts
    )
