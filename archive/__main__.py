"""``python -m archive``: numbers, one record, articles in and out, captures in, and a check of everything.

JSON goes to standard output, everything else to standard error. Exit 0 when done, 2 for a wrong command, 1 for a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from archive.command_line import Parser
from archive.facts.report import fact_lines
from archive.ingest import IngestError, IngestSummary, ingest
from archive.jsonl import Line, dump_line, read_lines, to_json
from archive.page import PageKind, RemovedLine
from archive.settings import Settings, SettingsError, settings
from archive.store import SiteStats, Stats, Store, StoreError
from archive.verify import Verification, verify
from archive.warc import WarcError

DONE, FAILED, USAGE = 0, 1, 2
IMPORT_BATCH = 500
"""Lines of an import that are committed together."""


class CommandError(Exception):
    """What the user asked for cannot be done; the message is one line that says why."""


class UsageError(Exception):
    """The command makes no sense as it stands; the message is one line that says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options, settings())
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has what it wanted. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (SettingsError, UsageError) as error:
        return _fail(str(error), USAGE)
    except (CommandError, IngestError, StoreError, WarcError) as error:
        return _fail(str(error), FAILED)
    except sqlite3.Error as error:
        return _fail(f"{settings().store_path}: {error}: `python -m archive verify` says more", FAILED)
    except KeyboardInterrupt:
        return _fail("stopped; what was committed is kept, the same command goes on from there", FAILED)
    return code


def _fail(line: str, code: int) -> int:
    print(" ".join(line.split()), file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m archive", description="The archive: articles, their texts, and the captures they come from.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "stats", _stats, "numbers per site and year, as JSON")
    show = _command(commands, "show", _show, "one article with its earlier texts and captures, as JSON")
    show.add_argument("article", metavar="URL|ID", help="an address the article was captured at, or its identifier")
    show.add_argument("--removed", action="store_true", help="only the lines that were taken out of its text, and why")
    _command(commands, "export", _export, "all articles as JSON lines on standard output")
    take = _command(commands, "import", _import, "articles from JSON lines (url or identifier, and articleBody required)")
    take.add_argument("file", type=Path, metavar="FILE.jsonl")
    read = _command(commands, "ingest", _ingest, "captures from WARC or WACZ files, whoever wrote them")
    read.add_argument("files", type=Path, nargs="+", metavar="FILE")
    read.add_argument("--site", help="the site of all pages (default: told by host, else by the software of the page)")
    tell = _command(commands, "facts", _facts, "the facts of articles given as JSON lines, one JSON line each; needs no archive")
    tell.add_argument("file", type=Path, metavar="ARTICLES.jsonl")
    _command(commands, "enrich", _enrich, "read the facts of every article again where rules, corrections or text are other ones")
    _command(commands, "verify", _verify, "read every capture again and check it and every text against its digest")
    return parser


def _command(commands: argparse._SubParsersAction[Parser], name: str, run: Callable[..., int], summary: str) -> Parser:
    command = commands.add_parser(name, help=summary, description=summary)
    command.set_defaults(run=run)
    return command


# stats, show, export


def _stats(_: argparse.Namespace, current: Settings) -> int:
    with Store.open(current.store_path, read_only=True) as store:
        _print(_stats_json(store.stats()))
    return DONE


def _stats_json(stats: Stats) -> dict[str, object]:
    kinds = {str(kind): count for kind, count in stats.kinds.items()}
    return {"articles": stats.articles, "captures": stats.captures, "kinds": kinds, "sites": [_site_json(site) for site in stats.sites]}


def _site_json(site: SiteStats) -> dict[str, object]:
    return {
        "site": site.site,
        "publisher": site.publisher_name,
        "articles": site.articles,
        "first": str(site.first) if site.first else None,
        "last": str(site.last) if site.last else None,
        "years": {str(year) if year else "none": count for year, count in site.years.items()},
        "capturedFirst": site.captured_first.isoformat() if site.captured_first else None,
        "capturedLast": site.captured_last.isoformat() if site.captured_last else None,
    }


