"""Captures in WARC files (ISO 28500): writing what was fetched, and reading what we or others wrote.

Written by warcio, one gzip member per record with payload and block digest. A file is written by one run and never
appended to by another: behind a torn record nothing can be read any more. Every digest is checked on reading.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Literal, Self, cast

from fastwarc.warc import ArchiveIterator, WarcRecord
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.members import GZIP_MAGIC, WARC_MAGIC, Member, gzip_members, last_whole_end, plain_members
from archive.page import Page
from archive.settings import TIME_ZONE

ROTATE_AT = 2**30
"""Bytes after which a run begins another file: about 1 GB is what web archives exchange."""
MAX_PAYLOAD = 64 * 2**20
"""Bytes of a decoded payload; more is a decompression bomb, not a news page."""
SUFFIXES = (".warc", ".warc.gz")

Headers = Sequence[tuple[str, str]]
_Encodings = Literal["all", "transfer", "content", "none"]
_BELIEVED: tuple[_Encodings, ...] = ("all", "transfer", "content", "none")


class WarcError(Exception):
    """A WARC file or record that cannot be used; the message is one line."""


# Writing


class WarcWriter:
    """Writes the captures of one run; makes its first file at once, so that an unwritable folder is known before the crawl.

    A file that has grown to ``rotate_at`` bytes is followed by another. Raises WarcError, as do all its methods.
    """

    def __init__(self, folder: Path, prefix: str, *, rotate_at: int = ROTATE_AT) -> None:
        self._folder = folder
        self._prefix = prefix
        self._rotate_at = rotate_at
        self._file = self._begin_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file that is being written."""
        return Path(cast("str", self._file.name))

    def write_response(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Headers,
        body_as_sent: bytes,
        date: datetime,
        ip: str | None = None,
        request_headers: Headers | None = None,
        method: str = "GET",
        request_body: bytes = b"",
    ) -> Page:
        """Write a response, then the request when its headers are given; both are on the disk when this returns.

        ``body_as_sent`` still has its content encoding, its transfer encoding is undone. The page given back is what
        reading the record again gives.
        """
        if self._file.tell() >= self._rotate_at:
            self.close()
            self._file = self._begin_file()
        data = _response(url, status, reason, headers, body_as_sent, date, ip)
        offset = self._append(data)
        page = _own_page(data)
        if request_headers is not None:
            self._append(_request(url, method, request_headers, request_body, date, page.record_id or ""))
        self.sync()
        return replace(page, warc_file=self.path.name, warc_offset=offset)

    def sync(self) -> None:
        """Have everything written so far on the disk itself."""
        with _disk(self.path):
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Finish the file."""
        if not self._file.closed:
            self.sync()
            self._file.close()

    def _begin_file(self) -> BinaryIO:
        with _disk(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._create()
            # Held as long as we write, so that the recover of another run leaves the file alone.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_all(file, _warcinfo(Path(cast("str", file.name)).name))
            os.fsync(file.fileno())
            sync_folder(self._folder)
        return file

    def _create(self) -> BinaryIO:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        for serial in range(100_000):
            path = self._folder / f"{self._prefix}-{stamp}-{serial:05}.warc.gz"
            try:
                # Unbuffered: after a failed write nothing of the record waits to be written behind our back.
                return cast("BinaryIO", path.open("xb", buffering=0))
            except FileExistsError:
                continue
        raise WarcError(f"{self._folder}: no free file name begins with {self._prefix}-{stamp}")

    def _append(self, data: bytes) -> int:
        offset = self._file.tell()
        try:
            with _disk(self.path):
                _write_all(self._file, data)
        except WarcError:
            # Half a record (a full disk) must not stand before the next one.
            os.ftruncate(self._file.fileno(), offset)
            self._file.seek(offset)
            raise
        return offset


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers written byte for byte; warcio's own would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        text = self.to_str(filter_func)
        # HTTP libraries decode header bytes as Latin-1, so that encodes back to what was sent.
        charset = "latin-1" if all(ord(letter) < 256 for letter in text) else "utf-8"
        return cast("bytes", text.encode(charset, "surrogateescape")) + b"\r\n"


def _write_all(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _warcinfo(name: str) -> bytes:
    buffer, writer = _writer()
    fields = {
        "software": "Kho Tin",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    writer.write_record(writer.create_warcinfo_record(name, fields))
    return buffer.getvalue()


def _response(url: str, status: int, reason: str, headers: Headers, body: bytes, date: datetime, ip: str | None) -> bytes:
    http = _Head(_line(f"{status} {reason}"), _as_stored(headers), protocol="HTTP/1.1")
    more = {"WARC-Date": _warc_date(date)} | ({"WARC-IP-Address": ip} if ip else {})
    buffer, writer = _writer()
    writer.write_record(writer.create_warc_record(_line(url), "response", io.BytesIO(body), len(body), "", more, None, http))
    return buffer.getvalue()


def _request(url: str, method: str, headers: Headers, body: bytes, date: datetime, response_id: str) -> bytes:
    target = re.sub(r"^[a-z]+://[^/?#]*", "", url.partition("#")[0], flags=re.IGNORECASE) or "/"
    http = _Head(_line(f"{method} {target} HTTP/1.1"), _as_stored(headers), is_http_request=True)
    more = {"WARC-Date": _warc_date(date), "WARC-Concurrent-To": f"<{response_id}>"}
    buffer, writer = _writer()
    writer.write_record(writer.create_warc_record(_line(url), "request", io.BytesIO(body), len(body), "", more, None, http))
    return buffer.getvalue()


def _writer() -> tuple[io.BytesIO, WARCWriter]:
    buffer = io.BytesIO()
    return buffer, WARCWriter(buffer, gzip=True, warc_version="1.1")


def _as_stored(headers: Headers) -> list[tuple[str, str]]:
    """Headers that describe the body as it is stored: a transfer encoding that is undone is told under another name."""
    renamed = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}
    return [(renamed.get(name.lower(), _line(name)), _line(value)) for name, value in headers]


def _line(text: str) -> str:
    """Text that cannot begin another header line."""
    return " ".join(text.split())


def _warc_date(date: datetime) -> str:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarcError(f"{path} cannot be written: {error.strerror or error}") from error


def sync_folder(folder: Path) -> None:
    """Have the names of new files on the disk too, not only their content. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# After a crash


