from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.jsonl import from_json
from archive.store import Store
from archive.verify import Verification, verify
from tests.archive.pages import html, read, write_warc

PAGES = [(f"http://tin.vn/bai/{number}", html("article", number)) for number in range(3)] + [("http://tin.vn/tin", html("listing", 0))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "archive.sqlite") as opened:
        ingest([write_warc(tmp_path / "warc", PAGES)], opened, read, workers=1)
        yield opened


def _verify(store: Store) -> Verification:
    return verify(store, store.path.parent / "warc")


def _warc(store: Store) -> Path:
    (path,) = (store.path.parent / "warc").iterdir()
    return path


def test_a_sound_archive_has_no_faults(store: Store) -> None:
    passed: list[int] = []
    found = verify(store, store.path.parent / "warc", passed.append)
    assert found == Verification(articles=3, revisions=3, captures=4, imported=0, faults=[])
    assert passed == [1, 1, 1, 1]


def test_a_flipped_bit_in_a_capture_is_found(store: Store) -> None:
    capture = list(store.all_captures())[1]
    content = bytearray(_warc(store).read_bytes())
    content[(capture.warc_offset or 0) + 200] ^= 1
    _warc(store).write_bytes(content)
    (fault,) = _verify(store).faults
    assert capture.record_id in fault


def test_a_missing_and_a_shortened_file_are_found(store: Store) -> None:
    _warc(store).write_bytes(_warc(store).read_bytes()[:-10])
    assert len(_verify(store).faults) == 1
    _warc(store).unlink()
    assert len(_verify(store).faults) == 4


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE revisions SET record = replace(record, 'Nội dung tin số 1', 'Sai')", "a text does not match its digest"),
        ("DELETE FROM captures WHERE url = 'http://tin.vn/bai/1'", "is not in the store"),
        ("UPDATE captures SET payload_digest = 'sha1:A' WHERE url = 'http://tin.vn/tin'", "holds another page"),
        ("UPDATE captures SET identifier = NULL WHERE url = 'http://tin.vn/bai/1'", "belongs to none"),
        ("UPDATE captures SET warc_file = NULL WHERE url = 'http://tin.vn/tin'", "has no place in a WARC file"),
        ("DELETE FROM addresses WHERE url = 'http://tin.vn/bai/1'", "cannot be found by its own address"),
        ("UPDATE articles SET seq = 99 WHERE url = 'http://tin.vn/bai/1'", "a sequence number that was not given out"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM revisions WHERE record LIKE '%tin số 1%'", "has no current text"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM articles WHERE url = 'http://tin.vn/bai/1'", "refers to a row of articles"),
    ],
)
def test_what_does_not_hold_together_is_found(store: Store, damage: str, fault: str) -> None:
    store.connection.executescript(damage)
    faults = _verify(store).faults
    assert any(fault in line for line in faults), faults


def test_imported_articles_need_no_capture_here(store: Store) -> None:
    store.put(from_json({"url": "http://khac.vn/1", "articleBody": "x", "warcRecordId": "urn:elsewhere", "warcFile": "elsewhere.warc.gz"}))
    found = _verify(store)
    assert (found.imported, found.faults) == (1, [])
