"""The web side while its search server is away: search says so, everything else goes on, and it recovers by itself."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deploy.elasticsearch.node import Node
from tests.elasticsearch.front import Front
from tests.elasticsearch.proxy import Answer, CutOff, Fault, FaultProxy, Refuse, WithoutHeader
from tests.webui.sample_archive import FULL, make_archive
from webui import create_app

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def client(fault_proxy: FaultProxy, index_prefix: str, tmp_path: Path) -> FlaskClient:
    """A web side behind the proxy."""
    engine = {"engine": "elasticsearch", "elasticsearch_url": fault_proxy.url, "elasticsearch_index_prefix": index_prefix}
    return create_app(make_archive(tmp_path, engine=engine)).test_client()


def check_down(client: FlaskClient, why: str) -> None:
    """What every address answers while the server is away."""
    for address, text in (("/tim-kiem?q=họp", "Tạm thời chưa tìm kiếm được"), ("/en/tim-kiem?q=họp", "Searching is not possible")):
        response = client.get(address)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert text in response.text
        assert "python -m indexer build" not in response.text, "which would not help"
    problem = client.get("/api/v1/search?q=họp")
    assert (problem.status_code, problem.json["code"]) == (503, "engine-unreachable")
    for address in (f"/bai/{FULL}", f"/bai/{FULL}.bib", "/", "/trang-thai", "/huong-dan", "/healthz"):
        assert client.get(address).status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, list(ready.json["faults"])) == (503, ["engine"])
    assert why in ready.json["faults"]["engine"]


def check_up(client: FlaskClient) -> None:
    assert client.get("/tim-kiem?q=họp").status_code == 200
    assert client.get("/readyz").json == {"status": "ok"}


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Refuse(), "cannot be reached"),
        (CutOff(), "cannot be reached"),
        (Answer(429), "too busy"),
        (Answer(503), "cannot answer now (503"),
        (Answer(401), "does not let us in (401)"),
    ],
    ids=str,
)
def test_search_is_503_the_rest_goes_on_and_it_recovers(client: FlaskClient, fault_proxy: FaultProxy, fault: Fault, why: str) -> None:
    check_up(client)
    rule = fault_proxy.add(fault, times=None)
    check_down(client, why)
    fault_proxy.rules.remove(rule)
    check_up(client)


def test_another_product_behind_the_address_is_named(client: FlaskClient, fault_proxy: FaultProxy) -> None:
    fault_proxy.add(WithoutHeader(), times=None)
    check_down(client, "is not Elasticsearch")


def test_a_paused_server_holds_no_page_of_an_article(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> None:
    engine = {
        "engine": "elasticsearch",
        "elasticsearch_url": elasticsearch_node.url,
        "elasticsearch_index_prefix": index_prefix,
    }
    patient = make_archive(tmp_path, engine=engine)
    settings = patient.model_copy(update={"elasticsearch_timeout": 0.5})
    client = create_app(settings).test_client()
    elasticsearch_node.pause()
    try:
        begun = time.monotonic()
        assert client.get(f"/bai/{FULL}").status_code == 200
        assert client.get("/tim-kiem?q=họp").status_code == 503
        assert time.monotonic() - begun < 5
        assert "does not answer in time" in client.get("/readyz").json["faults"]["engine"]
    finally:
        elasticsearch_node.resume()
    while client.get("/readyz").status_code != 200:
        time.sleep(0.1)
    check_up(client)


@pytest.mark.nginx
def test_the_key_is_in_no_page_and_no_log(
    elasticsearch_front: Front, index_prefix: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    front = elasticsearch_front
    caplog.set_level(logging.DEBUG)
    engine = {
        "engine": "elasticsearch",
        "elasticsearch_url": front.url,
        "elasticsearch_index_prefix": index_prefix,
        "elasticsearch_ca_file": str(front.authority),
        "elasticsearch_api_key": front.key,
    }
    settings = make_archive(tmp_path, engine=engine)
    served = create_app(settings).test_client()
    untrusting = create_app(settings.model_copy(update={"elasticsearch_ca_file": None})).test_client()
    pages = [one.get(address).text for one in (served, untrusting) for address in ("/tim-kiem?q=họp", "/readyz", "/trang-thai")]
    assert "certificate verify failed" in pages[4]
    assert not any(front.key in text for text in (*pages, caplog.text, repr(settings), str(settings.model_dump())))
