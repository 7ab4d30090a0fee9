"""``/trang-thai``: what each source has given, when it was last read, and how far the index is behind."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.engine import EngineStatus, EngineUnavailable
from webui.collation import collation_key
from webui.library import library, store

blueprint = Blueprint("status", __name__)


def _engine_status() -> EngineStatus | None:
    try:
        return library().engine_status()
    except EngineUnavailable:
        return None


@blueprint.get("/trang-thai")
def show() -> str:
    """The status page; an engine that is down is told of, not an error."""
    archive = store()
    stats = library().stats(archive)
    sites = sorted(stats.sites, key=lambda site: collation_key(site.publisher_name or site.site))
    sequence, engine = archive.last_sequence(), _engine_status()
    lag = sequence - engine.sequence if engine else None
    return render_template("status.html", stats=stats, sites=sites, sequence=sequence, engine=engine, lag=lag)
