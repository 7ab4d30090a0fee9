"""Templates -> pages: an environment for each language, in which the texts of that language are part of the compiled template.

A page asks for some hundred texts. Looked up while the page is made, they cost more than the page; written into the template when it is
compiled, once in a process, they cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any, Self

from flask import Flask, current_app, request
from flask.templating import Environment
from flask_babel import LazyString, force_locale, get_translations, gettext  # type: ignore[import-untyped]
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from webui.display import filters_in
from webui.language import LANGUAGES, OTHER, address, file_address, language, suggestions_address

EXTENSION = "khotin-templates"


class _Environment(Environment):
    """Templates in one language; without a ``language`` they look texts up while a page is made, as Flask's own do."""

    language: str | None = None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows, in one table: Jinja makes a chain of two, which it copies name by name for every page."""
        return {**self.globals, **(d or {})}

    def in_language(self, name: str) -> Self:
        """These templates in a language, with filters that print for it and the texts that they choose among."""
        own = self.overlay()
        own.language = name
        own.filters = self.filters | filters_in(name)
        with force_locale(name):
            own.globals = {key: _read(value) for key, value in self.globals.items()}
        return own

    @staticmethod
    def escaped(value: Any) -> str:
        """What is marked safe as it is, anything else escaped: markupsafe copies the first as well."""
        return value if type(value) is Markup else escape(value)

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        if self.language is None:
            return super()._generate(source, name, filename, defer_init)
        return (
            f"{super()._generate(_Written(self, self.language).visit(source), name, filename, defer_init)}\nescape = environment.escaped\n"
        )


def _read(value: Any) -> Any:
    """Tables of texts with each text as it stands in the language in force; anything else as it is."""
    if isinstance(value, LazyString):
        return str(value)
    if isinstance(value, dict):
        return {key: _read(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(map(_read, value))
    return value


_PLACE = re.compile(r"%\((\w+)\)s")


_ADDRESSES: dict[str, Callable[..., str]] = {one.__name__: one for one in (address, file_address, suggestions_address)}
"""Functions that give the same wherever the app stands at the same root."""


class _Written(NodeTransformer):
    """Replaces what depends on the language and on the app's root alone by its value: names of languages, addresses, texts.

    A text is marked safe as gettext marks it, and the values it is given stand between its pieces, each escaped as it was.
    """

    def __init__(self, environment: _Environment, language: str) -> None:
        self.environment = environment
        self.language = language

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """``{% include "_part.html" %}`` -> the part itself, in a scope of its own."""
        assert isinstance(node.template, nodes.Const)
        name = node.template.value
        loader = self.environment.loader
        assert loader is not None
        source, _, _ = loader.get_source(self.environment, name)
        return nodes.Scope(self.visit(self.environment.parse(source, name)).body, lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        """What is joined only to be written is written piece by piece, each escaped as joining escapes it."""
        self.generic_visit(node)
        node.nodes = [piece for one in node.nodes for piece in (one.nodes if isinstance(one, nodes.Concat) else [one])]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        """A call of one of the functions above -> what it gives."""
        self.generic_visit(node)
        called = node.node.name if isinstance(node.node, nodes.Name) and not (node.dyn_args or node.dyn_kwargs) else ""
        texts = [one.value for one in node.args if isinstance(one, nodes.Const)]
        values = {one.key: one.value.value for one in node.kwargs if isinstance(one.value, nodes.Const)}
        is_known = len(texts) == len(node.args) and len(values) == len(node.kwargs)
        if called == "language":
            return nodes.Const(self.language, lineno=node.lineno)
        if called == "other_language":
            return nodes.Const(OTHER[self.language], lineno=node.lineno)
        if called in _ADDRESSES and is_known:
            return nodes.Const(_ADDRESSES[called](*texts, **values), lineno=node.lineno)
        with force_locale(self.language):
            if called == "_" and len(texts) == len(node.args):
                return self._text(gettext(*texts), node)
            if called == "ngettext":
                return self._counted(texts[0], texts[1], node)
        return node

    def _counted(self, one: str, more: str, node: nodes.Call) -> nodes.Expr:
        """Either form of a text that depends on a number: no language of ours has a third."""
        forms = [self._text(get_translations().ungettext(one, more, number), node) for number in (1, 2)]
        if forms[0] == forms[1]:
            return forms[0]
        is_one = nodes.Compare(node.args[2], [nodes.Operand("eq", nodes.Const(1))])
        return nodes.CondExpr(is_one, *forms, lineno=node.lineno)

    def _text(self, text: str, node: nodes.Call) -> nodes.Expr:
        values = {one.key: one.value for one in node.kwargs}
        pieces = _PLACE.split(text)
        written = [nodes.MarkSafe(nodes.Const(piece.replace("%%", "%"))) for piece in pieces[::2]]
        between = [values[name] for name in pieces[1::2]]
        if not between:
            return written[0]
        return nodes.Concat([one for pair in zip(written, [*between, None], strict=True) for one in pair if one], lineno=node.lineno)


def make_ready(app: Flask) -> None:
    """Let ``app`` make environments of ours; to be called before anything asks for ``app.jinja_env``."""
    app.jinja_environment = _Environment


ROOTS_KEPT = 8
"""An app stands at one root, which its server sets and no client; more come from a test."""


def _environment(app: Flask) -> _Environment:
    """The templates in the language of the request, as they are where the app stands."""
    kept: dict[tuple[str, str], _Environment] = app.extensions.setdefault(EXTENSION, {})
    key = language(), request.script_root
    if key not in kept:
        if len(kept) >= ROOTS_KEPT * len(LANGUAGES):
            kept.clear()
        environment = app.jinja_env
        assert isinstance(environment, _Environment)
        kept[key] = environment.in_language(key[0])
    return kept[key]


def render(template: str, **context: Any) -> str:
    """The template in the language of the request."""
    app = current_app
    app.update_template_context(context)
    return _environment(app).get_template(template).render(context)
