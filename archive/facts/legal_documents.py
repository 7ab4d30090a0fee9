"""Legal and administrative documents that an article cites: numbered ones in all their forms, and those cited by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.article import LegalDocument, Proof
from archive.facts.citations import Citation, kinds
from archive.facts.dates_in_text import find_dates
from archive.facts.document_names import PLENUM, by_name, one_name, plenum_of
from archive.facts.document_numbers import ALONE, has_series, with_full_numbers, with_series, with_short_number
from archive.facts.issue_days import with_issue_day
from archive.facts.tables import with_day_of_column
from archive.facts.text import Line, Reading, fold

VERSION = 6


def legal_documents(reading: Reading) -> tuple[LegalDocument, ...]:
    """The documents that the article cites, each once, in the order of first mention, those without a number last."""
    by_line = with_day_of_column(reading.lines, [tuple(citations_in(item)) for item in reading.lines])
    citations = with_terms(with_full_numbers([citation for cited in by_line for citation in cited]))
    grouped: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(_identity(citation), []).append(citation)
    documents = map(_document, grouped.values())
    return tuple(sorted(documents, key=lambda document: document.number is None))


def citations_in(item: Line) -> Iterator[Citation]:
    """What one line cites, from left to right."""
    found = list(kinds(item))
    numbered = list(with_series(item, found))
    numbered += list(with_short_number(item, found, numbered))
    named = list(by_name(item, found, numbered))
    if not numbered and not named:
        return
    dates = list(find_dates(item.text))
    for citation in sorted(numbered + named, key=lambda one: one.start):
        yield with_issue_day(citation, item.text, dates)


def with_terms(citations: Sequence[Citation]) -> Iterator[Citation]:
    """The citations without those by a plenum that could be of any term; where the article tells the term elsewhere they are of it."""
    terms: dict[tuple[str, int], dict[int, str]] = {}
    for citation in citations:
        plenum = plenum_of(citation.form) if citation.rule == PLENUM else None
        if plenum and plenum.term:
            terms.setdefault((citation.kind, plenum.number), {}).setdefault(plenum.term, citation.form)
    for citation in citations:
        name = one_name(citation.kind, citation.form, citation.rule)
        if citation.rule == PLENUM:
            plenum = plenum_of(citation.form)
            told = terms.get((citation.kind, plenum.number), {}) if plenum else {}
            if plenum is None or not (plenum.term or len(told) == 1):
                continue
            name = name if plenum.term else one_name(citation.kind, next(iter(told.values())), PLENUM)
        yield replace(citation, name=name)


def _identity(citation: Citation) -> tuple[str, str]:
    """What makes citations one document: number and series; short number and kind; the words of a name."""
    if citation.number is None:
        return ("", " ".join(re.findall(r"\w+", fold(citation.name))))
    return (fold(citation.number), "" if has_series(citation.number) else citation.kind)


def _document(group: Sequence[Citation]) -> LegalDocument:
    first = group[0]
    dated = next((citation for citation in group if citation.issued), None)
    # A number alone lends its kind from wherever the article spells it out.
    kind = next((citation.kind for citation in group if citation.rule != ALONE), first.kind)
    proofs = [Proof(field="number" if first.number else "kind", text=first.quote or first.form, rule=first.rule)]
    if dated is not None:
        proofs.append(Proof(field="date", text=dated.issued_text, rule=dated.issued_rule))
    return LegalDocument(
        number=first.number,
        kind=kind,
        date=dated.issued if dated else None,
        forms=tuple(dict.fromkeys(citation.form for citation in group)),
        proofs=tuple(proofs),
    )
