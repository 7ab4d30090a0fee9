from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest

from archive.members import find_member, gzip_members, last_whole_end, plain_members

RECORDS = [
    f"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"
    for body in (b"a", b"b" * 50_000, b"")
]
MEMBERS = [gzip.compress(record) for record in RECORDS]
WHOLE = b"".join(MEMBERS)
STARTS = [0, len(MEMBERS[0]), len(MEMBERS[0]) + len(MEMBERS[1])]


def _seen(content: bytes) -> list[tuple[int, int, str]]:
    return [(member.offset, member.end, member.fault) for member in gzip_members(io.BytesIO(content))]


def test_members_come_with_their_places_and_bytes() -> None:
    members = list(gzip_members(io.BytesIO(WHOLE)))
    assert [(member.offset, member.data) for member in members] == list(zip(STARTS, RECORDS, strict=True))
    assert members[-1].end == len(WHOLE)


def test_reading_can_begin_at_any_member() -> None:
    assert [member.data for member in gzip_members(io.BytesIO(WHOLE), STARTS[1])] == RECORDS[1:]


@pytest.mark.parametrize("cut", range(1, len(MEMBERS[2])))
def test_a_torn_end_is_seen_wherever_it_is_cut(cut: int) -> None:
    content = WHOLE[:-cut]
    assert _seen(content)[2:] == [(STARTS[2], len(content), "torn")]
    assert last_whole_end(io.BytesIO(content)) == STARTS[2]


def test_zeros_behind_the_last_record_are_a_torn_end() -> None:
    assert _seen(WHOLE + bytes(1000))[3:] == [(len(WHOLE), len(WHOLE) + 1000, "torn")]
    assert last_whole_end(io.BytesIO(WHOLE + bytes(1000))) == len(WHOLE)


@pytest.mark.parametrize("at", [0, 1, 5, 30, 60, len(MEMBERS[1]) - 6])
def test_reading_goes_on_behind_a_damaged_member(at: int) -> None:
    content = bytearray(WHOLE)
    content[STARTS[1] + at] ^= 0x55
    seen = _seen(bytes(content))
    assert [start for start, _, _ in seen] == STARTS
    # A flipped bit of the gzip header that nobody reads (its time) is no damage.
    assert seen[1][2] == ("" if at == 5 else "damaged")
    assert (seen[0][2], seen[2][2]) == ("", "")


def test_a_whole_file_has_its_end_where_it_ends() -> None:
    assert last_whole_end(io.BytesIO(WHOLE)) == len(WHOLE)
    assert last_whole_end(io.BytesIO(b"")) == 0
    assert last_whole_end(io.BytesIO(MEMBERS[1][:-9])) == 0


def test_the_last_end_is_found_in_a_file_of_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.members._BLOCK", 100)
    noise = gzip.compress(b"WARC/1.1\r\nContent-Length: 3000\r\n\r\n" + zlib.compress(bytes(range(256)) * 20, 0))
    content = WHOLE + noise
    assert last_whole_end(io.BytesIO(content)) == len(content)
    assert last_whole_end(io.BytesIO(content[:-1])) == len(WHOLE)
    assert find_member(io.BytesIO(b"x" * 350 + MEMBERS[0]), 0) == 350


def test_a_record_too_large_to_hold_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.members.MAX_RECORD", 10_000)
    assert [fault for _, _, fault in _seen(WHOLE)] == ["", "too large", ""]
    assert [member.fault for member in plain_members(io.BytesIO(b"".join(RECORDS)))] == ["", "too large", ""]


def test_uncompressed_records_come_with_their_places_too() -> None:
    plain = b"".join(RECORDS)
    members = list(plain_members(io.BytesIO(plain)))
    assert [plain[member.offset : member.end] for member in members] == RECORDS
    assert [member.data for member in plain_members(io.BytesIO(plain), members[1].offset)] == [record[:-4] for record in RECORDS[1:]]


def test_an_uncompressed_file_torn_or_damaged_is_told_too() -> None:
    plain = b"".join(RECORDS[:2])
    assert [member.fault for member in plain_members(io.BytesIO(plain[:-100]))] == ["", "torn"]
    damaged = RECORDS[0] + RECORDS[1].replace(b"Content-Length", b"Content-Lenght") + RECORDS[2]
    assert [member.fault for member in plain_members(io.BytesIO(damaged))] == ["", "damaged", ""]


def test_a_real_file_is_read_like_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(WHOLE)
    with path.open("rb") as file:
        assert [member.data for member in gzip_members(file)] == RECORDS


def test_a_length_of_thousands_of_digits_is_none() -> None:
    record = b"WARC/1.0\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n"
    assert [member.fault for member in plain_members(io.BytesIO(record))] == ["torn"]
