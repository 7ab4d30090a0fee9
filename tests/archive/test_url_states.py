from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store import Store
from archive.url_states import Answer, Round, UrlKind, UrlRecord, UrlState, UrlStates, interval, url_key

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "archive.sqlite") as opened:
        yield opened


@pytest.fixture
def ledger(store: Store) -> UrlStates:
    return UrlStates(store)


@pytest.fixture
def current(ledger: UrlStates) -> Round:
    return ledger.begin_round("thu", NOW)


def article(number: int, **more: object) -> UrlRecord:
    url = f"http://thu.example/bai/{number}"
    return UrlRecord(site="thu", key=url, url=url, kind=UrlKind.ARTICLE, **more)  # type: ignore[arg-type]


def listing(number: int) -> UrlRecord:
    url = f"http://thu.example/tin?page={number}"
    return UrlRecord(site="thu", key=url, url=url, kind=UrlKind.LISTING)


def done(ledger: UrlStates, record: UrlRecord, due: datetime = NOW) -> None:
    ledger.finish("thu", record.key, Answer(state=UrlState.DONE, status=200), NOW, due=due)


def test_an_address_is_entered_once(ledger: UrlStates, current: Round) -> None:
    assert ledger.add(article(1), current, NOW)
    assert not ledger.add(article(1), current, NOW)


def test_what_is_entered_is_read_back(ledger: UrlStates, current: Round) -> None:
    record = article(1, form={"__EVENTTARGET": "trang 2"}, listed={"section": "Tin tức"}, depth=3, root="r", page_before="d")
    ledger.add(record, current, NOW)
    found = ledger.get("thu", record.key)
    assert found is not None
    assert (found.form, found.listed, found.depth, found.root, found.page_before) == (
        record.form,
        record.listed,
        record.depth,
        record.root,
        record.page_before,
    )
    assert (found.state, found.due, found.found_round) == (UrlState.PENDING, NOW, current.number)


def test_listings_are_leased_before_articles_and_each_address_once(ledger: UrlStates, current: Round) -> None:
    for record in (article(1), article(2), listing(1)):
        ledger.add(record, current, NOW)
    assert [record.key for record in ledger.lease("thu", NOW, 2)] == [listing(1).key, article(1).key]
    assert [record.key for record in ledger.lease("thu", NOW, 2)] == [article(2).key]
    assert ledger.lease("thu", NOW, 2) == ()


