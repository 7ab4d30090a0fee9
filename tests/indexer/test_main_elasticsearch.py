"""``python -m indexer`` on Elasticsearch: switching over, rolling back, comparing, and how it ends when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.store import Store
from deploy.elasticsearch.node import Node, free_ports
from indexer.engines import make_engine
from indexer.query import query
from tests.elasticsearch.proxy import Answer, FaultProxy
from tests.indexer.articles import ARTICLES, article, store_of
from tests.indexer.test_main import Capture, one_line, run

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def home(tmp_path: Path, elasticsearch_node: Node, index_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose archive is served by the embedded engine, and a server besides."""
    settings = {"home": tmp_path, "elasticsearch_url": elasticsearch_node.url, "elasticsearch_index_prefix": index_prefix}
    for name, value in settings.items():
        monkeypatch.setenv(f"KHOTIN_{name.upper()}", str(value))
    store_of(tmp_path)
    return tmp_path


def put(*articles: object) -> None:
    with Store.open(Settings().store_path) as store:
        for one in articles:
            store.put(one)  # type: ignore[arg-type]


def test_an_archive_is_switched_over_while_embedded_serves(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, "build")[0] == 0
    code, out, _ = run(capsys, "build", "--engine", "elasticsearch")
    assert (code, json.loads(out)["engine"], json.loads(out)["documents"]) == (0, "elasticsearch", 6)
    assert json.loads(run(capsys, "status")[1])["engine"] == "embedded"
    put(article("moi", "Bài mới", "Chuyển đổi số."))
    for engine in ("embedded", "elasticsearch"):
        assert json.loads(run(capsys, "status", "--engine", engine)[1])["lag"] == 1
        assert json.loads(run(capsys, "update", "--engine", engine)[1])["documents"] == 7
    monkeypatch.setenv("KHOTIN_ENGINE", "elasticsearch")
    assert json.loads(run(capsys, "status")[1])["engine"] == "elasticsearch"
    assert "1 articles" in run(capsys, "search", "1605/QĐ-TTg")[1]


def test_an_index_of_another_archive_is_not_updated_though_articles_and_numbers_are_the_same(
    home: Path, capsys: Capture, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "build", "--engine", "elasticsearch")[0] == 0
    other = store_of(tmp_path_factory.mktemp("other"))
    monkeypatch.setenv("KHOTIN_HOME", str(other.home))
    code, out, errors = run(capsys, "update", "--engine", "elasticsearch")
    assert (code, out, one_line(errors)) == (1, "", True)
    assert "is of another archive" in errors
    assert json.loads(run(capsys, "status", "--engine", "elasticsearch")[1])["of_this_archive"] is False
    monkeypatch.setenv("KHOTIN_HOME", str(home))
    assert run(capsys, "update", "--engine", "elasticsearch")[0] == 0
    assert json.loads(run(capsys, "status", "--engine", "elasticsearch")[1])["of_this_archive"] is True


def test_a_rollback_is_undone_by_a_second_one(home: Path, capsys: Capture, index_prefix: str) -> None:
    for engine, names in (("embedded", ("v000001", "v000002")), ("elasticsearch", tuple(f"{index_prefix}-articles-{n}" for n in (1, 2)))):
        for _ in range(2):
            run(capsys, "build", "--engine", engine)
        for name in names:
            code, out, errors = run(capsys, "rollback", "--engine", engine)
            assert (code, json.loads(out)["version"]) == (0, name)
            assert "python -m indexer update" in errors


def test_both_engines_are_compared(home: Path, capsys: Capture) -> None:
    for engine in ("embedded", "elasticsearch"):
        run(capsys, "build", "--engine", engine)
    queries = home / "q.jsonl"
    texts = ("họp công nghệ", '"thông tin"', "nguon:aita", "a" * 600)
    queries.write_text("".join(json.dumps({"qid": str(n), "query": text}) + "\n" for n, text in enumerate(texts)), encoding="utf-8")
    code, out, errors = run(capsys, "compare", "--queries", str(queries))
    found = json.loads(out)
    assert code == 1
    assert "3 of 3 queries have the same first 10 in the same order" in errors
    assert "query 3 was not run" in errors
    assert (found["queries"], found["same_order"], found["overlap"], found["differences"]) == (3, 3, 1.0, [])
    assert found["largest_score_difference"] < 1e-4
    put(article("moi", "Họp công nghệ", "Họp công nghệ, họp công nghệ."))
    run(capsys, "update")
    (difference,) = json.loads(run(capsys, "compare", "--queries", str(queries), "--size", "5")[1])["differences"]
    assert (difference["qid"], difference["embedded"], difference["elasticsearch"]) == ("0", ["moi"], [])


def test_a_rejected_article_is_one_line_and_exit_1_and_the_others_are_there(home: Path, capsys: Capture) -> None:
    put(article("x" * 600, "Tin", "Mã dài quá."))
    code, out, errors = run(capsys, "build", "--engine", "elasticsearch")
    assert (code, json.loads(out)["documents"], json.loads(out)["rejected"]) == (1, 6, 1)
    assert "1 of 7 articles were rejected" in errors
    assert str(home / "index" / "rejected.jsonl") in errors
    put(article("moi", "Bài mới", "Chuyển đổi số."))
    code, out, _ = run(capsys, "update", "--engine", "elasticsearch")
    assert (code, json.loads(out)["documents"], json.loads(out)["rejected"]) == (0, 7, 1)


def test_a_server_that_is_away_is_one_line_and_exit_1(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("KHOTIN_ELASTICSEARCH_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("KHOTIN_ELASTICSEARCH_PATIENCE", "1")
    monkeypatch.setenv("KHOTIN_ENGINE", "elasticsearch")
    for command in (("build",), ("update",), ("rollback",), ("status",), ("search", "họp")):
        code, out, errors = run(capsys, *command)
        assert (code, out) == (1, "")
        assert one_line(errors)
        assert f"cannot be reached at http://127.0.0.1:{port}" in errors


def test_run_again_after_a_failure_nothing_is_lost_or_doubled(
    home: Path, capsys: Capture, fault_proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHOTIN_ENGINE", "elasticsearch")
    monkeypatch.setenv("KHOTIN_ELASTICSEARCH_URL", fault_proxy.url)
    monkeypatch.setenv("KHOTIN_ELASTICSEARCH_PATIENCE", "1")
    assert run(capsys, "build")[0] == 0
    put(*(article(f"moi-{n}", "Bài mới", f"Chuyển đổi số {n}.") for n in range(20)))
    rule = fault_proxy.add(Answer(503), path="_refresh", times=None)
    code, _, errors = run(capsys, "update")
    assert (code, one_line(errors)) == (1, True)
    fault_proxy.rules.remove(rule)
    code, out, _ = run(capsys, "update")
    assert (code, json.loads(out)["indexed"], json.loads(out)["documents"]) == (0, 20, 26)
    assert make_engine(Settings()).search(query("")).total == 20 + len(ARTICLES)
