"""The groups of an archive: the same whatever the order of arrival, kept up by build and update."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.article import Article
from archive.settings import Settings
from archive.store import Store
from indexer.build import build, update
from indexer.duplicates import Duplicates
from indexer.engines import make_engine
from indexer.query import query
from tests.indexer.analysis.test_near_duplicates import HEADLINE, REPORT
from tests.indexer.articles import article

TOLD = (
    article("mot", HEADLINE, REPORT, day=date(2018, 3, 18)),
    article("hai", HEADLINE, REPORT.replace("khẩn trương", "sớm"), site="aita", day=date(2018, 3, 19)),
    article("ba", HEADLINE, REPORT + " Hết.", day=date(2018, 4, 1)),
    article("khac", HEADLINE.replace("ba", "tư"), REPORT.replace("16/3", "20/6").replace("thứ ba", "thứ tư"), day=date(2018, 6, 22)),
    article("rieng", "Bài đứng một mình", "Không bài nào giống bài này.", day=date(2018, 1, 1)),
)


def filled(home: Path, articles: tuple[Article, ...]) -> Settings:
    settings = Settings(home=home)
    settings.index_folder.mkdir(parents=True)
    with Store.open(settings.store_path) as store:
        for one in articles:
            store.put(one)
    return settings


def test_a_group_is_led_by_its_first_article_and_leaves_the_next_meeting_out(tmp_path: Path) -> None:
    settings = filled(tmp_path, TOLD)
    build(settings, make_engine(settings))
    groups = Duplicates(settings.index_folder)
    for member in ("mot", "hai", "ba"):
        assert groups.group(member) == ("mot", "ba", "hai")
    assert groups.group("khac") == groups.group("rieng") == groups.group("unknown") == ()
    assert (groups.counts().groups, groups.counts().articles) == (1, 3)


def test_groups_do_not_depend_on_the_order_of_arrival_nor_on_what_was_there_before(tmp_path: Path) -> None:
    for number in range(4):
        shuffled = list(TOLD)
        random.Random(number).shuffle(shuffled)
        settings = filled(tmp_path / str(number), tuple(shuffled[:3]))
        groups = Duplicates(settings.index_folder)
        with Store.open(settings.store_path) as store:
            assert groups.refresh(store)
            for one in shuffled[3:]:
                store.put(one)
            assert groups.refresh(store)
            assert not groups.refresh(store)
        assert groups.group("hai") == ("mot", "ba", "hai")


def test_likeness_does_not_wander_from_member_to_member(tmp_path: Path) -> None:
    """The first has no number of a session, so each of the others is like it; they are not like each other."""
    vague = REPORT.replace("phiên thứ ba", "phiên định kỳ").replace("Ngày 16/3/2018, tại", "Tại")
    dated = [vague + f" Phiên sau họp ngày {day}/7/2018." for day in (3, 4)]
    settings = filled(
        tmp_path,
        tuple(article(name, "Hội đồng họp", body, day=date(2018, 3, 1)) for name, body in zip("abc", [vague, *dated], strict=True)),
    )
    with Store.open(settings.store_path) as store:
        Duplicates(settings.index_folder).refresh(store)
    assert Duplicates(settings.index_folder).group("a") == ("a", "b")
    assert Duplicates(settings.index_folder).group("c") == ()


def test_an_update_follows_the_archive(tmp_path: Path) -> None:
    settings = filled(tmp_path, TOLD[:1])
    build(settings, make_engine(settings))
    assert Duplicates(settings.index_folder).group("mot") == ()
    with Store.open(settings.store_path) as store:
        store.put(TOLD[1])
    update(settings, make_engine(settings))
    assert Duplicates(settings.index_folder).group("mot") == ("mot", "hai")


def folded(settings: Settings) -> tuple[list[str], int]:
    results = make_engine(settings).search(query("", fold=True))
    return [hit.identifier for hit in results.hits], results.folded


def test_the_index_folds_what_the_groups_say_also_articles_that_did_not_change_themselves(tmp_path: Path) -> None:
    settings = filled(tmp_path, (TOLD[1], TOLD[3], TOLD[4]))
    build(settings, make_engine(settings))
    assert folded(settings) == (["khac", "hai", "rieng"], 0)
    with Store.open(settings.store_path) as store:
        store.put(TOLD[0])
    update(settings, make_engine(settings))
    assert folded(settings) == (["khac", "hai", "rieng"], 1)
    with Store.open(settings.store_path) as store:
        store.put(replace(TOLD[0], headline="Tin khác hẳn", article_body="Không còn giống bài nào nữa."))
    update(settings, make_engine(settings))
    assert folded(settings) == (["khac", "hai", "mot", "rieng"], 0)


def test_a_second_engine_that_is_behind_is_told_of_groups_worked_out_for_the_first(tmp_path: Path) -> None:
    settings = filled(tmp_path, (TOLD[1], TOLD[4]))
    build(settings, make_engine(settings))
    before = make_engine(settings).status().sequence
    with Store.open(settings.store_path) as store:
        store.put(TOLD[0])
        Duplicates(settings.index_folder).refresh(store)
    assert Duplicates(settings.index_folder).moved_since(before) == ("hai", "mot")
    update(settings, make_engine(settings))
    assert folded(settings)[1] == 1


def test_groups_of_an_earlier_version_are_worked_out_again(tmp_path: Path) -> None:
    settings = filled(tmp_path, TOLD)
    with closing(sqlite3.connect(settings.index_folder / "near-duplicates.sqlite")) as old, old:
        old.executescript(
            "CREATE TABLE state (sequence INTEGER NOT NULL, method TEXT NOT NULL); INSERT INTO state VALUES (5, 'old');"
            "CREATE TABLE members (identifier TEXT PRIMARY KEY, leader TEXT NOT NULL); INSERT INTO members VALUES ('rieng', 'mot')"
        )
    build(settings, make_engine(settings))
    assert Duplicates(settings.index_folder).group("hai") == ("mot", "ba", "hai")
    assert folded(settings)[1] == 2
