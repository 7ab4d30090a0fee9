"""The pages of a result: which numbers are linked, and where the rest ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

from webui.params import SearchParams

AROUND = 1
"""Numbers linked on each side of the current one: with the first and last that fits 320 px."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """``numbers`` holds None where numbers are left out. ``cut`` says that there are more hits than pages may show."""

    current: int
    last: int
    first_hit: int
    last_hit: int
    numbers: tuple[int | None, ...]
    previous: int | None
    following: int | None
    cut: bool


def _numbers(current: int, last: int) -> list[int | None]:
    shown = sorted({1, last, *range(max(1, current - AROUND), min(last, current + AROUND) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def pagination(params: SearchParams, total: int, most: int) -> Pagination:
    """The pages of a result of ``total`` hits, of which ``most`` may be opened."""
    needed = max(1, math.ceil(total / params.size))
    last, current = min(needed, most), params.page
    first_hit = (current - 1) * params.size + 1
    return Pagination(
        current=current,
        last=last,
        first_hit=first_hit,
        last_hit=min(total, first_hit + params.size - 1),
        numbers=tuple(_numbers(min(current, last), last)),
        previous=min(current - 1, last) if current > 1 else None,
        following=current + 1 if current < last else None,
        cut=needed > most,
    )