def _show(options: argparse.Namespace, current: Settings) -> int:
    if re.search(r"[\ud800-\udfff]", options.article):
        raise UsageError("what is to be shown is named in UTF-8: an identifier or an address")
    with Store.open(current.store_path, read_only=True) as store:
        article = store.get(options.article) or store.find(options.article)
        if article is None:
            raise CommandError(f"no article is known as {options.article}: give its identifier or an address it was captured at")
        _, *earlier = store.revisions(article.identifier)
        captures = store.captures(article.identifier)
        removed = {capture.record_id: store.removed(capture.record_id) for capture in captures}
    if options.removed:
        _print({"identifier": article.identifier, "url": article.url, "removed": list(_removed_json(removed))})
        return DONE
    record = to_json(article)
    record["earlierRevisions"] = [to_json(revision) for revision in earlier]
    record["captures"] = [
        {
            "warcRecordId": capture.record_id,
            "url": capture.url,
            "date": capture.date.isoformat() if capture.date else None,
            "status": capture.status,
            "kind": str(capture.kind),
            "payloadDigest": capture.payload_digest,
            "warcFile": capture.warc_file,
            "warcOffset": capture.warc_offset,
        }
        for capture in captures
    ]
    _print(record)
    return DONE


def _removed_json(removed: Mapping[str, Sequence[RemovedLine]]) -> Iterator[dict[str, object]]:
    for record_id, lines in removed.items():
        for line in lines:
            yield {"text": line.text, "reason": line.reason, "warcRecordId": record_id}


def _export(_: argparse.Namespace, current: Settings) -> int:
    with Store.open(current.store_path, read_only=True) as store:
        for article in store.articles():
            earlier = store.revisions(article.identifier)[:0:-1] if article.revisions > 1 else ()
            sys.stdout.buffer.write(dump_line(article, earlier).encode("utf-8"))
    return DONE


