"""A page as a tree: its text, what it says of its own address, and how its links are made absolute.

Which parser does what: selectolax (lexbor) reads the whole page and finds the nodes, 0.3 ms for 45 KB; the content
node alone goes through BeautifulSoup for cleaning (``crawler/content.py``), which would cost 10 ms on the whole page;
where it is nothing but prose it is read as it is (``crawler/prose.py``).
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.page import Page
from crawler.charset import Decoded, decode
from crawler.text_nodes import to_unicode

# What a browser or a mirroring program writes at the head of a page that it saved.
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)(?P<url>\S+)|Mirrored from (?P<mirrored>[^\s/]+/\S*))", re.IGNORECASE)
DEEPEST = 1000
"""Elements inside each other. Real pages stay under 60; parsing takes time in the square of it (25 s at 100,000)."""

_MANY_TAGS = 4000  # real pages have 500 to 2,500; so few cannot be nested deep enough to matter

# Without the elements that are never closed, or whose end HTML lets out.
_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|td|th|tr|option|tbody|thead|tfoot)[\s/>])[a-z]",
    re.IGNORECASE,
)
_CONTROLS = bytes([*range(9), 11, *range(14, 32)])
_PARTING = "br, p, div, li, td, img, script, style"
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_END_REACH = 20_000  # scripts and comments may follow the end, but not a page's worth of them


def folded(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends; marks without width go."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def node_text(node: LexborNode | None) -> str:
    """The text of a node and a space between its elements, white space folded; empty for none. Never an image's ``alt``."""
    return folded(node.text(separator=" ")) if node is not None else ""


def line_text(node: LexborNode) -> str:
    """The text of a node that is one line: inline elements part no words ("Số <b>1605</b>/QĐ-TTg")."""
    return folded(node.text(separator=" " if node.css_first(_PARTING) is not None else ""))


def joined(base: str, address: str | None) -> str:
    """An address made absolute; empty for one that leads nowhere (script, mail, a fragment) or is broken."""
    address = (address or "").strip()
    if not address or address.startswith("#") or address.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "about:")):
        return ""
    try:
        return urljoin(base, address)
    except ValueError:  # "http://[" and the like
        return ""


class Document:
    """One page's text and tree, read once and shared by every layout that is tried on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def decoded(self) -> Decoded:
        """The page's text and the charset it was read in."""
        return decode(self.page.payload, self.page.header("content-type"))

    @cached_property
    def depth(self) -> int:
        """How deep elements are nested; 0 for a page of ordinary size, where it is not worth the counting."""
        text = self.decoded.text
        if text.count("<") <= _MANY_TAGS:
            return 0
        depth = deepest = 0
        for tag in _NESTING_TAG.finditer(text):
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
        return deepest

    @cached_property
    def unread(self) -> int:
        """How many characters no charset explains, and how many control characters the bytes hold."""
        payload = self.page.payload
        return self.decoded.text.count("\ufffd") + len(payload) - len(payload.translate(None, _CONTROLS))

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's tree, its text in Unicode; an empty one for a page nested deeper than ``DEEPEST``.

        NUL is no text: the parser would end there.
        """
        html = self.decoded.text.replace("\0", "") if self.depth <= DEEPEST else ""
        tree = LexborHTMLParser(html)
        to_unicode(tree, html)
        return tree

    def first(self, *selectors: str) -> LexborNode | None:
        """The first node of the first selector that matches."""
        for selector in selectors:
            if (node := self.tree.css_first(selector)) is not None:
                return node
        return None

    def text(self, *selectors: str) -> str:
        """The text of the first matching node that has any."""
        for selector in selectors:
            for node in self.tree.css(selector):
                if text := line_text(node):
                    return text
        return ""

    @cached_property
    def own_url(self) -> str:
        """What the page says its address is: canonical link, ``og:url``, the note of whoever saved it; empty if nothing.

        A relative canonical link is resolved when the page tells its host anywhere, else given as it is.
        """
        stated = self._addresses.get("link", "")
        graph = self._addresses.get("meta", "")
        base = self._addresses.get("base", "") or (graph if host_of(graph) else "") or self._saved_from
        address = joined(base, stated) if base else stated
        return address or graph or self._saved_from

    @cached_property
    def base_url(self) -> str:
        """What relative links of the page are relative to."""
        url = self.page.url or self.own_url
        return joined(url, self._addresses.get("base", "")) or url

    @property
    def torn(self) -> bool:
        """Whether the page stops without an end, as a transfer that broke off leaves it."""
        return not _END.search(self.decoded.text, max(0, len(self.decoded.text) - _END_REACH))

    def is_last(self, node: LexborNode) -> bool:
        """Whether nothing of the page comes after this node: on a torn page it may go on where the page does not."""
        current: LexborNode | None = node
        while current is not None and current.tag not in ("body", "html"):
            following = current.next
            while following is not None:
                if following.tag != "-text" or (following.text() or "").strip():
                    return False
                following = following.next
            current = current.parent
        return True

    @property
    def _saved_from(self) -> str:
        note = _SAVED_FROM.search(self.decoded.text, 0, 4096)
        if note is None:
            return ""
        return note["url"] or "http://" + note["mirrored"]

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """What the page says of addresses: the first of each element that does, found in one pass."""
        found: dict[str, str] = {}
        for node in self.tree.css("link[rel=canonical], meta[property='og:url'], base[href]"):
            found.setdefault(node.tag or "", (node.attributes.get("href") or node.attributes.get("content") or "").strip())
        return found


def host_of(url: str) -> str | None:
    """The host of an address, None where there is none or the address is broken."""
    try:
        return urlsplit(url).netloc.lower() or None
    except ValueError:
        return None


def is_web_address(url: str) -> bool:
    """Whether text is an address of the web: http or https, and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
