"""The compose files: valid by the Compose specification, and their settings started on the real node."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from deploy.elasticsearch.node import Cluster, version
from tests.elasticsearch.compose import COMPOSE, COMPOSE_CLUSTER, node_settings, services

BOTH = pytest.mark.parametrize("file", [COMPOSE, COMPOSE_CLUSTER], ids=lambda file: file.stem)


def _flat(settings: dict[str, Any], file: Path) -> dict[str, Any]:
    return {name: settings.get(name) for name in node_settings(file)}


@BOTH
def test_the_image_is_pinned_to_the_version_that_the_tests_run(file: Path) -> None:
    assert {service["image"] for service in services(file).values()} == {f"docker.elastic.co/elasticsearch/elasticsearch:{version()}"}


@BOTH
def test_nothing_without_a_key_is_reachable_from_outside(file: Path) -> None:
    ports = [port for service in services(file).values() for port in service["ports"]]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@BOTH
def test_the_heap_leaves_half_of_the_memory_to_the_files(file: Path) -> None:
    for service in services(file).values():
        assert service["environment"]["ES_JAVA_OPTS"] == "-Xms1g -Xmx1g"
        assert service["mem_limit"] == "2gb"
        assert service["ulimits"] == {"memlock": {"soft": -1, "hard": -1}, "nofile": 65535}


def test_each_node_of_the_cluster_has_its_name_and_data_and_shares_the_snapshots() -> None:
    nodes = services(COMPOSE_CLUSTER)
    assert {service["environment"]["node.name"] for service in nodes.values()} == set(nodes)
    assert {service["environment"]["discovery.seed_hosts"] for service in nodes.values()} == {",".join(nodes)}
    data = {service["volumes"][0] for service in nodes.values()}
    assert len(data) == len(nodes)
    assert {service["volumes"][1] for service in nodes.values()} == {"./snapshots:/snapshots"}


def test_a_misspelt_key_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("mem_limit:", "memory_limit:"), encoding="utf-8")
    with pytest.raises(ValueError, match="memory_limit"):
        services(wrong)


@pytest.mark.elasticsearch
def test_the_single_node_runs_with_the_settings_of_its_file(elasticsearch_client: Elasticsearch) -> None:
    answer = elasticsearch_client.nodes.info(metric="settings", flat_settings=True)
    (node,) = answer["nodes"].values()
    assert _flat(node["settings"], COMPOSE) == node_settings(COMPOSE)


@pytest.mark.elasticsearch
def test_every_node_of_the_cluster_runs_with_the_settings_of_its_file(elasticsearch_cluster: Cluster) -> None:
    with Elasticsearch(elasticsearch_cluster.urls) as client:
        nodes = client.nodes.info(metric="settings", flat_settings=True)["nodes"].values()
    assert [_flat(node["settings"], COMPOSE_CLUSTER) for node in nodes] == [node_settings(COMPOSE_CLUSTER)] * 3


@BOTH
@pytest.mark.elasticsearch
def test_the_healthcheck_asks_what_a_healthy_node_answers(file: Path, elasticsearch_client: Elasticsearch) -> None:
    for service in services(file).values():
        asked = re.search(r"http://127\.0\.0\.1:9200(\S+)'", service["healthcheck"]["test"])
        assert asked is not None
        answer = elasticsearch_client.perform_request("GET", asked[1], headers={"Accept": "application/json"})
        assert answer.meta.status == 200
