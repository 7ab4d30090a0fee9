"""The chart of articles per year, as numbers that a template draws: bars in rows that fit a phone's width."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MOST_YEARS = 60
"""The years of the chart, the last ones: one date from the year 1 would make it a page of nothing."""
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


def first_year(years: Mapping[int, int]) -> int:
    """The year that the chart begins with; ``years`` holds at least one."""
    return max(min(years), max(years) - MOST_YEARS + 1)


def timeline(years: Mapping[int, int]) -> tuple[Row, ...]:
    """The rows of the chart for counts by year, gaps kept, the last ``MOST_YEARS`` years, every row drawn to the same scale."""
    if not years:
        return ()
    first, last = first_year(years), max(years)
    span = last - first + 1
    rows = math.ceil(span / MOST_BARS)
    each = math.ceil(span / rows)
    most = max(count for year, count in years.items() if year >= first)
    starts = range(first, last + 1, each)
    return tuple(
        Row(
            tuple(_bar(year, year - start, years.get(year, 0), most) for year in range(start, min(start + each, last + 1))),
            each * BAR_WIDTH,
        )
        for start in starts
    )