@dataclass(frozen=True, slots=True)
class Recovered:
    """A file that a crash left torn: its whole records are untouched, the torn bytes are in ``set_aside``."""

    path: Path
    kept: int
    torn: int
    set_aside: Path


def recover(folder: Path) -> tuple[Recovered, ...]:
    """Cut torn last records off the files that ``WarcWriter`` wrote into a folder, the bytes set aside beside the file as ``.torn``.

    A file that a running process writes is left alone, and so is one taken from elsewhere: its name holds its digest. Raises WarcError.
    """
    found = (_recover_file(path) for path in sorted(folder.glob("*.warc.gz")) if _OUR_NAME.search(path.name))
    return tuple(recovered for recovered in found if recovered)


_OUR_NAME = re.compile(r"-\d{14}-\d{5}\.warc\.gz$")


def _recover_file(path: Path) -> Recovered | None:
    with _disk(path), path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        kept, size = last_whole_end(file), file.seek(0, os.SEEK_END)
        if kept == size:
            return None
        aside = path.with_name(path.name + ".torn")
        file.seek(kept)
        aside.write_bytes(file.read())
        file.truncate(kept)
        os.fsync(file.fileno())
    return Recovered(path, kept, size - kept, aside)


# Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it stands in a file; ``page`` for a whole HTTP response, else ``fault`` says what is wrong with it.

    ``kind`` is the WARC-Type (``response``, ``request``, ``warcinfo`` ...), empty where it cannot be read.
    """

    offset: int
    end: int
    kind: str
    page: Page | None = None
    fault: str = ""


class WarcReader:
    """The records of a ``.warc``, ``.warc.gz`` or ``.wacz`` file in order; afterwards, what was in it.

    ``kinds`` counts records by WARC-Type, ``faults`` holds a line for each record that cannot be used, ``torn`` is the
    number of bytes of a torn last record. Raises WarcError for a file that is none of these.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kinds: Counter[str] = Counter()
        self.faults: list[str] = []
        self.torn = 0
        self._entries = self._read()

    def __iter__(self) -> Iterator[Entry]:
        return self._entries

    def _read(self) -> Iterator[Entry]:
        for name, file in _warcs(self.path):
            with file:
                for member in _members(name, file, 0):
                    if member.offset == 0 and _beyond(member.data):
                        raise WarcError(f"{name} is compressed as a whole, not record by record: `python -m archive ingest` takes it")
                    entry = _entry(member, name)
                    self._count(name, member, entry)
                    yield entry

    def _count(self, name: str, member: Member, entry: Entry) -> None:
        self.kinds[entry.kind] += entry.kind != ""
        if member.fault == "torn":
            self.torn = member.end - member.offset
        if entry.fault:
            self.faults.append(f"{name}: record at byte {entry.offset}: {entry.fault}")


