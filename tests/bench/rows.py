"""A measurement beside the measurement it is compared with, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``ours`` and ``theirs`` in ``unit``. ``note`` says what was measured and how much of it."""

    stage: str
    ours: float
    compared_with: str
    theirs: float
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours as a multiple of theirs."""
        return self.ours / self.theirs if self.theirs else float("nan")


def table(rows: Iterable[Row]) -> str:
    """The rows with aligned columns."""
    cells = [("stage", "ours", "compared with", "theirs", "unit", "ratio", "note")]
    cells += [(r.stage, f"{r.ours:.2f}", r.compared_with, f"{r.theirs:.2f}", r.unit, f"{r.ratio:.2f}", r.note) for r in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)
