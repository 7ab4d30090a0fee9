"""The Elasticsearch engine keeps the contract on a real node, and what is its own: versions, positions, rejected documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from deploy.elasticsearch.node import Cluster, Node
from indexer.analysis import ANALYSIS_VERSION
from indexer.document import Document, document_of
from indexer.engine import EngineUnavailable
from indexer.engines import elastic_loading, make_engine, open_engine
from indexer.engines.elastic_loading import Prepared
from indexer.engines.elasticsearch import ElasticsearchEngine
from indexer.lock import exclusive
from indexer.query import query
from tests.elasticsearch.engines import engine_for, settings_for
from tests.elasticsearch.fixtures import delete_all
from tests.indexer.articles import ARTICLES, article, documents, generated
from tests.indexer.contract import EngineContract
from tests.indexer.engines.test_embedded import check_random_queries
from tests.indexer.learned_abbreviations_contract import LearnedContract
from tests.indexer.related_contract import RelatedContract

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module")
def unchanged(elasticsearch_node: Node, tmp_path_factory: pytest.TempPathFactory) -> ElasticsearchEngine:
    """An engine with an index that no test changes."""
    engine = engine_for(elasticsearch_node.url, tmp_path_factory.mktemp("contract"), "khotin-contract")
    engine.build(documents(), sequence=len(ARTICLES))
    return engine


class TestElasticsearch(EngineContract, RelatedContract, LearnedContract):
    @pytest.fixture
    def engine(self, elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> ElasticsearchEngine:
        return engine_for(elasticsearch_node.url, tmp_path, index_prefix)

    @pytest.fixture
    def indexed(self, unchanged: ElasticsearchEngine) -> ElasticsearchEngine:
        return unchanged


@pytest.fixture
def engine(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> ElasticsearchEngine:
    engine = engine_for(elasticsearch_node.url, tmp_path, index_prefix)
    engine.build(documents(), sequence=len(ARTICLES))
    return engine


def names(client: Elasticsearch, prefix: str) -> list[str]:
    return sorted(client.indices.get(index=f"{prefix}-*"))


def test_the_version_before_is_kept_and_older_ones_are_removed_by_name(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, index_prefix: str
) -> None:
    for _ in range(3):
        engine.build(documents(), sequence=6)
    assert names(elasticsearch_client, index_prefix) == [f"{index_prefix}-articles-3", f"{index_prefix}-articles-4"]
    assert list(elasticsearch_client.indices.get_alias(name=f"{index_prefix}-articles")) == [f"{index_prefix}-articles-4"]


def test_what_a_killed_build_left_is_removed_and_what_others_made_is_not(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, index_prefix: str
) -> None:
    half = {"_meta": {"khotin": {"analysis_version": ANALYSIS_VERSION, "sequence": 6, "token": "x", "rejected": []}}}
    elasticsearch_client.indices.create(index=f"{index_prefix}-articles-2", mappings=half)
    elasticsearch_client.indices.create(index=f"{index_prefix}-articles-2-copy")
    engine.build(documents(), sequence=6)
    assert names(elasticsearch_client, index_prefix) == [f"{index_prefix}-articles-{which}" for which in ("1", "2-copy", "3")]


def test_a_failed_build_leaves_nothing_on_the_server(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, index_prefix: str
) -> None:
    def failing() -> Iterator[Document]:
        yield from documents(generated(600))
        raise LookupError("the archive failed")

    with pytest.raises(LookupError):
        engine.build(failing(), sequence=9)
    assert names(elasticsearch_client, index_prefix) == [f"{index_prefix}-articles-1"]


def test_another_reader_sees_a_build_an_update_and_a_rollback_at_its_next_query(
    engine: ElasticsearchEngine, elasticsearch_node: Node, index_prefix: str, tmp_path: Path
) -> None:
    reader = engine_for(elasticsearch_node.url, tmp_path / "reader", index_prefix)
    assert reader.search(query("")).total == 6
    engine.update(documents(generated(2)), sequence=8)
    assert reader.search(query("")).total == 8
    engine.build(documents(generated(1)), sequence=9)
    assert reader.search(query("")).total == 1
    engine.rollback()
    assert reader.search(query("")).total == 8
    assert reader.status() == engine.status()


@pytest.mark.parametrize("action", ["build", "update", "rollback"])
def test_while_another_process_writes_one_line_says_so(engine: ElasticsearchEngine, tmp_path: Path, action: str) -> None:
    call = engine.rollback if action == "rollback" else lambda: getattr(engine, action)(documents(), sequence=6)
    with exclusive(tmp_path / "index" / "elasticsearch.lock"), pytest.raises(EngineUnavailable, match=r"another .* is running"):
        call()


def test_an_older_writer_never_overwrites_a_newer_record(engine: ElasticsearchEngine) -> None:
    for word, seq in (("mới", 9), ("cũ", 8)):
        engine.update([document_of(article("hop-hoi-dong", "Tin", f"Nội dung {word} hẳn."), seq)], sequence=seq)
    assert engine.search(query('"nội dung mới"')).total == 1
    assert engine.search(query('"nội dung cũ"')).total == 0
    assert engine.status().sequence == 9, "and the position does not go back"


def test_a_page_that_is_gone_at_its_source_stays_as_a_document_with_its_date(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, index_prefix: str
) -> None:
    gone = replace(ARTICLES[0], date_gone=datetime(2024, 1, 1, 20, tzinfo=UTC))
    engine.update([document_of(gone, 7)], sequence=7)
    kept = elasticsearch_client.get(index=f"{index_prefix}-articles", id="hop-hoi-dong")
    assert (kept["_version"], kept["_source"]["date_gone"]) == (7, "2024-01-02")
    engine.update([document_of(ARTICLES[0], 6)], sequence=7)
    assert elasticsearch_client.get(index=f"{index_prefix}-articles", id="hop-hoi-dong")["_version"] == 7


def test_an_index_of_another_analysis_is_neither_read_nor_updated(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, elasticsearch_node: Node, index_prefix: str, tmp_path: Path
) -> None:
    index = f"{index_prefix}-articles-1"
    meta = elasticsearch_client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]
    elasticsearch_client.indices.put_mapping(index=index, meta={"khotin": {**meta["khotin"], "analysis_version": "0"}})
    reader = engine_for(elasticsearch_node.url, tmp_path, index_prefix)
    for ask in (lambda: engine.update(documents(), sequence=7), lambda: reader.search(query("")), engine.status):
        with pytest.raises(EngineUnavailable, match=r"another version of the analysis \(0, now .*python -m indexer build"):
            ask()
    assert engine.build(documents(), sequence=7).documents == 6
    assert reader.search(query("")).total == 6
    with pytest.raises(EngineUnavailable, match="another version of the analysis"):
        engine.rollback()


def test_what_a_newer_program_notes_besides_is_passed_over(
    engine: ElasticsearchEngine, elasticsearch_client: Elasticsearch, index_prefix: str
) -> None:
    index = f"{index_prefix}-articles-1"
    meta = elasticsearch_client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]
    elasticsearch_client.indices.put_mapping(index=index, meta={"khotin": {**meta["khotin"], "colour": "blue"}})
    assert engine.status().documents == 6


def test_an_index_where_the_alias_should_be_is_one_line(
    elasticsearch_client: Elasticsearch, elasticsearch_node: Node, index_prefix: str, tmp_path: Path
) -> None:
    elasticsearch_client.indices.create(index=f"{index_prefix}-articles")
    with pytest.raises(EngineUnavailable, match="is not the alias of one index"):
        engine_for(elasticsearch_node.url, tmp_path, index_prefix).search(query("họp"))


def spoilt(identifier: str = "hong", **fields: Any) -> Document:
    """A document that the server does not take."""
    return replace(document_of(article(identifier, "Tin hỏng", "Nội dung hỏng."), 7), **fields)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (spoilt(source_names=("x" * 40_000,)), "immense term"),
        (spoilt("x" * 600), "is too long, must be no longer than 512 bytes"),
    ],
    ids=["a mapping error", "a bad identifier"],
)
def test_a_rejected_document_is_written_down_and_costs_no_other(
    engine: ElasticsearchEngine, tmp_path: Path, document: Document, why: str
) -> None:
    three = documents(generated(3))
    status = engine.update([*three[:2], document, *three[2:]], sequence=7)
    assert (status.documents, status.rejected, status.sequence) == (9, 1, 7)
    (line,) = (tmp_path / "index" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["identifier"] == document.identifier
    assert why in json.loads(line)["reason"]


def test_a_rejected_document_is_forgotten_when_it_is_taken_at_last(engine: ElasticsearchEngine) -> None:
    assert engine.update([spoilt(source_names=("x" * 40_000,))], sequence=7).rejected == 1
    assert engine.update([spoilt()], sequence=8).rejected == 0
    assert engine.build([*documents(), spoilt(source_names=("x" * 40_000,))], sequence=8).rejected == 1
    assert engine.build(documents(), sequence=8).rejected == 0


def test_a_server_that_rejects_everything_is_no_index(engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_loading, "MOST_REJECTED", 5)
    with pytest.raises(EngineUnavailable, match=r"rejects document after document.*immense term"):
        engine.build((spoilt(f"hong-{n}", source_names=("x" * 40_000,)) for n in range(9)), sequence=7)
    assert engine.status().documents == 6


def test_chunks_are_bounded_in_number_and_size() -> None:
    small = [Prepared(str(n), b"x") for n in range(1001)]
    assert [len(chunk) for chunk in elastic_loading.chunks(small)] == [500, 500, 1]
    large = [Prepared(str(n), b"x" * 1_500_000) for n in range(5)]
    assert [len(chunk) for chunk in elastic_loading.chunks(large)] == [2, 2, 1]
    assert list(elastic_loading.chunks([])) == []


def test_random_queries_are_answered(unchanged: ElasticsearchEngine) -> None:
    check_random_queries(unchanged, 300)


@pytest.mark.soak
def test_ten_thousand_random_queries_are_answered(unchanged: ElasticsearchEngine) -> None:
    check_random_queries(unchanged, 10_000)


def test_the_settings_choose_the_engine(elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(elasticsearch_node.url, tmp_path, index_prefix)
    assert make_engine(settings).name == "elasticsearch"
    with pytest.raises(EngineUnavailable, match="python -m indexer build"):
        open_engine(settings)


@pytest.fixture(scope="module")
def unchanged_on_three(elasticsearch_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> ElasticsearchEngine:
    """The same on a cluster, in three shards with a copy each."""
    engine = on_three(elasticsearch_cluster, tmp_path_factory.mktemp("cluster"), "khotin-contract")
    engine.build(documents(), sequence=len(ARTICLES))
    return engine


def on_three(cluster: Cluster, home: Path, prefix: str) -> ElasticsearchEngine:
    return engine_for(",".join(cluster.urls), home, prefix, elasticsearch_shards=3, elasticsearch_replicas=1)


class TestOnACluster(EngineContract):
    @pytest.fixture
    def engine(self, elasticsearch_cluster: Cluster, tmp_path: Path) -> Iterator[ElasticsearchEngine]:
        yield on_three(elasticsearch_cluster, tmp_path, "khotin-three")
        with Elasticsearch(elasticsearch_cluster.urls) as client:
            delete_all(client, "khotin-three")

    @pytest.fixture
    def indexed(self, unchanged_on_three: ElasticsearchEngine) -> ElasticsearchEngine:
        return unchanged_on_three


def test_a_cluster_has_every_copy_before_the_first_document(
    elasticsearch_cluster: Cluster, unchanged_on_three: ElasticsearchEngine
) -> None:
    index = str(unchanged_on_three.status().version)
    with Elasticsearch(elasticsearch_cluster.urls) as client:
        shards = client.cat.shards(index=index, format="json")
    assert sorted(f"{shard['shard']}{shard['prirep']}" for shard in shards) == ["0p", "0r", "1p", "1r", "2p", "2r"]
    assert {shard["state"] for shard in shards} == {"STARTED"}
