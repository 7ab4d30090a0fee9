"""Every setting, command, route and operator stands in the documentation."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys

import pytest

from archive.settings import Settings
from tests.docs.shell_blocks import ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_described(name: str) -> None:
    assert f"`KHOTIN_{name.upper()}`" in page("configuration.md")


def test_no_setting_is_described_that_is_not_there() -> None:
    described = set(re.findall(r"`KHOTIN_([A-Z_]+)`", page("configuration.md")))
    assert described <= {name.upper() for name in Settings.model_fields} | {"SHARED"}


def subcommands(module: str) -> list[str]:
    """The subcommands that ``python -m module --help`` lists."""
    shown = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return re.findall(r"^    (\w+)\s", shown, re.MULTILINE)


@pytest.mark.parametrize("module", ["archive", "crawler", "indexer", "samples"])
def test_every_command_is_described(module: str) -> None:
    names = subcommands(module)
    assert names
    assert [name for name in names if f"python -m {module} {name}" not in page("commands.md")] == []


def test_every_command_of_scrapy_that_is_ours_is_described() -> None:
    ours = {path.stem for path in (ROOT / "crawler" / "commands").glob("[a-z]*.py")}
    assert {name for name in ours if f"scrapy {name}" not in page("commands.md")} == set()


def test_every_make_target_is_described() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    assert [name for name in targets[1].split() if f"make {name}" not in page("commands.md")] == []


def test_every_file_beside_the_index_is_described() -> None:
    modules = ("analysis.words", "duplicates", "learned_abbreviations", "spelling", "suggestions")
    sources = [(ROOT / "indexer" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8") for module in modules]
    names = {name for source in sources for name in re.findall(r'^_?FILE = "(.+\.sqlite)"$', source, re.MULTILINE)}
    assert len(names) == len(modules)
    assert [name for name in names if f"`{name}`" not in page("data-model.md")] == []


def test_every_route_is_described() -> None:
    webui = importlib.import_module("webui")
    rules = {rule.rule for rule in webui.create_app().url_map.iter_rules() if not rule.rule.startswith(("/en/", "/static/"))}
    shown = {rule: "`" + re.sub(r"<\w+:(\w+)>", r"<\1>", rule) + "`" for rule in rules}
    assert [rule for rule, text in shown.items() if text not in page("api.md")] == []


@pytest.mark.parametrize(
    "operator",
    [
        '"',
        "-",
        "OR",
        "HOẶC",
        "(",
        "*",
        "tieude:",
        "vanban:",
        "nguon:",
        "nguoi:",
        "coquan:",
        "title:",
        "document:",
        "source:",
        "person:",
        "body:",
    ],
)
def test_every_operator_is_described(operator: str) -> None:
    assert re.search(rf"`[^`]*{re.escape(operator)}[^`]*`", page("search-syntax.md"))
