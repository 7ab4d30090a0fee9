"""``python -m indexer``: what it prints, where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.__main__ import NOTES, main
from indexer.engines import open_engine
from indexer.query import NOTICES, query
from tests.indexer.articles import ARTICLES, article, store_of

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an archive, chosen by the environment; no index yet."""
    monkeypatch.setenv("KHOTIN_HOME", str(tmp_path))
    store_of(tmp_path)
    return tmp_path


@pytest.fixture
def built(home: Path, capsys: Capture) -> Path:
    assert main(["build"]) == 0
    capsys.readouterr()
    return home


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(str(ended.code))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def one_line(text: str) -> bool:
    return bool(text.strip()) and text.count("\n") == 1 and "Traceback" not in text


def test_build_update_and_status_answer_in_json(home: Path, capsys: Capture) -> None:
    code, out, _ = run(capsys, "build")
    assert (code, json.loads(out)["documents"], json.loads(out)["segmented"]) == (0, 6, 6)
    store_of(home, [article("moi", "Bài mới", "Chuyển đổi số.")])
    code, out, _ = run(capsys, "status")
    status = json.loads(out)
    assert (code, status["lag"], status["with_words"], status["without_words"]) == (0, 1, 6, 1)
    code, out, _ = run(capsys, "update")
    assert (code, json.loads(out)["indexed"], json.loads(out)["documents"]) == (0, 1, 7)
    assert json.loads(run(capsys, "status")[1])["lag"] == 0


@pytest.mark.parametrize("text", ["hội đồng", "hoi dong", '"công nghệ thông tin"', "1605/QĐ-TTg", "-họp", '"họp ban', "", "--json-la-gi"])
def test_the_terminal_counts_as_the_engine_does(built: Path, capsys: Capture, text: str) -> None:
    from archive.settings import Settings

    total = open_engine(Settings(home=built, _env_file=None)).search(query(text)).total  # type: ignore[call-arg]
    assert run(capsys, "search", text)[1].startswith(f"{total} articles")
    assert json.loads(run(capsys, "search", text, "--json", "--size", "1")[1])["total"] == total
    assert json.loads(run(capsys, "search", "--size=1", "--json", text)[1])["total"] == total


def test_results_are_printed_with_their_day_identifier_and_snippet(built: Path, capsys: Capture) -> None:
    out = run(capsys, "search", "1605/QĐ-TTg")[1]
    assert "12/08/2011  Hội đồng giám đốc" in out
    assert "hop-hoi-dong  https://mic.example.vn/hop-hoi-dong" in out
    assert "1605/QĐ-TTg." in out


def test_a_repair_is_said_on_standard_error(built: Path, capsys: Capture) -> None:
    assert run(capsys, "search", '"họp')[2] == 'indexer: note: a quotation mark without its pair was repaired: "họp\n'


def test_every_repair_has_its_sentence() -> None:
    assert {*NOTICES, "also-searched"} == set(NOTES)


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "(" * 2000), ("search", "a" * 513), ("search", "(" * 9 + "a"), ("search",), ("search", "họp", "--size", "0"),
        ("search", "họp", "--size", "101"), ("search", "họp", "--size", "x"), ("search", "--size"), (), ("xyz",), ("run",),
        ("evaluate", "--queries", "x"),
    ],
)  # fmt: skip
def test_a_usage_error_is_one_line_and_exit_2(built: Path, capsys: Capture, arguments: tuple[str, ...]) -> None:
    code, out, errors = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert one_line(errors)


@pytest.mark.parametrize("arguments", [("search", "họp"), ("status",), ("update",)])
def test_without_an_index_one_line_names_the_build(home: Path, capsys: Capture, arguments: tuple[str, ...]) -> None:
    code, out, errors = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert one_line(errors)
    assert "python -m indexer build" in errors


@pytest.mark.parametrize("command", ["build", "update"])
def test_without_an_archive_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: str) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "none", tmp_path / "file" / "below"):
        monkeypatch.setenv("KHOTIN_HOME", str(home))
        code, _, errors = run(capsys, command)
        assert code == 1
        assert one_line(errors)


def test_an_index_folder_that_cannot_be_made_is_one_line(home: Path, capsys: Capture) -> None:
    (home / "index").write_text("a file where the folder should be")
    code, _, errors = run(capsys, "build")
    assert code == 1
    assert one_line(errors)


