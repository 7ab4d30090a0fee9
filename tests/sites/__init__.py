"""Fixture pages, found by walking ``tests/sites/<site>/<slug>/``: ``page.html``, ``meta.json`` (url, date) and the golden."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.page import Page

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Fixture:
    """One saved page and where its golden is."""

    folder: Path

    @property
    def name(self) -> str:
        """``site/slug``."""
        return f"{self.site}/{self.folder.name}"

    @property
    def site(self) -> str:
        """The site's name."""
        return self.folder.parent.name

    @property
    def golden(self) -> Path:
        """What the page must read as."""
        return self.folder / "golden.json"

    def page(self) -> Page:
        """The page as a capture."""
        meta = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))
        date = datetime.fromisoformat(meta["date"]) if "date" in meta else None
        return Page(url=meta["url"], status=200, payload=(self.folder / "page.html").read_bytes(), date=date)


def fixtures() -> list[Fixture]:
    """Every fixture, by name."""
    return sorted((Fixture(path.parent) for path in FOLDER.glob("*/*/page.html")), key=lambda fixture: fixture.name)


def fixture(name: str) -> Fixture:
    """One fixture by ``site/slug``."""
    return Fixture(FOLDER / name)
