"""Every fixture page reads as its golden says. A missing golden is written and the test fails: read it, then run again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from archive.jsonl import to_json
from archive.page import PageKind
from crawler.extraction import extract, read_page
from crawler.sites import all_sites
from tests.sites import Fixture, fixtures

FIXTURES = fixtures()
# What a capture adds and no rule decides.
OF_THE_CAPTURE = {"dateArchived", "warcRecordId", "warcFile", "payloadDigest", "publisher", "revisions", "dateGone", "sameAs"}


def reading(fixture: Fixture) -> dict[str, Any]:
    """What a page is read as: its kind, its article, and what its listing shows and where it goes on."""
    page = fixture.page()
    extraction = extract(page)
    read = read_page(page)
    assert read is not None, "no site and no software recognised this page"
    article = to_json(extraction.article) if extraction.article else None
    listing = extraction.kind is PageKind.LISTING
    following = read.next_page() if listing else None
    return {
        "kind": str(extraction.kind),
        "reason": extraction.reason,
        "site": read.site.name,
        "article": {key: value for key, value in article.items() if key not in OF_THE_CAPTURE} if article else None,
        "items": [asdict(item) for item in read.items()] if listing else [],
        "next": asdict(following) if following else None,
    }


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_a_page_reads_as_its_golden(fixture: Fixture) -> None:
    found = json.loads(json.dumps(reading(fixture), default=str))
    if not fixture.golden.exists():
        fixture.golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{fixture.golden.name} of {fixture.name} was missing and has been written: read it, then run again")
    assert found == json.loads(fixture.golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_a_fixture_says_whether_it_was_written_or_when_it_was_saved(fixture: Fixture) -> None:
    head = (fixture.folder / "page.html").read_bytes()[:2000].decode("utf-8", "replace")
    assert "<!-- Written for the project; " in head or fixture.page().date is not None
    assert fixture.site in all_sites()


@pytest.mark.parametrize("site", sorted({"mic", "hdgdcntt", "aita", "sotttt-hanoi", "chinhphu"}))
def test_a_site_has_two_articles_and_a_listing_that_goes_on(site: str) -> None:
    goldens = [json.loads(fixture.golden.read_text(encoding="utf-8")) for fixture in FIXTURES if fixture.site == site]
    assert sum(golden["kind"] == "article" for golden in goldens) >= 2
    assert any(golden["kind"] == "listing" and golden["next"] for golden in goldens)
