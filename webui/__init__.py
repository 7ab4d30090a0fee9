"""The web side: request -> query -> page, JSON or citation. Server-rendered, no script needed, no cookie set."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask.cli import NoAppException
from flask_babel import Babel  # type: ignore[import-untyped]

from archive.settings import Settings, SettingsError
from archive.settings import settings as process_settings
from webui import rendering
from webui.display import add_filters
from webui.language import (
    LANGUAGE_NAMES,
    LANGUAGES,
    PREFIXES,
    SOURCE_LANGUAGE,
    address,
    article_address,
    file_address,
    language,
    other_language,
    suggestions_address,
    this_page,
)
from webui.library import attach
from webui.messages import (
    CHIPS,
    FACETS,
    IDENTITY_RULES,
    KINDS,
    NO_TEXTS,
    PLACES,
    PROBLEMS,
    ROLES,
    SORTS,
    THINGS,
    TIE_BREAKERS,
    VARIANTS,
    WITHOUT,
    notice_text,
    removal_text,
    rule_text,
)
from webui.pages import api, article, capture, health, home, meetings, results, robots, status, things
from webui.pages import help as help_page
from webui.problems import add_error_pages
from webui.security import secure

__all__ = ["create_app"]

PAGES = (home, results, meetings, things, article, help_page, status)
"""Kinds of page that exist in both languages."""

MACHINES = (article.formats, things.formats, meetings.formats, capture.blueprint, api.blueprint, health.blueprint, robots.blueprint)
"""What has one address whatever the language."""


def _pages(name: str) -> Blueprint:
    both = Blueprint(name, __name__)
    for page in PAGES:
        both.register_blueprint(page.blueprint)
    return both


def _add_template_names(app: Flask) -> None:
    app.jinja_env.globals.update(
        address=address,
        article_address=article_address,
        file_address=file_address,
        suggestions_address=suggestions_address,
        language=language,
        other_language=other_language,
        this_page=this_page,
        language_names=LANGUAGE_NAMES,
        problem_text=PROBLEMS,
        without_text=WITHOUT,
        notice_text=notice_text,
        rule_text=rule_text,
        removal_text=removal_text,
        sort_labels=SORTS,
        facet_labels=FACETS,
        chip_labels=CHIPS,
        kind_labels=KINDS,
        variant_labels=VARIANTS,
        place_labels=PLACES,
        tie_labels=TIE_BREAKERS,
        role_labels=ROLES,
        no_text_labels=NO_TEXTS,
        thing_labels=THINGS,
        identity_rules=IDENTITY_RULES,
        record_path=capture.record_path,
    )


def _own_settings() -> Settings:
    try:
        return process_settings()
    except SettingsError as error:
        raise NoAppException(str(error)) from error


def create_app(settings: Settings | None = None) -> Flask:
    """The web side over the archive and index that ``settings`` name (the process's own when not given).

    Raises NoAppException where these cannot be used: ``flask`` prints its line and ends with exit code 2.
    """
    app = Flask(__name__)
    rendering.make_ready(app)
    Babel(app, default_locale=SOURCE_LANGUAGE, locale_selector=language)
    attach(app, settings or _own_settings())
    for name in LANGUAGES:
        app.register_blueprint(_pages(name), url_prefix=PREFIXES[name])
    for blueprint in MACHINES:
        app.register_blueprint(blueprint)
    _add_template_names(app)
    add_filters(app)
    add_error_pages(app)
    secure(app)
    return app
