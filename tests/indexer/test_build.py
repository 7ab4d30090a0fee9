"""The archive into the index: whole, in parts, under readers, and killed at any moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.store import Store, StoreError
from indexer.analysis.words import WordStore
from indexer.build import build, update, without_words
from indexer.engine import EngineUnavailable, SearchEngine
from indexer.engines import make_engine, open_engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.lock import exclusive
from indexer.query import query
from tests.indexer.articles import ARTICLES, REPORTS, article, generated, store_of

ROOT = Path(__file__).resolve().parents[2]


def put(settings: Settings, *articles: object) -> None:
    with Store.open(settings.store_path) as store:
        for one in articles:
            store.put(one)  # type: ignore[arg-type]


def names(engine: SearchEngine) -> list[str]:
    return sorted(identifier for identifier, _ in engine.run(query(""), 10_000))


def indexer(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *arguments],
        cwd=ROOT,
        env={**os.environ, "KHOTIN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return store_of(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> SearchEngine:
    return make_engine(settings)


def test_a_build_indexes_every_article_with_its_words(settings: Settings, engine: SearchEngine) -> None:
    seen: dict[str, int] = {"words": 0, "articles": 0, "near-duplicates": 0, "suggestions": 0}

    def progress(step: str, done: int) -> None:
        seen[step] += done

    summary = build(settings, engine, progress)
    assert (summary.indexed, summary.segmented) == (6, 6)
    assert seen == {"words": 6, "articles": 6, "near-duplicates": 1, "suggestions": 6}
    assert names(engine) == sorted(one.identifier for one in ARTICLES)
    assert without_words(settings) == []


def test_an_indexed_article_without_words_is_noticed(settings: Settings, engine: SearchEngine) -> None:
    build(settings, engine)
    put(settings, article("moi", "Bài mới", "Chuyển đổi số ở xã."))
    assert [one.identifier for one in without_words(settings)] == ["moi"]
    update(settings, engine)
    assert without_words(settings) == []


def test_words_are_worked_out_once_for_a_text_and_survive_a_rebuild(settings: Settings, engine: SearchEngine) -> None:
    assert build(settings, engine).segmented == 6
    assert build(settings, engine).segmented == 0


def test_an_update_indexes_what_changed_and_nothing_else(settings: Settings, engine: SearchEngine) -> None:
    build(settings, engine)
    put(settings, replace(ARTICLES[0], article_body="Nội dung đã đính chính."), article("moi", "Bài mới", "Chuyển đổi số."))
    summary = update(settings, engine)
    assert (summary.indexed, summary.segmented, summary.status.documents) == (2, 2, 7)
    assert [hit.identifier for hit in engine.search(query('"đã đính chính"')).hits] == ["hop-hoi-dong"]
    assert update(settings, engine).indexed == 0


def test_a_page_that_is_gone_at_its_source_stays_findable(settings: Settings, engine: SearchEngine) -> None:
    from datetime import UTC, datetime

    build(settings, engine)
    with Store.open(settings.store_path) as store:
        store.mark_gone(ARTICLES[0].url, datetime(2024, 1, 1, tzinfo=UTC))
    update(settings, engine)
    assert engine.search(query("1605/QĐ-TTg")).total == 1


def test_without_an_archive_one_line_says_how_to_make_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "none", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(StoreError, match="no archive at"):
        build(settings, make_engine(settings))
    assert not (tmp_path / "none").exists()


def test_an_update_without_an_index_names_the_build(settings: Settings, engine: SearchEngine) -> None:
    with pytest.raises(EngineUnavailable, match="python -m indexer build"):
        update(settings, engine)


def remove_archive(settings: Settings) -> None:
    settings.store_path.unlink()
    for beside in settings.home.glob("archive.sqlite-*"):
        beside.unlink()


def test_an_index_is_not_updated_from_an_older_copy_of_its_archive(settings: Settings, engine: SearchEngine, tmp_path: Path) -> None:
    copy = shutil.copy(settings.store_path, tmp_path / "copy")
    put(settings, article("moi", "Bài mới", "Chuyển đổi số."))
    build(settings, engine)
    remove_archive(settings)
    shutil.copy(copy, settings.store_path)
    with pytest.raises(EngineUnavailable, match=r"ahead of the archive \(7 against 6\).*python -m indexer build"):
        update(settings, engine)


def test_an_index_is_not_updated_from_another_archive_of_the_same_articles(settings: Settings, engine: SearchEngine) -> None:
    before = build(settings, engine).status
    remove_archive(settings)
    store_of(settings.home)
    for changed in ((), (replace(ARTICLES[0], article_body="Nội dung đã đính chính."),)):
        put(settings, *changed)
        with pytest.raises(EngineUnavailable, match=r"the index v000001 is of another archive.*python -m indexer build"):
            update(settings, engine)
    assert engine.status() == before
    assert build(settings, engine).status.archive != before.archive
    assert update(settings, engine).indexed == 0


def test_an_index_that_names_no_archive_is_built_again(settings: Settings, engine: SearchEngine) -> None:
    build(settings, engine)
    path = settings.index_folder / "v000001" / "status.json"
    noted = json.loads(path.read_text(encoding="utf-8"))
    del noted["archive"]
    path.write_text(json.dumps(noted), encoding="utf-8")
    assert engine.search(query("")).total == 6
    with pytest.raises(EngineUnavailable, match=r"older than the identities of archives: run `python -m indexer build`"):
        update(settings, engine)


@pytest.mark.parametrize("count", [6, 9])
def test_an_update_from_another_archive_fails_as_often_as_it_is_tried(
    settings: Settings, engine: SearchEngine, tmp_path: Path, count: int
) -> None:
    build(settings, engine)
    remove_archive(settings)
    store_of(tmp_path, generated(count - 1))
    put(settings, replace(generated(1)[0], article_body="Nội dung đã đính chính."))
    for _ in range(3):
        with pytest.raises(EngineUnavailable, match="run `python -m indexer build`"):
            update(settings, engine)
    assert build(settings, engine).status.documents == count - 1


def test_a_count_that_differs_from_the_archive_is_not_put_in_place(
    settings: Settings, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, engine)
    whole = Store.changed_since
    monkeypatch.setattr(Store, "changed_since", lambda store, seq: list(whole(store, seq))[1:])
    with pytest.raises(EngineUnavailable, match="5 articles were read and the archive counts 6"):
        build(settings, engine)
    assert engine.status().version == "v000001"


def test_articles_put_during_a_build_wait_for_the_update(settings: Settings, engine: SearchEngine) -> None:
    def meddle(step: str, _: int) -> None:
        if step == "articles":
            put(settings, replace(ARTICLES[0], article_body=f"Sửa lúc {time.monotonic_ns()}."), article("moi", "Bài mới", "Chuyển đổi số."))

    status = build(settings, engine, meddle).status
    assert (status.documents, status.sequence) == (6, 6)
    assert update(settings, engine).status.documents == 7


@pytest.mark.parametrize("command", ["build", "update"])
def test_a_second_build_is_refused_before_it_works_out_any_words(settings: Settings, engine: SearchEngine, command: str) -> None:
    with exclusive(settings.index_folder / "build.lock"):
        refused = indexer(settings.home, command)
        output, errors = refused.communicate()
    assert (refused.returncode, output) == (1, "")
    assert errors.startswith("indexer: another `python -m indexer build` or `update` is running")
    assert not (settings.index_folder / "words.sqlite").exists()


READER = """
import sys
from pathlib import Path
from indexer.engines.embedded import EmbeddedEngine
from indexer.lock import exclusive
from indexer.query import query
engine, stop, seen, count = EmbeddedEngine(Path(sys.argv[1])), Path(sys.argv[2]), set(), 0
print("reading", flush=True)
while not stop.exists():
    seen.add(engine.search(query("bản tin")).total)
    count += 1
