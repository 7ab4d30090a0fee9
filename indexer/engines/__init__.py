"""The engines by name. Each is imported only when it is the one in use."""

from __future__ import annotations

from archive.settings import Settings
from indexer.engine import SearchEngine


def make_engine(settings: Settings) -> SearchEngine:
    """The engine of the settings, whether or not it has an index yet."""
    if settings.engine == "elasticsearch":
        from indexer.engines.elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine(settings)
    from indexer.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.index_folder)


def open_engine(settings: Settings) -> SearchEngine:
    """The engine of the settings, ready to answer. Raises EngineUnavailable with the command that makes an index."""
    engine = make_engine(settings)
    engine.status()
    return engine
