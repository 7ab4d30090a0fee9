"""Near-duplicates on the page of results and in the API: folded, counted, unfolded by a link."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from archive.settings import Settings
from archive.store import Store
from indexer.build import build
from indexer.engines import make_engine
from tests.indexer.test_duplicates import TOLD
from tests.webui.conftest import MakeEngine
from webui import create_app


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, engine: MakeEngine) -> FlaskClient:
    """A meeting told three times, the next meeting of the same series, and another article."""
    settings = Settings(home=tmp_path_factory.mktemp("told"), **engine())  # type: ignore[arg-type]
    with Store.open(settings.store_path) as store:
        for one in TOLD:
            store.put(replace(one, url=f"https://{one.site}.example.vn/{one.identifier}"))
    build(settings, make_engine(settings))
    return create_app(settings).test_client()


def rows(page: str) -> list[str]:
    return re.findall(r'<h\d class="hit-title" lang="vi"><a href="/(?:en/)?bai/(\w+)"', page)


def link(page: str, text: str) -> str:
    found = re.search(rf'href="([^"]+)"[^>]*>{text}</a>', page)
    assert found, text
    return html.unescape(found[1])


def test_near_duplicates_are_folded_and_the_count_says_so(told: FlaskClient) -> None:
    page = told.get("/tim-kiem").text
    assert len(rows(page)) == 3
    assert ">5 bài</p>" in page
    assert "Trong đó 2 bản gần trùng được gộp lại." in page
    assert "và 2 bản gần trùng" in page
    english = told.get("/en/tim-kiem").text
    assert "and 2 near-duplicates" in english


def test_two_meetings_of_one_series_are_never_folded(told: FlaskClient) -> None:
    shown = rows(told.get("/tim-kiem?q=hội+đồng").text)
    assert "khac" in shown
    assert len(shown) == 2


def test_a_link_unfolds_one_group_and_another_all(told: FlaskClient) -> None:
    page = told.get("/tim-kiem?q=hội+đồng").text
    group = told.get(link(page, "và 2 bản gần trùng")).text
    assert sorted(rows(group)) == ["ba", "hai", "mot"]
    assert sorted(rows(told.get(link(group, "Về tất cả kết quả")).text)) == sorted(rows(page))
    unfolded = told.get(link(page, "Hiện riêng từng bản")).text
    assert len(rows(unfolded)) == 4
    assert sorted(rows(told.get(link(unfolded, "Gộp lại")).text)) == sorted(rows(page))


def test_pages_follow_the_folded_list(told: FlaskClient) -> None:
    whole = rows(told.get("/tim-kiem").text)
    pages = [rows(told.get(f"/tim-kiem?size=2&page={number}").text) for number in (1, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert pages[0] + pages[1] == whole
    assert 'aria-label="Trang 3"' not in told.get("/tim-kiem?size=2").text


@pytest.mark.parametrize(
    "parameters", ["", "q=hội+đồng", "q=hội+đồng&group=0", "group=mot", "group=mot&source=mic", "source=mic", "year=2018"]
)
def test_page_and_api_show_the_same(told: FlaskClient, parameters: str) -> None:
    page, answer = told.get(f"/tim-kiem?{parameters}").text, told.get(f"/api/v1/search?{parameters}").json
    assert rows(page) == [one["identifier"] for one in answer["results"]]
    assert f">{answer['total']} bài" in page
    assert answer["total"] == len(answer["results"]) + answer["folded"]
    assert sum(one["near_duplicates"] for one in answer["results"]) == answer["folded"]


def test_only_near_duplicates_that_are_results_are_counted(told: FlaskClient) -> None:
    answer = told.get("/api/v1/search?source=aita").json
    assert [(one["identifier"], one["near_duplicates"]) for one in answer["results"]] == [("hai", 0)]


@pytest.mark.parametrize("value", ["a b", "<script>", "x" * 101])
def test_a_group_that_cannot_be_is_refused_by_the_api_and_left_out_on_the_page(told: FlaskClient, value: str) -> None:
    response = told.get("/api/v1/search", query_string={"group": value})
    assert (response.status_code, response.json["code"]) == (400, "invalid-group")
    page = told.get("/tim-kiem", query_string={"group": value})
    assert page.status_code == 200
    assert len(rows(page.text)) == 3
