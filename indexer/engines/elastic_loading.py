"""Documents -> the server, in chunks. A chunk counts when it was acknowledged; until then the same chunk is sent again.

Each document carries its sequence number as external version: sent twice it is the same document, and an older record never
overwrites a newer one. What the server does not take is written to a file with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from elasticsearch import ApiError, TransportError

from indexer.document import Document, month_of
from indexer.engine import EngineUnavailable, EngineUnreachable
from indexer.engines.elastic_connection import PASSING, Connection, explained, first_line, is_disk_full, is_foreign, may_pass, reason

CHUNK_DOCUMENTS = 500
CHUNK_BYTES = 4_000_000
"""A chunk ends with either: well below what servers take (100 MB) and what nginx.conf lets through (32 MB), enough to make calls rare."""

MOST_REJECTED = 1000
"""More documents than that are no accident of single records."""

_STREAMS = ("k", "f", "fb", "title_k", "title_f", "title_fb", "person_k", "person_f", "body_k", "body_f")
_DATES = ("date_published", "date_held", "held_end", "held_low", "held_high", "date_gone")
_CREATED = frozenset({200, 201})
_TOO_LARGE = 413
_UNREADABLE = 400
_NEWER_THERE = 409
_BUSY = 429


class Prepared(NamedTuple):
    """One document as it goes over the line: the action and the source."""

    identifier: str
    lines: bytes


@dataclass(slots=True)
class Loaded:
    """What became of the documents sent: how many are there (or a newer one is), and which were rejected."""

    accepted: int = 0
    rejected: list[str] = field(default_factory=list)


def prepared(document: Document) -> Prepared:
    """The lines of one document."""
    action = {"index": {"_id": document.identifier, "version": document.seq, "version_type": "external_gte"}}
    lines = f"{_dump(action)}\n{_dump(source_of(document))}\n"
    # A lone surrogate is no text, but no reason to lose a whole chunk either.
    return Prepared(document.identifier, lines.encode("utf-8", "surrogatepass"))


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def source_of(document: Document) -> dict[str, Any]:
    """The fields of a document; dates that it has not are left out."""
    source: dict[str, Any] = {
        "identifier": document.identifier,
        "url": document.url,
        "source": document.site,
        "source_name": document.source_names,
        "headline": document.headline,
        "text": document.text,
        "content_digest": document.content_digest,
        "seq": document.seq,
        "legal_number": document.legal_numbers,
        "held_precision": document.held_precision,
        "person": document.persons,
        "body": document.bodies,
        "document": document.documents,
        "kind": document.kinds,
        "item": document.group or document.identifier,
    }
    if document.group is not None:
        source["group"] = document.group
    for name in _DATES:
        if day := getattr(document, name):
            source[name] = day.isoformat()
    if document.date_published:
        source["month"] = month_of(document.date_published)
    for name in _STREAMS:
        source[name] = getattr(document, name)
    return source


def chunks(documents: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """The documents in chunks of bounded number and size."""
    chunk: list[Prepared] = []
    size = 0
    for one in documents:
        if chunk and (len(chunk) == CHUNK_DOCUMENTS or size + len(one.lines) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(one)
        size += len(one.lines)
    if chunk:
        yield chunk


class Loader:
    """Sends documents to one index, by its full name."""

    def __init__(self, connection: Connection, index: str, rejections: Path) -> None:
        self._connection = connection
        # A shard that is away is waited for here, where patience has an end, and not on the server.
        self._path = f"/{index}/_bulk?filter_path=errors,items.*.status,items.*.error&timeout=2s"
        self._index = index
        self._rejections = rejections
        self.loaded = Loaded()

    def load(self, documents: Iterable[Document]) -> Loaded:
        """Send them all. Raises EngineUnreachable when patience is over, EngineUnavailable when too many are rejected."""
        for chunk in chunks(map(prepared, documents)):
            self._send(chunk)
        return self.loaded

    def _send(self, chunk: list[Prepared]) -> None:
        waits = self._connection.waits()
        parts = [chunk]
        while parts:
            before = self.loaded.accepted
            again, fault = self._sent(parts.pop())
            if self.loaded.accepted > before:
                waits.progress()
            if fault is not None:
                if waits.over():
                    raise fault
                waits.wait()
            parts += again

    def _sent(self, part: list[Prepared]) -> tuple[list[list[Prepared]], EngineUnreachable | None]:
        """Send once; gives what is to be sent again and why. Raises what sending again would not mend."""
        client = self._connection.client
        body = b"".join(one.lines for one in part)
        try:
            answer = client.perform_request("POST", self._path, headers=_HEADERS, body=body)
        except (ApiError, TransportError) as error:
            return self._refused(part, error)
        if not answer.body["errors"]:
            self.loaded.accepted += len(part)
            return [], None
        return self._settled(part, answer.body["items"])

    def _refused(self, part: list[Prepared], error: ApiError | TransportError) -> tuple[list[list[Prepared]], EngineUnreachable | None]:
        fault = self._connection.unreachable(error)
        status = error.status_code if isinstance(error, ApiError) and not is_foreign(error) else 0
        if status in (_TOO_LARGE, _UNREADABLE):
            # One document may spoil the request of all: halves tell which.
            if len(part) == 1:
                self._reject(part[0], status, reason(error) if isinstance(error, ApiError) else str(error))
                return [], None
            for half in _halves(part):
                self._send(half)
            return [], None
        if not may_pass(error):
            raise fault from error
        return (_halves(part) if status == _BUSY else [part]), fault

    def _settled(self, part: list[Prepared], items: list[dict[str, Any]]) -> tuple[list[list[Prepared]], EngineUnreachable | None]:
        """What each document of an answered chunk became."""
        again: list[Prepared] = []
        fault: EngineUnreachable | None = None
        for one, item in zip(part, items, strict=True):
            answer = item["index"]
            status, error = answer["status"], answer.get("error", {})
            if status in _CREATED or status == _NEWER_THERE:
                self.loaded.accepted += 1
            elif is_disk_full(status, error.get("type", "")) or status in PASSING | {401, 403, 404}:
                line = explained(status, error.get("type", ""), first_line(str(error.get("reason", ""))))
                fault = EngineUnreachable(f"Elasticsearch {line}")
                if status not in PASSING or is_disk_full(status, error.get("type", "")):
                    raise fault
                again.append(one)
            else:
                self._reject(one, status, _causes(error))
        # A busy server may take half of it.
        return (_halves(again) if fault else []), fault

    def _reject(self, one: Prepared, status: int, why: str) -> None:
        self.loaded.rejected.append(one.identifier)
        record = {
            "identifier": one.identifier,
            "status": status,
            "reason": why,
            "index": self._index,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with self._rejections.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(_dump(record) + "\n")
        if len(self.loaded.rejected) > MOST_REJECTED:
            raise EngineUnavailable(f"the server rejects document after document, first for: {why} (see {self._rejections})")


_HEADERS = {"content-type": "application/x-ndjson", "accept": "application/json"}


def _halves(part: list[Prepared]) -> list[list[Prepared]]:
    middle = len(part) // 2
    return [part[:middle], part[middle:]] if middle else [part]


def _causes(error: dict[str, Any]) -> str:
    """The reasons from the outermost to the innermost, one line."""
    reasons = []
    cause: dict[str, Any] | None = error
    while cause:
        reasons.append(first_line(str(cause.get("reason", ""))))
        cause = cause.get("caused_by")
    return ": ".join(reasons)
