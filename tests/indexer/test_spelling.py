"""Suggestions: diacritics restored and left-overs of Telex and VNI decoded, in the archive's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.analysis.syllables import syllable
from indexer.spelling import Counts, Spelling, telex, vni
from tests.indexer.articles import ARTICLES, article, documents

TEXT = "Chữ ký số trong cơ quan nhà nước. Đường dây nóng của Ủy ban nhân dân; người dân được trả lời. Nguyễn Minh Hồng. Ý kiến ở tổ 2."


@pytest.fixture(scope="module")
def spelling(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    folder: Path = tmp_path_factory.mktemp("spelling")
    counts = Counts()
    assert len([*counts.watching(documents([*ARTICLES, article("x", "Tin", TEXT)]))]) == len(ARTICLES) + 1
    counts.write(folder)
    return Spelling(folder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoi dong giam doc", "hội đồng giám đốc"),
        ("chu ky so trong co quan nha nuoc", "chữ ký số trong cơ quan nhà nước"),
        ("chuwx kys soos trong cow quan nhaf nuwowcs", "chữ ký số trong cơ quan nhà nước"),
        ("hooji ddoongf", "hội đồng"),
        ("ho65i d9o62ng", "hội đồng"),
        ("Nguyeenx Minh Hoongf", "Nguyễn Minh Hồng"),
        ('"hoi dong" -giam', '"hội đồng" -giám'),
        ("nghi dinh 102/2009", "nghị định 102/2009"),
        ("hoi dong html5", "hội đồng html5"),
        (" hoi  dong ", "hội  đồng"),
        ("hoi dong [2011 TO 2012]", "hội đồng [2011 TO 2012]"),
        ("Y KIEN O TO", "ý kiến ở tổ"),
    ],
)
def test_a_query_is_suggested_as_the_archive_writes_it(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.suggest(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hội đồng",
        "html5",
        "mp3",
        "2020",
        "stress zoo",
        "CNTT",
        "1605/qd-ttg",
        "tieude:OR",
        "[1 TO 2]",
        "[a TO o]",
        "{hoi TO dong}",
        "a OR y",
        "u",
        "hoi " * 25,
        "(((",
        "🎉",
    ],
)
def test_what_needs_no_suggestion_has_none(spelling: Spelling, typed: str) -> None:
    assert spelling.suggest(typed) is None


def test_without_counts_there_is_no_suggestion(tmp_path: Path) -> None:
    assert Spelling(tmp_path).suggest("hoi dong") is None


@pytest.mark.parametrize(
    ("typed", "word"), [("dduowngf", "đường"), ("nuwowcs", "nước"), ("quyeets", "quyết"), ("hooji", "hội"), ("ddi", "đi"), ("uyr", "ủy")]
)
def test_telex_is_read_wherever_the_tone_was_typed(typed: str, word: str) -> None:
    assert telex(typed) == syllable(word).key


@pytest.mark.parametrize(
    ("typed", "word"), [("d9uo7ng2", "đường"), ("nu7o7c1", "nước"), ("quye61t", "quyết"), ("ho65i", "hội"), ("a8n", "ăn")]
)
def test_vni_is_read_wherever_the_digits_stand(typed: str, word: str) -> None:
    assert vni(typed) == syllable(word).key


@pytest.mark.parametrize("typed", ["html5", "mp3", "2020", "stress", "class", "covid19", "h264", "x"])
def test_what_is_no_syllable_is_left_alone(typed: str) -> None:
    assert (telex(typed), vni(typed)) == (None, None)
