"""Ingests with the tests' own reader, for a test to kill: ``python -m tests.archive.ingest_in_process STORE WARC``."""

from __future__ import annotations

import sys
from pathlib import Path

from archive.ingest import ingest
from archive.store import Store
from tests.archive.pages import read


def main(store_path: str, warc: str) -> None:
    """Say when the work begins, and again when it is done."""
    with Store.open(Path(store_path)) as store:
        print("begins", flush=True)
        ingest([Path(warc)], store, read, workers=2)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
