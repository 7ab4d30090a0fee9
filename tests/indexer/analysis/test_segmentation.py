"""The words of the tables are underthesea's own, to the letter."""

from __future__ import annotations

import json
import random
import time
import unicodedata
from collections.abc import Callable

import pytest
from underthesea import word_tokenize

from indexer.analysis import segmentation, words
from indexer.analysis.segmentation import Segmenter
from tests.quality.search import XQUAD


def underthesea(line: str) -> str:
    return " ".join(word.replace(" ", "_") for word in word_tokenize(line))


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    assert segmentation.known(), f"compare underthesea's words with the tables, then name it in KNOWN: {segmentation.fingerprint()}"
    return Segmenter()


def texts() -> list[str]:
    records = map(json.loads, (XQUAD / "docs.jsonl").read_text(encoding="utf-8").splitlines())
    return [sentence for record in records for sentence in record["text"].split(". ")]


def broken(text: str) -> str:
    """Signs lost, doubled and put in at random, the same each time."""
    chance = random.Random(text)
    signs = ["", " ", "\u0301", ";", "…", "-", "/", "🎉", "\x1c", "ð", "&amp;", "1/2", ".", "H.", "(", "'"]
    return "".join(sign if chance.random() > 0.08 else chance.choice(signs) for sign in text)


@pytest.mark.parametrize(
    "spelling",
    [str, str.lower, str.upper, str.title, broken, lambda text: unicodedata.normalize("NFD", text)],
    ids=["as written", "lower", "upper", "title", "broken", "NFD"],
)
def test_every_line_has_the_words_of_underthesea(segmenter: Segmenter, spelling: Callable[[str], str]) -> None:
    lines = [spelling(text) for text in texts()][:1000]
    assert len(lines) == 1000
    assert segmenter.words(lines) == [underthesea(line) for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "", " ", "\n", "\u00a0", ".", "a", "A.", "A.\n", "A. ", "A.\n\n", "Ông A. B.", "vui :D", "vui :D\n", "x\x85y",
        "\u0301", "ªb ﬁ ǅ İ ΑΣ",
        "102/2009/NĐ-CP", "1235/QĐ-BTTTT", "http://mic.gov.vn/a?b=1 và a@b.vn", "H'Mông, xã N’Thôn Hạ", "43H-0530", "a" * 5000,
        "từ " * 3000, "Hoà Bình, uỷ ban, kỹ thuật, kĩ thuật", "TT&TT", "== -> >> ... -- 3x4 °C v.v.",
        "\x00", "BOS EOS", "T[0]=a", "dòng một\ndòng hai\n",
    ],
)  # fmt: skip
def test_odd_lines_have_them_too(segmenter: Segmenter, line: str) -> None:
    assert segmenter.words([line]) == [underthesea(line)]


def test_a_line_is_cut_the_same_alone_and_among_others(segmenter: Segmenter) -> None:
    lines = texts()[:200]
    assert [segmenter.words([line])[0] for line in lines] == segmenter.words(lines)


def test_forgetting_what_the_model_does_not_know_changes_nothing(segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [broken(text) for text in texts()[:100]]
    before = segmenter.words(lines)
    monkeypatch.setattr(segmentation, "_VOCABULARY", 0)
    assert segmenter.words(lines) == before == [underthesea(line) for line in lines]


def test_another_model_is_asked_itself_and_the_status_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.segmented_by() == "tables"
    monkeypatch.setattr(segmentation, "KNOWN", frozenset())
    assert words.segmented_by() == "underthesea"
    monkeypatch.setattr(words, "_SEGMENTER", words._Segmenter())
    assert words.segment("Công nghệ thông tin\nhọp báo") == ("công_nghệ_thông_tin", "họp_báo")


def test_the_tables_are_many_times_faster(segmenter: Segmenter) -> None:
    lines = [text.lower() for text in texts()][:600]
    segmenter.words(lines)
    started = time.process_time()
    segmenter.words(lines)
    between = time.process_time()
    for line in lines:
        word_tokenize(line)
    assert time.process_time() - between > 8 * (between - started)
