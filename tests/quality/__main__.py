"""``make quality``: extraction beside trafilatura and readability-lxml, then search and facts beside their peers, in one run.

F1 is against the gold as it stands, F1* with lost entity names made whole on both sides: the gold keeps what the source
damaged ("Phograve;ng"), the product repairs it, and that alone costs up to 0.02 of F1.
"""

from __future__ import annotations

import sys

from archive.repair import repair
from tests.quality import facts, search
from tests.quality.families import FOLDERS, load
from tests.quality.measure import Score, mean, score
from tests.quality.tools import TOOLS, run
from tests.shared_data import ABSENT

_COLUMNS = ("P", "R", "F1", "F1*", "<0.8", "titles", "right", "wrong", "none", "doubled", "leaks", "pages/s")


def main() -> int:
    """Print every table. The exit code: 0; 1 when a part could not be measured."""
    return max([extraction(), search.main(), facts.main()])


def extraction() -> int:
    """Print the table of extraction. The exit code: 0; 1 when the sets are absent."""
    try:
        families = [load(name) for name in FOLDERS]
    except FileNotFoundError:
        print(ABSENT, file=sys.stderr)
        return 1
    print(_line("family", "tool", *_COLUMNS))
    for family in families:
        for name, tool in TOOLS.items():
            readings, seconds = run(tool, family.pages)
            mended = score(readings, family.gold, repair).mean_f1
            print(_line(family.name, name, *_figures(score(readings, family.gold), mended, seconds)))
    return 0


def _figures(found: Score, mended: float, seconds: float) -> tuple[str, ...]:
    shares = (mean(found.precision), mean(found.recall), found.mean_f1, mended)
    counts = (found.below, found.titles, found.dates_right, found.dates_wrong, found.dates_none, found.doubled, found.leaks)
    return (*(f"{share:.4f}" for share in shares), *map(str, counts), f"{found.pages / seconds:.1f}")


def _line(family: str, tool: str, *figures: str) -> str:
    return f"{family:<11} {tool:<12} " + " ".join(f"{figure:>7}" for figure in figures)


if __name__ == "__main__":
    sys.exit(main())
