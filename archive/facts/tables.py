"""Tables of documents: rows of cells with " | " between them, whose header names the column of the days of issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.facts.citations import Citation
from archive.facts.dates_in_text import find_dates
from archive.facts.text import Line

_BETWEEN_CELLS = " | "
# "Ngày ban hành", "Ngày, tháng", "Ngày tháng năm ban hành", "Ngày ký"; days of arrival or of effect are others.
_DAY_OF_ISSUE = re.compile(r"ngày(?:\s*[,/]?\s*tháng)?(?:\s*[,/]?\s*năm)?(?:\s+(?:ban\s+hành|ký|văn\s+bản|vb))?", re.IGNORECASE)
_DAY_ONLY = re.compile(r"ngày", re.IGNORECASE)  # of what, a header of this one word does not tell


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


def with_day_of_column(lines: Sequence[Line], cited: Sequence[tuple[Citation, ...]]) -> Iterator[tuple[Citation, ...]]:
    """The citations of each line; one that fills a cell of a table is issued on the day in the column of such days.

    A row counts that has as many cells as the header: in any other the columns are not known.
    """
    width, column = 0, -1
    for item, citations in zip(lines, cited, strict=True):
        cells = _cells(item.text)
        if len(cells) < 2:
            width, column = 0, -1
        elif (header := _column_of_days(cells)) >= 0:
            width, column = len(cells), header
        elif citations and column >= 0 and len(cells) == width:
            citations = tuple(_dated(citation, cells, column) for citation in citations)
        yield citations


def _cells(text: str) -> list[_Cell]:
    cells: list[_Cell] = []
    start = 0
    for part in text.split(_BETWEEN_CELLS):
        cells.append(_Cell(start, start + len(part), part))
        start += len(part) + len(_BETWEEN_CELLS)
    return cells


def _column_of_days(cells: Sequence[_Cell]) -> int:
    """The place of the one header cell that names days of issue; -1 where there is none or more than one."""
    found = [place for place, cell in enumerate(cells) if _DAY_OF_ISSUE.fullmatch(cell.text) and not _DAY_ONLY.fullmatch(cell.text)]
    return found[0] if len(found) == 1 else -1


def _dated(citation: Citation, cells: Sequence[_Cell], column: int) -> Citation:
    fills = any((citation.start, citation.end) == (cell.start, cell.end) for cell in cells)
    if citation.issued or citation.number is None or not fills:
        return citation
    days = [found for found in find_dates(cells[column].text) if found.text == cells[column].text]
    day = days[0].first() if days and days[0].precision == "day" and days[0].year and not days[0].last_day else None
    if day is None:
        return citation
    row = _BETWEEN_CELLS.join(cell.text for cell in cells)
    quote = row[min(citation.start, cells[column].start) : max(citation.end, cells[column].end)]
    return replace(citation, issued=day, issued_text=quote, issued_rule="day in its column")
