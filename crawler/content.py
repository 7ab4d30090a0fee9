"""A content node as blocks in reading order: paragraphs, list items, table rows, images.

The node alone goes through BeautifulSoup (with lxml): word processors leave markup there that needs a patient parser.
What is nothing but prose is read from the tree that is there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bs4 import BeautifulSoup, PageElement, Tag
from bs4.element import PreformattedString
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.repair import repair
from crawler.boilerplate import SILENT_TAGS, is_silent
from crawler.generic.lines import lines_of
from crawler.markup import folded
from crawler.prose import Element, prose_of

BlockKind = Literal["text", "item", "row", "caption", "image"]
_Style = tuple[bool, bool]  # bold, italic
_Element = Tag | Element

_BREAKING = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "ul"}
    | {"table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "figure", "figcaption"}
)
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|img-?desc", re.IGNORECASE)
_PLAIN: _Style = (False, False)
_BOLD = frozenset({"strong", "b"})
_ITALIC = frozenset({"em", "i"})
_ALIGN = re.compile(r"text-align\s*:\s*(right|center)", re.IGNORECASE)
# Breaks in a row say no more than one; word processors and faulty editors leave thousands.
_BREAKS = re.compile(r"<br[^<>]{0,80}>(?:(?:\s|&nbsp;)*<br[^<>]{0,80}>)+", re.IGNORECASE)
_MOST_TAGS = 20_000  # real articles have under 2,000; BeautifulSoup takes 10 to 20 microseconds for each
_LONG_CELL = 300  # characters: a longer cell is running text that a table only arranges


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text (or one image, whose address is ``source``) and how it is set."""

    text: str
    kind: BlockKind = "text"
    align: str = ""
    bold: bool = False
    """Whether all of the text is bold; ``italic`` likewise."""
    italic: bool = False
    with_image: bool = False
    """Whether an image stands before the text in the same paragraph, cell or figure."""
    source: str = ""


def blocks_of(html: str, ends: str = "", chrome: str = "") -> tuple[Block, ...]:
    """The blocks of a content node's HTML, up to the first element that the selector ``ends`` matches.

    What ``chrome`` matches is left out. The end matters on torn markup: an attribute without its closing quote makes the
    rest of the page part of the node.
    """
    html = _BREAKS.sub("<br>", html)
    if html.count("<") > _MOST_TAGS:
        return _plain_blocks(html)
    soup = BeautifulSoup(html, "lxml", multi_valued_attributes=None)
    for tag in soup.select(chrome) if chrome else ():
        tag.decompose()
    end = soup.select_one(ends) if ends else None
    reader = _Reader(end)
    reader.read(soup)
    return tuple(reader.blocks)


def blocks_in(node: LexborNode, ends: str = "", chrome: str = "") -> tuple[Block, ...]:
    """The blocks of a content node, as ``blocks_of`` reads them from its HTML."""
    prose = prose_of(node, ends, chrome)
    if prose is None:
        return blocks_of(node.html or "", ends, chrome)
    root, end = prose
    reader = _Reader(end)
    reader.read(root)
    return tuple(reader.blocks)


def _plain_blocks(html: str) -> tuple[Block, ...]:
    """The lines of a node with more elements than any article has: their text alone, read in time that grows with the size."""
    tree = LexborHTMLParser(html)
    for node in tree.css(", ".join(sorted(SILENT_TAGS - {"head"}))):
        node.decompose()
    return tuple(Block(line.text) for line in lines_of(tree.body)) if tree.body is not None else ()


