"""Abbreviations learned from what articles define: by how many, of which meaning, and never a word of the language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.store import Store
from indexer.analysis.syllables import syllables
from indexer.learned_abbreviations import Definition, Learned, LearnedAbbreviations, LearnedError
from tests.indexer.articles import article, store_of


def definition(short: str, long: str, articles: int = 2) -> Definition:
    return Definition(short, long, tuple(map(str, range(articles))))


def others(learned: Learned, text: str) -> list[str]:
    return [form.written for form in learned.find(syllables(text))]


def learned_from(home: Path, *texts: str) -> tuple[Definition, ...]:
    articles = [article(f"bai-{n}", "Tin", f"Hội nghị bàn về {text} trong năm nay.") for n, text in enumerate(texts)]
    settings = store_of(home, articles)
    settings.index_folder.mkdir()
    with Store.open(settings.store_path, read_only=True) as store:
        LearnedAbbreviations(settings.index_folder).refresh(store)
    return LearnedAbbreviations(settings.index_folder).definitions()


def test_two_articles_that_agree_teach_an_abbreviation_and_are_named_with_it(tmp_path: Path) -> None:
    found = learned_from(tmp_path, "điện toán đám mây (ĐTĐM)", "Điện toán đám mây (ĐTĐM)", "cơ sở hạ tầng (CSHT)")
    assert [(one.short, one.long.lower(), one.sources) for one in found] == [("ĐTĐM", "điện toán đám mây", ("bai-0", "bai-1"))]


def test_what_the_table_has_is_not_learned_again(tmp_path: Path) -> None:
    assert learned_from(tmp_path, "công nghệ thông tin (CNTT)", "công nghệ thông tin (CNTT)") == ()


def test_an_update_adds_and_takes_back(tmp_path: Path) -> None:
    one = article("mot", "Tin", "Hội nghị bàn về điện toán đám mây (ĐTĐM) trong năm nay.")
    settings = store_of(tmp_path, [one])
    settings.index_folder.mkdir()
    learned = LearnedAbbreviations(settings.index_folder)
    steps = ((replace(one, identifier="hai", url=one.url + "2"), 1), (replace(one, article_body="Không còn gì."), 0))
    for changed, count in steps:
        with Store.open(settings.store_path) as store:
            learned.refresh(store)
            before = learned.now()
            store.put(changed)
            assert learned.refresh(store) == 1
            assert learned.refresh(store) == 0
        assert len(learned.definitions()) == count
        assert learned.now() is not before


@pytest.mark.parametrize("text", ["ĐTĐM", "đtđm", "dtdm", "ứng dụng ĐTĐM mới"])
def test_a_short_form_is_found_however_it_is_typed(text: str) -> None:
    assert others(Learned([definition("ĐTĐM", "điện toán đám mây")]), text) == ["điện toán đám mây"]


@pytest.mark.parametrize("text", ["điện toán đám mây", "dien toan dam may", "ĐIỆN TOÁN ĐÁM MÂY", "ứng dụng điện toán đám mây mới"])
def test_a_long_form_is_found_with_and_without_diacritics(text: str) -> None:
    assert others(Learned([definition("ĐTĐM", "điện toán đám mây")]), text) == ["ĐTĐM"]


@pytest.mark.parametrize("text", ["điện toán", "đám mây điện toán", "điện toàn đám mây", "", "ĐT ĐM"])
def test_what_is_neither_form_is_not_found(text: str) -> None:
    assert others(Learned([definition("ĐTĐM", "điện toán đám mây")]), text) == []


def test_a_short_form_of_several_syllables_is_found() -> None:
    learned = Learned([definition("GD-ĐT", "giáo dục và đào tạo")])
    assert others(learned, "sở GD-ĐT họp") == ["giáo dục và đào tạo"]
    assert others(learned, "giáo dục và đào tạo") == ["GD-ĐT"]


def test_of_several_meanings_the_one_most_articles_define_is_meant() -> None:
    learned = Learned([definition("TTS", "thông tin số", 9), definition("TTS", "thực tập sinh", 2)])
    assert others(learned, "TTS") == ["thông tin số"]


def test_meanings_that_are_alike_in_number_are_all_looked_for_unless_the_query_writes_one_out() -> None:
    learned = Learned([definition("TTS", "thông tin số", 3), definition("TTS", "thực tập sinh", 2)])
    assert others(learned, "TTS") == ["thông tin số", "thực tập sinh"]
    assert others(learned, "thực tập sinh TTS") == ["thực tập sinh"]
    assert others(learned, "thực tập sinh") == [], "the short form alone would find the other meaning"


@pytest.mark.parametrize(
    ("long", "short"), [("doanh nghiệp", "DN"), ("Business Process Outsourcing", "BPO"), ("phát triển hạ tầng", "PTHT")]
)
def test_any_short_form_that_is_no_word_is_learned_of_two_letters_too(tmp_path: Path, long: str, short: str) -> None:
    assert [one.short for one in learned_from(tmp_path, f"{long} ({short})", f"{long} ({short})")] == [short]


@pytest.mark.parametrize("text", ["chương trình an ninh (AN)", "ban an toàn (BAN)"])
def test_a_short_form_that_reads_as_a_word_is_never_learned(tmp_path: Path, text: str) -> None:
    assert learned_from(tmp_path, text, text) == ()


def test_a_damaged_file_is_one_line_and_queries_go_on(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.sqlite").write_bytes(b"no database" * 100)
    learned = LearnedAbbreviations(tmp_path)
    with pytest.raises(LearnedError, match=r"abbreviations\.sqlite") as raised:
        learned.definitions()
    assert "\n" not in str(raised.value)
    assert learned.now().find(syllables("CNTT")) == ()
