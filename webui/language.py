"""Which of the two languages a page is in: the address alone decides, no cookie and no header."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for

LANGUAGES = ("vi", "en")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
SOURCE_LANGUAGE = "vi"
"""The language of the labels in the code and of every address without a prefix."""

OTHER = {"vi": "en", "en": "vi"}

PREFIXES = {"vi": "", "en": "/en"}


def language() -> str:
    """The language of this request's page: ``vi``, or ``en`` below ``/en/``."""
    path = request.path
    return "en" if path == "/en" or path.startswith("/en/") else SOURCE_LANGUAGE


def other_language() -> str:
    """The language this page can be switched to."""
    return OTHER[language()]


def address(page: str, *, in_language: str | None = None, **values: Any) -> str:
    """The address of a page (``home.show``) in this language or another."""
    endpoint = f"{in_language or language()}.{page}"
    return url_for(endpoint, **values) if values else _path(request.script_root, endpoint)


def file_address(name: str) -> str:
    """The address of one of our own files (``khotin.css``)."""
    return _file(request.script_root, name)


@lru_cache
def _file(script_root: str, name: str) -> str:
    return url_for("static", filename=name)


@lru_cache
def _path(script_root: str, endpoint: str) -> str:
    """The same for every request below a root; a page has dozens of them."""
    return url_for(endpoint)


@lru_cache
def _article_stem(script_root: str, in_language: str) -> str:
    return url_for(f"{in_language}.article.show", identifier="-").removesuffix("-")


def suggestions_address() -> str:
    """Where the search box asks for suggestions."""
    return _path(request.script_root, "api.suggest")


def article_address(identifier: str) -> str:
    """The address of an article's page."""
    return article_addresses([identifier])[0]


def article_addresses(identifiers: Iterable[str]) -> list[str]:
    """The addresses of many articles' pages, which have all but the identifier in common."""
    stem = _article_stem(request.script_root, language())
    return [stem + one if _PLAIN.fullmatch(one) else address("article.show", identifier=one) for one in identifiers]


_PLAIN = re.compile("[A-Za-z0-9_-]+")


class Here(NamedTuple):
    """This very page: its address in each language, and its name (``home.show``), empty where the address is no page."""

    vi: str
    en: str
    page: str


def this_page() -> Here:
    """Where this page stands, parameters kept; the home page's addresses when this address is no page.

    Built from the route and never from the text of the address or the name of the host, so that nothing leads off this site.
    """
    endpoint = request.endpoint or ""
    prefix, _, page = endpoint.partition(".")
    if prefix not in LANGUAGES:
        vi, en = (address("home.show", in_language=name) for name in LANGUAGES)
        return Here(vi, en, "")
    # Not through url_for, whose own options a parameter of the same name would set.
    parameters = urlencode(list(request.args.items(multi=True)))
    rest = f"?{parameters}" if parameters else ""
    vi, en = (address(page, in_language=name, **(request.view_args or {})) + rest for name in LANGUAGES)
    return Here(vi, en, page)
