"""Who wrote it, whom it was taken from, what the pictures show: the lines beside the text, told from the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from archive.article import Image
from crawler.content import Block

_LONGEST_SIGN_OFF = 60
_LONGEST_CAPTION = 250
_SHORTEST_LEAD = 100

# An account of the content system, whatever stands on the page: "admin admin", "Ad Min", "Pho Ban bien tap".
_ACCOUNT = re.compile(r"\b(?:admin\w*|ad min|quan tri(?: vien)?|bien tap(?: vien)?|to thu ky|editor|webmaster|user\d*|test)\b")

_SIGN_OFF_LABEL = re.compile(
    r"^(?:Tác\s+giả|Người\s+viết|(?:Tin|Bài)(?:\s*(?:,|và|-|&)\s*(?:bài|ảnh))*|Thực\s+hiện|PV)\s*:\s*", re.IGNORECASE
)
_SOURCE_LINE = re.compile(r"^\(?(?:Theo|Nguồn(?:\s+tin)?\s*:|Source\s*:)\s*\S.*$", re.IGNORECASE)
_WORD = r"(?:[^\W\d_]\.)+[^\W\d_]*|[^\W\d_]+"
_NAME_LINE = re.compile(rf"(?:{_WORD})(?:\s*[-–,&]?\s+(?:{_WORD})|\s*[-–]\s*(?:{_WORD})){{0,7}}(?:\s*\([^()]{{2,30}}\))?")
# A notice that ends with its issuing office is signed by no person.
_OFFICE = re.compile(
    r"(?:Sở|Bộ|Cục|Vụ|Ban (?!Mai\b|Biên)|Trung tâm|Văn phòng|UBND|Ủy ban|Công ty|Hội đồng|Thành phố|Đảng bộ|Chi bộ)\b", re.IGNORECASE
)
# Above the name of who signed a document that the page prints whole: "KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "(Đã ký)".
_SIGNED = re.compile(
    r"\(?\s*[Đđ]ã ký\b|(?:KT|TM|TL|TUQ)\.\s|(?:PHÓ |TỔNG )?(?:GIÁM ĐỐC|CHỦ TỊCH|THỦ TƯỚNG|CỤC TRƯỞNG)\b"
    r"|(?:BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG)\b"
)
_LONGEST_TITLE = 80
_JOINING = frozenset({"và", "tổng", "hợp", "thực", "hiện"})
_PLACES = frozenset({"Hà Nội", "Việt Nam", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"})

# "(Mic.gov.vn) - ", "(TTXVN) – ", "(HNP)- ": the house that sends the news, before its first words.
_HOUSE = r"(?:[\w-]+\.)+(?:vn|com|net|org)(?:[^()]{0,20})?|[A-ZĐ][A-ZĐ&]{1,9}(?:[/+ ][\w+ ]{1,20})?|VGP News|Chinhphu\.vn"
_CREDIT = re.compile(rf"^\s*(\((?:{_HOUSE})\)\s*(?:[-–—:](?=\s|$|\w)))\s*")

_CREDITED_CAPTION = re.compile(r"\(\s*(?:Ảnh|Hình|Nguồn ảnh|Ảnh minh họa|Photo)\b[^()]*\)\s*\.?$", re.IGNORECASE)
_LABELLED_CAPTION = re.compile(
    r"^(?:Ảnh|Hình(?: ảnh)?(?: minh họa)?|Ảnh minh họa|Nguồn ảnh)\s*\d*\s*[:.]|^Ảnh minh họa\.?$|^\(?Nguồn ảnh", re.IGNORECASE
)


def is_account(name: str) -> bool:
    """Whether a name is an account of the content system and no person's."""
    marks = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return _ACCOUNT.search("".join(mark for mark in marks if not unicodedata.combining(mark))) is not None


def credit_before(text: str) -> tuple[str | None, str]:
    """The credit at the head of a text ("(Mic.gov.vn) -") and the text after it."""
    match = _CREDIT.match(text)
    return (match[1].strip(), text[match.end() :]) if match else (None, text)


def sign_off(text: str) -> str | None:
    """The author that a line names by itself; None when the line is text, a place of publication or an account."""
    line = _SIGN_OFF_LABEL.sub("", text).strip(" .*")
    labelled = len(line) < len(text.strip(" .*"))
    if not line or len(line) > _LONGEST_SIGN_OFF or is_account(line) or _SOURCE_LINE.match(line) or _OFFICE.match(line):
        return None
    if (not labelled and text.rstrip()[-1:] in ":;!?/…") or (text.rstrip().endswith(".") and not line.endswith(")")):
        return None
    return line if _NAME_LINE.fullmatch(line) and _spelled_as_names(line) else None


