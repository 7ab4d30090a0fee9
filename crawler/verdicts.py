"""What an answer or an error means for the address that was asked."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.guard import refused_names


class Action(StrEnum):
    """What is done with an address."""

    KEEP = "keep"
    UNCHANGED = "unchanged"
    GONE = "gone"
    RETRY = "retry"
    REFUSE = "refuse"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An action with its reason: a few words, and after a colon what differs from address to address."""

    action: Action
    reason: str = ""


class Refused(IgnoreRequest):
    """A request that we do not make, or an answer that we do not take; the message is the reason."""


class RobotsUnreachable(Exception):
    """robots.txt cannot be had, so nothing may be asked of the host for now."""


DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    NotSupported,
    OSError,
)
"""What fetching can raise besides IgnoreRequest."""

HOLD_STATUSES = frozenset({429, 503})
"""The host asks to be left alone: nothing else is asked of it until ``Retry-After`` has passed."""

_BUSY = HOLD_STATUSES | {408, 500, 502, 504, 522, 524}
_GONE = frozenset({404, 410})


def of_status(status: int) -> Verdict:
    """The meaning of an HTTP status."""
    if 200 <= status < 300:
        return Verdict(Action.KEEP)
    if status == 304:
        return Verdict(Action.UNCHANGED, "not modified")
    if status in _GONE:
        return Verdict(Action.GONE, f"HTTP {status}")
    if status in _BUSY:
        return Verdict(Action.RETRY, f"HTTP {status}")
    if 300 <= status < 400:
        return Verdict(Action.REFUSE, f"HTTP {status} without a usable address")
    return Verdict(Action.FAIL, f"HTTP {status}")


def of_error(error: BaseException, host: str) -> Verdict:
    """The meaning of what fetching from a host raised."""
    text = " ".join(str(error).split())
    if isinstance(error, CannotResolveHostError) and host in refused_names:
        return Verdict(Action.REFUSE, f"not a public address: {host} is {refused_names[host]}")
    if isinstance(error, DownloadFailedError) and "certificate" in text:
        return Verdict(Action.FAIL, "certificate is not valid")
    if isinstance(error, IgnoreRequest) and not isinstance(error, Refused):
        return _of_ignored(text)
    for kinds, action, reason in _ERRORS:
        if isinstance(error, kinds):
            return Verdict(action, reason or text)
    return Verdict(Action.FAIL, f"{type(error).__name__}: {text}")


def _of_ignored(text: str) -> Verdict:
    """Scrapy says only in words why it ignores a response."""
    if "max redirections" in text:
        return Verdict(Action.REFUSE, "too many redirects")
    return Verdict(Action.REFUSE, "too large" if "DOWNLOAD_MAXSIZE" in text else text)


_ERRORS: tuple[tuple[type[Exception], Action, str], ...] = (
    (Refused, Action.REFUSE, ""),
    (RobotsUnreachable, Action.RETRY, ""),
    (DownloadCancelledError, Action.REFUSE, "too large"),
    (DownloadTimeoutError, Action.RETRY, "timeout"),
    (ResponseDataLossError, Action.RETRY, "body cut short"),
    (DownloadConnectionRefusedError, Action.RETRY, "connection refused"),
    (CannotResolveHostError, Action.RETRY, "host name not found"),
    (DownloadFailedError, Action.RETRY, "connection failed"),
    (UnsupportedURLSchemeError, Action.REFUSE, "not a web address"),
    (NotSupported, Action.REFUSE, "not a web address"),
    (OSError, Action.RETRY, "damaged compression"),
)
"""In this order, since some of these are kinds of others; where no reason is given, the error's own words are."""


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """The wait a ``Retry-After`` header asks for, given in seconds or as a date; None when there is none to be read."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=_LONGEST_HOLD if len(text) > 9 else min(int(text), _LONGEST_HOLD))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), timedelta(seconds=_LONGEST_HOLD))


_LONGEST_HOLD = 7 * 24 * 3600
"""A week: a longer ``Retry-After`` is a mistake or a joke, and the next crawl asks again anyway."""


def back_off(attempts: int, first: float, longest: float) -> timedelta:
    """How long to wait after the given number of failed attempts: doubling, with jitter of half, never over ``longest``.

    The jitter keeps the retries of many addresses, or of several crawlers, from falling on the host together.
    """
    seconds = min(first * 2 ** max(attempts - 1, 0), longest)
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))
