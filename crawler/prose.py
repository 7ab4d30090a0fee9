"""A light tree of a content node that holds nothing but prose: paragraphs, lists, pictures and emphasis.

Most articles are no more than that, and building BeautifulSoup's tree of them takes longer than all the rest of reading.
The elements here have of its ``Tag`` what ``crawler/content.py`` asks, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from crawler.boilerplate import SILENT_TAGS

_PROSE = frozenset(
    {"a", "b", "blockquote", "br", "center", "div", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "img"}
    | {"li", "ol", "p", "small", "span", "strong", "sub", "sup", "u", "ul"}
)
_MOST = 2000  # elements and texts: more are no mere prose


class Element:
    """An element of prose: its name, its attributes, what it stands in and what it holds (elements and texts)."""

    __slots__ = ("attrs", "contents", "name", "parent")

    def __init__(self, name: str, attrs: Mapping[str, str | None], parent: Element | None) -> None:
        self.name = name
        self.attrs = attrs
        self.parent = parent
        self.contents: list[Element | str] = []

    def get(self, attribute: str) -> str | None:
        """The value of an attribute, None where there is none."""
        return self.attrs.get(attribute)

    def holds(self, name: str) -> bool:
        """Whether an element of a name is inside of it, however deep."""
        return any(inside.name == name for inside in self._inside())

    def _inside(self) -> Iterator[Element]:
        waiting = [self]
        while waiting:
            found = [child for child in waiting.pop().contents if isinstance(child, Element)]
            yield from found
            waiting.extend(found)


def prose_of(node: LexborNode, ends: str = "", chrome: str = "") -> tuple[Element, Element | None] | None:
    """The node as a light tree without what ``chrome`` matches, and in it the first element that ``ends`` matches.

    None where it holds more than prose: a table, a form, a word processor's own elements. What comes after its end
    does not count.
    """
    skipped = frozenset(found.mem_id for found in node.css(chrome)) if chrome else frozenset()
    last = node.css_first(ends) if ends else None
    tree = _Tree(node, skipped, last.mem_id if last is not None else None)
    return (tree.root, tree.end) if tree.grow() else None


class _Tree:
    """Grows in the order of reading, so that it can stop at the end."""

    def __init__(self, node: LexborNode, skipped: frozenset[int], last: int | None) -> None:
        self.root = Element("", {}, None)
        self.end: Element | None = None
        self._skipped = skipped
        self._last = last
        self._open = [(_children_of(node), _added(node, self.root))]
        self._left = _MOST

    def grow(self) -> bool:
        """Whether all that was read is prose."""
        while self._open and self.end is None and self._left:
            children, element = self._open[-1]
            child = next(children, None)
            if child is None:
                self._open.pop()
            elif not self._add(child, element):
                return False
        return bool(self._left)

    def _add(self, child: LexborNode, element: Element) -> bool:
        self._left -= 1
        tag = child.tag or ""
        if tag == "-text":
            element.contents.append(child.text_content or "")
        elif tag == "-comment" or tag in SILENT_TAGS or (self._skipped and child.mem_id in self._skipped):
            return True
        elif self._last is not None and child.mem_id == self._last:
            self.end = _added(child, element)
        elif tag in _PROSE:
            self._open.append((_children_of(child), _added(child, element)))
        else:
            return False
        return True


def _children_of(node: LexborNode) -> Iterator[LexborNode]:
    return iter(node.iter(include_text=True))


def _added(node: LexborNode, parent: Element) -> Element:
    element = Element(node.tag or "", node.attributes, parent)
    parent.contents.append(element)
    return element
