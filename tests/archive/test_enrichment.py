"""Facts stand beside their articles, follow text and corrections, and tell the index."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import __main__ as command
from archive.article import Article, Publisher
from archive.facts import article_facts
from archive.settings import settings
from archive.store import Store, StoreError
from tests.webui.sample_archive import SEED, seeds

HONG = Article(
    identifier="hong",
    url="https://a.vn/hong",
    site="a",
    headline="Tin",
    article_body="Thứ trưởng Nguyễn Minh Hồng dự theo Quyết định số 1605/QĐ-TTg.",
    date_published=date(2012, 1, 2),
)

Open = Callable[[], Store]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    return lambda: Store.open(tmp_path / "archive.sqlite")


def kept(store: Store) -> list[tuple[object, ...]]:
    tables = ("facts", "mentions", "things")
    return [row for table in tables for row in store.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")]


def test_an_article_has_its_facts_as_soon_as_it_is_put(opened: Open) -> None:
    with opened() as store:
        store.put(HONG)
        found = store.get("hong")
        assert found is not None
        assert [(person.name, person.roles) for person in found.people] == [("Nguyễn Minh Hồng", ("Thứ trưởng",))]
        assert [document.number for document in found.legal_documents] == ["1605/QĐ-TTg"]
        assert found.revisions == 1


def test_putting_the_same_text_again_changes_nothing(opened: Open) -> None:
    with opened() as store:
        store.put(HONG)
        before, sequence = kept(store), store.last_sequence()
        found = store.get("hong")
        assert found is not None
        assert store.put(found).outcome == "unchanged"
        assert (kept(store), store.last_sequence()) == (before, sequence)


def test_another_text_has_other_facts_and_the_old_are_gone(opened: Open) -> None:
    with opened() as store:
        store.put(HONG)
        store.put(replace(HONG, article_body="Bộ trưởng Lê Doãn Hợp dự."))
        assert store.things.get("person", "nguyen-minh-hong") is None
        assert store.things.get("document", "1605-qd-ttg") is None
        person = store.things.get("person", "le-doan-hop")
        assert person is not None
        assert person.articles == 1


def test_the_order_of_putting_changes_nothing(tmp_path: Path) -> None:
    stores = []
    for name, articles in (("one", list(seeds())), ("other", list(seeds())[::-1])):
        with Store.open(tmp_path / name / "archive.sqlite") as store:
            for article in articles:
                store.put(article)
            stores.append(kept(store))
    assert stores[0] == stores[1]


def test_the_seeds_have_one_deputy_minister_and_one_decision(opened: Open) -> None:
    with opened() as store:
        for article in seeds():
            store.put(article)
        person, decision = store.things.get("person", "nguyen-minh-hong"), store.things.get("document", "1605-qd-ttg")
        assert person is not None
        assert person.articles == 3
        assert decision is not None
        assert {one.mention.identifier for one in store.things.mentions("document", "1605-qd-ttg")} == {SEED.format(1), SEED.format(3)}
        held = {one.identifier: one.meeting.held for one in store.articles() if one.meeting}
        assert held == {
            SEED.format(0): date(2011, 8, 12),
            SEED.format(1): date(2012, 2, 16),
            SEED.format(2): date(2017, 1, 1),
            SEED.format(4): date(2018, 3, 16),
        }


def test_an_article_whose_things_became_others_is_numbered_anew(opened: Open) -> None:
    short = replace(HONG, identifier="short", url="https://a.vn/short", article_body="Thực hiện Quyết định số 1605.")
    with opened() as store:
        store.put(short)
        before = store.last_sequence()
        assert [one.thing for one in store.things.in_article("short")] == ["quyet-dinh-1605"]
        store.put(HONG)
        assert [one.thing for one in store.things.in_article("short")] == ["1605-qd-ttg"]
        assert {article.identifier for _, article in store.changed_since(before)} == {"hong", "short"}


def test_enrich_reads_only_what_another_rule_would_read_otherwise(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as store:
        for article in seeds():
            store.put(article)
        before, sequence = kept(store), store.last_sequence()
        first = store.enrich(workers=1)
        assert (first.articles, first.read, first.changed) == (5, 0, 0)
        monkeypatch.setitem(article_facts.VERSIONS, "people", 99)
        again = store.enrich(workers=2)
        assert (again.read, again.changed) == (5, 0)
        assert store.last_sequence() == sequence
        assert len(kept(store)) == len(before)
        assert store.enrich(workers=1).read == 0


def test_enrich_fills_a_store_that_knew_no_facts(opened: Open) -> None:
    with opened() as store:
        for article in seeds():
            store.put(article)
        before = kept(store)
        for table in ("facts", "mentions", "things"):
            store.connection.execute(f"DELETE FROM {table}")
        done = store.enrich(workers=1)
        assert (done.read, done.changed) == (5, 5)
        assert kept(store) == before
        assert all(article.revisions == 1 for article in store.articles())


def test_a_transaction_that_fails_keeps_no_fact(opened: Open) -> None:
    with opened() as store:
        with pytest.raises(ZeroDivisionError), store.transaction():
            assert store.put(HONG).seq / 0
        assert kept(store) == []
        store.put(replace(HONG, article_body="Không có ai."))
        assert store.things.get("person", "nguyen-minh-hong") is None


CORRECTIONS = """
[[same]]
kind = "person"
names = ["Nguyễn Minh Hùng", "Nguyễn Minh Hồng"]

