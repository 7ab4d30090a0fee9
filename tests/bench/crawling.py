"""The crawl stage (fetch, WARC, article, archive, ledger) beside bare Scrapy, in CPU time of the child processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.store import Store
from samples.demo import answers
from samples.layouts import VCCorpMic
from samples.server import HOST
from tests.bench.rows import Row
from tests.samples.loopback import free_ports

FEW, MANY = 40, 840
"""Articles of the two crawls; the difference leaves out what starting a process costs."""
REPEATS = 3


def rows() -> Iterator[Row]:
    """The crawl against bare Scrapy: the least of several runs each, so that other work on the machine counts least."""
    pairs = [(per_page("ours"), per_page("bare")) for _ in range(REPEATS)]
    ours, bare = (min(values) for values in zip(*pairs, strict=True))
    yield Row("crawl: fetch to archive", ours, "bare Scrapy", bare, "CPU ms/page", f"{MANY - FEW} pages, least of {REPEATS}")


def per_page(which: str) -> float:
    """CPU milliseconds that one more page costs."""
    return 1000 * (cpu_seconds(which, MANY) - cpu_seconds(which, FEW)) / (MANY - FEW)


def cpu_seconds(which: str, articles: int) -> float:
    """CPU seconds of a whole crawl of a portal with so many articles. A crawl that misses one is no measurement."""
    with portal(articles) as base, tempfile.TemporaryDirectory() as home:
        spent, taken = bare_crawl(base) if which == "bare" else our_crawl(base, Path(home))
    if taken != articles:
        raise RuntimeError(f"the {which} crawl took {taken} of {articles} articles")
    return spent


def bare_crawl(base: int) -> tuple[float, int]:
    """CPU seconds of bare Scrapy, and how many articles it took."""
    start = f"http://{HOST}:{base + VCCorpMic.port_offset}/tin-tuc.htm"
    spent, said = measured(["tests.bench.bare", start], {})
    return spent, int(said)


def our_crawl(base: int, home: Path) -> tuple[float, int]:
    """CPU seconds of the crawl stage, and how many articles it kept."""
    environment = {"KHOTIN_HOME": str(home), "KHOTIN_SAMPLES": "true", "KHOTIN_SAMPLES_PORT": str(base)}
    spent, _ = measured(["scrapy", "crawl", "mau-mic-2024"], environment)
    with Store.open(home / "archive.sqlite", read_only=True) as store:
        return spent, sum(1 for _ in store.articles())


def measured(module: Sequence[str], environment: Mapping[str, str]) -> tuple[float, str]:
    """CPU seconds, user and system, of a module run to its end, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", *module]
    said = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said.decode()


@contextmanager
def portal(articles: int) -> Iterator[int]:
    """The portal with so many articles; gives the base port. The server is not waited for while a crawl is measured."""
    base = free_ports(4)
    port = base + VCCorpMic.port_offset
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.portal", str(port), str(articles)])
    try:
        while not answers(port, "/robots.txt"):
            assert server.poll() is None, "the portal ended"
            time.sleep(0.05)
        yield base
    finally:
        server.terminate()
        server.wait()
