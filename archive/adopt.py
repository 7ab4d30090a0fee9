"""Taking a WARC or WACZ file that others wrote into the archive's own folder, so that its pages can be shown for good.

The copy's name holds the digest of its bytes: taking the same file twice gives the same name and copies nothing. It is
a copy and not a hard link, since a change to the original would change the archive.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from archive.members import WARC_MAGIC, find_member
from archive.warc import SUFFIXES, WarcError, compressed_as_a_whole, packed_warcs, sync_folder

_CHUNK = 2**20
Open = Callable[[], BinaryIO]


def adopt(path: Path, folder: Path) -> tuple[Path, ...]:
    """The files in the WARC folder that hold what a file holds: the file itself, when it is there already.

    A WACZ gives each WARC in it. A file compressed as a whole is kept uncompressed, since none of its records could be
    read by itself. Raises WarcError.
    """
    try:
        if path.resolve().parent == folder.resolve():
            return (path,)
        with path.open("rb") as file:
            magic = file.read(5)
        if magic.startswith(b"PK"):
            return tuple(_unpack(path, folder))
        if not (magic.startswith(b"\x1f\x8b") or magic == b"WARC/"):
            raise WarcError(f"{path} is {'no WARC file' if magic else 'empty'}")
        return (_adopt_warc(path, folder),)
    except OSError as error:
        raise WarcError(f"{path} cannot be taken into {folder}: {error.strerror or error}") from error


def _adopt_warc(path: Path, folder: Path) -> Path:
    with path.open("rb") as file:
        if file.read(5) != WARC_MAGIC and find_member(file, 0) is None:
            raise WarcError(f"{path} is no WARC file: no record begins in it")
    if compressed_as_a_whole(path):
        return _keep(path.name.removesuffix(".gz"), lambda: cast("BinaryIO", _UpToTheTear(path)), folder)
    return _keep(path.name, lambda: path.open("rb"), folder)


class _UpToTheTear(gzip.GzipFile):
    """The content of a file compressed as a whole; of a torn or damaged one, what stands before the fault."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self.read1(-1 if size is None else size)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return b""


def _unpack(path: Path, folder: Path) -> Iterator[Path]:
    for name, opened in packed_warcs(path):
        yield _keep(f"{path.stem}-{name}", opened, folder)


def _keep(name: str, source: Open, folder: Path) -> Path:
    digest = _digest(source)
    target = folder / _name(name, digest)
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _copy(source, target, digest)
    return target


def _name(name: str, digest: str) -> str:
    suffix = next((suffix for suffix in reversed(SUFFIXES) if name.endswith(suffix)), ".warc.gz")
    stem = re.sub(r"[^\w.-]+", "-", name.removesuffix(suffix)).strip(".-")[:100] or "captures"
    return f"{stem}-{digest[:16]}{suffix}"


def _digest(source: Open) -> str:
    digest = hashlib.sha256()
    with source() as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy(source: Open, target: Path, digest: str) -> None:
    part = target.with_name(target.name + ".part")
    with _exclusive(part) as copy, source() as file:
        shutil.copyfileobj(file, copy, _CHUNK)
        copy.flush()
        os.fsync(copy.fileno())
        if _digest(lambda: part.open("rb")) != digest:
            raise WarcError(f"{target.name}: the original changed while it was copied: ingest it again")
        part.rename(target)
    sync_folder(target.parent)


@contextmanager
def _exclusive(part: Path) -> Iterator[BinaryIO]:
    """A file to copy into, ours alone; what an earlier run left half copied is begun again."""
    with part.open("ab") as copy:
        try:
            fcntl.flock(copy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarcError(f"{part.name} is being copied by another process: wait for it") from error
        copy.truncate(0)
        try:
            yield copy
        except BaseException:
            part.unlink(missing_ok=True)
            raise
