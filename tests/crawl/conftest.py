"""A portal for each test, and the crawl of it: `scrapy crawl` as a process of its own, for a reactor starts only once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.article import Article
from archive.store import Store
from archive.url_states import UrlRecord, UrlStates
from tests.crawl.portal import Portal

ROOT = Path(__file__).parents[2]
QUICK = {"BACK_OFF_FIRST": "0.05", "DOWNLOAD_TIMEOUT": "3"}


@dataclass(frozen=True, slots=True)
class Ended:
    """A crawl that has ended."""

    code: int
    said: str


class Crawl:
    """Crawls of one portal into one data folder."""

    def __init__(self, portal: Portal, home: Path) -> None:
        self.portal = portal
        self.home = home
        self.environment = {"TEST_PORTAL": portal.host, "KHOTIN_HOME": str(home)}

    def start(self, **settings: str) -> subprocess.Popen[str]:
        """Starts a crawl."""
        command = [sys.executable, "-m", "scrapy", "crawl", "thu", "-s", "SPIDER_MODULES=tests.crawl.site"]
        for name, value in {**QUICK, **settings}.items():
            command += ["-s", f"{name}={value}"]
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.environment}, stderr=subprocess.PIPE, text=True)

    def run(self, **settings: str) -> Ended:
        """A crawl to its end."""
        process = self.start(**settings)
        _, said = process.communicate()
        return Ended(process.returncode, said)

    def records(self) -> dict[str, UrlRecord]:
        """The ledger, by the path of the address."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return {record.url.partition(self.portal.host)[2] or record.url: record for record in UrlStates(store).records("thu")}

    def articles(self) -> dict[str, Article]:
        """The articles, by the path of the address."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return {found.url.partition(self.portal.host)[2]: found for found in store.articles("thu")}


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A running portal without pages."""
    with Portal() as running:
        yield running


@pytest.fixture
def crawl(portal: Portal, tmp_path: Path) -> Crawl:
    """Crawls of the test's portal."""
    return Crawl(portal, tmp_path / "data")
