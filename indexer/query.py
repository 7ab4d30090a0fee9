"""The query language: reader's text -> syntax tree -> ``Query``. No engine, no web.

The grammar is documented in docs/search-syntax.md. User text never reaches an engine's own query parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.results import Notice

MAX_LENGTH = 512
MAX_CLAUSES = 32
MAX_DEPTH = 8
MAX_PAGE = 100
MAX_SIZE = 100

Sort = Literal["relevance", "published-desc", "published-asc"]


class QueryError(ValueError):
    """A query that cannot be run. ``code`` is stable (``too-long``, ``too-many-clauses``, ``too-deep``); the text says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain words: one clause, ranked by how many of them a document holds."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together in this order (``"cụm từ"``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so (``từ*``, three letters and more)."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A legal number, one token (``1605/QĐ-TTg``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there (``-từ``)."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A node looked for in one field only (``tieude:``, ``vanban:``, ``nguon:``)."""

    name: str
    node: Node


Node = Words | Phrase | Prefix | Number | Not | And | Or | Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Everything that decides a page of results. ``node`` None matches all, newest first.

    ``sources`` and ``years`` are alternatives among themselves and joined with AND between each other. Date ranges include both ends.
    ``facets`` False skips the counting (batch runs).
    """

    text: str = ""
    node: Node | None = None
    notices: tuple[Notice, ...] = ()
    sources: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    facets: bool = True
    snippets: bool = True
