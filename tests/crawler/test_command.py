"""``python -m crawler``: sites, and articles from files, with one clear line for each file that holds none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.__main__ import main
from tests.sites import FOLDER

ARTICLE = FOLDER / "sotttt-hanoi" / "hoi-nghi-tap-huan" / "page.html"
LISTING = FOLDER / "sotttt-hanoi" / "danh-sach" / "page.html"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    """Exit code, lines of standard output, lines of standard error."""
    code = main(arguments)
    output = capsys.readouterr()
    return code, output.out.splitlines(), output.err.splitlines()


def test_sites_prints_each_site_its_software_and_what_is_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, errors = run(capsys, "sites")
    assert (code, errors) == (0, [])
    text = "\n".join(lines)
    for word in ("aita", "chinhphu", "hdgdcntt", "mic", "sotttt-hanoi", "liferay", "sharepoint, vccorp", "mojoportal", "unverified: "):
        assert word in text


def test_extract_prints_one_article_line_with_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, [line], errors = run(capsys, "extract", str(ARTICLE))
    record = json.loads(line)
    assert (code, errors) == (0, [])
    assert record["file"] == str(ARTICLE)
    assert record["headline"] == "Hội nghị tập huấn về an toàn thông tin cho cán bộ quận, huyện"
    assert record["datePublished"] == "2016-08-19"


def test_the_address_is_taken_from_the_page_or_from_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    url = "http://sotttt.hanoi.gov.vn/en/thanh-tra/-/view_content/4500117-x.html"
    _, [own], _ = run(capsys, "extract", str(ARTICLE))
    _, [given], _ = run(capsys, "extract", "--url", url, str(ARTICLE))
    assert (
        json.loads(own)["url"]
        == "http://sotttt.hanoi.gov.vn/vi/tin-tuc-su-kien/-/view_content/4500117-hoi-nghi-tap-huan-ve-an-toan-thong-tin.html"
    )
    assert json.loads(given)["url"] == url
    assert json.loads(own)["identifier"] == json.loads(given)["identifier"]


@pytest.mark.parametrize(
    "note", ["<!-- saved from url=(0028)http://sotttt.hanoi.gov.vn/a/b -->", "<!-- Mirrored from sotttt.hanoi.gov.vn/a/b by a mirror -->"]
)
def test_a_relative_canonical_link_is_resolved_by_whoever_saved_the_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, note: str
) -> None:
    file = tmp_path / "a.html"
    text = ARTICLE.read_text(encoding="utf-8").replace("http://sotttt.hanoi.gov.vn/vi/tin-tuc-su-kien/", "../tin-tuc-su-kien/")
    file.write_text(note + text, encoding="utf-8")
    _, [line], _ = run(capsys, "extract", str(file))
    assert json.loads(line)["url"].startswith("http://sotttt.hanoi.gov.vn/tin-tuc-su-kien/-/view_content/4500117-")


def test_a_relative_canonical_link_without_a_host_is_kept_as_far_as_known(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(ARTICLE.read_text(encoding="utf-8").replace("http://sotttt.hanoi.gov.vn", ".."), encoding="utf-8")
    code, [line], _ = run(capsys, "extract", str(file))
    assert code == 0
    assert json.loads(line)["url"].startswith("../vi/tin-tuc-su-kien/-/view_content/4500117-")


def bad_files(folder: Path) -> dict[str, str]:
    """Bad files by name, with a word that the line about each must hold."""
    whole = ARTICLE.read_bytes()
    (folder / "empty.html").write_bytes(b"")
    (folder / "binary.html").write_bytes(bytes(range(256)) * 40)
    (folder / "half.html").write_bytes(whole[: whole.index("Chương trình gồm".encode()) + 40])
    (folder / "start.html").write_bytes(whole[:300])
    with (folder / "huge.html").open("wb") as file:
        file.write(whole)
        file.truncate(50 * 1024 * 1024)
    (folder / "folder.html").mkdir()
    return {
        "empty.html": "holds no bytes",
        "binary.html": "no HTML",
        "half.html": "cut off",
        "start.html": "no article",
        "huge.html": "10 MiB",
        "folder.html": "cannot be read",
        "missing.html": "cannot be read",
    }


def test_bad_files_get_a_line_each_and_the_others_are_still_done(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    paths = [str(tmp_path / name) for name in bad]
    code, lines, errors = run(capsys, "extract", *paths[:3], str(ARTICLE), *paths[3:], str(LISTING))
    assert code == 1
    assert [json.loads(line)["file"] for line in lines] == [str(ARTICLE)]
    assert len(errors) == len(bad) + 1
    for error, (name, word) in zip(errors, bad.items(), strict=False):
        assert error.startswith(str(tmp_path / name))
        assert word in error
    assert "a listing of 3 items" in errors[-1]


def test_a_false_charset_is_told_and_the_article_is_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "false.html"
    file.write_bytes(ARTICLE.read_bytes().replace(b"charset=UTF-8", b"charset=windows-1252"))
    code, [line], [error] = run(capsys, "extract", str(file))
    assert code == 0
    assert "Hội nghị tập huấn" in json.loads(line)["headline"]
    assert error == f"{file}: says windows-1252 and is utf-8: read as utf-8"


@pytest.mark.parametrize("arguments", [[], ["extract"], ["unknown"], ["extract", "--url", "http://x.vn/", "a.html", "b.html"]])
def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert " --help)\n" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["foo", "http://[::1"])
def test_an_address_that_is_none_is_a_usage_error(capsys: pytest.CaptureFixture[str], url: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["extract", "--url", url, str(ARTICLE)])
    assert stop.value.code == 2
    assert "is no web address" in capsys.readouterr().err
