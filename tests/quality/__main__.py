"""``make quality``: extraction beside trafilatura and readability-lxml, then search and facts beside their peers, in one run.

F1 is against the gold as it stands, F1* with lost entity names made whole on both sides: the gold keeps what the source
damaged ("Phograve;ng"), the product repairs it, and that alone costs up to 0.02 of F1. ``exact`` are the pages whose
lines are then the gold's, every one and no other (of those with text enough to score). ``unseen`` is the product with the
site and platform rules of the family switched off; the families under the line are made of templates (families.py).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from archive.command_line import Parser
from archive.repair import repair
from tests.quality import facts, search
from tests.quality.families import FOLDERS, MADE, Family, load
from tests.quality.measure import Score, mean, score
from tests.quality.tools import cut, readability_lxml, run, tools, trafilatura_text
from tests.shared_data import ABSENT

_COLUMNS = ("P", "R", "F1", "F1*", "exact", "<0.8", "titles", "right", "wrong", "none", "doubled", "leaks", "pages/s")
_SPEED = ("cut", "article", "unseen", "text", "traf", "read", "cut:x", "art:x", "un:sum")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every table. The exit code: 0; 1 when a part could not be measured."""
    Parser(
        prog="python -m tests.quality", description="Extraction, search and facts beside their peers; it takes no arguments."
    ).parse_args(arguments)
    return max([extraction(), search.report(), facts.report()])


def extraction() -> int:
    """Print the tables of extraction. The exit code: 0; 1 when the sets are absent."""
    try:
        families = [load(name) for name in (*FOLDERS, *MADE)]
    except FileNotFoundError:
        print(ABSENT, file=sys.stderr)
        return 1
    print(_line("family", "tool", *_COLUMNS))
    means: dict[str, list[tuple[float, float]]] = {}
    for family in families:
        _print_family(family, means)
    for name, figures in means.items():
        print(_line("macro", name, "", "", *(f"{mean(column):.4f}" for column in zip(*figures, strict=True))))
    print("\n" + _line("family", "speed", *_SPEED))
    for family in families[: len(FOLDERS)]:
        print(_line(family.name, "", *_speeds(family)))
    return 0


def _print_family(family: Family, means: dict[str, list[tuple[float, float]]]) -> None:
    for name, tool in tools(family.name).items():
        readings, seconds = run(tool, family.pages)
        found, mended = score(readings, family.gold), score(readings, family.gold, repair)
        means.setdefault(name, []).append((found.mean_f1, mended.mean_f1))
        print(_line(family.name, name, *_figures(found, mended, seconds)), flush=True)


def _figures(found: Score, mended: Score, seconds: float) -> tuple[str, ...]:
    shares = (mean(found.precision), mean(found.recall), found.mean_f1, mended.mean_f1)
    counts = (mended.exact, found.below, found.titles, found.dates_right, found.dates_wrong, found.dates_none, found.doubled, found.leaks)
    return (*(f"{share:.4f}" for share in shares), *map(str, counts), f"{found.pages / seconds:.1f}")


def _speeds(family: Family) -> Sequence[str]:
    """Pages per CPU second; then how many times as fast as a peer that does as much, and the unseen route in parts of both.

    An article has title and date, so trafilatura finds them too; cutting and the unseen route are beside its text alone.
    """
    known, unseen_route, whole = (tools(family.name)[name] for name in ("kho-tin", "unseen", "trafilatura"))
    measured = (cut, known, unseen_route, trafilatura_text, whole, readability_lxml)
    seconds = [min(run(tool, family.pages)[1] for _ in range(4)) for tool in measured]
    cutting, article, unseen, text, peer, other = seconds
    rates = (f"{len(family.pages) / second:.0f}" for second in seconds)
    return (*rates, f"{text / cutting:.1f}", f"{peer / article:.1f}", f"{unseen / (text + other):.2f}")


def _line(family: str, tool: str, *figures: str) -> str:
    return f"{family:<11} {tool:<12} " + " ".join(f"{figure:>7}" for figure in figures)


if __name__ == "__main__":
    sys.exit(main())