def test_what_was_leased_when_the_crawler_died_is_pending_again_and_spent_no_attempt(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    ledger.lease("thu", NOW)
    resumed = ledger.begin_round("thu", NOW + DAY)
    assert (resumed.resumed, resumed.number) == (True, current.number)
    (record,) = ledger.lease("thu", NOW + DAY)
    assert record.attempts == 1


def test_a_postponed_address_waits_and_keeps_its_attempts(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    ledger.lease("thu", NOW)
    ledger.postpone("thu", article(1).key, NOW + DAY, reason="HTTP 503", status=503)
    assert ledger.lease("thu", NOW) == ()
    assert ledger.next_due("thu") == NOW + DAY
    assert not ledger.has_work("thu", NOW)
    assert ledger.has_work("thu", NOW + DAY)
    (record,) = ledger.lease("thu", NOW + DAY)
    assert (record.attempts, record.reason, record.status) == (2, "HTTP 503", 503)


def test_a_round_is_over_only_when_nothing_is_left(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    assert not ledger.end_round(current, NOW)
    ledger.lease("thu", NOW)
    assert not ledger.end_round(current, NOW)
    done(ledger, article(1))
    assert ledger.end_round(current, NOW)
    following = ledger.begin_round("thu", NOW)
    assert (following.resumed, following.number) == (False, current.number + 1)


def test_an_article_is_pending_again_in_a_later_round_when_it_is_due(ledger: UrlStates, current: Round) -> None:
    for number, due in ((1, NOW + DAY), (2, NOW + 2 * DAY)):
        ledger.add(article(number), current, NOW)
        done(ledger, article(number), due)
    ledger.end_round(current, NOW)
    ledger.begin_round("thu", NOW + DAY)
    assert [record.key for record in ledger.lease("thu", NOW + DAY, 9)] == [article(1).key]


def test_within_a_round_nothing_that_is_done_is_asked_again(ledger: UrlStates, current: Round) -> None:
    for number in (1, 2):
        ledger.add(article(number), current, NOW)
    done(ledger, article(1))
    ledger.begin_round("thu", NOW)
    assert [record.key for record in ledger.lease("thu", NOW, 9)] == [article(2).key]


def test_a_listing_is_asked_again_only_when_told(ledger: UrlStates, current: Round) -> None:
    ledger.add(listing(1), current, NOW)
    assert not ledger.ask_again(listing(1), current, NOW)
    done(ledger, listing(1))
    assert not ledger.ask_again(listing(1), current, NOW)
    assert ledger.ask_again(listing(1), current, NOW, even_if_asked=True)
    ledger.lease("thu", NOW)
    done(ledger, listing(1))
    ledger.end_round(current, NOW)
    following = ledger.begin_round("thu", NOW)
    assert ledger.lease("thu", NOW) == ()
    assert ledger.ask_again(listing(1), following, NOW)


def test_a_failed_listing_is_pending_again_in_the_next_round(ledger: UrlStates, current: Round) -> None:
    ledger.add(listing(7), current, NOW)
    ledger.finish("thu", listing(7).key, Answer(state=UrlState.FAILED, reason="HTTP 500"), NOW, due=NOW)
    ledger.end_round(current, NOW)
    ledger.begin_round("thu", NOW)
    assert [record.key for record in ledger.lease("thu", NOW)] == [listing(7).key]


def test_a_refused_address_is_on_the_books(ledger: UrlStates, current: Round) -> None:
    assert ledger.refuse(article(1), current, "other host: evil.example", NOW, due=NOW + DAY)
    assert not ledger.refuse(article(1), current, "other host: evil.example", NOW, due=NOW + DAY)
    record = ledger.get("thu", article(1).key)
    assert record is not None
    assert (record.state, record.reason) == (UrlState.REFUSED, "other host: evil.example")


def test_an_answer_without_validators_leaves_the_earlier_ones(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    first = Answer(state=UrlState.DONE, status=200, etag='"a"', last_modified="d", payload_digest="sha1:X", identifier="i")
    ledger.finish("thu", article(1).key, first, NOW, due=NOW)
    ledger.finish("thu", article(1).key, Answer(state=UrlState.DONE, status=304), NOW + DAY, due=NOW + 3 * DAY)
    record = ledger.get("thu", article(1).key)
    assert record is not None
    assert (record.status, record.etag, record.last_modified, record.payload_digest, record.identifier) == (304, '"a"', "d", "sha1:X", "i")
    assert interval(record) == 2 * DAY


def test_addresses_first_seen_in_this_round_are_told_from_known_ones(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    done(ledger, article(1))
    ledger.end_round(current, NOW)
    following = ledger.begin_round("thu", NOW)
    ledger.add(article(2), following, NOW)
    assert ledger.found_in(following, [article(1).key, article(2).key, article(3).key]) == 1


def test_the_sites_of_a_store_have_ledgers_of_their_own(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    other = ledger.begin_round("khac", NOW)
    assert other.number == 1
    assert ledger.lease("khac", NOW) == ()
    assert ledger.release("khac") == 0


def test_a_post_back_has_a_key_of_its_own_whatever_the_order_of_its_fields() -> None:
    url = "http://thu.example/tin"
    assert url_key(url) == url
    assert url_key(url, {"a": "1", "b": "2"}) == url_key(url, {"b": "2", "a": "1"})
    assert len({url_key(url), url_key(url, {"a": "1"}), url_key(url, {"a": "2"})}) == 3


def test_a_transaction_that_fails_leaves_the_ledger_as_it_was(store: Store, ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1), current, NOW)
    ledger.lease("thu", NOW)

    def settle() -> None:
        with store.transaction():
            done(ledger, article(1))
            raise LookupError

    with pytest.raises(LookupError):
        settle()
    record = ledger.get("thu", article(1).key)
    assert record is not None
    assert record.state is UrlState.LEASED


def test_what_a_listing_said_is_found_by_the_article(ledger: UrlStates, current: Round) -> None:
    ledger.add(article(1, listed={"date_published": "2018-03-16"}), current, NOW)
    ledger.finish("thu", article(1).key, Answer(state=UrlState.DONE, identifier="abc"), NOW, due=NOW)
    assert ledger.listed("abc") == {"date_published": "2018-03-16"}
    assert ledger.listed("xyz") is None
