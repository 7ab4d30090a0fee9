"""One file per site: each module here holds exactly one ``SITE``, and nothing else has to be registered."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from archive.settings import settings
from crawler.markup import host_of
from crawler.site import Site


def all_sites() -> dict[str, Site]:
    """Every site by its name, in alphabetical order; the sample portals among them when ``KHOTIN_SAMPLES`` is true."""
    return _sites(samples=settings().samples)


def site_for(url: str) -> Site | None:
    """The site that an address belongs to, by its host (with the port where the address has one)."""
    return _by_host(samples=settings().samples).get(host_of(url) or "")


@cache
def _sites(*, samples: bool) -> dict[str, Site]:
    found = [import_module(f"{__name__}.{module.name}").SITE for module in pkgutil.iter_modules(__path__)]
    if samples:
        from samples.sites import SITES

        found += SITES
    return {site.name: site for site in sorted(found, key=lambda site: site.name)}


@cache
def _by_host(*, samples: bool) -> dict[str, Site]:
    return {host: site for site in _sites(samples=samples).values() for host in site.hosts}
