"""The query language: reader's text -> syntax tree -> ``Query``. No engine, no web.

The grammar (docs/search-syntax.md): words; ``"cụm từ"``; ``-từ``; ``OR`` or ``HOẶC`` between two neighbours; brackets to depth 8;
``từ*`` with three letters and more; ``tieude: vanban: nguon: nguoi: coquan:`` with their English twins. Whatever stands side by side
must all match; a run of plain words is one clause. Anything else is plain words: no text a reader can type is an error but one that
is too long, too deep or has too many clauses. ``str(node)`` writes a tree in the same language again. User text never reaches an
engine's own query parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from indexer.analysis.normalise import WIDE
from indexer.analysis.syllables import SYLLABLE, fold
from indexer.learned_abbreviations import NOTHING_LEARNED, Learned
from indexer.results import Notice

MAX_LENGTH = 512
MAX_CLAUSES = 32
MAX_DEPTH = 8
MAX_PAGE = 100
MAX_SIZE = 100
MIN_PREFIX = 3

Sort = Literal["relevance", "published-desc", "published-asc", "held-desc", "held-asc", "indexed-desc"]
FieldName = Literal["title", "document", "source", "person", "body"]

FIELDS: dict[str, FieldName] = {
    "tieude": "title",
    "title": "title",
    "vanban": "document",
    "document": "document",
    "nguon": "source",
    "source": "source",
    "nguoi": "person",
    "person": "person",
    "coquan": "body",
    "body": "body",
}
"""What a reader may write before the colon (diacritics and case do not matter) and the field it means."""

FacetName = Literal["source", "year", "month", "person", "org", "doc", "type"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
"""The facets, by the name of their parameter."""
ALL_OF: frozenset[FacetName] = frozenset(("person", "org", "doc"))
"""Facets of which an article has several values: those chosen must all be there. Of the others it has one, so they are alternatives."""

OPERATORS = ("OR", "HOẶC")

NOTICES = ("unbalanced-quote", "unbalanced-bracket", "dangling-or", "leading-wildcard", "prefix-too-short", "nothing-to-search")
"""The codes of what ``parse`` repairs and tells the reader."""


class QueryError(ValueError):
    """A query that cannot be run. ``code`` is stable (``too-long``, ``too-many-clauses``, ``too-deep``, ``page``, ``size``, ``sort``); the
    text says in one line what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain words: one clause; two of them at least must be there, and the more the better. Legal numbers in it are required."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together in this order (``"cụm từ"``)."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so (``từ*``, three letters and more)."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there (``-từ``)."""

    node: Node

    def __str__(self) -> str:
        return f"-{_as_operand(self.node)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of these must match."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Or) else str(node) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these must match."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({node})" if isinstance(node, And) else str(node) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Field:
    """A node looked for in one field only: ``title``, ``document`` (legal numbers), ``source``, ``person`` or ``body`` (names)."""

    name: FieldName
    node: Node

    def __str__(self) -> str:
        return f"{next(written for written, name in FIELDS.items() if name == self.name)}:{_as_operand(self.node)}"


Node = Words | Phrase | Prefix | Not | And | Or | Field


