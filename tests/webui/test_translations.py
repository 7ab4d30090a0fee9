"""The English catalogue: complete, free of leftovers, and compiled."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import webui

FOLDER = Path(webui.__file__).parent
CATALOGUE = FOLDER / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


def in_the_pages() -> set[str]:
    found = extract_from_dir(FOLDER, METHODS, {"templates/**.html": {"trimmed": "true"}}, KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_every_message_of_the_pages_is_in_the_catalogue_and_none_besides() -> None:
    assert {key(message) for message in messages()} == in_the_pages()


def test_every_message_is_translated() -> None:
    for message in messages():
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(strings), message.id
        assert not message.fuzzy, message.id


def test_translations_keep_every_placeholder() -> None:
    for message in messages():
        for string in [message.string] if isinstance(message.string, str) else message.string:
            assert set(re.findall(r"%\(\w+\)s", string)) == set(re.findall(r"%\(\w+\)s", key(message))), message.id


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run: pybabel compile -d webui/translations"
