"""The versions of an embedded index on disk: which one lives, how another takes its place, who may write.

``<folder>/current`` holds the living version's name; ``<folder>/v000001/`` holds ``segments/`` and ``status.json``. Both small files are
replaced by renaming, after fsync, so that a kill at any moment leaves the old state or the new one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.engine import EngineStatus, EngineUnavailable
from indexer.lock import exclusive

_NAME = re.compile("v[0-9]+")


@dataclass(frozen=True, slots=True)
class Version:
    """One version's place and status; ``stamp`` changes with every commit to it."""

    path: Path
    status: EngineStatus
    stamp: object

    @property
    def segments(self) -> Path:
        """The engine's own files."""
        return self.path / "segments"

    @property
    def name(self) -> str:
        """``v000001``."""
        return self.path.name


class Versions:
    """The versions of one index folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"

    # Reading

    def stamp(self, status: EngineStatus) -> object:
        """What changes when a build or an update has replaced what ``status`` describes; cheap enough to ask at each query."""
        return self._stamp(str(status.version))

    def _stamp(self, version: str) -> object:
        try:
            pointer, commit = self._pointer.stat(), (self._folder / version / "status.json").stat()
        except FileNotFoundError:
            return None
        return (pointer.st_ino, pointer.st_mtime_ns, commit.st_ino, commit.st_mtime_ns)

    def living(self) -> Version:
        """The living version. Raises EngineUnavailable when there is none or its status cannot be read; FileNotFoundError when it is
        removed at this moment."""
        name = self._current()
        if name is None:
            raise EngineUnavailable("there is no index yet: run `python -m indexer build`")
        stamp = self._stamp(name)
        return Version(self._folder / name, _read_status(self._folder / name / "status.json"), stamp)

    def _current(self) -> str | None:
        try:
            name = self._pointer.read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        # What is no version's name points nowhere: as good as none, and the next build writes it anew.
        return name if _NAME.fullmatch(name) else None

    # Writing

    def writing(self) -> AbstractContextManager[None]:
        """The right to write a version, for one process at a time. Raises EngineUnavailable when another has it."""
        return exclusive(self._folder / "lock")

    def new(self) -> Version:
        """A fresh folder for a version; what a killed build left behind is removed first."""
        current = self._current()
        numbers = [int(path.name[1:]) for path in self._all()]
        for path in self._all():
            if not (path / "status.json").exists():
                shutil.rmtree(path)
        path = self._folder / f"v{max(numbers, default=0) + 1:06}"
        path.mkdir()
        return Version(path, EngineStatus(engine="", version=current, analysis_version=None, documents=0, sequence=0), None)

    def put_in_place(self, version: Version, status: EngineStatus) -> None:
        """Make ``version`` the living one, keep the one before it for readers in the middle of a query, remove older ones."""
        previous = self._current()
        _write(version.path / "status.json", json.dumps(_as_json(status)))
        _write(self._pointer, version.name + "\n")
        for path in self._all():
            if path.name not in (version.name, previous):
                shutil.rmtree(path)

    def before(self) -> Version:
        """The version that stood in the living one's place. Raises EngineUnavailable when there is none."""
        current = self.living().name
        others = [path for path in self._all() if path.name != current and (path / "status.json").exists()]
        if not others:
            raise EngineUnavailable("there is no version before this one: run `python -m indexer build`")
        return Version(others[-1], _read_status(others[-1] / "status.json"), self._stamp(others[-1].name))

    def swap(self, version: Version) -> None:
        """Make a version that is there the living one."""
        _write(self._pointer, version.name + "\n")

    def note(self, status: EngineStatus) -> None:
        """Replace the status of the living version after a commit to it."""
        _write(self._folder / str(status.version) / "status.json", json.dumps(_as_json(status)))

    def _all(self) -> list[Path]:
        return sorted(path for path in self._folder.glob("v[0-9]*") if path.name[1:].isdigit())


def _read_status(path: Path) -> EngineStatus:
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        built = datetime.fromisoformat(read["built"]) if read["built"] else None
        return EngineStatus(**{**read, "built": built, "documents": int(read["documents"]), "sequence": int(read["sequence"])})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EngineUnavailable(f"{path} is damaged: run `python -m indexer build`") from error


def _as_json(status: EngineStatus) -> dict[str, Any]:
    return {**asdict(status), "built": status.built.isoformat() if status.built else None}


def _write(path: Path, text: str) -> None:
    """Write a small file so that it is the old one or the new one after any kill or power cut."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
