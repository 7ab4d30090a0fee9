"""Which requests the host guard lets through."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request

from crawler.middlewares import HostGuard
from crawler.verdicts import Refused


@pytest.fixture
def guard() -> HostGuard:
    return HostGuard(cast("Any", SimpleNamespace(settings={}, spider=SimpleNamespace(site=SimpleNamespace(hosts=("tin.vn",))))))


def _redirected(url: str, **meta: object) -> Request:
    return Request(url, meta={"redirect_urls": ["http://tin.vn/robots.txt"], **meta})


def test_robots_txt_is_followed_to_another_public_host(guard: HostGuard) -> None:
    guard.process_request(_redirected("http://khac.vn/robots.txt", dont_obey_robotstxt=True))


@pytest.mark.parametrize("url", ["http://127.0.0.1/robots.txt", "http://10.0.0.1/robots.txt", "file:///etc/passwd"])
def test_robots_txt_is_not_followed_into_our_own_network(guard: HostGuard, url: str) -> None:
    with pytest.raises(Refused):
        guard.process_request(_redirected(url, dont_obey_robotstxt=True))


def test_a_page_is_not_followed_to_another_host(guard: HostGuard) -> None:
    with pytest.raises(Refused, match="redirect to other host"):
        guard.process_request(_redirected("http://khac.vn/bai"))
