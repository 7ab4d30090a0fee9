"""The protocol every search engine keeps. Callers know this and nothing of tantivy or Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from indexer.document import Document
from indexer.query import Query
from indexer.results import Results


class EngineUnavailable(Exception):
    """The engine cannot answer now; the text is one line that says what to do."""


class EngineUnreachable(EngineUnavailable):
    """The engine's server is down, busy, refuses us or is another one: nothing that building an index again would mend."""


MAX_RUN = 100_000
"""The longest list that ``run`` gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """What an index is: its version name, the analysis it was built by, its documents and the last sequence number it holds.

    ``rejected`` counts the articles that the engine did not take; the reasons are in ``Settings.rejections``. ``archive`` is the
    identity of the archive it was built from.
    """

    engine: str
    version: str | None
    analysis_version: str | None
    documents: int
    sequence: int
    built: datetime | None = None
    rejected: int = 0
    archive: str | None = None


def check_count(status: EngineStatus, expected: int) -> None:
    """Raise EngineUnavailable when an index does not hold the archive's articles: it is of another archive, or damaged.

    An article that was rejected may be there all the same, as it was before.
    """
    if not status.documents <= expected <= status.documents + status.rejected:
        raise EngineUnavailable(f"the index holds {status.documents} articles and the archive {expected}: run `python -m indexer build`")


def check_archive(status: EngineStatus, archive: str) -> None:
    """Raise EngineUnavailable when an index was not built from this archive, however well its numbers fit."""
    if status.archive != archive:
        raise EngineUnavailable(
            f"the index {status.version} is of another archive, or older than the identities of archives: run `python -m indexer build`, "
            "or set KHOTIN_HOME and KHOTIN_ELASTICSEARCH_INDEX_PREFIX to what belongs together"
        )


class SearchEngine(Protocol):
    """A living index. Readers never see half a build; every method raises ``EngineUnavailable`` and nothing of the engine's own."""

    name: str

    def search(self, query: Query) -> Results:
        """One page of results with facets and snippets."""

    def run(self, query: Query, size: int) -> list[tuple[str, float]]:
        """The first ``size`` identifiers with their scores, best first, ties by identifier, where nothing ranks one over the rank.

        Up to ``MAX_RUN`` of them, all from one state of the index; more or fewer than one raise QueryError.
        """

    def status(self) -> EngineStatus:
        """What stands behind the answers now."""

    def build(self, documents: Iterable[Document], *, sequence: int, archive: str | None = None) -> EngineStatus:
        """Write a new version from ``documents``, then swap it in at once; a failure or a kill leaves the old version in place.

        The identity of the archive they are from is kept with the index.
        """

    def update(self, documents: Iterable[Document], *, sequence: int, expected: int | None = None) -> EngineStatus:
        """Put documents (replacing those with the same identifier) into the living version.

        The sequence number advances when all are there and not before; after a failure or a kill the next update does them again.
        ``expected`` is how many articles the archive has: where the version then holds another number, that is a failure too.
        """

    def rollback(self) -> EngineStatus:
        """Put the version before in the living one's place, at once; a second rollback undoes the first."""
