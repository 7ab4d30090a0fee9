"""What people have decided about facts and identities: ``corrections.toml`` in the data folder. It wins over every rule.

``[[same]]``: names that are one person, body or document; the first is the name shown. One name alone: nobody else bears it.
``[[apart]]``: in these articles the name means another one than elsewhere.
``[[meeting]]``: when the meeting of an article was held, or that the article is about none.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast, get_args

from archive.article import HeldPrecision, Meeting, Proof

Kind = Literal["person", "body", "document", "meeting"]
"""The kinds of things that facts are about."""
KINDS: tuple[Kind, ...] = get_args(Kind)
FILE = "corrections.toml"
RULE = "correction"
"""The rule of whatever was corrected."""

_HELD = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")


class CorrectionError(ValueError):
    """The file of corrections cannot be used; the message is one line that says where and why."""


@dataclass(frozen=True, slots=True)
class Same:
    """Names that mean one thing; ``names[0]`` is its name."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Articles in which ``name`` means ``called``, another thing than elsewhere."""

    kind: Kind
    name: str
    called: str
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """The meeting of an article: its day as far as it is known, or ``None`` for no meeting at all."""

    held: date | None
    precision: HeldPrecision
    text: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections. ``stamp`` changes with those that concern identities."""

    same: tuple[Same, ...] = ()
    apart: tuple[Apart, ...] = ()
    meetings: Mapping[str, Held] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """A digest of what is said about identities."""
        said = [*map(repr, self.same), *(f"{one.kind} {one.name} {one.called} {sorted(one.articles)}" for one in self.apart)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

    def concern(self, kind: Kind) -> bool:
        """Whether anything is said about things of a kind."""
        return any(one.kind == kind for one in self.same) or any(one.kind == kind for one in self.apart)

    def stamp_of(self, identifier: str) -> str:
        """What is said about the facts of one article; empty for nothing."""
        held = self.meetings.get(identifier)
        return "" if held is None else f"held={held.text}"

    def meeting(self, identifier: str, found: Meeting | None) -> Meeting | None:
        """The meeting of an article as corrected."""
        held = self.meetings.get(identifier)
        if held is None:
            return found
        if held.held is None:
            return None
        proofs = [proof for proof in found.proofs if proof.field != "held"] if found else []
        proof = Proof(field="held", text=held.text, rule=RULE)
        known = replace(found or Meeting(), held=held.held, held_precision=held.precision, held_end=None, evidence=None)
        return replace(known, proofs=(proof, *proofs))


NONE = Corrections()


def read_corrections(path: Path) -> Corrections:
    """The corrections of a file; none when there is no such file. Raises CorrectionError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return NONE
    except (OSError, UnicodeError) as error:
        raise CorrectionError(f"{path} cannot be read: {error}") from error
    try:
        found = tomllib.loads(text)
        _refuse_unknown(found, ("same", "apart", "meeting"), "the file")
        return Corrections(
            same=tuple(_same(row) for row in _rows(found, "same")),
            apart=tuple(_apart(row) for row in _rows(found, "apart")),
            meetings=dict(_held(row) for row in _rows(found, "meeting")),
        )
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise CorrectionError(f"{path}: {error}") from error


def _rows(found: Mapping[str, Any], name: str) -> Sequence[dict[str, Any]]:
    rows = found.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{name} is written [[{name}]]")
    return rows


def _refuse_unknown(row: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    unknown = sorted(set(row) - set(known))
    if unknown:
        raise ValueError(f"{where} has no {unknown[0]!r}: it knows {', '.join(known)}")


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"[[{where}]] needs {name}, a text")
    return value.strip()


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = row.get(name)
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError(f"[[{where}]] needs {name}, a list of texts")
    return tuple(value.strip() for value in values)


def _kind(row: Mapping[str, Any], where: str) -> Kind:
    kind = _text(row, "kind", where)
    if kind not in ("person", "body", "document"):
        raise ValueError(f"[[{where}]] has kind person, body or document, not {kind!r}")
    return cast(Kind, kind)


def _same(row: Mapping[str, Any]) -> Same:
    _refuse_unknown(row, ("kind", "names", "reason"), "[[same]]")
    return Same(_kind(row, "same"), _texts(row, "names", "same"))


def _apart(row: Mapping[str, Any]) -> Apart:
    _refuse_unknown(row, ("kind", "name", "called", "articles", "reason"), "[[apart]]")
    articles = frozenset(_texts(row, "articles", "apart"))
    return Apart(_kind(row, "apart"), _text(row, "name", "apart"), _text(row, "called", "apart"), articles)


def _held(row: Mapping[str, Any]) -> tuple[str, Held]:
    _refuse_unknown(row, ("article", "held", "reason"), "[[meeting]]")
    article, held = _text(row, "article", "meeting"), str(row.get("held", ""))
    if held == "none":
        return article, Held(None, "day", held)
    match = _HELD.fullmatch(held)
    if match is None:
        raise ValueError(f"[[meeting]] held is 2018-03-16, 2018-03, 2018-Q1, 2018 or none, not {held!r}")
    year, quarter, month, day = int(match["year"]), match["quarter"], match["month"], match["day"]
    precision: HeldPrecision = "day" if day else "month" if month else "quarter" if quarter else "year"
    first = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    return article, Held(date(year, first, int(day or 1)), precision, held)
