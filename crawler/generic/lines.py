"""A page as lines in reading order, each with where it stands: what headline, date and content are looked for in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from archive.repair import repair
from crawler.generic.prune import names
from crawler.markup import folded

_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "big", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "o:p", "q"}
    | {"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "st1:place"}
)
_EMPHASIS = frozenset({"b", "strong", "big", "font"})
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Line:
    """One line of text: the block element it stands in, how much of it is links, and what its elements are called."""

    block: LexborNode
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    """Characters that stand in links."""
    named: str = ""
    """The classes and ids of the inline elements around the text, of the block and of its parent."""
    properties: str = ""
    """The ``itemprop`` values around it."""

    is_emphasised: bool = False
    """Whether it is bold, or larger than the text around it."""
    text: str = ""
    key: str = ""
    """Its words in lower case, parted by one space."""

    @property
    def is_linked(self) -> bool:
        """Whether most of it is a link."""
        return self.linked * 2 > len(self.text)


def lines_of(root: LexborNode) -> list[Line]:
    """The lines of a tree, in order. A line ends where a block element or a ``br`` does."""
    lines: list[Line] = []
    open_line: Line | None = None
    for node in root.traverse(include_text=True):
        if node.tag == "br":
            open_line = None
        elif node.tag == "-text":
            text = node.text()
            if not text or text.isspace():
                if open_line is not None:
                    open_line.pieces.append(" ")
                continue
            block, inline, in_link = _block_of(node)
            if block is None:
                continue
            if open_line is None or open_line.block.mem_id != block.mem_id:
                open_line = Line(block)
                lines.append(open_line)
            open_line.pieces.append(text)
            open_line.linked += len(text.strip()) if in_link else 0
            _name(open_line, inline)
    return [line for line in lines if _finish(line)]


def _block_of(node: LexborNode) -> tuple[LexborNode | None, list[LexborNode], bool]:
    """The block element around a text, the inline elements between, and whether one of them is a link."""
    inline: list[LexborNode] = []
    in_link = False
    current = node.parent
    while current is not None and current.tag in _INLINE:
        inline.append(current)
        in_link = in_link or current.tag == "a"
        current = current.parent
    # A block inside of a link: <a><h3>TITLE</h3></a>.
    if not in_link and current is not None and current.parent is not None and current.parent.tag == "a":
        in_link = True
    return current, inline, in_link


def _name(line: Line, inline: list[LexborNode]) -> None:
    for node in inline:
        line.is_emphasised = line.is_emphasised or node.tag in _EMPHASIS
        if node.attributes:
            line.named += " " + names(node)
            line.properties += " " + (node.attributes.get("itemprop") or "")


def _finish(line: Line) -> bool:
    line.text = repair(folded("".join(line.pieces)))
    line.key = key(line.text)
    parent = line.block.parent
    line.named += " " + names(line.block) + " " + (names(parent) if parent is not None else "")
    line.properties += " " + (line.block.attributes.get("itemprop") or "")
    return bool(line.text)


def key(text: str) -> str:
    """A text's words in lower case, parted by one space."""
    return " ".join(_WORD.findall(text.casefold()))


def link_of(line: Line) -> LexborNode | None:
    """The link that a line is, or stands in."""
    if (inside := line.block.css_first("a[href]")) is not None:
        return inside
    current: LexborNode | None = line.block
    while current is not None and current.tag != "a":
        current = current.parent
    return current
