"""Every command line says what is wrong with it in one line."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = (
    "archive", "archive ingest", "archive show", "archive stats", "crawler", "crawler extract", "indexer", "indexer build",
    "indexer update",
    "indexer run", "webui", "samples", "samples demo", "deploy.elasticsearch.node", "tests.quality", "tests.quality.search",
    "tests.quality.facts", "tests.bench", "tests.bench.large",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_does_not_exist_is_one_line_that_names_the_help(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command.split(), "--nonsense"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"python -m {command.split()[0]}")
    assert "--help)" in line


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith("tests")])
def test_a_measurement_asked_for_help_measures_nothing(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", command, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: python -m {command}")
