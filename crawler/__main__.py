"""``python -m crawler``: the sites and what of them is unverified; articles from HTML files, without network."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.article import Article
from archive.jsonl import to_json
from archive.page import Page
from crawler.extraction import extract
from crawler.kinds import LARGEST
from crawler.markup import Document
from crawler.site import Site
from crawler.sites import all_sites


class UnreadableFile(Exception):
    """A file that gives no article; the message says why in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 when done, 1 when a file gave no article, 2 on a usage error."""
    parser = argparse.ArgumentParser(prog="python -m crawler", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("sites", help="the sites, their software and hosts, and what no saved page confirms")
    extraction = commands.add_parser("extract", help="one article as a JSON line per HTML file, without network")
    extraction.add_argument("--url", default="", help="the address of the page (one FILE only); without it the page's own word counts")
    extraction.add_argument("files", nargs="+", metavar="FILE", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "sites":
        return print_sites()
    if options.url and len(options.files) > 1:
        extraction.error("--url is the address of one page: give one FILE")
    return extract_files(options.files, options.url)


def print_sites() -> int:
    """Print every site with its publisher, software, hosts, starting points and what is unverified."""
    print("\n\n".join("\n".join(_site_lines(site)) for site in all_sites().values()))
    return 0


def _site_lines(site: Site) -> list[str]:
    lines = [f"{site.name}  {site.publisher.name}", f"  software  {site.platform}", f"  hosts     {', '.join(site.hosts)}"]
    lines += [f"  start     {start.url}{f'  ({start.section})' if start.section else ''}" for start in site.starts]
    return lines + [f"  unverified: {point}" for point in site.unverified]


def extract_files(files: Sequence[Path], url: str = "") -> int:
    """Print the article of each file as a JSON line; a file without one gets a line on standard error, the others go on."""
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    failed = 0
    for file in files:
        try:
            article = read_file(file, url)
        except UnreadableFile as fault:
            failed += 1
            print(f"{file}: {fault}", file=sys.stderr)
        else:
            print(json.dumps(to_json(article) | {"file": str(file)}, ensure_ascii=False))
    return 1 if failed else 0


def read_file(file: Path, url: str = "") -> Article:
    """The article of an HTML file. Raises UnreadableFile where it holds none."""
    page = Page(url=url, status=200, payload=_payload(file))
    result = extract(page)
    if result.article is None:
        raise UnreadableFile(f"no article ({result.kind}): {result.reason}")
    decoded = Document(page).decoded
    if decoded.false_charset:
        print(f"{file}: says {decoded.declared} and is {decoded.charset}: read as {decoded.charset}", file=sys.stderr)
    return result.article


def _payload(file: Path) -> bytes:
    try:
        if (size := file.stat().st_size) > LARGEST:
            raise UnreadableFile(f"{size:,} bytes: no page is larger than {LARGEST // 2**20} MiB, not read")
        return file.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be read: {fault.strerror}") from fault


if __name__ == "__main__":
    sys.exit(main())
