"""The right to write, for one process at a time; it ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engine import EngineUnavailable


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``, whose folder is made when missing. Raises EngineUnavailable when another process holds it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise EngineUnavailable(f"{path.parent} cannot be written: {error.strerror} (set KHOTIN_HOME to another folder)") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EngineUnavailable("another `python -m indexer build` or `update` is running: try again when it has ended") from error
        yield
