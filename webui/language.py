"""Which of the two languages a page is in: the address alone decides, no cookie and no header."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

LANGUAGES = ("vi", "en")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
SOURCE_LANGUAGE = "vi"
"""The language of the labels in the code and of every address without a prefix."""

PREFIXES = {"vi": "", "en": "/en"}


def language() -> str:
    """The language of this request's page: ``vi``, or ``en`` below ``/en/``."""
    return "en" if request.path == "/en" or request.path.startswith("/en/") else SOURCE_LANGUAGE


def other_language() -> str:
    """The language this page can be switched to."""
    return "vi" if language() == "en" else "en"


def address(page: str, *, in_language: str | None = None, **values: Any) -> str:
    """The address of a page (``home.show``) in this language or another."""
    return url_for(f"{in_language or language()}.{page}", **values)


def this_page_in(in_language: str) -> str:
    """The address of this very page in a language, parameters kept; the home page when this address is no page.

    Built from the route and never from the text of the address or the name of the host, so that nothing leads off this site.
    """
    endpoint = request.endpoint or ""
    prefix, _, page = endpoint.partition(".")
    if prefix not in LANGUAGES:
        return address("home.show", in_language=in_language)
    path = url_for(f"{in_language}.{page}", **(request.view_args or {}))
    # Not through url_for, whose own options a parameter of the same name would set.
    parameters = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{parameters}" if parameters else path
