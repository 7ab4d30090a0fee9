"""Who and what is meant: the people, bodies, legal documents and meetings of many articles, each made one.

Pure functions over what single articles say. A *mention* is one thing in one article. Mentions that could be the same stand in one
*block*, and who is who is decided within a block, from its mentions alone: the order of reading changes nothing. Each decision is kept
with the mention, with the rule that made it, and a correction undoes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from archive.article import Article, LegalDocument, Meeting, Person, Proof
from archive.body_identity import ARTICLE, PUBLISHER, Places, body_key, is_a_centre, places, without_term
from archive.corrections import NONE, RULE, Corrections, Kind
from archive.facts import Facts
from archive.facts.bodies import body_names
from archive.facts.body_names import body_length, expanded, region_of
from archive.facts.document_names import one_name
from archive.facts.document_numbers import has_series
from archive.facts.gatherings import gatherings
from archive.facts.gazetteer import entries
from archive.facts.meetings import as_far_as_known
from archive.facts.offices import office_length
from archive.facts.renamings import Renaming
from archive.facts.text import fold, key_set, line
from archive.slugs import document_slug, slug

VERSION = 9
"""Of the rules below: other ones make every block be decided again."""

ONE_NAME = "one name"
"""The rule of mentions that are one person by their name alone."""
CAREER_GAP = 10
"""Years without news of a name after which the same name in another body is taken for a namesake's."""
LEAST_NEWS = 2
"""Articles that each of two namesakes stands in: a single one is more often a role told in other words."""
COMMON = 3
"""Unrelated careers that make a name a common one: they are so many people. Of those in the State's service only such as are in the news
``LEAST_NEWS`` times count, of those in firms and schools each."""
ALIKE = 0.3
"""Share of headline words two reports of one day by one body have in common when they are of one meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One thing in one article. ``place`` counts the things of a kind in it, ``day`` is its posting day, ``detail`` the evidence."""

    kind: Kind
    block: str
    identifier: str
    place: int
    name: str
    day: date | None = None
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)
    thing: str = ""
    rule: str = ""

    @property
    def order(self) -> tuple[str, str, int]:
        """Sorts mentions from the earliest."""
        return (self.day.isoformat() if self.day else "9999", self.identifier, self.place)


# What an article mentions


def mentions(article: Article, found: Facts) -> tuple[Mention, ...]:
    """The things an article names, each with the block it is decided in and its evidence."""
    meeting = found.meeting
    met = _bodies_that_met(meeting, found)
    bodies = [*_bodies(found, met, places([body.name for body in found.bodies], article.publisher))]
    listed = [
        *(_person(person, meeting) for person in found.people),
        *bodies,
        *map(_document, found.legal_documents),
        *([_meeting(article, meeting, [_key(one) for one in bodies if one.detail["met"]])] if meeting else []),
    ]
    counts: defaultdict[str, int] = defaultdict(int)
    made = []
    for one in listed:
        made.append(replace(one, identifier=article.identifier, day=article.date_published, place=counts[one.kind]))
        counts[one.kind] += 1
    return tuple(made)


def _person(person: Person, meeting: Meeting | None) -> Mention:
    roles = [{"role": role, "text": proof.text, "rule": proof.rule} for role, proof in zip(person.roles, person.proofs, strict=False)]
    bodies = sorted({body for role in person.roles for body in _bodies_of(role)})
    chaired = bool(meeting and fold(person.name) in map(fold, meeting.chairs))
    detail = {"roles": roles, "bodies": bodies, "chaired": chaired}
    return Mention(kind="person", block=slug(person.name), identifier="", place=0, name=person.name, detail=detail)


@lru_cache(maxsize=20_000)
def _bodies_of(role: str) -> frozenset[str]:
    """The bodies that the words of a role name."""
    return frozenset(map(body_key, body_names(line(role))))


def _bodies_that_met(meeting: Meeting | None, found: Facts) -> list[str]:
    """The bodies of a meeting one by one, short names written out as the article defines them; "UBND" alone is none."""
    if meeting is None or not meeting.body:
        return []
    long = {fold(item.short): item.long for item in found.abbreviations}
    names = filter(None, map(_body_that_met, meeting.body.split(";")))
    return list(dict.fromkeys(long.get(fold(name), name) for name in names))


