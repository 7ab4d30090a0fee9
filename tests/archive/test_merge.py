from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.jsonl import dump_line, from_json
from archive.merge import Merge, read_record, write_record
from archive.schema import migrate
from archive.store import Store
from tests.archive.pages import DAY, article
from tests.archive.test_jsonl import ARTICLES

_CAPTURES = st.builds(
    lambda path, day, body, posted: article(
        url=f"http://tin.vn/{path}", date_archived=DAY + timedelta(days=day), article_body=body, date_published=posted
    ),
    st.sampled_from(["a", "vi/a", "en/a", "b/c"]),
    st.integers(0, 5),
    st.sampled_from(["Một.", "Hai.", "Ba."]),
    st.sampled_from([None, date(2012, 5, 14)]),
)


def _merged(captures: list[Article]) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    for capture in captures:
        Merge(connection, capture).run()
    rows = connection.execute("SELECT identifier, url, date_published, date_archived, date_gone, current_digest FROM articles").fetchall()
    rows += connection.execute("SELECT content_digest, first_seen, last_seen, record FROM revisions ORDER BY content_digest").fetchall()
    rows += connection.execute("SELECT url, asserted FROM addresses ORDER BY url").fetchall()
    connection.close()
    return rows


@settings(deadline=None)
@given(st.lists(_CAPTURES, min_size=1, max_size=3, unique_by=lambda capture: (capture.url, capture.date_archived)))
def test_the_order_of_captures_has_no_say(captures: list[Article]) -> None:
    results = [_merged(list(order)) for order in permutations(captures)]
    assert all(result == results[0] for result in results)


def test_putting_twice_changes_nothing() -> None:
    assert _merged([article(), article()]) == _merged([article()])


def test_a_record_keeps_the_address_it_was_read_at_and_leaves_the_rest_to_other_tables() -> None:
    made = article(same_as=("http://tin.vn/x",), date_gone=DAY, revisions=4)
    assert read_record(write_record(made)) == replace(
        made, same_as=(), date_gone=None, revisions=1, content_digest=read_record(write_record(made)).content_digest
    )


def _lines(lines: list[str]) -> list[str]:
    """What a new store gives out of the lines that were put into it."""
    store = Store(sqlite3.connect(":memory:", isolation_level=None), Path("memory"))
    migrate(store.connection)
    for line in lines:
        record = json.loads(line)
        for earlier in record.pop("earlierRevisions", []):
            store.put(from_json(earlier), own_page=False)
        store.put(from_json(record))
    exported = [dump_line(made, store.revisions(made.identifier)[:0:-1]) for made in store.articles()]
    store.close()
    return exported


@settings(deadline=None)
@given(st.lists(ARTICLES.map(lambda made: replace(made, date_archived=made.date_archived or DAY)), min_size=1, max_size=4))
def test_whatever_a_store_gives_out_another_store_takes_in_and_gives_out_the_same(made: list[Article]) -> None:
    exported = _lines([dump_line(each) for each in made])
    assert _lines(exported) == exported
