"""A page's text nodes in Unicode before anything is read from them: what was typed for legacy fonts is converted.

Only the parsed tree is mended; the capture keeps its bytes. A page without any sign of such a font costs a few plain
searches.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.legacy_fonts import (
    DECLARED_SHARE,
    ENCODINGS,
    NAMED_FONT,
    Encoding,
    Font,
    converted,
    encoding_of,
    font_of,
    is_proved,
    is_unicode,
    reads_well,
)
from crawler.spelling import spelled

_FONT_NAMES = (".Vn", "VNI-")
_LEGACY_D = ("®", "ñ", "Ñ")
"""đ as TCVN3 and VNI type it: no Vietnamese text of some length is without it."""
_LEGACY_D_ENTITY = re.compile("&(?:reg|#174|[nN]tilde|#241|#209);")
_LEAST_D = 3
_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_FAMILY = re.compile(r"font(?:-family)?\s*:\s*(?P<families>[^;]+)", re.IGNORECASE)
_SIZE = re.compile(r"^(?:[\w.%/-]+\s+)*(?=[\"'.]|vni)", re.IGNORECASE)  # font: bold 12pt/14pt ".VnTime"


def to_unicode(tree: LexborHTMLParser, html: str) -> None:
    """Convert the text nodes of a tree in place; ``html`` is the text that it was parsed from."""
    if _may_be_legacy(html):
        _convert(list(_text_nodes(tree)))


def _may_be_legacy(html: str) -> bool:
    """Plain searches first: every page of every site comes by here, and nearly all are clean."""
    if any(name in html for name in _FONT_NAMES) and NAMED_FONT.search(html):
        return True
    if any(sign in html and html.count(sign) >= _LEAST_D for sign in _LEGACY_D):
        return True
    return len(_LEGACY_D_ENTITY.findall(html)) >= _LEAST_D


def _text_nodes(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    root = tree.root
    for node in root.traverse(include_text=True) if root is not None else ():
        if node.tag == "-text" and node.parent is not None and node.parent.tag not in _NO_TEXT:
            yield node


def _text(node: LexborNode) -> str:
    return node.text_content or ""


def _convert(nodes: list[LexborNode]) -> None:
    """Convert, font by font, the nodes whose texts together prove to be in the font's encoding."""
    by_font: dict[Font | None, list[LexborNode]] = defaultdict(list)
    families: dict[int, Font | None] = {}
    for node in nodes:
        if not is_unicode(_text(node)):
            by_font[_font(node, families)].append(node)
    declared: set[Encoding] = set()
    for encoding in ENCODINGS:
        named = [node for font, members in by_font.items() if font and font.encoding == encoding for node in members]
        if is_proved(" ".join(map(_text, named)), encoding, declared=True):
            declared.add(encoding)
    for font, members in by_font.items():
        if font is None:
            _convert_found(members)
        elif font.encoding in declared:
            _convert_named(members, font)


def _convert_named(nodes: list[LexborNode], font: Font) -> None:
    for node in nodes:
        text = converted(_text(node), font.encoding)
        node.replace_with(text.upper() if font.capitals else text)


def _convert_found(nodes: list[LexborNode]) -> None:
    """The nodes of no named font: each must read worse as it stands ("Thông tin" may be either, and stays)."""
    encoding = encoding_of(" ".join(map(_text, nodes)))
    for node in nodes if encoding else ():
        assert encoding is not None
        text = _text(node)
        whole = converted(text, encoding)
        if whole != text and not reads_well(text) and spelled(whole).mostly(DECLARED_SHARE):
            node.replace_with(whole)


def _font(node: LexborNode, known: dict[int, Font | None]) -> Font | None:
    """The legacy font that the nearest element naming any font sets the node in."""
    passed: list[int] = []
    found: Font | None = None
    current = node.parent
    while current is not None:
        key = current.mem_id
        if key in known:
            found = known[key]
            break
        passed.append(key)
        families = _families(current)
        if families:
            found = font_of(families)
            break
        current = current.parent
    known.update(dict.fromkeys(passed, found))
    return found


def _families(element: LexborNode) -> str:
    attributes = element.attributes
    style = _FAMILY.search(attributes.get("style") or "") if "style" in attributes else None
    if style is not None:
        return _SIZE.sub("", style["families"].strip())
    return attributes.get("face") or ""
