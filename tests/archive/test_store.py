from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.article import Publisher
from archive.page import Page, PageKind
from archive.store import Store, StoreError
from tests.archive.pages import DAY, article

LATER = DAY + timedelta(days=30)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "data" / "archive.sqlite")


def test_a_new_article_is_found_by_identifier_and_by_any_spelling_of_its_addresses(store: Store) -> None:
    made = article(same_as=("http://tin.vn/vi/bai/1",))
    result = store.put(made)
    assert (result.outcome, result.seq, result.new_address) == ("new", 1, True)
    kept = store.get(made.identifier)
    assert kept is not None
    assert replace(kept, content_digest="", meeting=None) == made  # the meeting is read from the text
    assert store.find("HTTP://Tin.vn:80/vi/bai/1#top") == kept == store.find("http://tin.vn/bai/1")
    assert store.find("http://tin.vn/bai/2") is None
    assert store.get("nobody") is None


def test_the_same_text_again_is_unchanged_and_takes_no_sequence_number(store: Store) -> None:
    store.put(article())
    again = store.put(
        article(
            date_archived=LATER, warc_record_id="urn:uuid:2", article_body="Sáng nay,  Hội đồng đã họp.\n\nHội đồng thống nhất kế hoạch.\n"
        )
    )
    assert (again.outcome, again.seq) == ("unchanged", 1)
    assert store.last_sequence() == 1
    assert store.get(again.identifier).date_archived == LATER  # type: ignore[union-attr]


def test_another_text_is_a_revision_and_the_newest_is_current(store: Store) -> None:
    store.put(article())
    result = store.put(article(article_body="Sửa lại.", date_archived=LATER))
    assert (result.outcome, result.seq) == ("revised", 2)
    newest, oldest = store.revisions(result.identifier)
    assert (newest.article_body, newest.revisions) == ("Sửa lại.", 2)
    assert oldest.article_body.startswith("Sáng nay")
    assert store.get(result.identifier) == newest


def test_an_earlier_capture_that_comes_later_does_not_become_current(store: Store) -> None:
    store.put(article())
    result = store.put(article(article_body="Bản đầu.", date_archived=DAY - timedelta(days=1)))
    assert (result.outcome, result.seq) == ("older", 2)
    assert [text.article_body[:8] for text in store.revisions(result.identifier)] == ["Sáng nay", "Bản đầu."]


def test_a_text_that_comes_back_is_current_again_without_being_a_third(store: Store) -> None:
    store.put(article())
    store.put(article(article_body="Sửa lại.", date_archived=LATER))
    back = store.put(article(date_archived=LATER + timedelta(days=1)))
    assert back.outcome == "revised"
    current, other = store.revisions(back.identifier)
    assert (current.article_body[:8], other.article_body, current.revisions) == ("Sáng nay", "Sửa lại.", 2)


def test_a_capture_read_again_in_another_way_is_no_revision(store: Store) -> None:
    store.put(article(warc_record_id="urn:1", article_body="Trang chủ | Sáng nay, Hội đồng đã họp."))
    store.put(article(warc_record_id="urn:2", article_body="Trang chủ | Sáng nay, Hội đồng đã họp.", date_archived=LATER))
    first = store.put(article(warc_record_id="urn:1", article_body="Sáng nay, Hội đồng đã họp."))
    second = store.put(article(warc_record_id="urn:2", article_body="Sáng nay, Hội đồng đã họp.", date_archived=LATER))
    assert (first.outcome, second.outcome) == ("older", "updated")
    (only,) = store.revisions(second.identifier)
    assert (only.article_body, only.revisions, only.date_archived) == ("Sáng nay, Hội đồng đã họp.", 1, LATER)
    assert store.put(article(warc_record_id="urn:2", article_body="Hội đồng đã họp.", date_archived=LATER)).outcome == "updated"


def test_more_about_a_known_text_is_an_update(store: Store) -> None:
    store.put(article())
    dated = store.put(article(date_published=date(2012, 5, 14), date_archived=LATER))
    assert (dated.outcome, dated.seq) == ("updated", 2)
    elsewhere = store.put(article(url="http://tin.vn/en/bai/1", date_archived=LATER))
    assert (elsewhere.outcome, elsewhere.new_address) == ("updated", True)
    kept = store.get(dated.identifier)
    assert kept is not None
    assert (kept.url, kept.same_as, kept.date_published) == ("http://tin.vn/bai/1", ("http://tin.vn/en/bai/1",), date(2012, 5, 14))