def _body_that_met(part: str) -> str | None:
    """The first body that words name; a unit with the body it is of ("Chi bộ Văn phòng Sở") is that unit."""
    item = line(part.strip())
    named = next(body_names(item), None)
    if named is None or item.text.startswith(named) or not body_length(item, 0):
        return named
    return item.text[: item.text.index(named) + len(named)]


def _bodies(found: Facts, met: Sequence[str], known: Places) -> Iterable[Mention]:
    """Each body of the article once; what it defines as a short form of another is that other."""
    long = {fold(item.short): item.long for item in found.abbreviations}
    spelt: dict[str, _Spellings] = {}
    for body in found.bodies:
        name = long.get(fold(body.name), body.name)
        own = _spellings(spelt, name, known)
        own.forms += [name, *body.forms]
        own.short = body.short or own.short
    for name in met:
        own = _spellings(spelt, name, known)
        own.forms.append(name)
        own.met = True
    renamed = [({known.whole(body_key(name))[0] for name in (one.before, one.after)}, _renamed(one)) for one in found.renamings]
    for key, own in spelt.items():
        block, region = _block_of_body(key)
        detail = {
            "forms": list(dict.fromkeys(own.forms)),
            "short": own.short,
            "met": own.met,
            "placed": own.placed,
            "region": region,
            "home": known.home,
            "renamed": [told for keys, told in renamed if key in keys],
        }
        yield Mention(kind="body", block=block, identifier="", place=0, name=without_term(own.name), detail=detail)


def _renamed(one: Renaming) -> dict[str, str]:
    return {"before": one.before, "after": one.after, "text": one.evidence, "rule": one.rule}


def _block_of_body(key: str) -> tuple[str, str]:
    """What a body is decided among, and the place that its key adds: centres of one name with and without a place stand together."""
    region = " ".join(region_of(tuple(key.split())))
    base = key.removesuffix(f" {region}")
    return (base, region) if region and is_a_centre(base) else (key, "")


def _key(body: Mention) -> str:
    return f"{body.block} {body.detail.get('region', '')}".strip()


@dataclass(slots=True)
class _Spellings:
    """How an article writes one body. ``placed`` says where the place was read that its name lacks; empty when one name lacks none."""

    name: str
    placed: str
    forms: list[str] = field(default_factory=list)
    short: str | None = None
    met: bool = False


def _spellings(spelt: dict[str, _Spellings], name: str, known: Places) -> _Spellings:
    """The spellings of the body that a name means; a name with its place is the body's before one without."""
    key, placed = known.whole(body_key(name))
    own = spelt.setdefault(key, _Spellings(name, placed))
    if own.placed and not placed:
        own.name, own.placed = name, ""
    return own


def _document(document: LegalDocument) -> Mention:
    numbered = document.number is not None and has_series(document.number)
    name = document.number if document.number and numbered else document.forms[0]
    if document.number is None:
        name = _named(document)
    elif not numbered:
        name = f"{document.kind or ''} {document.number}".strip()
    digits = re.match(r"0*(\d+)", document.number or "")
    detail = {
        "number": document.number,
        "kind": document.kind,
        "date": document.date.isoformat() if document.date else None,
        "forms": list(document.forms),
        "proofs": _proofs(document.proofs),
    }
    return Mention(kind="document", block=digits[1] if digits else slug(name), identifier="", place=0, name=name, detail=detail)


def _named(document: LegalDocument) -> str:
    """What a document without number is called: the name that its forms have in common, as far as one tells all of it."""
    rule = document.proofs[0].rule if document.proofs else ""
    names = [one_name(document.kind or "", form, rule) for form in document.forms]
    return next((name for name, form in zip(names, document.forms, strict=True) if name != form), document.forms[0])


def _proofs(proofs: Iterable[Proof]) -> list[dict[str, str]]:
    return [{"field": proof.field, "text": proof.text, "rule": proof.rule} for proof in proofs]


def _meeting(article: Article, meeting: Meeting, bodies: Sequence[str]) -> Mention:
    held = as_far_as_known(meeting.held, meeting.held_precision or "day") if meeting.held else ""
    proof = next((proof for proof in meeting.proofs if proof.field == "held"), None)
    detail = {
        "held": meeting.held.isoformat() if meeting.held else None,
        "precision": meeting.held_precision,
        "end": meeting.held_end.isoformat() if meeting.held_end else None,
        "evidence": meeting.evidence,
        "rule": proof.rule if proof else None,
        "kind": gathering_kind(meeting.kind),
        "session": meeting.session,
        "place": meeting.place,
        "chairs": list(meeting.chairs),
        "bodies": [slug(key) for key in bodies],
        "headline": article.headline,
        "proofs": _proofs(meeting.proofs),
    }
    return Mention(kind="meeting", block=held or article.identifier, identifier="", place=0, name=article.headline, detail=detail)


