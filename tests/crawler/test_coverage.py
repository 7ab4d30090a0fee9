from __future__ import annotations

from crawler.coverage import Coverage


def covered() -> Coverage:
    coverage = Coverage("thu")
    coverage.count("listing")
    coverage.count("new")
    coverage.count("new")
    coverage.count("refused", "other host: evil.example")
    coverage.count("refused", "other host: worse.example")
    coverage.count("refused", "too large")
    return coverage


def test_the_summary_counts_by_reason_without_what_differs_from_address_to_address() -> None:
    assert covered().summary(left=0).splitlines() == [
        "thu: complete",
        "  listings read: 1",
        "  articles new: 2",
        "  addresses refused: 3 (other host 2, too large 1)",
    ]


def test_a_crawl_with_work_left_is_never_called_complete() -> None:
    lines = covered().summary(left=7, stopped="mic.gov.vn failed 20 times in a row").splitlines()
    assert lines[0] == "thu: NOT complete, 7 addresses left (mic.gov.vn failed 20 times in a row)"
    assert lines[-1] == "  go on with: scrapy crawl thu"


def test_a_crawl_that_read_no_listing_is_not_called_complete() -> None:
    assert Coverage("thu").summary(left=0) == "thu: no listing could be read"


def test_the_counts_stand_in_scrapys_stats() -> None:
    assert dict(covered().stats()) == {
        "coverage/listing": 1,
        "coverage/new": 2,
        "coverage/refused": 3,
        "coverage/refused/other host": 2,
        "coverage/refused/too large": 1,
    }
