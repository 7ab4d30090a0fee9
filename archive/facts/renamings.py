"""What a body was called before: "Đài A được đổi tên là Đài B", "Bộ A (nay là Bộ B)", "Hội đồng B, trước đây là Ủy ban A"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.facts.bodies import body_spans
from archive.facts.text import Line, Reading

VERSION = 1

# What stands between the two names, and nothing else: a short form in brackets, a comma or a bracket, the words that say it.
_SAID = re.compile(
    r"(?:\s*\([^()]{1,40}\))?\s*[,(]?\s*(?:"
    r"(?P<later>(?:(?:đã|chính thức|sau)\s+){0,2}(?:được\s+(?:[^\s,.;()]+\s+){0,4})?đổi tên (?:thành|là)|nay (?:là|đổi tên thành))"
    r"|(?P<earlier>(?:trước đây|tiền thân|trước đó) là))\s*"
)
_SIGNS = ("đổi tên", "nay là", "trước đây là", "trước đó là", "tiền thân là")  # a plain look for them spares most lines the rest
_LONGEST = 90  # characters between two names


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A body under an earlier and a later name, with the words that say so."""

    before: str
    after: str
    evidence: str
    rule: str


def renamings(reading: Reading) -> tuple[Renaming, ...]:
    """The renamings that an article tells, each once."""
    told = (one for item in reading.lines if any(sign in item.text for sign in _SIGNS) for one in _told(item))
    return tuple({(one.before, one.after): one for one in told}.values())


def _told(item: Line) -> Iterator[Renaming]:
    for (begin, end), (second, last) in pairwise(body_spans(item)):
        between = item.text[item.ends[end - 1] : item.starts[second]]
        said = _SAID.fullmatch(between) if len(between) <= _LONGEST else None
        if said is None:
            continue
        first, other = item.span(begin, end), item.span(second, last)
        before, after = (first, other) if said["later"] else (other, first)
        rule = "named later" if said["later"] else "named earlier"
        yield Renaming(before=before, after=after, evidence=item.span(begin, last), rule=rule)
