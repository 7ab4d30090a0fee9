"""Files that cannot be read: each takes away what it holds, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.settings import Settings
from tests.webui.sample_archive import FULL, make_archive
from webui import create_app

GARBAGE = b"no database, " * 1000


@pytest.fixture
def damaged(tmp_path: Path) -> Settings:
    """An archive of its own, on the embedded engine, to be damaged."""
    return make_archive(tmp_path)


def opened(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.mark.parametrize("name", ["words.sqlite", "near-duplicates.sqlite"])
def test_an_article_is_shown_without_its_ornaments(damaged: Settings, name: str) -> None:
    (damaged.index_folder / name).write_bytes(GARBAGE)
    response = opened(damaged).get(f"/bai/{FULL}")
    assert response.status_code == 200
    assert 'id="tieu-de"' in response.text


def test_an_archive_that_cannot_be_read_is_503(damaged: Settings) -> None:
    for beside in damaged.home.glob("archive.sqlite-*"):
        beside.unlink()
    damaged.store_path.write_bytes(GARBAGE)
    client = opened(damaged)
    for address in ("/", "/en/", f"/bai/{FULL}", "/trang-thai"):
        response = client.get(address)
        assert response.status_code == 503, address
        assert response.headers["Retry-After"]
    assert client.get(f"/api/v1/articles/{FULL}").json["code"] == "archive-unavailable"
    assert client.get("/readyz").json["faults"]["archive"]
    assert client.get("/tim-kiem?q=họp").status_code == 200, "the index alone can answer"
