"""The whole line on sample portals: serve them, crawl them, index what came, show it in the browser.

Every stage runs as the command a reader would type, as a child process that ends with this one.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from archive.settings import Settings
from archive.store import Store
from indexer.engine import EngineUnavailable
from indexer.engines import open_engine
from samples import SamplesError
from samples.layouts import LAYOUTS
from samples.server import HOST, check_free
from samples.sites import SITES
from samples.texts import LAST_GENERATION

POLL = 0.05
"""Seconds between two looks at whether a server answers."""
GRACE = 10
"""Seconds a child has to end by itself before it is killed."""


class DemoFailed(SamplesError):
    """A stage did not do its work; the message is one line for the reader."""


class Children:
    """The processes this one has started. Each writes what it says to a log file of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self.logs = logs
        self.environment = {**os.environ, **environment}
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Starts a command, in a session of its own so that Ctrl-C reaches it once, through ``stop``."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(child)
        return child

    def run(self, name: str, command: Sequence[str]) -> None:
        """Runs a command to its end; ``DemoFailed`` names the log when it fails."""
        code = self.start(name, command).wait()
        if code:
            raise DemoFailed(f"{' '.join(command)} ended with {code}; what it said is in {self._log(name)}")

    def wait_until_answering(self, name: str, child: subprocess.Popen[bytes], port: int, path: str) -> None:
        """Waits until a server that was started answers 200; ``DemoFailed`` when it ends instead."""
        while not answers(port, path):
            if child.poll() is not None:
                raise DemoFailed(f"{name} ended with {child.returncode}; what it said is in {self._log(name)}")
            time.sleep(POLL)

    def stop(self) -> None:
        """Ends every child that still runs."""
        for child in reversed(self._running):
            if child.poll() is None:
                child.terminate()
        for child in self._running:
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def answers(port: int, path: str) -> bool:
    """Whether a loopback port answers 200 at a path."""
    connection = http.client.HTTPConnection(HOST, port)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
    except (ConnectionError, http.client.HTTPException):
        return False
    else:
        return response.status == http.HTTPStatus.OK
    finally:
        connection.close()


def run(settings: Settings, *, serve: bool) -> None:
    """The demo, to its end or until Ctrl-C or SIGTERM. Raises ``PortInUse`` before anything is started."""
    if serve:
        check_free([settings.port], "PORT=")
    check_free((settings.samples_port + layout.port_offset for layout in LAYOUTS), "KHOTIN_SAMPLES_PORT=")
    environment = {
        "KHOTIN_HOME": str(settings.home),
        "KHOTIN_SAMPLES": "true",
        "KHOTIN_SAMPLES_PORT": str(settings.samples_port),
        "KHOTIN_HOST": HOST,
        "KHOTIN_PORT": str(settings.port),
    }
    with stopped_by_signals(), children_of(settings, environment) as children:
        prepare(settings, children)
        if serve:
            show(settings, children)


@contextmanager
def children_of(settings: Settings, environment: Mapping[str, str]) -> Iterator[Children]:
    """The demo's children, ended when the block is left."""
    children = Children(settings.home / "logs", environment)
    try:
        yield children
    finally:
        children.stop()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def prepare(settings: Settings, children: Children) -> None:
    """Portals up, every site crawled, what changed indexed."""
    generation = next_generation(settings.home)
    log = settings.home / "logs" / "portal-requests.log"
    log.unlink(missing_ok=True)
    portals = children.start("portals", ["samples", "serve", "--generation", str(generation), "--log", str(log)])
    children.wait_until_answering("portals", portals, settings.samples_port, "/robots.txt")
    say(f"[1/4] Sample portals at http://{HOST}:{settings.samples_port} to {settings.samples_port + len(LAYOUTS) - 1}")
    for site in SITES:
        crawl(settings, children, site.name)
    index(settings, children)
    remember_generation(settings.home, generation)


def crawl(settings: Settings, children: Children, site: str) -> None:
    """One site crawled as ``scrapy crawl`` does, and said how many articles it has now."""
    started, log = time.monotonic(), settings.home / "logs" / "portal-requests.log"
    before = fetched(log)
    children.run(f"crawl-{site}", ["scrapy", "crawl", site])
    with Store.open(settings.store_path, read_only=True) as store:
        articles = sum(1 for _ in store.articles(site))
    bodies, known = (after - first for after, first in zip(fetched(log), before, strict=True))
    say(f"[2/4] Crawled {site}: {articles} articles; {bodies} pages sent, {known} not changed ({time.monotonic() - started:.1f} s)")


def fetched(log: Path) -> tuple[int, int]:
    """How many requests the portals have answered with a body, and how many with "not modified"."""
    statuses = [line.split()[-2] for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    return len(statuses) - statuses.count("304"), statuses.count("304")


def index(settings: Settings, children: Children) -> None:
    """The index built on the first run, brought up to date on a later one."""
    started, what = time.monotonic(), "update" if is_indexed(settings) else "build"
    children.run("index", ["indexer", what])
    say(f"[3/4] Indexed: {what} done ({time.monotonic() - started:.1f} s)")


def is_indexed(settings: Settings) -> bool:
    """Whether there is an index to update."""
    try:
        open_engine(settings)
    except EngineUnavailable:
        return False
    return True


def show(settings: Settings, children: Children) -> None:
    """The web side, until a signal; the portals go on, so that links to the sources work."""
    web = children.start("web", ["webui"])
    children.wait_until_answering("web", web, settings.port, "/healthz")
    say(f"[4/4] Kho Tin is at http://{HOST}:{settings.port} (Ctrl-C stops it)")
    web.wait()
    raise DemoFailed(f"the web side ended with {web.returncode}; what it said is in {settings.home / 'logs' / 'web.log'}")


def next_generation(home: Path) -> int:
    """Which generation the portals show: the first on the first run, the last once a run has been completed."""
    return LAST_GENERATION if (home / "samples-shown").exists() else 1


def remember_generation(home: Path, generation: int) -> None:
    """Notes that a run has been completed."""
    (home / "samples-shown").write_text(f"{generation}\n", encoding="ascii")


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)
