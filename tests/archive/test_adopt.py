from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from archive.adopt import adopt
from archive.warc import WarcError, WarcReader, read_page, read_pages, recover
from tests.archive.pages import html, write_warc

PAGES = [(f"http://tin.vn/bai/{number}", html("article", number)) for number in range(3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "warc"


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return write_warc(tmp_path / "theirs", PAGES)


def test_a_file_is_copied_under_a_name_of_its_own_and_only_once(warc: Path, folder: Path) -> None:
    (copy,) = adopt(warc, folder)
    assert copy.read_bytes() == warc.read_bytes()
    assert copy.name.startswith(warc.name.removesuffix(".warc.gz"))
    renamed = warc.rename(warc.with_name("other name.warc.gz"))
    assert adopt(renamed, folder)[0].name.startswith("other-name-")
    before = copy.stat().st_mtime_ns
    renamed.rename(warc)
    assert adopt(warc, folder) == (copy,)
    assert copy.stat().st_mtime_ns == before


def test_a_change_to_the_original_does_not_reach_the_copy(warc: Path, folder: Path) -> None:
    (copy,) = adopt(warc, folder)
    with warc.open("r+b") as original:
        original.write(b"changed")
    assert len(list(read_pages(copy))) == 3


def test_a_file_of_the_folder_stays_where_it_is(folder: Path) -> None:
    path = write_warc(folder, PAGES)
    assert adopt(path, folder) == (path,)
    assert list(folder.iterdir()) == [path]


def test_a_half_copy_of_a_killed_run_is_begun_again(warc: Path, folder: Path) -> None:
    (copy,) = adopt(warc, folder)
    copy.rename(copy.with_name(copy.name + ".part"))
    copy.with_name(copy.name + ".part").write_bytes(b"half of another")
    assert adopt(warc, folder) == (copy,)
    assert [path.name for path in folder.iterdir()] == [copy.name]
    assert copy.read_bytes() == warc.read_bytes()


def test_a_file_compressed_as_a_whole_is_kept_so_that_each_record_can_be_read(warc: Path, folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(warc.read_bytes())))
    (copy,) = adopt(whole, folder)
    assert copy.name.endswith(".warc")
    pages = list(read_pages(copy))
    assert [page.url for page in pages] == [url for url, _ in PAGES]
    assert all(read_page(folder, copy.name, page.warc_offset or 0, page.record_id) == page for page in pages)


def test_a_file_compressed_as_a_whole_and_torn_gives_what_stands_before_the_tear(warc: Path, folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(warc.read_bytes()) * 500)[:-50])
    reader = WarcReader(adopt(whole, folder)[0])
    pages = [entry.page for entry in reader if entry.page]
    assert len(pages) > 1000
    assert "is torn" in reader.faults[0]


def test_a_wacz_gives_its_warcs_whatever_their_names_point_at(warc: Path, folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(warc, "archive/data.warc.gz")
        file.writestr("../../evil.warc.gz", warc.read_bytes())
        file.writestr("pages/pages.jsonl", "{}")
    copies = adopt(packed, folder)
    assert [copy.parent for copy in copies] == [folder, folder]
    assert [copy.name.rsplit("-", 1)[0] for copy in copies] == ["crawl-data", "crawl-evil"]
    assert not list(tmp_path.glob("evil*"))


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "is empty"), (b"%PDF-1.4 binary\x00", "is no WARC file"), (b"PK\x05\x06", "damaged WACZ")]
)
def test_what_is_no_warc_is_not_taken(tmp_path: Path, folder: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    with pytest.raises(WarcError, match=message):
        adopt(path, folder)
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_said_in_one_line(warc: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WarcError, match=r"cannot be taken into .*: Not a directory"):
        adopt(warc, tmp_path / "file" / "warc")


def test_compressed_bytes_that_are_no_warc_are_refused_and_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(gzip.compress(b"hello"))
    with pytest.raises(WarcError, match="is no WARC file"):
        adopt(file, folder)
    assert not folder.exists()


def test_the_next_crawl_leaves_a_torn_file_of_others_as_it_is(warc: Path, folder: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-5])
    (copy,) = adopt(warc, folder)
    assert recover(folder) == ()
    assert copy.read_bytes() == warc.read_bytes()
