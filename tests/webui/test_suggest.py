"""``/api/v1/suggest``: what a reader may be about to type."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("typed", ["hội đồng h", "hoi dong h", "HOI DONG H"])
def test_a_beginning_is_completed(client: FlaskClient, typed: str) -> None:
    answer = client.get("/api/v1/suggest", query_string={"q": typed}).json
    assert answer["q"] == typed
    assert answer["suggestions"]
    assert len(answer["suggestions"]) <= 8
    for one in answer["suggestions"]:
        assert one["text"].startswith("Hội đồng h")
        assert one["kind"] in ("phrase", "headline")
        assert one["articles"] >= 1


def test_a_suggestion_finds_what_it_was_taken_from(client: FlaskClient) -> None:
    for one in client.get("/api/v1/suggest?q=hoi+dong").json["suggestions"]:
        assert client.get("/api/v1/search", query_string={"q": one["text"]}).json["total"] > 0


@pytest.mark.parametrize("typed", ["", "h", "khongcotunay", "%%", "<script>"])
def test_what_begins_nothing_gets_an_empty_list(client: FlaskClient, typed: str) -> None:
    assert client.get("/api/v1/suggest", query_string={"q": typed}).json["suggestions"] == []


@pytest.mark.parametrize(
    ("query", "code"), [("q=" + "a" * 513, "too-long"), ("q=ho&x=1", "unknown-parameter"), ("q=ho&q=hoi", "repeated-parameter")]
)
def test_what_cannot_be_asked_is_refused(client: FlaskClient, query: str, code: str) -> None:
    response = client.get(f"/api/v1/suggest?{query}")
    assert (response.status_code, response.json["code"]) == (400, code)


def test_without_an_index_there_is_nothing_to_suggest_and_no_error(without_index: FlaskClient) -> None:
    assert without_index.get("/api/v1/suggest?q=hoi").json["suggestions"] == []
