"""``scrapy reextract [SITE]``: the articles again from the captures in the archive, without network."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from tqdm import tqdm

from archive.settings import settings
from archive.store import Store, StoreError
from crawler.reextraction import Reextraction, reextract
from crawler.sites import all_sites


class Command(ScrapyCommand):
    """Reads the captures of a site, or of all, with the rules as they are now."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments."""
        return "[SITE]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Read the articles again from the captures in the archive"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit code 0 when done, 1 when a capture could not be read, 2 on a usage error."""
        if len(args) > 1 or (args and args[0] not in all_sites()):
            print(f"no site is named {' '.join(args)!r}; `scrapy list` shows them", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            found = self._reextract(args[0] if args else None)
        except StoreError as error:
            print(f"scrapy reextract: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        except BrokenProcessPool:
            print("scrapy reextract: a process that reads pages was ended (killed, or out of memory): run it again", file=sys.stderr)
            self.exitcode = 1
            return
        print(summary(found), file=sys.stderr)
        self.exitcode = 1 if found.faults else 0

    def _reextract(self, site: str | None) -> Reextraction:
        with Store.open_existing(settings().store_path) as store, tqdm(unit="capture", delay=2, disable=None, file=sys.stderr) as bar:
            return reextract(store, settings().warc_folder, site, bar.update)


def summary(found: Reextraction) -> str:
    """The counts in a line or two, and a line for each capture that could not be read."""
    counts = ", ".join(f"{number} {what}" for what, number in sorted(found.counts.items())) or "no captures"
    files = ", ".join(f"{number} {what}" for what, number in sorted(found.attachments.items()))
    return "\n".join([f"articles: {counts}", *([f"attached files: {files}"] if files else []), *found.faults])