def read_pages(path: Path) -> Iterator[Page]:
    """The whole HTTP responses of a file, digests checked; ``WarcReader`` also tells what else is in it. Raises WarcError."""
    return (entry.page for entry in WarcReader(path) if entry.page)


def read_page(folder: Path, warc_file: str, offset: int, record_id: str | None = None) -> Page:
    """The response that begins at a byte of a file in the WARC folder, digests checked; it must have the id given.

    Raises WarcError.
    """
    path = folder / warc_file
    if PurePosixPath(warc_file).name != warc_file:
        raise WarcError(f"{warc_file} is no file name of the archive")
    try:
        with path.open("rb") as file:
            member = next(_members(warc_file, file, offset), None)
    except OSError as error:
        raise WarcError(f"{path} cannot be read: {error.strerror}") from error
    entry = _entry(member, warc_file) if member else None
    if entry is None or entry.page is None:
        raise WarcError(f"{warc_file}: record at byte {offset}: {entry.fault or 'is no response' if entry else 'the file ends before it'}")
    if record_id and entry.page.record_id and not record_id.startswith(entry.page.record_id):
        raise WarcError(f"{warc_file}: record at byte {offset}: is {entry.page.record_id}, not {record_id}")
    return entry.page


def _warcs(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """The WARC files of a path: itself, or those inside a WACZ."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if not magic:
            raise WarcError(f"{path} is empty")
        if magic.startswith(b"PK"):
            for name, opened in packed_warcs(path):
                yield name, opened()
        else:
            yield path.name, path.open("rb")
    except OSError as error:
        raise WarcError(f"{path} cannot be read: {error.strerror or error}") from error


def packed_warcs(path: Path) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    """The WARC files in a WACZ, by name, and how to open each. Raises WarcError."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = [name for name in packed.namelist() if name.endswith(SUFFIXES)]
            if not names:
                raise WarcError(f"{path} is a ZIP file without a WARC in it")
            for name in names:
                yield PurePosixPath(name).name, lambda name=name: cast("BinaryIO", packed.open(name))  # type: ignore[misc]
    except zipfile.BadZipFile as error:
        raise WarcError(f"{path} is a damaged WACZ file: {error}") from error


def _members(name: str, file: BinaryIO, offset: int) -> Iterator[Member]:
    file.seek(offset)
    magic = file.read(len(WARC_MAGIC))
    if magic.startswith(GZIP_MAGIC):
        return gzip_members(file, offset)
    if offset or magic == WARC_MAGIC:
        return plain_members(file, offset)
    raise WarcError(f"{name} is no WARC file (neither gzip nor WARC/ at its beginning)")


def compressed_as_a_whole(path: Path) -> bool:
    """Whether a gzip file holds all its records in one member, so that none can be read by itself. Raises WarcError."""
    try:
        with path.open("rb") as file:
            if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
                return False
            member = next(gzip_members(file))
    except OSError as error:
        raise WarcError(f"{path} cannot be read: {error.strerror}") from error
    return member.fault == "too large" or _beyond(member.data)


def _beyond(data: bytes) -> bool:
    """Whether a record's uncompressed bytes hold another record behind it."""
    first = next(plain_members(io.BytesIO(data)), None)
    return first is not None and not first.fault and data[first.end :].lstrip(b"\r\n").startswith(WARC_MAGIC)


def _own_page(data: bytes) -> Page:
    entry = _entry(next(gzip_members(io.BytesIO(data))), "")
    if entry.page is None:
        raise WarcError(f"the record just made cannot be read: {entry.fault}")
    return entry.page


def _entry(member: Member, warc_file: str) -> Entry:
    place = (member.offset, member.end)
    if member.fault == "torn":
        return Entry(*place, "", None, "is torn: the file ends inside it")
    if member.fault == "damaged":
        return Entry(*place, "", None, "is damaged and cannot be read")
    try:
        record = _record(member.data)
        kind = (record.headers.get("WARC-Type") or "").lower()
        if member.fault or kind != "response":
            return Entry(*place, kind, None, f"is {member.fault}" if member.fault else "")
        return Entry(*place, kind, replace(_page(record, member.data), warc_file=warc_file, warc_offset=member.offset))
    except WarcError as error:
        return Entry(*place, _kind(member.data), None, str(error))


def _kind(data: bytes) -> str:
    found = re.search(rb"^WARC-Type:\s*(\w+)", data[:4096], re.IGNORECASE | re.MULTILINE)
    return found[1].decode("ascii").lower() if found else ""


def _record(data: bytes, auto_decode: _Encodings = "none") -> WarcRecord:
    try:
        record = next(ArchiveIterator(io.BytesIO(data), parse_http=True, auto_decode=auto_decode), None)
    except (OSError, ValueError) as error:
        raise WarcError(f"is no WARC record ({str(error)[:80]})") from error
    if record is None:
        raise WarcError("is no WARC record")
    return record


def _page(record: WarcRecord, data: bytes) -> Page:
    block = _after_head(data)[: int(record.headers.get("Content-Length") or 0)]
    is_http = record.http_headers is not None
    body = _after_head(block) if is_http else block
    _check(record.headers.get("WARC-Block-Digest"), (block,), "block")
    _check(record.headers.get("WARC-Payload-Digest"), (body, block), "payload")
    return Page(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),
        status=(record.http_headers.status_code or 0) if is_http else 0,
        headers=tuple((name, value) for name, value in record.http_headers) if is_http else (),
        payload=_decoded(data) if is_http else body,
        date=_date(record.headers.get("WARC-Date")),
        record_id=(record.headers.get("WARC-Record-ID") or "").strip("<>") or None,
        payload_digest=record.headers.get("WARC-Payload-Digest") or payload_digest(body),
    )


