"""``/``: what the archive holds, by source and year, and what it does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template

from archive.store import SiteStats, Stats
from webui.collation import collation_key
from webui.library import library, store
from webui.timeline import timeline

NEWEST = 6
blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The archive's counts as the home page shows them: sites in the order of their names, years newest first."""

    sites: tuple[SiteStats, ...]
    years: tuple[int, ...]
    by_year: Counter[int]
    undated: int

    @classmethod
    def of(cls, stats: Stats) -> Coverage:
        """The coverage that the store's counts describe."""
        by_year: Counter[int] = Counter()
        undated = 0
        for site in stats.sites:
            undated += site.years.get(None, 0)
            by_year.update({year: count for year, count in site.years.items() if year is not None})
        sites = tuple(sorted(stats.sites, key=lambda site: collation_key(site.publisher_name or site.site)))
        return cls(sites, tuple(sorted(by_year, reverse=True)), by_year, undated)


@blueprint.get("/")
def show() -> str:
    """The home page."""
    archive = store()
    stats = library().stats(archive)
    coverage = Coverage.of(stats)
    return render_template("home.html", stats=stats, coverage=coverage, timeline=timeline(coverage.by_year), newest=archive.newest(NEWEST))
