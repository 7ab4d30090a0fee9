"""A page of results and its JSON beside a trivial template file, through the same app and server: what the web side costs
besides the engine.

The server (waitress, as ``python -m webui`` starts it) runs in a process of its own and its CPU time is what is counted, so that a client
that reads the answers costs nothing here. The trivial template is one line, rendered as every page is: the same hooks,
languages and headers.
"""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Blueprint, Flask

from archive.article import Article
from archive.settings import Settings
from archive.store import Store
from indexer.build import build
from indexer.engine import EngineStatus, SearchEngine
from indexer.engines import make_engine
from indexer.query import FacetName, Query
from indexer.results import Results
from tests.bench.corpus import articles, texts
from tests.bench.rows import Row
from webui import create_app
from webui.__main__ import listen
from webui.library import EXTENSION
from webui.rendering import render

ARTICLES = 600
ROUNDS = 15
QUESTIONS = 20
"""Asked one after the other between two looks at the clock: one look costs as much as a tenth of the smallest answer."""
TRIVIAL = "<!doctype html><title>{{ name }}</title><p>{{ name }}</p>\n"


@dataclass(frozen=True, slots=True)
class _Answered:
    """An engine that answers what it was asked before out of memory, so that only the web side's own time is left."""

    behind: SearchEngine
    known: dict[tuple[str, tuple[FacetName, ...]], Results] = field(default_factory=dict)

    def search(self, query: Query) -> Results:
        """The answer."""
        asked = query.text, query.facets  # the page asks for fewer facets than the API
        if asked not in self.known:
            self.known[asked] = self.behind.search(query)
        return self.known[asked]

    def status(self) -> EngineStatus:
        """The status of the engine that gave the answer."""
        return self.behind.status()


def rows() -> Iterator[Row]:
    """The page and the API."""
    questions = [urlencode({"q": question, "size": 10}) for question in texts("queries.jsonl")[:QUESTIONS]]
    asked = {
        "page of 10": [f"/tim-kiem?{question}" for question in questions],
        "API of 10": [f"/api/v1/search?{question}" for question in questions],
        "trivial": [f"/trivial?{question}" for question in questions],
    }
    with tempfile.TemporaryDirectory() as folder, _server(archive(Path(folder))) as server:
        spent = {name: [server.cpu(addresses) for _ in range(2)][:0] for name, addresses in asked.items()}
        for _ in range(ROUNDS):
            for name, addresses in asked.items():
                spent[name].append(server.cpu(addresses))
    for name, limit in (("page of 10", 4.0), ("API of 10", 2.0)):
        note = "no engine time, the same app and server"
        yield Row(f"web: {name}", median(spent[name]), "trivial template", median(spent["trivial"]), "CPU ms", note, at_most=limit)


def archive(home: Path) -> Settings:
    """A small archive, indexed, whose pages of results are as long as those of a real one: 50 people, bodies and documents each."""
    settings = Settings(home=home, _env_file=None)
    chance = random.Random(2)
    with Store.open(settings.store_path) as store:
        for one in articles(ARTICLES):
            store.put(_named(one, chance))
    build(settings, make_engine(settings))
    return settings


SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
NAMES = ("Văn Hùng", "Thị Lan", "Minh Tuấn", "Thu Hà", "Quốc Bảo", "Thanh Bình", "Đức Anh", "Ngọc Mai")
OFFICES = ("Tài chính", "Xây dựng", "Y tế", "Nội vụ", "Tư pháp", "Công Thương", "Du lịch", "Giao thông vận tải")
PROVINCES = ("Hà Giang", "Lào Cai", "Yên Bái", "Sơn La", "Nghệ An", "Bình Định", "Đồng Nai", "Cà Mau", "An Giang", "Phú Thọ")


def _named(article: Article, chance: random.Random) -> Article:
    """The article with a line that names people, a body and a document."""
    person = f"{chance.choice(SURNAMES)} {chance.choice(NAMES)}"
    body = f"Sở {chance.choice(OFFICES)} {chance.choice(PROVINCES)}"
    line = f"Ông {person}, Giám đốc {body}, đã báo cáo về việc thực hiện Quyết định số {chance.randint(1, 80)}/QĐ-UBND."
    return replace(article, article_body=f"{article.article_body}\n\n{line}")


def served(settings: Settings) -> Flask:
    """The web side with an engine that remembers its answers, and the trivial template beside it."""
    app = create_app(settings)
    (settings.home / "templates").mkdir(exist_ok=True)
    (settings.home / "templates" / "trivial.html").write_text(TRIVIAL, encoding="utf-8")
    trivial = Blueprint("trivial", __name__, template_folder=str(settings.home / "templates"))
    trivial.add_url_rule("/trivial", view_func=lambda: render("trivial.html", name="Kho Tin"))
    app.register_blueprint(trivial)
    app.extensions[EXTENSION]._engine = _Answered(make_engine(settings))
    return app


@dataclass(frozen=True, slots=True)
class _Server:
    """The running server: a connection that stays open, and its clock."""

    browser: HTTPConnection
    clock: Connection

    def cpu(self, addresses: list[str]) -> float:
        """CPU milliseconds of the server for one of these addresses, on average."""
        started = self._time()
        for address in addresses:
            self.browser.request("GET", address)
            answer = self.browser.getresponse()
            assert answer.status == 200, answer.status
            answer.read()
        return (self._time() - started) * 1000 / len(addresses)

    def _time(self) -> float:
        self.clock.send(None)
        spent: float = self.clock.recv()
        return spent


@contextmanager
def _server(settings: Settings) -> Iterator[_Server]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(settings, theirs), daemon=True)
    process.start()
    theirs.close()  # so that a server that ends before it listens is noticed
    browser = HTTPConnection("127.0.0.1", ours.recv())
    try:
        yield _Server(browser, ours)
    finally:
        browser.close()
        process.terminate()
        process.join()


def _serve(settings: Settings, clock: Connection) -> None:
    server = listen(served(settings), "127.0.0.1", 0)
    threading.Thread(target=_tell_time, args=(clock,), daemon=True).start()
    clock.send(server.effective_port)
    server.run()


def _tell_time(clock: Connection) -> None:
    while True:
        clock.recv()
        clock.send(time.process_time())
