"""The fault proxy: each fault arrives at the official client as the real one would, and the node knows what it should know."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from elastic_transport import ConnectionError as Disconnected
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError
from elasticsearch.helpers import bulk

from tests.elasticsearch.proxy import Answer, CutOff, Delay, FaultProxy, Refuse, RejectItem, Rewrite, WithoutHeader

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def client(fault_proxy: FaultProxy) -> Iterator[Elasticsearch]:
    """The client behind the proxy; it asks each thing once."""
    with Elasticsearch(fault_proxy.url, max_retries=0) as client:
        yield client


def _documents(index: str, count: int) -> Iterator[dict[str, object]]:
    return ({"_index": index, "_id": str(number), "keys": "họp"} for number in range(count))


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_answers_its_status_as_often_as_told(fault_proxy: FaultProxy, client: Elasticsearch, status: int) -> None:
    fault_proxy.add(Answer(status), path="^/_cluster/health", times=2, skip=1)
    codes = []
    for _ in range(4):
        try:
            codes.append(client.cluster.health().meta.status)
        except ApiError as error:
            codes.append(error.meta.status)
    assert codes == [200, status, status, 200]
    assert [seen.status for seen in fault_proxy.seen] == codes


def test_the_client_tries_again_by_itself_where_it_is_let(fault_proxy: FaultProxy, client: Elasticsearch) -> None:
    fault_proxy.add(Answer(429), times=2)
    assert client.options(max_retries=3).cluster.health()["status"]
    assert [seen.status for seen in fault_proxy.seen] == [429, 429, 200]


def test_a_slow_answer_comes_later(fault_proxy: FaultProxy, client: Elasticsearch) -> None:
    fault_proxy.add(Delay(0.3))
    begun = time.monotonic()
    client.cluster.health()
    assert time.monotonic() - begun >= 0.3


def test_a_connection_cut_in_the_answer_leaves_the_work_done(fault_proxy: FaultProxy, client: Elasticsearch, index_prefix: str) -> None:
    client.indices.create(index=index_prefix)
    fault_proxy.add(CutOff(), path="_bulk")
    with pytest.raises(Disconnected):
        bulk(client, _documents(index_prefix, 50))
    client.indices.refresh(index=index_prefix)
    assert client.count(index=index_prefix)["count"] == 50


def test_a_refused_connection_leaves_the_work_undone(fault_proxy: FaultProxy, client: Elasticsearch, index_prefix: str) -> None:
    fault_proxy.add(Refuse(), method="PUT")
    with pytest.raises(Disconnected):
        client.indices.create(index=index_prefix)
    assert not client.indices.exists(index=index_prefix)


@pytest.mark.parametrize("count", [3, 1])
def test_one_item_of_a_bulk_is_rejected_and_the_others_are_kept(
    fault_proxy: FaultProxy, client: Elasticsearch, index_prefix: str, count: int
) -> None:
    client.indices.create(index=index_prefix)
    fault_proxy.add(RejectItem(position=count - 1), path="_bulk")
    done, errors = bulk(client, _documents(index_prefix, count), raise_on_error=False)
    assert done == count - 1
    assert [(error["index"]["_id"], error["index"]["status"]) for error in errors] == [(str(count - 1), 429)]  # type: ignore[union-attr]
    client.indices.refresh(index=index_prefix)
    assert client.count(index=index_prefix)["count"] == count - 1


def test_without_its_header_it_is_another_product(fault_proxy: FaultProxy, client: Elasticsearch) -> None:
    fault_proxy.add(WithoutHeader())
    with pytest.raises(UnsupportedProductError):
        client.cluster.health()


def test_an_answer_can_be_changed(fault_proxy: FaultProxy, client: Elasticsearch) -> None:
    fault_proxy.add(Rewrite(lambda answer: {**answer, "status": "red"}))
    assert client.cluster.health()["status"] == "red"
    assert client.cluster.health()["status"] != "red"
