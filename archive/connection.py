"""SQLite as the store uses it: a file that is damaged or cannot be read is a StoreError, whichever query meets it first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self


class StoreError(Exception):
    """The store cannot be used; the message is one line that says what to do."""


class Connection(sqlite3.Connection):
    """A connection to the store's file. Raises StoreError where the file is damaged, or cannot be read."""

    def cursor(self, factory: Any = None) -> Any:
        """A cursor whose errors are told as StoreError."""
        return super().cursor(factory or _Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """As of sqlite3, by a cursor of ours."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """As of sqlite3, by a cursor of ours."""
        return self.cursor().executemany(sql, parameters)


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> Self:
        with self._readable():
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Self:
        with self._readable():
            return super().executemany(sql, parameters)

    def fetchone(self) -> Any:
        with self._readable():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self._readable():
            return super().fetchall()

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.DatabaseError as error:
            raise _translated(error, self.connection) from error

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise _translated(error, self.connection) from error


def _translated(error: sqlite3.DatabaseError, connection: sqlite3.Connection) -> Exception:
    """What a write in a transaction raises is the transaction's to judge; a wrong statement is a fault of ours."""
    if type(error) is sqlite3.DatabaseError:
        return StoreError(
            f"the archive's file is damaged ({error}): `python -m archive verify` tells what of it; put a copy of it back, "
            "or move it away and read the WARC files again with `python -m archive ingest`"
        )
    if isinstance(error, sqlite3.OperationalError) and not connection.in_transaction:
        return StoreError(f"the archive's file cannot be used: {error}{_remedy(error)}")
    return error


def _remedy(error: sqlite3.OperationalError) -> str:
    # A database in WAL mode keeps its log and an index of it beside the file, and makes them even for a reader.
    if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return " (reading, too, needs a data folder that this user may write to: give the right to it, or copy the folder)"
    return ""
