"""The session alone, without Scrapy: what each answer does to the ledger and the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.article import Article, Publisher
from archive.page import Extraction, Page, PageKind
from archive.settings import Settings
from archive.url_states import UrlKind, UrlRecord, UrlState, interval
from crawler.page import NewsPage
from crawler.session import CrawlSession, Policy, SiteBusy, with_listed
from crawler.site import Follow, ListedItem, Site, Start

BASE = "http://thu.example"
SITE = Site(
    name="thu",
    publisher=Publisher(name="Cổng thử nghiệm"),
    hosts=("thu.example",),
    starts=(Start(url=f"{BASE}/tin", section="Tin tức"),),
    layouts=(NewsPage,),
    platform="test",
)
POLICY = Policy(
    attempts=2,
    back_off_first=30.0,
    back_off_longest=600.0,
    host_failures=3,
    revisit_first=timedelta(days=1),
    revisit_longest=timedelta(days=4),
    full_walk=timedelta(days=30),
    depth=50,
)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data")


@pytest.fixture
def session(home: Settings) -> Iterator[CrawlSession]:
    opened = CrawlSession.open(home, SITE, POLICY)
    yield opened
    opened.close()


def page(session: CrawlSession, path: str) -> Page:
    return session.warc.write_response(f"{BASE}{path}", 200, "OK", [("ETag", '"a"')], b"<p>x</p>", session.now())


def leased(session: CrawlSession) -> UrlRecord:
    (record,) = session.ledger.lease("thu", session.now())
    return record


def record_of(session: CrawlSession, path: str) -> UrlRecord:
    found = session.ledger.get("thu", f"{BASE}{path}")
    assert found is not None
    return found


def read_listing(session: CrawlSession, *paths: str, following: str | None = None) -> None:
    record = leased(session)
    items = [ListedItem(url=path) for path in paths]
    session.listing_read(record, page(session, record.url.removeprefix(BASE)), items, Follow(url=following) if following else None)


def article(number: int) -> Article:
    return Article(identifier=f"{number:016}", url=f"{BASE}/bai/{number}", site="thu", headline=f"Tin {number}", article_body="Nội dung.")


def test_the_starts_are_pending_from_the_first_moment(session: CrawlSession) -> None:
    record = leased(session)
    assert (record.url, record.kind, record.listed) == (f"{BASE}/tin", UrlKind.LISTING, {"section": "Tin tức"})


def test_a_listing_brings_its_articles_and_its_next_page(session: CrawlSession) -> None:
    read_listing(session, "/bai/1", "/bai/2", following="/tin?page=2")
    assert [record.url for record in session.ledger.lease("thu", session.now(), 9)] == [
        f"{BASE}/tin?page=2",
        f"{BASE}/bai/1",
        f"{BASE}/bai/2",
    ]
    assert record_of(session, "/bai/1").listed == {"section": "Tin tức"}


@pytest.mark.parametrize("link", ["http://[torn", "mailto:a@b.vn", "javascript:void(0)", "http://evil.example/", "http://10.0.0.1/"])
def test_a_link_that_is_no_address_of_the_site_is_refused_and_counted(session: CrawlSession, link: str) -> None:
    read_listing(session, "/bai/1", link)
    assert session.coverage.counts["refused"] == 1
    assert session.ledger.unfinished("thu") == 1


def test_the_next_page_of_another_host_is_refused(session: CrawlSession) -> None:
    read_listing(session, "/bai/1", following="http://evil.example/tin?page=2")
    assert session.coverage.counts["refused"] == 1


def test_an_article_found_unchanged_is_asked_half_as_often_up_to_a_bound(session: CrawlSession) -> None:
    read_listing(session, "/bai/1")
    session.article_read(leased(session), page(session, "/bai/1"), article(1), PageKind.ARTICLE)
    days = []
    for _ in range(4):
        days.append(interval(record_of(session, "/bai/1")))
        session.unchanged(record_of(session, "/bai/1"), 304, "not modified")
    assert days == [timedelta(days=number) for number in (1, 2, 4, 4)]


def test_a_changed_article_is_asked_again_soon(session: CrawlSession) -> None:
    read_listing(session, "/bai/1")
    session.article_read(leased(session), page(session, "/bai/1"), article(1), PageKind.ARTICLE)
    session.unchanged(record_of(session, "/bai/1"), 304, "not modified")
    changed = replace(article(1), article_body="Nội dung khác.", date_archived=session.now())
    session.article_read(record_of(session, "/bai/1"), page(session, "/bai/1"), changed, PageKind.ARTICLE)
    assert interval(record_of(session, "/bai/1")) == timedelta(days=1)
    assert session.coverage.counts["revised"] == 1


def test_a_failed_address_is_given_up_after_its_attempts(session: CrawlSession) -> None:
    session.retry(leased(session), "timeout", None, None)
    first = record_of(session, "/tin")
    assert first.state is UrlState.PENDING
    assert first.due is not None
    (again,) = session.ledger.lease("thu", first.due)
    session.retry(again, "timeout", None, None)
    assert (record_of(session, "/tin").state, record_of(session, "/tin").reason) == (UrlState.FAILED, "timeout")
    assert session.coverage.counts["failed"] == 1


def test_the_server_may_ask_for_a_longer_wait_than_ours_but_not_for_a_shorter(session: CrawlSession) -> None:
    before = session.now()
    session.retry(leased(session), "HTTP 503", 503, timedelta(hours=2))
    due = record_of(session, "/tin").due
    assert due is not None
    assert due >= before + timedelta(hours=2)
    (again,) = session.ledger.lease("thu", due)
    session.ledger.postpone("thu", again.key, before, reason="", status=None, count=False)
    session.retry(replace(again, attempts=1), "HTTP 503", 503, timedelta(0))
    assert record_of(session, "/tin").due >= before + timedelta(seconds=15)  # type: ignore[operator]


def test_a_host_is_given_up_after_failures_in_a_row_only(session: CrawlSession) -> None:
    outcomes = [session.host_answered(f"{BASE}/x", well=well) for well in (False, False, True, False, False, False)]
    assert outcomes == [None, None, None, None, None, "thu.example"]


def test_a_page_that_is_no_article_keeps_what_is_known_of_the_article(session: CrawlSession) -> None:
    read_listing(session, "/bai/1")
    session.article_read(leased(session), page(session, "/bai/1"), article(1), PageKind.ARTICLE)
    log_in = Extraction(kind=PageKind.LOGIN, reason="a log-in page: it asks for a password")
    session.not_read(record_of(session, "/bai/1"), page(session, "/bai/1"), log_in)
    assert session.store.get(article(1).identifier) is not None
    assert record_of(session, "/bai/1").reason == "login: a log-in page: it asks for a password"
    assert session.coverage.counts["other"] == 1


def test_a_site_is_crawled_by_one_process_at_a_time(session: CrawlSession, home: Settings) -> None:
    with pytest.raises(SiteBusy, match="being crawled by another process"):
        CrawlSession.open(home, SITE, POLICY)


def test_closing_with_work_left_keeps_the_round_open(home: Settings) -> None:
    first = CrawlSession.open(home, SITE, POLICY)
    read_listing(first, "/bai/1")
    leased(first)
    assert first.close() == 1
    second = CrawlSession.open(home, SITE, POLICY)
    assert second.round.resumed
    assert [record.url for record in second.ledger.lease("thu", second.now(), 9)] == [f"{BASE}/tin", f"{BASE}/bai/1"]
    second.close()


def test_what_only_the_listing_says_completes_the_article() -> None:
    listed = {"section": "Tin tức", "date_published": "2018-03-16", "date_published_raw": "16/03/2018"}
    found = with_listed(article(1), listed, f"{BASE}/chuyen/1")
    assert (found.article_section, found.date_published, found.date_published_rule) == ("Tin tức", date(2018, 3, 16), "listing")
    assert found.same_as == (f"{BASE}/chuyen/1",)


def test_what_the_page_says_counts_more_than_the_listing() -> None:
    own = replace(article(1), article_section="Sự kiện", date_published=date(2011, 8, 12))
    found = with_listed(own, {"section": "Tin tức", "date_published": "2018-03-16"}, own.url)
    assert found == own