def test_a_pointer_of_garbage_is_as_good_as_none(built: Path, capsys: Capture) -> None:
    (built / "index" / "current").write_bytes(b"\xff\xfe")
    code, _, errors = run(capsys, "search", "họp")
    assert (code, one_line(errors), "run `python -m indexer build`" in errors) == (1, True, True)
    assert run(capsys, "build")[0] == 0
    assert run(capsys, "search", "họp")[0] == 0


@pytest.mark.parametrize("status", ["{}", "[1]", "null", "{", '{"unknown": 1}', "[" * 100_000, '{"sequence": ' + "9" * 5000 + "}"])
def test_a_damaged_status_is_one_line_and_a_build_mends_it(built: Path, capsys: Capture, status: str) -> None:
    (built / "index" / "v000001" / "status.json").write_text(status)
    for command in (["search", "họp"], ["status"], ["update"], ["rollback"]):
        code, _, errors = run(capsys, *command)
        assert (code, one_line(errors), "run `python -m indexer build`" in errors) == (1, True, True), errors
    assert run(capsys, "build")[0] == 0


def test_a_damaged_file_of_words_says_what_to_do(built: Path, capsys: Capture) -> None:
    words = built / "index" / "words.sqlite"
    words.write_bytes(b"garbage" * 1000)
    for command in ("build", "update", "status"):
        code, _, errors = run(capsys, command)
        assert (code, one_line(errors), "delete the file and run" in errors) == (1, True, True), errors
    words.unlink()
    assert run(capsys, "build")[0] == 0


def test_a_faulty_setting_is_one_line_and_exit_2(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("KHOTIN_ENGINE", "solr")
    code, _, errors = run(capsys, "search", "họp")
    assert code == 2
    assert one_line(errors)
    assert "KHOTIN_ENGINE" in errors


def test_run_writes_a_trec_file_and_evaluate_measures_it(built: Path, capsys: Capture) -> None:
    queries, judgements, output = built / "q.jsonl", built / "qrels", built / "run"
    lines = [
        {"qid": "1", "query": "hội đồng giám đốc họp?", "class": "a"},
        {"id": "2", "text": "họp", "published_from": "2012-01-01", "published_to": "2012-12-31"},
        {"qid": "3", "query": "a" * 600},
    ]
    queries.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    judgements.write_text("1 0 hop-hoi-dong 2\n2 0 ung-dung 1\n3 0 hoa-giai 1\n", encoding="utf-8")
    code, _, errors = run(capsys, "run", "--queries", str(queries), "--size", "3", "--output", str(output))
    assert code == 1
    assert "query 3 was not run" in errors
    rows = [row.split() for row in output.read_text().splitlines()]
    assert rows[0][:4] == ["1", "Q0", "hop-hoi-dong", "1"]
    assert [row[2] for row in rows if row[0] == "2"] == ["ung-dung"]
    code, out, errors = run(capsys, "evaluate", "--queries", str(queries), "--qrels", str(judgements))
    measures = json.loads(out)
    assert code == 1
    assert measures["a"]["MRR@10"] == 1
    assert measures["all"] == {
        "queries": 3,
        "nDCG@10": pytest.approx(2 / 3),
        "MRR@10": pytest.approx(2 / 3),
        "Recall@100": pytest.approx(2 / 3),
    }
    assert "Recall@100" in errors
    assert "1 queries were not run" in errors


def test_every_article_is_found_by_its_headline(built: Path, capsys: Capture) -> None:
    for one in ARTICLES:
        found = json.loads(run(capsys, "search", one.headline, "--json")[1])
        assert found["results"][0]["identifier"] == one.identifier


def test_the_json_of_the_terminal_has_the_shape_of_the_api(built: Path, capsys: Capture) -> None:
    from archive.settings import Settings
    from webui import create_app

    client = create_app(Settings(home=built, _env_file=None)).test_client()  # type: ignore[call-arg]
    asked = json.loads(client.get("/api/v1/search", query_string={"q": '"họp ban', "size": "3"}).text)
    printed = json.loads(run(capsys, "search", '"họp ban', "--json", "--size", "3")[1])
    assert printed["query"]["notices"]
    assert {**printed, "took_ms": 0} == {**asked, "took_ms": 0}
