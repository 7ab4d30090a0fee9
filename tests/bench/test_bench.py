"""The measurements measure what they say."""

from __future__ import annotations

from pathlib import Path

from tests.bench.crawling import bare_crawl, our_crawl, portal
from tests.bench.rows import Row, table


def test_both_crawls_take_every_article_of_the_measured_portal(tmp_path: Path) -> None:
    with portal(45) as base:
        assert bare_crawl(base)[1] == 45
        assert our_crawl(base, tmp_path)[1] == 45


def test_the_table_gives_ours_as_a_multiple_of_theirs() -> None:
    lines = table([Row("extraction", 1.5, "trafilatura", 6.0, "CPU ms/page")]).splitlines()
    assert lines[1].split() == ["extraction", "1.50", "trafilatura", "6.00", "CPU", "ms/page", "0.25"]


def test_the_table_says_which_limit_a_ratio_must_keep_and_when_it_is_missed() -> None:
    rows = [Row("words", 30.0, "underthesea", 1.0, "MB/s", at_least=15), Row("index", 3.0, "bare tantivy", 1.0, "CPU ms", at_most=2.5)]
    first, second = table([*rows, Row("disk", 7.0, "", 0.0, "MB")]).splitlines()[1:3]
    assert first.endswith("30.00  at least 15")
    assert second.endswith("3.00   at most 2.5, missed")


def test_what_stands_alone_is_compared_with_nothing() -> None:
    cells = table([Row("disk", 7.0, "", 0.0, "MB", "after it")]).splitlines()[1].split()
    assert cells == ["disk", "7.00", "MB", "after", "it"]
