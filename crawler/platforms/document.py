"""The card of a legal document (số ký hiệu, ngày ban hành, trích yếu ...), as document portals of all makes print it."""

from __future__ import annotations

import re
from functools import cached_property

from selectolax.lexbor import LexborNode

from archive.page import PageKind
from archive.repair import repair
from crawler.content import Block
from crawler.dates import PostingDate
from crawler.markup import Document, line_text, node_text
from crawler.page import NewsPage

_SUBJECT = "trích yếu"
_NUMBER = "số ký hiệu"
_KIND = "loại văn bản"
_LABELS = {
    _NUMBER: r"số\s*(?:/|,|và)?\s*ký\s+hiệu(?:\s+văn\s+bản)?|số\s+hiệu(?:\s+văn\s+bản)?|số\s+văn\s+bản",
    "ngày ban hành": r"ngày\s+(?:ban\s+hành|ký|văn\s+bản)",
    "ngày hiệu lực": r"ngày\s+(?:có\s+)?hiệu\s+lực|hiệu\s+lực(?:\s+từ)?|tình\s+trạng(?:\s+hiệu\s+lực)?",
    _KIND: r"(?:loại|hình\s+thức|thể\s+loại)(?:\s+văn\s+bản)?",
    "cơ quan ban hành": r"(?:cơ\s+quan|nơi|đơn\s+vị)\s+ban\s+hành",
    "người ký": r"người\s+ký(?:\s+duyệt)?",
    "lĩnh vực": r"lĩnh\s+vực",
    _SUBJECT: r"trích\s+yếu(?:\s+nội\s+dung)?|nội\s+dung\s+trích\s+yếu|về\s+việc",
}
_PATTERNS = {name: re.compile(rf"\W*(?:{label})\W*", re.IGNORECASE) for name, label in _LABELS.items()}
_FEWEST = 3  # labels make a card
_LONGEST = 40  # characters of a label


class DocumentCardPage(NewsPage):
    """A document's card: its subject is the headline, its rows are the text. The day of issue is no posting date."""

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Where at least three of the labels stand before a value of their own; in the head of a list they stand side by side."""
        text = document.decoded.text
        return "hành" in text and len(_card(document)) >= _FEWEST

    @cached_property
    def card(self) -> dict[str, tuple[str, LexborNode]]:
        """The printed label and the value, by what the label means."""
        return _card(self.document)

    @cached_property
    def headline(self) -> str:
        """The subject; without one, kind and number."""
        names = (_SUBJECT,) if _SUBJECT in self.card else (_KIND, _NUMBER)
        return repair(" ".join(line_text(self.card[name][1]) for name in names if name in self.card))

    @cached_property
    def _kind(self) -> tuple[PageKind, str]:
        if not self.headline:
            return PageKind.OTHER, "a document's card without subject and number"
        return PageKind.DOCUMENT, f"a legal document's card, by {len(self.card)} of its labels"

    @cached_property
    def body_node(self) -> LexborNode | None:
        """The table or the list that the card is."""
        node: LexborNode | None = next((value for _, value in self.card.values()), None)
        while node is not None and node.tag not in ("table", "dl", "body"):
            node = node.parent
        return node

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        rows = ((repair(label), repair(line_text(value))) for label, value in self.card.values())
        return tuple(Block(f"{label} | {value}", "row") for label, value in rows if value)

    def holds(self) -> bool:
        """Whether the card says enough to be kept."""
        return bool(self.headline)

    def posting_date(self) -> PostingDate | None:
        """None: a card tells when the document was issued, and not when it was put there."""
        return None


def _card(document: Document) -> dict[str, tuple[str, LexborNode]]:
    found: dict[str, tuple[str, LexborNode]] = {}
    for row in document.tree.css("tr, dt"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")] if row.tag == "tr" else [row, _definition(row)]
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            name = _label(label) if label is not None else None
            if label is not None and name and value is not None and _label(value) is None and name not in found:
                found[name] = (node_text(label).rstrip(" :"), value)
    return found


def _definition(term: LexborNode) -> LexborNode | None:
    following = term.next
    while following is not None and following.tag != "dd":
        following = following.next if following.tag in ("-text", "-comment") else None
    return following


def _label(cell: LexborNode) -> str | None:
    text = node_text(cell)
    if not text or len(text) > _LONGEST:
        return None
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(text)), None)
