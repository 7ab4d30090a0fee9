from __future__ import annotations

import base64
import gzip
import hashlib
import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from fastwarc.warc import ArchiveIterator

from archive.warc import WarcError, WarcReader, WarcWriter, payload_digest, read_page, read_pages, recover
from tests.archive.pages import DAY, HTML, write_warc

BODY = "Hội đồng ".encode() * 100
PAGES = [(f"http://tin.vn/{number}", BODY + str(number).encode()) for number in range(5)]


def record(body: bytes, *, head: str = "HTTP/1.1 200 OK", **headers: str) -> bytes:
    """A response record as other software may write it."""
    http = f"{head}\r\n".encode() + b"".join(
        f"{name.replace('_', '-')}: {value}\r\n".encode() for name, value in headers.items() if name[0] != "W"
    )
    block = http + b"\r\n" + body
    fields = {"WARC-Type": "response", "WARC-Target-URI": "<http://tin.vn/>", "WARC-Date": "2022-08-27T05:00:00Z"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items() if name[0] == "W"}
    fields |= {"Content-Type": "application/http; msgtype=response", "Content-Length": str(len(block))}
    return b"WARC/1.0\r\n" + b"".join(f"{name}: {value}\r\n".encode() for name, value in fields.items()) + b"\r\n" + block + b"\r\n\r\n"


def _only_page(path: Path, content: bytes) -> bytes:
    path.write_bytes(content)
    (page,) = read_pages(path)
    return page.payload


# Writing


def test_what_is_written_is_read_again_by_place_and_in_order(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "tin") as writer:
        written = [writer.write_response(url, 200, "OK", HTML, body, DAY, "203.0.113.7", [("Host", "tin.vn")]) for url, body in PAGES]
    assert list(read_pages(writer.path)) == written
    for page in written:
        assert read_page(tmp_path, page.warc_file or "", page.warc_offset or 0, page.record_id) == page
    reader = WarcReader(writer.path)
    assert len(list(reader)) == 11
    assert (reader.kinds, reader.faults, reader.torn) == ({"warcinfo": 1, "response": 5, "request": 5}, [], 0)


def test_others_software_finds_the_files_in_order(tmp_path: Path) -> None:
    path = write_warc(tmp_path, PAGES)
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", path], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")
    with path.open("rb") as file:
        assert [found.headers["WARC-Type"] for found in ArchiveIterator(file, verify_digests=True)] == ["warcinfo"] + ["response"] * 5
    with path.open("rb") as file:
        first = next(ArchiveIterator(file))
        assert b"software: Kho Tin" in first.reader.read()


def test_a_record_is_on_the_disk_before_the_call_returns(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "tin")
    for count, (url, body) in enumerate(PAGES, start=1):
        writer.write_response(url, 200, "OK", HTML, body, DAY)
        assert len(list(read_pages(writer.path))) == count
    writer.close()


def test_the_body_is_kept_as_sent_and_given_back_decoded(tmp_path: Path) -> None:
    sent = gzip.compress(BODY)
    headers = [*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    with WarcWriter(tmp_path, "tin") as writer:
        page = writer.write_response("http://tin.vn/", 200, "OK", headers, sent, DAY)
    assert (page.payload, page.payload_digest, page.date) == (BODY, payload_digest(sent), DAY)
    assert page.header("transfer-encoding") is None
    assert [value for name, value in page.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert sent in gzip.decompress(writer.path.read_bytes())


def test_headers_stay_what_they_were_and_cannot_begin_another_line(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "tin") as writer:
        page = writer.write_response("http://tin.vn/", 404, "Không thấy", [("X-Tin", "Hà\r\nX-Evil: 1"), ("X-Raw", "Hà")], b"", DAY)
    assert page.status == 404
    assert [name for name, _ in page.headers] == ["X-Tin", "X-Raw"]


def test_each_run_and_each_gigabyte_has_its_own_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "tin", rotate_at=2000) as writer, WarcWriter(tmp_path, "tin") as other:
        pages = [writer.write_response(f"http://tin.vn/{number}", 200, "OK", HTML, bytes(range(256)) * 4, DAY) for number in range(9)]
        assert writer.path != other.path
    files = {page.warc_file or "" for page in pages}
    assert len(files) > 1
    assert all(len(list(WarcReader(tmp_path / name))) > 1 for name in files)
    assert all(read_page(tmp_path, page.warc_file or "", page.warc_offset or 0, page.record_id) == page for page in pages)


def test_a_folder_that_cannot_be_made_is_known_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WarcError, match="cannot be written: Not a directory"):
        WarcWriter(tmp_path / "file" / "warc", "tin")


