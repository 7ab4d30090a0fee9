"""Who an article says wrote it: the name, initials or unit set as its last line."""

from __future__ import annotations

import re
import unicodedata

from archive.article import Article
from archive.facts.body_names import body_length
from archive.facts.gazetteer import phrases
from archive.facts.text import LOWER, UPPER, clean, fold, line

VERSION = 1

# Accounts of a content system, which some pages print below the text: "admin admin", "Pho Ban bien tap", "To Thu Ky".
_ACCOUNT = re.compile(r"(?:ad\s?min|quan\s?tri|(?:pho |truong )?(?:ban|tong) bien tap|(?:to )?thu ky|editor|webmaster|user)[\w ]{0,20}")
_LABEL = re.compile(
    r"^(?:Tác giả|Người viết|Thực hiện|Bài viết|PV|(?:Tin|Bài|Ảnh)(?:\s*(?:,|và|-|&|/)\s*(?:tin|bài|ảnh))*)\s*:\s*", re.IGNORECASE
)
_REMARK = re.compile(r"\s*\((?:[Tt]ổng hợp|[Tt]heo [^()]{2,40}|t/h|T/h|th|TH|st|sưu tầm|thực hiện)\)\s*$|\s+(?:tổng hợp|thực hiện|t/h)$")
_SOURCE = re.compile(r"^\(?\s*(?:Theo|Nguồn|Source|Ảnh|®)\b", re.IGNORECASE)
# "Thu Lan", "P.L", "BBT", "Nhóm PV", "Linh - Hà", "Hải Yến, Thu Lan"
_NAME = rf"(?:[{UPPER}][{LOWER}]*|[A-ZĐ]{{2,8}}|(?:[A-ZĐ]\.){{1,3}}[A-ZĐ]?)"
_NAMES = re.compile(rf"{_NAME}(?:\s+{_NAME}){{0,5}}(?:\s*(?:[,&/–-]|\bvà\b)\s*{_NAME}(?:\s+{_NAME}){{0,5}}){{0,3}}")
# "… trong thời gian tới./. Hải Yến": a name on the last line of the text itself, after the mark that ends official texts.
_AT_THE_END = re.compile(rf"\./\.\s*({_NAME}(?:\s+{_NAME}){{1,3}})\s*$")
_SIGNED = re.compile(
    r"\b(?:KT\.|TM\.|TL\.|TUQ\.|Đã ký|đã ký)"
    r"|^(?:(?:PHÓ |TỔNG )?GIÁM ĐỐC|(?:PHÓ )?CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|(?:PHÓ )?TRƯỞNG \w+|BÍ THƯ)\b"
)
_LONGEST = 60
_UNITS = frozenset(("bbt", "ban biên tập", "nhóm pv", "pv", "p.v", "ban bt"))
_WRITING_UNITS = frozenset(("phòng", "thanh", "ban"))  # "Phòng QLBCXB", "Thanh tra Sở", "Ban Biên tập"
_PLACES = phrases("places")
_KINDS = phrases("document_kinds")


def sign_off(article: Article) -> str | None:
    """The author that the article names; None where it names none, or where the last name is a document's signer."""
    if article.author:
        return _author(clean(article.author)) or clean(article.author)
    lines = [text for text in map(clean, article.article_body.splitlines()[-8:]) if text]
    while lines and is_account(lines[-1]):
        lines.pop()
    if lines and _SOURCE.match(lines[-1]) and len(lines[-1]) <= 90:
        lines.pop()
    if not lines or any(_SIGNED.search(text) for text in lines[-4:-1] if len(text) <= 80):
        return None
    at_the_end = _AT_THE_END.search(lines[-1][-80:])
    if at_the_end:
        return at_the_end[1]
    # Of two names in a row the last is the account that a page prints below the author's.
    last, before = _author(lines[-1]), _author(lines[-2]) if len(lines) > 1 else None
    return before if last and before else last


def is_account(text: str) -> bool:
    """Whether a line is an account of the content system and no person."""
    if len(text) > _LONGEST:
        return False
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter))
    return plain == fold(text) and _ACCOUNT.fullmatch(plain.strip()) is not None


def _author(text: str) -> str | None:
    """The name that a whole line is; None when it is anything else."""
    if len(text) > _LONGEST:
        return None
    bare = _REMARK.sub("", _LABEL.sub("", text)).strip(" .*")
    labelled = bare != text.strip(" .*")
    if fold(bare) in _UNITS:
        return bare
    if not _NAMES.fullmatch(bare) or (text[-1] in ".:;!?/…" and not labelled):
        return None
    cut = line(bare)
    words = [word for word in cut.words if word[0].isalpha()]
    if (
        len(words) > 8
        or (bare.isupper() and len(words) > 1 and "." not in bare)
        or (len(words) == 1 and not labelled and not bare.isupper())
    ):
        return None
    if cut.keys[0] in _WRITING_UNITS and 2 <= len(cut) <= 7:
        return bare
    return None if body_length(cut, 0) or any(known.length_at(cut.keys, 0) for known in (_PLACES, _KINDS)) else bare
