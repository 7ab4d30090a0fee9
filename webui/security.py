"""The headers that every answer carries, errors included."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A page that needs a tighter policy (the captured page) has set its own before.
        response.headers.setdefault(name, value)
    return response


def _redirect_within(response: Response) -> Response:
    """A redirect to the path alone: the host in the router's address is whatever the request called it."""
    if location := response.headers.get("Location"):
        parts = urlsplit(location)
        path = "/" + parts.path.lstrip("/\\")
        response.headers["Location"] = f"{path}?{parts.query}" if parts.query else path
        response.set_data(b"")
    return response


def secure(app: Flask) -> None:
    """Make every answer of ``app`` carry ``HEADERS``, and every redirect stay on this site."""
    app.after_request(_add_headers)
    app.after_request(_redirect_within)
