"""What is vendored for the tests is what its manifest says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_the_one_published() -> None:
    for name, entry in MANIFEST.items():
        data = (VENDOR / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert entry["version"].encode() in data[:200]
        assert (VENDOR / entry["licence_file"]).is_file()


def test_nothing_else_is_vendored() -> None:
    known = {"manifest.json", *MANIFEST, *(entry["licence_file"] for entry in MANIFEST.values())}
    assert {path.name for path in VENDOR.iterdir()} == known
