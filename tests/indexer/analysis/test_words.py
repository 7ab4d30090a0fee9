"""underthesea's words: per line, lower-cased, kept; and the key phrases drawn from them."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.analysis.words import FEW, LONGEST_LINE, Words, WordsError, WordStore, segment, segment_all, words_of

TEXT = (
    "HỘI ĐỒNG GIÁM ĐỐC CÔNG NGHỆ THÔNG TIN HỌP\n"
    "Thứ trưởng Nguyễn Minh Hồng chủ trì phiên họp của Hội đồng Giám đốc công nghệ thông tin.\n\n"
    "Hội đồng giám đốc công nghệ thông tin góp ý về chính phủ điện tử.\n"
)


def test_words_are_lower_case_and_do_not_cross_lines() -> None:
    lines = segment("Công nghệ\nthông tin\n\n  \nHỌP BÁO Chính phủ")
    assert len(lines) == 3
    assert lines[0] == "công_nghệ"
    assert lines[2].startswith("họp_báo")


def test_capitals_do_not_change_the_words() -> None:
    assert segment("HỘI ĐỒNG GIÁM ĐỐC HỌP") == segment("hội đồng giám đốc họp")


@pytest.mark.parametrize("text", ["", "\n\n", "...", "\x00", "a" * 5000, "🎉 \u0301", "1235/QĐ-BTTTT"])
def test_any_text_has_words_or_none(text: str) -> None:
    assert isinstance(segment(text), tuple)


@pytest.mark.parametrize("between", [" ", ". "])
def test_a_line_of_any_length_is_cut_between_words(between: str) -> None:
    lines = segment(between.join(["hội đồng"] * 200_000))
    assert sum(line.split().count("hội_đồng") for line in lines) >= 200_000 - len(lines), "a cut may part the two syllables"
    assert max(map(len, lines)) <= 2 * LONGEST_LINE


def test_a_long_line_without_spaces_is_cut_anywhere() -> None:
    assert len("".join(segment("a" * (3 * LONGEST_LINE)))) == 3 * LONGEST_LINE


def test_threads_may_ask_for_the_first_words_at_once() -> None:
    code = (
        "import threading; from indexer.analysis.words import segment\n"
        "found = []\n"
        "threads = [threading.Thread(target=lambda: found.append(segment('công nghệ thông tin'))) for _ in range(8)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "assert len(found) == 8 and len(set(found)) == 1, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_loading_leaves_the_root_logger_alone() -> None:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    segment("họp")
    assert (root.handlers[:], root.level) == before


def test_key_phrases_are_written_as_the_text_writes_them(tmp_path: Path) -> None:
    with WordStore(tmp_path) as store:
        store.add([words_of("sha256:1", TEXT)])
        phrases = store.key_phrases("sha256:1")
    assert "Nguyễn Minh Hồng" in phrases
    assert any("công nghệ" in phrase for phrase in phrases)
    assert not any(phrase.isupper() for phrase in phrases)


def test_key_phrases_are_those_that_tell_a_text_from_the_others(tmp_path: Path) -> None:
    with WordStore(tmp_path) as store:
        store.add([words_of(f"sha256:{n}", f"Báo cáo công tác năm thứ {n}. Báo cáo công tác. Báo cáo công tác.") for n in range(50)])
        store.add([words_of("sha256:x", "Báo cáo công tác. Báo cáo công tác. Báo cáo về chữ ký số, chữ ký số.")])
        assert store.key_phrases("sha256:x")[0].startswith("chữ ký")


def test_key_phrases_are_the_same_whatever_the_order_of_the_texts(tmp_path: Path) -> None:
    texts = [words_of(f"sha256:{n}", f"{TEXT} Tin số {n} về chữ ký số và cải cách hành chính.") for n in range(5)]
    found = []
    for order in (texts, texts[::-1]):
        folder = tmp_path / str(len(found))
        folder.mkdir()
        with WordStore(folder) as store:
            for one in order:
                store.add([one])
            found.append([store.key_phrases(f"sha256:{n}") for n in range(5)])
    assert found[0] == found[1]


def test_a_text_that_is_added_twice_counts_once(tmp_path: Path) -> None:
    with WordStore(tmp_path) as store:
        store.add([words_of("sha256:1", TEXT)])
        once = store.key_phrases("sha256:1")
        store.add([words_of("sha256:1", TEXT)])
        assert store.count() == 1
        assert store.key_phrases("sha256:1") == once


def test_a_store_that_is_not_there_has_no_words(tmp_path: Path) -> None:
    with WordStore(tmp_path / "none") as store:
        assert (store.key_phrases("sha256:1"), store.words("sha256:1"), store.count()) == ((), (), 0)
        assert store.missing(["sha256:1"]) == {"sha256:1"}


def test_a_damaged_store_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "words.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(WordsError, match=r"words\.sqlite"):
        WordStore(tmp_path).key_phrases("sha256:1")
    with pytest.raises(WordsError, match=r"words\.sqlite"):
        WordStore(tmp_path).add([Words("sha256:1", ("họp",), ())])


def test_reading_key_phrases_does_not_load_underthesea(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from indexer.analysis.words import WordStore\n"
        "WordStore(Path(sys.argv[1])).key_phrases('sha256:1'); assert 'underthesea' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parents[3])


@pytest.mark.parametrize("count", [FEW - 1, FEW + 10])
def test_many_texts_are_done_in_other_processes_with_the_same_result(tmp_path: Path, count: int) -> None:
    texts = [(f"sha256:{n}", f"{TEXT} Tin số {n}.") for n in range(count)]
    done: list[int] = []
    with WordStore(tmp_path) as store:
        segment_all(store, texts, count, done.append)
        assert sum(done) == store.count() == count
        assert store.words("sha256:3") == words_of("sha256:3", texts[3][1]).lines


def test_readers_wait_for_a_writer_and_see_whole_texts(tmp_path: Path) -> None:
    made = words_of("sha256:0", TEXT)
    with WordStore(tmp_path) as store:
        store.add([made])
    failures: list[WordsError] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                with WordStore(tmp_path) as reader:
                    assert reader.key_phrases("sha256:0")
            except WordsError as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    with WordStore(tmp_path) as store:
        for n in range(1, 30):
            store.add([made._replace(content_digest=f"sha256:{n}")])
    stop.set()
    reader.join()
    assert failures == []
