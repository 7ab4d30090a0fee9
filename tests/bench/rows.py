"""A measurement beside the measurement it is compared with, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``ours`` and ``theirs`` in ``unit``. ``note`` says what was measured and how much of it.

    What stands alone is compared with nothing (``compared_with`` empty). ``at_most`` and ``at_least`` are what the ratio must keep.
    """

    stage: str
    ours: float
    compared_with: str
    theirs: float
    unit: str
    note: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """Ours as a multiple of theirs."""
        return self.ours / self.theirs if self.theirs else float("nan")

    @property
    def limit(self) -> str:
        """What the ratio must keep, and whether it does; nothing where there is no limit."""
        limits = [f"at most {self.at_most:g}"] if self.at_most is not None else []
        limits += [f"at least {self.at_least:g}"] if self.at_least is not None else []
        kept = (self.at_most is None or self.ratio <= self.at_most) and (self.at_least is None or self.ratio >= self.at_least)
        return ", ".join(limits if kept else [*limits, "missed"])

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        beside = (
            (self.compared_with, f"{self.theirs:.2f}", self.unit, f"{self.ratio:.2f}") if self.compared_with else ("", "", self.unit, "")
        )
        return self.stage, f"{self.ours:.2f}", *beside, self.limit, self.note


HEAD = ("stage", "ours", "compared with", "theirs", "unit", "ratio", "limit", "note")


def table(rows: Iterable[Row]) -> str:
    """The rows with aligned columns."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)
