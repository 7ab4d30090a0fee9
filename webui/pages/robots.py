"""``/robots.txt``: articles and searches are open to every robot; combinations of facets and captures would be walked for ever."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webui.language import LANGUAGES
from webui.params import LISTS

blueprint = Blueprint("robots", __name__)


def _closed() -> list[str]:
    facets = [f"{url_for(f'{name}.results.show')}?*{parameter}=" for name in LANGUAGES for parameter in LISTS]
    return [*facets, "/ban-luu/", "/api/"]


@blueprint.get("/robots.txt")
def show() -> Response:
    """What robots should leave alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _closed())]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
