"""``/``: what the archive holds, by source and year, and what it does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint

from archive.store import SiteStats, Stats
from webui.collation import collation_key
from webui.library import library, reading, store
from webui.rendering import render
from webui.timeline import first_year, timeline

NEWEST = 6
blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The archive's counts as the home page shows them: sites in the order of their names, years in order, as in the chart.

    ``before`` counts the articles of years before ``chart_begins``, which the chart leaves out.
    """

    sites: tuple[SiteStats, ...]
    years: tuple[int, ...]
    by_year: Counter[int]
    undated: int
    chart_begins: int
    before: int

    @classmethod
    def of(cls, stats: Stats) -> Coverage:
        """The coverage that the store's counts describe."""
        by_year: Counter[int] = Counter()
        undated = 0
        for site in stats.sites:
            undated += site.years.get(None, 0)
            by_year.update({year: count for year, count in site.years.items() if year is not None})
        sites = tuple(sorted(stats.sites, key=lambda site: collation_key(site.publisher_name or site.site)))
        begins = first_year(by_year) if by_year else 0
        before = sum(count for year, count in by_year.items() if year < begins)
        return cls(sites, tuple(sorted(by_year)), by_year, undated, begins, before)


@blueprint.get("/")
def show() -> str:
    """The home page."""
    stats = library().stats(reading())
    coverage = Coverage.of(stats)
    return render("home.html", stats=stats, coverage=coverage, timeline=timeline(coverage.by_year), newest=store().newest(NEWEST))
