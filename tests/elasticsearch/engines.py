"""Engines on the tests' servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from archive.settings import Settings
from archive.store import Store
from indexer.engines.elasticsearch import ElasticsearchEngine


def settings_for(url: str, home: Path, prefix: str, **others: Any) -> Settings:
    """The settings of an archive in ``home`` on a server; patience is short, so that a test of its end ends soon."""
    chosen = {"elasticsearch_url": url, "elasticsearch_index_prefix": prefix, "elasticsearch_patience": 20, **others}
    return Settings(home=home, engine="elasticsearch", _env_file=None, **chosen)


def engine_for(url: str, home: Path, prefix: str, **others: Any) -> ElasticsearchEngine:
    """An engine with these settings."""
    return ElasticsearchEngine(settings_for(url, home, prefix, **others))


def records(url: str, settings: Settings) -> dict[str, str]:
    """What the living index holds, record by record: identifier -> content digest."""
    with Elasticsearch(url) as client:
        rows = scan(client, index=f"{settings.elasticsearch_index_prefix}-articles", query={"query": {"match_all": {}}}, size=5000)
        return {row["_id"]: row["_source"]["content_digest"] for row in rows}


def archived(settings: Settings) -> dict[str, str]:
    """What the archive holds, record by record."""
    with Store.open(settings.store_path, read_only=True) as store:
        return {one.identifier: one.content_digest for one in store.articles()}
