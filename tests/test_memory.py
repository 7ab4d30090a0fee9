"""The figure for memory is a process's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SMALL = "from tests import memory; print(memory.peak())"
_LARGE = f"""
import subprocess, sys
held = bytes(range(256)) * 1_200_000
print(subprocess.run([sys.executable, "-c", {_SMALL!r}], capture_output=True, text=True, check=True).stdout)
"""


def _said_by(program: str) -> int:
    root = Path(__file__).parent.parent
    return int(subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True).stdout)


def test_what_a_process_held_is_counted() -> None:
    assert _said_by("held = bytes(range(256)) * 400_000\n" + _SMALL) > 256 * 400_000


def test_the_process_that_started_it_is_not() -> None:
    assert _said_by(_LARGE) < 200_000_000
