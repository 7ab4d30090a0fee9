"""Engines on the tests' servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.settings import Settings
from indexer.engines.elasticsearch import ElasticsearchEngine


def settings_for(url: str, home: Path, prefix: str, **others: Any) -> Settings:
    """The settings of an archive in ``home`` on a server; patience is short, so that a test of its end ends soon."""
    chosen = {"elasticsearch_url": url, "elasticsearch_index_prefix": prefix, "elasticsearch_patience": 20, **others}
    return Settings(home=home, engine="elasticsearch", _env_file=None, **chosen)


def engine_for(url: str, home: Path, prefix: str, **others: Any) -> ElasticsearchEngine:
    """An engine with these settings."""
    return ElasticsearchEngine(settings_for(url, home, prefix, **others))
