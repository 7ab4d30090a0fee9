"""Articles about the same things as one article: found by its key phrases, kept by the words they share, with those words as the reason.

The engine ranks as it ranks any query; nothing here knows which engine it is. What the engine finds first for an article's phrases is
there in any case, so nearness is measured besides, and an article with nothing near has no related articles at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.article import Article
from archive.store import Store
from indexer.analysis.words import Weighed, WordStore
from indexer.duplicates import Duplicates
from indexer.query import Or, Phrase, Query
from indexer.results import Hit, Results

MOST = 6
PHRASES = 6
"""Of an article, the strongest: each one more costs as much and finds little that is new."""

CANDIDATES = 24
NEAR = 0.22
"""Least cosine of two articles' words. Read by hand on the reports of one department: above is one matter, below one office."""

ENOUGH_WORDS = 15
"""With fewer words a text is near to many by chance: its nearness counts less in the same measure."""

FEWEST_SHARED = 3
WORDS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An article near another one: how near (0 to 1), and the words that both have, those that weigh most first."""

    hit: Hit
    nearness: float
    words: tuple[str, ...]


Search = Callable[[Query], Results]
"""An engine's ``search``."""


def related(article: Article, search: Search, store: Store, words: WordStore, duplicates: Duplicates) -> tuple[Related, ...]:
    """Up to ``MOST`` articles near this one, the nearest first; none of its near-duplicates, and one of those that are so to each other.

    Raises EngineUnavailable, WordsError, DuplicatesError.
    """
    phrases = words.key_phrases(article.content_digest)[:PHRASES]
    if not phrases:
        return ()
    wanted = Query(node=Or(tuple(map(Phrase, phrases))), size=CANDIDATES, facets=(), snippets=False)
    hits = _one_of_each(article, search(wanted).hits, duplicates)
    near = sorted(_near(article, hits, store, words), key=lambda one: (-one.nearness, one.hit.identifier))
    return tuple(near[:MOST])


def _one_of_each(article: Article, hits: tuple[Hit, ...], duplicates: Duplicates) -> tuple[Hit, ...]:
    """The first hit of each group of near-duplicates, without the article's own group."""
    leaders = duplicates.leaders([article.identifier, *(hit.identifier for hit in hits)])
    seen = {article.identifier, leaders.get(article.identifier, article.identifier)}
    kept = []
    for hit in hits:
        leader = leaders.get(hit.identifier, hit.identifier)
        if leader not in seen:
            seen.add(leader)
            kept.append(hit)
    return tuple(kept)


def _near(article: Article, hits: tuple[Hit, ...], store: Store, words: WordStore) -> Iterator[Related]:
    digests = store.digests(hit.identifier for hit in hits)
    weights = words.weights([article.content_digest, *digests.values()])
    own = weights.get(article.content_digest, {})
    length = _length(own)
    for hit in hits:
        other = weights.get(digests.get(hit.identifier, ""), {})
        both = own.keys() & other.keys()
        lengths = length * _length(other)
        cosine = sum(own[key].weight * other[key].weight for key in both) / lengths if lengths else 0.0
        nearness = cosine * min(1.0, len(own) / ENOUGH_WORDS, len(other) / ENOUGH_WORDS)
        if nearness >= NEAR and len(both) >= FEWEST_SHARED:
            shared = sorted(both, key=lambda key: (-own[key].weight * other[key].weight, key))
            yield Related(hit=hit, nearness=nearness, words=tuple(own[key].word for key in shared[:WORDS_SHOWN]))


def _length(words: Mapping[str, Weighed]) -> float:
    return math.sqrt(sum(word.weight**2 for word in words.values()))