def gathering_kind(name: str | None) -> str | None:
    """What sort of gathering a name means: "Phiên họp thường kỳ" is a "phiên họp"."""
    if not name:
        return None
    item = line(name.lower())
    found = next(gatherings(item), None)
    return item.span(found.start, found.noun) if found else " ".join(item.keys)


def _person_key(name: str) -> str:
    return " ".join(line(name).keys)


# Who is who in a block


def resolve(kind: Kind, block: Iterable[Mention], corrections: Corrections = NONE) -> list[Mention]:
    """The mentions of one block, each with the thing it is and the rule that says so."""
    ordered = sorted(block, key=lambda mention: mention.order)
    apart = {one: called for one in ordered if (called := _called(one, corrections))}
    resolved = _RESOLVERS[kind]([one for one in ordered if one not in apart], corrections)
    done = [replace(one, thing=document_slug(called), rule=RULE) for one, called in apart.items()]
    return done + [_as_same(one, corrections) for one in resolved]


def _called(one: Mention, corrections: Corrections) -> str | None:
    """What a correction calls the mention, apart from others of its name."""
    own = document_slug(one.name)
    found = (
        apart.called
        for apart in corrections.apart
        if apart.kind == one.kind and one.identifier in apart.articles and document_slug(apart.name) == own
    )
    return next(found, None)


def _as_same(one: Mention, corrections: Corrections) -> Mention:
    """The mention under the first of the names that a correction says are the same."""
    for same in corrections.same:
        if same.kind == one.kind and one.thing in {thing_of(one.kind, name) for name in same.names[1:]}:
            return replace(one, thing=thing_of(one.kind, same.names[0]), rule=RULE)
    return one


def corrected_name(kind: Kind, thing: str, corrections: Corrections) -> str | None:
    """The name that a correction gives a thing."""
    called = [one.called for one in corrections.apart if one.kind == kind and document_slug(one.called) == thing]
    first = [one.names[0] for one in corrections.same if one.kind == kind and thing_of(kind, one.names[0]) == thing]
    return next(iter(called + first), None)


def name_of(kind: Kind, thing: str, names: Mapping[str, int]) -> str:
    """What a thing is called, of its names with how often each is used: a number with its series before a short one, a body's name that
    says its place before one that does not; then the most used, the longer, the first of the alphabet. Namesakes are numbered."""

    def less(name: str) -> bool:
        return "/" not in name if kind == "document" else kind == "body" and slug(body_key(name)) != thing

    called = min(names, key=lambda name: (less(name), -names[name], -len(name), name))
    number = thing.removeprefix(f"{slug(called)}-") if kind == "person" else ""
    return f"{called} ({number})" if number.isdigit() else called


# One more mention of what is known already: most of an archive's, so a block need not be decided again for it.


def same_person(one: Mention, names: Sequence[str]) -> Mention | None:
    """The mention as the only person of its block, where its role names no body, so that it tells no career from another; else None.

    ``names`` are the names of the block's first and second person.
    """
    if len(names) != 1 or _person_key(names[0]) != _person_key(one.name) or one.detail["bodies"]:
        return None
    return replace(one, thing=one.block, rule=ONE_NAME)


def same_document(one: Mention, *, named: bool) -> Mention | None:
    """The mention as the document of a number that holds its year, if the block has it already (``named``) as of that kind; else None."""
    own = document_slug(one.name)
    if not named or _is_short(one) or not one.detail["number"] or not _YEAR_IN_NUMBER.match(own):
        return None
    return replace(one, thing=own, rule="same number")


def thing_of(kind: Kind, name: str) -> str:
    """The slug a name has where nothing else is known of it."""
    return slug(body_key(name)) if kind == "body" else document_slug(name)


def decided_alone(kind: Kind, block: str) -> bool:
    """Whether the mentions of a block are told by their names alone, each without the others: bodies, but for centres."""
    return kind == "body" and not is_a_centre(block)


