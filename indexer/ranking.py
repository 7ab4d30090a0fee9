"""Query -> clauses: which tokens are looked for in which field, and how much each counts. The same for every engine.

An engine translates these few clauses one to one into its own query objects and decides nothing about ranking. Weights are measured
(docs/decisions.md): an accented run of words is ranked by ``k + 0.5 fb``, one without any diacritic by ``f + 0.5 fb``, a partly accented
one by ``f + 0.5 fb + 0.5 k`` of its accented syllables; the same in the title at a tenth. Blending the fields blindly fails: an
unaccented ``hoi`` would match rare accentless strings in ``k``, and their rarity would win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from indexer.analysis.abbreviations import SIGN, Found, table
from indexer.analysis.legal_numbers import find_legal_numbers, number_token
from indexer.analysis.streams import pair
from indexer.analysis.syllables import TONE_SEPARATOR, Syllable, fold, syllable, syllables
from indexer.learned_abbreviations import NOTHING_LEARNED, Form, Learned
from indexer.query import And, Field, FieldName, Node, Not, Or, Phrase, Prefix, Query, Words
from indexer.results import Notice

BIGRAMS = 0.5
ACCENTED_IN_MIXED = 0.5
TITLE = 0.1
TITLE_OF_A_LONG_TOPIC = 0.2
TITLE_OF_NAMES_AND_NUMBERS = 0.05
"""Persons and numbers stand in bodies: a title weight of 1 costs eleven points of nDCG, 0.1 gains one."""

A_LONG_TOPIC = 9
"""Syllables from which a query says a topic as fully as a headline does."""

OFFICES = frozenset(["bo+truong", "thu+truong", "thu+tuong", "chu+tich", "bi+thu", "cuc+truong", "vu+truong", "pho+giam"])
"""Pairs of syllables by which a query names someone who holds an office."""

ABBREVIATION = 1.0
SHORT_FORM = 0.5
"""The token of an abbreviation that was typed, and of a long form that was typed with all its syllables."""

LEARNED = 0.02
"""The other form of an abbreviation that the archive itself defines: it finds, and hardly ranks. A form that few articles have scores high
by its rarity alone: 0.5 costs 0.8 points of nDCG on the domain collection, 0.1 costs 0.2, this nothing."""

QUESTION_WORDS = frozenset(["gì", "nào", "ai", "đâu", "sao", "bao", "nhiêu", "mấy"])
ASKING_WORDS = QUESTION_WORDS - {"sao", "bao"}
ASKING_WORDS_BARE = frozenset(["gi", "nao", "ai"])
"""Those that, with diacritics and without, are hardly anything else: a query that holds one is a question, however short."""

IN_A_QUESTION = 0.5
"""A question's own words, and their pairs, are not those of its answer; counting them half gains 0.2 points of MRR on xquad-vi."""

NUMBER = 1.2
"""A number says more than its rarity: 1.2 gains 0.1 points of MRR on xquad-vi and one of nDCG on legal numbers, 1.6 costs that much."""

A_FEW = 6
"""Words up to which a hit must hold two of them side by side, or all; of a longer query and of a question any word is enough."""

BOTH = 2
"""Of so many words, both must be there: no abbreviation alone, and no question is so short."""

MOSTLY_ACCENTED = 0.5
"""Share of syllables with diacritics from which a run counts as typed with diacritics: Vietnamese prose has three in four, and the rest
(``trong``, ``cho``, ``CNTT``) have none to type."""


class Term(NamedTuple):
    """One token of a field; its score is BM25 times ``boost``."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens that follow each other in a field; where it scores, BM25 of the whole times ``boost``."""

    field: str
    tokens: tuple[str, ...]
    boost: float = 1.0


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


@dataclass(frozen=True, slots=True)
class Ranked:
    """What ``members`` finds, scored by the sum of the ``terms`` that it holds."""

    terms: tuple[Term | Run, ...]
    members: Clause


