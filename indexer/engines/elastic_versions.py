"""The versions of an index on the server: which one lives, how another takes its place, what is known of each.

``<prefix>-articles`` is the alias that readers ask; ``<prefix>-articles-7`` is the seventh version. What is known of a version (analysis,
sequence number, whether it is whole) stands in its mapping's ``_meta``, so that it is there after a snapshot was restored.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, NotFoundError

from archive.settings import Settings
from indexer.analysis import ANALYSIS_VERSION
from indexer.engine import EngineUnavailable, EngineUnreachable
from indexer.engines.elastic_connection import Connection, Waits, error_type

TEMPLATE = Path(__file__).with_name("index_template.json")
DELAYED_COPIES = 60.0
"""Seconds for which Elasticsearch hopes that a lost node comes back before it copies its shards elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What ``_meta`` says of a version. ``token`` tells two builds apart; ``rejected`` are the identifiers that the server did not take."""

    analysis_version: str
    sequence: int
    token: str
    whole: bool = False
    built: str | None = None
    rejected: tuple[str, ...] = ()
    archive: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexVersion:
    """One version: its full name, what is known of it (None when it is not ours), whether readers ask it."""

    name: str
    known: Known | None
    living: bool

    @property
    def number(self) -> int:
        """7 of ``khotin-articles-7``."""
        return int(self.name.rpartition("-")[2])


class ElasticVersions:
    """The versions under one prefix."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._settings = settings
        self.alias = f"{settings.elasticsearch_index_prefix}-articles"
        self._name = re.compile(re.escape(self.alias) + r"-\d+")

    # Reading

    def all(self) -> list[IndexVersion]:
        """Every version, whole or not, oldest first."""
        answer = self._connection.ask(lambda client: client.indices.get(index=f"{self.alias}-*", expand_wildcards="all"))
        found = [self._version(name, one) for name, one in answer.body.items() if self._name.fullmatch(name)]
        return sorted(found, key=lambda version: version.number)

    def living(self) -> IndexVersion:
        """The version that readers ask, built by this analysis. Raises EngineUnavailable when there is none."""
        try:
            found = self._connection.ask(lambda client: client.indices.get(index=self.alias)).body
        except NotFoundError as error:
            raise EngineUnavailable("there is no index yet: run `python -m indexer build`") from error
        if len(found) != 1 or self.alias in found:
            raise EngineUnavailable(
                f"{self.alias} is not the alias of one index: delete what is called so and run `python -m indexer build`"
            )
        ((name, one),) = found.items()
        version = self._version(name, one)
        self.check_analysis(version)
        return version

    def _version(self, name: str, one: Mapping[str, Any]) -> IndexVersion:
        meta = one["mappings"].get("_meta", {}).get("khotin")
        known = _read(meta) if meta else None
        return IndexVersion(name=name, known=known, living=self.alias in one["aliases"])

    def check_analysis(self, version: IndexVersion) -> Known:
        """What is known of a version. Raises EngineUnavailable when another analysis has built it."""
        if version.known is None or version.known.analysis_version != ANALYSIS_VERSION:
            other = version.known.analysis_version if version.known else "unknown"
            raise EngineUnavailable(
                f"the index was built by another version of the analysis ({other}, now {ANALYSIS_VERSION}): run `python -m indexer build`"
            )
        return version.known

    # Writing

    def create(self, sequence: int, archive: str | None = None) -> IndexVersion:
        """A new, empty version with as many copies as the cluster can hold; what killed builds left behind is removed first."""
        versions = self.all()
        for version in versions:
            if version.known and not version.known.whole and not version.living:
                self.remove(version.name)
        self._put_template()
        name = f"{self.alias}-{max((version.number for version in versions), default=0) + 1}"
        known = Known(analysis_version=ANALYSIS_VERSION, sequence=sequence, token=secrets.token_hex(8), archive=archive)
        nodes = self._nodes()
        self._create(name, known, min(self._replicas(nodes), nodes - 1))
        return IndexVersion(name=name, known=known, living=False)

    def _create(self, name: str, known: Known, replicas: int) -> None:
        settings = {"number_of_shards": self._settings.elasticsearch_shards, "number_of_replicas": replicas}
        try:
            # Every copy from the start: a node lost a moment later must not take the only one with it.
            answer = self._connection.ask(
                lambda client: client.indices.create(
                    index=name, settings=settings, mappings={"_meta": _meta(known)}, wait_for_active_shards="all", timeout="20s"
                )
            )
        except ApiError as error:
            # The answer to an earlier attempt was lost: the index is ours.
            if error_type(error) != "resource_already_exists_exception" or self._token(name) != known.token:
                raise self._connection.unreachable(error) from error
        else:
            if answer.body.get("shards_acknowledged"):
                return
        self.wait_for_health(name, whole=True)

    def _token(self, name: str) -> str | None:
        known = next((version.known for version in self.all() if version.name == name), None)
        return known.token if known else None

    def _put_template(self) -> None:
        template: dict[str, Any] = json.loads(TEMPLATE.read_text(encoding="utf-8"))
        template["index_patterns"] = [f"{self.alias}-*"]
        meta = template.pop("_meta")
        self._connection.ask(lambda client: client.indices.put_index_template(name=self.alias, **template, meta=meta))

    def _nodes(self) -> int:
        return int(self._connection.ask(lambda client: client.cluster.health(level="cluster")).body["number_of_data_nodes"])

    def _replicas(self, nodes: int) -> int:
        wanted = self._settings.elasticsearch_replicas
        return min(1, nodes - 1) if wanted is None else wanted

    def note(self, version: IndexVersion, known: Known) -> IndexVersion:
        """Replace what is known of a version."""
        self._connection.ask(lambda client: client.indices.put_mapping(index=version.name, meta=_meta(known)))
        return replace(version, known=known)

    def put_in_place(self, version: IndexVersion) -> None:
        """Give the version all its copies and, when they are there, the alias in one step; keep the one before, remove older ones."""
        self._give_copies(version)
        before = self.all()
        self.swap(version)
        kept = max((other.number for other in before if other.living), default=None)
        for other in before:
            if other.known and other.name != version.name and other.number != kept:
                self.remove(other.name)

    def _give_copies(self, version: IndexVersion) -> None:
        nodes = self._nodes()
        replicas = self._replicas(nodes)
        self._connection.ask(lambda client: client.indices.put_settings(index=version.name, settings={"number_of_replicas": replicas}))
        self.wait_for_health(version.name, whole=replicas < nodes)

    def swap(self, version: IndexVersion) -> None:
        """Readers ask this version from now on: one atomic step."""
        others = [other.name for other in self.all() if other.living and other.name != version.name]
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.alias, "must_exist": False}} for name in others]
        actions.append({"add": {"index": version.name, "alias": self.alias}})
        self._connection.ask(lambda client: client.indices.update_aliases(actions=actions))

    def remove(self, name: str) -> None:
        """Delete a version by its full name; gone already is fine."""
        self._connection.ask(lambda client: client.options(ignore_status=404).indices.delete(index=name))

    def wait_for_health(self, name: str, *, whole: bool) -> None:
        """Return when every shard of the index is there, with ``whole`` every copy too. Raises EngineUnreachable when patience is over."""
        waits = Waits(self._settings.elasticsearch_patience + (DELAYED_COPIES if whole else 0))
        wanted = ("green",) if whole else ("green", "yellow")
        while (status := self._health(name)) not in wanted:
            if waits.over():
                lost = "a shard has no copy that could answer" if status == "red" else "copies of its shards are missing"
                raise EngineUnreachable(
                    f"the index {name} is {status}, {lost}: start the missing nodes or lower KHOTIN_ELASTICSEARCH_REPLICAS"
                )
            waits.wait()

    def _health(self, name: str) -> str:
        return str(self._connection.ask(lambda client: client.cluster.health(index=name, level="cluster")).body["status"])


def finished(known: Known, rejected: tuple[str, ...]) -> Known:
    """The same, whole and built now."""
    return replace(known, whole=True, built=datetime.now(UTC).isoformat(), rejected=rejected)


def _read(meta: Mapping[str, Any]) -> Known:
    """What a version of ours says of itself; what a newer program notes besides is not for us."""
    noted = {field.name: meta[field.name] for field in fields(Known) if field.name in meta}
    return Known(**{**noted, "rejected": tuple(meta["rejected"])})


def _meta(known: Known) -> dict[str, Any]:
    return {"khotin": asdict(known)}
