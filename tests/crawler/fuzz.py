"""Reads mutated pages for a while, in a process of its own, and tells what it cost: ``python -m tests.crawler.fuzz SECONDS SEED``.

The pages are the saved ones and, where they are beside the checkout, real ones. The same seed gives the same pages in
the same order; how many are read depends on the machine. An exception ends it, after the number of the page was said.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.page import Page
from archive.warc import read_pages
from crawler.extraction import extract, read_page
from crawler.platforms import PLATFORMS
from tests import memory
from tests.shared_data import SHARED
from tests.sites import fixtures

_REAL = 400  # captures of the real portal that are kept in memory to be mutated
_EVERY = 8
_SOFTWARE = sorted({name.partition("-")[0] for name in PLATFORMS})
_PIECES = (
    b"<",
    b">",
    b'"',
    b"<div>",
    b"</div>",
    b"<table>",
    b"<td>",
    b"&",
    b"\0",
    b"<!--",
    b"<p align=",
    b"<a href='/x'>",
    b"]]>",
    b"&amp;amp;",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost: pages read, the CPU seconds and the number of the slowest, and the most memory in MB."""

    pages: int
    slowest: float
    slowest_number: int
    memory: float


def originals() -> list[Page]:
    """The pages that are mutated."""
    return [saved.page() for saved in fixtures()] + list(_real_pages())


def _real_pages() -> Iterator[Page]:
    path = SHARED / "portals" / "sotttt-hanoi.warc.gz"
    if path.is_file():
        full = (page for page in read_pages(path) if page.payload)
        yield from (page for number, page in zip(range(_REAL * _EVERY), full, strict=False) if number % _EVERY == 0)


def run(seconds: float, seed: int) -> Cost:
    """Read mutated pages until so many CPU seconds have passed."""
    pages = originals()
    end = time.process_time() + seconds
    number, slowest, slowest_number = 0, 0.0, -1
    while time.process_time() < end:
        number += 1
        took = read(number, pages, random.Random(f"{seed}/{number}"))
        if took > slowest:
            slowest, slowest_number = took, number
    return Cost(number, slowest, slowest_number, memory.peak() / 1e6)


def read(number: int, pages: list[Page], chance: random.Random) -> float:
    """Mutate a page and read all of it, by its rules or by the generic route alone; the CPU seconds of the dearer reading."""
    page = chance.choice(pages)
    page = replace(page, payload=mutated(page.payload, chance.choice(pages).payload, chance))
    without = _SOFTWARE if chance.random() < 0.5 else ()
    try:
        start = time.process_time()
        extract(page, without=without)
        between = time.process_time()
        found = read_page(page, without=without)
        found.items()
        found.next_page()
        return max(between - start, time.process_time() - between)
    except Exception:
        print(f"page {number}: {page.url}", file=sys.stderr)
        raise


def mutated(payload: bytes, other: bytes, chance: random.Random) -> bytes:
    """A page with pieces cut, multiplied, moved, overwritten or taken from another: what transfers, editors and mirrors do."""
    data = bytearray(payload)
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((8, 80, 400, 4000)))
        piece = bytes(data[start:end])
        change = chance.randrange(7)
        if change == 0:
            del data[start:end]
        elif change == 1:
            data[start:start] = piece * chance.choice((1, 2, 3, 40))
        elif change == 2:
            data[start:end] = bytes(chance.randrange(256) for _ in piece[:80])
        elif change == 3:
            data[start:start] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 30, 900))
        elif change == 4 and other:
            place = chance.randrange(len(other))
            data[start:start] = other[place : place + chance.choice((200, 5000))]
        elif change == 5:
            data[start:end] = piece.decode("utf-8", "replace").encode(chance.choice(("utf-16-le", "cp1258", "latin-1")), "replace")
        else:
            data = data[:start] + data[end:] + piece
    return bytes(data)


def main() -> int:
    """Run, and print the cost as JSON."""
    cost = run(float(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({name: getattr(cost, name) for name in Cost.__dataclass_fields__}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