def _spelled_as_names(line: str) -> bool:
    """Whether every word is written as names are: Thu Hương, P.L, BBT, Linh-Hà. "Ngày ký" is not."""
    bare = re.sub(r"\([^()]*\)\s*$", "", line)
    words = [word for word in re.split(r"[\s,&–-]+", bare) if word]
    return 1 <= len(words) <= 8 and all(word[0].isupper() or word in _JOINING for word in words) and words[0][0].isupper()


def take_sign_off(blocks: Sequence[Block]) -> tuple[str | None, tuple[Block, ...]]:
    """The author that the last line of the text names, and the blocks without that line; who signed a document is not its page's author.

    One plain word ("Linh") could be the end of anything: it counts only when it is set to the right or emphasised; and
    a name under a picture is who it shows, unless it is set to the right.
    """
    last = _last_text(blocks)
    if last is None or blocks[last].kind in ("row", "caption"):
        return None, tuple(blocks)
    block = blocks[last]
    if _signs_a_document(blocks, last):
        return None, tuple(blocks)
    author = sign_off(block.text)
    if author is None or not (_stands_apart(blocks, last) or 2 <= len(author.split()) <= 5):
        return None, tuple(blocks)
    if block.align != "right" and (_under_image(blocks, last) or block.kind == "item" or block.text in _PLACES):
        return None, tuple(blocks)
    return author, (*blocks[:last], *blocks[last + 1 :])


def _signs_a_document(blocks: Sequence[Block], last: int) -> bool:
    """Whether the last line is the name under the title of who signed."""
    before = [block.text for block in blocks[:last] if block.text][-1:]
    return any(len(text) <= _LONGEST_TITLE and _SIGNED.match(text) for text in before)


def _stands_apart(blocks: Sequence[Block], index: int) -> bool:
    return blocks[index].align == "right" or ((blocks[index].bold or blocks[index].italic) and blocks[index].align != "center")


def _under_image(blocks: Sequence[Block], index: int) -> bool:
    return index > 0 and blocks[index - 1].kind == "image"


def take_source(blocks: Sequence[Block]) -> tuple[str | None, tuple[Block, ...]]:
    """The source that the last line names ("Theo TTXVN", "Nguồn: chinhphu.vn"), and the blocks without that line."""
    last = _last_text(blocks)
    if last is None or blocks[last].kind != "text":
        return None, tuple(blocks)
    text = blocks[last].text
    if len(text) > _LONGEST_SIGN_OFF or not _SOURCE_LINE.match(text) or text.rstrip(")").endswith((".", ":", ";", ",")):
        return None, tuple(blocks)
    return text, (*blocks[:last], *blocks[last + 1 :])


def _last_text(blocks: Sequence[Block]) -> int | None:
    return next((index for index in range(len(blocks) - 1, -1, -1) if blocks[index].text), None)


def take_captions(blocks: Sequence[Block]) -> tuple[tuple[Image, ...], tuple[Block, ...]]:
    """The pictures with their captions, and the blocks that are text.

    A caption is marked as one, or names its photographer, or stands under a picture: in the same paragraph or table,
    or centred or in italics right after it.
    """
    images: list[Image] = []
    rest: list[Block] = []
    under_image = False
    for block in blocks:
        if block.kind == "image":
            images.append(Image(url=block.source or None))
        elif is_caption(block, under_image=under_image) and not (_is_lead(block) and not any(earlier.text for earlier in rest)):
            _add_caption(images, block.text)
        else:
            rest.append(block)
        under_image = block.kind == "image"
    return tuple(images), tuple(rest)


def is_caption(block: Block, *, under_image: bool) -> bool:
    """Whether a block is a caption, by its mark, its words or its place under a picture."""
    if block.kind == "caption":
        return True
    if block.kind != "text" or len(block.text) > _LONGEST_CAPTION:
        return False
    if _CREDITED_CAPTION.search(block.text) or _LABELLED_CAPTION.match(block.text):
        return True
    return under_image and (block.with_image or block.align == "center" or block.italic)


def _is_lead(block: Block) -> bool:
    """Whether an italic paragraph that begins the text says a whole sentence or more: a lead under the article's picture."""
    plain = block.kind == "text" and not block.align and not block.with_image
    credited = _CREDITED_CAPTION.search(block.text) or _LABELLED_CAPTION.match(block.text)
    return plain and len(block.text) >= _SHORTEST_LEAD and block.text.rstrip('”" ').endswith(".") and not credited


def _add_caption(images: list[Image], caption: str) -> None:
    """A caption belongs to the picture before it, and goes on in lower case; one without a picture is kept by itself."""
    if images and images[-1].caption and caption[0].islower():
        images[-1] = replace(images[-1], caption=f"{images[-1].caption} {caption}")
    elif images and images[-1].caption is None:
        images[-1] = replace(images[-1], caption=caption)
    else:
        images.append(Image(caption=caption))
