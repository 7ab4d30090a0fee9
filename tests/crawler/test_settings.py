"""Scrapy's settings as the crawl gets them: what Scrapy leaves open is closed."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler.guard import is_sample
from crawler.sites import all_sites
from crawler.spiders import settings_for


@pytest.fixture
def values() -> Settings:
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    return found


def test_nothing_of_the_machine_is_open_to_others(values: Settings) -> None:
    assert not values.getbool("TELNETCONSOLE_ENABLED")
    assert not values.getbool("REMOTE_CONTROL_ENABLED")
    handlers = values.getdict("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler is None} == {"data", "file", "ftp", "s3"}


def test_certificates_are_verified_and_bodies_bounded(values: Settings) -> None:
    assert values.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert values.getint("DOWNLOAD_MAXSIZE") == 10 * 1024 * 1024
    assert values.getint("DOWNLOAD_TIMEOUT") == 30
    assert values.getint("REDIRECT_MAX_TIMES") == 5


def test_a_guest_is_polite(values: Settings) -> None:
    assert values.getbool("ROBOTSTXT_OBEY")
    assert values.getfloat("DOWNLOAD_DELAY") >= 1
    assert values.getbool("AUTOTHROTTLE_ENABLED")
    assert values.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert values["USER_AGENT"].startswith("KhoTin/")


def test_no_real_site_is_crawled_at_the_pace_of_a_sample() -> None:
    for site in all_sites().values():
        if not any(is_sample(host, site.hosts) for host in site.hosts):
            assert settings_for(site) == {}
