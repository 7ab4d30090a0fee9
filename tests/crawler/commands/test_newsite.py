from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from crawler.commands.newsite import make, usage_fault
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site

URL = "https://sotttt.vi-du.gov.vn/tin-tuc?a=1"


def site_of(path: Path) -> Site:
    """The ``SITE`` of a file that was just written."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    site = module.SITE
    assert isinstance(site, Site)
    return site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "crawler" / "sites").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("url", ["http://vi-du.vn/\\", "http://vi-du.vn/'\"x", "http://vi-du.vn/a\nb"])
def test_any_address_stands_in_the_file_as_it_is(root: Path, url: str) -> None:
    site_file, _ = make(root, "so-vi-du", url, "liferay")
    assert [start.url for start in site_of(site_file).starts] == [url]


@pytest.mark.parametrize("url", ["http://me:secret@vi-du.vn/a", 'http://vi"du.vn/', "http://[::1", "http://vi-du.vn:x/"])
def test_an_address_that_cannot_be_a_sites_is_refused(url: str) -> None:
    fault = usage_fault(["so-vi-du", url])
    assert fault
    assert "\n" not in fault
    assert ":secret" not in fault


def test_the_new_sites_file_is_a_site_that_says_it_is_unverified(root: Path) -> None:
    site_file, _ = make(root, "so-vi-du", URL, "liferay")
    site = site_of(site_file)
    assert site_file == root / "crawler" / "sites" / "so_vi_du.py"
    assert (site.name, site.hosts, site.platform) == ("so-vi-du", ("sotttt.vi-du.gov.vn",), "liferay")
    assert [start.url for start in site.starts] == [URL]
    assert issubclass(site.layouts[0], LiferayPage)
    assert site.unverified


def test_without_a_platform_there_are_places_to_fill_in(root: Path) -> None:
    site_file, _ = make(root, "so-vi-du", URL, None)
    assert site_of(site_file).layouts[0].headline_at == ("h1",)


def test_the_new_sites_test_is_red_until_its_pages_are_saved_and_read(root: Path) -> None:
    _, test_file = make(root, "so-vi-du", URL, None)
    assert test_file == root / "tests" / "sites" / "so-vi-du" / "test_so_vi_du.py"
    written: dict[str, object] = {}
    exec(compile(test_file.read_text(encoding="utf-8"), str(test_file), "exec"), written)
    test = written["test_so_vi_du_has_two_articles_and_a_listing"]
    assert callable(test)
    with pytest.raises(AssertionError, match="scrapy savepage so-vi-du URL"):
        test()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ([], "give a name"),
        (["mot"], "give a name"),
        (["Mot", URL], "no site's name"),
        (["mot_hai", URL], "no site's name"),
        (["../mot", URL], "no site's name"),
        (["mic", URL], "already"),
        (["mot", "sotttt.vi-du.gov.vn"], "no web address"),
        (["mot", "file:///etc/passwd"], "no web address"),
        (["mot", 'https://a.vn/"+x'], "no web address"),
    ],
)
def test_a_wrong_argument_is_named(arguments: list[str], fault: str) -> None:
    assert fault in usage_fault(arguments)


def test_right_arguments_have_no_fault() -> None:
    assert usage_fault(["so-vi-du", URL]) == ""
