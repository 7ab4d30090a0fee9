from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article
from archive.page import Page, PageKind
from archive.store import Store
from archive.url_states import Answer, UrlKind, UrlRecord, UrlState, UrlStates
from archive.warc import WarcWriter
from crawler.extraction import extract
from crawler.reextraction import reextract
from tests.sites import fixture

CAPTURED = datetime(2022, 8, 20, 3, 0, tzinfo=UTC)


@dataclass
class Archive:
    """A store and its WARC folder."""

    store: Store
    folder: Path

    def capture(self, name: str, date: datetime = CAPTURED, change: bytes = b"") -> Page:
        """A fixture page as a capture in a WARC file."""
        page = fixture(name).page()
        with WarcWriter(self.folder, "thu") as warc:
            headers = [("Content-Type", "text/html; charset=utf-8")]
            return warc.write_response(page.url, 200, "OK", headers, page.payload.replace(b"</title>", change + b"</title>"), date)

    def keep(self, page: Page, article: Article) -> str:
        """An article with its capture, as the crawl keeps them."""
        with self.store.transaction():
            identifier = self.store.put(article).identifier
            self.store.put_capture(page, PageKind.ARTICLE, identifier)
        return identifier

    def reextract(self) -> dict[str, int]:
        """The counts of one reextraction; no capture may fail."""
        found = reextract(self.store, self.folder, None)
        assert found.faults == []
        return dict(found.counts)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Store.open(tmp_path / "archive.sqlite") as store:
        yield Archive(store, tmp_path / "warc")


def read(page: Page) -> Article:
    article = extract(page).article
    assert article is not None
    return article


def test_what_old_rules_read_wrongly_is_put_right_and_is_no_revision(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    right = read(page)
    identifier = archive.keep(page, replace(right, headline="Tin tức nổi bật", extracted_by="AitaPage/0"))
    assert archive.reextract() == {"changed": 1}
    found = archive.store.get(identifier)
    assert found is not None
    assert (found.headline, found.revisions, found.extracted_by) == (right.headline, 1, right.extracted_by)
    assert found.date_archived == right.date_archived


def test_a_second_reextraction_changes_nothing(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    archive.keep(page, replace(read(page), headline="Tin tức nổi bật"))
    archive.reextract()
    sequence = archive.store.last_sequence()
    assert archive.reextract() == {"unchanged": 1}
    assert archive.store.last_sequence() == sequence


def test_the_revisions_that_the_source_made_stay(archive: Archive) -> None:
    first = archive.capture("aita/seed-004")
    older = replace(read(first), article_body="Bản đầu.")
    identifier = archive.keep(first, older)
    imported = replace(read(first), article_body="Nhập từ nơi khác.", warc_record_id=None, date_archived=datetime(2020, 1, 1, tzinfo=UTC))
    archive.store.put(imported)
    assert archive.reextract() == {"changed": 1}
    assert [text.article_body == "Nhập từ nơi khác." for text in archive.store.revisions(identifier)] == [False, True]


def test_an_article_on_a_page_that_old_rules_did_not_see_is_found(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    archive.store.put_capture(page, PageKind.OTHER, None, "no article and no listing on it")
    assert archive.reextract() == {"found where none was seen before": 1}
    assert [article.headline for article in archive.store.articles("aita")] == [read(page).headline]
    assert page.record_id is not None
    capture = archive.store.capture(page.record_id)
    assert capture is not None
    assert capture.kind is PageKind.ARTICLE


def test_an_article_that_new_rules_do_not_see_is_kept(archive: Archive) -> None:
    page = archive.capture("aita/danh-sach")
    article = replace(read(archive.capture("aita/seed-004")), warc_record_id=page.record_id)
    identifier = archive.keep(page, article)
    assert archive.reextract() == {"kept, though no longer read as this article": 1}
    assert archive.store.get(identifier) is not None


def test_the_date_that_only_the_listing_printed_stays(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    article = read(page)
    assert article.date_published is None
    archive.keep(page, replace(article, headline="Sai"))
    ledger = UrlStates(archive.store)
    listed = {"date_published": "2018-03-20", "date_published_raw": "20/03/2018", "section": "Tin tức"}
    record = UrlRecord(site="aita", key=page.url, url=page.url, kind=UrlKind.ARTICLE, listed=listed)
    ledger.add(record, ledger.begin_round("aita", CAPTURED), CAPTURED)
    done = Answer(state=UrlState.DONE, identifier=article.identifier)
    ledger.finish("aita", page.url, done, CAPTURED, due=CAPTURED)
    archive.reextract()
    found = archive.store.get(article.identifier)
    assert found is not None
    assert (str(found.date_published), found.date_published_rule) == ("2018-03-20", "listing")


def test_a_capture_that_cannot_be_read_is_named_and_its_article_kept(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    identifier = archive.keep(page, replace(read(page), headline="Sai"))
    for path in archive.folder.glob("*.warc.gz"):
        path.unlink()
    found = reextract(archive.store, archive.folder, "aita")
    assert len(found.faults) == 1
    assert page.warc_file is not None
    assert page.warc_file in found.faults[0]
    kept = archive.store.get(identifier)
    assert kept is not None
    assert kept.headline == "Sai"


def test_only_the_site_asked_for_is_read_again(archive: Archive) -> None:
    page = archive.capture("aita/seed-004")
    archive.keep(page, replace(read(page), headline="Sai"))
    assert reextract(archive.store, archive.folder, "mic").counts == {}
