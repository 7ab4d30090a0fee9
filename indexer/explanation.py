"""Why an article is a hit: the parts of the query that it holds, and what each gave to its score. The same words for every engine.

An engine says for each part alone what an article scores by it; what a query scores is the sum of its parts, and that is checked by tests
on both engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.analysis.abbreviations import SIGN, table
from indexer.analysis.legal_numbers import find_legal_numbers
from indexer.analysis.streams import PAIR
from indexer.analysis.syllables import SYLLABLE, TONE_SEPARATOR, syllable, syllables
from indexer.query import And, Field, Node, Not, Or, Phrase, Prefix, Query, Words
from indexer.ranking import Clause, Combined, Ranked, Run, Starting, Term, is_ranked
from indexer.results import DateReason, Hit, Reason, TieBreaker, Variant, Where

Part = Term | Run | Starting


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part of a query, and how many times it counts: 0 where it only decides whether an article is a hit."""

    part: Part
    times: int


def parts(clause: Clause) -> tuple[Weighed, ...]:
    """What a query can match by, each part once; what must not be there is none of it."""
    times: dict[Part, int] = {}
    for part, counts in _parts(clause, counts=True):
        times[part] = times.get(part, 0) + counts
    return tuple(Weighed(part, count) for part, count in times.items())


def _parts(clause: Clause, counts: bool) -> Iterator[tuple[Part, bool]]:
    match clause:
        case Term() | Run():
            yield clause, counts
        case Starting():
            yield clause, False
        case Ranked(terms, members):
            yield from ((term, counts) for term in terms)
            yield from _parts(members, False)
        case Combined():
            for inner in (*clause.must, *clause.should):
                yield from _parts(inner, counts)
            for inner in clause.filter:
                yield from _parts(inner, False)


def reasons(query: Query, weighed: Sequence[Weighed], scores: Sequence[float | None]) -> tuple[Reason, ...]:
    """The parts that an article holds, those that gave most first; ``scores`` are the parts' own, None for one that it does not hold."""
    written = _Written(query)
    found = [
        Reason(words=written.words(one.part), where=_where(one.part), variant=written.variant(one.part), score=score * one.times)
        for one, score in zip(weighed, scores, strict=True)
        if score is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.variant, one.words)))


def with_tie_breakers(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits of a page in the order of their score, each with what decided between it and a neighbour that scores the same."""
    told = list(hits)
    for at, (one, other) in enumerate(pairwise(hits)):
        if one.score == other.score:
            by: TieBreaker = "date_published" if one.date_published != other.date_published else "identifier"
            told[at : at + 2] = [_told(told[at], by), _told(told[at + 1], by)]
    return tuple(told)


def with_dates(query: Query, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits with the dates that a range or the order of the list went by."""
    return tuple(replace(hit, dates=tuple(_dates(query, hit))) for hit in hits)


def _dates(query: Query, hit: Hit) -> Iterator[DateReason]:
    if query.published_from or query.published_to:
        yield DateReason(name="date_published", role="range", value=hit.date_published)
    if query.held_from or query.held_to:
        yield DateReason(name="date_held", role="range", value=hit.date_held)
    if query.sort.startswith("held"):
        yield DateReason(name="date_held", role="order", value=hit.date_held)
    elif query.sort.startswith("published") or (query.sort == "relevance" and not is_ranked(query.node)):
        yield DateReason(name="date_published", role="order", value=hit.date_published)


def _told(hit: Hit, by: TieBreaker) -> Hit:
    """The date, which comes first, where both decide."""
    return hit if hit.tie_breaker == "date_published" else replace(hit, tie_breaker=by)


def _where(part: Part) -> Where:
    if part.field.startswith("title_"):
        return "title"
    return "text" if part.field in ("k", "f", "fb") else "record"


def _variant(part: Part) -> Variant:
    field = part.field.removeprefix("title_")
    if field.startswith(("person_", "body_")):
        return "value"
    match part:
        case Starting():
            return "legal-number" if field == "legal_number" else "prefix"
        case Run(tokens=tokens) if len(tokens) > 1:
            return "phrase"
    if field == "legal_number" or (field == "f" and _is_number(_token(part))):
        return "legal-number"
    if _token(part).startswith(SIGN):
        return "abbreviation"
    return {"k": "exact", "f": "folded", "fb": "pair"}.get(field, "value")  # type: ignore[return-value]


def _token(part: Part) -> str:
    match part:
        case Term(token=token):
            return token
        case Run(tokens=tokens):
            return tokens[0]
        case Starting(start=start):
            return start


def _is_number(token: str) -> bool:
    return "/" in token


class _Written:
    """How the reader wrote what a token stands for."""

    def __init__(self, query: Query) -> None:
        self._by_token: dict[str, str] = {}
        self._other_forms: dict[tuple[str, ...], str] = {}
        for text in _texts(query.node):
            self._other_forms |= {tuple(one.folded for one in form.other): form.written for form in query.learned.find(syllables(text))}
            typed = [raw for raw in SYLLABLE.findall(text) if syllable(raw).folded]
            for raw, known in zip(typed, syllables(text), strict=True):
                self._by_token.setdefault(known.folded, raw)
                self._by_token.setdefault(known.key, raw)
            for form in table().find(syllables(text)):
                self._by_token.setdefault(form.token, " ".join(typed[form.start : form.end]))
            for number in find_legal_numbers(text):
                self._by_token.setdefault(number.token, text[number.start : number.end])

    def words(self, part: Part) -> str:
        """The words of a part; a token that was not typed is shown by itself, without the signs that only the index knows."""
        match part:
            case Run(tokens=tokens):
                return self._other_form(part) or " ".join(map(self._word, tokens))
            case Starting(start=start):
                return self._beginning(start.rstrip("/-")) + "*"
        return " ".join(map(self._word, _token(part).split(PAIR)))

    def variant(self, part: Part) -> Variant:
        """How a part matches."""
        return "abbreviation" if self._other_form(part) else _variant(part)

    def _other_form(self, part: Part) -> str | None:
        """How the other form of a learned abbreviation is written, if that is what a part looks for."""
        if not isinstance(part, Run):
            return None
        return self._other_forms.get(tuple(_without_accents(token) for token in part.tokens))

    def _word(self, token: str) -> str:
        return self._by_token.get(token) or token.removeprefix(SIGN).replace("_", " ").partition(TONE_SEPARATOR)[0]

    def _beginning(self, start: str) -> str:
        begun = (raw for token, raw in self._by_token.items() if token.partition(TONE_SEPARATOR)[0] == start)
        return next(begun, start)


def _without_accents(token: str) -> str:
    return syllable(token.partition(TONE_SEPARATOR)[0]).folded


def _texts(node: Node | None) -> Iterator[str]:
    match node:
        case Words(text) | Phrase(text) | Prefix(text):
            yield text
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _texts(inner)
        case Field(_, inner) | Not(inner):
            yield from _texts(inner)
