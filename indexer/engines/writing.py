"""Who may write: one process of an archive at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engine import EngineUnavailable


@contextmanager
def writing(lock: Path) -> Iterator[None]:
    """The right to write, for one process at a time; the lock dies with its process. Raises EngineUnavailable when another has it."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        opened = lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise EngineUnavailable(f"{lock.parent} cannot be written: {error.strerror} (set KHOTIN_HOME to another folder)") from error
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EngineUnavailable("another `python -m indexer build` or `update` is running: try again when it has ended") from error
        yield
