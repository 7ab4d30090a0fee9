"""Templates -> pages: an environment for each language, in which the texts of that language are part of the compiled template.

A page asks for some hundred texts. Looked up while the page is made, they cost more than the page; written into the template when it is
compiled, once in a process, they cost nothing.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Self

from flask import Flask, current_app
from flask.templating import Environment
from flask_babel import force_locale, gettext, ngettext  # type: ignore[import-untyped]
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from webui.display import filters_in
from webui.language import LANGUAGES, OTHER, language

EXTENSION = "khotin-templates"


class _Environment(Environment):
    """Templates in one language; without a ``language`` they look texts up while a page is made, as Flask's own do."""

    language: str | None = None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows, in one table: Jinja makes a chain of two, which it copies name by name for every page."""
        return {**self.globals, **(d or {})}

    def in_language(self, name: str) -> Self:
        """These templates in a language, with filters that print for it."""
        own = self.overlay()
        own.language = name
        own.filters = self.filters | filters_in(name)
        return own

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        written = _Written(self.language).visit(source) if self.language else source
        return super()._generate(written, name, filename, defer_init)


class _Written(NodeTransformer):
    """Replaces what depends on the language alone by its value."""

    def __init__(self, language: str) -> None:
        self.known = {"language": language, "other_language": OTHER[language]}
        self.language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        """``_("...")`` of a text without values -> the text, marked safe as gettext marks it; ``language()`` -> its name."""
        self.generic_visit(node)
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        arguments = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if node.kwargs or node.dyn_args or node.dyn_kwargs or len(arguments) < len(node.args):
            return node
        if called in self.known:
            return nodes.Const(self.known[called], lineno=node.lineno)
        if called in ("_", "ngettext"):
            with force_locale(self.language):
                text = gettext(*arguments) % {} if called == "_" else ngettext(*arguments)
            return nodes.MarkSafe(nodes.Const(text), lineno=node.lineno)
        return node


def attach(app: Flask) -> None:
    """Give ``app`` its templates; to be called when everything that they may use is in ``app.jinja_env``."""
    environment = app.jinja_env
    assert isinstance(environment, _Environment)
    app.extensions[EXTENSION] = {name: environment.in_language(name) for name in LANGUAGES}


def make_ready(app: Flask) -> None:
    """Let ``app`` make environments of ours; to be called before anything asks for ``app.jinja_env``."""
    app.jinja_environment = _Environment


def render(template: str, **context: Any) -> str:
    """The template in the language of the request."""
    app = current_app
    app.update_template_context(context)
    return str(app.extensions[EXTENSION][language()].get_template(template).render(context))
