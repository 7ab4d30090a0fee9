"""Suggestions: what begins as typed, most told first, kept up to date by what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.article import Article
from archive.settings import Settings
from archive.store import Store
from indexer.build import build, update
from indexer.engines import make_engine
from indexer.suggestions import MOST, Suggestions, SuggestionsError
from tests.indexer.articles import article, store_of

MEETINGS = tuple(
    article(
        f"hop-{n}",
        f"Hội đồng giám đốc công nghệ thông tin họp phiên {n}",
        f"Hội đồng giám đốc bàn về công nghệ thông tin. Phiên {n} của Hội đồng giám đốc có đại diện các bộ.",
        day=date(2010 + n, 3, 1),
    )
    for n in range(1, 4)
)
AWARDS = article("giai", "Hội đồng giải thưởng", "Hội đồng giải thưởng chấm giải. Hội đồng giải thưởng trao giải.", day=date(2015, 1, 1))
QUESTIONS = article("hoi", "Hỏi đóng phí", "Hỏi đóng phí ở đâu?", day=date(2011, 1, 1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = store_of(tmp_path, (*MEETINGS, AWARDS, QUESTIONS))
    build(settings, make_engine(settings))
    return settings


def texts(settings: Settings, typed: str) -> list[str]:
    return [one.text for one in Suggestions(settings.index_folder).beginning(typed)]


def put(settings: Settings, *articles: Article) -> None:
    with Store.open(settings.store_path) as store:
        for one in articles:
            store.put(one)
    update(settings, make_engine(settings))


@pytest.mark.parametrize("typed", ["hoi dong gi", "hội đồng gi", "HỘI ĐỒNG GI", "Hội đồng giá", "hoi đồng giam", "hội  đồng, giám"])
def test_a_beginning_is_found_with_and_without_diacritics(settings: Settings, typed: str) -> None:
    assert "Hội đồng giám đốc" in texts(settings, typed)


def test_phrases_of_most_articles_come_first_then_headlines_the_newest(settings: Settings) -> None:
    found = Suggestions(settings.index_folder).beginning("hoi dong gi")
    phrases = [one for one in found if one.kind == "phrase"]
    assert list(found[: len(phrases)]) == phrases
    assert (phrases[0].text, phrases[0].articles) == ("Hội đồng giám đốc", 3)
    assert [one.articles for one in phrases] == sorted((one.articles for one in phrases), reverse=True)
    headlines = [one.text for one in found if one.kind == "headline"]
    assert headlines[:2] == ["Hội đồng giải thưởng", "Hội đồng giám đốc công nghệ thông tin họp phiên 3"]
    assert len(found) <= MOST


def test_a_syllable_typed_with_its_mark_must_have_it_and_a_bare_one_matches_both(settings: Settings) -> None:
    assert all(text.startswith("Hội") for text in texts(settings, "hội đồ"))
    assert texts(settings, "hỏi đó") == ["Hỏi đóng phí"]
    assert "Hỏi đóng phí" in texts(settings, "hoi dong ph")
    assert "Hội đồng giám đốc" in texts(settings, "hoi dong g")


def test_a_space_ends_the_last_syllable(settings: Settings) -> None:
    assert texts(settings, "hội đồn ") == []
    assert texts(settings, "hội đồng ") != []


@pytest.mark.parametrize(
    "typed", ["", " ", "h", "?", "xyzt", "%", "_", "hội đồng giải thưởng", "\ud800", "\x00", "h" * 10_000, "hoi dong " * 2000]
)
def test_what_begins_nothing_or_is_typed_whole_already_suggests_nothing_more(settings: Settings, typed: str) -> None:
    assert typed.strip().lower() not in [text.lower() for text in texts(settings, typed)] or not typed.strip()
    assert len(texts(settings, typed)) <= MOST


def test_a_phrase_said_once_by_one_article_is_no_suggestion(settings: Settings) -> None:
    assert texts(settings, "đại diện") == []


def test_an_update_adds_what_is_new_and_takes_back_what_is_no_longer_said(settings: Settings) -> None:
    put(settings, replace(AWARDS, headline="Lễ trao giải", article_body="Thư viện trao giải. Thư viện cảm ơn."))
    assert not [text for text in texts(settings, "hoi dong gi") if "giải thưởng" in text]
    assert texts(settings, "thu vi") == ["Thư viện"]
    found = Suggestions(settings.index_folder).beginning("hoi dong gi")
    assert found[0].articles == 3


def test_done_twice_nothing_is_counted_twice(settings: Settings) -> None:
    for _ in range(2):
        update(settings, make_engine(settings))
        build(settings, make_engine(settings))
    assert Suggestions(settings.index_folder).beginning("hoi dong gi")[0].articles == 3


def test_a_deleted_file_is_made_anew(settings: Settings) -> None:
    before = texts(settings, "hoi dong gi")
    (settings.index_folder / "suggestions.sqlite").unlink()
    assert texts(settings, "hoi dong gi") == []
    update(settings, make_engine(settings))
    assert texts(settings, "hoi dong gi") == before


def test_a_damaged_file_is_one_line(settings: Settings) -> None:
    (settings.index_folder / "suggestions.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(SuggestionsError, match=r"suggestions\.sqlite") as raised:
        texts(settings, "hoi dong")
    assert "\n" not in str(raised.value)
