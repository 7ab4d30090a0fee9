"""The crawler's commands as a user types them: one clear line and the right exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.commands import savepage
from crawler.sites import all_sites
from tests.crawl.conftest import ROOT, Crawl
from tests.crawl.portal import Portal, Reply, article, news


def scrapy(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """A command's exit code, standard output and standard error."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_scrapy_list_shows_every_site() -> None:
    code, out, _ = scrapy("list")
    assert code == 0
    assert out.splitlines() == sorted(all_sites())


@pytest.mark.parametrize("arguments", [("crawl", "khong-co"), ("reextract", "khong-co")])
def test_an_unknown_site_is_one_line_that_names_scrapy_list(arguments: tuple[str, ...]) -> None:
    code, out, said = scrapy(*arguments)
    assert (code, out) == (2, "")
    assert said == "no site is named 'khong-co'; `scrapy list` shows them\n"


@pytest.mark.parametrize("command", ["crawl", "savepage", "newsite"])
def test_a_command_without_its_arguments_says_what_it_takes_in_one_line(command: str) -> None:
    code, _, said = scrapy(command)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert f"scrapy {command}" in said


@pytest.mark.parametrize("command", [("crawl", "aita"), ("reextract",)])
def test_an_archive_that_cannot_be_written_is_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("a file")
    code, _, said = scrapy(*command, KHOTIN_HOME=str(tmp_path / "plain" / "data"))
    assert code == 1
    assert len(said.splitlines()) == 1
    assert str(tmp_path / "plain") in said


def test_reextract_before_any_crawl_names_what_makes_an_archive(tmp_path: Path) -> None:
    code, _, said = scrapy("reextract", KHOTIN_HOME=str(tmp_path / "none"))
    assert code == 1
    assert "scrapy crawl SITE" in said
    assert not (tmp_path / "none").exists()


def test_savepage_refuses_a_page_of_another_host() -> None:
    code, _, said = scrapy("savepage", "aita", "https://evil.example/")
    assert code == 2
    assert said == "https://evil.example/: other host: evil.example; the hosts of aita are aita.gov.vn, www.aita.gov.vn\n"


def test_an_archive_whose_warc_folder_cannot_be_written_is_one_line(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    crawl.home.mkdir()
    (crawl.home / "warc").write_text("a file")
    ended = crawl.run()
    assert ended.code == 1
    assert len(ended.said.splitlines()) == 1
    assert portal.asked == []


def test_a_page_is_saved_with_its_address_and_the_moment(portal: Portal, crawl: Crawl, tmp_path: Path) -> None:
    portal.pages["/bai/hop-bao-thang-8.html"] = Reply(article(8))
    folders = [crawl.savepage("/bai/hop-bao-thang-8.html", tmp_path) for _ in range(2)]
    assert [folder.name for folder in folders] == ["hop-bao-thang-8", "hop-bao-thang-8-2"]
    assert (folders[0] / "page.html").read_bytes() == article(8)
    assert json.loads((folders[0] / "meta.json").read_text())["url"] == f"http://{portal.host}/bai/hop-bao-thang-8.html"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.vn/tin/Hop-Bao_Thang 8.html", "hop-bao-thang-8"),
        ("https://a.vn/", "trang"),
        ("https://a.vn/../../etc", "etc"),
        ("https://a.vn/%2e%2e%2f%2e%2e%2fpasswd", "passwd"),
    ],
)
def test_a_folder_is_named_by_the_last_words_of_an_address(url: str, name: str) -> None:
    assert savepage.slug(url) == name
