"""One archive and one app for all tests of the pages, on each engine, and an app for each way in which something can be missing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.settings import Settings
from deploy.elasticsearch.node import Node
from tests.webui.sample_archive import make_archive
from webui import create_app

MakeEngine = Callable[[], dict[str, str]]


@pytest.fixture(scope="session", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest) -> MakeEngine:
    """The engine that the pages are tested on: gives its settings, with indices of their own for each archive."""
    if request.param == "embedded":
        return dict
    node: Node = request.getfixturevalue("elasticsearch_node")
    return lambda: {
        "engine": "elasticsearch",
        "elasticsearch_url": node.url,
        "elasticsearch_index_prefix": f"khotin-web-{secrets.token_hex(4)}",
    }


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, engine: MakeEngine) -> Settings:
    """A filled and indexed archive; no test changes it."""
    return make_archive(tmp_path_factory.mktemp("webui"), engine=engine())


@pytest.fixture(scope="session")
def client(served: Settings) -> FlaskClient:
    return create_app(served).test_client()


@pytest.fixture(scope="session")
def without_index(tmp_path_factory: pytest.TempPathFactory, engine: MakeEngine) -> FlaskClient:
    return create_app(make_archive(tmp_path_factory.mktemp("no-index"), index=False, engine=engine())).test_client()


@pytest.fixture
def without_store(tmp_path: Path) -> FlaskClient:
    return create_app(Settings(home=tmp_path)).test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., str]:
    """The text of a page that must answer with a status (200 unless told)."""

    def get(address: str, status: int = 200) -> str:
        response = client.get(address)
        assert response.status_code == status, response.text[:400]
        return response.text

    return get
