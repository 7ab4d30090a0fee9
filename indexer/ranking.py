"""Query -> clauses: which tokens are looked for in which field, and how much each counts. The same for every engine.

An engine translates these few clauses one to one into its own query objects and decides nothing about ranking. Weights are measured
(docs/decisions.md): an accented run of words is ranked by ``k + 0.5 fb``, one without any diacritic by ``f + 0.5 fb``, a partly accented
one by ``f + 0.5 fb + 0.5 k`` of its accented syllables; the same in the title at a tenth. Blending the fields blindly fails: an
unaccented ``hoi`` would match rare accentless strings in ``k``, and their rarity would win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from indexer.analysis.legal_numbers import find_legal_numbers, number_token
from indexer.analysis.streams import pair
from indexer.analysis.syllables import TONE_SEPARATOR, Syllable, fold, syllable, syllables
from indexer.query import And, Field, FieldName, Node, Not, Or, Phrase, Prefix, Words

BIGRAMS = 0.5
ACCENTED_IN_MIXED = 0.5
TITLE = 0.1
"""Persons and numbers stand in bodies: a title weight of 1 costs eleven points of nDCG, 0.1 gains one."""

QUESTION_WORDS = frozenset(["gì", "nào", "ai", "đâu", "sao", "bao", "nhiêu", "mấy"])
IN_A_QUESTION = 0.5
"""A question's own words are not those of its answer; counting them half gains 0.2 points of MRR on xquad-vi."""

ENOUGH = 2

MOSTLY_ACCENTED = 0.5
"""Share of syllables with diacritics from which a run counts as typed with diacritics: Vietnamese prose has three in four, and the rest
(``trong``, ``cho``, ``CNTT``) have none to type."""


@dataclass(frozen=True, slots=True)
class Term:
    """One token of a field; its score is BM25 times ``boost``."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens that follow each other in a field."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starting:
    """Tokens of a field that start so and, where ``tone`` is given, carry this tone. Scores nothing."""

    field: str
    start: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Combined:
    """``must`` and ``filter`` all match, ``must_not`` none, and ``minimum`` of ``should``. ``filter`` scores nothing."""

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    filter: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


Clause = Term | Run | Starting | Combined | Everything | Nothing


def clause_of(node: Node | None) -> Clause:
    """What an engine is asked for a tree; ``Everything`` for no tree."""
    return Everything() if node is None else _clause(node, "text")


def is_ranked(node: Node | None) -> bool:
    """Whether hits of this tree differ in score; if not, the newest come first."""
    match node:
        case Words() | Phrase():
            return True
        case And(nodes) | Or(nodes):
            return any(map(is_ranked, nodes))
        case Field("title", inner):
            return is_ranked(inner)
    return False


Scope = Literal["text", "title"]


def _prefix_of(scope: Scope) -> str:
    return "title_" if scope == "title" else ""


_QUESTION_KEYS = frozenset(syllable(word).key for word in QUESTION_WORDS)
_QUESTION_FOLDED = frozenset(syllable(word).folded for word in QUESTION_WORDS)


def _clause(node: Node, scope: Scope) -> Clause:
    match node:
        case Words(text):
            return _words(text, scope)
        case Phrase(text):
            return _phrase(text, scope)
        case Prefix(text):
            return _prefix(text, scope)
        case Not(inner):
            return _negated(_clause(inner, scope))
        case And(nodes):
            return _conjunction(nodes, scope)
        case Or(nodes):
            return Combined(should=tuple(_clause(inner, scope) for inner in nodes), minimum=1)
        case Field(name, inner):
            return _in_field(name, inner)


def _negated(clause: Clause) -> Clause:
    """All but what ``clause`` finds. Twice negated it is the clause itself, unscored: sixty hyphens in a row must not nest sixty deep."""
    match clause:
        case Combined(must=(), should=(), filter=(Everything(),), must_not=(inner,)):
            return Combined(filter=(inner,))
        case Combined(must=(), should=(), filter=(inner,), must_not=()):
            return Combined(filter=(Everything(),), must_not=(inner,))
    return Combined(filter=(Everything(),), must_not=(clause,))


def _conjunction(nodes: Iterable[Node], scope: Scope) -> Clause:
    wanted = tuple(_clause(node, scope) for node in nodes if not isinstance(node, Not))
    unwanted = tuple(_clause(node.node, scope) for node in nodes if isinstance(node, Not))
    return Combined(must=wanted, filter=() if wanted else (Everything(),), must_not=unwanted)


def _in_field(name: FieldName, node: Node) -> Clause:
    if name == "title":
        return _clause(node, "title")
    match node:
        case Words(text) | Phrase(text) | Prefix(text):
            return _document(text) if name == "document" else _source(text)
        case Not(inner):
            return _negated(_in_field(name, inner))
        case And(nodes):
            return Combined(must=tuple(_in_field(name, inner) for inner in nodes))
        case Or(nodes):
            return Combined(should=tuple(_in_field(name, inner) for inner in nodes), minimum=1)
        case Field(other, inner):
            return _in_field(other, inner)


def _document(text: str) -> Clause:
    """A legal number whole, or the first parts of one: ``1605`` and ``102/2009`` name all that begin so."""
    token = number_token(text)
    longer = (Starting("legal_number", token + "/"), Starting("legal_number", token + "-"))
    return Combined(should=(Term("legal_number", token), *longer), minimum=1)


def _source(text: str) -> Clause:
    return Combined(filter=(Term("source_name", fold(text)),))


# --- words ----------------------------------------------------------------------------------------------------------------------------


def _words(text: str, scope: Scope) -> Clause:
    run = syllables(text)
    if not run:
        return Everything()
    scoring = _scoring(run, scope)
    required = tuple(_number(number.token, text[number.start : number.end], scope) for number in find_legal_numbers(text))
    return Combined(should=scoring, filter=(_enough(run, scope), *required))


def route(run: Sequence[Syllable]) -> Literal["accented", "folded", "mixed"]:
    """How a run of words was typed: with diacritics, without any, or partly."""
    letters = [one for one in run if not one.folded.isdigit()]
    accented = sum(one.accented for one in letters)
    if not accented:
        return "folded"
    return "accented" if accented >= MOSTLY_ACCENTED * len(letters) else "mixed"


def _scoring(run: Sequence[Syllable], scope: Scope) -> tuple[Clause, ...]:
    weights = _weights(run)
    if scope == "title":
        return tuple(Term("title_" + field, token, weight) for (field, token), weight in weights.items())
    titles = tuple(Term("title_" + field, token, TITLE * weight) for (field, token), weight in weights.items())
    return tuple(Term(field, token, weight) for (field, token), weight in weights.items()) + titles


def _weights(run: Sequence[Syllable]) -> dict[tuple[str, str], float]:
    """Field and token -> weight; a token typed twice counts twice."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    kind = route(run)
    for one in run:
        if kind == "accented":
            weights["k", one.key] += IN_A_QUESTION if one.key in _QUESTION_KEYS else 1
        else:
            weights["f", one.folded] += IN_A_QUESTION if one.folded in _QUESTION_FOLDED else 1
        if kind == "mixed" and one.accented:
            weights["k", one.key] += ACCENTED_IN_MIXED
    for first, second in pairwise(run):
        weights["fb", pair(first.folded, second.folded)] += BIGRAMS
    return dict(weights)