def _as_operand(node: Node) -> str:
    single = isinstance(node, Phrase | Prefix | Field) or (isinstance(node, Words) and " " not in node.text)
    return str(node) if single else f"({node})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Everything that decides a page of results. ``node`` None matches all, newest first.

    The values of a filter are alternatives, but those of ``ALL_OF`` must all match; filters are joined with AND. Date ranges include
    both ends. ``months`` are of the posting date (``2012-05``); ``persons``, ``bodies`` and ``documents`` are slugs; ``kinds``
    are sorts of gathering. How a meeting counts in ``held_from`` to ``held_to`` stands in ``indexer.document``.
    ``abbreviations`` False looks for them as typed only. ``facets`` are those counted; ``snippets`` False skips what is only for reading:
    snippets and the suggestion (batch runs); ``explain`` has each hit say why it is one. ``fold`` shows one of near-duplicates, the best,
    and counts the others by it; ``group`` finds those of one group alone, which is named by its first article. ``learned`` is put in by the
    engine: the abbreviations that the archive defines. Raises ``QueryError`` on a page, size or sort that there is not.
    """

    text: str = ""
    node: Node | None = None
    notices: tuple[Notice, ...] = ()
    sources: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    held_from: date | None = None
    held_to: date | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    abbreviations: bool = True
    facets: tuple[FacetName, ...] = FACETS
    snippets: bool = True
    explain: bool = False
    fold: bool = False
    group: str | None = None
    learned: Learned = NOTHING_LEARNED

    def __post_init__(self) -> None:
        if not 1 <= self.page <= MAX_PAGE:
            raise QueryError("page", f"There is no page {self.page}: pages go from 1 to {MAX_PAGE}. Narrow the search by source or date.")
        if not 1 <= self.size <= MAX_SIZE:
            raise QueryError("size", f"A page holds from 1 to {MAX_SIZE} results, not {self.size}.")
        if self.sort not in get_args(Sort):
            raise QueryError("sort", f"Results are sorted by {', '.join(get_args(Sort))}, not by {self.sort}.")

    def chosen(self) -> dict[FacetName, tuple[str, ...]]:
        """The values chosen of each facet, as text; a facet of which nothing is chosen has none."""
        return {
            "source": self.sources,
            "year": tuple(map(str, self.years)),
            "month": self.months,
            "person": self.persons,
            "org": self.bodies,
            "doc": self.documents,
            "type": self.kinds,
        }

    @property
    def offset(self) -> int:
        """How many hits stand on the pages before this one."""
        return (self.page - 1) * self.size


def parse(text: str) -> tuple[Node | None, tuple[Notice, ...]]:
    """The tree of a reader's query (None when there is nothing to look for: all articles) and what was repaired in it.

    Raises ``QueryError`` and nothing else, whatever the text.
    """
    composed = unicodedata.normalize("NFC", _HALF_CHARACTERS.sub(" ", text).translate(WIDE)).strip()
    if len(composed) > MAX_LENGTH:
        raise QueryError("too-long", f"The query has {len(composed)} characters; the most is {MAX_LENGTH}. Shorten it.")
    notices: list[Notice] = []
    tokens = [*_tokens(composed, notices)]
    _check_depth(tokens)
    node = _Parser(_unshouted(tokens), notices).parse()
    _check_clauses(node)
    if node is None and composed:
        notices.append(Notice("nothing-to-search", composed))
    return node, tuple(dict.fromkeys(notices))


def query(text: str, **options: object) -> Query:
    """A ``Query`` for a reader's text; ``options`` are the other fields of ``Query``. Raises ``QueryError``."""
    node, notices = parse(text)
    return Query(text=text, node=node, notices=notices, **options)  # type: ignore[arg-type]


