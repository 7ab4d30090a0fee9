"""Paging by ASP.NET post-back: the server answers only when its whole form comes back."""

from __future__ import annotations

from html import escape

from archive.url_states import UrlKind
from tests.crawl.conftest import Crawl
from tests.crawl.portal import Asked, Portal, Reply, article, listing

PAGES = 4


def asp_net(portal: Portal) -> None:
    """Makes a portal whose listing has one address, and whose pages differ by the view state sent back."""

    def page(number: int) -> Reply:
        links = [f"/bai/{3 * number + index}" for index in range(3)]
        following = "javascript:__doPostBack('ctl00$pager','Next')" if number < PAGES else ""
        hidden = {"__VIEWSTATE": f"/wEPDw-{number}", "__EVENTVALIDATION": f"check{number}", "__EVENTTARGET": "", "__EVENTARGUMENT": ""}
        fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
        body = listing(links, following).decode()
        return Reply(body.replace("<ul>", f'<form method="post" action="/tin">{fields}<ul>').replace("</body>", "</form></body>").encode())

    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/bai/"):
            return Reply(article(int(asked.path.rpartition("/")[2])))
        if asked.path != "/tin":
            return Reply(status=404)
        if asked.method == "GET":
            return page(1)
        number = asked.form["__VIEWSTATE"].rpartition("-")[2]
        whole = asked.form["__EVENTVALIDATION"] == f"check{number}" and asked.form["__EVENTTARGET"] == "ctl00$pager"
        return page(int(number) + 1) if whole else Reply(status=500)

    portal.answer = answer


def test_post_back_pages_are_walked_to_the_last(portal: Portal, crawl: Crawl) -> None:
    asp_net(portal)
    crawl.environment["TEST_POST_BACK"] = "1"
    ended = crawl.run()
    assert ended.code == 0, ended.said
    assert len(crawl.articles()) == 3 * PAGES
    assert portal.paths("POST") == ["/tin"] * (PAGES - 1)


def test_each_post_back_is_an_address_of_its_own_in_the_ledger(portal: Portal, crawl: Crawl) -> None:
    asp_net(portal)
    crawl.environment["TEST_POST_BACK"] = "1"
    crawl.run()
    forms = [record.form for record in crawl.ledger() if record.kind is UrlKind.LISTING]
    assert forms[0] is None
    assert [form["__EVENTARGUMENT"] for form in forms[1:] if form] == ["Next"] * (PAGES - 1)


def test_a_second_crawl_stops_at_the_first_page_that_brings_nothing_new(portal: Portal, crawl: Crawl) -> None:
    asp_net(portal)
    crawl.environment["TEST_POST_BACK"] = "1"
    crawl.run()
    portal.asked.clear()
    crawl.run()
    assert portal.paths("POST") == []


def test_the_request_with_its_form_is_in_the_web_archive(portal: Portal, crawl: Crawl) -> None:
    asp_net(portal)
    crawl.environment["TEST_POST_BACK"] = "1"
    crawl.run()
    assert crawl.warc_bytes().count(b"__EVENTARGUMENT=Next") == PAGES - 1
