"""The records of a WARC file one by one, with their place and whether they are whole, before anything reads inside them.

WARC readers stop without a word at a torn gzip member and give its body cut short; here a torn end and a damaged
middle are told apart, and reading goes on behind the damage.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

GZIP_MAGIC = b"\x1f\x8b\x08"
WARC_MAGIC = b"WARC/"
MAX_RECORD = 128 * 2**20
"""Bytes of one record that are held in memory; a larger one is passed over and said to be too large."""
_CHUNK = 32 * 2**10
_BLOCK = 2**20

Fault = Literal["", "torn", "damaged", "too large"]


@dataclass(frozen=True, slots=True)
class Member:
    """One record: where it begins and ends in the file (bytes), its uncompressed bytes, and what is wrong with it.

    ``torn``: the file ends inside it. ``damaged``: it cannot be read, what follows can. Of a torn one the bytes up to
    the tear are given, of a damaged one none.
    """

    offset: int
    end: int
    data: bytes
    fault: Fault = ""


def gzip_members(file: BinaryIO, start: int = 0) -> Iterator[Member]:
    """The members of a file compressed record by record, from a member's offset on."""
    offset, ahead = start, b""
    file.seek(start)
    while ahead := ahead or file.read(_CHUNK):
        member, ahead = _gzip_member(file, offset, ahead)
        offset = member.end
        if member.fault in ("torn", "damaged"):
            found = find_member(file, member.offset + 1)
            if found is None:
                yield Member(member.offset, _size(file), member.data, "torn")
                return
            member, offset, ahead = Member(member.offset, found, b"", "damaged"), found, b""
        yield member
        if not ahead:
            file.seek(offset)


def _gzip_member(file: BinaryIO, offset: int, chunk: bytes) -> tuple[Member, bytes]:
    """The member that begins with ``chunk``, and what was read beyond it."""
    inflate = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size, end = 0, offset
    while chunk:
        end += len(chunk)
        try:
            part = inflate.decompress(chunk)
        except zlib.error:
            return Member(offset, end, b"", "damaged"), b""
        size += len(part)
        parts = [*parts, part] if size <= MAX_RECORD else []
        if inflate.eof:
            ahead = inflate.unused_data
            fault: Fault = "too large" if size > MAX_RECORD else ""
            return Member(offset, end - len(ahead), b"".join(parts), fault), ahead
        chunk = file.read(_CHUNK)
    return Member(offset, end, b"".join(parts), "torn"), b""


def find_member(file: BinaryIO, start: int) -> int | None:
    """The offset of the first gzip member from ``start`` on that begins like a WARC record, or None."""
    position, block = start, b""
    while True:
        file.seek(position)
        block = file.read(_BLOCK)
        found = block.find(GZIP_MAGIC)
        while found >= 0:
            if begins_record(file, position + found):
                return position + found
            found = block.find(GZIP_MAGIC, found + 1)
        if len(block) < _BLOCK:
            return None
        position += _BLOCK - len(GZIP_MAGIC) + 1


def begins_record(file: BinaryIO, offset: int) -> bool:
    """Whether a gzip member with a WARC record in it begins at an offset."""
    file.seek(offset)
    try:
        return zlib.decompressobj(wbits=31).decompress(file.read(_CHUNK), len(WARC_MAGIC)) == WARC_MAGIC
    except zlib.error:
        return False


def last_whole_end(file: BinaryIO) -> int:
    """Where the last whole gzip member ends, searched from the end of the file; 0 when there is none."""
    size = end = _size(file)
    while end > 0:
        begin = max(0, end - _BLOCK)
        file.seek(begin)
        # A magic number may lie across two blocks.
        block = file.read(min(end + len(GZIP_MAGIC) - 1, size) - begin)
        found = block.rfind(GZIP_MAGIC)
        while found >= 0:
            if begins_record(file, begin + found):
                member = next(gzip_members(file, begin + found))
                if not member.fault or member.fault == "too large":
                    return member.end
            found = block.rfind(GZIP_MAGIC, 0, found + len(GZIP_MAGIC) - 1)
        end = begin
    return 0


def plain_members(file: BinaryIO, start: int = 0) -> Iterator[Member]:
    """The records of a file that is not compressed, from a record's offset on."""
    offset = start
    size = _size(file)
    while offset < size:
        file.seek(offset)
        member = _plain_member(file, offset, size)
        yield member
        offset = member.end


def _plain_member(file: BinaryIO, offset: int, size: int) -> Member:
    head = _plain_head(file)
    length = _content_length(head)
    if length is None:
        found = _find_plain(file, offset + 1)
        return Member(offset, size, b"", "torn") if found is None else Member(offset, found, b"", "damaged")
    end = offset + len(head) + length
    if end > size:
        return Member(offset, size, b"", "torn")
    if length > MAX_RECORD:
        return Member(offset, end + 4, head, "too large")
    block = file.read(length)
    gap = file.read(4)
    return Member(offset, end + len(gap) - len(gap.lstrip(b"\r\n")), head + block)


def _plain_head(file: BinaryIO) -> bytes:
    head = b""
    while line := file.readline(_CHUNK):
        head += line
        if not line.strip() or len(head) > _BLOCK:
            break
    return head


def _content_length(head: bytes) -> int | None:
    if not head.startswith(WARC_MAGIC):
        return None
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        # No file has a length of more digits; Python would not read 5,000 of them.
        if name.strip().lower() == b"content-length" and value.strip().isdigit() and len(value.strip()) < 20:
            return int(value)
    return None


def _find_plain(file: BinaryIO, start: int) -> int | None:
    mark = b"\n" + WARC_MAGIC
    position = start
    while True:
        file.seek(position)
        block = file.read(_BLOCK)
        found = block.find(mark)
        if found >= 0:
            return position + found + 1
        if len(block) < _BLOCK:
            return None
        position += _BLOCK - len(mark) + 1


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)
