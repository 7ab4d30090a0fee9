"""Attached files and the articles that link to them, in whatever order they come."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.article import Article, Attachment
from archive.attachments import captured, fill, read_attachments, unread
from archive.ingest import ingest
from archive.page import AttachmentText, Extraction, Page, PageKind
from archive.store import Store
from archive.warc import WarcWriter
from tests.archive.pages import DAY, HTML, article, html, read

FILE = "http://tin.vn/tep/cv.pdf"
PDF = [("Content-Type", "application/pdf")]


def extract(page: Page, site: str | None = None) -> Extraction:
    """The tests' reading; every article links to the one file."""
    if page.url == FILE:
        return Extraction(kind=PageKind.MEDIA, reason="a file")
    found = read(page, site)
    return replace(found, article=linking(found.article)) if found.article else found


def linking(one: Article) -> Article:
    return replace(one, associated_media=(Attachment(url=FILE, name="Công văn"),))


def said(page: Page) -> AttachmentText:
    """A stand-in for reading a file: what its bytes say."""
    return AttachmentText(text=page.payload.decode())


def warc(folder: Path, *captures: tuple[str, bytes], prefix: str = "a", days: int = 0) -> Path:
    with WarcWriter(folder, prefix) as writer:
        for url, body in captures:
            writer.write_response(url, 200, "OK", PDF if url == FILE else HTML, body, DAY + timedelta(days=days))
    return writer.path


def texts(store: Store) -> list[str | None]:
    return [one.associated_media[0].text for one in store.articles()]


FIRST = ("http://tin.vn/bai/1", html("article", 1))
SECOND = ("http://tin.vn/bai/2", html("article", 2))
THE_FILE = (FILE, "Nội dung công văn".encode())


@pytest.mark.parametrize("order", list(itertools.permutations([FIRST, SECOND, THE_FILE])))
@pytest.mark.parametrize("files", [1, 3])
def test_the_file_reaches_every_article_whatever_the_order(tmp_path: Path, order: tuple[tuple[str, bytes], ...], files: int) -> None:
    parts = [order] if files == 1 else [(one,) for one in order]
    paths = [warc(tmp_path / "in", *part, prefix=f"part{number}") for number, part in enumerate(parts)]
    with Store.open(tmp_path / "archive.sqlite") as store:
        for path in paths:
            ingest([path], store, extract, workers=1, attachment_reader=said)
        assert texts(store) == ["Nội dung công văn"] * 2
        kept = store.get(next(store.articles()).identifier)
        assert kept is not None
        record_id = kept.associated_media[0].warc_record_id
        assert record_id is not None
        capture = store.capture(record_id)
        assert capture is not None
        assert capture.url == FILE


def test_reading_again_changes_nothing_and_another_capture_of_the_file_does(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.sqlite") as store:
        ingest([warc(tmp_path / "in", FIRST, THE_FILE)], store, extract, workers=1, attachment_reader=said)
        before = store.last_sequence()
        assert not read_attachments(store, tmp_path / "warc", said).files
        again = read_attachments(store, tmp_path / "warc", said, again=True)
        assert (dict(again.files), again.articles, store.last_sequence()) == ({"text": 1}, 0, before)
        newer = warc(tmp_path / "in", (FILE, b"Ban moi"), prefix="b", days=1)
        summary = ingest([newer], store, extract, workers=1, attachment_reader=said)
        assert (dict(summary.attachments), texts(store)) == ({"text": 1}, ["Ban moi"])
        assert store.last_sequence() == before + 1


def test_the_text_stays_when_the_article_is_read_again_or_revised(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.sqlite") as store:
        ingest([warc(tmp_path / "in", FIRST, THE_FILE)], store, extract, workers=1, attachment_reader=said)
        again = warc(tmp_path / "in", FIRST, prefix="b", days=1)
        assert ingest([again], store, extract, workers=1).article_captures["unchanged"] == 1
        revised = warc(tmp_path / "in", ("http://tin.vn/bai/1", html("article", 1, "Đã sửa.")), prefix="c", days=2)
        assert ingest([revised], store, extract, workers=1).article_captures["revised"] == 1
        assert texts(store) == ["Nội dung công văn"]


def test_a_file_without_text_says_why_and_a_lost_capture_is_a_fault(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.sqlite") as store:
        ingest([warc(tmp_path / "in", FIRST, THE_FILE)], store, extract, workers=1)
        assert texts(store) == [None]
        assert captured(store, [FILE, "http://tin.vn/khac.pdf"]) == {FILE}
        summary = read_attachments(store, tmp_path / "warc", lambda page: AttachmentText(no_text="scan"))
        assert dict(summary.files) == {"scan": 1}
        for path in (tmp_path / "warc").iterdir():
            path.unlink()
        assert len(read_attachments(store, tmp_path / "warc", said, again=True).faults) == 1
        assert [one.associated_media[0].no_text for one in store.articles()] == ["scan"]


def test_what_is_not_captured_is_told_by_site(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.sqlite") as store:
        store.put(linking(article()))
        assert unread(store, "tin") == [FILE]
        assert unread(store, "khac") == []
        assert fill(store, FILE, AttachmentText(no_text="too-large"), None) == 1
        assert fill(store, FILE, AttachmentText(no_text="too-large"), None) == 0