def test_a_full_disk_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with WarcWriter(tmp_path, "tin") as writer:
        writer.write_response(*PAGES[0][:1], 200, "OK", HTML, BODY, DAY)

        def half(file: io.RawIOBase, data: bytes) -> None:
            file.write(data[: len(data) // 2])
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("archive.warc._write_all", half)
            with pytest.raises(WarcError, match="No space left"):
                writer.write_response("http://tin.vn/lost", 200, "OK", HTML, BODY, DAY)
        after = writer.write_response("http://tin.vn/after", 200, "OK", HTML, BODY, DAY)
    assert [page.url for page in read_pages(writer.path)] == ["http://tin.vn/0", "http://tin.vn/after"]
    assert read_page(tmp_path, writer.path.name, after.warc_offset or 0) == after


# After a crash


def test_a_torn_end_is_set_aside_and_the_rest_is_untouched(tmp_path: Path) -> None:
    path = write_warc(tmp_path, PAGES)
    whole = path.read_bytes()
    last = list(read_pages(path))[-1].warc_offset or 0
    path.write_bytes(whole[:-7])
    (recovered,) = recover(tmp_path)
    assert (recovered.path, recovered.kept, recovered.torn) == (path, last, len(whole) - 7 - last)
    assert path.read_bytes() == whole[:last]
    assert recovered.set_aside.read_bytes() == whole[last:-7]
    assert len(list(read_pages(path))) == 4
    assert recover(tmp_path) == ()


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "tin") as writer:
        with writer.path.open("ab") as behind:
            behind.write(b"\x1f\x8b\x08half")
        assert recover(tmp_path) == ()
    assert [found.path for found in recover(tmp_path)] == [writer.path]


def test_recovering_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    assert recover(tmp_path / "nowhere") == ()


# Reading what others wrote


@pytest.mark.parametrize(
    ("encode", "header"),
    [
        (gzip.compress, "gzip"),
        (zlib.compress, "deflate"),
        (brotli.compress, "br"),
        (lambda body: body, "gzip"),
        (lambda body: body, "utf-8"),
        (lambda body: body, "identity"),
    ],
)
def test_a_content_encoding_is_undone_and_one_that_is_not_there_not_believed(
    tmp_path: Path, encode: Callable[[bytes], bytes], header: str
) -> None:
    assert _only_page(tmp_path / "a.warc", record(encode(BODY), Content_Encoding=header)) == BODY


def test_chunks_are_joined_and_chunks_that_are_not_there_not_believed(tmp_path: Path) -> None:
    chunked = b"%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"
    assert _only_page(tmp_path / "a.warc", record(chunked, Transfer_Encoding="chunked")) == BODY
    assert _only_page(tmp_path / "b.warc", record(BODY, Transfer_Encoding="chunked")) == BODY


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_digests_are_checked_in_every_usual_spelling(tmp_path: Path, algorithm: str) -> None:
    digest = hashlib.new(algorithm, BODY).digest()
    for value in (digest.hex(), digest.hex().upper(), base64.b32encode(digest).decode()):
        assert _only_page(tmp_path / "a.warc", record(BODY, WARC_Payload_Digest=f"{algorithm}:{value}")) == BODY
    reader = WarcReader(tmp_path / "b.warc")
    (tmp_path / "b.warc").write_bytes(record(BODY + b"!", WARC_Payload_Digest=f"{algorithm}:{digest.hex()}"))
    (entry,) = reader
    assert entry.page is None
    assert reader.faults == ["b.warc: record at byte 0: its payload digest does not match: the bytes are not those that were captured"]


def test_a_record_of_another_tool_may_lack_nearly_everything(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(BODY))
    (page,) = read_pages(path)
    assert (page.url, page.status, page.record_id, page.payload_digest) == ("http://tin.vn/", 200, None, payload_digest(BODY))
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n")
    (page,) = read_pages(path)
    assert (page.url, page.status, page.payload, page.date) == ("", 0, b"hi", None)


def test_a_bomb_is_refused_and_the_next_record_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.warc.MAX_PAYLOAD", 2**20)
    path = tmp_path / "a.warc"
    path.write_bytes(record(gzip.compress(bytes(2**22)), Content_Encoding="gzip") + record(BODY))
    reader = WarcReader(path)
    assert [entry.page.payload if entry.page else None for entry in reader] == [None, BODY]
    assert reader.faults == ["a.warc: record at byte 0: its payload is larger than 1 MiB"]


def test_a_page_of_50_mb_is_read(tmp_path: Path) -> None:
    assert len(_only_page(tmp_path / "a.warc.gz", gzip.compress(record(b"<p>x</p>" * 6_500_000)))) == 52_000_000


def test_the_warcs_in_a_wacz_are_read_as_one(tmp_path: Path) -> None:
    warc = write_warc(tmp_path, PAGES)
    packed = tmp_path / "a.wacz"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(warc, "archive/data.warc.gz")
        file.writestr("archive/more.warc", record(BODY))
        file.writestr("pages/pages.jsonl", "{}")
    assert [page.url for page in read_pages(packed)] == [url for url, _ in PAGES] + ["http://tin.vn/"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\x7fELF\x00\x01binary", "is no WARC file"),
        (b"PK\x03\x04not a zip", "is a damaged WACZ file"),
        (gzip.compress(record(BODY) * 2), "compressed as a whole"),
    ],
)
def test_what_is_no_warc_file_is_said_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    with pytest.raises(WarcError, match=message) as error:
        list(read_pages(path))
    assert "\n" not in str(error.value)


def test_a_missing_file_and_a_zip_without_warcs_are_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match="No such file"):
        list(read_pages(tmp_path / "nowhere.warc"))
    zipfile.ZipFile(tmp_path / "a.wacz", "w").close()
    with pytest.raises(WarcError, match=r"without a WARC|damaged"):
        list(read_pages(tmp_path / "a.wacz"))


def test_a_page_is_only_read_from_its_own_place(tmp_path: Path) -> None:
    path = write_warc(tmp_path, PAGES)
    first, second, *_ = read_pages(path)
    for name, offset, record_id, message in [
        (path.name, second.warc_offset, first.record_id, "is urn:uuid:.*, not urn:uuid:"),
        (path.name, 0, None, "is no response"),
        (path.name, 3, None, "is torn|is damaged"),
        (path.name, path.stat().st_size, None, "the file ends before it"),
        ("nowhere.warc.gz", 0, None, "No such file"),
        (f"../{tmp_path.name}/{path.name}", 0, None, "is no file name of the archive"),
    ]:
        with pytest.raises(WarcError, match=message):
            read_page(tmp_path, name, offset or 0, record_id)
