"""kill -9 of an ingest at any moment: the next run completes, no article is lost, none is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.ingest import IngestError, ingest
from archive.page import Extraction, Page
from archive.store import Store
from archive.verify import verify
from tests.archive.pages import html, read, write_warc
from tests.archive.test_ingest import content

COMMAND = [sys.executable, "-m", "tests.archive.ingest_in_process"]


def _pages(count: int) -> list[tuple[str, bytes]]:
    """Articles at two addresses each, with listings, empty pages and section pages between them."""
    filler = "Hội đồng nhân dân thành phố họp. " * 400
    pages = []
    for number in range(count):
        pages += [(f"http://tin.vn{prefix}/bai/{number}", html("article", number, filler + str(number))) for prefix in ("/en", "")]
        pages.append((f"http://tin.vn/muc/{number}", html("section-article", number + count // 2)))
        pages.append((f"http://tin.vn/tin/{number}", html("listing", 0) if number % 2 else b""))
    return pages


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warc(tmp_path_factory.mktemp("theirs"), _pages(150))


@pytest.fixture(scope="module")
def undisturbed(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], int, float]:
    """What a run that nobody kills leaves, its last sequence number, and how long it takes in seconds."""
    path = tmp_path_factory.mktemp("whole") / "archive.sqlite"
    with subprocess.Popen([*COMMAND, path, warc], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        begin = time.monotonic()
        process.stdout.read()
    seconds = time.monotonic() - begin
    with Store.open(path) as store:
        return content(store), store.last_sequence(), seconds


def _run_until(moment: float, path: Path, warc: Path) -> bool:
    """Run and kill after some seconds; whether the run was done before."""
    with subprocess.Popen([*COMMAND, path, warc], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moment)
        process.kill()
        return b"done" in process.stdout.read()


def _check_kills(moments: list[float], path: Path, warc: Path, undisturbed: tuple[list[str], int, float]) -> None:
    for moment in moments:
        _run_until(moment, path, warc)
        with Store.open(path) as store:
            assert verify(store, path.parent / "warc").faults == []
    with Store.open(path) as store:
        ingest([warc], store, read)
        assert (content(store), store.last_sequence()) == undisturbed[:2]
        assert verify(store, path.parent / "warc").faults == []
    assert not list((path.parent / "warc").glob("*.part"))


@pytest.mark.parametrize("number", range(3))
def test_an_ingest_killed_and_run_again_leaves_what_an_undisturbed_one_does(
    number: int, warc: Path, undisturbed: tuple[list[str], int, float], tmp_path: Path
) -> None:
    moment = random.Random(number).uniform(0, undisturbed[2])
    _check_kills([moment], tmp_path / "archive.sqlite", warc, undisturbed)


def _die(page: Page, site: str | None = None) -> Extraction:
    os.kill(os.getpid(), signal.SIGKILL)
    return read(page, site)


def test_a_reader_that_is_killed_ends_the_run_in_a_line_and_the_next_one_completes(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "theirs", _pages(3))
    with Store.open(tmp_path / "archive.sqlite") as store:
        with pytest.raises(IngestError, match="the same command goes on"):
            ingest([path], store, _die, workers=2)
        assert ingest([path], store, read, workers=2).new_articles == 4
        assert verify(store, tmp_path / "warc").faults == []


@pytest.mark.soak
def test_an_ingest_killed_twenty_times_over_loses_nothing(warc: Path, undisturbed: tuple[list[str], int, float], tmp_path: Path) -> None:
    dice = random.Random()
    for number in range(20):
        moments = [dice.uniform(0, undisturbed[2]) for _ in range(dice.randint(1, 3))]
        print(f"kill {number + 1} of 20 after {', '.join(f'{moment:.3f}' for moment in moments)} s", file=sys.stderr)
        _check_kills(moments, tmp_path / str(number) / "archive.sqlite", warc, undisturbed)