print(count, *sorted(seen))
"""


def test_readers_in_other_processes_see_no_error_and_no_half_state_during_builds_and_updates(tmp_path: Path) -> None:
    settings = store_of(tmp_path, generated(60))
    engine = make_engine(settings)
    build(settings, engine)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(settings.index_folder), str(stop)]
    readers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for number in range(6):
        put(settings, article(f"moi-{number}", "Bản tin mới", f"Bản tin mới số {number}."))
        update(settings, engine) if number % 2 else build(settings, engine)
    stop.touch()
    for reader in readers:
        output, errors = reader.communicate()
        assert (reader.returncode, errors) == (0, "")
        count, *totals = map(int, output.split())
        assert count > 0
        assert set(totals) <= set(range(60, 67))


def killed_at_random(home: Path, command: str, moments: random.Random) -> bool:
    """Start a build or update and kill it somewhere in its usual time; gives whether it was still running."""
    process = indexer(home, command)
    time.sleep(moments.uniform(0.0, 2.5))
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return running


def check_kills(tmp_path: Path, seeds: range) -> None:
    settings = store_of(tmp_path, generated(300))
    build(settings, make_engine(settings))
    killed = 0
    for seed in seeds:
        put(settings, *(article(f"moi-{seed}-{n}", "Bản tin mới", f"Bản tin mới {seed} về chuyển đổi số {n}.") for n in range(60)))
        command = "update" if seed % 3 == 2 else "build"
        before = open_engine(settings).status().documents
        killed += killed_at_random(tmp_path, command, random.Random(seed))
        with Store.open(settings.store_path, read_only=True) as store:
            archive = sorted(one.identifier for one in store.articles())
        assert open_engine(settings).search(query("")).total in (before, len(archive))
        finished = indexer(tmp_path, command)
        output, errors = finished.communicate()
        assert finished.returncode == 0, errors
        assert json.loads(output)["documents"] == len(archive)
        assert names(EmbeddedEngine(settings.index_folder)) == archive
        assert without_words(settings) == []
    print(f"{killed} of {len(seeds)} kills hit a running build or update")


def test_a_build_killed_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    check_kills(tmp_path, range(3))


@pytest.mark.soak
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    check_kills(tmp_path, range(100, 120))


def children(pid: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found


def working(home: Path) -> tuple[subprocess.Popen[str], set[int]]:
    """A build of many long texts whose two workers, and the process that tracks their semaphores, are there."""
    text = "Sáng nay tại Hà Nội, hội đồng giám đốc công nghệ thông tin đã họp phiên thứ nhất. " * 40
    store_of(home, generated(200, text=text + "{n}"))
    process = indexer(home, "build")
    started: set[int] = set()
    while len(started) < 3 and process.poll() is None:
        started = children(process.pid)
        time.sleep(0.05)
    assert len(started) >= 3
    return process, started


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_the_workers_of_a_killed_build_end_too(tmp_path: Path) -> None:
    process, workers = working(tmp_path)
    process.kill()
    process.communicate()
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_killed_worker_is_one_line_and_the_next_build_completes(tmp_path: Path) -> None:
    process, started = working(tmp_path)
    os.kill(max(started), signal.SIGKILL)
    output, errors = process.communicate()
    assert (process.returncode, output) == (1, "")
    assert errors.startswith("indexer: a process that works out words was ended"), errors
    assert errors.count("\n") == 1
    again = indexer(tmp_path, "build")
    assert json.loads(again.communicate()[0])["documents"] == 200


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_build_stopped_from_the_keyboard_is_one_line(tmp_path: Path) -> None:
    process, started = working(tmp_path)
    for one in (process.pid, *started):
        os.kill(one, signal.SIGINT)
    output, errors = process.communicate()
    assert (process.returncode, output) == (1, "")
    assert errors.startswith("indexer: stopped"), errors
    assert errors.count("\n") == 1


def test_key_phrases_are_there_for_every_indexed_article(settings: Settings, engine: SearchEngine) -> None:
    build(settings, engine)
    with Store.open(settings.store_path, read_only=True) as store, WordStore(settings.index_folder) as words:
        for one in store.articles():
            assert words.words(one.content_digest), f"{one.identifier} has no words"


def test_an_index_follows_what_enrich_decides_anew(tmp_path: Path) -> None:
    settings = store_of(tmp_path, REPORTS)
    engine = make_engine(settings)
    build(settings, engine)
    before = engine.search(query("", bodies=("so-noi-vu",))).total
    corrections = tmp_path / "corrections.toml"
    corrections.write_text('[[same]]\nkind = "body"\nnames = ["Sở Nội vụ Hà Nội", "Sở Nội vụ"]\n', encoding="utf-8")
    for bodies in ({"so-noi-vu-ha-noi": before, "so-noi-vu": 0}, {"so-noi-vu-ha-noi": 0, "so-noi-vu": before}):
        with Store.open(settings.store_path) as store:
            assert store.enrich(workers=1).changed == before
        assert update(settings, engine).indexed == before
        assert {slug: engine.search(query("", bodies=(slug,))).total for slug in bodies} == bodies
        corrections.unlink(missing_ok=True)
