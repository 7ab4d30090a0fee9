"""The archive -> the index: a new version of it, or what changed since the last sequence number.

Words of new texts and groups of near-duplicates come first, suggestions last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from archive.article import Article
from archive.corrections import Kind
from archive.identity import Mention
from archive.settings import Settings
from archive.store import Store
from indexer.analysis.words import WordStore, segment_all, text_of
from indexer.document import Document, document_of
from indexer.duplicates import Duplicates
from indexer.engine import EngineStatus, EngineUnavailable, SearchEngine, check_archive, check_count
from indexer.learned_abbreviations import LearnedAbbreviations
from indexer.lock import exclusive
from indexer.suggestions import Suggestions

Progress = Callable[[str, int], None]
"""Gets the step (``words``, ``articles``, ``near-duplicates``, ``suggestions``) and how many more of it are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSummary:
    """What a build or an update did; ``rejected`` counts the articles that the engine did not take and had taken before, if at all."""

    status: EngineStatus
    indexed: int
    segmented: int
    rejected: int = 0


def build(settings: Settings, engine: SearchEngine, progress: Progress = lambda step, done: None) -> IndexSummary:
    """Write a new version of the index from the whole archive and swap it in when its count equals the archive's.

    Raises StoreError or EngineUnavailable; the version before then stays in place.
    """
    with _archive(settings) as (store, words):
        segmented = _segment(store, words, 0, progress)
        with _snapshot(store):
            expected, sequence = store.stats().articles, store.last_sequence()
            groups = _grouped(settings, store, progress)
            documents = _counted(_documents(store, groups, 0, progress), expected)
            status = engine.build(documents, sequence=sequence, archive=store.identity())
            _complete(settings, store, words, progress)
    return IndexSummary(status=status, indexed=expected, segmented=segmented, rejected=status.rejected)


def update(settings: Settings, engine: SearchEngine, progress: Progress = lambda step, done: None) -> IndexSummary:
    """Put the articles changed since the index's sequence number into the living version; nothing changed, nothing written.

    Raises StoreError or EngineUnavailable (no index yet, of another archive or analysis version, another writer).
    """
    with _archive(settings) as (store, words):
        before = engine.status()
        check_archive(before, store.identity())
        segmented = _segment(store, words, before.sequence, progress)
        with _snapshot(store):
            sequence = store.last_sequence()
            if sequence < before.sequence:
                raise EngineUnavailable(
                    f"the index is ahead of the archive ({before.sequence} against {sequence}), of which an older copy was put back: "
                    "run `python -m indexer build`"
                )
            expected = store.stats().articles
            if sequence == before.sequence:
                check_count(before, expected)
                _grouped(settings, store, progress)
                _complete(settings, store, words, progress)
                return IndexSummary(status=before, indexed=0, segmented=segmented)
            groups = _grouped(settings, store, progress)
            counter = _Counter(_documents(store, groups, before.sequence, progress))
            status = engine.update(counter, sequence=sequence, expected=expected)
            _complete(settings, store, words, progress)
    rejected = max(0, status.rejected - before.rejected)
    return IndexSummary(status=status, indexed=counter.count, segmented=segmented, rejected=rejected)


@contextmanager
def _archive(settings: Settings) -> Iterator[tuple[Store, WordStore]]:
    """The archive and the words, for one build or update at a time: working out words twice would be the longer half of the work."""
    with (
        Store.open(settings.store_path, read_only=True) as store,
        exclusive(settings.index_folder / "build.lock"),
        WordStore(settings.index_folder) as words,
    ):
        yield store, words


def _grouped(settings: Settings, store: Store, progress: Progress) -> Duplicates:
    """The groups of near-duplicates of the whole archive, worked out anew where it has changed."""
    groups = Duplicates(settings.index_folder)
    if groups.refresh(store):
        progress("near-duplicates", 1)
    return groups


def _complete(settings: Settings, store: Store, words: WordStore, progress: Progress) -> None:
    """What stands beside the index, whichever engine that is: learned abbreviations and suggestions."""
    LearnedAbbreviations(settings.index_folder).refresh(store)
    progress("suggestions", Suggestions(settings.index_folder).refresh(store, words))


@contextmanager
def _snapshot(store: Store) -> Iterator[None]:
    """One state of the archive for all that is read inside, whoever writes meanwhile."""
    store.connection.execute("BEGIN")
    try:
        yield
    finally:
        store.connection.execute("ROLLBACK")


def _documents(store: Store, groups: Duplicates, since: int, progress: Progress) -> Iterator[Document]:
    """What changed since a sequence number, and besides what has come into another group of near-duplicates."""
    leaders = groups.all_leaders()
    for seq, article in _changed(store, groups, since):
        named = store.things.in_article(article.identifier)
        yield replace(document_of(article, seq, named, _names(store, named)), group=leaders.get(article.identifier))
        progress("articles", 1)


def _changed(store: Store, groups: Duplicates, since: int) -> Iterator[tuple[int, Article]]:
    yield from store.changed_since(since)
    # A first build has them all by now.
    for identifier in groups.moved_since(since) if since else ():
        found = store.numbered(identifier)
        if found is not None and found[0] <= since:
            yield found


def _names(store: Store, named: Sequence[Mention]) -> dict[str, str]:
    """The archive's names of the persons and bodies that an article names."""
    kinds: tuple[Kind, Kind] = ("person", "body")
    found = (store.things.names(kind, [one.thing for one in named if one.kind == kind]) for kind in kinds)
    return {slug: thing.name for things in found for slug, thing in things.items()}


def _counted(documents: Iterator[Document], expected: int) -> Iterator[Document]:
    """The documents, with an error at their end when they are not as many as the archive has: before the swap, so nothing is lost."""
    counter = _Counter(documents)
    yield from counter
    if counter.count != expected:
        raise EngineUnavailable(f"{counter.count} articles were read and the archive counts {expected}: run `python -m archive verify`")


class _Counter:
    def __init__(self, documents: Iterator[Document]) -> None:
        self._documents = documents
        self.count = 0

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            self.count += 1
            yield document


def _segment(store: Store, words: WordStore, since: int, progress: Progress) -> int:
    """Work out the words of every text that has none; gives how many."""
    missing = words.missing(article.content_digest for _, article in store.changed_since(since))
    count = len(missing)
    if count:
        segment_all(words, _texts(store, since, missing), count, lambda done: progress("words", done))
    return count


def _texts(store: Store, since: int, missing: set[str]) -> Iterator[tuple[str, str]]:
    for _, article in store.changed_since(since):
        if article.content_digest in missing:
            missing.discard(article.content_digest)
            yield article.content_digest, text_of(article)


def without_words(settings: Settings) -> list[Article]:
    """The articles of the archive whose words are not kept: none after a build or an update."""
    with Store.open(settings.store_path, read_only=True) as store, WordStore(settings.index_folder) as words:
        missing = words.missing(article.content_digest for article in store.articles())
        return [article for article in store.articles() if article.content_digest in missing]
