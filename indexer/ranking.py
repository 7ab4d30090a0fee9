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
from typing import Literal, NamedTuple

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
A_FEW = 6
"""Words up to which two must be there: in a longer text nearly every article holds two, and counting them costs more than ranking."""

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
            return _negated(_unwanted(inner, scope))
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
    unwanted = tuple(_unwanted(node.node, scope) for node in nodes if isinstance(node, Not))
    return Combined(must=wanted, filter=() if wanted else (Everything(),), must_not=unwanted)


def _unwanted(node: Node, scope: Scope) -> Clause:
    """What ``-`` takes away: no more than was typed, so all of the words, and ``covid-19`` in a row."""
    match node:
        case Words(text) if " " not in text:
            return Combined(filter=_in_a_row(run, scope)) if (run := syllables(text)) else Nothing()
        case Words(text):
            return Combined(filter=tuple(_unwanted(Words(word), scope) for word in text.split()))
        case And(nodes):
            return Combined(filter=tuple(_unwanted(inner, scope) for inner in nodes))
        case Or(nodes):
            return Combined(should=tuple(_unwanted(inner, scope) for inner in nodes), minimum=1)
    return _clause(node, scope)


def _in_field(name: FieldName, node: Node) -> Clause:
    if name == "title":
        return _clause(node, "title")
    match node:
        case Words(text) | Phrase(text) | Prefix(text):
            return _value(name, text)
        case Not(inner):
            return _negated(_in_field(name, inner))
        case And(nodes):
            return Combined(must=tuple(_in_field(name, inner) for inner in nodes))
        case Or(nodes):
            return Combined(should=tuple(_in_field(name, inner) for inner in nodes), minimum=1)
        case Field(other, inner):
            return _in_field(other, inner)


def _value(name: FieldName, text: str) -> Clause:
    if name == "document":
        return _document(text)
    if name == "source":
        return _source(text)
    return _name(name, text)


def _name(field: FieldName, text: str) -> Clause:
    """Words in a row in the name of a person or a body."""
    run = syllables(text)
    if not run:
        return Nothing()
    accented = route(run) == "accented"
    return Combined(filter=(Run(f"{field}_k" if accented else f"{field}_f", tuple(one.key if accented else one.folded for one in run)),))


def _document(text: str) -> Clause:
    """A legal number whole, or the first parts of one: ``1605`` and ``102/2009`` name all that begin so."""
    token = number_token(text)
    longer = (Starting("legal_number", token + "/"), Starting("legal_number", token + "-"))
    return Combined(should=(Term("legal_number", token), *longer), minimum=1)


def _source(text: str) -> Clause:
    return Combined(filter=(Term("source_name", fold(text)),))


# --- words ----------------------------------------------------------------------------------------------------------------------------


def _words(text: str, scope: Scope) -> Clause:
    """The words rank; enough of them (in a title: all), and every legal number, must be there for an article to be a hit at all.

    Accented words match with their accents, or two by two without them where the text itself has none: a single bare syllable says nothing.
    """
    run = syllables(text)
    if not run:
        return Everything()
    weights = _weighted(run, scope)
    numbers = tuple(_number(number.token, text[number.start : number.end], scope) for number in find_legal_numbers(text))
    needed = len(weights.syllables) if scope == "title" else enough(len(weights.syllables))
    if needed == 1:
        return Combined(should=weights.all, filter=numbers, minimum=0 if numbers else 1)
    held = Combined(should=weights.syllables, minimum=needed)
    if route(run) != "accented":
        return Combined(must=(held,), should=weights.pairs + weights.besides, filter=numbers)
    bare = Combined(should=weights.pairs, minimum=min(needed - 1, len(weights.pairs)))
    either = Combined(should=(held, bare), minimum=1)
    return Combined(must=(either,), should=weights.besides, filter=numbers)


def enough(count: int) -> int:
    """How many of ``count`` different words a hit must hold: both of two, two of a few, one of a whole question.

    More would lose answers to questions (xquad-vi: half of the words costs 3 points of MRR).
    """
    return min(count, ENOUGH) if count <= A_FEW else 1


def route(run: Sequence[Syllable]) -> Literal["accented", "folded", "mixed"]:
    """How a run of words was typed: with diacritics, without any, or partly."""
    letters = [one for one in run if not one.folded.isdigit()]
    accented = sum(one.accented for one in letters)
    if not accented:
        return "folded"
    return "accented" if accented >= MOSTLY_ACCENTED * len(letters) else "mixed"


class _Weighted(NamedTuple):
    """The terms of a run with their weights: the syllables it is looked for by, their bigrams, and what only ranks."""

    syllables: tuple[Term, ...]
    pairs: tuple[Term, ...]
    besides: tuple[Term, ...]

    @property
    def all(self) -> tuple[Term, ...]:
        return self.syllables + self.pairs + self.besides


def _weighted(run: Sequence[Syllable], scope: Scope) -> _Weighted:
    kind = route(run)
    if kind == "accented":
        main = _counted(("k", one.key, IN_A_QUESTION if one.key in _QUESTION_KEYS else 1) for one in run)
    else:
        main = _counted(("f", one.folded, IN_A_QUESTION if one.folded in _QUESTION_FOLDED else 1) for one in run)
    pairs = _counted(("fb", pair(first.folded, second.folded), BIGRAMS) for first, second in pairwise(run))
    accents = _counted(("k", one.key, ACCENTED_IN_MIXED) for one in run if kind == "mixed" and one.accented)
    if scope == "title":
        return _Weighted(_in_title(main), _in_title(pairs), _in_title(accents))
    return _Weighted(main, pairs, accents + _in_title(main + pairs + accents, TITLE))


def _counted(tokens: Iterable[tuple[str, str, float]]) -> tuple[Term, ...]:
    """Terms of (field, token, weight); a token typed twice counts twice."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for field, token, weight in tokens:
        weights[field, token] += weight
    return tuple(Term(field, token, weight) for (field, token), weight in weights.items())


def _in_title(terms: Iterable[Term], weight: float = 1.0) -> tuple[Term, ...]:
    return tuple(Term("title_" + term.field, term.token, weight * term.boost) for term in terms)


def _number(token: str, written: str, scope: Scope) -> Clause:
    """A legal number whole, or the same syllables in a row where the text spells it with other signs."""
    field = _prefix_of(scope) + "f"
    return Combined(should=(Term(field, token), Run(field, tuple(one.folded for one in syllables(written)))), minimum=1)


# --- phrases and prefixes -------------------------------------------------------------------------------------------------------------


def _phrase(text: str, scope: Scope) -> Clause:
    """The words in a row are required; what ranks is how much a text has of them, as with plain words."""
    run = syllables(text)
    return Combined(should=_weighted(run, scope).all, filter=_in_a_row(run, scope)) if run else Everything()


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
