"""``/ban-luu/<record>``: a captured page byte for byte as it was sent, shut in so that it can neither run nor ask for anything."""

from __future__ import annotations

import logging
import re

from flask import Blueprint, Response

from archive.page import Page
from archive.store import Capture
from archive.warc import WarcError, read_page
from webui.library import library, store
from webui.problems import Fault

logger = logging.getLogger(__name__)
blueprint = Blueprint("capture", __name__)

CAPTURE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""``sandbox`` without exceptions: no script, no form, no refresh. Styles and pictures only from within the page itself."""

HEADERS = {
    "Content-Security-Policy": CAPTURE_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    # No policy of CSP stops <link rel=preconnect> from opening a connection; this header does, where the browser knows it.
    "Connection-Allowlist": "()",
    "X-Robots-Tag": "noindex, nofollow",
    # A sandboxed document with a stricter opener policy is refused by browsers.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}

SHOWN = re.compile(r"text/(html|plain)|application/xhtml\+xml|image/(png|jpeg|gif|webp)", re.IGNORECASE)
"""Types that a browser shows; everything else is offered to be saved."""

_CONTENT_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;\s*[A-Za-z0-9_-]+=(\"[^\"\r\n]*\"|[^\s;\"]+))*")
URN = "urn:uuid:"


def record_path(record_id: str) -> str:
    """The record id as it stands in the address: ``urn:uuid:X`` is written ``X``."""
    return record_id.removeprefix(URN)


def _find(name: str) -> Capture:
    archive = store()
    capture = archive.capture(URN + name) or archive.capture(name)
    if capture is None:
        raise Fault(404, "no-such-article")
    return capture


def _read(capture: Capture) -> Page:
    place = (capture.warc_file or "", capture.warc_offset or 0)
    try:
        return read_page(library().settings.warc_folder, *place, capture.record_id)
    except WarcError as error:
        logger.error("%s", error)
        raise Fault(500, "capture-unreadable") from error


def _content_type(page: Page) -> str:
    sent = (page.header("Content-Type") or "").strip()
    return sent if _CONTENT_TYPE.fullmatch(sent) else "application/octet-stream"


@blueprint.get("/ban-luu/<path:record>")
def show(record: str) -> Response:
    """The captured payload with the type and charset it was sent with."""
    page = _read(_find(record))
    content_type = _content_type(page)
    response = Response(page.payload, content_type=content_type)
    response.headers.update(HEADERS)
    if not SHOWN.match(content_type):
        response.headers["Content-Disposition"] = "attachment"
    return response
