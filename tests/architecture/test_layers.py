"""The layers of docs/architecture.md hold."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    """The top-level modules in memory after a statement, run in a process of its own."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_every_import_contract_of_pyproject_holds() -> None:
    """In a process of its own: what other tests have loaded (zope's module proxies) confuses the search for packages."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["scrapy", "twisted", "underthesea"])
def test_the_web_side_never_loads(name: str) -> None:
    assert name not in loaded_by("import webui; webui.create_app()")


@pytest.mark.parametrize("name", ["scrapy", "twisted", "flask"])
def test_reading_a_page_never_loads(name: str) -> None:
    assert name not in loaded_by("import crawler.extraction, crawler.sites; crawler.sites.all_sites()")


@pytest.mark.parametrize("name", ["underthesea", "scrapy", "flask"])
def test_a_search_never_loads(name: str) -> None:
    assert name not in loaded_by("import indexer.engines, indexer.query; indexer.query.parse('hội đồng')")
