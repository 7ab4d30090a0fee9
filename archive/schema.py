"""The tables of the store, their version, and the migrations from one version to the next.

The version is SQLite's ``user_version``. Each migration is a list of statements that runs in one transaction: it
happens whole or not at all. A released version's statements are never edited; a change is a new migration.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from archive import url_states

APPLICATION_ID = 0x4B54494E
"""``KTIN``, SQLite's ``application_id``: tells our file from another program's."""

# articles     one row per item; what it says stands in revisions, under current_digest
# revisions    each different text of an item, with the record read from the latest capture at its best address
# addresses    every address an item is known at; asserted: 2 its own page was read there, 1 a section page, 0 only named
# captures     every response that was read, whatever became of it
# counters     the last sequence number given out
VERSION_1 = """
CREATE TABLE articles (
    identifier TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    publisher_name TEXT,
    date_published TEXT,
    date_archived TEXT,
    date_gone TEXT,
    current_digest TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) WITHOUT ROWID;
CREATE INDEX articles_by_site ON articles (site, identifier);
CREATE INDEX articles_by_date ON articles (date_published, date_archived);

CREATE TABLE revisions (
    identifier TEXT NOT NULL REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED,
    content_digest TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    read_at TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (identifier, content_digest)
);

CREATE TABLE addresses (
    url TEXT NOT NULL,
    identifier TEXT NOT NULL REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED,
    asserted INTEGER NOT NULL,
    date_gone TEXT,
    PRIMARY KEY (url, identifier)
) WITHOUT ROWID;
CREATE INDEX addresses_by_identifier ON addresses (identifier);

CREATE TABLE captures (
    record_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    date TEXT,
    status INTEGER NOT NULL,
    payload_digest TEXT,
    warc_file TEXT,
    warc_offset INTEGER,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    identifier TEXT REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX captures_by_identifier ON captures (identifier) WHERE identifier IS NOT NULL;
CREATE INDEX captures_by_place ON captures (warc_file, warc_offset);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counters VALUES ('sequence', 0);
"""

# attachments    which articles link to a file: its address as linked and in canonical form; record_id is the capture
#                whose text stands in the article's record, null while none does
# learned_hosts  how many pages of a host its recurring lines were counted on, and the digest that names these pages
# learned_lines  lines of the host's template: on how many of these pages, and on how many of those outside the article
# removed_lines  what was taken out of a capture's article because it was learned, and why
VERSION_2 = """
CREATE TABLE attachments (
    url TEXT NOT NULL,
    address TEXT NOT NULL,
    identifier TEXT NOT NULL REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED,
    record_id TEXT,
    PRIMARY KEY (url, identifier)
) WITHOUT ROWID;
CREATE INDEX attachments_by_address ON attachments (address);
INSERT OR IGNORE INTO attachments (url, address, identifier)
SELECT json_extract(item.value, '$.url'), json_extract(item.value, '$.url'), identifier
FROM revisions, json_each(record, '$.associatedMedia') AS item;
CREATE INDEX captures_by_url ON captures (url);

CREATE TABLE learned_hosts (host TEXT PRIMARY KEY, pages INTEGER NOT NULL, sample TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE learned_lines (
    host TEXT NOT NULL REFERENCES learned_hosts (host) ON DELETE CASCADE,
    line TEXT NOT NULL,
    pages INTEGER NOT NULL,
    outside INTEGER NOT NULL,
    PRIMARY KEY (host, line)
) WITHOUT ROWID;
CREATE TABLE removed_lines (
    record_id TEXT NOT NULL REFERENCES captures (record_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (record_id, position)
) WITHOUT ROWID;
"""

# facts        what the current text of an article says, with what that depends on: text, posting date, versions and corrections
# mentions     one row per thing an article names: the block it was decided in, the thing it is, the rule that says so
# things       people, bodies, documents and meetings by slug, with name and number of articles: counted from mentions
# decided      by which rules and corrections all identities were decided last
FACTS = """
CREATE TABLE facts (
    identifier TEXT PRIMARY KEY REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED,
    content_digest TEXT NOT NULL,
    posted TEXT,
    versions TEXT NOT NULL,
    record TEXT NOT NULL
);

CREATE TABLE mentions (
    kind TEXT NOT NULL,
    block TEXT NOT NULL,
    identifier TEXT NOT NULL REFERENCES articles (identifier) DEFERRABLE INITIALLY DEFERRED,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    day TEXT,
    thing TEXT NOT NULL,
    rule TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (identifier, kind, place)
) WITHOUT ROWID;
CREATE INDEX mentions_by_block ON mentions (kind, block);
CREATE INDEX mentions_by_thing ON mentions (kind, thing, name);

CREATE TABLE things (
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (kind, slug)
) WITHOUT ROWID;
CREATE INDEX things_by_size ON things (kind, articles);

CREATE TABLE decided (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# archive      one row: the name that tells this archive from every other, drawn when its file is made
ARCHIVE = """
CREATE TABLE archive (identity TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO archive VALUES (lower(hex(randomblob(16))));
"""

MIGRATIONS: tuple[str, ...] = (VERSION_1 + url_states.SCHEMA, VERSION_2 + url_states.SCHEMA_2, FACTS, ARCHIVE)
"""``MIGRATIONS[n]`` takes a store of version n to version n + 1."""


class NewerSchema(Exception):
    """The file was written by a newer version of the product."""


class ForeignFile(Exception):
    """The file is a database, but of another program."""


def version(connection: sqlite3.Connection) -> int:
    """The schema version of an open file; 0 for an empty one. Raises NewerSchema, ForeignFile, sqlite3.Error."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if application != APPLICATION_ID and (found or application or tables):
        raise ForeignFile
    if found > len(MIGRATIONS):
        raise NewerSchema(f"schema {found}, this one knows up to {len(MIGRATIONS)}")
    return found


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> int:
    """Bring a file up to the newest version, each step in one transaction; gives how many steps were made.

    When a step fails, the file is left at the version before it. Raises sqlite3.Error.
    """
    steps = 0
    for number in range(version(connection), len(migrations)):
        steps += _step(connection, number, migrations[number])
    return steps


def _step(connection: sqlite3.Connection, number: int, script: str) -> int:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # Another process may have made this step while we waited for the lock.
        pending = version(connection) == number
        if pending:
            for statement in statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return int(pending)


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would commit the transaction it is called in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
