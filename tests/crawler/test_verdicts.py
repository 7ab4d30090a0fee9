from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.verdicts import Action, Refused, RobotsUnreachable, Verdict, back_off, of_error, of_status, retry_after

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (200, Action.KEEP),
        (304, Action.UNCHANGED),
        (404, Action.GONE),
        (410, Action.GONE),
        (429, Action.RETRY),
        (500, Action.RETRY),
        (503, Action.RETRY),
        (401, Action.FAIL),
        (403, Action.FAIL),
        (501, Action.FAIL),
        (302, Action.REFUSE),
    ],
)
def test_a_status_has_one_meaning(status: int, action: Action) -> None:
    assert of_status(status).action is action


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Refused("robots.txt disallows it"), Verdict(Action.REFUSE, "robots.txt disallows it")),
        (RobotsUnreachable("robots.txt cannot be had: HTTP 503"), Verdict(Action.RETRY, "robots.txt cannot be had: HTTP 503")),
        (IgnoreRequest("max redirections reached"), Verdict(Action.REFUSE, "too many redirects")),
        (IgnoreRequest("... exceeded DOWNLOAD_MAXSIZE (1 B) ..."), Verdict(Action.REFUSE, "too large")),
        (DownloadCancelledError("..."), Verdict(Action.REFUSE, "too large")),
        (DownloadTimeoutError("..."), Verdict(Action.RETRY, "timeout")),
        (ResponseDataLossError(), Verdict(Action.RETRY, "body cut short")),
        (DownloadConnectionRefusedError("..."), Verdict(Action.RETRY, "connection refused")),
        (CannotResolveHostError("..."), Verdict(Action.RETRY, "host name not found")),
        (DownloadFailedError("[certificate verify failed]"), Verdict(Action.FAIL, "certificate is not valid")),
        (DownloadFailedError("reset"), Verdict(Action.RETRY, "connection failed")),
        (OSError("not gzip"), Verdict(Action.RETRY, "damaged compression")),
        (LookupError("what\nis this"), Verdict(Action.FAIL, "LookupError: what is this")),
    ],
)
def test_an_error_has_one_meaning(error: Exception, verdict: Verdict) -> None:
    assert of_error(error, "mic.gov.vn") == verdict


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 24 Nov 2026 08:01:00 GMT", 60),
        ("Tue, 24 Nov 2026 07:00:00 GMT", 0),
        ("99999999999999999999", 7 * 24 * 3600),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_back_off_doubles_up_to_its_bound() -> None:
    for attempts, most in ((1, 30), (2, 60), (3, 120), (9, 600)):
        waits = [back_off(attempts, 30.0, 600.0).total_seconds() for _ in range(50)]
        assert most / 2 <= min(waits) <= max(waits) <= most
        assert len(set(waits)) > 1


def test_a_wait_of_thousands_of_digits_is_the_longest_one() -> None:
    assert retry_after("9" * 5000, datetime.now(UTC)) == timedelta(days=7)
