"""Lines of a host's template: counted on many pages, taken out of articles, and put back when they are forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.article import Article, content_digest
from archive.ingest import ingest
from archive.learned_lines import HostLines, Recurrence, forget_host, host_lines
from archive.page import Extraction, PageKind
from archive.settings import settings
from archive.store import Store
from archive.warc import WarcWriter
from crawler import __main__ as command
from crawler.learned_lines import LEAST_PAGES, Lines, count_lines, extractor, key_of, learn, without_learned
from crawler.reextraction import reextract

HOST = "sotttt.hanoi.gov.vn"
DAY = datetime(2022, 8, 27, tzinfo=UTC)
BODY = "Sáng nay, Sở đã họp bàn kế hoạch ứng dụng công nghệ thông tin trong các cơ quan của thành phố"


def page(number: int, *, leak: str = "") -> bytes:
    """A page of a known portal; ``leak`` is chrome inside the body's node, at its end."""
    nav = "<div id='banner'><div>Cổng thông tin của Sở</div><div>Đường dây nóng: 0123 456</div></div>"
    formula = "<p>Nơi nhận:</p>" if number % 2 else ""
    return (
        f"<html lang='vi-VN'><head><meta charset='utf-8'><title>Tin</title></head><body>{nav}<div class='portlet-asset-publisher'>"
        f"<div class='asset-full-content-title'>Tin số {number}</div><div class='assetPublishDate'>Ngày đăng 19/08/2016 | 5:37 PM</div>"
        f"<div class='asset-content'><div class='journal-content-article'><p>{BODY}, lần {number}.</p>{formula}{leak}</div></div></div>"
        f"<div>Bản quyền thuộc về Sở</div></body></html>"
    ).encode()


def archive(home: Path, count: int, **leaks: str) -> Store:
    """An archive of so many articles; ``leaks`` by their number (``n7``)."""
    with WarcWriter(home / "in", "in") as writer:
        for number in range(count):
            url = f"http://{HOST}/-/view_content/{1000000 + number}-tin.html"
            body = page(number, leak=leaks.get(f"n{number}", ""))
            writer.write_response(url, 200, "OK", [("Content-Type", "text/html")], body, DAY + timedelta(seconds=number))
    store = Store.open(home / "archive.sqlite")
    ingest([writer.path], store, extractor(store), workers=1)
    return store


def paragraphs(store: Store, number: int) -> list[str]:
    return [p for one in store.articles() if one.headline == f"Tin số {number}" for p in one.paragraphs]


LEAK = "<p>Bản quyền thuộc về Sở</p>"


