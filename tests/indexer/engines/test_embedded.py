"""The embedded engine keeps the contract, and what is its own: versions on disk, locks, panics."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from indexer.engine import EngineUnavailable, SearchEngine
from indexer.engines import make_engine, open_engine
from indexer.engines.embedded import EmbeddedEngine, _boundary
from indexer.query import QueryError, query
from tests.indexer.articles import documents, generated, store_of
from tests.indexer.contract import EngineContract
from tests.indexer.learned_abbreviations_contract import LearnedContract
from tests.indexer.related_contract import RelatedContract


class TestEmbedded(EngineContract, RelatedContract, LearnedContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> EmbeddedEngine:
        return EmbeddedEngine(tmp_path / "index")


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.build(documents(), sequence=6)
    return engine


def versions(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("v*"))


def test_the_version_before_is_kept_for_its_readers_and_older_ones_are_removed(engine: EmbeddedEngine, tmp_path: Path) -> None:
    for _ in range(3):
        engine.build(documents(), sequence=6)
    assert versions(tmp_path / "index") == ["v000003", "v000004"]
    assert (tmp_path / "index" / "current").read_text() == "v000004\n"


def test_another_reader_sees_a_build_and_an_update_at_its_next_query(engine: EmbeddedEngine, tmp_path: Path) -> None:
    reader = EmbeddedEngine(tmp_path / "index")
    assert reader.search(query("")).total == 6
    engine.update(documents(generated(2)), sequence=8)
    assert reader.search(query("")).total == 8
    engine.build(documents(generated(1)), sequence=9)
    assert reader.search(query("")).total == 1
    assert reader.status() == engine.status()


def test_what_a_killed_build_left_is_removed_by_the_next(engine: EmbeddedEngine, tmp_path: Path) -> None:
    (tmp_path / "index" / "v000002" / "segments").mkdir(parents=True)
    engine.build(documents(), sequence=6)
    assert versions(tmp_path / "index") == ["v000001", "v000003"]


@pytest.mark.parametrize("action", ["build", "update"])
def test_while_another_process_writes_one_line_says_so(engine: EmbeddedEngine, tmp_path: Path, action: str) -> None:
    holder = (
        "import fcntl, sys; lock = open(sys.argv[1], 'a+'); fcntl.flock(lock, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path / "index" / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(EngineUnavailable, match=r"another .* is running"):
            getattr(engine, action)(documents(), sequence=6)
        assert engine.search(query("")).total == 6
        process.kill()
    assert getattr(engine, action)(documents(), sequence=6).documents == 6


def test_an_index_of_another_analysis_is_neither_read_nor_updated(engine: EmbeddedEngine, tmp_path: Path) -> None:
    status = tmp_path / "index" / "v000001" / "status.json"
    status.write_text(json.dumps({**json.loads(status.read_text()), "analysis_version": "0"}))
    for ask in (lambda: engine.update(documents(), sequence=7), lambda: engine.search(query("")), engine.status):
        with pytest.raises(EngineUnavailable, match=r"another version of the analysis.*python -m indexer build"):
            ask()
    assert engine.build(documents(), sequence=7).documents == 6


def test_a_damaged_index_is_one_line_and_a_build_repairs_it(engine: EmbeddedEngine, tmp_path: Path) -> None:
    for path in (tmp_path / "index" / "v000001" / "segments").glob("*"):
        path.write_bytes(b"\x00" * 10)
    with pytest.raises(EngineUnavailable, match="python -m indexer build"):
        EmbeddedEngine(tmp_path / "index").search(query("họp"))
    assert engine.build(documents(), sequence=6).documents == 6
    assert engine.search(query("họp")).total > 0


def test_an_index_that_this_user_may_not_write_to_says_what_reading_needs() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        EmbeddedEngine(folder).build(documents(), sequence=6)
        Path(name).chmod(0o755)
        segments = folder / "v000001" / "segments"
        segments.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)  # Nobody: to root, every folder is open.
        try:
            for ask in (EmbeddedEngine(folder).status, lambda: EmbeddedEngine(folder).search(query("họp"))):
                with pytest.raises(EngineUnavailable, match="reading an index takes a lock there: give it to this user") as raised:
                    ask()
                assert "\n" not in str(raised.value)
        finally:
            os.seteuid(before)
            segments.chmod(0o755)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineUnavailable, match="KHOTIN_HOME"):
        EmbeddedEngine(tmp_path / "file" / "index").build(documents(), sequence=6)


def test_a_panic_of_the_engine_is_an_engine_unavailable() -> None:
    import tantivy

    index = tantivy.Index(tantivy.SchemaBuilder().build())
    with pytest.raises(EngineUnavailable), _boundary():
        index.searcher().search(tantivy.Query.all_query(), limit=0)


@pytest.mark.parametrize("size", [0, -1, 100_001, 10**9])
def test_a_run_of_an_absurd_size_is_refused_before_the_engine_sees_it(engine: EmbeddedEngine, size: int) -> None:
    with pytest.raises(QueryError):
        engine.run(query("họp"), size)


_PIECES = (
    'a|họp |Ọ | |-|*|"|(|)|:|&|/|_|1|\u0301|\u00ad|,|.| OR | HOẶC |tieude:|nguon:|vanban:|“|”|\ud800|\x00|\u200b|HỘI ĐỒNG |102/2009/NĐ-CP |'
    'trườ* |"công nghệ" |-họp |\\|[|]|^|~|é|ß|İ|ﬁ|🎉|１|ก็|한|ª|\u0344'
)
PIECES = _PIECES.split("|")


def check_random_queries(engine: SearchEngine, count: int) -> None:
    choose = random.Random(count)
    for number in range(count):
        pieces = [choose.choice(PIECES) if number % 3 else chr(choose.randrange(0x110000)) for _ in range(choose.randrange(60))]
        try:
            results = engine.search(query("".join(pieces)))
        except QueryError:
            continue
        assert 0 <= len(results.hits) <= results.total


def test_random_queries_are_answered(engine: EmbeddedEngine) -> None:
    check_random_queries(engine, 1_000)


@pytest.mark.soak
def test_ten_thousand_random_queries_are_answered(engine: EmbeddedEngine) -> None:
    check_random_queries(engine, 10_000)


def test_threads_share_one_engine_while_it_is_rebuilt(engine: EmbeddedEngine) -> None:
    failures: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                assert engine.search(query("họp")).total in (2, 3)
            except (EngineUnavailable, AssertionError) as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(8):
        engine.build(documents(), sequence=6) if number % 2 else engine.update(documents(), sequence=6)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_the_settings_choose_the_engine(tmp_path: Path) -> None:
    settings = store_of(tmp_path)
    assert make_engine(settings).name == "embedded"
    with pytest.raises(EngineUnavailable, match="python -m indexer build"):
        open_engine(settings)
