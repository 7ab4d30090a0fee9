"""What a crawl covered: every address counted once, by what became of it and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

LABELS = (
    ("listing", "listings read"),
    ("new", "articles new"),
    ("revised", "articles revised"),
    ("updated", "articles with a changed date or address"),
    ("unchanged", "articles unchanged"),
    ("gone", "articles gone at the source"),
    ("attachment", "attachments read"),
    ("textless", "attachments without text"),
    ("other", "pages that were no article"),
    ("refused", "addresses refused"),
    ("failed", "addresses failed"),
)
"""The counts of a crawl in the order of the summary, and how the summary names them."""


class Coverage:
    """The counts of one crawl."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.counts: Counter[str] = Counter()
        self.reasons: dict[str, Counter[str]] = {}
        self.notes: list[str] = []

    def count(self, what: str, reason: str = "") -> None:
        """Counts one address; of the reason, what stands before the colon is counted."""
        self.counts[what] += 1
        if reason:
            self.reasons.setdefault(what, Counter())[reason.partition(":")[0]] += 1

    def stats(self) -> Iterator[tuple[str, int]]:
        """The counts under the names they have in Scrapy's stats."""
        for what, number in sorted(self.counts.items()):
            yield f"coverage/{what}", number
            for reason, times in sorted(self.reasons.get(what, Counter()).items()):
                yield f"coverage/{what}/{reason}", times

    def summary(self, left: int, stopped: str | None = None) -> str:
        """The counts in lines for a reader, the first of which says whether the crawl is complete."""
        lines = [f"{self.site}: {self._state(left)}" + (f" ({stopped})" if stopped else "")]
        lines += [self._line(what, label) for what, label in LABELS if self.counts[what]]
        lines += [f"  {note}" for note in self.notes]
        if left:
            lines.append(f"  go on with: scrapy crawl {self.site}")
        return "\n".join(lines)

    def _state(self, left: int) -> str:
        if left:
            return f"NOT complete, {left} addresses left"
        return "complete" if self.counts["listing"] else "no listing could be read"

    def _line(self, what: str, label: str) -> str:
        reasons = ", ".join(f"{reason} {times}" for reason, times in self.reasons.get(what, Counter()).most_common())
        return f"  {label}: {self.counts[what]}" + (f" ({reasons})" if reasons else "")
