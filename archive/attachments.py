"""The text of attached files, put into the articles that link to them whenever file and article are both in the archive.

Files and articles come in any order, in one WARC file or in several; a file may belong to many articles. The store
notes which capture's text an article's record holds, so reading what is pending is all there is to do, and doing it
again changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from archive.merge import take_sequence
from archive.page import AttachmentReader, AttachmentText
from archive.store import Store
from archive.warc import WarcError, read_page

WORKERS = 2
"""Files read at once; each is read in a process of its own (``crawler/attachments.py``)."""
_HANDFUL = 16


@dataclass(slots=True)
class AttachmentSummary:
    """What came of the files: ``files`` counts them by ``text`` or by why there is none, ``articles`` the records that changed.

    ``faults`` has a line for each capture that is lost.
    """

    files: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pending:
    url: str
    record_id: str
    warc_file: str
    warc_offset: int


def read_attachments(
    store: Store, folder: Path, reader: AttachmentReader, *, site: str | None = None, again: bool = False
) -> AttachmentSummary:
    """Read the captured files whose text no article has yet; with ``again`` all of them, by better rules. Raises StoreError."""
    summary = AttachmentSummary()
    pending = iter(_pending(store, site, again=again))
    with ThreadPoolExecutor(WORKERS) as pool:
        while handful := list(islice(pending, _HANDFUL)):
            for file, read in zip(handful, pool.map(lambda file: _read(folder, file, reader), handful), strict=True):
                if isinstance(read, AttachmentText):
                    summary.files[read.no_text or "text"] += 1
                    summary.articles += fill(store, file.url, read, file.record_id)
                else:
                    summary.faults.append(read)
    return summary


def captured(store: Store, urls: Iterable[str]) -> set[str]:
    """Those of some linked addresses whose file is in the archive."""
    query = "SELECT 1 FROM attachments a JOIN captures c ON c.url IN (a.url, a.address) WHERE a.url = ? AND c.kind = 'media' LIMIT 1"
    return {url for url in urls if store.connection.execute(query, (url,)).fetchone()}


def unread(store: Store, site: str) -> list[str]:
    """The files that articles of a site link to and that the archive does not have."""
    query = (
        "SELECT DISTINCT a.url FROM attachments a JOIN articles USING (identifier) WHERE a.record_id IS NULL AND articles.site = ? "
        "AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.url IN (a.url, a.address) AND c.kind = 'media') ORDER BY a.url"
    )
    return [url for (url,) in store.connection.execute(query, (site,))]


def fill(store: Store, url: str, read: AttachmentText, record_id: str | None) -> int:
    """Put what was read from a file into every article that links to it; gives how many records that changed. Raises StoreError."""
    with store.transaction():
        owners = store.connection.execute("SELECT identifier FROM attachments WHERE url = ? ORDER BY identifier", (url,)).fetchall()
        changed = [_fill_article(store, identifier, url, read, record_id) for (identifier,) in owners]
        store.connection.execute("UPDATE attachments SET record_id = ? WHERE url = ?", (record_id, url))
    return sum(changed)


def _fill_article(store: Store, identifier: str, url: str, read: AttachmentText, record_id: str | None) -> bool:
    """Every text of the article gets it, and the article a new sequence number when any changed."""
    rows = store.connection.execute("SELECT content_digest, record FROM revisions WHERE identifier = ?", (identifier,)).fetchall()
    found = {"text": read.text, "noText": read.no_text, "warcRecordId": record_id}
    changed = False
    for digest, text in rows:
        record = json.loads(text)
        files = [file for file in record["associatedMedia"] if file["url"] == url and any(file.get(key) != found[key] for key in found)]
        for file in files:
            file.update(found)
        if files:
            written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            store.connection.execute(
                "UPDATE revisions SET record = ? WHERE identifier = ? AND content_digest = ?", (written, identifier, digest)
            )
            changed = True
    if changed:
        store.connection.execute("UPDATE articles SET seq = ? WHERE identifier = ?", (take_sequence(store.connection), identifier))
    return changed


_CAPTURED = """
SELECT a.url, a.record_id, c.record_id, c.warc_file, c.warc_offset
FROM attachments a JOIN articles USING (identifier) JOIN captures c ON c.url IN (a.url, a.address) OR c.record_id = a.record_id
WHERE c.kind = 'media' AND c.status < 300 AND c.warc_file IS NOT NULL AND ?1 IN ('', articles.site)
ORDER BY a.url, c.date, c.record_id
"""


def _pending(store: Store, site: str | None, *, again: bool) -> list[_Pending]:
    """Each file with its latest capture, where some article has not the text of that one."""
    latest: dict[str, _Pending] = {}
    held: dict[str, set[str | None]] = {}
    for url, read_from, record_id, warc_file, offset in store.connection.execute(_CAPTURED, (site or "",)):
        latest[url] = _Pending(url, record_id, warc_file, offset)
        held.setdefault(url, set()).add(read_from)
    return [file for url, file in latest.items() if again or held[url] != {file.record_id}]


def _read(folder: Path, file: _Pending, reader: AttachmentReader) -> AttachmentText | str:
    try:
        return reader(read_page(folder, file.warc_file, file.warc_offset, file.record_id))
    except WarcError as error:
        return str(error)
