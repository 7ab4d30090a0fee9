"""Real Elasticsearch for the tests of any folder: one node and one cluster for the whole run, each started when first asked for.

Whatever was started is stopped at the end, by its own process; a node also ends by itself when the test run is killed.
A test that uses one of these has the marker ``elasticsearch`` (and ``nginx`` for the front)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from deploy.elasticsearch.node import SOON_READY, Cluster, Node, Setting, start, start_cluster
from tests.elasticsearch import front
from tests.elasticsearch.proxy import FaultProxy

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


class StartNode(Protocol):
    """Starts a node of the test's own, which may be killed, paused and filled; stopped when the test is over."""

    def __call__(self, settings: Mapping[str, Setting] | None = None) -> Node:
        """A node that answers, with these settings besides."""


@pytest.fixture(scope="session")
def elasticsearch_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """The run's single node, with the settings of deploy/elasticsearch/compose.yaml. Leave it as you found it."""
    from tests.elasticsearch.compose import COMPOSE, node_settings

    node = start(tmp_path_factory.mktemp("elasticsearch"), settings=node_settings(COMPOSE), java=SOON_READY)
    yield node
    node.stop()


@pytest.fixture(scope="session")
def elasticsearch_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The run's cluster of three, with the settings of compose-cluster.yaml. Who stops a node starts it again."""
    from tests.elasticsearch.compose import COMPOSE_CLUSTER, node_settings

    cluster = start_cluster(tmp_path_factory.mktemp("cluster"), settings=node_settings(COMPOSE_CLUSTER), java=SOON_READY)
    yield cluster
    cluster.stop()


@pytest.fixture
def start_node(tmp_path: Path) -> Iterator[StartNode]:
    """A function that starts nodes of the test's own, 3 s each on two idle cores."""
    with ExitStack() as stack:

        def started(settings: Mapping[str, Setting] | None = None) -> Node:
            node = start(tmp_path / f"node-{secrets.token_hex(2)}", settings=settings, java=SOON_READY)
            stack.callback(node.stop)
            return node

        yield started


@pytest.fixture(scope="session")
def elasticsearch_front(elasticsearch_node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[front.Front]:
    """nginx with TLS and an API key before the run's node."""
    with front.opened(tmp_path_factory.mktemp("nginx"), elasticsearch_node) as opened:
        yield opened


@pytest.fixture
def fault_proxy(elasticsearch_node: Node) -> Iterator[FaultProxy]:
    """A proxy without rules before the run's node."""
    with FaultProxy(elasticsearch_node.url).running() as proxy:
        yield proxy


@pytest.fixture
def elasticsearch_client(elasticsearch_node: Node) -> Iterator[Elasticsearch]:
    """The official client of the run's node."""
    from elasticsearch import Elasticsearch

    with Elasticsearch(elasticsearch_node.url) as client:
        yield client


@pytest.fixture
def index_prefix(elasticsearch_node: Node) -> Iterator[str]:
    """The beginning of index, alias and template names for one test; what is called so is deleted after it."""
    from elasticsearch import Elasticsearch

    prefix = f"khotin-{secrets.token_hex(4)}"
    yield prefix
    with Elasticsearch(elasticsearch_node.url) as client:
        delete_all(client, prefix)


def delete_all(client: Elasticsearch, prefix: str) -> None:
    """Delete every index and index template whose name begins so, each by its full name: wildcards are refused."""
    for index in client.indices.get(index=f"{prefix}*"):
        client.indices.delete(index=index)
    # Asked for templates and having none, Elasticsearch answers 404 with an empty list.
    for template in client.options(ignore_status=404).indices.get_index_template(name=f"{prefix}*")["index_templates"]:
        client.indices.delete_index_template(name=template["name"])
