"""A file beside the index whose content comes from the archive alone: kept in SQLite, brought up to date, made anew when it is deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 30.0
"""Seconds to wait for another process's commit, which takes milliseconds for an update."""

_REMEDY = "delete the file: the next build makes it anew"


@dataclass(frozen=True, slots=True)
class DerivedFile:
    """What is kept in ``path`` in the tables of ``schema``; ``what`` names it to a reader, ``failure`` is what is raised for it."""

    path: Path
    schema: str
    what: str
    failure: Callable[[str], Exception]

    def rows(self, statement: str, *values: str | int) -> list[Any]:
        """The rows of a question; none where the file was never made."""
        if not self.path.exists():
            return []
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as reader:
                return reader.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self.failure(f"the {self.what} in {self.path} cannot be read: {error} ({_REMEDY})") from error

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together at the end, or not at all."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as kept, kept:
                kept.executescript(self.schema)
                yield kept
        except sqlite3.Error as error:
            raise self.failure(f"the {self.what} cannot be kept in {self.path}: {error} ({_REMEDY})") from error
