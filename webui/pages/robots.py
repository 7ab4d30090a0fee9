"""``/robots.txt``: articles are open to every robot; searches and captures would only be walked for ever."""

from __future__ import annotations

from flask import Blueprint, Response

ROBOTS = "User-agent: *\nDisallow: /tim-kiem\nDisallow: /en/tim-kiem\nDisallow: /ban-luu/\nDisallow: /api/\n"

blueprint = Blueprint("robots", __name__)


@blueprint.get("/robots.txt")
def show() -> Response:
    """What robots should leave alone."""
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")
