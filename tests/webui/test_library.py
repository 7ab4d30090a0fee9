"""What a running web side sees of an archive and an index that change under it."""

from __future__ import annotations

import threading
from dataclasses import replace
from html import escape
from pathlib import Path

from flask.testing import FlaskClient

from archive.store import Store
from indexer.build import build, update
from indexer.engines import make_engine
from tests.webui.conftest import MakeEngine
from tests.webui.sample_archive import FULL, full_article, make_archive
from webui import create_app
from webui.library import Library


def total(client: FlaskClient, question: str) -> int:
    return int(client.get("/api/v1/search", query_string={"q": question}).json["total"])


def test_new_articles_are_seen_without_a_restart(tmp_path: Path, engine: MakeEngine) -> None:
    settings = make_archive(tmp_path / "home", engine=engine())
    client = create_app(settings).test_client()
    assert total(client, "kỳ lân") == 0
    with Store.open(settings.store_path) as store:
        store.put(replace(full_article(), identifier="new1", url="https://bo.example/new1", headline="Bài mới về kỳ lân"))
    assert client.get("/bai/new1").status_code == 200
    assert "Chậm hơn kho 1 thay đổi" in client.get("/trang-thai").text
    update(settings, make_engine(settings))
    assert total(client, "kỳ lân") == 1
    build(settings, make_engine(settings))
    assert total(client, "kỳ lân") == 1
    assert "Đang chạy và theo kịp kho" in client.get("/trang-thai").text


def test_an_index_that_comes_later_is_found(tmp_path: Path, engine: MakeEngine) -> None:
    settings = make_archive(tmp_path / "home", index=False, engine=engine())
    client = create_app(settings).test_client()
    assert client.get("/tim-kiem?q=họp").status_code == 503
    build(settings, make_engine(settings))
    assert client.get("/tim-kiem?q=họp").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_readers_notice_nothing_of_a_rebuild(tmp_path: Path, engine: MakeEngine) -> None:
    settings = make_archive(tmp_path / "home", engine=engine())
    app = create_app(settings)
    statuses: list[int] = []
    done = threading.Event()

    def read() -> None:
        client = app.test_client()
        while not done.is_set():
            statuses.extend(client.get(address).status_code for address in ("/tim-kiem?q=họp", f"/bai/{FULL}", "/"))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        build(settings, make_engine(settings))
    done.set()
    for reader in readers:
        reader.join()
    assert set(statuses) == {200}
    assert len(statuses) > 10


def test_another_archive_in_its_place_is_read_at_once(tmp_path: Path) -> None:
    settings = make_archive(tmp_path / "home", index=False)
    other = make_archive(tmp_path / "other", index=False)
    with Store.open(other.store_path) as store:
        store.put(replace(full_article(), identifier="other1", url="https://bo.example/other1"))
    client = create_app(settings).test_client()
    assert client.get("/bai/other1").status_code == 404
    other.store_path.replace(settings.store_path)
    assert client.get("/bai/other1").status_code == 200


def test_an_archive_that_is_taken_away_and_put_back(tmp_path: Path) -> None:
    settings = make_archive(tmp_path / "home", index=False)
    client = create_app(settings).test_client()
    assert client.get(f"/bai/{FULL}").status_code == 200
    aside = settings.store_path.rename(tmp_path / "aside")
    assert client.get(f"/bai/{FULL}").status_code == 503
    aside.rename(settings.store_path)
    assert client.get(f"/bai/{FULL}").status_code == 200


def test_the_names_of_things_are_those_of_the_last_commit(tmp_path: Path) -> None:
    settings = make_archive(tmp_path / "home")
    client = create_app(settings).test_client()
    with Store.open(settings.store_path) as store:
        thing = store.things.most_named("body", 1)[0]
        assert escape(thing.name) in client.get(f"/tim-kiem?org={thing.slug}").text
        store.connection.execute("UPDATE things SET name = 'Ủy ban Đổi tên' WHERE kind = 'body' AND slug = ?", (thing.slug,))
    assert "Ủy ban Đổi tên" in client.get(f"/tim-kiem?org={thing.slug}").text


def test_readers_at_one_time_have_a_reading_each_and_no_more_are_kept_open(tmp_path: Path) -> None:
    library = Library(make_archive(tmp_path / "home", index=False))
    first, second = library.take(), library.take()
    assert first is not second
    library.give_back(first)
    assert library.take() is first
    library.give_back(second)
    with Store.open(library.settings.store_path) as store:
        store.put(replace(full_article(), identifier="new1", url="https://bo.example/new1"))
    assert library.take().store.get("new1") is not None
    assert second.is_current() is False
