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
