"""The list of queries that killed other systems, through page, API and suggestions: each is answered, and page and API answer alike."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

HOSTILE = (
    '"họp ban',
    "((((họp",
    "họp AND",
    "-từ",
    "họp )",
    "họp OR",
    "OR",
    "HOẶC HOẶC",
    "*họp",
    "ho*",
    "họp***",
    "abc:def",
    "tieude:",
    'tieude:"',
    "vanban:1605/",
    "NOT " * 100,
    "-" * 200 + "họp",
    "(" * 8 + "họp" + ")" * 8,
    "[a TO b]",
    "/h.*p/",
    "họp~2 ban^9",
    "<script>alert(1)</script>",
    "họp\x00ban",
    "e\u0301" * 100,
    "\u202e\u200b\ufeffhọp",
    "🎉" * 50,
    "'; DROP TABLE articles; --",
    "{{7*7}}",
    "%00%ff",
    "ｆｕｌｌ ｗｉｄｔｈ",
    "CNTT " * 60,
    "a " * 250,
    " OR ".join(["ab"] * 32),
)
REFUSED = {"(" * 9 + "họp": "too-deep", "họp" * 171: "too-long", '"a b" ' * 33: "too-many-clauses"}


def total(page: str) -> int:
    found = re.search(r'class="count">([\d.]+) bài', page)
    return int(found[1].replace(".", "")) if found else 0


@pytest.mark.parametrize("more", ["", "&explain=1", "&group=0", "&syn=0&explain=1&group=0"])
def test_each_is_answered_and_page_and_api_count_alike(client: FlaskClient, more: str) -> None:
    options = dict(part.split("=") for part in more.split("&") if part)
    for text in HOSTILE:
        asked = {"q": text, **options}
        page, answer = client.get("/tim-kiem", query_string=asked), client.get("/api/v1/search", query_string=asked)
        assert (page.status_code, answer.status_code) == (200, 200), text
        assert total(page.text) == answer.json["total"], text
        linked = re.findall(r'class="hit-title" lang="vi"><a href="/bai/([^"]+)"', page.text)
        assert linked == [one["identifier"] for one in answer.json["results"]], text
        for one in answer.json["results"] if "explain" in options else ():
            assert sum(reason["score"] for reason in one["explanation"]["reasons"]) == pytest.approx(one["score"], rel=1e-5), text


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_too_much_is_refused_by_its_code(client: FlaskClient, text: str, code: str) -> None:
    assert client.get("/tim-kiem", query_string={"q": text}).status_code == 400
    answer = client.get("/api/v1/search", query_string={"q": text, "explain": "1"})
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_each_is_a_beginning_that_may_suggest_nothing(client: FlaskClient) -> None:
    for text in HOSTILE:
        answer = client.get("/api/v1/suggest", query_string={"q": text})
        assert answer.status_code == 200, text
        assert len(answer.json["suggestions"]) <= 8
