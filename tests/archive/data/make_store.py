"""Writes the store file of the schema's present version: ``python -m tests.archive.data.make_store``.

Run it once, when a version is released; a file that is there is never written again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from archive.ingest import ingest
from archive.schema import MIGRATIONS
from archive.store import Store
from tests.archive.pages import DAY, html, read, write_warc


def make(path: Path) -> None:
    """A store with two articles, one of them revised and at two addresses, and a listing."""
    folder = path.parent / "warc"
    listing = ("http://tin.vn/tin", html("listing", 0))
    first = [("http://tin.vn/vi/bai/1", html("article", 1)), listing, ("http://tin.vn/bai/2", html("article", 2))]
    second = [("http://tin.vn/bai/1", html("article", 1, "Đã sửa."))]
    files = [write_warc(folder, first, prefix="first"), write_warc(folder, second, prefix="second", date=DAY + timedelta(days=1))]
    with Store.open(path) as store:
        ingest(files, store, read, workers=1)
        store.mark_gone("http://tin.vn/bai/2", DAY + timedelta(days=2))
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> int:
    """Write the file beside this one."""
    target = Path(__file__).parent / f"store-v{len(MIGRATIONS)}.sqlite"
    if target.exists():
        print(f"{target.name} is there already", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "archive.sqlite"
        make(made)
        shutil.copy(made, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
