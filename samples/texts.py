"""The articles of the sample portals, as the files of samples/articles/ give them (samples/README.md says how)."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "articles"

LAST_GENERATION = 2
"""The portals stand at generation 1 on the first run and at 2 from then on: one text changed, one page gone, one new."""

# What careless CMS imports leave of an entity once its "&" is lost.
DAMAGED = {"“": "ldquo;", "”": "rdquo;", "ò": "ograve;"}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body: ``kind`` is paragraph, heading, list or table; a table's lines are rows of cells."""

    kind: str
    lines: tuple[str, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of a table, row by row."""
        return tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAttachment:
    """A file an article links to; its text is kept readable here and packed when it is served."""

    name: str
    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as its portal shows it.

    ``posted`` is the time that its page prints, ``listed`` the day that only the listing prints; both may be missing.
    """

    key: str
    portal: str
    number: int
    section: str
    headline: str
    description: str | None = None
    lede_again: str | None = None
    body: str
    author: str | None = None
    credit: str | None = None
    caption: str | None = None
    posted: datetime | None = None
    listed: date | None = None
    held: str | None = None
    seed: bool = False
    oddities: frozenset[str] = frozenset()
    attachments: tuple[SampleAttachment, ...] = ()
    from_generation: int = 1
    gone_from: int | None = None
    touched_in: int | None = None
    corrected_in: int | None = None

    @property
    def date_published(self) -> date | None:
        """The day the portal says it was posted, or None where it says none."""
        return self.posted.date() if self.posted else self.listed

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body, piece by piece."""
        return tuple(_block(part) for part in self.body.strip().split("\n\n"))

    def text_as_served(self) -> SampleArticle:
        """The same article with the faults its page has: NFD, or entities without their "&"."""
        return replace(
            self,
            headline=self._with_faults(self.headline),
            description=self.description and self._with_faults(self.description),
            body=self._with_faults(self.body),
            caption=self.caption and self._with_faults(self.caption),
        )

    def _with_faults(self, text: str) -> str:
        if "damaged-entities" in self.oddities:
            text = "".join(DAMAGED.get(letter, letter) for letter in text)
        return unicodedata.normalize("NFD", text) if "nfd" in self.oddities else text


def _block(part: str) -> Block:
    lines = tuple(part.splitlines())
    if all(line.startswith("- ") for line in lines):
        return Block("list", tuple(line[2:] for line in lines))
    if all(line.startswith("|") for line in lines):
        return Block("table", lines)
    if part.startswith("**") and part.endswith("**"):
        return Block("heading", (part.strip("*"),))
    return Block("paragraph", (" ".join(lines),))


def load(generation: int = 1) -> tuple[SampleArticle, ...]:
    """Every article there is at a generation, gone ones included, in the order of their files."""
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    articles = (_article(key, files, generation) for key in files)
    return tuple(article for article in articles if article.from_generation <= generation)


def _article(key: str, files: Mapping[str, Mapping[str, Any]], generation: int) -> SampleArticle:
    data = dict(files[key])
    if "same_text_as" in data:
        data = {**files[data.pop("same_text_as")], **data}
    body, corrected_in = _corrected(data["body"], data.pop("corrections", ()), generation)
    return SampleArticle(
        key=key,
        number=data.pop("id"),
        body=body,
        corrected_in=corrected_in,
        held=str(data.pop("held")) if "held" in data else None,
        oddities=frozenset(data.pop("oddities", ())),
        attachments=tuple(SampleAttachment(**item) for item in data.pop("attachments", ())),
        **{name: value for name, value in data.items() if name not in ("body", "same_text_as")},
    )


def _corrected(body: str, corrections: list[Mapping[str, Any]], generation: int) -> tuple[str, int | None]:
    corrected_in = None
    for correction in corrections:
        if correction["generation"] > generation:
            continue
        if correction["find"] not in body:
            raise ValueError(f"a correction looks for words that the body has not: {correction['find']!r}")
        body = body.replace(correction["find"], correction["replace"])
        corrected_in = correction["generation"]
    return body, corrected_in
