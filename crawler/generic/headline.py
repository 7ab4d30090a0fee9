"""The headline of an unknown page: the line before the text that its own words, its element or its name say is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from archive.repair import repair
from crawler.boilerplate import is_widget_line
from crawler.dates import dates_in
from crawler.generic.lines import Line, key
from crawler.markup import folded, line_text

_SEPARATOR = re.compile(r"\s+[-–—|»:·>]+\s+|\s*[|»]\s*|\s::\s")
_PORTAL = re.compile(
    r"(?:cổng|trang)\s+(?:thông\s+tin|tin|tttt|điện\s+tử|(?:của\s+)?(?:thành\s+phố|tỉnh|huyện|quận|bộ|sở|cục|ubnd|chính\s+phủ)\b)|website|portal|trang\s+chủ|home|chi\s+tiết(?:\s+tin)?|tin\s+tức|news|^(?:bộ|sở|ubnd|ủy\s+ban|cục|báo|hđnd|hội\s+đồng|tỉnh|thành\s+phố)\b|\.(?:gov\.)?vn\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"title|tieu-?de|headline|subject|heading|ten-?bai", re.IGNORECASE)
_BOX = re.compile(
    r"portlet(?!-(?:body|content))|module-?title|box|widget|block-?title|panel-?title|site-?(?:name|title)|logo|brand|slogan|breadcrumb|trang-?chu|cate|section|title-?list|chuyen-?muc|menu|zone",
    re.IGNORECASE,
)
_SITE_NAME = re.compile(r"site-?(?:name|title)|logo|brand|slogan", re.IGNORECASE)
_HEADINGS = {"h1": 5.0, "h2": 3.5, "h3": 2.5, "h4": 1.5, "h5": 0.5, "h6": 0.0}
_LONGEST = 400  # characters
_BACK = 60  # lines before the text in which a headline is looked for
_OVER_DATE = 2.5  # a headline stands right over the date
_SECTION = 40  # characters: a short line in capitals is a section's name
_DATE_LINE = 90
_LED = 0.95  # of a match: the head goes on with the portal's name
_RUNNING = 110  # characters: a longer line, without a heading's element or name, is text


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page's head says the headline is: exactly (og:title, JSON-LD), and with the portal's name after it (<title>)."""

    exact: tuple[str, ...]
    whole: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Both kinds as keys."""
        return tuple(key(text) for text in (*self.exact, self.whole) if text)


def stated(tree: LexborHTMLParser) -> Stated:
    """What the head of a page says."""
    selectors = ("meta[property='og:title']", "meta[name='twitter:title']", "meta[name='title']", "meta[itemprop='headline']")
    metas = [node.attributes.get("content") or "" for selector in selectors for node in tree.css(selector)]
    linked = [str(record["headline"]) for record in linked_data(tree) if isinstance(record.get("headline"), str)]
    node = tree.css_first("title")
    texts = (repair(folded(text)) for text in (*linked, *metas))
    return Stated(tuple(dict.fromkeys(text for text in texts if text)), repair(line_text(node)) if node is not None else "")


def linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The records of a page's JSON-LD, those inside of a graph or a list among them."""
    for node in tree.css("script[type='application/ld+json']"):
        try:
            open_records = [json.loads(node.text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while open_records:
            record = open_records.pop()
            if isinstance(record, list):
                open_records.extend(record)
            elif isinstance(record, dict):
                yield record
                open_records.append(record.get("@graph") or [])


def without_portal(title: str) -> str:
    """A ``<title>`` without the section and the portal after (or before) it."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    while len(parts) > 1 and _is_portal(parts[-1], parts[0]):
        parts.pop()
    while len(parts) > 1 and _is_portal(parts[0], parts[-1]):
        parts.pop(0)
    start, end = title.find(parts[0]) if parts else 0, title.rfind(parts[-1]) + len(parts[-1]) if parts else 0
    return title[start:end].strip()


def _is_portal(part: str, other: str) -> bool:
    return _PORTAL.search(part) is not None or (len(part.split()) <= 4 < len(other.split()))


def title_line(lines: Sequence[Line], said: Stated) -> int:
    """The index of the line that says what the head says, -1 where none does: found before anything is known of the content."""
    best, found = 0.0, -1
    for index, line in enumerate(lines):
        share = _share(line, said)
        if share > best:
            best, found = share, index
    return found


def _share(line: Line, said: Stated) -> float:
    """How much of what the head says a line is: 1 for all of it, 0 for none. Three words are the least."""
    words = line.key
    if (
        len(words) > _LONGEST
        or _SITE_NAME.search(line.named)
        or (words.count(" ") < 2 and not (line.block.tag in _HEADINGS or _NAMED.search(line.named)))
    ):
        return 0.0
    best = _LED * (_leads(line.text, said.whole) or any(_leads(line.text, text) for text in said.exact))
    exact = [key(text) for text in said.exact]
    for wanted in exact:
        if words == wanted or (len(wanted) > 40 and words.startswith(wanted[:-3])):
            return 1.0
    for wanted in said.keys:
        if wanted.startswith(words) or wanted.endswith(words):
            best = max(best, 0.98 * len(words) / len(wanted))
        elif words in wanted:
            best = max(best, 0.8 * len(words) / len(wanted))
    # Of "SECTION - PORTAL" the section's name would be a third: a headline says more than the portal's name does.
    return best if best >= 0.3 else 0.0


def _leads(text: str, whole: str) -> bool:
    """Whether the head's text is a line and, after a dash or a bar, the section and the portal."""
    return whole.startswith(text) and re.match(r"\s*[-–—|»:·]", whole[len(text) :]) is not None


def find_headline(lines: Sequence[Line], first: int, said: Stated) -> tuple[str, int]:
    """The headline and the index of its line (-1: it stands in the page's head alone). Both empty where there is none.

    ``first`` is the index of the first line that is text.
    """
    known = bool(said.exact) or _informative(said.whole)
    best, found = 3.0 if known else 0.0, -1
    for index in range(max(0, first - _BACK), min(len(lines), first + 1)):
        score = _score(lines[index], first - index, said) + _OVER_DATE * (index + 1 < len(lines) and is_date(lines[index + 1]))
        if score > best:
            best, found = score, index
    if found >= 0 and not said.exact:
        found = _over_section(lines, found, first)
    if found >= 0 and (best >= 8 or not known):
        return _text(lines[found], said), found
    from_head = next((text for text in said.exact if _informative(text)), "") or without_portal(said.whole)
    if _informative(from_head):
        return without_portal(from_head), found if found >= 0 and lines[found].key in key(from_head) else -1
    return (_text(lines[found], said), found) if found >= 0 else (from_head, -1)


def _over_section(lines: Sequence[Line], found: int, first: int) -> int:
    """Where the head names the section and the page shows one article whole: the article's own headline after it."""
    if is_titled(lines[found]):
        return found
    later = (index for index in range(found + 1, min(first, len(lines))) if is_titled(lines[index]))
    return next((index for index in later if not lines[index].is_linked and not is_date(lines[index])), found)


def is_titled(line: Line) -> bool:
    """Whether a line's element or name says that it is a headline, and not a box's."""
    return (line.block.tag in _HEADINGS or _NAMED.search(line.named) is not None) and not _BOX.search(line.named)


def _informative(text: str) -> bool:
    """Whether words of the head can be a headline: the portal's name alone is none."""
    bare = without_portal(text)
    return len(bare.split()) >= 4 and not _PORTAL.match(bare)


def _score(line: Line, distance: int, said: Stated) -> float:
    if (
        not 1 <= line.key.count(" ") + 1 <= 60
        or is_widget_line(line.text)
        or (line.text.isupper() and _PORTAL.search(line.text))
        or not any(character.isalpha() for character in line.text)
    ):
        return 0.0
    tag = line.block.tag or ""
    named = bool(_NAMED.search(line.named))
    score = _HEADINGS.get(tag, 0.0) + 4 * ("headline" in line.properties) + 3.5 * named + 8 * _share(line, said)
    if tag not in _HEADINGS and not named and len(line.text) > _RUNNING:
        score -= 4 if line.text.endswith((".", ";", ":")) or len(line.text) > 2 * _RUNNING else 1
    if _BOX.search(line.named):
        score -= 4.5
    score -= 5 * line.is_linked + 3 * (line.text.isupper() and len(line.text) <= _SECTION) + 6 * is_date(line)
    score += 1.5 * line.is_emphasised
    score += min(line.key.count(" ") + 1, 8) * 0.35 - 1.5
    score -= 0.15 * max(0, distance) + 3 * (distance < 0) + 1.5 * (distance == 0 and tag not in _HEADINGS and not named)
    return score


def is_date(line: Line) -> bool:
    """Whether a line is a date and hardly more."""
    return len(line.text) <= _DATE_LINE and any(True for _ in dates_in(line.text))


def _text(line: Line, said: Stated) -> str:
    """The whole heading, also where a line break parts it; the longer wording where the page cuts it short."""
    tag = line.block.tag or ""
    text = line_text(line.block) if tag in _HEADINGS else line.text
    text = repair(text if len(text) <= _LONGEST else line.text)
    if text.endswith(("...", "…")):
        bare = key(text.rstrip(".… "))
        return next((longer for longer in said.exact if key(longer).startswith(bare)), text)
    return text
