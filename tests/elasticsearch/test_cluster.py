"""The cluster of three: it forms, and what it took with a copy survives kill -9 of a node."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from deploy.elasticsearch.node import Cluster

pytestmark = pytest.mark.elasticsearch


def test_a_killed_node_costs_no_document_when_every_copy_was_waited_for(elasticsearch_cluster: Cluster) -> None:
    victim, *others = elasticsearch_cluster.nodes
    with Elasticsearch([node.url for node in others]) as client:
        settings = {"number_of_shards": 3, "number_of_replicas": 1}
        client.indices.create(index="kept", settings=settings, wait_for_active_shards="all")
        bulk(client, ({"_index": "kept", "_id": str(number), "keys": "họp"} for number in range(1000)))
        victim.kill()
        elasticsearch_cluster.wait(status="yellow", nodes=2)
        client.indices.refresh(index="kept")
        assert client.count(index="kept")["count"] == 1000
        victim.restart()
        elasticsearch_cluster.wait(status="green", nodes=3)
        client.indices.delete(index="kept")
