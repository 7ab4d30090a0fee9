"""What putting one article does to the store's rows, inside a transaction of its own or its caller's.

The rules are in ``archive.store``. Times are kept as text in UTC with microseconds, so that comparing the texts
compares the moments.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from archive.address import Preference, canonical_url, preference
from archive.article import Article, Attachment, content_digest
from archive.jsonl import from_json, to_json
from archive.settings import TIME_ZONE

Outcome = Literal["new", "revised", "updated", "unchanged", "older"]
_Change = Literal["text", "record", "nothing"]

_PROVENANCE = ("date_archived", "warc_record_id", "warc_file", "payload_digest", "extracted_by")
"""What another capture of the same page changes though the page did not."""

_NAMED, _SECTION_PAGE, _OWN_PAGE = 0, 1, 2
"""How an address is known: only named as sameAs, or read as a section page, or as the article's own page."""


@dataclass(frozen=True, slots=True)
class PutResult:
    """What putting an article did.

    ``new``: not known before. ``revised``: its text is now another one. ``older``: an earlier text was added, the
    current one stays. ``updated``: same text, but a date, an address or the like changed, or a capture is read in another
    way than before. ``seq`` is the article's sequence number, which grows with all of these and stays when it is
    ``unchanged``. ``new_address`` says that the article's own address was not known before.
    """

    outcome: Outcome
    identifier: str
    seq: int
    new_address: bool = False


