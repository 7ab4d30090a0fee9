"""The Elasticsearch engine keeps the contract on a real node, and what is its own: versions, positions, rejected documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.elasticsearch.node import Node
from indexer.engines.elasticsearch import ElasticsearchEngine
from tests.elasticsearch.engines import engine_for
from tests.indexer.articles import ARTICLES, documents
from tests.indexer.contract import EngineContract

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module")
def unchanged(elasticsearch_node: Node, tmp_path_factory: pytest.TempPathFactory) -> ElasticsearchEngine:
    """An engine with an index that no test changes."""
    engine = engine_for(elasticsearch_node.url, tmp_path_factory.mktemp("contract"), "khotin-contract")
    engine.build(documents(), sequence=len(ARTICLES))
    return engine


class TestElasticsearch(EngineContract):
    @pytest.fixture
    def engine(self, elasticsearch_node: Node, index_prefix: str, tmp_path: Path) -> ElasticsearchEngine:
        return engine_for(elasticsearch_node.url, tmp_path, index_prefix)

    @pytest.fixture
    def indexed(self, unchanged: ElasticsearchEngine) -> ElasticsearchEngine:
        return unchanged
