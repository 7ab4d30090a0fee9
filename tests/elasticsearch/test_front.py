"""deploy/elasticsearch/nginx.conf on a real nginx: in with the authority's certificate and the key, else not."""

from __future__ import annotations

from pathlib import Path

import pytest
from elastic_transport import TlsError
from elastic_transport.client_utils import DEFAULT
from elasticsearch import AuthenticationException, Elasticsearch

from deploy.elasticsearch.node import Node
from tests.elasticsearch.front import Front, make_authority, opened

pytestmark = [pytest.mark.elasticsearch, pytest.mark.nginx]


def _client(front: Front, authority: Path | None = None, key: str | None = None) -> Elasticsearch:
    return Elasticsearch(front.url, ca_certs=str(authority) if authority else DEFAULT, api_key=key, max_retries=0)


def test_with_certificate_and_key_the_node_answers(elasticsearch_front: Front, index_prefix: str) -> None:
    with _client(elasticsearch_front, elasticsearch_front.authority, elasticsearch_front.key) as client:
        client.indices.create(index=index_prefix)
        # Twice what nginx takes by default.
        client.index(index=index_prefix, id="1", document={"keys": "họp " * 500_000}, refresh=True)
        assert client.count(index=index_prefix)["count"] == 1


@pytest.mark.parametrize("key", [None, "0" * 64])
def test_without_the_key_it_answers_401(elasticsearch_front: Front, key: str | None) -> None:
    with _client(elasticsearch_front, elasticsearch_front.authority, key) as client:
        with pytest.raises(AuthenticationException) as refused:
            client.cluster.health()
        assert refused.value.meta.status == 401
        assert refused.value.body["error"]["type"] == "security_exception"


def test_another_authority_is_not_believed(elasticsearch_front: Front, tmp_path: Path) -> None:
    for authority in (None, make_authority(tmp_path, "stranger")):
        with _client(elasticsearch_front, authority, elasticsearch_front.key) as client, pytest.raises(TlsError) as refused:
            client.cluster.health()
        # str() of it says no more than "TLS error"; the reason is in its message.
        assert "certificate verify failed" in refused.value.message


def test_a_certificate_for_another_name_is_not_believed(elasticsearch_node: Node, tmp_path: Path) -> None:
    with (
        opened(tmp_path, elasticsearch_node, names="DNS:search.example") as front,
        _client(front, front.authority, front.key) as client,
        pytest.raises(TlsError) as refused,
    ):
        client.cluster.health()
    assert "doesn't match 'search.example'" in refused.value.message


def test_the_key_is_in_no_log(elasticsearch_front: Front, elasticsearch_node: Node) -> None:
    with _client(elasticsearch_front, elasticsearch_front.authority, elasticsearch_front.key) as client:
        client.cluster.health()
    logs = [log.read_text(encoding="utf-8") for log in (*elasticsearch_front.logs, elasticsearch_node.log)]
    assert "/_cluster/health" in logs[0]
    assert not any(elasticsearch_front.key in log for log in logs)
