"""What stands in a compiled template is what would be looked up while a page is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
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
        app.jinja_env.loader = DictLoader({"given.html": text})
        with app.test_request_context(address):
            return render("given.html", name="<An>", count=2)

    return render_at


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


def test_addresses_are_those_below_the_root_of_the_app(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    for root in ("", "/kho"):
        with app.test_request_context("/en/huong-dan", base_url=f"http://localhost{root}"):
            page = render("help.html", examples=(), limits=())
        assert f'href="{root}/en/trang-thai"' in page
        assert f'href="{root}/static/khotin.css"' in page
        assert f'hreflang="vi" href="{root}/huong-dan"' in page


def test_an_address_with_values_that_are_known_only_then(rendered: Render) -> None:
    assert rendered("/en/", "{{ address('results.show', **{'person': name}) }}") == "/en/tim-kiem?person=%3CAn%3E"
    assert (
        rendered("/", "{{ address('things.listed', kind='nguoi') }}{{ address('results.show', year=count) }}") == "/nguoi/tim-kiem?year=2"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ name }}{{ name|safe }}{{ name|e }}{{ count }}{{ _('Nguồn') }}", "&lt;An&gt;<An>&lt;An&gt;2Nguồn"),
        ("{% macro said(it) %}<i>{{ it }}</i>{% endmacro %}{{ said(name) }}", "<i>&lt;An&gt;</i>"),
    ],
)
def test_only_what_is_marked_safe_is_not_escaped(rendered: Render, text: str, shown: str) -> None:
    assert rendered("/", text) == shown
