"""How the portal is treated, by its own clock."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.crawl.conftest import Crawl
from tests.crawl.portal import Asked, Portal, Reply, article, listing, news


def gaps(portal: Portal) -> list[float]:
    """The seconds between one request and the next."""
    return [after - before for before, after in pairwise(portal.times())]


def test_crawl_delay_is_kept_between_any_two_requests(portal: Portal, crawl: Crawl) -> None:
    news(portal, 4)
    portal.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.6\n", headers={"Content-Type": "text/plain"})
    assert crawl.run().code == 0
    # The clock of a loaded machine may show a gap a little shorter than it was made.
    assert min(gaps(portal)) > 0.55


def test_the_own_delay_is_kept_without_robots_txt_and_throttled(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    assert crawl.run(DOWNLOAD_DELAY="0.5", AUTOTHROTTLE_ENABLED="1", AUTOTHROTTLE_START_DELAY="0.5").code == 0
    # Both robots.txt and the pages: five requests.
    assert len(portal.times()) == 5
    assert min(gaps(portal)) > 0.45


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_holds_the_whole_host(portal: Portal, crawl: Crawl, status: int) -> None:
    busy = iter([Reply(status=status, headers={"Retry-After": "2"})])
    portal.pages["/tin"] = Reply(listing([f"/bai/{number}" for number in range(1, 9)]))
    portal.pages["/bai/1"] = lambda asked: next(busy, Reply(article(1)))
    portal.answer = lambda asked: Reply(status=404) if asked.path == "/robots.txt" else Reply(article(int(asked.path[5:])))
    assert crawl.run(CONCURRENT_REQUESTS="1").code == 0
    refused = next(asked.at for asked in portal.asked if asked.path == "/bai/1")
    after = [asked.at - refused for asked in portal.asked if asked.at > refused]
    assert min(after) > 1.95
    assert len(crawl.articles()) == 8
    assert portal.paths().count("/bai/1") == 2


def test_a_failed_address_is_asked_again_after_a_growing_time(portal: Portal, crawl: Crawl) -> None:
    portal.pages |= {"/tin": Reply(listing(["/bai/1"])), "/bai/1": Reply(status=500)}
    crawl.run(BACK_OFF_FIRST="0.5", RETRY_ATTEMPTS="3")
    times = [asked.at for asked in portal.asked if asked.path == "/bai/1"]
    assert len(times) == 3
    first, second = (after - before for before, after in pairwise(times))
    # Between half of it and the whole, twice as long the second time; then the time a slow machine takes.
    assert first > 0.25
    assert second > 0.5


def test_a_host_that_cannot_give_robots_txt_is_not_asked_for_anything_else(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    portal.pages["/robots.txt"] = Reply(status=503)
    ended = crawl.run(RETRY_ATTEMPTS="2")
    assert ended.code == 1
    assert "robots.txt cannot be had" in ended.said
    assert portal.paths() == []


def test_a_host_that_recovers_its_robots_txt_is_crawled(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    failing = iter([Reply(status=500)])
    portal.pages["/robots.txt"] = lambda asked: next(failing, Reply(b""))
    assert crawl.run().code == 0
    assert len(crawl.articles()) == 3


def test_we_say_who_we_are_and_how_to_reach_us(portal: Portal, crawl: Crawl) -> None:
    news(portal, 1)
    crawl.environment["KHOTIN_CONTACT"] = "mailto:thu@example.org"
    crawl.run()
    assert {asked.headers["user-agent"] for asked in portal.asked} == {"KhoTin/1.0 (+mailto:thu@example.org)"}


def test_when_all_that_is_left_is_far_away_the_crawl_ends_and_says_when(portal: Portal, crawl: Crawl) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(status=404) if asked.path == "/robots.txt" else Reply(status=503, headers={"Retry-After": "86400"})

    portal.answer = answer
    ended = crawl.run()
    assert ended.code == 1
    assert "NOT complete, 1 addresses left (the next may be asked at" in ended.said