class Merge:
    """Putting one article: ``run`` does it, each method is one step."""

    def __init__(self, connection: sqlite3.Connection, article: Article, *, own_page: bool = True) -> None:
        self._db = connection
        self._asserted = _OWN_PAGE if own_page else _SECTION_PAGE
        self._id = article.identifier
        self._digest = content_digest(article)
        self._article = replace(article, content_digest=self._digest)
        self._seen = to_text(article.date_archived or datetime.now(UTC))
        self._replaced: set[str] = set()

    def run(self) -> PutResult:
        """Merge the article into the rows and say what that did."""
        before = self._current_digest()
        if before is None:
            self._add_article()
        new_address = self._add_address(self._article.url, self._asserted)
        self._add_attachments()
        self._drop_earlier_reading()
        change = self._merge_text()
        new_others = [self._add_address(url, _NAMED) for url in self._article.same_as]
        gone = self._merge_tombstone()
        current = self._choose_current()
        outcome = self._outcome(before, current, change, any([new_address, gone, *new_others]))
        seq = self._write_row(current, changed=outcome != "unchanged")
        return PutResult(outcome, self._id, seq, new_address)

    def _current_digest(self) -> str | None:
        row = self._db.execute("SELECT current_digest FROM articles WHERE identifier = ?", (self._id,)).fetchone()
        return None if row is None else str(row[0])

    def _add_article(self) -> None:
        # The rows of the other tables refer to this one; -1 is nobody's number, and the last step gives the real one.
        self._db.execute(
            "INSERT INTO articles (identifier, url, site, current_digest, seq) VALUES (?, ?, ?, ?, -1)",
            (self._id, self._article.url, self._article.site, self._digest),
        )

    def _add_attachments(self) -> None:
        """Note what the article links to; what was read from these files before stays with them."""
        if not self._article.associated_media:
            return
        known = read_attachments(self._db, self._id)
        self._article = with_attachments(self._article, known)
        for file in self._article.associated_media:
            self._db.execute(
                "INSERT INTO attachments (url, address, identifier, record_id) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET record_id = coalesce(excluded.record_id, record_id)",
                (file.url, canonical_url(file.url), self._id, file.warc_record_id),
            )

    def _drop_earlier_reading(self) -> None:
        """Another text from the same capture is another reading by us, not another text of the source: it replaces the old."""
        if self._article.warc_record_id is None:
            return
        rows = self._db.execute(
            "DELETE FROM revisions WHERE identifier = ? AND content_digest <> ? AND json_extract(record, '$.warcRecordId') = ? "
            "RETURNING content_digest",
            (self._id, self._digest, self._article.warc_record_id),
        ).fetchall()
        self._replaced = {digest for (digest,) in rows}

    def _merge_text(self) -> _Change:
        key = (self._id, self._digest)
        row = self._db.execute("SELECT record, read_at FROM revisions WHERE identifier = ? AND content_digest = ?", key).fetchone()
        if row is None:
            values = (*key, self._seen, self._seen, self._seen, write_record(self._article))
            self._db.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)", values)
            return "text"
        self._db.execute(
            "UPDATE revisions SET first_seen = min(first_seen, :seen), last_seen = max(last_seen, :seen) "
            "WHERE identifier = :id AND content_digest = :digest",
            {"seen": self._seen, "id": self._id, "digest": self._digest},
        )
        return self._merge_record(read_record(row[0]), str(row[1]))

    def _merge_record(self, kept: Article, read_at: str) -> _Change:
        rank, kept_rank = self._rank(self._article.url), self._rank(kept.url)
        if rank > kept_rank or (rank == kept_rank and self._seen < read_at):
            return "nothing"
        self._db.execute(
            "UPDATE revisions SET record = ?, read_at = ? WHERE identifier = ? AND content_digest = ?",
            (write_record(self._article), self._seen, self._id, self._digest),
        )
        return "nothing" if _substance(kept) == _substance(self._article) else "record"

    def _add_address(self, url: str, asserted: int) -> bool:
        if not url:
            return False
        known = self._db.execute("SELECT 1 FROM addresses WHERE url = ? AND identifier = ?", (url, self._id)).fetchone()
        self._db.execute(
            "INSERT INTO addresses (url, identifier, asserted) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET asserted = max(asserted, excluded.asserted)",
            (url, self._id, asserted),
        )
        return known is None

    def _merge_tombstone(self) -> bool:
        """An import brings its tombstone along; a page seen after it was gone is back."""
        own = (self._article.url, self._id)
        if self._article.date_gone is not None:
            self._db.execute(
                "UPDATE addresses SET date_gone = ? WHERE url = ? AND identifier = ?", (to_text(self._article.date_gone), *own)
            )
        else:
            self._db.execute("UPDATE addresses SET date_gone = NULL WHERE url = ? AND identifier = ? AND date_gone < ?", (*own, self._seen))
        return _write_tombstone(self._db, self._id)

    def _choose_current(self) -> Article:
        """The text seen last; of two seen in the same moment, the one at the better address, then by digest."""
        query = (
            "SELECT record FROM revisions WHERE identifier = ?1 AND last_seen = "
            "(SELECT max(last_seen) FROM revisions WHERE identifier = ?1)"
        )
        records = [read_record(record) for (record,) in self._db.execute(query, (self._id,))]
        return min(records, key=lambda record: (self._rank(record.url), record.content_digest))

    def _outcome(self, before: str | None, current: Article, change: _Change, otherwise: bool) -> Outcome:
        if before is None:
            return "new"
        if before != current.content_digest and before not in self._replaced:
            return "revised"
        if change == "text" and not self._replaced:
            return "older"
        return "updated" if change != "nothing" or self._replaced or otherwise else "unchanged"

    def _write_row(self, current: Article, *, changed: bool) -> int:
        seq = take_sequence(self._db) if changed else self._sequence()
        self._db.execute(
            "UPDATE articles SET url = ?, site = ?, publisher_name = ?, date_published = ?, date_archived = ?, current_digest = ?, seq = ? "
            "WHERE identifier = ?",
            (
                self._best_address() or current.url,
                current.site,
                None if current.publisher is None else current.publisher.name,
                None if current.date_published is None else current.date_published.isoformat(),
                None if current.date_archived is None else to_text(current.date_archived),
                current.content_digest,
                seq,
                self._id,
            ),
        )
        return seq

    def _best_address(self) -> str | None:
        rows = self._db.execute("SELECT url FROM addresses WHERE identifier = ? AND asserted", (self._id,)).fetchall()
        return min((str(url) for (url,) in rows), key=self._rank, default=None)

    def _rank(self, url: str) -> tuple[int, Preference]:
        """A sort key of addresses: the article's own pages first."""
        row = self._db.execute("SELECT asserted FROM addresses WHERE url = ? AND identifier = ?", (url, self._id)).fetchone()
        return (-row[0] if row else 0, preference(url))

    def _sequence(self) -> int:
        return int(self._db.execute("SELECT seq FROM articles WHERE identifier = ?", (self._id,)).fetchone()[0])