def _resolved_bodies(block: list[Mention], _: Corrections) -> list[Mention]:
    """Each body by its words and place; a centre without its place is that of the place that the same publisher names elsewhere."""
    known = {(one.detail.get("home", ""), one.detail.get("region", "")) for one in block}
    return [_resolved_body(one, known) for one in block]


def _resolved_body(one: Mention, known: set[tuple[str, str]]) -> Mention:
    home = one.detail.get("home", "")
    if home and not one.detail.get("region") and (home, home) in known and is_a_centre(one.block):
        return replace(one, thing=slug(f"{one.block} {home}"), rule="same words, with the place that its publisher names elsewhere")
    return replace(one, thing=slug(_key(one)), rule=_PLACED[one.detail["placed"]])


_PLACED = {
    "": "same words, short forms written out",
    ARTICLE: "same words, with the place that the article names",
    PUBLISHER: "same words, with the place of the publisher",
}


# Legal documents: a number names one document; a short or yearless one the document it can only be.


def _resolved_documents(block: list[Mention], _: Corrections) -> list[Mention]:
    full: dict[str, list[Mention]] = defaultdict(list)
    for one in block:
        if not _is_short(one):
            full[document_slug(one.name)].append(one)
    return _told_apart_by_year([_by_short_number(one, full) if _is_short(one) else _by_number(one, full) for one in block])


def _is_short(one: Mention) -> bool:
    number = one.detail["number"]
    return number is not None and not has_series(number)


_YEAR_IN_NUMBER = re.compile(r"^\d+[a-z]?-((?:19|20)\d\d)-")


def _by_number(one: Mention, full: Mapping[str, list[Mention]]) -> Mention:
    """The document of a number with its series; without its year, the only one of that series that has one."""
    own = document_slug(one.name)
    if not _YEAR_IN_NUMBER.match(own):
        issued = int(one.detail["date"][:4]) if one.detail["date"] else None
        longer = [
            other
            for other in full
            if _year_in(other) in ({issued} if issued else {_year_in(other)} - {None})
            and _YEAR_IN_NUMBER.sub("", other) == re.sub(r"^\d+[a-z]?-", "", own)
        ]
        if len(longer) == 1:
            return replace(one, thing=longer[0], rule="only document of this number and series")
    return replace(one, thing=own, rule="same number" if one.detail["number"] else "same name")


def _by_short_number(one: Mention, full: Mapping[str, list[Mention]]) -> Mention:
    """ "Quyết định 1605": the only document of that kind and number that the archive knows; else one of its own."""
    kind, year = one.detail["kind"], _year_of(one.detail["number"])
    fitting = [
        name
        for name, group in full.items()
        if any(other.detail["kind"] == kind for other in group)
        and (not year or _year_in(name) in (year, None))
        and _may_be(one, name, group)
    ]
    if len(fitting) == 1:
        return replace(one, thing=fitting[0], rule="only document of this kind and number")
    return replace(one, thing=slug(one.name), rule="kind and number")


_CODES = {" ".join(line(row[0]).keys): slug(row[1]) for row in entries("issuers")}
_LONGEST_ISSUER = 5  # words


def _may_be(one: Mention, name: str, group: Sequence[Mention]) -> bool:
    """Whether a short number can be the document of a full one: issued by the same body, on the same day, not after it is cited."""
    code = _code_of_issuer(one)
    if code and not re.search(rf"-{code}(?:[a-z\d]*)(?:-|$)", name):
        return False
    year = _year_in(name)
    if year and one.day and year > one.day.year:
        return False
    days = {other.detail["date"] for other in group if other.detail["date"]}
    own = one.detail["date"]
    return not own or (own in days if days else year in (None, int(own[:4])))


def _code_of_issuer(one: Mention) -> str | None:
    """What the series of its issuer's documents ends with: "Chỉ thị 05 của Bộ Chính trị" is one of TW."""
    proof = next((proof for proof in one.detail.get("proofs", ()) if proof["field"] == "number"), None)
    keys = line(proof["text"]).keys if proof else ()
    found = (
        code
        for start in range(len(keys))
        for length in range(_LONGEST_ISSUER, 0, -1)
        if (code := _CODES.get(" ".join(keys[start : start + length])))
    )
    return next(found, None)


def _year_in(name: str) -> int | None:
    match = _YEAR_IN_NUMBER.match(name)
    return int(match[1]) if match else None


