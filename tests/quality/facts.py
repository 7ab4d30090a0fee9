"""``python -m tests.quality.facts``: every field's precision, recall and F1 on the hand-read articles, beside two baselines.

The articles are extracted from their captures (the portal's WARC file) as the archive does it; the five seeds come as text.
"""

from __future__ import annotations

import json
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.article import Article
from archive.command_line import Parser
from archive.facts import facts
from archive.facts.dates_in_text import find_dates, nearest_before
from archive.facts.report import facts_json
from archive.facts.text import read
from archive.jsonl import from_json
from archive.warc import read_pages
from crawler.extraction import extract
from tests.quality.facts_measure import Json, Measure, wrong_held_dates
from tests.shared_data import ABSENT, SHARED

GOLD = SHARED / "eval/facts/dev.jsonl"
CAPTURES = SHARED / "portals/sotttt-hanoi.warc.gz"
SEEDS = SHARED / "seeds"
FLOORS = Path(__file__).with_name("facts_floors.toml")

_ASSET = re.compile(r"/(\d{6,7})-")  # a page's asset id is the gold's identifier


def gold() -> list[dict[str, Any]]:
    """The facts read by hand. Raises FileNotFoundError where the set is absent."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines() if line.strip()]


def articles(wanted: Iterable[str]) -> dict[str, Article]:
    """The articles of these identifiers, each from the capture with the longest text, and the seeds."""
    identifiers = set(wanted)
    found = {path.stem: _seed(path) for path in SEEDS.glob("*.json") if path.stem in identifiers}
    for page in read_pages(CAPTURES):
        asset = _ASSET.search(page.url)
        article = extract(page).article if asset and asset[1] in identifiers else None
        if asset and article and len(article.article_body) > len(found[asset[1]].article_body if asset[1] in found else ""):
            found[asset[1]] = replace(article, identifier=asset[1])
    return found


def _seed(path: Path) -> Article:
    record = json.loads(path.read_text(encoding="utf-8"))
    keys = ("headline", "description", "datePublished", "author", "creditText")
    caption = [{"caption": record["imageCaption"]}] if record["imageCaption"] else []
    body = "\n\n".join(record["articleBody"])
    return from_json({"identifier": path.stem, "articleBody": body, "image": caption, **{key: record[key] for key in keys}})


def product(article: Article) -> Json:
    """The facts that the product tells of an article."""
    return facts_json(article, facts(article))


def first_date(article: Article) -> Json:
    """A baseline: every article is about a meeting, held on the first day that its text names."""
    mentions = [found for item in read(article).body for found in find_dates(item.text) if found.precision == "day"]
    posted = article.date_published
    days = (found.first() if found.year or not posted else nearest_before(found, posted) for found in mentions)
    held = next((day for day in days if day), None)
    return {"is_meeting": True, "meeting": {"held": held.isoformat() if held else None}}


def named_entities(article: Article) -> Json:
    """A baseline: the persons that underthesea's named entity recogniser finds."""
    from underthesea import ner  # type: ignore[import-untyped]

    people: list[str] = []
    for word, _, _, label in (token for item in read(article).lines for token in ner(item.text)):
        if label == "B-PER":
            people.append(word)
        elif label == "I-PER" and people:
            people[-1] += f" {word}"
    return {"people": [{"name": name} for name in dict.fromkeys(people)]}


def measure(tell: Callable[[Article], Json], wanted: Sequence[Json], found: Mapping[str, Article]) -> tuple[Measure, Counter[str]]:
    """A tool's counts by field over all articles, and what its wrong held dates were taken from."""
    counts, wrong = Measure(), Counter[str]()
    for record in wanted:
        told = tell(found[record["id"]])
        counts.compare(record, told)
        wrong += wrong_held_dates(record, told)
    return counts, wrong


def share_of_segmenting(found: Iterable[Article]) -> float:
    """The CPU that facts cost, as a share of what word_tokenize of underthesea takes for the same articles, in one run."""
    from underthesea import word_tokenize

    several = list(found)
    word_tokenize("Hà Nội")  # loads its model

    def seconds(run: Callable[[Article], object]) -> float:
        start = time.process_time()
        for article in several:
            run(article)
        return time.process_time() - start

    return seconds(facts) / seconds(lambda article: word_tokenize(f"{article.headline}\n{article.article_body}"))


def below(counts: Measure, wrong: Counter[str]) -> list[str]:
    """What fell below its floor, a line each."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    lines = [f"{field}: F1 {counts[field].f1:.3f} is below {least}" for field, least in floors["f1"].items() if counts[field].f1 < least]
    for field, least in floors["precision"].items():
        if counts[field].precision < least:
            lines.append(f"{field}: precision {counts[field].precision:.3f} is below {least}")
    return lines + [f"held date: {wrong[name]} taken from: {name}" for name, most in floors["never"].items() if wrong[name] > most]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: it takes no arguments."""
    Parser(prog="python -m tests.quality.facts", description="Every field of the facts beside two baselines.").parse_args(arguments)
    return report()


def report() -> int:
    """Print the tables. The exit code: 0; 1 when the set is absent or a field is below its floor."""
    if not (GOLD.is_file() and CAPTURES.is_file()):
        print(ABSENT, file=sys.stderr)
        return 1
    wanted = gold()
    found = articles(record["id"] for record in wanted)
    counts, wrong = measure(product, wanted, found)
    print(f"{'field':<20} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'found':>6} {'gold':>6}")
    for field in counts:
        print(_line(field, counts))
    print(f"{'baseline':<20} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'found':>6} {'gold':>6}")
    print(_line("held date", measure(first_date, wanted, found)[0], "first day"))
    print(_line("people", measure(named_entities, wanted, found)[0], "underthesea.ner"))
    print(f"cost: {share_of_segmenting(found.values()):.2f} of the CPU of underthesea.word_tokenize")
    failures = below(counts, wrong)
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


def _line(field: str, counts: Measure, name: str = "") -> str:
    one = counts[field]
    return f"{name or field:<20} {one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f} {one.right:6d} {one.found:6d} {one.gold:6d}"


if __name__ == "__main__":
    sys.exit(main())
