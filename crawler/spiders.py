"""One spider for each site, for Scrapy to find: ``scrapy list``, ``scrapy crawl SITE``."""

from __future__ import annotations

from typing import Any

from crawler.guard import is_sample
from crawler.site import Site
from crawler.sites import all_sites
from crawler.spider import NewsSpider

_SAMPLE_SETTINGS: dict[str, Any] = {
    # Our own server on this machine: quick, and a second run asks for every article again, as 90 days would bring.
    "DOWNLOAD_DELAY": 0.0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "BACK_OFF_FIRST": 1.0,
    "REVISIT_FIRST_DAYS": 0.0,
    "REVISIT_LONGEST_DAYS": 0.0,
    "HTTPPROXY_ENABLED": False,
}


def settings_for(site: Site) -> dict[str, Any]:
    """The settings that a site needs besides those of every site."""
    return _SAMPLE_SETTINGS if all(is_sample(host, site.hosts) for host in site.hosts) else {}


def spider_for(site: Site, module: str = __name__) -> type[NewsSpider]:
    """The spider class of a site, as if written in ``module``."""
    attributes = {"name": site.name, "site": site, "custom_settings": settings_for(site), "__module__": module}
    return type(f"{site.name}-spider", (NewsSpider,), attributes)


# Scrapy takes the spiders it finds in a module's names.
globals().update({f"_{name}": spider_for(site) for name, site in all_sites().items()})