Clause = Term | Run | Starting | Combined | Ranked | Everything | Nothing


def clause_of(node: Node | None, *, abbreviations: bool = True, learned: Learned = NOTHING_LEARNED) -> Clause:
    """What an engine is asked for a tree; ``Everything`` for no tree.

    ``abbreviations`` says whether they are looked for both ways, ``learned`` which the archive itself defines.
    """
    return Everything() if node is None else _clause(node, Scope(in_title=False, abbreviations=abbreviations, learned=learned))


def unranked(clause: Clause) -> Clause:
    """What finds the same articles, without what only ranks them: for counting."""
    match clause:
        case Ranked(members=members):
            return members
        case Combined(must, should, filters, must_not, minimum):
            chosen = tuple(map(unranked, should)) if minimum or not (must or filters) else ()
            return Combined((), chosen, tuple(map(unranked, must + filters)), tuple(map(unranked, must_not)), minimum)
    return clause


def also_searched(node: Node | None, learned: Learned = NOTHING_LEARNED) -> tuple[str, ...]:
    """The other ways to write abbreviations of a query that are looked for too: ``công nghệ thông tin`` for ``CNTT``, and back."""
    match node:
        case Words(text):
            run = tuple(syllables(text))
            known = (other for found in _forms(run) for other in found.others)
            return tuple(dict.fromkeys([*known, *(form.written for form in learned.find(run))]))
        case And(nodes) | Or(nodes):
            return tuple(dict.fromkeys(other for inner in nodes for other in also_searched(inner, learned)))
        case Field("title", inner):
            return also_searched(inner, learned)
    return ()


def also_searched_of(query: Query) -> tuple[str, ...]:
    """The same for a query, whose reader may not want it."""
    return also_searched(query.node, query.learned) if query.abbreviations else ()


@lru_cache(1024)
def _forms(run: tuple[Syllable, ...]) -> tuple[Found, ...]:
    """The short and long forms in a run of syllables, kept: asked for by the clauses and by the notices of the same query."""
    return tuple(table().find(run))


def notices_of(query: Query) -> tuple[Notice, ...]:
    """What the reader is told about a query: what was repaired in it, and what was looked for besides (``also-searched``, one for each)."""
    return query.notices + tuple(Notice("also-searched", other) for other in also_searched_of(query))


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


class Scope(NamedTuple):
    """Where words are looked for, and whether abbreviations are looked for both ways."""

    in_title: bool
    abbreviations: bool
    learned: Learned

    @property
    def prefix(self) -> str:
        """What the names of the fields begin with."""
        return "title_" if self.in_title else ""


_QUESTION_KEYS = frozenset(syllable(word).key for word in QUESTION_WORDS)
_ASKING_KEYS = frozenset(syllable(word).key for word in ASKING_WORDS)
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
            return _in_field(name, inner, scope)


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


def _in_field(name: FieldName, node: Node, scope: Scope) -> Clause:
    if name == "title":
        return _clause(node, scope._replace(in_title=True))
    match node:
        case Words(text) | Phrase(text) | Prefix(text):
            return _value(name, text)
        case Not(inner):
            return _negated(_in_field(name, inner, scope))
        case And(nodes):
            return Combined(must=tuple(_in_field(name, inner, scope) for inner in nodes))
        case Or(nodes):
            return Combined(should=tuple(_in_field(name, inner, scope) for inner in nodes), minimum=1)
        case Field(other, inner):
            return _in_field(other, inner, scope)


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
    """The words rank; some of them (in a title: all), and every legal number, must be there for an article to be a hit at all."""
    run = syllables(text)
    if not run:
        return Everything()
    weights = _weighted(run, scope)
    learned = _learned(run, scope)
    ranking = weights.all + learned.all
    numbers = tuple(_number(number.token, text[number.start : number.end], scope) for number in find_legal_numbers(text))
    # Who holds a number holds its parts side by side.
    members = () if numbers and not scope.in_title else (_members(run, weights, learned, scope),)
    return Combined(should=ranking, filter=(*members, *numbers)) if numbers else Ranked(ranking, *members)