@dataclass(slots=True)
class _Reader:
    """Walks the tree without recursion: pages nest hundreds of elements deep where editors pasted from a word processor."""

    end: _Element | None
    blocks: list[Block] = field(default_factory=list)
    line: list[tuple[str, _Style]] = field(default_factory=list)
    lines: list[tuple[list[str], _Style]] = field(default_factory=list)
    """The finished lines, each in the pieces that an editor's wrapping made of it."""

    def read(self, root: _Element) -> None:
        open_tags: list[tuple[_Element, Iterator[PageElement | Element | str], _Style]] = [(root, iter(root.contents), _PLAIN)]
        while open_tags:
            tag, children, style = open_tags[-1]
            child = next(children, None)
            if child is None:
                open_tags.pop()
                self.close(tag)
            elif child is self.end:
                break
            elif isinstance(child, (Element, Tag)):
                if self.open(child):
                    open_tags.append((child, iter(child.contents), _style(child, style)))
            elif isinstance(child, str) and not isinstance(child, PreformattedString):
                self.line.append((child, style))
        for tag, _, _ in reversed(open_tags):
            self.close(tag)

    def open(self, tag: _Element) -> bool:
        """Whether to go into an element."""
        if is_silent(tag):
            return False
        if tag.name == "br":
            self.break_line()
            return False
        if tag.name == "img":
            self.image(tag)
            return False
        if tag.name in _BREAKING:
            self.flush(tag.parent)
            if isinstance(tag, Tag) and tag.name == "table" and (rows := _rows(tag, self.end)):
                self.blocks.extend(rows)
                return False
        return True

    def close(self, tag: _Element) -> None:
        if tag.name in _BREAKING or tag.parent is None:
            self.flush(tag)

    def image(self, tag: _Element) -> None:
        self.flush(tag.parent)
        source = str(tag.get("src") or tag.get("data-src") or tag.get("data-original") or "").strip()
        self.blocks.append(Block("", "image", source=source))

    def break_line(self) -> None:
        """A line break parts paragraphs, unless the next line goes on in lower case: then the editor only wrapped it."""
        text = folded("".join(piece for piece, _ in self.line))
        styles = [style for piece, style in self.line if piece.strip()]
        whole = (all(bold for bold, _ in styles), all(italic for _, italic in styles))
        self.line.clear()
        if not text:
            return
        if self.lines and text[0].islower():
            before, style = self.lines[-1]
            before.append(text)
            self.lines[-1] = (before, (style[0] and whole[0], style[1] and whole[1]))
        else:
            self.lines.append(([text], whole))

    def flush(self, tag: _Element | None) -> None:
        """End the running paragraph; ``tag`` is the element it stood in."""
        self.break_line()
        if not self.lines:
            return
        kind, align = _setting(tag)
        for pieces, (bold, italic) in self.lines:
            with_image = bool(self.blocks) and self.blocks[-1].kind == "image" and _holds_image(tag)
            self.blocks.append(Block(repair(" ".join(pieces)), kind, align, bold, italic, with_image))
        self.lines.clear()


def _style(tag: _Element, around: _Style) -> _Style:
    """How the text in an element is set: as the element says, else as the text around it within one block."""
    bold, italic = _PLAIN if tag.name in _BREAKING else around
    bold = bold or tag.name in _BOLD
    italic = italic or tag.name in _ITALIC or ("style" in tag.attrs and "italic" in str(tag.attrs["style"]))
    return bold, italic


def _setting(tag: _Element | None) -> tuple[BlockKind, str]:
    """What kind of block an element makes of its text, and how it is aligned."""
    kind: BlockKind = "text"
    align = ""
    depth = 0
    while tag is not None and depth < 4:  # a caption's or a list's element is near; alignment further out is the page's
        if kind == "text":
            kind = _kind(tag)
        align = align or _alignment(tag)
        tag, depth = tag.parent, depth + 1
    return kind, align


def _kind(tag: _Element) -> BlockKind:
    if tag.name == "figcaption" or (tag.attrs and _CAPTION_CLASS.search(str(tag.get("class") or ""))):
        return "caption"
    return "item" if tag.name == "li" else "text"


def _alignment(tag: _Element) -> str:
    if not tag.attrs:
        return "center" if tag.name == "center" else ""
    styled = _ALIGN.search(str(tag.get("style") or ""))
    align = styled[1] if styled else str(tag.get("align") or "")
    return align.lower() if align.lower() in ("right", "center") else ""


def _holds_image(tag: _Element | None) -> bool:
    """Whether the paragraph, the cell or (a caption under its picture) the small table of a text holds an image."""
    while tag is not None and tag.name not in ("p", "td", "figure", "div", "table", "li"):
        tag = tag.parent
    if tag is None or tag.name == "div":
        return False
    if isinstance(tag, Element):
        return tag.holds("img")
    if tag.find("img") is not None:
        return True
    table = tag.find_parent("table")
    return table is not None and table.find("img") is not None and _is_short(table)


def _is_short(table: Tag) -> bool:
    """Whether a table holds no more text than a caption; the rest of a long one is not looked at."""
    size = 0
    for text in table.strings:
        size += len(text)
        if size >= _LONG_CELL:
            return False
    return True


def _rows(table: Tag, end: _Element | None) -> list[Block]:
    """The rows of a table of data as one block each; nothing for a table that arranges text or pictures."""
    if table.find(["img", "table"]) is not None or (end is not None and any(end is inner for inner in table.descendants)):
        return []
    rows: list[list[str]] = []
    for row in table.find_all("tr"):
        rows.append(_cells(row))
        if any(len(cell) > _LONG_CELL for cell in rows[-1]):
            return []  # at once: on torn markup a cell may hold all further rows
    if sum(len(row) > 1 for row in rows) < 2:
        return []
    return [Block(repair(" | ".join(row)), "row") for row in rows if row]


def _cells(row: Tag) -> list[str]:
    cells = (folded(cell.get_text(" ")) for cell in row.find_all(["td", "th"], recursive=False))
    return [cell for cell in cells if cell]


def texts(blocks: Iterable[Block]) -> list[str]:
    """The texts of the blocks that have any, in order."""
    return [block.text for block in blocks if block.text]