_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which no engine and no file takes."""

# --- text -> tokens -------------------------------------------------------------------------------------------------------------------

Kind = Literal["word", "phrase", "prefix", "not", "field", "or", "open", "close"]


class _Token(NamedTuple):
    kind: Kind
    text: str = ""


_TYPOGRAPHIC = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb]")
_CITATION = re.compile("[\u201c\u201e\u00ab][^\u201c\u201d\u201e\u201f\u00ab\u00bb]*[\u201d\u201f\u201c\u00bb]?")
_SENTENCE = 3
_PHRASE = re.compile(r'"([^"]*)"')
_NOT = re.compile(r'-+(?=[\w"(])')
_FIELD = re.compile(r"([^\W\d_]{4,9}):")
_CHUNK = re.compile(r'\w[^\s()"*]*\**')
_CLOSING_QUOTE = re.compile(r'(?<=[^\s(:"-])"(?=\s|\)|$)')
_TRAILING = re.compile(r"[^\w\u0300-\u036f]+$")


def _tokens(text: str, notices: list[Notice]) -> Iterator[_Token]:
    text = _balanced_quotes(_straight_quotes(text), notices)
    position, at_start = 0, True
    while position < len(text):
        token, end = _next_token(text, position, at_start, notices)
        if token is not None:
            yield token
        # A hyphen means exclusion only where a word could begin: after a space, a bracket, a quote, a field name.
        at_start = text[end - 1] in '("' or text[end - 1].isspace() or (token is not None and token.kind in ("field", "not"))
        position = end


def _next_token(text: str, position: int, at_start: bool, notices: list[Notice]) -> tuple[_Token | None, int]:
    sign = text[position]
    if sign in "()":
        return _Token("open" if sign == "(" else "close"), position + 1
    if found := _PHRASE.match(text, position):
        return _Token("phrase", " ".join(found[1].split())) if fold(found[1]) else None, found.end()
    if at_start and (found := _NOT.match(text, position)):
        return _Token("not"), found.end()
    if (found := _FIELD.match(text, position)) and fold(found[1]) in FIELDS:
        return _Token("field", FIELDS[fold(found[1])]), found.end()
    if found := _CHUNK.match(text, position):
        return _chunk(found.group(), notices), found.end()
    if sign == "*" and at_start and text[position + 1 : position + 2].isalnum():
        notices.append(Notice("leading-wildcard", "*"))
    return None, position + 1


def _chunk(raw: str, notices: list[Notice]) -> _Token:
    """What stands between two spaces: an operator, a prefix or a plain word."""
    if raw in OPERATORS:
        return _Token("or", raw)
    word = _TRAILING.sub("", raw)
    if raw.endswith("*"):
        if SYLLABLE.fullmatch(word) and len(word) >= MIN_PREFIX:
            return _Token("prefix", word)
        notices.append(Notice("prefix-too-short", raw))
    return _Token("word", word.lower() if word in OPERATORS else word)


def _straight_quotes(text: str) -> str:
    """Typographic quotes are the operator too (telephones type them), but not in a pasted sentence: there they only cite."""
    outside = _CITATION.sub(" ", text)
    cites = len(SYLLABLE.findall(outside)) >= _SENTENCE and outside != text
    return _TYPOGRAPHIC.sub(" " if cites else '"', text)


def _balanced_quotes(text: str, notices: list[Notice]) -> str:
    """An odd quote that closes a word is dropped; one that opens is closed at the end of the text."""
    if text.count('"') % 2 == 0:
        return text
    notices.append(Notice("unbalanced-quote", text))
    last = text.rfind('"')
    if _CLOSING_QUOTE.match(text, last):
        return text[:last] + " " + text[last + 1 :]
    return text + '"'


def _unshouted(tokens: list[_Token]) -> list[_Token]:
    """In a sentence all in capitals HOẶC is the conjunction and no operator; ``CNTT OR CCHC``, bare abbreviations, is no sentence."""
    words = " ".join(token.text for token in tokens if token.kind in ("word", "phrase", "prefix"))
    if words != words.upper() or words.lower() == unicodedata.normalize("NFC", _bare(words)):
        return tokens
    return [_Token("word", token.text.lower()) if token.kind == "or" else token for token in tokens]


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def _check_depth(tokens: list[_Token]) -> None:
    depth = deepest = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise QueryError("too-deep", f"Brackets are nested {deepest} deep; the most is {MAX_DEPTH}. Take some away.")


def _check_clauses(node: Node | None) -> None:
    clauses = _leaves(node) if node is not None else 0
    if clauses > MAX_CLAUSES:
        raise QueryError("too-many-clauses", f"The query has {clauses} clauses; the most is {MAX_CLAUSES}. Take some away.")


def _leaves(node: Node) -> int:
    if isinstance(node, And | Or):
        return sum(map(_leaves, node.nodes))
    return _leaves(node.node) if isinstance(node, Not | Field) else 1


# --- tokens -> tree -------------------------------------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent; the depth of brackets is checked before, and ``-`` and fields are read in a loop, so recursion is bounded."""

    def __init__(self, tokens: list[_Token], notices: list[Notice]) -> None:
        self._tokens = tokens
        self._at = 0
        self._notices = notices

    def parse(self) -> Node | None:
        groups: list[Node | str] = []
        while self._at < len(self._tokens):
            groups += self._items()
            if self._at < len(self._tokens):
                self._at += 1
                self._notices.append(Notice("unbalanced-bracket", ")"))
        return self._joined(groups)

    def _items(self) -> list[Node | str]:
        """What stands up to the next closing bracket or the end; ``"or"`` where an operator stands."""
        items: list[Node | str] = []
        while self._at < len(self._tokens) and self._tokens[self._at].kind != "close":
            if self._tokens[self._at].kind == "or":
                self._at += 1
                items.append("or")
            elif (node := self._operand()) is not None:
                items.append(node)
        return items

    def _operand(self) -> Node | None:
        """One word, phrase, prefix or group with the ``-`` and fields before it; None when nothing is left of it."""
        wraps: list[Callable[[Node], Node]] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind in ("close", "or"):
                return None
            self._at += 1
            if token.kind == "not":
                wraps.append(Not)
            elif token.kind == "field":
                wraps.append(_in_field(token.text))
            else:
                return _wrapped(self._group() if token.kind == "open" else _leaf(token), wraps)
        return None

    def _group(self) -> Node | None:
        items = self._items()
        if self._at < len(self._tokens):
            self._at += 1
        else:
            self._notices.append(Notice("unbalanced-bracket", "("))
        return self._joined(items)

    def _joined(self, items: list[Node | str]) -> Node | None:
        """AND of what stands side by side, after ``or`` has joined its two neighbours."""
        nodes: list[Node] = []
        pending = False
        for index, item in enumerate(_merged_words(items)):
            if isinstance(item, str):
                self._note_dangling(pending or index == 0)
                pending = bool(nodes)
            else:
                nodes.append(_either(nodes.pop(), item) if pending else item)
                pending = False
        self._note_dangling(pending)
        return _all_of(nodes)

    def _note_dangling(self, dangling: bool) -> None:
        if dangling:
            self._notices.append(Notice("dangling-or", "OR"))