def _print(record: object) -> None:
    sys.stdout.buffer.write((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


# import, facts


def _import(options: argparse.Namespace, current: Settings) -> int:
    lines = _lines(options.file)
    became: Counter[str] = Counter()
    bad = 0
    with Store.open(current.store_path) as store:
        while batch := list(islice(lines, IMPORT_BATCH)):
            with store.transaction():
                became.update(_put_line(store, line) for line in batch if not line.error)
            for line in (line for line in batch if line.error):
                bad += 1
                print(f"{options.file}:{line.number}: {line.error}", file=sys.stderr)
    total = sum(became.values()) + bad
    if not total:
        raise CommandError(f"{options.file} holds no line: nothing was imported")
    _print({"lines": total, "articles": dict(sorted(became.items())), "bad": bad})
    print(f"{total} lines: {_counts(became)}{f'; {bad} bad lines left out' if bad else ''}", file=sys.stderr)
    return FAILED if bad else DONE


def _facts(options: argparse.Namespace, _: Settings) -> int:
    total = bad = 0
    for line in _lines(options.file):
        total += 1
        if line.article:
            sys.stdout.buffer.writelines(text.encode("utf-8") for text in fact_lines([line.article]))
        else:
            bad += 1
            print(f"{options.file}:{line.number}: {line.error}", file=sys.stderr)
    if not total:
        raise CommandError(f"{options.file} holds no line: no facts were read")
    return FAILED if bad else DONE


def _put_line(store: Store, line: Line) -> str:
    assert line.article is not None
    for earlier in line.earlier:
        # The line's own address is the one to cite, wherever the older texts were read.
        store.put(earlier, own_page=False)
    return store.put(line.article).outcome


def _lines(path: Path) -> Iterator[Line]:
    try:
        yield from read_lines(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none kept"


# ingest, verify


def _ingest(options: argparse.Namespace, current: Settings) -> int:
    # The one place where the archive knows the crawler (docs/decisions.md): its library takes any Extractor and AttachmentReader.
    from crawler.attachments import read_attachment
    from crawler.extraction import all_sites  # type: ignore[attr-defined]
    from crawler.learned_lines import extractor

    if options.site and options.site not in all_sites():
        raise UsageError(f"no site is called {options.site}: {', '.join(sorted(all_sites()))}")
    for path in options.files:
        if not path.is_file():
            raise CommandError(f"{path} is no file")
    size = sum(path.stat().st_size for path in options.files)
    with Store.open(current.store_path) as store, _bar(size, "B") as progress:
        summary = ingest(
            options.files,
            store,
            extractor(store),
            options.site,
            progress,
            warc_folder=current.warc_folder,
            attachment_reader=read_attachment,
        )
    lines = list(summary.faults)
    if summary.files:
        _print(summary.to_json())
        lines += _report(summary)
    for line in lines:
        print(line, file=sys.stderr)
    return FAILED if summary.faults else DONE


def _report(summary: IngestSummary) -> Iterator[str]:
    for path, names in summary.kept.items():
        yield f"{path} is kept in the archive as {', '.join(names)}"
    known = f", {summary.known} of them known before" if summary.known else ""
    yield f"{summary.responses} captures in {summary.files} {'file' if summary.files == 1 else 'files'}{known}"
    for kind in PageKind:
        if count := summary.captures[kind]:
            yield f"{count:8} {_KINDS[kind]}"
    if summary.damaged:
        yield f"{summary.damaged:8} damaged, see above"
    yield f"articles: {summary.new_articles} new ({summary.section_articles} of them only in section pages)"
    for became, count in sorted(summary.article_captures.items()):
        if became != "new":
            yield f"{count:8} captures of known articles: {became.replace('_', ' ')}"
    if summary.attachments:
        yield f"attached files: {_counts(summary.attachments)}"


_KINDS = {
    PageKind.ARTICLE: "pages of one article",
    PageKind.SECTION_ARTICLE: "section pages that show one article whole",
    PageKind.DOCUMENT: "legal documents' cards",
    PageKind.LISTING: "listings",
    PageKind.PRINT: "print versions",
    PageKind.LOGIN: "log-in pages",
    PageKind.EMPTY: "empty",
    PageKind.MEDIA: "files and pictures",
    PageKind.ERROR: "errors",
    PageKind.OTHER: "other pages",
}


def _enrich(_: argparse.Namespace, current: Settings) -> int:
    with Store.open_existing(current.store_path) as store, _bar(store.stats().articles, " articles") as progress:
        done = store.enrich(progress)
    _print({"articles": done.articles, "read": done.read, "changed": done.changed})
    print(f"{done.articles} articles: facts of {done.read} read again, {done.changed} changed", file=sys.stderr)
    return DONE


def _verify(_: argparse.Namespace, current: Settings) -> int:
    try:
        with Store.open_existing(current.store_path) as store, _bar(None, " captures") as progress:
            found = verify(store, current.warc_folder, progress)
    except StoreError as error:
        if not isinstance(error.__cause__, sqlite3.DatabaseError):
            raise
        found = Verification(faults=[f"store: {error.__cause__}"])
    _print(
        {
            "articles": found.articles,
            "revisions": found.revisions,
            "captures": found.captures,
            "imported": found.imported,
            "faults": found.faults,
        }
    )
    for line in found.faults:
        print(line, file=sys.stderr)
    verdict = f"{len(found.faults)} faults" if found.faults else "nothing wrong"
    print(f"{found.articles} articles, {found.revisions} texts, {found.captures} captures: {verdict}", file=sys.stderr)
    return FAILED if found.faults else DONE


@contextmanager
def _bar(total: int | None, unit: str) -> Iterator[Callable[[int], object]]:
    """A progress bar on work over two seconds, when a terminal is there."""
    with tqdm(total=total, unit=unit, unit_scale=True, delay=2, leave=False, disable=not sys.stderr.isatty()) as bar:
        yield bar.update


if __name__ == "__main__":
    sys.exit(main())
