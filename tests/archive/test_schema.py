"""data/store-v1.sqlite is a store as version 1 wrote it; it stays as it is when the schema grows."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.page import PageKind
from archive.schema import MIGRATIONS, migrate, statements, version
from archive.store import Store, StoreError
from tests.archive.pages import article

VERSION_1 = Path(__file__).parent / "data" / "store-v1.sqlite"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(VERSION_1, tmp_path / "archive.sqlite"))


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_a_store_of_version_1_opens_with_everything_in_it(old: Path) -> None:
    with Store.open(old) as store:
        assert version(store.connection) == len(MIGRATIONS)
        stats = store.stats()
        assert (stats.articles, stats.captures, stats.kinds) == (2, 4, {PageKind.ARTICLE: 3, PageKind.LISTING: 1})
        first = store.find("http://tin.vn/vi/bai/1")
        assert first is not None
        assert (first.url, first.headline, first.revisions) == ("http://tin.vn/bai/1", "Tin số 1", 2)
        assert [text.article_body for text in store.revisions(first.identifier)] == ["Đã sửa.", "Nội dung tin số 1."]
        assert [seq for seq, _ in store.changed_since(0)] == [3, 4]
        assert store.put(article()).seq == 5


def test_the_tables_of_a_released_version_are_never_edited(old: Path) -> None:
    """A change is a new migration. While a version is not released, remove its file and run tests.archive.data.make_store."""
    made, released = sqlite3.connect(":memory:", isolation_level=None), _open(old)
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    migrate(made, MIGRATIONS[:1])
    assert made.execute(query).fetchall() == released.execute(query).fetchall()
    made.close()
    released.close()


def test_each_archive_has_an_identity_of_its_own_for_good(old: Path, tmp_path: Path) -> None:
    found = []
    for path in (old, tmp_path / "new.sqlite", Path(shutil.copy(VERSION_1, tmp_path / "other.sqlite"))):
        with Store.open(path) as store:
            found.append(store.identity())
        with Store.open(path, read_only=True) as store:
            assert store.identity() == found[-1]
    assert len(set(found)) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in found)
    copy = Path(shutil.copy(old, tmp_path / "copy.sqlite"))
    with Store.open(copy) as store:
        assert store.identity() == found[0]


def test_a_new_store_has_the_newest_version(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.sqlite") as store:
        assert version(store.connection) == len(MIGRATIONS)
        assert migrate(store.connection) == 0


def test_a_migration_that_fails_halfway_leaves_the_version_before_it(old: Path) -> None:
    connection = _open(old)
    broken = (*MIGRATIONS[:1], "ALTER TABLE articles ADD COLUMN note TEXT;\nDELETE FROM captures;\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, broken)
    assert version(connection) == 1
    assert connection.execute("SELECT count(*) FROM captures").fetchone() == (4,)
    assert "note" not in [column[1] for column in connection.execute("PRAGMA table_info(articles)")]
    connection.close()
    with Store.open(old) as store:
        assert store.stats().articles == 2


def test_steps_before_the_failing_one_are_kept(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*MIGRATIONS[:1], "CREATE TABLE second (a);", "CREATE TABLE third (a);\nSELECT missing();")
    monkeypatch.setattr("archive.schema.MIGRATIONS", steps)
    connection = _open(old)
    with pytest.raises(sqlite3.OperationalError, match="missing"):
        migrate(connection, steps)
    assert version(connection) == 2
    assert connection.execute("SELECT name FROM sqlite_schema WHERE name IN ('second', 'third')").fetchall() == [("second",)]
    connection.close()


def test_a_newer_store_is_refused_and_left_alone(old: Path) -> None:
    connection = _open(old)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = old.read_bytes()
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"newer Kho Tin.*schema 99.*update Kho Tin"):
            Store.open(old, read_only=read_only)
    assert old.read_bytes() == before


def test_a_reader_of_an_older_store_says_which_command_brings_it_up_to_date(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE second (a);"))
    monkeypatch.setattr("archive.schema.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE second (a);"))
    with pytest.raises(StoreError, match=r"older version.*archive verify"):
        Store.open(old, read_only=True)


def test_a_script_is_cut_at_its_statements_only() -> None:
    script = "CREATE TABLE a (b TEXT DEFAULT 'x;y');\n-- a note; here\nINSERT INTO a VALUES\n(';');\n"
    assert [statement.strip()[:8] for statement in statements(script)] == ["CREATE T", "-- a not"]
