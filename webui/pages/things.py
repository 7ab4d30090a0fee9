"""``/nguoi/``, ``/co-quan/``, ``/van-ban/``: a person, a body, a legal document over all articles, with the words that prove each fact."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from archive.corrections import Kind
from archive.facts.body_names import expanded
from archive.identity import thing_of
from archive.things import Cited, Thing
from webui.language import address
from webui.library import library, store
from webui.meetings import QUARTER_NAMES, Held, held_meetings, missing_quarters
from webui.problems import Fault
from webui.rendering import render
from webui.responses import json_response

blueprint = Blueprint("things", __name__)
formats = Blueprint("thing_formats", __name__)
"""The machine-readable forms have one address, whatever the language of the page."""

ARTICLES_SHOWN = 50
QUOTES_SHOWN = 3
BESIDE = 12
LISTED = 200
KINDS: dict[str, Kind] = {"nguoi": "person", "co-quan": "body", "van-ban": "document"}
PAGES: dict[Kind, str] = {kind: name for name, kind in KINDS.items()}
PARAMETERS: dict[Kind, str] = {"person": "person", "body": "org", "document": "doc"}
"""The parameter that filters a search by a thing of each kind."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that prove something, and the article."""

    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Role:
    """A role a person is given: its fullest words, between which posting days, in how many articles, in which words."""

    name: str
    first: date | None
    last: date | None
    articles: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name that a body had before or has now, with its own page and the words that say so."""

    name: str
    slug: str
    before: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class Meetings:
    """One year of a body's meetings; none of them in a year of which the archive knows nothing.

    ``missing`` are the quarters (I to IV) of whose regular session it has no article, where the body meets by quarters.
    """

    year: int
    meetings: tuple[Held, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThingView:
    """All that the page shows of one thing."""

    thing: Thing
    parameter: str
    names: tuple[tuple[str, int], ...]
    rules: tuple[str, ...]
    roles: tuple[Role, ...]
    renamed: tuple[OtherName, ...]
    issued: tuple[tuple[date, Quote], ...]
    series: tuple[Meetings, ...]
    undated: tuple[Held, ...]
    chaired: tuple[Cited, ...]
    years: tuple[tuple[int, int], ...]
    beside: tuple[tuple[str, tuple[tuple[Thing, int], ...]], ...]
    articles: tuple[Cited, ...]


def _of_articles(cited: tuple[Cited, ...]) -> tuple[Cited, ...]:
    """One line an article, however often it names the thing."""
    return tuple({one.mention.identifier: one for one in cited}.values())


def _names(cited: tuple[Cited, ...]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for one in cited:
        counts.update(dict.fromkeys([one.mention.name, *one.mention.detail.get("forms", ())], 1))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _roles(cited: tuple[Cited, ...]) -> tuple[Role, ...]:
    """The roles from the latest to the earliest; spellings that differ by short forms are one."""
    groups: dict[tuple[str, ...], list[tuple[str, Quote]]] = {}
    for one in cited:
        for role in one.mention.detail.get("roles", ()):
            groups.setdefault(expanded(role["role"]), []).append((role["role"], Quote(role["text"], one)))
    roles = [_role(group) for group in groups.values()]
    return tuple(sorted(roles, key=lambda role: (role.last or date.min, role.first or date.min, role.articles), reverse=True))


def _role(group: list[tuple[str, Quote]]) -> Role:
    days = sorted(quote.cited.mention.day for _, quote in group if quote.cited.mention.day)
    name = max((name for name, _ in group), key=len)
    quotes = {quote.cited.mention.identifier: quote for _, quote in group}
    return Role(name, days[0] if days else None, days[-1] if days else None, len(quotes), tuple(quotes.values())[:QUOTES_SHOWN])


def _renamed(cited: tuple[Cited, ...]) -> tuple[OtherName, ...]:
    """The names before and after, each body once, as the newest article tells it."""
    found: dict[tuple[str, bool], OtherName] = {}
    for one in cited:
        for told in one.mention.detail.get("renamed", ()):
            before = told["after"] in one.mention.detail["forms"]
            name = told["before" if before else "after"]
            slug = _slug_of(name, one)
            found.setdefault((slug, before), OtherName(name, slug, before, Quote(told["text"], one)))
    return tuple(sorted(found.values(), key=lambda other: (not other.before, other.name)))


def _slug_of(name: str, cited: Cited) -> str:
    """The slug of the body that an article calls so."""
    named = store().things.in_article(cited.mention.identifier)
    return next((one.thing for one in named if one.kind == "body" and name in one.detail["forms"]), thing_of("body", name))


def _issued(cited: tuple[Cited, ...]) -> tuple[tuple[date, Quote], ...]:
    """The days of issue that articles give, each with one proof."""
    found: dict[date, Quote] = {}
    for one in cited:
        proof = next((proof for proof in one.mention.detail.get("proofs", ()) if proof["field"] == "date"), None)
        if proof and one.mention.detail["date"]:
            found.setdefault(date.fromisoformat(one.mention.detail["date"]), Quote(proof["text"], one))
    return tuple(sorted(found.items()))


def _series(meetings: tuple[Held, ...]) -> tuple[Meetings, ...]:
    """The meetings year by year from the newest, gaps kept."""
    years = sorted({one.held.year for one in meetings if one.held})
    span = range(years[-1], years[0] - 1, -1) if years else ()
    missing = missing_quarters(meetings)
    return tuple(
        Meetings(
            year,
            tuple(one for one in meetings if one.held and one.held.year == year),
            tuple(name for quarter, name in enumerate(QUARTER_NAMES, 1) if (year, quarter) in missing),
        )
        for year in span
    )


def find(kind: Kind, slug: str) -> Thing:
    """The thing of a slug; raises ``Fault`` 404 when there is none."""
    thing = store().things.get(kind, slug)
    if thing is None:
        raise Fault(404, "no-such-thing")
    return thing


def view(thing: Thing) -> ThingView:
    """What is known of a thing."""
    things = store().things
    cited = things.mentions(thing.kind, thing.slug)
    articles = _of_articles(cited)
    years = Counter(one.mention.day.year for one in articles if one.mention.day)
    meetings = held_meetings(things.meetings_of(thing.slug)) if thing.kind == "body" else ()
    return ThingView(
        thing=thing,
        parameter=PARAMETERS[thing.kind],
        names=_names(cited),
        rules=tuple(dict.fromkeys(one.mention.rule for one in cited)),
        roles=_roles(cited),
        renamed=_renamed(cited),
        issued=_issued(cited),
        series=_series(meetings),
        undated=tuple(one for one in meetings if not one.held),
        chaired=tuple(one for one in articles if one.mention.detail.get("chaired")),
        years=tuple(sorted(years.items())),
        beside=tuple((PAGES[other], things.together(thing.kind, thing.slug, other, BESIDE)) for other in PAGES),
        articles=articles,
    )


def _page(name: str, slug: str) -> ResponseReturnValue:
    kind = KINDS[name]
    own = slug if store().things.get(kind, slug) else thing_of(kind, slug)
    if kind == "document" and not store().things.get(kind, own):
        own = store().things.document_like(slug) or own
    thing = find(kind, own)
    if own != slug:
        return redirect(address("things.show", kind=name, slug=own), 301)
    return render("thing.html", view=view(thing), page=name, shown=ARTICLES_SHOWN, contact=library().settings.contact)


@blueprint.get("/nguoi/<path:slug>", defaults={"kind": "nguoi"})
@blueprint.get("/co-quan/<path:slug>", defaults={"kind": "co-quan"})
@blueprint.get("/van-ban/<path:slug>", defaults={"kind": "van-ban"})
def show(kind: str, slug: str) -> ResponseReturnValue:
    """The page of one thing; a name or a number as it is written leads to its own address."""
    return _page(kind, slug)


@blueprint.get("/nguoi", defaults={"kind": "nguoi"})
@blueprint.get("/co-quan", defaults={"kind": "co-quan"})
@blueprint.get("/van-ban", defaults={"kind": "van-ban"})
def listed(kind: str) -> str:
    """The things of a kind that most articles name."""
    things = store().things
    return render("things.html", page=kind, things=things.most_named(KINDS[kind], LISTED), count=things.count(KINDS[kind]))


def _quoted(cited: Cited) -> dict[str, Any]:
    mention = cited.mention
    return {
        "identifier": mention.identifier,
        "headline": cited.headline,
        "datePublished": mention.day.isoformat() if mention.day else None,
        "site": cited.site,
        "name": mention.name,
        "rule": mention.rule,
        **mention.detail,
    }


@formats.get("/nguoi/<path:slug>.json", defaults={"kind": "nguoi"})
@formats.get("/co-quan/<path:slug>.json", defaults={"kind": "co-quan"})
@formats.get("/van-ban/<path:slug>.json", defaults={"kind": "van-ban"})
def as_json(kind: str, slug: str) -> Response:
    """The thing with every mention of it, its evidence and the rule that made it this one."""
    thing = find(KINDS[kind], slug)
    found = view(thing)
    return json_response(
        {
            "kind": thing.kind,
            "slug": thing.slug,
            "name": thing.name,
            "articles": thing.articles,
            "names": [{"name": name, "articles": count} for name, count in found.names],
            "beside": {
                name: [{"slug": other.slug, "name": other.name, "articles": count} for other, count in others]
                for name, others in found.beside
            },
            "mentions": [_quoted(one) for one in store().things.mentions(thing.kind, thing.slug)],
        }
    )


@formats.get("/nguoi/<path:slug>.atom", defaults={"kind": "nguoi"})
@formats.get("/co-quan/<path:slug>.atom", defaults={"kind": "co-quan"})
@formats.get("/van-ban/<path:slug>.atom", defaults={"kind": "van-ban"})
def as_atom(kind: str, slug: str) -> Response:
    """The newest articles that name the thing, as an Atom feed."""
    thing = find(KINDS[kind], slug)
    articles = _of_articles(store().things.mentions(thing.kind, thing.slug))[:ARTICLES_SHOWN]
    entries = [(article, one) for one in articles if (article := store().get(one.mention.identifier))]
    updated = max((article.date_archived for article, _ in entries if article.date_archived), default=None)
    here = url_for("thing_formats.as_atom", kind=kind, slug=slug, _external=True)
    text = render("thing.atom.xml", thing=thing, page=kind, entries=entries, updated=updated, here=here)
    return Response(text, content_type="application/atom+xml; charset=utf-8")
