"""Facts on the hand-read articles, against their floors."""

from __future__ import annotations

import tomllib

import pytest

from tests.quality import facts as quality


@pytest.mark.shared
def test_no_field_is_below_its_floor() -> None:
    wanted = quality.gold()
    found = quality.articles(record["id"] for record in wanted)
    assert found.keys() == {record["id"] for record in wanted}
    assert quality.below(*quality.measure(quality.product, wanted, found)) == []


@pytest.mark.shared
def test_facts_cost_a_quarter_of_segmenting_at_most() -> None:
    found = quality.articles(record["id"] for record in quality.gold())
    allowed = tomllib.loads(quality.FLOORS.read_text(encoding="utf-8"))["cost"]["share"]
    assert min(quality.share_of_segmenting(found.values()) for _ in range(3)) <= allowed