def take_sequence(connection: sqlite3.Connection) -> int:
    """The next sequence number, taken."""
    return int(connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'sequence' RETURNING value").fetchone()[0])


def mark_gone(connection: sqlite3.Connection, identifier: str, url: str, when: datetime) -> bool:
    """Note that an article's page is gone at one address; gives whether the article's tombstone changed.

    The first such answer counts, and one from before the page was last seen does not.
    """
    connection.execute(
        "UPDATE addresses SET date_gone = min(coalesce(date_gone, :when), :when) WHERE url = :url AND identifier = :id "
        "AND :when >= (SELECT max(last_seen) FROM revisions WHERE identifier = :id)",
        {"when": to_text(when), "url": url, "id": identifier},
    )
    changed = _write_tombstone(connection, identifier)
    if changed:
        connection.execute("UPDATE articles SET seq = ? WHERE identifier = ?", (take_sequence(connection), identifier))
    return changed


def _write_tombstone(connection: sqlite3.Connection, identifier: str) -> bool:
    """An article is gone when all its own pages are (all section pages, if it has none), since the last of them went."""
    rows = connection.execute(
        "SELECT date_gone FROM addresses WHERE identifier = ?1 AND asserted = "
        "(SELECT max(asserted) FROM addresses WHERE identifier = ?1 AND asserted)",
        (identifier,),
    ).fetchall()
    gone = [when for (when,) in rows]
    tombstone = max(gone) if gone and None not in gone else None
    changed = connection.execute(
        "UPDATE articles SET date_gone = ?1 WHERE identifier = ?2 AND date_gone IS NOT ?1", (tombstone, identifier)
    )
    return changed.rowcount > 0


def _substance(article: Article) -> Article:
    """What makes a record another one though its text is the same; neither the text's white space nor the facts read from it do."""
    return replace(
        article,
        **dict.fromkeys(_PROVENANCE),  # type: ignore[arg-type]
        headline="",
        description=None,
        article_body="",
        author=None,
        image=tuple(replace(image, caption=None) for image in article.image),
        legal_documents=(),
        meeting=None,
        people=(),
        url="",
        same_as=(),
        date_gone=None,
        revisions=1,
    )


# Attachments


def read_attachments(connection: sqlite3.Connection, identifier: str) -> dict[str, Attachment]:
    """What was read from the files that any text of an article links to, by their address."""
    records = connection.execute("SELECT record FROM revisions WHERE identifier = ? ORDER BY last_seen", (identifier,))
    files = [file for (record,) in records for file in read_record(record).associated_media]
    return {file.url: file for file in files if file.text is not None or file.no_text is not None}


def with_attachments(article: Article, known: Mapping[str, Attachment]) -> Article:
    """The article with what is known of the files that it links to and brings nothing of."""
    return replace(article, associated_media=tuple(_with_known(file, known.get(file.url)) for file in article.associated_media))


def _with_known(file: Attachment, known: Attachment | None) -> Attachment:
    if known is None or file.text is not None or file.no_text is not None:
        return file
    return replace(file, text=known.text, no_text=known.no_text, warc_record_id=known.warc_record_id)


# Records and times as they stand in the rows


def write_record(article: Article) -> str:
    """An article as the text of a row, without what stands in other tables (its own address stays: it was read there)."""
    record = to_json(replace(article, same_as=(), date_gone=None, revisions=1))
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def read_record(record: str) -> Article:
    """The article of a row's text."""
    return from_json(json.loads(record))


def to_text(moment: datetime) -> str:
    """A moment as it is kept: UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_moment(text: str | None) -> datetime | None:
    """A kept moment, in the zone of Việt Nam."""
    return None if text is None else datetime.fromisoformat(text).astimezone(TIME_ZONE)
