from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from archive.jsonl import from_json
from archive.settings import Settings
from archive.store import Store
from tests.webui.sample_archive import FULL, GONE, REVISED, UNTITLED, full_article

Page = Callable[..., str]


def test_the_text_and_where_it_comes_from(page: Page) -> None:
    html, article = page(f"/bai/{FULL}"), full_article()
    assert f'<h1 id="tieu-de" lang="vi">{article.headline.replace("&", "&amp;")}</h1>' in html
    for text in (article.description, article.author, article.credit_text, *article.paragraphs):
        assert text
        assert f">{text}</p>" in html
    assert f'rel="noopener nofollow" href="{article.url}"' in html
    assert f'rel="noopener nofollow" href="{article.same_as[0]}"' in html
    assert "Toàn cảnh phiên họp" in html


def test_a_date_stands_with_its_evidence(page: Page) -> None:
    html = page(f"/bai/{FULL}")
    assert '<time datetime="2012-05-14">14/05/2012</time>' in html
    assert '<q lang="vi">14/05/2012 15:20 CH</q>' in html
    assert "<code>sharepoint-posting-line</code>" in html
    assert '<time datetime="2026-11-20T09:30:00+07:00">20/11/2026 09:30</time>' in html


def test_digests_and_the_capture_are_shown(page: Page, served: Settings) -> None:
    html = page(f"/bai/{FULL}")
    with Store.open(served.store_path, read_only=True) as store:
        article = store.get(FULL)
    assert article
    assert article.content_digest in html
    assert article.payload_digest
    assert article.payload_digest in html
    assert re.search(r'href="/ban-luu/[0-9a-f-]{36}"', html)


def test_key_phrases_are_there_for_every_article(page: Page, served: Settings) -> None:
    with Store.open(served.store_path, read_only=True) as store:
        meetings = [article.identifier for article in store.articles() if article.identifier.startswith("b")]
    for identifier in meetings:
        assert '<ul class="phrases"' in page(f"/bai/{identifier}"), identifier


def test_a_key_phrase_finds_its_article(page: Page) -> None:
    phrases = re.findall(r'<ul class="phrases" lang="vi">.*?</ul>', page(f"/bai/{FULL}"), re.DOTALL)
    for address in re.findall(r'href="([^"]+)"', phrases[0]):
        assert f"/bai/{FULL}" in page(address)


def test_a_javascript_address_is_no_link(page: Page) -> None:
    html = page(f"/bai/{FULL}")
    assert "Xấu" in html
    assert 'href="javascript' not in html.lower()


def test_a_page_gone_at_its_source_keeps_its_text_and_says_since_when(page: Page) -> None:
    html = page(f"/bai/{GONE}")
    assert "Trang gốc không còn từ" in html
    assert "Chữ vẫn còn." in html


def test_revisions_are_listed_with_the_one_shown(page: Page) -> None:
    html = page(f"/bai/{REVISED}")
    assert "Chữ đã sửa." in html
    assert html.count("<li><time") == 2
    assert "bản đang xem" in html
    assert "Các phiên bản đã lưu" not in page(f"/bai/{FULL}")


def test_an_article_without_a_headline_has_a_heading(page: Page) -> None:
    assert "(bài không có tiêu đề)</h1>" in page(f"/bai/{UNTITLED}")
    assert "(no headline)" in page(f"/en/bai/{UNTITLED}")


def test_the_text_stays_vietnamese_in_the_english_page(page: Page) -> None:
    html = page(f"/en/bai/{FULL}")
    assert '<html lang="en">' in html
    assert '<div class="text" lang="vi">' in html
    assert "Dates and their evidence" in html
    assert "14 May 2012" in html


def test_an_unknown_identifier_is_404_in_the_readers_language(page: Page) -> None:
    assert "Không tìm thấy bài" in page("/bai/ffffffffffffffff", 404)
    assert "Article not found" in page("/en/bai/ffffffffffffffff", 404)
    assert "no-such-article" in page("/bai/ffffffffffffffff.json", 404)