def _leaf(token: _Token) -> Node:
    if token.kind == "phrase":
        return Phrase(token.text)
    return Prefix(token.text) if token.kind == "prefix" else Words(token.text)


def _in_field(name: str) -> Callable[[Node], Node]:
    field: FieldName = next(known for known in get_args(FieldName) if known == name)
    return lambda node: Field(field, node)


def _wrapped(node: Node | None, wraps: list[Callable[[Node], Node]]) -> Node | None:
    if node is None:
        return None
    for wrap in reversed(wraps):
        node = wrap(node)
    return node


def _merged_words(items: list[Node | str]) -> list[Node | str]:
    """Plain words that stand side by side are one run: one clause, with bigrams across."""
    merged: list[Node | str] = []
    for item in items:
        if isinstance(item, Words) and merged and isinstance(last := merged[-1], Words):
            merged[-1] = Words(f"{last.text} {item.text}")
        else:
            merged.append(item)
    return merged


def _either(first: Node, second: Node) -> Node:
    left = first.nodes if isinstance(first, Or) else (first,)
    return Or(left + (second.nodes if isinstance(second, Or) else (second,)))


def _all_of(nodes: list[Node]) -> Node | None:
    flat: list[Node | str] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, And) else (node,)
    together = [node for node in _merged_words(flat) if not isinstance(node, str)]
    if not together:
        return None
    return together[0] if len(together) == 1 else And(tuple(together))
