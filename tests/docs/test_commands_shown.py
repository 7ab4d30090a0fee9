"""Every command that the documentation shows does its work, in the order shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.shell_blocks import NOT_RUN, ROOT, Shell, commands, copy_of_the_project, free_ports

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = {"deploy.md"}
"""Its commands need a server of their own: tests/elasticsearch runs them."""


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page) and page.name not in ELSEWHERE], ids=lambda page: page.name)
def test_every_command_shown_on(page: Path, tmp_path: Path) -> None:
    with copy_of_the_project(tmp_path / "khotin") as folder:
        shell = Shell(folder, free_ports(5))
        try:
            for command in commands(page):
                if not command.startswith(NOT_RUN):
                    shell.run(command)
        finally:
            shell.close()


def test_the_readme_stays_one_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 60


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
