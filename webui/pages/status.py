"""``/trang-thai``: what each source has given, when it was last read, and how far the index is behind."""

from __future__ import annotations

from flask import Blueprint

from indexer.engine import EngineStatus, EngineUnavailable
from webui.collation import collation_key
from webui.library import library, reading
from webui.rendering import render

blueprint = Blueprint("status", __name__)


def _engine_status() -> EngineStatus | None:
    try:
        return library().engine_status()
    except EngineUnavailable:
        return None


@blueprint.get("/trang-thai")
def show() -> str:
    """The status page; an engine that is down is told of, not an error."""
    stats = library().stats(reading())
    sites = sorted(stats.sites, key=lambda site: collation_key(site.publisher_name or site.site))
    sequence, engine = reading().last_sequence(), _engine_status()
    lag = sequence - engine.sequence if engine else None
    return render("status.html", stats=stats, sites=sites, sequence=sequence, engine=engine, lag=lag)
