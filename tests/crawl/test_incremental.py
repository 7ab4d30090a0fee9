"""What a second crawl asks, and what it leaves alone."""

from __future__ import annotations

from archive.url_states import UrlState
from tests.crawl.conftest import Crawl
from tests.crawl.portal import Asked, Portal, Reply, article, listing, news


def test_a_second_crawl_fetches_only_what_changed(portal: Portal, crawl: Crawl) -> None:
    news(portal, 35)
    crawl.run()
    captured = len(crawl.captures())
    portal.asked.clear()
    changed = portal.answer
    portal.answer = lambda asked: Reply(article(35, "Đã sửa.")) if asked.path == "/bai/35" else changed(asked)
    ended = crawl.run()
    assert ended.code == 0
    assert "articles revised: 1" in ended.said
    assert "articles unchanged: 34 (not modified 34)" in ended.said
    # The start listing and the changed article; 304 is no capture.
    assert len(crawl.captures()) == captured + 2
    assert [path for path in portal.paths() if path.startswith("/tin")] == ["/tin"]
    assert [len(crawl.revisions(path)) for path in ("/bai/35", "/bai/34")] == [2, 1]


def test_an_article_is_asked_again_only_when_it_is_due(portal: Portal, crawl: Crawl) -> None:
    news(portal, 5)
    crawl.run(REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90")
    portal.asked.clear()
    assert crawl.run(REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90").code == 0
    assert portal.paths() == ["/tin"]


def test_new_articles_are_found_and_paging_stops_behind_them(portal: Portal, crawl: Crawl) -> None:
    news(portal, 50)
    crawl.run(REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90")
    portal.asked.clear()
    news(portal, 65)
    crawl.run(REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90")
    assert len(crawl.articles()) == 65
    # Two pages bring new articles; the third none, and there it ends.
    assert [path for path in portal.paths() if path.startswith("/tin")] == ["/tin", "/tin?page=2", "/tin?page=3"]
    assert len([path for path in portal.paths() if path.startswith("/bai")]) == 15


def test_a_visitor_counter_is_no_revision_and_the_same_bytes_no_capture(portal: Portal, crawl: Crawl) -> None:
    visits = iter(range(10))

    def counted(_: Asked) -> Reply:
        counter = f"<p class='counter'>Lượt truy cập: {next(visits)}</p></body>"
        return Reply(article(1).replace(b"</body>", counter.encode()))

    portal.pages |= {
        "/tin": Reply(listing(["/bai/1", "/bai/2"])),
        "/bai/1": counted,
        "/bai/2": Reply(article(2)),
    }
    crawl.run()
    seen = len(crawl.captures())
    ended = crawl.run()
    assert "articles unchanged: 2 (same bytes 1)" in ended.said
    assert len(crawl.captures()) == seen + 2
    assert len(crawl.revisions("/bai/1")) == 1


def test_a_known_article_that_is_gone_keeps_its_text_and_gets_a_tombstone(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    crawl.run()
    before = crawl.articles()["/bai/2"]
    portal.pages["/bai/2"] = Reply(status=410)
    ended = crawl.run()
    assert "articles gone at the source: 1 (HTTP 410 1)" in ended.said
    after = crawl.articles()["/bai/2"]
    assert after.date_gone is not None
    assert (after.headline, after.article_body) == (before.headline, before.article_body)
    assert crawl.records()["/bai/2"].state is UrlState.GONE


def test_an_article_that_comes_back_loses_its_tombstone(portal: Portal, crawl: Crawl) -> None:
    news(portal, 3)
    crawl.run()
    portal.pages["/bai/2"] = Reply(status=404)
    crawl.run()
    del portal.pages["/bai/2"]
    crawl.run()
    assert crawl.articles()["/bai/2"].date_gone is None


def test_a_listing_page_that_failed_is_walked_past_in_the_next_crawl(portal: Portal, crawl: Crawl) -> None:
    news(portal, 40)
    portal.pages["/tin?page=2"] = Reply(status=500)
    ended = crawl.run(RETRY_ATTEMPTS="1", REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90")
    assert "addresses failed: 1 (HTTP 500 1)" in ended.said
    assert len(crawl.articles()) == 10
    del portal.pages["/tin?page=2"]
    crawl.run(REVISIT_FIRST_DAYS="1", REVISIT_LONGEST_DAYS="90")
    assert len(crawl.articles()) == 40


def test_a_pager_without_end_is_left_after_a_page_that_brings_the_same(portal: Portal, crawl: Crawl) -> None:
    def answer(asked: Asked) -> Reply:
        number = int(asked.path.partition("page=")[2] or 1)
        return Reply(listing([f"/bai/{min(number, 3)}"], f"/tin?page={number + 1}"))

    portal.answer = answer
    portal.pages |= {f"/bai/{number}": Reply(article(number)) for number in (1, 2, 3)}
    portal.pages["/robots.txt"] = Reply(status=404)
    assert crawl.run().code == 0
    assert [path for path in portal.paths() if path.startswith("/tin")] == ["/tin", "/tin?page=2", "/tin?page=3", "/tin?page=4"]


def test_a_depth_limit_refuses_the_next_page_and_says_so(portal: Portal, crawl: Crawl) -> None:
    news(portal, 50)
    ended = crawl.run(DEPTH_LIMIT="2")
    assert ended.code == 0
    assert "addresses refused: 1 (depth over 2 1)" in ended.said
    assert crawl.records()["/tin?page=4"].reason == "depth over 2"