def _year_of(number: str) -> int | None:
    match = re.search(r"/((?:19|20)\d\d)$", number)
    return int(match[1]) if match else None


def _told_apart_by_year(block: list[Mention]) -> list[Mention]:
    """Numbers begin anew each year: one number with days of issue in several years is several documents, and what was cited before the
    first of them is another."""
    issued: dict[str, dict[int, date]] = defaultdict(dict)
    for one in block:
        if one.detail["date"] and not _YEAR_IN_NUMBER.match(one.thing):
            day = date.fromisoformat(one.detail["date"])
            issued[one.thing][day.year] = min(day, issued[one.thing].get(day.year, day))
    return [_of_its_year(one, issued[one.thing]) if one.thing in issued else one for one in block]


def _of_its_year(one: Mention, issued: Mapping[int, date]) -> Mention:
    first = min(issued.values())
    if one.detail["date"]:
        return one if len(issued) == 1 else replace(one, thing=f"{one.thing}-{one.detail['date'][:4]}", rule="number and year of issue")
    if one.day and one.day < first:
        return replace(one, thing=f"{one.thing}-truoc-{first.year}", rule="cited before the first day of issue that is known")
    if len(issued) == 1 or not one.day:
        return one
    year = max(year for year, day in issued.items() if day <= one.day)
    return replace(one, thing=f"{one.thing}-{year}", rule="last of this number before posting")


# Persons: one name is one person, unless two careers run side by side in different bodies.


@dataclass(slots=True)
class _Career:
    """Mentions taken for one person: the bodies of the roles and the years between which the name is in the news."""

    mentions: list[Mention]
    bodies: list[frozenset[str]]
    offices: set[str]
    roles: set[str]
    years: tuple[int, int] | None

    @property
    def private(self) -> bool:
        """Whether a firm or a school is among the bodies, where every name of a people is found."""
        return any(_OUTSIDE_THE_STATE.search(role) for role in self.roles)

    @property
    def counts(self) -> bool:
        """Whether the career is enough to make its name one that several people bear."""
        return self.private or len(self.mentions) >= LEAST_NEWS

    def may_be(self, other: _Career, *, common: bool) -> bool:
        """Whether both may be one person: no two bodies in the same years, no long silence between, no ``common`` name."""
        if not self.bodies or not other.bodies or self.shares(other):
            return True
        if common and (self.private or other.private):
            return False
        if min(len(self.mentions), len(other.mentions)) < LEAST_NEWS:
            return True
        if common or self.years is None or other.years is None:
            return False
        first, second = sorted((self.years, other.years))
        return first[1] < second[0] <= first[1] + CAREER_GAP

    def shares(self, other: _Career) -> bool:
        """Whether a body or a role in the same words is in both."""
        return bool(self.roles & other.roles) or _share_a_body(self.bodies, other.bodies)

    def take(self, other: _Career) -> None:
        self.mentions += other.mentions
        self.bodies += [body for body in other.bodies if body not in self.bodies]
        self.offices |= other.offices
        self.roles |= other.roles
        both = [years for years in (self.years, other.years) if years]
        self.years = (min(first for first, _ in both), max(last for _, last in both)) if both else None


_OUTSIDE_THE_STATE = re.compile(
    fold(
        r"\b(?:công ty|tập đoàn|hội đồng quản trị|doanh nghiệp|khoa(?! học)|trường (?:đại học|cao đẳng|trung học|thpt|thcs)"
        r"|đại học|cao đẳng|học viện|giảng viên|giáo viên|(?:ca|nhạc|nghệ|họa) s[iĩyỹ])\b"
    )
)
_WORDS_OF_FIRMS = key_set("công ty cổ phần tnhh một thành viên mtv hội đồng quản trị tập đoàn tổng sách books")


def _share_a_body(one: Iterable[frozenset[str]], other: Iterable[frozenset[str]]) -> bool:
    """Whether a body of one is a body of the other, or its name holds the other's, or both are of one place or ministry."""
    others = list(other)
    return any(_is_one_body(mine, theirs) for mine in one for theirs in others)


