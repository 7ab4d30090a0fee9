"""Everything that can go wrong between us and Elasticsearch: a bounded wait, one clear line, nothing lost, nothing doubled.

What servers do is caused for real; what networks and busy servers do now and then comes from the proxy, on top of the real node's answers.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from deploy.elasticsearch.node import Node, free_ports
from indexer.engine import EngineUnavailable, EngineUnreachable
from indexer.engines.elasticsearch import ElasticsearchEngine
from indexer.query import query
from tests.elasticsearch.engines import engine_for
from tests.elasticsearch.fixtures import StartNode
from tests.elasticsearch.front import Front, make_authority
from tests.elasticsearch.proxy import Answer, CutOff, Fault, FaultProxy, Refuse, RejectItem, Rewrite, WithoutHeader
from tests.indexer.articles import documents, generated

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def engine(fault_proxy: FaultProxy, index_prefix: str, tmp_path: Path) -> ElasticsearchEngine:
    """An engine behind the proxy, with an index of six articles."""
    engine = engine_for(fault_proxy.url, tmp_path, index_prefix)
    engine.build(documents(), sequence=6)
    fault_proxy.clear()
    return engine


def asks(engine: ElasticsearchEngine) -> list[Callable[[], object]]:
    return [
        lambda: engine.search(query("họp")),
        lambda: engine.run(query("họp"), 10),
        engine.status,
        lambda: engine.build(documents(), sequence=6),
        lambda: engine.update(documents(), sequence=6),
        engine.rollback,
    ]


def line(ask: Callable[[], object], kind: type[EngineUnavailable] = EngineUnreachable) -> str:
    with pytest.raises(kind) as raised:
        ask()
    assert "\n" not in str(raised.value)
    return str(raised.value)


# --- faults that pass -----------------------------------------------------------------------------------------------------------------

PASSING: list[Fault] = [
    Answer(429), Answer(502), Answer(503), Answer(504), CutOff(), Refuse(),
    RejectItem(status=429), RejectItem(status=503, type="unavailable_shards_exception"),
]  # fmt: skip


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_a_load_goes_on_after_a_fault_and_loses_and_doubles_nothing(
    engine: ElasticsearchEngine, fault_proxy: FaultProxy, fault: Fault
) -> None:
    fault_proxy.add(fault, path="_bulk", times=3)
    status = engine.update(documents(generated(700)), sequence=700)
    assert (status.documents, status.rejected, status.sequence) == (706, 0, 700)
    assert engine.search(query("")).total == 706


@pytest.mark.parametrize("fault", [Answer(503), CutOff(), Refuse()], ids=str)
def test_every_step_of_a_build_is_tried_again(engine: ElasticsearchEngine, fault_proxy: FaultProxy, fault: Fault) -> None:
    steps = ("/_index_template/", "articles-2\\?", "_bulk", "_refresh", "_mapping", "_settings", "/_aliases", "_cluster/health", "_search")
    for step in steps:
        fault_proxy.add(fault, path=step)
    status = engine.build(documents(), sequence=7)
    assert (status.documents, status.sequence) == (6, 7)
    assert engine.search(query("")).total == 6
    assert [rule for rule in fault_proxy.rules if not rule.matched] == []
    assert engine.rollback().sequence == 6


@pytest.mark.parametrize("fault", [Answer(429), Answer(503), CutOff(), Refuse()], ids=str)
def test_a_question_is_asked_again(engine: ElasticsearchEngine, fault_proxy: FaultProxy, fault: Fault) -> None:
    fault_proxy.add(fault, path="_search", times=3)
    assert engine.search(query("")).total == 6


def test_a_request_too_large_is_sent_in_parts(engine: ElasticsearchEngine, fault_proxy: FaultProxy) -> None:
    fault_proxy.add(Answer(413), path="_bulk", times=3)
    assert engine.update(documents(generated(20)), sequence=20).documents == 26


def test_a_small_indexing_pressure_is_met_with_smaller_parts(start_node: StartNode, tmp_path: Path) -> None:
    node = start_node({"indexing_pressure.memory.limit": "64kb"})
    engine = engine_for(node.url, tmp_path, "khotin")
    status = engine.build(documents(generated(500)), sequence=500)
    assert (status.documents, status.rejected) == (500, 0)


# --- faults that last -----------------------------------------------------------------------------------------------------------------


def test_nobody_there(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    engine = engine_for(f"http://127.0.0.1:{port}", tmp_path, "khotin", elasticsearch_patience=1)
    for ask in asks(engine):
        begun = time.monotonic()
        assert line(ask) == f"Elasticsearch cannot be reached at http://127.0.0.1:{port}: start it, or set KHOTIN_ELASTICSEARCH_URL"
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Answer(429), "is too busy: try again later"),
        (RejectItem(status=429), "is too busy: try again later"),
        (Answer(503), "cannot answer now (503"),
        (RejectItem(status=503), "cannot answer now (503"),
        (Refuse(), "cannot be reached"),
        (RejectItem(status=403, type="security_exception"), "answered 403"),
    ],
    ids=str,
)
def test_when_patience_is_over_the_old_version_is_still_there(
    engine: ElasticsearchEngine, fault_proxy: FaultProxy, index_prefix: str, tmp_path: Path, fault: Fault, said: str
) -> None:
    writer = engine_for(fault_proxy.url, tmp_path, index_prefix, elasticsearch_patience=0.5)
    rule = fault_proxy.add(fault, path="_bulk", times=None)
    assert said in line(lambda: writer.build(documents(generated(3)), sequence=9))
    assert said in line(lambda: writer.update(documents(generated(3)), sequence=9))
    assert engine.status().sequence == 6, "the position advances only after acknowledgement"
    fault_proxy.rules.remove(rule)
    assert writer.update(documents(generated(3)), sequence=9).documents == 9
    assert writer.build(documents(), sequence=9).documents == 6


def test_a_slow_server_is_waited_for_and_then_named(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> None:
    engine = engine_for(elasticsearch_node.url, tmp_path, index_prefix, elasticsearch_timeout=1)
    engine.build(documents(), sequence=6)
    elasticsearch_node.pause()
    try:
        begun = time.monotonic()
        assert "does not answer in time" in line(lambda: engine.search(query("họp")))
        assert time.monotonic() - begun < 5
        resume = threading.Timer(4, elasticsearch_node.resume)
        resume.start()
        # A write is more patient: it ends well when the server wakes up.
        assert engine.update(documents(generated(3)), sequence=9).documents == 9
        resume.join()
    finally:
        elasticsearch_node.resume()
    assert engine.search(query("")).total == 9


def test_a_full_disk_is_said_at_once_and_is_no_busy_server(start_node: StartNode, tmp_path: Path) -> None:
    node = start_node({"cluster.info.update.interval": "10s"})
    engine = engine_for(node.url, tmp_path, "khotin")
    engine.build(documents(), sequence=6)
    full = {f"cluster.routing.allocation.disk.watermark.{name}": "900tb" for name in ("low", "high", "flood_stage")}
    with Elasticsearch(node.url) as client:
        client.cluster.put_settings(persistent=full)
        while not blocked(client):
            time.sleep(0.2)
        begun = time.monotonic()
        assert "its disk is full: make room and run the command again" in line(lambda: engine.update(documents(generated(3)), sequence=9))
        assert time.monotonic() - begun < 5
        assert engine.search(query("")).total == 6
        assert engine.status().sequence == 6
        client.cluster.put_settings(persistent=dict.fromkeys(full))
        while blocked(client):
            time.sleep(0.2)
    assert engine.update(documents(generated(3)), sequence=9).documents == 9


def blocked(client: Elasticsearch) -> bool:
    answer = client.indices.get_settings(index="khotin-articles", flat_settings=True, name="index.blocks.*")
    return any(one["settings"].get("index.blocks.read_only_allow_delete") == "true" for one in answer.values())


def test_a_red_index_is_named_and_never_half_an_answer(start_node: StartNode, tmp_path: Path) -> None:
    node = start_node()
    engine = engine_for(node.url, tmp_path, "khotin", elasticsearch_shards=2, elasticsearch_patience=2)
    engine.build(documents(generated(50)), sequence=50)
    with Elasticsearch(node.url) as client:
        identifier = client.indices.get_settings(index="khotin-articles-1")["khotin-articles-1"]["settings"]["index"]["uuid"]
    node.stop()
    shutil.rmtree(node.home / "data" / "indices" / identifier / "0")
    node.restart(status="red")
    for ask in (lambda: engine.search(query("bản tin")), engine.status, lambda: engine.update(documents(generated(60)), sequence=60)):
        assert "see whether all its nodes are up and its health is not red" in line(ask)
    assert engine.build(documents(generated(50)), sequence=50).documents == 50
    assert engine.search(query("")).total == 50


def test_copies_that_no_node_can_hold_are_said(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> None:
    engine = engine_for(elasticsearch_node.url, tmp_path, index_prefix, elasticsearch_replicas=1)
    assert engine.build(documents(), sequence=6).documents == 6, "one node: loaded without copies, which come with the second node"
    with Elasticsearch(elasticsearch_node.url) as client:
        assert client.cluster.health(index=f"{index_prefix}-articles")["status"] == "yellow"


# --- not the right server -------------------------------------------------------------------------------------------------------------


def test_another_product_behind_the_address(fault_proxy: FaultProxy, tmp_path: Path) -> None:
    fault_proxy.add(WithoutHeader(), times=None)
    for ask in asks(engine_for(fault_proxy.url, tmp_path, "khotin")):
        assert line(ask) == f"what answers at {fault_proxy.url} is not Elasticsearch: set KHOTIN_ELASTICSEARCH_URL"


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_web_server_behind_the_address(tmp_path: Path) -> None:
    with web_server(tmp_path) as url:
        engine = engine_for(url, tmp_path, "khotin")
        for ask in asks(engine):
            assert "is not Elasticsearch: set KHOTIN_ELASTICSEARCH_URL" in line(ask)


@pytest.mark.parametrize("version", ["7.17.28", "8.18.0", "10.0.0"])
def test_a_server_of_another_version(fault_proxy: FaultProxy, tmp_path: Path, version: str) -> None:
    fault_proxy.add(Rewrite(lambda answer: {"nodes": {"x": {"version": version}}}), path="/_nodes/_local", times=None)
    for ask in asks(engine_for(fault_proxy.url, tmp_path, "khotin")):
        assert f"is of version {version}: versions 8.19 and 9 are supported" in line(ask)


# --- TLS and keys ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.nginx
def test_with_certificate_and_key_everything_works(elasticsearch_front: Front, index_prefix: str, tmp_path: Path) -> None:
    front = elasticsearch_front
    engine = engine_for(front.url, tmp_path, index_prefix, elasticsearch_ca_file=front.authority, elasticsearch_api_key=front.key)
    assert engine.build(documents(generated(600)), sequence=600).documents == 600
    assert engine.update(documents(), sequence=606).documents == 606
    assert engine.search(query("họp")).total > 0


@pytest.mark.nginx
def test_a_wrong_key_and_none(elasticsearch_front: Front, tmp_path: Path) -> None:
    front = elasticsearch_front
    for way_in in ({}, {"elasticsearch_api_key": "0" * 64}, {"elasticsearch_user": "elastic", "elasticsearch_password": "secret-word"}):
        engine = engine_for(front.url, tmp_path, "khotin", elasticsearch_ca_file=front.authority, **way_in)
        for ask in asks(engine):
            said = line(ask)
            assert "does not let us in (401): set KHOTIN_ELASTICSEARCH_API_KEY" in said
            assert not any(str(secret) in said for secret in way_in.values() if secret != "elastic")


@pytest.mark.nginx
def test_a_certificate_that_nobody_vouches_for_is_never_believed(elasticsearch_front: Front, tmp_path: Path) -> None:
    front = elasticsearch_front
    for authority in (None, make_authority(tmp_path, "stranger")):
        engine = engine_for(front.url, tmp_path, "khotin", elasticsearch_ca_file=authority, elasticsearch_api_key=front.key)
        for ask in asks(engine):
            assert "is not trusted: " in (said := line(ask))
            assert "certificate verify failed" in said
            assert front.key not in said
    assert front.key not in "".join(log.read_text(encoding="utf-8") for log in front.logs)


def test_a_server_without_tls_behind_an_https_address(elasticsearch_node: Node, tmp_path: Path) -> None:
    url = elasticsearch_node.url.replace("http:", "https:")
    for ask in asks(engine_for(url, tmp_path, "khotin")):
        assert line(ask) == f"what answers at {url} speaks no TLS: set KHOTIN_ELASTICSEARCH_URL to http://, or to the port that does"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_cannot_be_used(tmp_path: Path, content: str | None) -> None:
    authority = tmp_path / "authority.crt"
    if content:
        authority.write_text(content)
    engine = engine_for("https://127.0.0.1:9", tmp_path, "khotin", elasticsearch_ca_file=authority)
    for ask in asks(engine):
        assert f"KHOTIN_ELASTICSEARCH_CA_FILE {authority} cannot be used" in line(ask)
