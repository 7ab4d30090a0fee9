"""``scrapy newsite NAME URL``: the files of a new site, ready to be filled in, and what to do next."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand

from crawler.platforms import PLATFORMS
from crawler.sites import all_sites

ROOT = Path(__file__).parents[2]

SITE_FILE = '''"""{host}: say here which body it is and what software runs it."""

from __future__ import annotations

from archive.article import Publisher
from {base_module} import {base}
from crawler.site import Site, Start


class {page_class}({base}):
    """A page of {host}."""
{rules}

SITE = Site(
    name="{name}",
    publisher=Publisher(name={host!r}, url={root!r}),
    hosts=({host!r},),
    starts=(Start(url={url!r}),),
    layouts=({page_class},),
    platform="{platform}",
    unverified=("everything: written by `scrapy newsite`, no page has been read yet",),
)
'''

RULES = """
    fingerprint = ("FILL IN: what only pages of this layout have",)
    headline_at = ("h1",)
    date_at = ("FILL IN: where the posting date stands; leave empty where none is printed",)
    sapo_at = ()
    body_at = ("FILL IN: the node that holds the text",)
    item_at = "FILL IN: one teaser of a listing"
    pager_at = "FILL IN: the pager"
"""

TEST_FILE = '''"""The fixtures of {name}: red until two articles and a listing are saved, and their goldens written and read."""

from __future__ import annotations

import json

from tests.sites import fixtures

NEXT = "save pages with `scrapy savepage {name} URL`, fill in {site_file}, then read each golden.json"


def test_{module}_has_two_articles_and_a_listing() -> None:
    goldens = [json.loads(fixture.golden.read_text(encoding="utf-8")) for fixture in fixtures() if fixture.site == "{name}"]
    kinds = [golden["kind"] for golden in goldens]
    assert kinds.count("article") >= 2, NEXT
    assert "listing" in kinds, NEXT
'''


class Command(ScrapyCommand):
    """Makes a site's file, its fixture folder and a test that fails until they are filled."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments."""
        return "NAME URL [--platform PLATFORM]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Make the files of a new site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The one option."""
        super().add_options(parser)
        parser.add_argument("--platform", choices=sorted(PLATFORMS), help="the software the site runs on, where it is a known one")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 0 when made, 2 on a usage error."""
        fault = usage_fault(args)
        if fault:
            print(f"scrapy newsite: {fault}", file=sys.stderr)
            self.exitcode = 2
            return
        written = make(ROOT, args[0], args[1], opts.platform)
        print("\n".join([*(f"made {path.relative_to(ROOT)}" for path in written), *steps(args[0], args[1], written[0])]), file=sys.stderr)


def usage_fault(args: list[str]) -> str:
    """What is wrong with the arguments, in a line; empty when nothing is."""
    if len(args) != 2:
        return "give a name and the address of a listing: scrapy newsite NAME URL"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", args[0]):
        return f"{args[0]!r} is no site's name: small letters, digits and single hyphens, beginning with a letter"
    if args[0] in all_sites():
        return f"there is a site named {args[0]!r} already"
    return _address_fault(args[1])


def _address_fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return f"{url!r} is no web address ({error})"
    if parts.username is not None:
        return "an address with a user name or password is not kept: leave them out"
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc) or re.search(r'["\s]', url):
        return f"{url!r} is no web address"
    return ""


def make(root: Path, name: str, url: str, platform: str | None) -> list[Path]:
    """Writes the files of a new site below the project's root and gives their paths, the site's own first."""
    module = name.replace("-", "_")
    site_file = root / "crawler" / "sites" / f"{module}.py"
    test_file = root / "tests" / "sites" / name / f"test_{module}.py"
    test_file.parent.mkdir(parents=True, exist_ok=True)
    site_file.write_text(_site_text(name, url, platform), encoding="utf-8")
    text = TEST_FILE.format(name=name, module=module, site_file=site_file.relative_to(root))
    test_file.write_text(text, encoding="utf-8")
    return [site_file, test_file]


def _site_text(name: str, url: str, platform: str | None) -> str:
    base = PLATFORMS[platform] if platform else None
    parts = urlsplit(url)
    return SITE_FILE.format(
        name=name,
        url=url,
        host=parts.netloc.lower(),
        root=f"{parts.scheme}://{parts.netloc}/",
        page_class="".join(word.capitalize() for word in name.split("-")) + "Page",
        base=base.__name__ if base else "NewsPage",
        base_module=base.__module__ if base else "crawler.page",
        platform=platform or "own",
        rules="" if base else RULES,
    )


def steps(name: str, url: str, site_file: Path) -> list[str]:
    """What to do next."""
    return [
        "next:",
        f"  1. scrapy savepage {name} {url}      and two articles of it",
        f"  2. fill in {site_file.relative_to(ROOT)}: publisher, hosts, starts, rules",
        "  3. pytest tests/sites      writes each missing golden.json and fails: read it, correct the rules, run again",
        f"  4. scrapy crawl {name}",
    ]
