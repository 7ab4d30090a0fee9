"""Files made from the archive alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from indexer.derived import DerivedFile


class _Failure(Exception):
    """What this file fails with."""


@pytest.fixture
def file(tmp_path: Path) -> DerivedFile:
    return DerivedFile(tmp_path / "names.sqlite", "CREATE TABLE IF NOT EXISTS names (name TEXT PRIMARY KEY)", "names", _Failure)


def test_a_file_that_was_never_made_has_no_rows_and_is_not_made_by_reading(file: DerivedFile) -> None:
    assert file.rows("SELECT name FROM names") == []
    assert not file.path.exists()


def _put(file: DerivedFile, *names: str) -> None:
    with file.changing() as kept:
        kept.executemany("INSERT INTO names VALUES (?)", [(name,) for name in names])


def test_what_is_changed_together_is_kept_together_or_not_at_all(file: DerivedFile) -> None:
    _put(file, "Bộ Nội vụ")
    with pytest.raises(_Failure):
        _put(file, "Bộ Tài chính", "Bộ Nội vụ")
    assert file.rows("SELECT name FROM names") == [("Bộ Nội vụ",)]


def test_a_damaged_file_is_one_line_with_the_remedy(file: DerivedFile) -> None:
    file.path.write_bytes(b"no database " * 100)
    for ask in (lambda: file.rows("SELECT name FROM names"), lambda: file.changing().__enter__()):
        with pytest.raises(_Failure, match=r"^the names .*names\.sqlite.*\(delete the file: the next build makes it anew\)$") as raised:
            ask()
        assert isinstance(raised.value.__cause__, sqlite3.Error)
