"""Mutated pages for a minute (ten in `make soak`): no exception, and each costs a bound of CPU and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEED = 20240228
MOST_SECONDS = 2.0
"""CPU of one page."""
MOST_MEMORY = 500.0
"""MB of the whole process, the two extractors and the pages themselves included."""


def fuzzed(seconds: int, seed: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.fuzz", str(seconds), str(seed)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cost: dict[str, float] = json.loads(done.stdout)
    print(f"\nfuzz: {cost['pages']} pages, the slowest {cost['slowest']:.2f} CPU s (no. {cost['slowest_number']}), {cost['memory']:.0f} MB")
    return cost


def hold(cost: dict[str, float]) -> None:
    assert cost["slowest"] <= MOST_SECONDS
    assert cost["memory"] <= MOST_MEMORY


def test_mutated_pages_are_read_without_an_error_in_bounded_time_and_memory() -> None:
    hold(fuzzed(60, SEED))


@pytest.mark.soak
def test_so_are_ten_minutes_of_other_pages() -> None:
    hold(fuzzed(600, SEED + 1))
