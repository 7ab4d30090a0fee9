"""The command line: exit codes, JSON on one stream, and one clear line on the other."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.__main__ import main
from archive.jsonl import dump_line
from archive.page import Page, PageKind, RemovedLine
from archive.settings import settings
from archive.store import Store
from tests.archive.pages import DAY, article, write_warc

LINES = [
    {"url": "http://tin.vn/1", "headline": "Một", "articleBody": "Nội dung một.", "datePublished": "2012-05-14", "site": "tin"},
    {"identifier": "seed-000", "articleBody": "Chỉ có mã."},
]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command in this process: most tests need no process of their own."""

    def run_here(home: Path, *arguments: object, **environment: str) -> Ran:
        for name, value in {"KHOTIN_HOME": str(home), **environment}.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        streams = capfd.readouterr()
        return Ran(code, streams.out, streams.err)

    yield run_here
    settings.cache_clear()


def run_in_process(home: Path, *arguments: object) -> Ran:
    """Runs a command as a user does, in a process of its own."""
    command = [sys.executable, "-m", "archive", *map(str, arguments)]
    process = subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ | {"KHOTIN_HOME": str(home)}, check=False)
    assert "Traceback" not in process.stderr, process.stderr
    return Ran(process.returncode, process.stdout, process.stderr)


def _lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_without_a_command_it_tells_how_it_is_used(home: Path) -> None:
    ran = run_in_process(home)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "python -m archive: the following arguments are required: COMMAND (see python -m archive --help)\n"
    assert not home.exists()


@pytest.mark.parametrize("arguments", [["destroy"], ["show"], ["import"], ["ingest"], ["stats", "--loud"]])
def test_a_command_that_does_not_exist_is_a_usage_error(run: Run, home: Path, arguments: list[str]) -> None:
    ran = run(home, *arguments)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("command", [["stats"], ["export"], ["show", "x"], ["verify"]])
def test_without_an_archive_it_says_so_in_one_line(run: Run, home: Path, command: list[str]) -> None:
    ran = run(home, *command)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "no archive at" in ran.err


def test_articles_go_in_and_come_out_the_same(home: Path, tmp_path: Path) -> None:
    imported = run_in_process(home, "import", _lines(tmp_path / "in.jsonl", *LINES))
    assert (imported.code, imported.json) == (0, {"lines": 2, "articles": {"new": 2}, "bad": 0})
    exported = run_in_process(home, "export")
    (tmp_path / "out.jsonl").write_text(exported.out, encoding="utf-8")
    other = tmp_path / "other"
    assert run_in_process(other, "import", tmp_path / "out.jsonl").code == 0
    assert run_in_process(other, "export").out == exported.out
    assert run_in_process(other, "import", tmp_path / "out.jsonl").json["articles"] == {"unchanged": 2}
    assert run_in_process(other, "verify").json["imported"] == 2


def test_revisions_and_tombstones_come_out_and_in_too(run: Run, home: Path, tmp_path: Path) -> None:
    with Store.open(home / "archive.sqlite") as store:
        store.put(article(article_body="Bản một."))
        store.put(article(article_body="Bản hai.", date_archived=DAY.replace(year=2023), same_as=("http://tin.vn/khac",)))
        store.mark_gone("http://tin.vn/bai/1", DAY.replace(year=2024))
    exported = run(home, "export").out
    record = json.loads(exported)
    assert (record["revisions"], record["earlierRevisions"][0]["articleBody"]) == (2, "Bản một.")
    assert record["dateGone"] == "2024-08-27T12:00:00+07:00"
    (tmp_path / "out.jsonl").write_text(exported, encoding="utf-8")
    run(tmp_path / "other", "import", tmp_path / "out.jsonl")
    assert run(tmp_path / "other", "export").out == exported


