"""The gold sets, where they are beside the checkout: pages of four families with title, date and text checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.quality.measure import Gold
from tests.shared_data import SHARED

FOLDERS = {
    "liferay": "portals/gold",
    "sharepoint": "portals/rebuilt/sharepoint_mic",
    "vccorp": "portals/rebuilt/vccorp_chinhphu",
    "mojoportal": "portals/rebuilt/mojoportal_hdgdcntt",
}


@dataclass(frozen=True, slots=True)
class Family:
    """The pages of one portal software and what is right on each, by name."""

    name: str
    pages: dict[str, bytes]
    gold: dict[str, Gold]


def load(name: str) -> Family:
    """One family. Raises FileNotFoundError where the sets are absent."""
    folder = SHARED / FOLDERS[name]
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    paths = sorted(folder.glob("*.json"))
    return Family(name, {path.stem: path.with_suffix(".html").read_bytes() for path in paths}, {path.stem: _gold(path) for path in paths})


def _gold(path: Path) -> Gold:
    record = json.loads(path.read_text(encoding="utf-8"))
    return Gold(title=record["title"], date=record["date"], body=tuple(record["body"]))