def _members(run: Sequence[Syllable], weights: _Weighted, learned: _Learned, scope: Scope) -> Clause:
    """What makes an article a hit. Accented words match with their accents, or two by two without them where the text itself has none.

    More would lose answers to questions (xquad-vi: half of the words costs 3 points of MRR). Two of a few words anywhere in a text say
    nothing, and counting such articles costs more than ranking.
    """
    kind = route(run)
    typed = len({one.key for one in run} if kind == "accented" else {one.folded for one in run})
    words = tuple(map(learned.or_else, weights.syllables))
    whole = Combined(should=words, minimum=typed)
    forms: tuple[Clause, ...] = weights.short_forms + learned.of_several
    pairs: tuple[Clause, ...] = weights.pairs if kind == "accented" or forms else ()
    if scope.in_title:
        return _any(whole, *([Combined(should=pairs, minimum=len(pairs))] if pairs else []), *forms)
    if typed > A_FEW or (typed > BOTH and _asks(run, kind)):
        return _any(*words, *pairs, *forms)
    meant = [word for term, word in zip(weights.syllables, words, strict=True) if learned.means(term)] if typed > BOTH else []
    return _any(whole, *weights.pairs, *meant, *forms)


def _asks(run: Sequence[Syllable], kind: Route) -> bool:
    """Whether a run of words is a question: what it asks about stands in it as one word (``Tesla chết năm nào``)."""
    return any(one.key in _ASKING_KEYS for one in run) if kind == "accented" else any(one.folded in ASKING_WORDS_BARE for one in run)


def _any(*alternatives: Clause) -> Clause:
    return alternatives[0] if len(alternatives) == 1 else Combined(should=alternatives, minimum=1)


class _Learned(NamedTuple):
    """The other forms of the abbreviations in a run that the archive itself defines: of single syllables by their tokens, of several
    syllables, and in the headline, where they only rank."""

    of_one: Mapping[str, tuple[Run, ...]]
    of_several: tuple[Run, ...]
    in_title: tuple[Run, ...]

    @property
    def all(self) -> tuple[Run, ...]:
        return tuple(run for runs in self.of_one.values() for run in runs) + self.of_several + self.in_title

    def or_else(self, term: Term) -> Clause:
        """What a term asks for, in either form."""
        return Combined(should=(term, *self.of_one[term.token]), minimum=1) if term.token in self.of_one else term

    def means(self, term: Term) -> bool:
        """Whether a term says by itself what is meant, as an abbreviation does."""
        return term.token.startswith(SIGN) or term.token in self.of_one


def _learned(run: Sequence[Syllable], scope: Scope) -> _Learned:
    forms = scope.learned.find(run) if scope.abbreviations else ()
    field: Literal["k", "f"] = "k" if route(run) == "accented" else "f"
    of_one: defaultdict[str, tuple[Run, ...]] = defaultdict(tuple)
    for form in forms:
        if form.of_one:
            one = run[form.start]
            of_one[one.key if field == "k" else one.folded] += (_other_form(scope.prefix + field, form, LEARNED),)
    of_several = tuple(_other_form(scope.prefix + field, form, LEARNED) for form in forms if not form.of_one)
    in_title = () if scope.in_title else tuple(_other_form("title_" + field, form, LEARNED * title_weight(run)) for form in forms)
    return _Learned(dict(of_one), of_several, in_title)


def _other_form(field: str, form: Form, boost: float) -> Run:
    return Run(field, tuple(one.key if field.endswith("k") else one.folded for one in form.other), boost)


Route = Literal["accented", "folded", "mixed"]


def route(run: Sequence[Syllable]) -> Route:
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
    short_forms: tuple[Term, ...]

    @property
    def all(self) -> tuple[Term, ...]:
        return self.syllables + self.pairs + self.besides + self.short_forms


