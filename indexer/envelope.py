"""The JSON shape of one page of results, the same from the terminal and over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.query import Query
from indexer.related import Related
from indexer.results import Hit, Results


def envelope(query: Query, results: Results) -> dict[str, Any]:
    """What was asked and what was found, ready for JSON: times in milliseconds, days as ISO dates or null."""
    return {
        "total": results.total,
        "folded": results.folded,
        "page": query.page,
        "size": query.size,
        "took_ms": round(results.took_ms, 3),
        "query": _question(query) | {"notices": [{"code": notice.code, "detail": notice.detail} for notice in results.notices]},
        "results": [_hit(hit) | (_why(hit) if query.explain else {}) for hit in results.hits],
        "facets": {name: [{"value": value, "count": count} for value, count in values] for name, values in results.facets.items()},
        "suggestion": results.suggestion,
    }


def related_json(related: Related) -> dict[str, Any]:
    """An article near another one, ready for JSON."""
    hit = related.hit
    return {
        "identifier": hit.identifier,
        "url": hit.url,
        "headline": hit.headline,
        "date_published": hit.date_published.isoformat() if hit.date_published else None,
        "site": hit.site,
        "nearness": round(related.nearness, 4),
        "words": list(related.words),
    }


def _question(query: Query) -> dict[str, Any]:
    return {
        "q": query.text,
        "source": list(query.sources),
        "year": list(query.years),
        "month": list(query.months),
        "person": list(query.persons),
        "org": list(query.bodies),
        "doc": list(query.documents),
        "type": list(query.kinds),
        "pub_from": query.published_from.isoformat() if query.published_from else None,
        "pub_to": query.published_to.isoformat() if query.published_to else None,
        "met_from": query.held_from.isoformat() if query.held_from else None,
        "met_to": query.held_to.isoformat() if query.held_to else None,
        "sort": query.sort,
    }


def _why(hit: Hit) -> dict[str, Any]:
    dates = [{"name": one.name, "role": one.role, "value": one.value.isoformat() if one.value else None} for one in hit.dates]
    return {"explanation": {"reasons": [asdict(reason) for reason in hit.reasons], "dates": dates, "tie_breaker": hit.tie_breaker}}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "identifier": hit.identifier,
        "url": hit.url,
        "headline": hit.headline,
        "snippet": "".join([text for text, _ in hit.snippet]),
        "date_published": hit.date_published.isoformat() if hit.date_published else None,
        "date_held": hit.date_held.isoformat() if hit.date_held else None,
        "held_precision": hit.held_precision,
        "site": hit.site,
        "score": hit.score,
        "group": hit.group,
        "near_duplicates": hit.near_duplicates,
    }
