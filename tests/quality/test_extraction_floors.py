"""The extraction's figures on the gold sets stay over their floors."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from archive.repair import repair
from tests.quality.families import FOLDERS, MADE, Family, load
from tests.quality.measure import Reading, Score, score
from tests.quality.tools import product, readability_lxml, trafilatura_text

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.shared


@cache
def read(name: str) -> tuple[Family, dict[str, Reading]]:
    family = load(name)
    return family, {page: product(payload) for page, payload in family.pages.items()}


def figures(name: str) -> Score:
    family, readings = read(name)
    return score(readings, family.gold)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_text_is_over_its_floor(name: str) -> None:
    family, readings = read(name)
    found = figures(name)
    assert found.mean_f1 >= FLOORS[name]["f1"]
    assert score(readings, family.gold, repair).mean_f1 >= FLOORS[name]["f1_mended"]
    assert found.below == 0


@pytest.mark.parametrize("name", FOLDERS)
def test_every_line_of_the_repaired_gold_is_read_and_no_other(name: str) -> None:
    family, readings = read(name)
    found = score(readings, family.gold, repair)
    assert found.exact == len(found.f1)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_title_and_every_date_is_right(name: str) -> None:
    found = figures(name)
    assert found.titles == found.pages
    assert (found.dates_right, found.dates_wrong, found.dates_none) == (found.pages, 0, 0)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_sapo_is_doubled_and_no_widget_leaks(name: str) -> None:
    found = figures(name)
    assert (found.doubled, found.leaks) == (0, 0)


@cache
def unseen(name: str) -> Score:
    family = load(name)
    return score({page: product(payload, (name,)) for page, payload in family.pages.items()}, family.gold, repair)


@pytest.mark.parametrize("name", [*FOLDERS, *MADE])
def test_without_its_rules_a_family_is_over_the_floor(name: str) -> None:
    found, floor = unseen(name), FLOORS["unseen"]
    assert found.mean_f1 >= floor["f1_mended"]
    assert found.titles >= floor["titles"] * found.pages
    assert found.dates_wrong <= floor["dates_wrong"] * found.pages
    assert (found.below, found.doubled, found.leaks) == (0, 0, 0)


@pytest.mark.parametrize("name", [*FOLDERS, *MADE])
def test_without_its_rules_no_family_is_far_under_the_better_peer(name: str) -> None:
    family = load(name)
    peers = [{page: tool(payload) for page, payload in family.pages.items()} for tool in (trafilatura_text, readability_lxml)]
    best = max(score(readings, family.gold, repair).mean_f1 for readings in peers)
    assert unseen(name).mean_f1 >= best - FLOORS["unseen"]["under_peers"]
