from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.address import identifier
from archive.ingest import BATCH, IngestSummary, ingest
from archive.jsonl import dump_line
from archive.page import Extraction, Page, PageKind
from archive.store import Store
from archive.verify import verify
from archive.warc import Entry, WarcError, WarcReader
from tests.archive.pages import DAY, html, read, write_warc

MIXED = [
    ("http://tin.vn/muc", html("section-article", 1)),
    ("http://tin.vn/en/bai/1", html("article", 1)),
    ("http://tin.vn/muc/vi/bai/1", html("article", 1)),
    ("http://tin.vn/vi/bai/1", html("article", 1)),
    ("http://tin.vn/muc-hai", html("section-article", 7)),
    ("http://tin.vn/bai/2", html("article", 2, "Cùng một nội dung.")),
    ("http://tin.vn/bai/3", html("article", 3, "Cùng một nội dung.")),
    ("http://tin.vn/tin", html("listing", 0)),
    ("http://tin.vn/in/1", html("print", 1)),
    ("http://tin.vn/dang-nhap", html("login", 0)),
    ("http://tin.vn/vi/en/vi/en", b""),
    ("http://tin.vn/anh.jpg", b"\xff\xd8\xff\xe0"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "archive.sqlite") as opened:
        yield opened


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write_warc(tmp_path / "theirs", MIXED)


def content(store: Store) -> list[str]:
    """All that a store says, but for sequence numbers."""
    return [dump_line(article, store.revisions(article.identifier)[1:]) for article in store.articles()] + [
        str(capture) for capture in store.all_captures()
    ]


def adds_up(summary: IngestSummary) -> bool:
    articles = summary.captures[PageKind.ARTICLE] + summary.captures[PageKind.SECTION_ARTICLE]
    captures = summary.known + summary.damaged + sum(summary.captures.values())
    return (captures, sum(summary.article_captures.values())) == (summary.responses, articles)


def test_the_summary_says_how_many_captures_became_what(store: Store, mixed: Path) -> None:
    summary = ingest([mixed], store, read, workers=1)
    assert summary.to_json() == {
        "files": 1,
        "kept": {str(mixed): [path.name for path in (store.path.parent / "warc").iterdir()]},
        "responses": 12,
        "known": 0,
        "damaged": 0,
        "captures": {
            "article": 5,
            "section-article": 2,
            "document": 0,
            "listing": 1,
            "print": 1,
            "login": 1,
            "empty": 1,
            "media": 0,
            "error": 0,
            "other": 1,
        },
        "article_captures": {"new": 4, "revised": 0, "updated": 0, "older": 0, "unchanged": 0, "other_address": 2, "shown_in_section": 1},
        "new_articles": 4,
        "new_articles_from_section_pages": 1,
        "attachments": {},
        "other_records": {"warcinfo": 1},
        "faults": [],
    }
    assert adds_up(summary)
    assert verify(store, store.path.parent / "warc").faults == []


def test_copies_at_several_addresses_are_one_article_with_its_other_addresses(store: Store, mixed: Path) -> None:
    ingest([mixed], store, read)
    article = store.get(identifier("tin:1"))
    assert article is not None
    assert (article.url, article.same_as) == ("http://tin.vn/muc/vi/bai/1", ("http://tin.vn/en/bai/1", "http://tin.vn/vi/bai/1"))
    assert article.date_archived == DAY + timedelta(seconds=2)
    kinds = [capture.kind for capture in store.captures(article.identifier)]
    assert kinds == [PageKind.SECTION_ARTICLE, PageKind.ARTICLE, PageKind.ARTICLE, PageKind.ARTICLE]
    assert article.warc_record_id in {capture.record_id for capture in store.captures(article.identifier)}


def test_identical_texts_under_different_ids_stay_separate(store: Store, mixed: Path) -> None:
    ingest([mixed], store, read)
    second, third = store.get(identifier("tin:2")), store.get(identifier("tin:3"))
    assert second is not None
    assert third is not None
    assert second.article_body == third.article_body


def test_a_section_page_gives_an_article_only_where_it_has_no_page_of_its_own(store: Store, mixed: Path) -> None:
    ingest([mixed], store, read)
    from_section = store.get(identifier("tin:7"))
    assert from_section is not None
    assert from_section.url == "http://tin.vn/muc-hai"
    assert store.find("http://tin.vn/muc") is None


def test_the_order_of_captures_and_the_number_of_readers_have_no_say(mixed: Path, tmp_path: Path) -> None:
    results = []
    for name, pages, workers in (("one", MIXED, 1), ("two", MIXED, 2), ("back", MIXED[::-1], 1)):
        with Store.open(tmp_path / name / "archive.sqlite") as store:
            ingest([mixed if pages is MIXED else write_warc(tmp_path / name, pages)], store, read, workers=workers)
            results.append([content(store), [(made.identifier, made.url, made.same_as) for made in store.articles()]])
    assert results[0] == results[1]
    assert results[0][1] == results[2][1]


def test_the_same_file_again_changes_nothing_under_any_name(store: Store, mixed: Path) -> None:
    ingest([mixed], store, read)
    before, sequence = content(store), store.last_sequence()
    summary = ingest([mixed], store, read)
    renamed = ingest([mixed.rename(mixed.with_name("renamed.warc.gz"))], store, read)
    assert (summary.known, summary.responses, renamed.known) == (12, 12, 12)
    assert (content(store), store.last_sequence()) == (before, sequence)


def test_a_page_twice_in_one_batch_is_kept_once(store: Store, tmp_path: Path) -> None:
    once = write_warc(tmp_path, MIXED[1:2])
    twice = tmp_path / "twice.warc.gz"
    twice.write_bytes(once.read_bytes() * 2)
    summary = ingest([twice], store, read)
    assert (summary.responses, summary.known, summary.article_captures["new"]) == (2, 1, 1)
    assert adds_up(summary)


def _record(record_id: str | None, url: str, body: bytes) -> bytes:
    lines = [b"WARC/1.0", b"WARC-Type: response", f"WARC-Target-URI: {url}".encode(), b"WARC-Date: 2022-08-27T05:00:00Z"]
    lines += [f"WARC-Record-ID: {record_id}".encode()] if record_id else []
    block = b"HTTP/1.1 200 OK\r\n\r\n" + body
    lines += [b"Content-Type: application/http", f"Content-Length: {len(block)}".encode()]
    return gzip.compress(b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n")


def test_records_without_an_id_or_with_the_id_of_another_are_not_lost(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "odd.warc.gz"
    ids = [None, None, "<urn:same>", "<urn:same>"]
    path.write_bytes(b"".join(_record(record_id, f"http://tin.vn/bai/{n}", html("article", n)) for n, record_id in enumerate(ids)))
    summary = ingest([path], store, read)
    assert (summary.article_captures["new"], summary.known) == (4, 0)
    again = ingest([path], store, read)
    assert (again.article_captures["new"], again.known) == (0, 4)
    assert verify(store, store.path.parent / "warc").faults == []


def test_a_torn_file_gives_its_whole_records_and_a_line(store: Store, mixed: Path) -> None:
    mixed.write_bytes(mixed.read_bytes()[:-20])
    summary = ingest([mixed], store, read)
    assert summary.responses == 11
    (fault,) = summary.faults
    assert "is torn: the file ends inside it" in fault
    assert adds_up(summary)
    assert verify(store, store.path.parent / "warc").faults == []


def test_a_damaged_record_is_counted_and_the_rest_is_kept(store: Store, mixed: Path) -> None:
    plain = gzip.decompress(mixed.read_bytes()).replace("Tin số 2".encode(), "Tin sô 2".encode())
    damaged = mixed.with_name("damaged.warc")
    damaged.write_bytes(plain)
    summary = ingest([damaged], store, read)
    assert (summary.responses, summary.damaged) == (12, 1)
    assert "digest does not match" in summary.faults[0]
    assert adds_up(summary)


def test_one_unusable_file_does_not_stop_the_others(store: Store, mixed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.warc.gz"
    empty.touch()
    summary = ingest([empty, mixed, tmp_path / "missing.warc"], store, read)
    assert (summary.files, summary.responses) == (1, 12)
    assert [fault.split(" ", 1)[1] for fault in summary.faults] == [
        "is empty",
        f"cannot be taken into {tmp_path / 'home' / 'warc'}: No such file or directory",
    ]


def test_a_later_capture_with_another_text_is_a_revision_and_an_earlier_one_is_not(store: Store, tmp_path: Path) -> None:
    url = "http://tin.vn/bai/1"
    files = {
        days: write_warc(tmp_path, [(url, html("article", 1, f"Bản {days}."))], date=DAY + timedelta(days=days), prefix=f"d{days}")
        for days in range(3)
    }
    assert ingest([files[1]], store, read).article_captures == {"new": 1}
    assert ingest([files[2]], store, read).article_captures == {"revised": 1}
    assert ingest([files[0]], store, read).article_captures == {"older": 1}
    assert [text.article_body for text in store.revisions(identifier("tin:1"))] == ["Bản 2.", "Bản 1.", "Bản 0."]


def test_a_disk_that_fails_in_the_middle_loses_nothing_that_was_read(store: Store, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(reader: WarcReader) -> Iterator[Entry]:
        yield from list(WarcReader._read(reader))[:5]
        raise WarcError("a.warc.gz cannot be read: Input/output error")

    monkeypatch.setattr(WarcReader, "__iter__", failing)
    summary = ingest([mixed], store, read)
    assert (summary.responses, len(list(store.all_captures())), summary.faults) == (4, 4, ["a.warc.gz cannot be read: Input/output error"])
    monkeypatch.undo()
    assert ingest([mixed], store, read).known == 4
    assert store.stats().captures == 12


def test_other_peoples_warcs_of_warcio_are_read(store: Store, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    payload = io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html("article", 4))
    writer.write_record(writer.create_warc_record("http://tin.vn/bai/4", "response", payload=payload, length=len(payload.getvalue())))
    writer.write_record(writer.create_revisit_record("http://tin.vn/bai/4", "sha1:A", "http://tin.vn/bai/4", "2022-08-27T05:00:00Z"))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(buffer.getvalue())
    summary = ingest([path], store, read)
    assert (summary.responses, summary.new_articles, summary.other_records) == (1, 1, {"revisit": 1})


def _with_a_reason(page: Page, site: str | None) -> Extraction:
    return replace(read(page, site), reason="x" * len(page.payload))


def test_batches_are_written_in_the_order_of_the_file_and_progress_is_told(store: Store, tmp_path: Path) -> None:
    path = write_warc(tmp_path, [(f"http://tin.vn/bai/{number}", html("article", number)) for number in range(3 * BATCH + 5)])
    passed: list[int] = []
    ingest([path], store, _with_a_reason, "trang", passed.append, workers=2)
    assert [made.url for _, made in store.changed_since(0)] == [f"http://tin.vn/bai/{number}" for number in range(3 * BATCH + 5)]
    assert {made.site for made in store.articles()} == {"trang"}
    assert sum(passed) == path.stat().st_size == sum(entry.end - entry.offset for entry in WarcReader(path))