def _after_head(block: bytes) -> bytes:
    separator = re.search(rb"\r?\n\r?\n", block)
    return block[separator.end() :] if separator else b""


def _decoded(data: bytes) -> bytes:
    """The payload without its encodings. A header that claims one the body does not have is not believed."""
    for believed in _BELIEVED:
        try:
            payload = bytes(_record(data, believed).reader.read(MAX_PAYLOAD + 1))
        except (OSError, WarcError):
            continue
        if len(payload) > MAX_PAYLOAD:
            raise WarcError(f"its payload is larger than {MAX_PAYLOAD // 2**20} MiB")
        return payload
    raise WarcError("its payload cannot be read")


def _date(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(TIME_ZONE)
    except (ValueError, OverflowError):
        return None


# Digests


def payload_digest(payload: bytes) -> str:
    """The SHA-1 of a payload as WARC writes it: ``sha1:`` and base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode("ascii")


def _check(declared: str | None, candidates: tuple[bytes, ...], what: str) -> None:
    """Compare a declared digest. Of a payload some tools take the digest with the HTTP head: any candidate will do."""
    algorithm, _, value = (declared or "").partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5"):
        return
    for candidate in candidates:
        digest = hashlib.new(name, candidate, usedforsecurity=False).digest()
        if value.lower() in (digest.hex(), base64.b32encode(digest).decode("ascii").rstrip("=").lower(), _base32(digest)):
            return
    raise WarcError(f"its {what} digest does not match: the bytes are not those that were captured")


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii").lower()
