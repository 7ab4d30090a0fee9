"""The node itself: how it is started and ended, and the facts about it that the engine rests on."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import BadRequestError, ConnectionTimeout, Elasticsearch, NotFoundError
from elasticsearch.helpers import bulk

from deploy.elasticsearch.node import CACHE_VARIABLE, SOON_READY, Node, NodeError, free_ports, main, missing, start, version
from tests.elasticsearch.fixtures import StartNode

ROOT = Path(__file__).parents[2]
TOKENS = {"properties": {"keys": {"type": "text", "analyzer": "whitespace"}}}


@pytest.fixture
def foreground(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """``make elasticsearch``'s own command, once it has printed where it answers."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "deploy.elasticsearch.node", "--home", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert f"answers at http://127.0.0.1:{port} " in process.stdout.readline()
        yield process
        process.terminate()


def _child(process: subprocess.Popen[str]) -> int:
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii"))


@pytest.mark.elasticsearch
def test_ctrl_c_closes_the_node_in_order(foreground: subprocess.Popen[str]) -> None:
    foreground.send_signal(signal.SIGINT)
    assert foreground.wait() == 0


@pytest.mark.elasticsearch
def test_a_node_does_not_outlive_a_killed_starter(foreground: subprocess.Popen[str]) -> None:
    node = os.pidfd_open(_child(foreground))
    foreground.kill()
    # Readable when the process has ended; it is no child of ours that could be waited for.
    assert select.select([node], [], []) == ([node], [], [])
    os.close(node)


@pytest.mark.elasticsearch
def test_a_taken_port_is_said_in_one_line(elasticsearch_node: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = elasticsearch_node.http_port
    assert main(["--home", str(tmp_path), "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"port {port} of 127.0.0.1 cannot be used")


@pytest.mark.elasticsearch
def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"^node node-1 did not start: unknown setting \[khotin.unknown\].*node.log\)$"):
        start(tmp_path, settings={"khotin.unknown": 1}, java=SOON_READY)


def test_a_machine_without_java_and_maven_is_told_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert main(["--home", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{missing()}\n"
    assert missing() == "Elasticsearch needs Java 17 and Maven: apt-get install openjdk-17-jdk-headless maven"


@pytest.mark.elasticsearch
def test_a_paused_node_answers_nothing_until_it_is_resumed(elasticsearch_node: Node, elasticsearch_client: Elasticsearch) -> None:
    hasty = elasticsearch_client.options(request_timeout=0.5, max_retries=0)
    elasticsearch_node.pause()
    try:
        with pytest.raises(ConnectionTimeout):
            hasty.cluster.health()
    finally:
        elasticsearch_node.resume()
    assert elasticsearch_client.cluster.health()["number_of_nodes"] == 1


@pytest.mark.elasticsearch
def test_a_killed_node_comes_back_with_what_it_acknowledged(start_node: StartNode) -> None:
    node = start_node()
    with Elasticsearch(node.url) as client:
        client.indices.create(index="kept", settings={"number_of_replicas": 0}, mappings=TOKENS)
        bulk(client, ({"_index": "kept", "_id": str(number), "keys": "họp"} for number in range(500)))
        node.kill()
        assert not node.running
        node.restart(status="green")
        client.indices.refresh(index="kept")
        assert client.count(index="kept")["count"] == 500


@pytest.mark.elasticsearch
def test_the_version_is_asked_where_every_distribution_tells_it(elasticsearch_client: Elasticsearch) -> None:
    answer = elasticsearch_client.nodes.info(node_id="_local", filter_path="nodes.*.version")
    assert [each["version"] for each in answer["nodes"].values()] == [version()]
    # The core has no `GET /`, which client.info() would ask.
    with pytest.raises(Exception, match="405"):
        elasticsearch_client.info()


@pytest.mark.elasticsearch
def test_tokens_joined_by_spaces_are_found_by_the_whitespace_analyser(elasticsearch_client: Elasticsearch, index_prefix: str) -> None:
    elasticsearch_client.indices.create(index=index_prefix, mappings=TOKENS)
    elasticsearch_client.index(index=index_prefix, id="1", document={"keys": "hop giao_ban 15/2012/TT-BTTTT"}, refresh=True)
    found = elasticsearch_client.search(index=index_prefix, query={"match": {"keys": "15/2012/TT-BTTTT"}})
    assert found["hits"]["total"]["value"] == 1
    assert elasticsearch_client.search(index=index_prefix, query={"match": {"keys": "giao"}})["hits"]["total"]["value"] == 0


@pytest.mark.elasticsearch
def test_a_custom_analyser_is_not_to_be_had(elasticsearch_client: Elasticsearch, index_prefix: str) -> None:
    custom = {"analysis": {"analyzer": {"own": {"type": "custom", "tokenizer": "whitespace"}}}}
    with pytest.raises(BadRequestError, match="failed to find tokenizer"):
        elasticsearch_client.indices.create(index=index_prefix, settings=custom)


@pytest.mark.elasticsearch
def test_deleting_by_wildcard_is_refused(elasticsearch_client: Elasticsearch, index_prefix: str) -> None:
    elasticsearch_client.indices.create(index=index_prefix)
    with pytest.raises(BadRequestError, match="Wildcard expressions or all indices are not allowed"):
        elasticsearch_client.indices.delete(index="khotin-*")
    assert elasticsearch_client.indices.exists(index=index_prefix)


@pytest.mark.elasticsearch
def test_an_index_comes_into_being_only_on_purpose(elasticsearch_client: Elasticsearch, index_prefix: str) -> None:
    with pytest.raises(NotFoundError, match="index_not_found_exception"):
        elasticsearch_client.index(index=index_prefix, document={"keys": "họp"})


@pytest.mark.elasticsearch
def test_an_older_version_never_overwrites_a_newer_one(elasticsearch_client: Elasticsearch, index_prefix: str) -> None:
    elasticsearch_client.indices.create(index=index_prefix, mappings=TOKENS)
    actions = [
        {"_index": index_prefix, "_id": "1", "_op_type": "index", "version": sequence, "version_type": "external", "keys": f"v{sequence}"}
        for sequence in (7, 5)
    ]
    done, errors = bulk(elasticsearch_client, actions, raise_on_error=False)
    assert (done, [error["index"]["status"] for error in errors]) == (1, [409])  # type: ignore[union-attr]
    assert elasticsearch_client.get(index=index_prefix, id="1")["_source"] == {"keys": "v7"}
