"""The files that articles link to are fetched as politely as everything else, once, and read into their articles."""

from __future__ import annotations

from archive.article import Attachment
from archive.page import PageKind
from archive.store import Store
from archive.url_states import UrlKind, UrlState
from tests.crawl.conftest import Crawl
from tests.crawl.portal import PARAGRAPHS, Portal, Reply, listing
from tests.crawler.files import docx, pdf

DECREE = "Quyết định về việc thành lập Hội đồng"


def linking(number: int, *links: str) -> bytes:
    """An article that links to files."""
    files = "".join(f'<a href="{link}">Tệp {link.rpartition("/")[2]}</a> ' for link in links)
    return (
        f'<html><head><meta charset="utf-8"><title>Tin</title></head><body><h1 class="headline">Tin số {number}</h1>'
        f'<div class="body"><p>{PARAGRAPHS} Số {number}.</p><p>{files}</p></div></body></html>'
    ).encode()


def portal_of(portal: Portal, *articles: bytes, files: dict[str, Reply]) -> None:
    paths = {f"/bai/{number}": Reply(page) for number, page in enumerate(articles, 1)}
    portal.pages = {"/tin": Reply(listing(list(paths))), **paths, **files}


def attached(crawl: Crawl, path: str) -> list[Attachment]:
    return list(crawl.articles()[path].associated_media)


def test_files_are_fetched_once_and_read_into_every_article_that_links_to_them(portal: Portal, crawl: Crawl) -> None:
    files = {
        "/tep/a.pdf": Reply(pdf([DECREE]), headers={"Content-Type": "application/pdf"}),
        "/tep/b.docx": Reply(docx([DECREE]), headers={"Content-Type": "application/octet-stream"}),
        "/tep/c.doc": Reply(b"\xd0\xcf\x11\xe0" + bytes(600), headers={"Content-Type": "application/msword"}),
        "/tep/d.zip": Reply(b"PK\x03\x04"),
    }
    portal_of(portal, linking(1, *files), linking(2, "/tep/a.pdf"), files=files)
    ended = crawl.run()
    assert ended.code == 0, ended.said
    assert "attachments read: 2" in ended.said
    assert "attachments without text: 1 (old-format 1)" in ended.said
    assert [(file.text, file.no_text) for file in attached(crawl, "/bai/1")] == [
        (DECREE, None),
        (DECREE, None),
        (None, "old-format"),
        (None, None),
    ]
    assert attached(crawl, "/bai/2")[0].text == DECREE
    assert portal.paths().count("/tep/a.pdf") == 1
    assert "/tep/d.zip" not in portal.paths()
    assert {capture.kind for capture, page in crawl.captures() if "/tep/" in page.url} == {PageKind.MEDIA}
    again = crawl.run()
    assert again.code == 0
    assert portal.paths().count("/tep/a.pdf") == 1


def test_a_file_that_robots_or_another_host_or_its_size_forbids_is_refused(portal: Portal, crawl: Crawl) -> None:
    links = ("/kin/a.pdf", "http://127.0.0.2:9/b.pdf", "/tep/lon.pdf")
    portal_of(portal, linking(1, *links), files={"/tep/lon.pdf": Reply(pdf(["x" * 9000]))})
    portal.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /kin/", headers={"Content-Type": "text/plain"})
    ended = crawl.run(ATTACHMENT_MAXSIZE="5000")
    assert ended.code == 0, ended.said
    assert "/kin/a.pdf" not in portal.paths()
    records = {record.url: record for record in crawl.ledger() if record.kind is UrlKind.ATTACHMENT}
    assert {record.state for record in records.values()} == {UrlState.REFUSED}
    assert sorted(record.reason.partition(":")[0] for record in records.values()) == [
        "not a public address",
        "robots.txt disallows it",
        "too large",
    ]
    assert [file.no_text for file in attached(crawl, "/bai/1")] == [None, None, "too-large"]


def test_a_file_that_is_gone_is_asked_no_more_and_costs_the_article_nothing(portal: Portal, crawl: Crawl) -> None:
    portal_of(portal, linking(1, "/tep/mat.pdf", "/tep/trang.pdf"), files={"/tep/trang.pdf": Reply(b"<html><body>404</body></html>")})
    ended = crawl.run()
    assert ended.code == 0, ended.said
    assert [(file.text, file.no_text) for file in attached(crawl, "/bai/1")] == [(None, None), (None, "not-a-document")]
    assert crawl.records()["/tep/mat.pdf"].state is UrlState.GONE
    assert crawl.articles()["/bai/1"].date_gone is None
    crawl.run()
    assert portal.paths().count("/tep/mat.pdf") == 1


def test_files_of_articles_that_an_earlier_version_archived_are_fetched(portal: Portal, crawl: Crawl) -> None:
    portal_of(portal, linking(1, "/tep/a.pdf"), files={})
    crawl.run()
    with Store.open(crawl.home / "archive.sqlite") as store, store.transaction():
        store.connection.execute("DELETE FROM url_states WHERE kind = 'attachment'")
    portal.pages["/tep/a.pdf"] = Reply(pdf([DECREE]))
    crawl.run()
    assert attached(crawl, "/bai/1")[0].text == DECREE
