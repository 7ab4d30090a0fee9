"""Putting what new rules read from old captures in the place of what the old rules read.

``Store.put`` would keep the old reading as an earlier revision, but a revision is a change of the source, not of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.article import Article, content_digest
from archive.merge import read_attachments, with_attachments
from archive.store import Store

_NOT_SUBSTANCE = {
    "date_archived": None,
    "warc_record_id": None,
    "warc_file": None,
    "payload_digest": None,
    "extracted_by": None,
    "date_gone": None,
    "same_as": (),
    "url": "",
    "content_digest": "",
    "legal_documents": (),
    "meeting": None,
    "people": (),
    "revisions": 1,
}


def rebuild(store: Store, identifier: str, readings: Sequence[Article]) -> bool:
    """Makes an article what these readings of its captures say; False, and nothing done, when it is that already.

    Texts that came from elsewhere (an import) stay, as do what was read from its attachments, its addresses, its tombstone
    and its sequence number if nothing changed. Raises StoreError.
    """
    files = read_attachments(store.connection, identifier)
    readings = [with_attachments(reading, files) for reading in readings]
    kept = {_substance(text) for text in store.revisions(identifier)}
    if all(_substance(reading) in kept for reading in readings) and len({content_digest(reading) for reading in readings}) == len(kept):
        return False
    records = {reading.warc_record_id for reading in readings}
    stale = [text.content_digest for text in store.revisions(identifier) if text.warc_record_id in records]
    with store.transaction():
        _forget(store, identifier, stale)
        for reading in readings:
            store.put(reading)
    return True


def _forget(store: Store, identifier: str, digests: Iterable[str]) -> None:
    rows = [(identifier, digest) for digest in digests]
    store.connection.executemany("DELETE FROM revisions WHERE identifier = ? AND content_digest = ?", rows)


def _substance(article: Article) -> Article:
    return replace(article, **_NOT_SUBSTANCE)  # type: ignore[arg-type]
