"""The articles written for the project, and the seeds' own text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import combinations

from samples.texts import FOLDER, LAST_GENERATION, SampleArticle, load

ARTICLES = load(LAST_GENERATION)
LEGAL_NUMBER = re.compile(r"\b\d+(?:/\d{4})?/[A-ZĐ]+(?:-[A-ZĐ]+)*\b")


def plain(article: SampleArticle) -> str:
    return f"{article.headline}\n{article.description or ''}\n{article.body}"


def test_there_are_at_least_forty_articles_besides_the_five_seeds() -> None:
    assert Counter(article.seed for article in ARTICLES)[False] >= 40
    assert Counter(article.seed for article in ARTICLES)[True] == 5


def test_every_file_is_an_article_of_one_of_the_four_portals() -> None:
    assert len(ARTICLES) == len(list(FOLDER.glob("*.toml")))
    assert set(Counter(article.portal for article in ARTICLES)) == {"mic", "mic-2024", "hdgdcntt", "aita"}


def test_no_number_is_used_twice_on_a_portal() -> None:
    assert max(Counter((article.portal, article.number) for article in ARTICLES).values()) == 1


def test_lengths_vary_from_a_line_to_nine_hundred_words() -> None:
    lengths = sorted(len(article.body.split()) for article in ARTICLES)
    assert lengths[0] < 10
    assert lengths[len(lengths) // 2] in range(120, 300)
    assert lengths[-1] > 700


def test_texts_are_written_in_nfc_and_only_served_otherwise() -> None:
    assert all(unicodedata.is_normalized("NFC", plain(article)) for article in ARTICLES)
    oddities = Counter(oddity for article in ARTICLES for oddity in article.oddities)
    assert set(oddities) == {"nfd", "damaged-entities", "old-tones"}
    assert all(count >= 2 for count in oddities.values())


def test_no_written_article_is_a_filled_in_copy_of_another_but_for_the_copies_that_are_meant() -> None:
    sentences = {a.key: {s for s in re.split(r"(?<=[.?!])\s+", a.body) if len(s) > 30} for a in ARTICLES}
    alike = [{one, two} for one, two in combinations(sentences, 2) if len(sentences[one] & sentences[two]) > 1]
    assert alike == [{"aita-2020-kien-truc-2-0", "mic-2020-kien-truc"}]


def test_one_notice_stands_under_two_numbers() -> None:
    texts = Counter((article.portal, article.headline, article.body) for article in ARTICLES)
    assert sorted(texts.values())[-2:] == [1, 2]


def test_a_meeting_is_held_on_a_working_day_and_no_later_than_its_page_was_posted() -> None:
    for article in ARTICLES:
        if article.held and len(article.held) == len("2012-02-16"):
            held = date.fromisoformat(article.held)
            assert held.weekday() < 6, article.key
            assert article.date_published is None or held <= article.date_published or "Thông báo" in article.section, article.key


def test_the_day_a_meeting_was_held_stands_in_the_text() -> None:
    for article in ARTICLES:
        if article.held and len(article.held) == len("2012-02-16"):
            held = date.fromisoformat(article.held)
            day, month = rf"0?{held.day}(?: và \d+)?", rf"0?{held.month}"
            assert re.search(rf"\b{day}/{month}/{held.year}\b", plain(article)), article.key


def test_legal_numbers_and_abbreviations_are_there_to_search_for() -> None:
    words = " ".join(plain(article) for article in ARTICLES)
    assert len(set(LEGAL_NUMBER.findall(words))) > 20
    assert all(abbreviation in words for abbreviation in ("CNTT", "CCHC", "CSDL", "TT&TT", "TSLCD"))
