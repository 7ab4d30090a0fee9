"""``python -m crawler``: the sites and what of them is unverified; articles from HTML files; what hosts print on every page. No network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tqdm import tqdm

from archive.article import Article
from archive.command_line import Parser
from archive.jsonl import to_json
from archive.learned_lines import HostLines, forget_host, host_lines
from archive.page import Page
from archive.settings import SettingsError, settings
from archive.store import Store, StoreError
from crawler.extraction import extract
from crawler.kinds import LARGEST
from crawler.learned_lines import learn
from crawler.markup import Document, is_web_address
from crawler.site import Site
from crawler.sites import all_sites


class UnreadableFile(Exception):
    """A file that gives no article; the message says why in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 when done, 1 when a file gave no article, 2 on a usage error."""
    parser = Parser(prog="python -m crawler", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("sites", help="the sites, their software and hosts, and what no saved page confirms")
    extraction = commands.add_parser("extract", help="one article as a JSON line per HTML file, without network")
    extraction.add_argument("--url", default="", help="the address of the page (one FILE only); without it the page's own word counts")
    extraction.add_argument("files", nargs="+", metavar="FILE", type=Path)
    learning = commands.add_parser("learn", help="the lines that a host prints on page after page, from the archive's captures")
    learning.add_argument("host", nargs="?", metavar="HOST", help="one host only (default: all with enough articles)")
    learning.add_argument("--forget", action="store_true", help="drop what was learned of HOST")
    options = parser.parse_args(arguments)
    try:
        settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if options.command == "sites":
        return print_sites()
    if options.command == "learn":
        if options.forget and not options.host:
            learning.error("--forget needs a HOST")
        return learn_lines(options.host, forget=options.forget)
    if options.url and len(options.files) > 1:
        extraction.error("--url is the address of one page: give one FILE")
    if options.url and not is_web_address(options.url):
        extraction.error(f"--url {options.url!r} is no web address (http://HOST/...)")
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


def learn_lines(host: str | None, *, forget: bool = False) -> int:
    """Learn the recurring lines of a host, or of all, or forget them; print what is known then as JSON."""
    try:
        with Store.open_existing(settings().store_path) as store, tqdm(unit="page", delay=2, disable=None, file=sys.stderr) as bar:
            changed = _forget(store, host or "") if forget else _learn(store, host, bar.update)
            known = host_lines(store)
    except StoreError as error:
        print(f"crawler learn: {error}", file=sys.stderr)
        return 1
    except BrokenProcessPool:
        print("crawler learn: a process that reads pages was ended (killed, or out of memory): run it again", file=sys.stderr)
        return 1
    print(json.dumps([_host_json(found) for found in known.values() if host in (None, found.host)], ensure_ascii=False, indent=2))
    done = f"{'forgotten' if forget else 'learned'}: {', '.join(changed) or 'nothing new'}"
    print(f"{done}; `scrapy reextract` applies it to what is archived", file=sys.stderr)
    return 0


def _learn(store: Store, host: str | None, progress: Callable[[int], object]) -> list[str]:
    return [found.host for found in learn(store, settings().warc_folder, host, progress)]


def _forget(store: Store, host: str) -> list[str]:
    return [host] if forget_host(store, host) else []


def _host_json(found: HostLines) -> dict[str, object]:
    lines = sorted(found.lines.items(), key=lambda item: (-item[1].pages, item[0]))
    return {
        "host": found.host,
        "pages": found.pages,
        "lines": [{"line": line, "pages": count.pages, "outside": count.outside} for line, count in lines],
    }


def _payload(file: Path) -> bytes:
    try:
        if (size := file.stat().st_size) > LARGEST:
            raise UnreadableFile(f"{size:,} bytes: no page is larger than {LARGEST // 2**20} MiB, not read")
        return file.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be read: {fault.strerror}") from fault


if __name__ == "__main__":
    sys.exit(main())