[[meeting]]
article = "5eed000000000001"
held = "2012-Q1"

[[meeting]]
article = "5eed000000000004"
held = "none"
"""


def test_a_correction_wins_and_survives_reading_again(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as store:
        for article in seeds():
            store.put(article)
        sequence = store.last_sequence()
    (tmp_path / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    for version in (1, 99):
        monkeypatch.setitem(article_facts.VERSIONS, "meetings", version)
        with opened() as store:
            store.enrich(workers=1)
            corrected, none = store.get(SEED.format(1)), store.get(SEED.format(4))
            assert corrected is not None
            assert corrected.meeting is not None
            assert (corrected.meeting.held, corrected.meeting.held_precision) == (date(2012, 1, 1), "quarter")
            assert [proof.rule for proof in corrected.meeting.proofs if proof.field == "held"] == ["correction"]
            assert none is not None
            assert none.meeting is None
            assert store.things.get("person", "nguyen-minh-hong") is None
            assert {one.mention.rule for one in store.things.mentions("person", "nguyen-minh-hung")} == {"correction"}
            assert store.last_sequence() > sequence
    (tmp_path / "corrections.toml").unlink()
    with opened() as store:
        store.enrich(workers=1)
        assert store.things.get("person", "nguyen-minh-hung") is None
        person = store.things.get("person", "nguyen-minh-hong")
        assert person is not None
        assert person.name == "Nguyễn Minh Hồng"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[same]", "corrections.toml"),
        ('[[same]]\nkind = "place"\nnames = ["a"]', "person, body or document"),
        ('[[same]]\nkind = "body"', "needs names"),
        ('[[meeting]]\narticle = "a"\nheld = "16/3/2018"', "2018-03-16"),
        ('[[meeting]]\narticle = "a"\nheld = "2018-02-31"', "corrections.toml"),
        ("[other]\na = 1", "knows same, apart, meeting"),
        ("same = 3", "written [[same]]"),
    ],
)
def test_a_file_of_corrections_that_cannot_be_used_is_said_in_one_line(opened: Open, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError) as raised:
        opened()
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_command_says_what_it_did(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KHOTIN_HOME", str(tmp_path))
    settings.cache_clear()
    assert command.main(["enrich"]) == 1
    assert "no archive at" in capsys.readouterr().err
    with opened() as store:
        store.put(HONG)
        store.connection.execute("DELETE FROM facts")
    assert command.main(["enrich"]) == 0
    assert capsys.readouterr().out.split() == ["{", '"articles":', "1,", '"read":', "1,", '"changed":', "1", "}"]
    settings.cache_clear()


def test_a_kill_between_batches_loses_no_batch(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as store:
        for article in seeds():
            store.put(article)
        store.connection.execute("DELETE FROM facts")
        monkeypatch.setattr("archive.enrichment.BATCH", 2)

        def stop(_: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.enrich(stop, workers=1)
        assert store.connection.execute("SELECT count(*) FROM facts").fetchone() == (2,)
        assert store.enrich(workers=1).read == 3


def test_a_store_of_version_1_gets_its_facts_by_enrich(tmp_path: Path) -> None:
    from tests.archive.test_schema import VERSION_1

    path = tmp_path / "archive.sqlite"
    path.write_bytes(VERSION_1.read_bytes())
    with Store.open(path) as store:
        assert store.enrich(workers=1).read == 2
    assert sqlite3.connect(path).execute("SELECT count(*) FROM facts").fetchone() == (2,)


def said_by_chance(number: int, chance: random.Random) -> Article:
    """An article that names a few of few people, documents and bodies."""
    people = (
        "Chủ tịch Hồ Chí Minh",
        "Giám đốc Sở Nội vụ Lê Văn An",
        "Giám đốc Công ty Bia Lê Văn An",
        "Thủ tướng Lê Văn An",
        "Vụ trưởng Lê Văn Án",
    )
    documents = (
        "Nghị định số 15/2020/NĐ-CP",
        "Nghị định 15",
        "Kế hoạch số 15/KH-UBND",
        "Kế hoạch số 15/KH-UBND ngày 2/3/2019",
        "Quyết định 15",
    )
    bodies = ("Sở Nội vụ", "UBND thành phố Hà Nội", "Sở TT&TT Hà Nội")
    chosen = [*chance.sample(people, 2), *chance.sample(documents, 2), *chance.sample(bodies, 2)]
    return replace(
        HONG,
        identifier=f"a{number}",
        url=f"https://a.vn/{number}",
        headline=f"Tin {number}",
        article_body=". ".join(chosen) + ".",
        date_published=date(chance.choice((2012, 2016, 2020)), 5, 1 + number % 28),
    )


def test_what_one_article_adds_is_decided_as_if_all_were_decided_again(opened: Open) -> None:
    chance = random.Random(1)
    with opened() as store:
        for number in range(60):
            store.put(said_by_chance(number, chance))
            if number % 5 == 4:
                before = kept(store)
                store.connection.execute("DELETE FROM decided")
                assert store.enrich(workers=1).changed == 0
                assert kept(store) == before


def test_a_killed_enrich_is_completed_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    with Store.open(path) as store:
        with store.transaction():
            for number in range(400):
                store.put(said_by_chance(number, random.Random(number)))
        store.enrich(workers=1)
        before = kept(store)
        store.connection.execute("UPDATE facts SET versions = ''")
    environment = {**os.environ, "KHOTIN_HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-m", "archive", "enrich"], env=environment, stderr=subprocess.DEVNULL) as running:
        while (done := read_again(path)) == 0:
            assert running.poll() is None
        running.kill()
    assert running.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        done = read_again(path)
        assert 0 < done < 400
        assert store.enrich().read == 400 - done
        assert kept(store) == before


def read_again(path: Path) -> int:
    """How many articles an enrich that runs has brought up to date."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM facts WHERE versions != ''").fetchone()[0])


def test_an_article_that_says_a_centre_s_place_decides_those_that_leave_it_out(opened: Open) -> None:
    hanoi = Publisher(name="Sở Thông tin và Truyền thông Hà Nội", level="province")
    short = replace(HONG, identifier="short", url="https://a.vn/1", article_body="Trung tâm Dữ liệu đã họp.", publisher=hanoi)
    long = replace(HONG, identifier="long", url="https://a.vn/2", article_body="Trung tâm Dữ liệu Hà Nội đã họp.", publisher=hanoi)
    with opened() as store:
        store.put(short)
        assert store.things.get("body", "trung-tam-du-lieu")
        store.put(long)
        assert store.things.get("body", "trung-tam-du-lieu") is None
        found = store.things.mentions("body", "trung-tam-du-lieu-ha-noi")
        assert {one.mention.identifier for one in found} == {"short", "long"}
