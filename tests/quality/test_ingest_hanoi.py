"""The ingest of one real portal: every one of its 3,421 captures accounted for, every article once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest

from archive.ingest import IngestSummary, ingest
from archive.page import Extraction, PageKind
from archive.store import Store
from archive.verify import verify
from crawler.extraction import extract
from crawler.learned_lines import learn, without_learned
from deploy.elasticsearch.node import Node
from indexer.document import Document, document_of
from indexer.duplicates import Duplicates
from indexer.query import query
from tests.elasticsearch.engines import engine_for
from tests.shared_data import SHARED

WARC = SHARED / "portals" / "sotttt-hanoi.warc.gz"
VIEW_CONTENT = re.compile(r"/-/view_content/(\d+)")

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Ingested:
    store: Store
    summary: IngestSummary


@pytest.fixture(scope="module")
def hanoi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingested]:
    with Store.open(tmp_path_factory.mktemp("hanoi") / "archive.sqlite") as store:
        yield Ingested(store, ingest([WARC], store, extract))


def test_every_article_is_kept_and_none_twice(hanoi: Ingested) -> None:
    owners: dict[str, set[str | None]] = {}
    for capture in hanoi.store.all_captures():
        asset = VIEW_CONTENT.search(capture.url)
        if asset and capture.kind is PageKind.ARTICLE:
            owners.setdefault(asset[1], set()).add(capture.identifier)
    assert len(owners) == 1160
    assert all(len(identifiers) == 1 for identifiers in owners.values())
    assert len({next(iter(identifiers)) for identifiers in owners.values()}) == 1160


def test_the_summary_adds_up_to_the_captures_of_the_file(hanoi: Ingested) -> None:
    summary = hanoi.summary
    assert (summary.responses, summary.known, summary.damaged, summary.faults) == (3421, 0, 0, [])
    assert sum(summary.captures.values()) == 3421
    assert summary.captures[PageKind.EMPTY] == 263
    assert summary.captures[PageKind.ARTICLE] + summary.captures[PageKind.SECTION_ARTICLE] == 2356
    assert (summary.new_articles, summary.section_articles) == (1160 + 23, 23)
    assert summary.article_captures["revised"] == summary.article_captures["older"] == 0


def test_articles_known_only_under_en_are_kept_and_their_text_is_vietnamese(hanoi: Ingested) -> None:
    only_english = [article for article in hanoi.store.articles() if "/en/" in article.url]
    assert len(only_english) == 59
    assert {article.in_language for article in only_english} == {"vi"}


def test_identical_texts_under_different_ids_stay_separate(hanoi: Ingested) -> None:
    own = [article for article in hanoi.store.articles() if VIEW_CONTENT.search(article.url)]
    assert len(own) == 1160
    assert len({(article.headline, article.article_body) for article in own}) < len(own)


def test_everything_kept_can_be_read_again(hanoi: Ingested) -> None:
    found = verify(hanoi.store, hanoi.store.path.parent / "warc")
    assert (found.articles, found.captures, found.imported, found.faults) == (1183, 3421, 0, [])


def test_a_second_ingest_changes_nothing(hanoi: Ingested) -> None:
    before = hanoi.store.last_sequence()
    again = ingest([WARC], hanoi.store, extract)
    assert (again.known, again.new_articles, hanoi.store.last_sequence()) == (3421, 0, before)


def test_the_template_is_learned_and_no_line_of_an_article_is_lost(hanoi: Ingested) -> None:
    """Not even where no rule had cut the articles (the second reading)."""
    (learned,) = learn(hanoi.store, hanoi.store.path.parent / "warc")
    assert learned.pages == 400
    assert len(learned.lines) >= 30
    assert {"Trang chủ", "admin admin", "Truy cập nội dung luôn"} <= learned.lines.keys()
    for article in hanoi.store.articles():
        for by in (article.extracted_by, "Generic/1"):
            read = without_learned(Extraction(kind=PageKind.ARTICLE, article=replace(article, extracted_by=by)), learned)
            assert read.removed == (), article.url


def test_what_was_published_twice_is_one_group_and_ten_tenders_of_a_day_are_ten(hanoi: Ingested, tmp_path: Path) -> None:
    groups = Duplicates(tmp_path)
    groups.refresh(hanoi.store)
    counts = groups.counts()
    assert counts.groups >= 45
    assert counts.articles >= 95
    tenders = [article for article in hanoi.store.articles() if re.search(r"2020067\d+", article.article_body)]
    numbers = {article.identifier: re.findall(r"2020067\d+", article.article_body) for article in tenders}
    assert len(tenders) >= 8
    for article in tenders:
        assert all(numbers[member] == numbers[article.identifier] for member in groups.group(article.identifier))


@pytest.mark.elasticsearch
def test_readers_see_no_error_while_the_portal_is_built_swapped_updated_and_rolled_back(
    hanoi: Ingested, elasticsearch_node: Node, index_prefix: str, tmp_path: Path
) -> None:
    engine = engine_for(elasticsearch_node.url, tmp_path, index_prefix)
    articles = hanoi.store.stats().articles

    def documents() -> Iterator[Document]:
        return (document_of(article, seq) for seq, article in hanoi.store.changed_since(0))

    assert engine.build(documents(), sequence=1).documents == articles
    totals: set[int] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            totals.add(engine.search(query("công nghệ thông tin")).total)

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read)
        try:
            engine.build(documents(), sequence=2)
            engine.update(islice(documents(), 500), sequence=3)
            assert engine.rollback().documents == articles
            assert engine.update(documents(), sequence=3).documents == articles
        finally:
            stop.set()
        reader.result()
    assert len(totals) == 1
