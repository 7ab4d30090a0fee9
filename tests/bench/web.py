"""A page of results and its JSON beside a trivial template, through the same app: what the web side costs besides the engine."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Blueprint, Flask, render_template
from flask.testing import FlaskClient

from archive.settings import Settings
from archive.store import Store
from indexer.build import build
from indexer.engine import EngineStatus, SearchEngine
from indexer.engines import make_engine
from indexer.query import Query
from indexer.results import Results
from tests.bench.corpus import articles
from tests.bench.rows import Row
from webui import create_app
from webui.library import EXTENSION

ARTICLES = 300
ROUNDS = 200
ASKED = "q=những+đội+bóng&size=10"
TRIVIAL = "<!doctype html><title>{{ name }}</title><p>{{ name }}</p>\n"


@dataclass(frozen=True, slots=True)
class _Answered:
    """An engine whose every answer is there already, so that only the web side's own time is left."""

    results: Results
    behind: SearchEngine

    def search(self, query: Query) -> Results:
        """The answer."""
        return self.results

    def status(self) -> EngineStatus:
        """The status of the engine that gave the answer."""
        return self.behind.status()


def rows() -> Iterator[Row]:
    """The page and the API."""
    with tempfile.TemporaryDirectory() as folder:
        app = served(Path(folder))
        client = app.test_client()
        addresses = {"page of 10": f"/tim-kiem?{ASKED}", "API of 10": f"/api/v1/search?{ASKED}", "trivial": "/trivial"}
        spent: dict[str, list[float]] = {name: [] for name in addresses}
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                spent[name].append(_cpu(_asking(client, address)))
    for name in ("page of 10", "API of 10"):
        note = "no engine time, the same app"
        yield Row(f"web: {name}", median(spent[name]), "trivial template", median(spent["trivial"]), "CPU ms", note)


def served(folder: Path) -> Flask:
    """The web side over a small archive, with its answer known, and the trivial template beside it."""
    settings = Settings(home=folder, _env_file=None)
    with Store.open(settings.store_path) as store:
        for one in articles(ARTICLES):
            store.put(one)
    engine = make_engine(settings)
    build(settings, engine)
    app = create_app(settings)
    (folder / "templates").mkdir()
    (folder / "templates" / "trivial.html").write_text(TRIVIAL, encoding="utf-8")
    trivial = Blueprint("trivial", __name__, template_folder=str(folder / "templates"))
    trivial.add_url_rule("/trivial", view_func=lambda: render_template("trivial.html", name="Kho Tin"))
    app.register_blueprint(trivial)
    with app.test_request_context(f"/tim-kiem?{ASKED}"):
        from flask import request

        from webui.params import read_params

        answer = engine.search(read_params(request.args).query())
    app.extensions[EXTENSION]._engine = _Answered(answer, engine)
    return app


def _asking(client: FlaskClient, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status
        response.get_data()

    return ask


def _cpu(work: Callable[[], None]) -> float:
    """CPU milliseconds of the process."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000
