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
    """CPU seconds of a whole crawl of a portal with so many articles."""
    with portal(articles) as base, tempfile.TemporaryDirectory() as home:
        start = f"http://{HOST}:{base + VCCorpMic.port_offset}/tin-tuc.htm"
        if which == "bare":
            return measured(["tests.bench.bare", start], {})
        environment = {"KHOTIN_HOME": home, "KHOTIN_SAMPLES": "true", "KHOTIN_SAMPLES_PORT": str(base)}
        return measured(["scrapy", "crawl", "mau-mic-2024"], environment)


def measured(module: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU seconds, user and system, of a module run to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", *module], env={**os.environ, **environment}, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
