"""Crawls killed at any moment: the next ones complete them, with nothing lost and nothing doubled."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from archive.url_states import UrlKind, UrlState
from archive.warc import WarcReader
from tests.crawl.conftest import Crawl
from tests.crawl.portal import Portal, Reply, article, news

ARTICLES = 120
SEED = 20260811


def content(crawl: Crawl) -> dict[str, tuple[str, str, int]]:
    """What the archive holds of each article."""
    return {path: (found.headline, found.content_digest, found.revisions) for path, found in crawl.articles().items()}


def kill(crawl: Crawl, after: int, pause: float) -> None:
    """Starts a crawl and kills it a moment after the portal has been asked so many more pages."""
    goal = len(crawl.portal.asked) + after
    process = crawl.start()
    while process.poll() is None and len(crawl.portal.asked) < goal:
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    process.communicate()


def check(crawl: Crawl, undisturbed: dict[str, tuple[str, str, int]]) -> None:
    """The archive is as that of a crawl that nobody disturbed, and every capture can be read."""
    assert content(crawl) == undisturbed
    assert {record.state for record in crawl.ledger()} == {UrlState.DONE}
    per_article = Counter(capture.identifier for capture, page in crawl.captures() if capture.identifier and page.payload)
    assert set(per_article.values()) == {1}
    assert len(per_article) == ARTICLES
    for path in sorted((crawl.home / "warc").glob("*.warc.gz")):
        assert not [entry.fault for entry in WarcReader(path) if entry.fault]


@pytest.fixture
def undisturbed(portal: Portal, tmp_path: Path) -> dict[str, tuple[str, str, int]]:
    """The archive of a crawl that ran to its end."""
    news(portal, ARTICLES)
    whole = Crawl(portal, tmp_path / "undisturbed")
    assert whole.run().code == 0
    portal.asked.clear()
    return content(whole)


def test_a_crawl_killed_three_times_is_completed(crawl: Crawl, undisturbed: dict[str, tuple[str, str, int]]) -> None:
    killed_at_random(crawl, undisturbed, 3)


@pytest.mark.soak
def test_a_crawl_killed_twenty_times_is_completed(crawl: Crawl, undisturbed: dict[str, tuple[str, str, int]]) -> None:
    killed_at_random(crawl, undisturbed, 20)


def killed_at_random(crawl: Crawl, undisturbed: dict[str, tuple[str, str, int]], times: int) -> None:
    """Kills crawls at moments drawn from a fixed seed, spread over the whole of the work; then lets one run."""
    moments = random.Random(SEED)
    for _ in range(times):
        kill(crawl, moments.randint(1, 2 * ARTICLES // times), moments.uniform(0.0, 0.02))
    ended = crawl.run()
    assert ended.code == 0, ended.said
    assert "thu: complete" in ended.said
    check(crawl, undisturbed)
    # What was on its way at a kill is asked again: eight being fetched and about as many waiting to be read. What was
    # acknowledged is not, but for the start listing.
    asked = Counter(path for path in crawl.portal.paths() if path != "/tin")
    assert sum(asked.values()) - len(asked) <= 16 * times


def test_a_crawl_killed_while_paging_goes_on_with_the_page_it_had_reached(crawl: Crawl, portal: Portal) -> None:
    news(portal, ARTICLES)
    kill(crawl, 5, 0.0)
    reached = [record.url for record in crawl.ledger() if record.kind is UrlKind.LISTING]
    portal.asked.clear()
    crawl.run()
    assert len(crawl.articles()) == ARTICLES
    pages = [path for path in portal.paths() if path.startswith("/tin?")]
    assert len(pages) <= 12 - len(reached) + 2


def test_an_interrupted_crawl_says_that_it_is_not_complete(crawl: Crawl, portal: Portal) -> None:
    news(portal, ARTICLES)
    process = crawl.start(DOWNLOAD_DELAY="0.2", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    while len(portal.asked) < 4:
        time.sleep(0.01)
    process.terminate()
    _, said = process.communicate()
    assert process.returncode == 1
    assert "thu: NOT complete" in said
    assert "go on with: scrapy crawl thu" in said
    assert UrlState.LEASED not in {record.state for record in crawl.ledger()}
    assert crawl.run().code == 0
    assert len(crawl.articles()) == ARTICLES


def test_two_crawls_of_one_site_do_not_run_at_once(crawl: Crawl, portal: Portal) -> None:
    news(portal, ARTICLES)
    first = crawl.start(DOWNLOAD_DELAY="0.2", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    while len(portal.asked) < 3:
        time.sleep(0.01)
    second = crawl.run()
    first.kill()
    first.communicate()
    assert second.code == 1
    assert second.said == "scrapy crawl thu: thu is being crawled by another process: wait for it to end\n"


def test_news_published_while_the_crawl_was_down_is_found_too(crawl: Crawl, portal: Portal) -> None:
    news(portal, ARTICLES)
    kill(crawl, 40, 0.0)
    news(portal, ARTICLES + 25)
    crawl.run()
    assert len(crawl.articles()) == ARTICLES + 25


def test_a_page_class_that_fails_costs_its_page_only(crawl: Crawl, portal: Portal) -> None:
    news(portal, 4)
    portal.pages["/bai/2"] = Reply(article(2).replace(b'class="headline"', b'class="headline broken-on-purpose"'))
    ended = crawl.run()
    assert "addresses failed: 1 (page class failed 1)" in ended.said
    assert set(crawl.articles()) == {"/bai/1", "/bai/3", "/bai/4"}