def test_a_section_pages_address_is_cited_only_until_the_articles_own_is_known(store: Store) -> None:
    store.put(article(url="http://tin.vn/a"), own_page=False)
    result = store.put(article(url="http://tin.vn/vi/muc/bai/1"))
    kept = store.get(result.identifier)
    assert kept is not None
    assert (kept.url, kept.same_as) == ("http://tin.vn/vi/muc/bai/1", ("http://tin.vn/a",))


def test_an_address_that_shows_another_article_later_finds_the_later_one(store: Store) -> None:
    store.put(article(url="http://tin.vn/moi-nhat"))
    store.put(article(url="http://tin.vn/moi-nhat", identifier="second", article_body="Khác.", date_archived=LATER))
    found = store.find("http://tin.vn/moi-nhat")
    assert found is not None
    assert found.identifier == "second"


def test_changes_come_in_the_order_of_their_last_change_each_article_once(store: Store) -> None:
    for number in range(3):
        store.put(article(identifier=f"a{number}", url=f"http://tin.vn/{number}"))
    store.put(article(identifier="a0", url="http://tin.vn/0", headline="Mới", date_archived=LATER))
    assert [(seq, changed.identifier) for seq, changed in store.changed_since(0)] == [(2, "a1"), (3, "a2"), (4, "a0")]
    assert [seq for seq, _ in store.changed_since(3)] == [4]
    assert not list(store.changed_since(store.last_sequence()))


def test_many_articles_are_read_in_pieces_and_none_is_left_out(store: Store) -> None:
    with store.transaction():
        for number in range(1203):
            store.put(article(identifier=f"{number:04}", url=f"http://tin.vn/{number}", site="tin" if number % 3 else "khac"))
    assert [made.identifier for made in store.articles()] == [f"{number:04}" for number in range(1203)]
    assert len(list(store.articles("khac"))) == 401
    assert len(list(store.changed_since(0))) == 1203


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    for identifier, day in (("b", date(2012, 1, 1)), ("none", None), ("a", date(2020, 1, 1))):
        store.put(article(identifier=identifier, url=f"http://tin.vn/{identifier}", date_published=day))
    assert [made.identifier for made in store.newest(5)] == ["a", "b", "none"]
    assert [made.identifier for made in store.newest(1)] == ["a"]


def test_a_page_that_is_gone_leaves_its_text_and_a_date(store: Store) -> None:
    seq = store.put(article()).seq
    assert store.mark_gone("http://tin.vn/bai/1#a", LATER)
    assert not store.mark_gone("http://tin.vn/bai/1", LATER + timedelta(days=1))
    kept = store.find("http://tin.vn/bai/1")
    assert kept is not None
    assert (kept.date_gone, kept.article_body[:8]) == (LATER, "Sáng nay")
    assert store.last_sequence() == seq + 1
    assert not store.mark_gone("http://tin.vn/bai/2", LATER)


def test_an_article_is_gone_when_the_last_of_its_pages_is(store: Store) -> None:
    identifier = store.put(article(same_as=("http://tin.vn/named-only",))).identifier
    store.put(article(url="http://tin.vn/en/bai/1"))
    assert not store.mark_gone("http://tin.vn/bai/1", LATER)
    assert store.mark_gone("http://tin.vn/en/bai/1", LATER + timedelta(days=1))
    assert store.get(identifier).date_gone == LATER + timedelta(days=1)  # type: ignore[union-attr]


def test_a_page_that_is_back_has_no_tombstone(store: Store) -> None:
    store.put(article())
    store.mark_gone("http://tin.vn/bai/1", LATER)
    back = store.put(article(date_archived=LATER + timedelta(days=1)))
    assert back.outcome == "updated"
    assert store.get(back.identifier).date_gone is None  # type: ignore[union-attr]


def test_being_gone_before_the_last_capture_does_not_count(store: Store) -> None:
    store.put(article(date_archived=LATER))
    assert not store.mark_gone("http://tin.vn/bai/1", DAY)


