from __future__ import annotations

from flask.testing import FlaskClient


def test_alive_asks_nothing(client: FlaskClient, without_store: FlaskClient) -> None:
    for app in (client, without_store):
        assert app.get("/healthz").json == {"status": "ok"}


def test_ready_when_store_and_engine_answer(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_not_ready_says_why(without_index: FlaskClient, without_store: FlaskClient) -> None:
    no_index = without_index.get("/readyz")
    assert no_index.status_code == 503
    assert no_index.headers["Retry-After"]
    assert no_index.json["faults"].keys() == {"engine"}
    assert "python -m indexer build" in no_index.json["faults"]["engine"]
    assert without_store.get("/readyz").json["faults"].keys() == {"archive", "engine"}
