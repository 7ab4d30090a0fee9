"""What differs between two tellings of one item, on the page and as pieces."""

from __future__ import annotations

from pathlib import Path

from archive.settings import Settings
from archive.store import Store
from indexer.build import build
from indexer.engines import make_engine
from tests.indexer.articles import article
from tests.indexer.test_duplicates import TOLD
from webui import create_app
from webui.differences import CONTEXT, MOST_WORDS, Piece, differences


def test_only_what_differs_is_shown_with_a_few_words_around() -> None:
    pieces = differences(TOLD[0], TOLD[1])
    changed = [piece for piece in pieces if piece.change in ("removed", "added")]
    assert changed == [Piece("removed", "khẩn trương"), Piece("added", "sớm")]
    assert [piece.change for piece in pieces] == ["gap", "same", "removed", "added", "same", "gap"]
    assert all(len(piece.text.split()) <= CONTEXT for piece in pieces)


def test_the_same_words_differ_in_nothing() -> None:
    assert differences(TOLD[0], TOLD[0]) == ()
    assert differences(TOLD[0], article("x", TOLD[0].headline, TOLD[0].article_body.replace(" ", "  "))) == ()


def test_long_texts_are_compared_by_paragraphs() -> None:
    body = "\n\n".join(f"Đoạn {number} của một bài rất dài." for number in range(MOST_WORDS // 6))
    pieces = differences(article("a", "Bài", body), article("b", "Bài", body.replace("Đoạn 7 của", "Đoạn bảy của")))
    assert Piece("removed", "Đoạn 7 của một bài rất dài.") in pieces


def test_the_page_shows_the_group_with_labelled_differences(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Store.open(settings.store_path) as store:
        for one in TOLD:
            store.put(one)
    build(settings, make_engine(settings))
    client = create_app(settings).test_client()
    page = client.get("/bai/mot").text
    html = page[page.index('<section class="near-duplicates"') : page.index('<section class="related')]
    assert "Bài gần giống" in html
    assert 'href="/bai/hai"' in html
    assert '<del><span class="label">chỉ có ở bài này:</span> khẩn trương</del>' in html
    assert '<ins><span class="label">chỉ có ở bài kia:</span> sớm</ins>' in html
    assert 'href="/bai/khac"' not in html
    assert "Bài gần giống" not in client.get("/bai/khac").text
    assert "only in the other:" in client.get("/en/bai/mot").text