def _is_one_body(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if len(mine & theirs) >= min(len(mine), len(theirs), _SAME_WORDS):
        return True
    own = mine - _WORDS_OF_FIRMS  # "HĐQT Thái Hà Books", "Công ty Cổ phần Sách Thái Hà"
    return 1 < len(own) < len(mine) and own == theirs - _WORDS_OF_FIRMS


_SAME_WORDS = 3
"""Words that two bodies' names share when one stands above the other, or both are of one province."""


def _resolved_persons(block: list[Mention], corrections: Corrections) -> list[Mention]:
    whole = {_person_key(name) for same in corrections.same if same.kind == "person" for name in same.names}
    by_name: dict[str, list[Mention]] = {}
    for one in block:
        by_name.setdefault(_person_key(one.name), []).append(one)
    careers = [career for name, group in by_name.items() for career in _careers(group, together=name in whole)]
    careers.sort(key=lambda career: min(one.order for one in career.mentions))
    done = []
    for number, career in enumerate(careers, 1):
        base = slug(career.mentions[0].name)
        rule = ONE_NAME if len(careers) == 1 else "name, bodies and years"
        done += [replace(one, thing=base if number == 1 else f"{base}-{number}", rule=rule) for one in career.mentions]
    return done


def _careers(group: Sequence[Mention], *, together: bool) -> list[_Career]:
    singles = [_career(one) for one in group]
    with_body = [career for career in singles if career.bodies]
    without = [career for career in singles if not career.bodies]
    careers = _joined(with_body, share=True)
    common = sum(one.counts for one in careers) >= COMMON
    careers = _joined(careers, share=False, common=common)
    for career in without:
        if common and career.private:
            careers.append(career)
        else:
            _nearest(careers, career)
    if together and careers:
        for other in careers[1:]:
            careers[0].take(other)
        careers = careers[:1]
    return careers


def _joined(singles: Sequence[_Career], *, share: bool, common: bool = False) -> list[_Career]:
    """Careers with a body in common made one; then, without ``share``, those that follow each other in time.

    Under a ``common`` name, whose careers are more than one man changes, each that is in the news several times stays apart.
    """
    careers: list[_Career] = []
    by_year = sorted(singles, key=lambda career: (career.years or (9999, 9999), career.mentions[0].order))
    for single in by_year if share else sorted(singles, key=lambda career: -len(career.mentions)):
        fitting = [one for one in careers if (one.shares(single) if share else one.may_be(single, common=common))]
        if not fitting:
            careers.append(single)
            continue
        for other in fitting[1:] if share else []:
            fitting[0].take(other)
            careers.remove(other)
        fitting[0].take(single)
    return careers


def _nearest(careers: list[_Career], single: _Career) -> None:
    """A mention whose role names no body goes to who bears that office, then to who is in the news nearest in time."""
    if not careers:
        careers.append(single)
        return
    best = min(careers, key=lambda career: (not (career.offices & single.offices), _distance(career.years, single.years)))
    best.take(single)


def _distance(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    if one is None or other is None:
        return 50
    return max(0, one[0] - other[1], other[0] - one[1])


def _career(one: Mention) -> _Career:
    offices = {_office(role["role"]) for role in one.detail["roles"]}
    bodies = [frozenset(body.split()) for body in one.detail["bodies"]]
    roles = {" ".join(expanded(role["role"])) for role in one.detail["roles"]}
    return _Career([one], bodies, offices, roles, (one.day.year, one.day.year) if one.day else None)


def _office(role: str) -> str:
    item = line(role)
    return " ".join(item.keys[: office_length(item, 0) or 2])


# Meetings: reports of one day by one body under like headlines are of one meeting.


def _resolved_meetings(block: list[Mention], _: Corrections) -> list[Mention]:
    groups: list[list[Mention]] = []
    for one in block:
        same = next((group for group in groups if any(_one_meeting(one, other) for other in group)), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return [
        replace(one, thing=group[0].identifier, rule="same day, body and subject" if len(group) > 1 else "alone")
        for group in groups
        for one in group
    ]


def _one_meeting(one: Mention, other: Mention) -> bool:
    bodies, others = set(one.detail["bodies"]), set(other.detail["bodies"])
    if one.detail["precision"] != "day" or (bodies and others and not bodies & others):
        return False
    mine, theirs = set(slug(one.name).split("-")), set(slug(other.name).split("-"))
    return len(mine & theirs) >= (ALIKE if bodies & others else 2 * ALIKE) * len(mine | theirs)


_RESOLVERS = {
    "person": _resolved_persons,
    "body": _resolved_bodies,
    "document": _resolved_documents,
    "meeting": _resolved_meetings,
}
