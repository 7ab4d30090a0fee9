"""A portal for each test, and the crawl of it: `scrapy crawl` as a process of its own, for a reactor starts only once."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.article import Article
from archive.page import Page
from archive.store import Capture, Store
from archive.url_states import UrlRecord, UrlStates
from archive.warc import read_page
from tests import memory
from tests.crawl.portal import Portal

ROOT = Path(__file__).parents[2]
QUICK = {"BACK_OFF_FIRST": "0.05", "DOWNLOAD_TIMEOUT": "3"}


@dataclass(frozen=True, slots=True)
class Ended:
    """A crawl that has ended."""

    code: int
    said: str
    peak: int
    """The most memory it held, in bytes."""


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
        with ThreadPoolExecutor(max_workers=1) as watch:
            peak = watch.submit(_peak_of, process)
            _, said = process.communicate()
        return Ended(process.returncode, said, peak.result())

    def savepage(self, path: str, folder: Path) -> Path:
        """Saves a page of the portal as a fixture below a folder."""
        command = [sys.executable, "-m", "tests.crawl.saving", f"http://{self.portal.host}{path}", str(folder)]
        said = subprocess.check_output(command, cwd=ROOT, env={**os.environ, **self.environment}, text=True)
        return Path(said.strip())

    def ledger(self) -> tuple[UrlRecord, ...]:
        """The ledger, in the order of finding."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return UrlStates(store).records("thu")

    def records(self) -> dict[str, UrlRecord]:
        """The ledger, by the path of the address."""
        return {record.url.partition(self.portal.host)[2] or record.url: record for record in self.ledger()}

    def warc_bytes(self) -> bytes:
        """All WARC files of the archive, uncompressed."""
        return b"".join(gzip.decompress(path.read_bytes()) for path in sorted((self.home / "warc").glob("*.warc.gz")))

    def articles(self) -> dict[str, Article]:
        """The articles, by the path of the address."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return {found.url.partition(self.portal.host)[2]: found for found in store.articles("thu")}

    def revisions(self, path: str) -> tuple[Article, ...]:
        """The texts of an article, the current one first."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return store.revisions(self.articles()[path].identifier)

    def captures(self) -> list[tuple[Capture, Page]]:
        """Every capture that the store acknowledges, read again from its WARC file with its digest checked."""
        with Store.open(self.home / "archive.sqlite", read_only=True) as store:
            return [(capture, self._page(capture)) for capture in store.all_captures()]

    def _page(self, capture: Capture) -> Page:
        assert capture.warc_file is not None
        assert capture.warc_offset is not None
        page = read_page(self.home / "warc", capture.warc_file, capture.warc_offset, capture.record_id)
        assert page.payload_digest == capture.payload_digest
        return page


def _peak_of(process: subprocess.Popen[str]) -> int:
    """The most memory a process held until it ended, in bytes: looked at while it lives."""
    peak = 0
    with suppress(FileNotFoundError, ProcessLookupError):  # It ended between the two looks.
        while process.poll() is None:
            peak = memory.peak(process.pid) or peak
            time.sleep(0.02)
    return peak


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A running portal without pages."""
    with Portal() as running:
        yield running


@pytest.fixture
def crawl(portal: Portal, tmp_path: Path) -> Crawl:
    """Crawls of the test's portal."""
    return Crawl(portal, tmp_path / "data")
