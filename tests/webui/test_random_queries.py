"""Random and hostile queries to a served archive, through page, API and terminal, on either engine: none ends the process that serves
them, the answers are equal, and each costs a bounded amount of processor time, which is printed."""

from __future__ import annotations

import html
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from archive.settings import Settings
from archive.store import Store
from indexer.build import build
from indexer.engines import make_engine
from tests.bench.corpus import articles
from tests.webui.conftest import MakeEngine
from tests.webui.random_queries import LISTED, random_queries
from tests.webui.sample_archive import make_archive
from tests.webui.test_main import environment, free_port

IN_THE_TERMINAL = 50
MOST = 1000.0
"""Milliseconds of processor time of one answer."""

OPTIONS: tuple[dict[str, str], ...] = (
    {}, {}, {"sort": "published-asc"}, {"sort": "indexed-desc", "size": "5", "page": "2"}, {"syn": "0"}, {"group": "0"}, {"explain": "1"},
    {"source": "s1", "year": "2012"}, {"met_from": "2009", "pub_to": "3/2015"},
)  # fmt: skip
"""What is asked for besides the text, in turn."""


@dataclass(slots=True)
class Served:
    """A process of the web side, and what its answers cost in seconds of processor time."""

    process: subprocess.Popen[str]
    connection: http.client.HTTPConnection
    env: dict[str, str]
    costs: list[tuple[float, str]] = field(default_factory=list)

    def get(self, path: str, asked: dict[str, str]) -> tuple[int, str]:
        """The status and the text of an answer."""
        clock = (~self.process.pid << 3) | 2  # Linux: the processor time of another process
        before = time.clock_gettime(clock)
        self.connection.request("GET", f"{path}?{urlencode(asked, errors='surrogatepass')}")
        answer = self.connection.getresponse()
        found = answer.status, answer.read().decode()
        self.costs.append((time.clock_gettime(clock) - before, f"{path} {asked!a}"))
        return found

    def in_the_terminal(self, text: str) -> subprocess.CompletedProcess[str]:
        """What ``python -m indexer search`` says."""
        command = [sys.executable, "-m", "indexer", "search", "--json", "--size", "20", "--", text]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, engine: MakeEngine) -> tuple[Settings, dict[str, str]]:
    """The sample archive and a thousand articles of real sentences."""
    chosen = engine()
    settings = make_archive(tmp_path_factory.mktemp("random"), index=False, engine=chosen)
    with Store.open(settings.store_path) as store, store.transaction():
        for article in articles(1_000):
            store.put(article)
    build(settings, make_engine(settings))
    return settings, chosen


@pytest.fixture
def served(archive: tuple[Settings, dict[str, str]]) -> Iterator[Served]:
    settings, chosen = archive
    env = environment(home=settings.home, port=free_port(), **chosen)
    with subprocess.Popen([sys.executable, "-m", "webui"], env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "http" in process.stdout.readline()
        with closing(http.client.HTTPConnection("127.0.0.1", int(env["KHOTIN_PORT"]))) as connection:
            yield Served(process, connection, env)
        process.kill()


def check(served: Served, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Ask ``count`` queries, some of them in the terminal too, and hold the cost."""
    served.get("/tim-kiem", {"q": "họp"})  # The first answer opens the index.
    served.costs.clear()
    queries = [*random_queries(count, seed=count)]
    typed = [one for one in queries if one.isprintable()]
    answered = sum(check_one(served, text, OPTIONS[number % len(OPTIONS)]) for number, text in enumerate(queries))
    shown = sum(check_terminal(served, text) for text in typed[:: len(typed) // IN_THE_TERMINAL][:IN_THE_TERMINAL])
    costs = sorted((1000 * cost, what) for cost, what in served.costs)
    with capsys.disabled():
        print(told(len(queries), answered, shown, costs))
    assert served.process.poll() is None, "the process that serves has ended"
    assert costs[-1][0] <= MOST, costs[-1]
    assert answered > count // 2


def told(count: int, answered: int, shown: int, costs: list[tuple[float, str]]) -> str:
    """The figures in a sentence."""
    return (
        f"\n{count} random queries: {answered} answered, {count - answered} refused, {shown} in the terminal too; "
        f"CPU of an answer: median {costs[len(costs) // 2][0]:.1f} ms, 99 of 100 within {costs[len(costs) * 99 // 100][0]:.1f} ms, "
        f"the dearest {costs[-1][0]:.1f} ms ({costs[-1][1][:80]})"
    )


def check_one(served: Served, text: str, options: dict[str, str]) -> bool:
    """Whether a query is answered, on the page as in the API; else it is refused by both."""
    asked = {"q": text, **options}
    (status, page), (code, answer) = served.get("/tim-kiem", asked), served.get("/api/v1/search", asked)
    assert (status, code) in ((200, 200), (400, 400)), (asked, status, code)
    if code == 200:
        assert on_page(page) == in_answer(json.loads(answer)), asked
    return code == 200


def on_page(page: str) -> tuple[int, list[str], str | None]:
    """The total, the articles in order and the suggestion of a page."""
    count = re.search(r'class="count">([\d.]+) bài', page)
    meant = re.search(r'Có phải bạn tìm: <a lang="vi" href="[^"]*">(.*?)</a>', page, re.DOTALL)
    shown = re.findall(r'class="hit-title" lang="vi"><a href="/bai/([^"]+)"', page)
    return int(count[1].replace(".", "")) if count else 0, shown, html.unescape(meant[1]) if meant else None


def in_answer(answer: dict[str, Any]) -> tuple[int, list[str], str | None]:
    """The same of an answer in JSON."""
    return answer["total"], [one["identifier"] for one in answer["results"]], answer["suggestion"]


def check_terminal(served: Served, text: str) -> bool:
    """That the terminal answers as the API does, or refuses in one line what the API refuses."""
    status, answer = served.get("/api/v1/search", {"q": text})
    said = served.in_the_terminal(text)
    if status == 200:
        assert said.returncode == 0, (text, said.stderr)
        assert in_answer(json.loads(said.stdout)) == in_answer(json.loads(answer)), text
    else:
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1), text
    return True


def test_the_listed_hostile_queries_are_among_them() -> None:
    assert set(LISTED) <= set(random_queries(1_000, seed=1))


def test_a_thousand_random_queries_are_answered_alike_everywhere(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    check(served, 1_000, capsys)


@pytest.mark.soak
def test_ten_thousand_random_queries_are_answered_alike_everywhere(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    check(served, 10_000, capsys)