def _weighted(run: Sequence[Syllable], scope: Scope) -> _Weighted:
    kind = route(run)
    field: Literal["k", "f"] = "k" if kind == "accented" else "f"
    forms = _forms(tuple(run)) if scope.abbreviations else ()
    main = _counted(token for at, one in enumerate(run) for token in _looked_for(field, at, one, forms))
    short_forms = _counted((field, form.token, SHORT_FORM) for form in forms if not form.is_short)
    pairs = _counted(
        ("fb", pair(first.folded, second.folded), BIGRAMS * min(1, _weight(field, first), _weight(field, second)))
        for first, second in pairwise(run)
    )
    accents = _counted(("k", one.key, ACCENTED_IN_MIXED) for one in run if kind == "mixed" and one.accented)
    if scope.in_title:
        return _Weighted(_in_title(main), _in_title(pairs), _in_title(accents), _in_title(short_forms))
    return _Weighted(main, pairs, accents + _in_title(main + pairs + accents + short_forms, title_weight(run)), short_forms)


def title_weight(run: Sequence[Syllable]) -> float:
    """What a headline counts for a run, by what kind of query it is: one with a name or a number, a topic told at length, or another."""
    folded = [one.folded for one in run]
    if any(one.isdigit() for one in folded) or not OFFICES.isdisjoint(pair(*two) for two in pairwise(folded)):
        return TITLE_OF_NAMES_AND_NUMBERS
    return TITLE_OF_A_LONG_TOPIC if len(run) >= A_LONG_TOPIC else TITLE


def _looked_for(field: Literal["k", "f"], at: int, one: Syllable, forms: Sequence[Found]) -> list[tuple[str, str, float]]:
    """The token of a syllable; of a short form, which stands in texts that write it out too, the token of what it stands for."""
    meant: list[tuple[str, str, float]] = [(field, form.token, ABBREVIATION) for form in forms if form.is_short and form.start == at]
    return meant or [(field, one.key if field == "k" else one.folded, _weight(field, one))]


def _weight(field: Literal["k", "f"], one: Syllable) -> float:
    """What a syllable counts for in a query, by what kind of word it is."""
    if one.key in _QUESTION_KEYS if field == "k" else one.folded in _QUESTION_FOLDED:
        return IN_A_QUESTION
    return NUMBER if one.folded.isdigit() else 1.0


def _counted(tokens: Iterable[tuple[str, str, float]]) -> tuple[Term, ...]:
    """Terms of (field, token, weight). A token typed twice counts once: who repeats a word does not mean it more."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for field, token, weight in tokens:
        weights[field, token] = max(weight, weights[field, token])
    return tuple(Term(field, token, weight) for (field, token), weight in weights.items())


def _in_title(terms: Iterable[Term], weight: float = 1.0) -> tuple[Term, ...]:
    return tuple(Term("title_" + term.field, term.token, weight * term.boost) for term in terms)


def _number(token: str, written: str, scope: Scope) -> Clause:
    """A legal number whole, or the same syllables in a row where the text spells it with other signs."""
    field = scope.prefix + "f"
    return Combined(should=(Term(field, token), Run(field, tuple(one.folded for one in syllables(written)))), minimum=1)


# --- phrases and prefixes -------------------------------------------------------------------------------------------------------------


def _phrase(text: str, scope: Scope) -> Clause:
    """The words in a row are required; what ranks is how much a text has of them, as with plain words."""
    run = syllables(text)
    return Combined(should=_weighted(run, scope).all, filter=_in_a_row(run, scope)) if run else Everything()


def _in_a_row(run: Sequence[Syllable], scope: Scope) -> tuple[Clause, ...]:
    prefix = scope.prefix
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
    prefix = scope.prefix
    found = syllables(text)
    if not found:
        return Nothing()
    if not found[0].accented:
        return Starting(prefix + "f", found[0].folded)
    start, _, tone = found[0].key.partition(TONE_SEPARATOR)
    return Starting(prefix + "k", start, tone)
