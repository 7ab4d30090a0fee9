"""What stands in a compiled template is what would be looked up while a page is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, gettext, ngettext
from jinja2 import DictLoader

from archive.settings import Settings
from webui import create_app
from webui.rendering import render

Render = Callable[[str, str], str]


@pytest.fixture
def rendered(tmp_path: Path) -> Render:
    """Renders the text of a template at an address."""
    app = create_app(Settings(home=tmp_path))

    def render_at(address: str, text: str) -> str:
        with app.test_request_context(address):
            return render_text(app, text)

    return render_at


def render_text(app: Flask, text: str) -> str:
    for environment in app.extensions["khotin-templates"].values():
        environment.loader = DictLoader({"given.html": text})
    return render("given.html", name="<An>", count=2)


@pytest.mark.parametrize(("address", "language"), [("/", "vi"), ("/en/", "en")])
def test_texts_are_those_of_the_language_of_the_page(rendered: Render, address: str, language: str) -> None:
    shown = rendered(address, '{{ language() }} {{ other_language() }} {{ _("Nguồn") }} {{ ngettext("bài", "bài", 2) }} {{ 1200|number }}')
    other = {"vi": "en", "en": "vi"}[language]
    with create_app(Settings(home=Path())).test_request_context(address), force_locale(language):
        assert shown == f"{language} {other} {gettext('Nguồn')} {ngettext('bài', 'bài', 2)} {'1.200' if language == 'vi' else '1,200'}"


def test_a_text_with_values_is_filled_and_its_values_escaped(rendered: Render) -> None:
    assert rendered("/", '{{ _("Trang %(number)s", number=name) }}') == "Trang &lt;An&gt;"
    assert rendered("/en/", '{{ ngettext("%(count)s bài", "%(count)s bài", count, count=count) }}') == "2 articles"


def test_a_text_is_markup_as_gettext_gives_it(rendered: Render) -> None:
    assert rendered("/", '{{ _("Nguồn") ~ name }}{{ _("100%% & hơn") }}') == "Nguồn&lt;An&gt;100% & hơn"
