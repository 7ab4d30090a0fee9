"""Lines that a host prints on page after page, as they were counted: data of the archive. What they took out is noted with each capture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.store import Store


@dataclass(frozen=True, slots=True)
class Recurrence:
    """On how many of the counted pages a line stands, and on how many of those outside the article."""

    pages: int
    outside: int


@dataclass(frozen=True, slots=True)
class HostLines:
    """The recurring lines of one host, counted on ``pages`` pages; ``sample`` names these pages."""

    host: str
    pages: int
    sample: str
    lines: Mapping[str, Recurrence]


def put_host_lines(store: Store, learned: HostLines) -> None:
    """Keep what was learned of a host in the place of what was known before. Raises StoreError."""
    with store.transaction():
        forget_host(store, learned.host)
        store.connection.execute("INSERT INTO learned_hosts VALUES (?, ?, ?)", (learned.host, learned.pages, learned.sample))
        rows = ((learned.host, line, count.pages, count.outside) for line, count in sorted(learned.lines.items()))
        store.connection.executemany("INSERT INTO learned_lines VALUES (?, ?, ?, ?)", rows)


def forget_host(store: Store, host: str) -> bool:
    """Drop what was learned of a host; gives whether there was anything. Raises StoreError."""
    with store.transaction():
        store.connection.execute("DELETE FROM learned_lines WHERE host = ?", (host,))
        return store.connection.execute("DELETE FROM learned_hosts WHERE host = ?", (host,)).rowcount > 0


def host_lines(store: Store) -> dict[str, HostLines]:
    """What was learned, by host."""
    lines: dict[str, dict[str, Recurrence]] = {}
    for host, line, pages, outside in store.connection.execute("SELECT host, line, pages, outside FROM learned_lines ORDER BY host, line"):
        lines.setdefault(host, {})[line] = Recurrence(pages, outside)
    hosts = store.connection.execute("SELECT host, pages, sample FROM learned_hosts ORDER BY host")
    return {host: HostLines(host, pages, sample, lines.get(host, {})) for host, pages, sample in hosts}
