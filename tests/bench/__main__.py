"""``python -m tests.bench``: the table of all stages, on standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from archive.command_line import Parser
from tests.bench.rows import Row, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures every stage and prints the table; it takes no arguments."""
    Parser(prog="python -m tests.bench", description="The cost of every stage beside a peer's in the same run.").parse_args(arguments)
    # The page classes of the sample portals are sites only when asked for, and settings are read once.
    os.environ["KHOTIN_SAMPLES"] = "true"
    from tests.bench import crawling, elasticsearch, extraction, facts, indexer, web

    rows: list[Row] = []
    for stage in (crawling, extraction, facts, indexer, web, elasticsearch):
        print(f"measuring {stage.__name__.rpartition('.')[2]} ...", file=sys.stderr, flush=True)
        rows += stage.rows()
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
