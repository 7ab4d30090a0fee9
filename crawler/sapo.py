"""The sapo (the lead in its own box), once: a copy of it at the head of the body is taken out.

Of 3,439 real articles 90 repeat it there, some with a word changed or an ellipsis at the end, so words are compared
and not characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.content import Block

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’)]*\s+$")
_SHINGLE = 3
_LEAST_WORDS = 6  # below, a sapo says too little to call an equal beginning a copy
_NEARLY_ALL = 0.8  # of the shingles: a word or two may differ


def without_copy(sapo: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """The sapo, and the body's blocks without what repeats it at their head. No words are lost.

    Where the sapo is only the cut-off beginning of a longer first paragraph, the whole paragraph becomes the sapo;
    where it ends with a sentence of that paragraph, the paragraph begins after it.
    """
    wanted = _words(sapo)
    first = next((index for index, block in enumerate(blocks) if block.text), None)
    if not wanted or first is None:
        return sapo, tuple(blocks)
    block, words = blocks[first], _words(blocks[first].text)
    if len(words) > len(wanted) >= _LEAST_WORDS and words[: len(wanted)] == wanted:
        return _split_off(sapo, wanted, first, blocks)
    copied = _copied(wanted, blocks[first:])
    if not copied and len(words) >= _LEAST_WORDS and _nearly_equal(wanted, words):
        sapo, copied = (sapo, 1) if len(words) <= len(wanted) + 2 else (block.text, 1)
    return _without_later_copy(sapo, wanted, (*blocks[:first], *blocks[first + copied :]))


def _without_later_copy(sapo: str, wanted: list[str], blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The same for a sapo that was lifted from further down: its paragraph goes, or, where that says more, the sapo does."""
    if len(wanted) < _LEAST_WORDS:
        return sapo, blocks
    size = sum(map(len, wanted)) + len(wanted) - 1
    may_hold = [len(block.text) >= size and _may_hold(block.text, wanted) for block in blocks]
    if not any(may_hold):
        return sapo, blocks
    rest = tuple(block for block, may in zip(blocks, may_hold, strict=True) if not may or _words(block.text) != wanted)
    first = next((index for index, block in enumerate(rest) if block.text), None)
    holders = (index for index, block in enumerate(rest) if len(block.text) > size and _may_hold(block.text, wanted))
    holder = next((index for index in holders if _contains(_words(rest[index].text), wanted)), None)
    if holder is None:
        return sapo, rest
    return (rest[holder].text, (*rest[:holder], *rest[holder + 1 :])) if holder == first else ("", rest)


def _may_hold(text: str, words: list[str]) -> bool:
    """Whether a text has the first and the last of the words: quicker than parting it into words."""
    text = text.casefold()
    return words[0] in text and words[-1] in text


def _contains(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[start : start + size] == wanted for start in range(len(words) - size + 1) if words[start] == wanted[0])


def _split_off(sapo: str, wanted: list[str], first: int, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """A first paragraph that begins with the sapo and goes on."""
    block = blocks[first]
    end = list(_WORD.finditer(block.text))[len(wanted)].start()
    head, tail = block.text[:end], block.text[end:]
    opening = re.search(r"[\"“(\[]+$", head)
    if opening:
        head, tail = head[: opening.start()], opening[0] + tail
    if _SENTENCE_END.search(head) and not sapo.rstrip().endswith(("...", "…")):
        return sapo, (*blocks[:first], replace(block, text=tail), *blocks[first + 1 :])
    return block.text, (*blocks[:first], *blocks[first + 1 :])


def _copied(wanted: list[str], blocks: Sequence[Block]) -> int:
    """How many blocks, one after the other, the sapo is made of: 0 unless they are all of it, or all but its last words."""
    position = 0
    for count, block in enumerate(blocks):
        words = _words(block.text)
        if not words and block.kind == "image":
            continue
        if not words or wanted[position : position + len(words)] != words:
            return count if position >= max(_LEAST_WORDS, _NEARLY_ALL * len(wanted)) else 0
        position += len(words)
        if position == len(wanted):
            return count + 1
    return 0


def _nearly_equal(one: list[str], other: list[str]) -> bool:
    """Whether most of what each says is said by the other."""
    if not _NEARLY_ALL * _NEARLY_ALL <= len(one) / len(other) <= 1 / (_NEARLY_ALL * _NEARLY_ALL):
        return False  # one says far more; building the shingles of both to find out takes longer
    first, second = _shingles(one), _shingles(other)
    common = len(first & second)
    return common >= _NEARLY_ALL * len(first) and common >= _NEARLY_ALL * len(second)


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[index : index + _SHINGLE]) for index in range(max(1, len(words) - _SHINGLE + 1))}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