def test_bad_lines_are_told_by_number_and_the_good_ones_kept(run: Run, home: Path, tmp_path: Path) -> None:
    file = _lines(tmp_path / "in.jsonl", LINES[0], {"headline": "x"}, 7, {"url": "http://x.vn"}, LINES[1])
    ran = run(home, "import", file)
    assert (ran.code, ran.json) == (1, {"lines": 5, "articles": {"new": 2}, "bad": 3})
    first, second, third, summary = ran.err.splitlines()
    assert first == f"{file}:2: needs url or identifier"
    assert second == f"{file}:3: the line must be a JSON object"
    assert third == f"{file}:4: needs articleBody"
    assert summary == "5 lines: 2 new; 3 bad lines left out"


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "holds no line"), (b"\x7fELF\x00\xff\xfe", ":1: is not UTF-8"), (None, "No such file")]
)
def test_a_file_without_articles_is_said_in_a_line(run: Run, home: Path, tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "in.jsonl"
    if content is not None:
        file.write_bytes(content)
    ran = run(home, "import", file)
    assert ran.code == 1
    assert message in ran.err.splitlines()[0]


def test_one_record_is_shown_by_address_or_identifier(run: Run, home: Path, tmp_path: Path) -> None:
    run(home, "import", _lines(tmp_path / "in.jsonl", *LINES))
    by_address, by_identifier = run(home, "show", "HTTP://tin.vn/1#x"), run(home, "show", "seed-000")
    assert by_address.json["headline"] == "Một"
    assert (by_address.json["earlierRevisions"], by_address.json["captures"]) == ([], [])
    assert by_identifier.json["articleBody"] == "Chỉ có mã."
    missing = run(home, "show", "http://tin.vn/2")
    assert (missing.code, missing.err.count("\n"), missing.out) == (1, 1, "")


def test_numbers_are_per_site_and_year(run: Run, home: Path, tmp_path: Path) -> None:
    run(home, "import", _lines(tmp_path / "in.jsonl", *LINES))
    stats = run(home, "stats").json
    assert stats["articles"] == 2
    assert [(site["site"], site["years"]) for site in stats["sites"]] == [("import", {"none": 1}), ("tin", {"2012": 1})]


def test_captures_of_an_unknown_host_are_counted_and_kept(run: Run, home: Path, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "theirs", [("http://khong-biet.vn/", b"<html><body>x</body></html>"), ("http://khong-biet.vn/2", b"")])
    ran = run(home, "ingest", warc)
    assert ran.code == 0
    assert (ran.json["responses"], ran.json["captures"]["other"], ran.json["captures"]["empty"]) == (2, 1, 1)
    (copy,) = (home / "warc").iterdir()
    assert ran.err.splitlines()[:2] == [f"{warc} is kept in the archive as {copy.name}", "2 captures in 1 file"]
    again = run(home, "ingest", warc)
    assert (again.code, again.json["known"]) == (0, 2)
    checked = run(home, "verify")
    assert (checked.code, checked.json["captures"], checked.json["faults"]) == (0, 2, [])
    assert checked.err == "0 articles, 0 texts, 2 captures: nothing wrong\n"


def test_a_torn_file_gives_what_it_holds_and_a_line(run: Run, home: Path, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "theirs", [("http://khong-biet.vn/1", b"a"), ("http://khong-biet.vn/2", b"b")])
    warc.write_bytes(warc.read_bytes()[:-5])
    ran = run(home, "ingest", warc)
    assert (ran.code, ran.json["responses"]) == (1, 1)
    assert "is torn: the file ends inside it" in ran.err.splitlines()[0]


@pytest.mark.parametrize("content", [b"", b"\x7fELF\x00binary", b"PK\x03\x04broken"])
def test_a_file_that_is_no_warc_is_said_in_one_line(run: Run, home: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(content)
    ran = run(home, "ingest", file)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(str(file))


def test_a_missing_file_and_an_unknown_site_are_said_in_one_line(run: Run, home: Path, tmp_path: Path) -> None:
    missing = run(home, "ingest", tmp_path / "missing.warc.gz")
    assert (missing.code, missing.err.count("\n")) == (1, 1)
    file = write_warc(tmp_path, [("http://tin.vn/", b"x")])
    unknown = run(home, "ingest", "--site", "nowhere", file)
    assert (unknown.code, unknown.err.count("\n")) == (2, 1)
    assert "sotttt-hanoi" in unknown.err


def test_damage_is_one_line_a_fault_and_exit_1(run: Run, home: Path, tmp_path: Path) -> None:
    run(home, "ingest", write_warc(tmp_path, [("http://khong-biet.vn/", b"a")]))
    (copy,) = (home / "warc").iterdir()
    copy.unlink()
    ran = run(home, "verify")
    assert (ran.code, len(ran.json["faults"]), len(ran.err.splitlines())) == (1, 1, 2)
    assert ran.err.splitlines()[1].endswith("1 faults")


@pytest.mark.parametrize("command", ["import", "ingest"])
def test_a_data_folder_below_a_plain_file_is_said_in_one_line(run: Run, tmp_path: Path, command: str) -> None:
    file = _lines(tmp_path / "in.jsonl", *LINES) if command == "import" else write_warc(tmp_path, [("http://tin.vn/", b"x")])
    ran = run(tmp_path / file.name / "home", command, file)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "cannot be made: Not a directory" in ran.err


@pytest.mark.parametrize("command", [["stats"], ["export"], ["verify"]])
def test_a_newer_archive_is_refused_in_one_line(run: Run, home: Path, command: list[str]) -> None:
    Store.open(home / "archive.sqlite").close()
    connection = sqlite3.connect(home / "archive.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    ran = run(home, *command)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "newer Kho Tin" in ran.err


@pytest.fixture
def damaged(run: Run, home: Path, tmp_path: Path) -> Path:
    run(home, "import", _lines(tmp_path / "in.jsonl", *({"url": f"http://tin.vn/{n}", "articleBody": "x" * 500} for n in range(300))))
    path = home / "archive.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:-4096] = bytes(len(content) - 8192 - 4096)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("command", [["export"], ["stats"], ["show", "x"], ["enrich"]])
def test_a_damaged_archive_is_said_in_one_line(run: Run, home: Path, damaged: Path, command: list[str]) -> None:
    ran = run(home, *command)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "is damaged" in ran.err
    assert "`python -m archive verify`" in ran.err


def test_verify_tells_what_is_damaged_and_does_not_point_at_itself(run: Run, home: Path, damaged: Path) -> None:
    ran = run(home, "verify")
    assert ran.code == 1
    assert all(line.startswith("store: ") for line in ran.json["faults"])
    assert "archive verify" not in ran.err


def test_a_wrong_setting_is_named(run: Run, home: Path) -> None:
    ran = run(home, "stats", KHOTIN_PORT="many")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "KHOTIN_PORT" in ran.err


def test_a_reader_that_has_enough_does_no_harm(run: Run, home: Path, tmp_path: Path) -> None:
    run(home, "import", _lines(tmp_path / "in.jsonl", *({"url": f"http://tin.vn/{n}", "articleBody": "x" * 5000} for n in range(300))))
    command = [sys.executable, "-m", "archive", "export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"KHOTIN_HOME": str(home)}) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_lines_are_those_of_the_library(run: Run, home: Path) -> None:
    with Store.open(home / "archive.sqlite") as store:
        store.put(article())
        (kept,) = store.articles()
    assert run(home, "export").out == dump_line(kept)


def test_facts_are_told_line_by_line_and_bad_lines_by_number(run: Run, home: Path, tmp_path: Path) -> None:
    file = _lines(tmp_path / "in.jsonl", LINES[0], {"headline": "x"}, LINES[1])
    ran = run(home, "facts", file)
    assert ran.code == 1
    assert [json.loads(line)["id"] for line in ran.out.splitlines()][1] == "seed-000"
    assert ran.err == f"{file}:2: needs url or identifier\n"
    assert not home.exists()


def test_facts_of_a_file_without_a_line_are_none_and_that_is_said(run: Run, home: Path, tmp_path: Path) -> None:
    ran = run(home, "facts", _lines(tmp_path / "in.jsonl"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"{tmp_path / 'in.jsonl'} holds no line: no facts were read\n"


def test_what_was_taken_out_of_an_article_is_shown_with_the_reason(run: Run, home: Path, tmp_path: Path) -> None:
    path = write_warc(tmp_path, [("http://tin.vn/bai/1", b"<html>")])
    kept = Page(url="http://tin.vn/bai/1", status=200, record_id="urn:uuid:1", warc_file=path.name, warc_offset=0)
    with Store.open(home / "archive.sqlite") as store:
        identifier = store.put(article(warc_record_id="urn:uuid:1")).identifier
        store.put_capture(kept, PageKind.ARTICLE, identifier, removed=[RemovedLine(text="Về đầu trang", reason="on 40 of 40 pages")])
        store.put_capture(kept, PageKind.ARTICLE, identifier, removed=[RemovedLine(text="Về đầu trang", reason="on 41 of 41 pages")])
    ran = run(home, "show", "http://tin.vn/bai/1", "--removed")
    assert ran.code == 0
    assert ran.json["removed"] == [{"text": "Về đầu trang", "reason": "on 41 of 41 pages", "warcRecordId": "urn:uuid:1"}]


def test_what_is_no_utf8_is_a_usage_error(run: Run, home: Path) -> None:
    ran = run(home, "show", "\udcff")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_data_folder_below_a_plain_file_is_not_called_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run(tmp_path / "file" / "home", "stats")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "Not a directory" in ran.err
