"""Which node of an unknown page holds the article, settled by what two extractors agree on, and which of its blocks are text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.attachments import FILES, extension
from crawler.boilerplate import is_widget_line
from crawler.byline import credit_before, is_account, is_caption, sign_off
from crawler.content import Block
from crawler.dates import dates_in
from crawler.generic.headline import is_date
from crawler.generic.lines import Line, key, link_of
from crawler.generic.peers import Peers, Said

_AGREED = 0.5  # of what the briefer one says: from there on they mean the same text
_GAP = 8  # lines between two pieces of one text: tables, captions, a widget
_REACH = 5  # elements upwards from what holds the agreed text: further out is another column
_SHORT = 3  # short lines in a row that may stand between two paragraphs
_ACCOUNT = 60
_LEAD = 60  # characters from which a line before the first agreed one may be the lead
_HEADLINE = 5  # words of a link that is a headline
_TEASER_LINES = 4  # a date and a summary stand between two teasers' headlines
_LONGEST_IMPRINT = 400  # characters: an article about licences says the same words in longer paragraphs
_PARAGRAPH = 80  # characters of a line that is running text by its length alone
_FURTHER = re.compile(
    r"^\W*(?:(?:các\s+)?(?:tin|bài)\s+(?:viết\s+)?(?:khác|liên\s+quan|cùng\s+(?:chuyên\s+mục|chủ\s+đề|loại)|mới\s+(?:hơn|nhất)|cũ\s+hơn|đã\s+đưa|tiếp\s+theo|nổi\s+bật)"
    r"|những\s+tin\s+(?:mới|cũ)\s+hơn|theo\s+dòng\s+sự\s+kiện|tin\s+mới|xem\s+thêm|đọc\s+thêm|có\s+thể\s+bạn\s+quan\s+tâm"
    r"|(?:gửi\s+)?(?:bình\s+luận|ý\s+kiến(?:\s+(?:bạn\s+đọc|của\s+bạn|phản\s+hồi))?|phản\s+hồi)|từ\s+khóa|tags?|chia\s+sẻ|đánh\s+giá(?:\s+bài\s+viết)?"
    r"|related\s+(?:news|posts|articles)|other\s+news|comments?)\b\W*(?:\(?\d*\)?\W*|.{0,3})$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"^\W*(?:®|©|ghi\s+rõ\s+nguồn|bản\s+quyền|copyright|all\s+rights|giấy\s+phép|(?:địa\s+chỉ|điện\s+thoại|đt|add(?:ress)?|tel|fax|e?mail)\s*:"
    r"|chịu\s+trách\s+nhiệm|(?:hotline|đường\s+dây\s+nóng)\b)",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"giấy\s+phép\s+(?:số|thiết\s+lập|hoạt\s+động\s+(?:số|báo|trang|cổng|website|của\s+(?:báo|trang|cổng)))"
    r"|(?:tổng|trưởng\s+ban)\s+biên\s+tập\s*:|cơ\s+quan\s+chủ\s+quản\s*:",
    re.IGNORECASE,
)

# "Chi tiết xem tại file đính kèm./.": a notice's last line, often a link; "./." ends what an office writes.
_CLOSING = re.compile(r"\./\.?\W*$|^(?:xem\s+)?(?:chi\s+tiết|toàn\s+văn)\b.*\b(?:tại|đính\s+kèm)\b", re.IGNORECASE)


def is_rights(text: str) -> bool:
    """Whether a line is a page's imprint: whose it is, under which licence, where they sit."""
    return _RIGHTS.match(text) is not None or (len(text) <= _LONGEST_IMPRINT and _IMPRINT.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Links:
    """The lines of a page that are links, by key: all of them, those that are headlines, and of these the teasers' own.

    A link to a file is an attachment, and no headline. A teaser's headline is no paragraph of a text, or its date follows.
    """

    keys: frozenset[str]
    headlines: frozenset[str]
    teasers: frozenset[str]


def links_of(lines: Sequence[Line]) -> Links:
    """The links among the lines of a page."""
    keys, headlines, teasers = set[str](), set[str](), set[str]()
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if not line.is_linked:
            continue
        keys.add(line.key)
        if line.key.count(" ") + 1 >= _HEADLINE and not _leads_to_file(line):
            headlines.add(line.key)
            if line.block.tag != "p" or (following is not None and is_date(following)):
                teasers.add(line.key)
    return Links(frozenset(keys), frozenset(headlines), frozenset(teasers))


def _leads_to_file(line: Line) -> bool:
    link = link_of(line)
    return link is not None and extension(link.attributes.get("href") or "") in FILES


@dataclass(frozen=True, slots=True)
class Content:
    """The node that holds the article, the lines that are certainly its text (by index), and whose word that is."""

    node: LexborNode
    said: tuple[Said, ...]
    indexes: tuple[int, ...]

    @property
    def last(self) -> int:
        """The index of the last line that is certainly text."""
        return self.indexes[-1]

    def first_after(self, index: int) -> int:
        """The index of the first line after another that is certainly text."""
        return next((found for found in self.indexes if found > index), self.indexes[0])


def find_content(lines: Sequence[Line], peers: Peers, near: int) -> Content | None:
    """The content of a page, None where nothing on it is running text. ``near`` is the index of the title's line, or -1."""
    said, wanted = _wanted(lines, peers, near)
    if set(wanted) <= {near}:
        said, wanted = (), _listed(lines, near) or wanted
    if not wanted:
        return None
    grown = _grown(lines, _cluster(lines, wanted), near)
    if 2 * sum(is_rights(lines[index].text) for index in grown) >= len(grown):
        return None  # what a page without text has: whose it is and where they sit
    return Content(_whole_table(_holder([lines[index] for index in grown])), said, tuple(grown))


def _wanted(lines: Sequence[Line], peers: Peers, near: int) -> tuple[tuple[Said, ...], list[int]]:
    """Whose word counts on this page, and the lines that are text by it."""
    one, other = peers.trafilatura, peers.readability
    first, second = _held(lines, one, near), _held(lines, other, near)
    both = sorted(set(first) & set(second))
    smaller = min(_size(lines, first), _size(lines, second))
    if smaller and _size(lines, both) >= _AGREED * smaller:
        return (one, other), both
    choices = [(said, held) for said, held in ((one, first), (other, second), (None, _running(lines, near))) if held]
    if not choices:
        return (), []
    said, held = max(choices, key=lambda choice: _plausible(lines, choice[1], near))
    return ((said,) if said else ()), held


def _cluster(lines: Sequence[Line], indexes: Sequence[int]) -> list[int]:
    """The heaviest group of lines that stand near each other: a line of the footer that both call text is left out."""
    groups: list[list[int]] = []
    for index in indexes:
        if groups and index - groups[-1][-1] <= _GAP:
            groups[-1].append(index)
        else:
            groups.append([index])
    return max(groups, key=lambda group: _size(lines, group))


def _grown(lines: Sequence[Line], indexes: Sequence[int], near: int) -> list[int]:
    """The lines and what running text joins them: both extractors lose leads, and text that only line breaks part."""
    holder = _holder([lines[index] for index in indexes])
    path = _path(holder)
    reach = {node.mem_id for node in path[-_REACH:]}
    top = 0 if len(path) <= 2 else 1  # what only the whole page holds is another column, unless the page is the column
    found = list(indexes)
    for step, edge, stop in ((-1, found[0], near), (1, found[-1], len(lines))):
        index, short = edge + step, 0
        while 0 <= index < len(lines) and index != stop and short <= _SHORT:
            line = lines[index]
            if _is_label(line) or is_rights(line.text) or (line.is_linked and len(line.text) >= _LEAD):
                break
            if (_is_running(line) or _CLOSING.search(line.text)) and any(node.mem_id in reach for node in _path(line.block)[top:]):
                found.append(index)
                short = 0
            else:
                short += 1
            index += step
    return sorted(found)


def _is_running(line: Line) -> bool:
    return len(line.text) >= _LEAD and not line.is_linked


def _held(lines: Sequence[Line], said: Said, near: int) -> list[int]:
    """The lines that one calls text, the title and what stands above it left out where there is more."""
    held = [
        index for index, line in enumerate(lines) if line.key and not _is_label(line) and said.holds(line.key) and not _is_bare_date(line)
    ]
    return [index for index in held if index > near] or held


def _running(lines: Sequence[Line], near: int) -> list[int]:
    """The lines that are text by their own look: what there is where neither extractor finds anything."""
    found = [index for index, line in enumerate(lines) if len(line.text) >= _PARAGRAPH and not line.is_linked and not is_rights(line.text)]
    return [index for index in found if index > near] or found


def _listed(lines: Sequence[Line], near: int) -> list[int]:
    """The links under the title's line, up to the next heading: the text of an article that is a list of documents."""
    if near < 0:
        return []
    end = next((index for index in range(near + 1, len(lines)) if lines[index].block.tag in ("h1", "h2", "h3")), len(lines))
    return [index for index in range(near + 1, end) if lines[index].is_linked and lines[index].key.count(" ") + 1 >= _HEADLINE]


def _is_bare_date(line: Line) -> bool:
    """Whether a line is a date and nothing else."""
    return any(2 * len(found[0]) > len(line.text) for found in dates_in(line.text)) if len(line.text) <= _LEAD else False


def _is_label(line: Line) -> bool:
    return is_widget_line(line.text) or _FURTHER.match(line.text) is not None


def _size(lines: Sequence[Line], indexes: Sequence[int]) -> int:
    return sum(len(lines[index].text) for index in indexes)


def _plausible(lines: Sequence[Line], indexes: Sequence[int], near: int) -> float:
    """How likely lines are the article: running text, few links, after the title and not far from it."""
    text = sum(len(lines[index].text) - lines[index].linked for index in indexes if len(lines[index].text) >= _LEAD)
    short = sum(len(lines[index].text) for index in indexes if len(lines[index].text) < _LEAD)
    score = text + 0.2 * short
    if near >= 0:
        after = [index for index in indexes if index > near]
        score *= 0.2 if not after else 1.0 if after[0] - near <= 8 else 0.6
    return score * (0.3 if any(is_rights(lines[index].text) for index in indexes[:3]) else 1.0)


def _holder(lines: Sequence[Line]) -> LexborNode:
    """The lowest node that holds all of some lines."""
    paths = list({line.block.mem_id: _path(line.block) for line in lines}.values())
    common = paths[0]
    for path in paths[1:]:
        depth = sum(1 for one, other in zip(common, path, strict=False) if one.mem_id == other.mem_id)
        common = common[:depth]
    return common[-1] if common else paths[0][0]


def _whole_table(node: LexborNode) -> LexborNode:
    """The table that a node is a part of: its rows are read as rows only where they stand in one."""
    current: LexborNode | None = node
    while current is not None and current.tag in ("tbody", "thead", "tr"):
        current = current.parent
    return current if current is not None and current.tag == "table" else node


def _path(node: LexborNode) -> list[LexborNode]:
    """From the root down to a node."""
    path: list[LexborNode] = []
    current: LexborNode | None = node
    while current is not None and current.tag not in ("html", "-document"):
        path.append(current)
        current = current.parent
    return path[::-1]


def is_in(node: LexborNode, ancestor: LexborNode) -> bool:
    """Whether a node is another or stands inside of it."""
    return any(step.mem_id == ancestor.mem_id for step in _path(node))


def text_blocks(blocks: Sequence[Block], content: Content, links: Links, about: Collection[str], dated: str = "") -> tuple[Block, ...]:
    """The blocks of the content node that are the article: from the first that was called text to what ends the article.

    ``links`` are the lines that are links, ``about`` the keys of lines of the node that are headline, date and the
    like: the first block that says each goes, and everything before it. ``dated`` is the key of the line with the posting
    date, which goes wherever it stands.
    """
    blocks = [block for block in _after(blocks, about) if not dated or key(block.text) != dated]
    linked = links.keys
    keys = [key(block.text) for block in blocks]
    called = [bool(words) and any(said.holds(words) for said in content.said) for words in keys]
    if not any(called):
        called = [len(block.text) >= _PARAGRAPH and words not in linked for block, words in zip(blocks, keys, strict=True)]
    if not any(called):
        called = [bool(words) for words in keys]
    if not any(called):
        return ()
    start, end = _start(blocks, keys, called, linked), _end(blocks, keys, called, links)
    kept = [blocks[index] for index in range(start, end) if not _is_stray(blocks[index], keys[index], called[index], linked)]
    while kept and (kept[-1].kind == "image" or (len(kept[-1].text) <= _ACCOUNT and is_account(kept[-1].text))):
        kept.pop()
    return tuple(kept)


def _after(blocks: Sequence[Block], about: Collection[str]) -> list[Block]:
    """The blocks after the lines about the article, as far as those stand before its text."""
    left, found = set(about), -1
    for index, block in enumerate(blocks):
        words = key(block.text)
        if words in left:
            left.discard(words)
            found = index
        elif len(block.text) >= _PARAGRAPH:
            break
    return list(blocks[found + 1 :])


def _is_stray(block: Block, words: str, called: bool, linked: frozenset[str]) -> bool:
    if block.kind == "image":
        return False
    return is_widget_line(block.text) or not words or (words in linked and not called and block.kind != "row")


def _start(blocks: Sequence[Block], keys: Sequence[str], called: Sequence[bool], linked: frozenset[str]) -> int:
    """Where the article begins: with its lead, and the house that sends it ("(Mic.gov.vn) -")."""
    index = called.index(True)
    while index > 0:
        before = blocks[index - 1]
        is_text = len(before.text) >= _LEAD and keys[index - 1] not in linked and not is_rights(before.text)
        captioned = is_caption(before, under_image=index > 1 and blocks[index - 2].kind == "image")
        if not (before.kind == "image" or is_text or captioned or credit_before(before.text)[0] is not None):
            break
        index -= 1
    return index


def _end(blocks: Sequence[Block], keys: Sequence[str], called: Sequence[bool], links: Links) -> int:
    """Where the article ends: at further news or their heading, or after the last text and its sign-off."""
    linked = links.keys
    total = sum(len(words) for words, is_called in zip(keys, called, strict=True) if is_called)
    seen = 0
    for index, block in enumerate(blocks):
        if (
            seen
            and block.text
            and _FURTHER.match(block.text)
            and (seen >= 0.5 * total or any(words in linked for words in keys[index + 1 : index + 3]))
        ):
            return index
        if 2 * seen >= total and _begins_further_news(blocks, keys, index, links):
            return index
        seen += len(keys[index]) if called[index] else 0
    last = len(blocks) - 1 - list(called)[::-1].index(True)
    for index in range(last + 1, len(blocks)):
        if not _goes_on(blocks[index], keys[index], linked):
            return index
    return len(blocks)


def _begins_further_news(blocks: Sequence[Block], keys: Sequence[str], index: int, links: Links) -> bool:
    """Whether headlines that are links stand from here on: one after the other, or each with its date or its summary."""
    if keys[index] not in links.headlines:
        return False
    following = [words for block, words in zip(blocks[index + 1 :], keys[index + 1 :], strict=True) if block.kind != "image"]
    if any(words in links.headlines for words in following[: 1 + (bool(following) and following[0] in links.keys)]):
        return True
    return keys[index] in links.teasers and any(words in links.teasers for words in following[: 2 * _TEASER_LINES])


def _goes_on(block: Block, words: str, linked: frozenset[str]) -> bool:
    """Whether a block after the last agreed text still is the article's: a picture, a caption, a row, a sign-off, a paragraph."""
    if block.kind in ("image", "caption", "row") or _CLOSING.search(block.text):
        return True
    if words in linked or is_rights(block.text):
        return False
    return len(block.text) >= _LEAD or block.align == "right" or sign_off(block.text) is not None or is_widget_line(block.text)