def meta(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta (?:name|property)="([^"]+)"(?: lang="vi")? content="([^"]*)"', html)


def test_the_head_tells_reference_managers_what_this_is(page: Page) -> None:
    found = meta(page(f"/bai/{FULL}"))
    names = [name for name, _ in found]
    values = dict(found)
    assert values["z:itemType"] == "newspaperArticle"
    assert names.index("z:itemType") < names.index("citation_title")
    assert values["citation_publication_date"] == "2012/05/14"
    assert values["citation_language"] == values["DC.language"] == "vi"
    assert values["DC.date"] == "2012-05-14"
    assert values["og:site_name"] == values["DC.publisher"] == "Bộ Thông tin mẫu"
    assert "citation_journal_title" not in values


def test_an_unknown_date_is_in_no_metadata(page: Page) -> None:
    assert not {"DC.date", "citation_publication_date"} & dict(meta(page(f"/bai/{UNTITLED}"))).keys()


def test_the_json_of_an_article_is_its_record(client: FlaskClient, served: Settings) -> None:
    with Store.open(served.store_path, read_only=True) as store:
        kept = store.get(FULL)
    for address in (f"/bai/{FULL}.json", f"/api/v1/articles/{FULL}"):
        response = client.get(address)
        assert response.content_type == "application/json"
        assert from_json(response.json) == kept


@pytest.mark.parametrize(("ending", "kind"), [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")])
def test_citations_have_their_types(client: FlaskClient, ending: str, kind: str) -> None:
    response = client.get(f"/bai/{FULL}.{ending}")
    assert response.status_code == 200
    assert response.content_type == f"{kind}; charset=utf-8"
    assert "Họp Ban điều hành" in response.text


def test_an_attached_file_shows_its_text_or_why_there_is_none(page: Page) -> None:
    html = page(f"/bai/{FULL}")
    assert "<p>Nơi nhận: như trên.</p>" in html
    assert "<p>&lt;script&gt;window.x=1&lt;/script&gt;</p>" in html
    assert "Tệp chỉ có ảnh quét, không có chữ." in html
    assert "Chưa lấy tệp này về." in html
    assert "holds scanned pictures only" in page(f"/en/bai/{FULL}")


def test_the_text_of_an_attached_file_is_found_and_shown_as_the_snippet(page: Page) -> None:
    html = page("/tim-kiem?q=%22n%C6%A1i+nh%E1%BA%ADn%22")
    assert f'href="/bai/{FULL}"' in html
    assert "<mark>Nơi nhận</mark>: như trên." in html


def test_what_was_taken_out_of_the_text_is_shown_with_the_reason(page: Page) -> None:
    html = page(f"/bai/{FULL}")
    assert "1 dòng của khuôn trang đã bỏ khỏi bài" in html
    assert '<q lang="vi">Về đầu &lt;b&gt;trang&lt;/b&gt;</q>' in html
    assert "có trên 40/40 trang đã xem của bo.example, trong đó 39 trang có dòng này ở ngoài bài" in html
    assert "on 40 of 40 pages of bo.example, on 39 of them outside the article" in page(f"/en/bai/{FULL}")
    assert "đã bỏ khỏi bài" not in page(f"/bai/{REVISED}")


def test_related_articles_stand_with_the_words_that_they_share(page: Page, client: FlaskClient) -> None:
    meeting = "b000000000000003"
    html = page(f"/bai/{meeting}")
    section = re.search(r'<section class="related.*?</section>', html, re.DOTALL)
    assert section
    linked = re.findall(r'href="/bai/(\w+)"', section[0])
    answer = client.get(f"/api/v1/articles/{meeting}/related").json
    assert answer["identifier"] == meeting
    assert [one["identifier"] for one in answer["results"]] == linked != []
    assert meeting not in linked
    for one in answer["results"]:
        assert ", ".join(one["words"]) in section[0]


def test_an_article_that_nothing_is_near_has_no_such_block(page: Page, client: FlaskClient) -> None:
    assert 'class="related' not in page(f"/bai/{GONE}")
    assert client.get(f"/api/v1/articles/{GONE}/related").json == {"identifier": GONE, "results": []}
    assert client.get("/api/v1/articles/none/related").status_code == 404


def test_without_an_index_the_article_is_shown_without_related_ones(without_index: FlaskClient) -> None:
    response = without_index.get("/bai/b000000000000003")
    assert response.status_code == 200
    assert 'class="related' not in response.text
    assert without_index.get("/bai/b000000000000003").status_code == 200