def test_captures_are_kept_with_what_they_were_read_as(store: Store) -> None:
    identifier = store.put(article()).identifier
    page = Page(
        url="http://tin.vn/bai/1", status=200, date=DAY, record_id="urn:1", payload_digest="sha1:A", warc_file="a.warc.gz", warc_offset=7
    )
    assert store.put_capture(page, PageKind.ARTICLE, identifier)
    assert not store.put_capture(page, PageKind.ARTICLE, identifier, "read again")
    store.put_capture(replace(page, record_id="urn:2", date=None), PageKind.LISTING, None, "a listing")
    (capture,) = store.captures(identifier)
    assert (capture.record_id, capture.date, capture.warc_offset, capture.reason) == ("urn:1", DAY, 7, "read again")
    listing = store.capture("urn:2")
    assert listing is not None
    assert (listing.kind, listing.identifier, listing.date) == (PageKind.LISTING, None, None)
    assert store.capture("urn:3") is None
    with pytest.raises(StoreError, match="no record id"):
        store.put_capture(replace(page, record_id=None), PageKind.OTHER, None)


def test_numbers_are_per_site_and_year(store: Store) -> None:
    publisher = Publisher(name="Sở Tin")
    store.put(article(identifier="1", date_published=date(2012, 3, 1), publisher=publisher))
    store.put(article(identifier="2", date_published=date(2012, 9, 1), publisher=publisher, date_archived=LATER))
    store.put(article(identifier="3", publisher=publisher))
    store.put(article(identifier="4", site="khac", date_published=date(2020, 1, 1)))
    other, site = store.stats().sites
    assert (other.site, other.articles, other.publisher_name, other.years) == ("khac", 1, None, {2020: 1})
    assert (site.articles, site.publisher_name, site.years) == (3, "Sở Tin", {None: 1, 2012: 2})
    assert (site.first, site.last, site.captured_first, site.captured_last) == (date(2012, 3, 1), date(2012, 9, 1), DAY, LATER)
    assert (store.stats().articles, store.stats().captures, store.stats().kinds) == (4, 0, {})


def test_a_transaction_is_kept_whole_or_not_at_all(store: Store) -> None:
    def fail_after_putting() -> None:
        with store.transaction():
            with store.transaction():
                store.put(article())
            raise KeyError

    with pytest.raises(KeyError):
        fail_after_putting()
    assert store.last_sequence() == 0
    assert not list(store.articles())
    with store.transaction():
        store.put(article())
    assert store.last_sequence() == 1


def test_a_capture_of_an_article_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.put_capture(Page(url="http://tin.vn", status=200, record_id="urn:1"), PageKind.ARTICLE, "nobody")
    assert store.capture("urn:1") is None


def test_a_reader_sees_only_what_is_committed_while_another_writes(store: Store) -> None:
    with Store.open(store.path, read_only=True) as reader:
        with store.transaction():
            store.put(article())
            assert reader.get(article().identifier) is None
        assert reader.get(article().identifier) is not None
        with pytest.raises(StoreError, match="readonly"):
            reader.put(article())


def test_a_second_writer_waits_for_the_first(store: Store) -> None:
    def write() -> None:
        with Store.open(store.path) as second:
            second.put(article(identifier="second"))

    thread = threading.Thread(target=write)
    with store.transaction():
        store.put(article(identifier="first"))
        thread.start()
    thread.join()
    assert [seq for seq, _ in store.changed_since(0)] == [1, 2]


def test_reading_where_no_archive_is_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"scrapy crawl SITE.*archive ingest"):
        Store.open(tmp_path / "archive.sqlite", read_only=True)


def test_a_data_folder_below_a_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be made: Not a directory.*KHOTIN_HOME"):
        Store.open(tmp_path / "file" / "data" / "archive.sqlite")


@pytest.mark.parametrize("content", [b"no database at all, but longer than a header of one would be" * 20, b"\x00\xff" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.sqlite"
    path.write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="not a database"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A closed archive in a folder which this process may read and not write to, whoever it is run by."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Store.open(folder / "archive.sqlite").close()
        (folder / "archive.sqlite").chmod(0o444)
        folder.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)  # Nobody: to root, every folder is open.
        yield folder / "archive.sqlite"
        os.seteuid(before)
        folder.chmod(0o755)


def test_an_archive_in_a_folder_that_cannot_be_written_to_says_what_reading_needs(unwritable: Path) -> None:
    with pytest.raises(StoreError, match="reading, too, needs a data folder that this user may write to") as raised:
        Store.open(unwritable, read_only=True).last_sequence()
    assert "\n" not in str(raised.value)