def _enough(run: Sequence[Syllable], scope: Scope) -> Clause:
    """The article holds enough of the words to be a hit at all.

    Accented words match with their accents, or without them where the text itself has none (then two by two, since a single bare syllable
    says nothing). Bare words match both.
    """
    prefix = _prefix_of(scope)
    accented = route(run) == "accented"
    tokens = dict.fromkeys(("k", one.key) if accented else ("f", one.folded) for one in run)
    minimum = enough(len(tokens))
    single = Combined(should=tuple(Term(prefix + field, token) for field, token in tokens), minimum=minimum)
    bigrams = dict.fromkeys(pair(first.folded, second.folded) for first, second in pairwise(run))
    if not accented or not bigrams:
        return single
    folded = Combined(should=tuple(Term(prefix + "fb", token) for token in bigrams), minimum=max(1, enough(len(bigrams))))
    return Combined(should=(single, folded), minimum=1)


def enough(count: int) -> int:
    """How many of ``count`` different words a hit must hold. More than two would lose answers to whole questions (xquad-vi: MRR -0.6)."""
    return min(count, ENOUGH)


def _number(token: str, written: str, scope: Scope) -> Clause:
    """A legal number whole, or the same syllables in a row where the text spells it with other signs."""
    field = _prefix_of(scope) + "f"
    return Combined(should=(Term(field, token), Run(field, tuple(one.folded for one in syllables(written)))), minimum=1)


# --- phrases and prefixes -------------------------------------------------------------------------------------------------------------


def _phrase(text: str, scope: Scope) -> Clause:
    """The words in a row are required; what ranks is how much a text has of them, as with plain words."""
    run = syllables(text)
    return Combined(should=_scoring(run, scope), filter=_in_a_row(run, scope)) if run else Everything()


def _in_a_row(run: Sequence[Syllable], scope: Scope) -> tuple[Clause, ...]:
    prefix = _prefix_of(scope)
    kind = route(run)
    if kind == "accented":
        return (Run(prefix + "k", tuple(one.key for one in run)),)
    folded = Run(prefix + "f", tuple(one.folded for one in run))
    if kind == "folded":
        return (folded,)
    return (folded, *(Run(prefix + "k", keys) for keys in _accented_stretches(run)))


def _accented_stretches(run: Sequence[Syllable]) -> list[tuple[str, ...]]:
    """The stretches of accented syllables in a partly accented phrase: these must match with their accents."""
    stretches: list[list[str]] = [[]]
    for one in run:
        if one.accented:
            stretches[-1].append(one.key)
        elif stretches[-1]:
            stretches.append([])
    return [tuple(stretch) for stretch in stretches if stretch]


def _prefix(text: str, scope: Scope) -> Clause:
    """Words that begin so. A syllable has one tone, so an accented prefix asks for that tone wherever the mark will stand."""
    prefix = _prefix_of(scope)
    found = syllables(text)
    if not found:
        return Nothing()
    if not found[0].accented:
        return Starting(prefix + "f", found[0].folded)
    start, _, tone = found[0].key.partition(TONE_SEPARATOR)
    return Starting(prefix + "k", start, tone)