def test_what_leaked_is_taken_out_shown_and_put_back(tmp_path: Path) -> None:
    with archive(tmp_path, LEAST_PAGES, n6=LEAK) as store:
        assert paragraphs(store, 6)[-1] == "Bản quyền thuộc về Sở"
        learn(store, tmp_path / "warc")
        known = host_lines(store)[HOST]
        assert known.pages == LEAST_PAGES
        assert known.lines["Bản quyền thuộc về Sở"] == Recurrence(LEAST_PAGES, LEAST_PAGES - 1)
        assert "Đường dây nóng: 0 0" in known.lines
        assert known.lines["Nơi nhận:"] == Recurrence(LEAST_PAGES // 2, 0)
        reextract(store, tmp_path / "warc", None)
        assert paragraphs(store, 6) == [f"{BODY}, lần 6."]
        assert paragraphs(store, 7)[-1] == "Nơi nhận:"
        (leaked,) = [one for one in store.articles() if one.headline == "Tin số 6"]
        (removed,) = store.removed(leaked.warc_record_id)
        assert removed.text == "Bản quyền thuộc về Sở"
        assert removed.reason == f"on 20 of 20 pages of {HOST}, outside the article on 19"
        assert leaked.revisions == 1
        forget_host(store, HOST)
        reextract(store, tmp_path / "warc", None)
        assert paragraphs(store, 6)[-1] == "Bản quyền thuộc về Sở"
        assert store.removed(leaked.warc_record_id) == ()


def test_a_capture_that_comes_later_is_read_by_what_was_learned(tmp_path: Path) -> None:
    with archive(tmp_path, LEAST_PAGES) as store:
        learn(store, tmp_path / "warc")
        with WarcWriter(tmp_path / "later", "later") as writer:
            url = f"http://{HOST}/-/view_content/2000000-tin.html"
            writer.write_response(url, 200, "OK", [("Content-Type", "text/html")], page(99, leak=LEAK), DAY)
        ingest([writer.path], store, extractor(store), workers=2)
        assert "Bản quyền thuộc về Sở" not in paragraphs(store, 99)


def test_learning_again_from_the_same_pages_does_nothing_and_the_order_of_captures_is_no_matter(tmp_path: Path) -> None:
    with archive(tmp_path, LEAST_PAGES) as store:
        assert [found.host for found in learn(store, tmp_path / "warc")] == [HOST]
        first = host_lines(store)
        assert learn(store, tmp_path / "warc") == []
        forget_host(store, HOST)
        learn(store, tmp_path / "warc", HOST)
        assert host_lines(store) == first


def test_a_host_of_few_articles_teaches_nothing(tmp_path: Path) -> None:
    with archive(tmp_path, LEAST_PAGES - 1) as store:
        assert learn(store, tmp_path / "warc") == []
        assert host_lines(store) == {}


def test_the_command_learns_forgets_and_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KHOTIN_HOME", str(tmp_path))
    settings.cache_clear()
    assert command.main(["learn"]) == 1
    assert "no archive" in capsys.readouterr().err
    archive(tmp_path, LEAST_PAGES).close()
    assert command.main(["learn"]) == 0
    said = capsys.readouterr()
    (known,) = json.loads(said.out)
    assert (known["host"], known["pages"]) == (HOST, 20)
    assert {"line": "Bản quyền thuộc về Sở", "pages": 20, "outside": 20} in known["lines"]
    assert f"learned: {HOST}" in said.err
    assert command.main(["learn", HOST, "--forget"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    with pytest.raises(SystemExit):
        command.main(["learn", "--forget"])
    settings.cache_clear()


# The rule by itself


def reading(*body: str, by: str = "SoTTTTHanoi/1") -> Extraction:
    one = Article(identifier="a", url=f"http://{HOST}/1", site="s", headline="Tin", article_body="\n\n".join(body), extracted_by=by)
    return Extraction(kind=PageKind.ARTICLE, article=replace(one, content_digest=content_digest(one)))


LEARNED = HostLines(
    HOST,
    100,
    "sha256:0",
    {
        "Về đầu trang": Recurrence(98, 97),
        "Chia sẻ bài viết này": Recurrence(90, 2),
        "Lượt đọc: 0": Recurrence(95, 95),
        "Nơi nhận:": Recurrence(60, 0),
        "Trân trọng cảm ơn!": Recurrence(45, 45),
        "Thông báo": Recurrence(100, 100),
    },
)


def body_of(extraction: Extraction) -> list[str]:
    assert extraction.article is not None
    return list(extraction.article.paragraphs)


def test_a_rule_of_the_site_is_trusted_with_all_but_template_lines_at_the_ends() -> None:
    read = without_learned(reading("Lượt đọc: 7", "Nội dung.", "Về đầu trang", "Còn nữa.", "Chia sẻ bài viết này", "Về đầu trang"), LEARNED)
    assert body_of(read) == ["Nội dung.", "Về đầu trang", "Còn nữa.", "Chia sẻ bài viết này"]
    assert [line.text for line in read.removed] == ["Lượt đọc: 7", "Về đầu trang"]
    assert read.article is not None
    assert read.article.content_digest == content_digest(read.article)


def test_where_no_rule_knew_the_page_recurring_lines_go_wherever_they_stand() -> None:
    read = without_learned(reading("Nội dung.", "Chia sẻ bài viết này", "Còn nữa.", "Về đầu trang", by="Generic/1"), LEARNED)
    assert body_of(read) == ["Nội dung.", "Còn nữa."]


@pytest.mark.parametrize("by", ["SoTTTTHanoi/1", "Generic/1"])
def test_formulas_of_official_letters_stay(by: str) -> None:
    body = ("Thông báo", "Nội dung.", "Trân trọng cảm ơn!", "Nơi nhận:")
    assert body_of(without_learned(reading(*body, by=by), LEARNED)) == list(body)


@pytest.mark.parametrize("by", ["SoTTTTHanoi/1", "Generic/1"])
def test_no_article_is_emptied(by: str) -> None:
    read = without_learned(reading("Về đầu trang", by=by), LEARNED)
    assert (body_of(read), read.removed) == (["Về đầu trang"], ())


def test_what_is_not_an_article_and_hosts_that_are_not_known_pass() -> None:
    listing = Extraction(kind=PageKind.LISTING)
    assert without_learned(listing, LEARNED) is listing
    read = reading("Về đầu trang", "Nội dung.")
    assert without_learned(read, None) is read


def test_lines_on_less_than_a_third_of_the_pages_and_paragraphs_are_not_learned() -> None:
    pages = [Lines(frozenset({"Luôn có", "x" * 201, *(["Đôi khi"] if number < 3 else [])}), frozenset()) for number in range(10)]
    assert count_lines(pages) == (10, {"Luôn có": Recurrence(10, 10)})


def test_numbers_and_white_space_make_no_other_line() -> None:
    assert key_of(" Lượt xem:\u00a012 ") == key_of("Lượt xem: 7890")
