from __future__ import annotations

from tests.crawl.conftest import Crawl
from tests.crawl.portal import Portal, news


def test_a_portal_is_crawled_to_its_last_page(portal: Portal, crawl: Crawl) -> None:
    news(portal, 35)
    ended = crawl.run()
    assert ended.code == 0, ended.said
    assert len(crawl.articles()) == 35
    assert sorted(portal.paths()) == sorted(set(portal.paths()))
    assert "thu: complete" in ended.said
