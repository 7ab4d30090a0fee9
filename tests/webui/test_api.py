from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webui.messages import PROBLEMS

KEYS = {"total", "folded", "page", "size", "took_ms", "query", "results", "facets", "suggestion"}
HIT_KEYS = {
    "identifier",
    "url",
    "headline",
    "snippet",
    "date_published",
    "date_held",
    "held_precision",
    "site",
    "score",
    "group",
    "near_duplicates",
}


def test_a_search_answers_in_the_agreed_shape(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=họp&size=4&page=2&source=bo&pub_from=2009")
    body = response.json
    assert response.content_type == "application/json"
    assert body.keys() == KEYS
    assert (body["page"], body["size"], len(body["results"])) == (2, 4, 4)
    assert all(hit.keys() == HIT_KEYS for hit in body["results"])
    assert body["query"]["q"] == "họp"
    assert body["query"]["source"] == ["bo"]
    assert body["query"]["pub_from"] == "2009-01-01"
    assert body["facets"].keys() == {"source", "year", "month", "person", "org", "doc", "type"}
    assert all(value.keys() == {"value", "count"} for values in body["facets"].values() for value in values)


def test_letters_are_written_as_letters(client: FlaskClient) -> None:
    assert "Hội đồng" in client.get("/api/v1/search?q=họp").text


@pytest.mark.parametrize(
    ("question", "code", "parameter"),
    [
        ("la=1", "unknown-parameter", "la"),
        ("q=a&q=b", "repeated-parameter", "q"),
        ("page=1&page=2", "repeated-parameter", "page"),
        ("page=0", "invalid-page", "page"),
        ("page=101", "page-too-deep", "page"),
        ("size=101", "invalid-size", "size"),
        ("sort=abc", "invalid-sort", "sort"),
        ("year=abc", "invalid-year", "year"),
        ("pub_from=31/2/2018", "invalid-date", "pub_from"),
        ("pub_from=2019&pub_to=2018", "reversed-dates", "pub_to"),
        ("&".join(f"source=s{n}" for n in range(7)), "too-many-filters", "source"),
        ("q=" + "(" * 2000, "too-long", "q"),
        ("q=" + "a" * 513, "too-long", "q"),
        ("q=" + "(" * 200 + "a" + ")" * 200, "too-deep", "q"),
        ("q=" + "+".join(f'"a {n}"' for n in range(40)), "too-many-clauses", "q"),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_a_code(client: FlaskClient, question: str, code: str, parameter: str) -> None:
    response = client.get(f"/api/v1/search?{question}")
    assert response.status_code == 400, response.text[:300]
    assert response.content_type == "application/problem+json"
    assert (response.json["code"], response.json["parameter"], response.json["status"]) == (code, parameter, 400)
    assert response.json["detail"]


def test_errors_are_problems_too(client: FlaskClient, without_index: FlaskClient, without_store: FlaskClient) -> None:
    cases = (
        (client.get("/api/v1/nothing"), 404, "no-such-address"),
        (client.get("/api/v1/articles/ffff"), 404, "no-such-article"),
        (client.post("/api/v1/search"), 405, "method-not-allowed"),
        (without_index.get("/api/v1/search?q=a"), 503, "engine-unavailable"),
        (without_store.get("/api/v1/articles/ffff"), 503, "archive-unavailable"),
    )
    for response, status, code in cases:
        assert response.status_code == status
        assert response.content_type == "application/problem+json"
        assert response.json["code"] == code
    assert cases[2][0].headers["Allow"]
    assert cases[3][0].headers["Retry-After"]


def test_every_code_has_its_english(client: FlaskClient) -> None:
    from webui.messages import english

    with client.application.test_request_context("/api/v1/search"):
        details = [english(code) for code in PROBLEMS]
    assert all(detail.isascii() for detail in details)


@pytest.mark.parametrize("question", ["page=0", "year=abc", "sort=abc", "size=0", "la=1", "q=a&q=b"])
def test_a_refusal_tells_of_nothing_that_was_done(client: FlaskClient, question: str) -> None:
    detail = client.get(f"/api/v1/search?{question}").json["detail"]
    assert not any(word in detail for word in ("ignored", "shown", "used")), detail
