"""The whole line, twice, as ``make demo`` runs it: portals, crawl, archive, index, web side."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.address import canonical_url
from archive.article import Article
from archive.store import Store
from samples.layouts import Portal, portals
from samples.texts import SampleArticle
from tests.samples.loopback import HOST, ask, free_ports

SITE_OF = {"mic": "mau-mic", "mic-2024": "mau-mic-2024", "hdgdcntt": "mau-hdgdcntt", "aita": "mau-aita"}
CHROME = (
    "Skip Ribbon Commands",
    "Skip to main content",
    "Xem cỡ chữ",
    "ĐÁNH GIÁ BÀI VIẾT",
    "Mã Captcha",
    "Lượt truy cập",
    "Go top",
    "Người trực tuyến",
    "Tổng số phiếu",
    "Ý kiến về Website",
    "Ý kiến về Trang thông tin",
    "THÔNG KÊ TRUY CẬP",
    "khai báo online tại đây",
    "Xem chi tiết",
    "Tin liên quan",
    "Sự kiện nổi bật",
    "banner",
)

BODIES = {"Đoàn Thanh niên", "Tổ thư ký"}
"""Sign-offs that are no person's: whether they are the author is left open."""


@dataclass(frozen=True)
class Run:
    """What one run of the demo left."""

    said: str
    articles: Mapping[str, Article]
    """By address."""
    requests: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a demo keeps its data and listens."""

    home: Path
    base_port: int
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the demo's processes."""
        named = {"KHOTIN_HOME": str(self.home), "KHOTIN_SAMPLES_PORT": str(self.base_port), "KHOTIN_SAMPLES": "true"}
        return {**os.environ, **named, "KHOTIN_PORT": str(self.port)}

    def demo(self, *options: str) -> subprocess.CompletedProcess[str]:
        """The demo, run to its end."""
        command = [sys.executable, "-m", "samples", "demo", *options]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def address(self, portal: Portal, article: SampleArticle) -> str:
        """Where an article is, as the archive writes addresses."""
        return canonical_url(f"http://{HOST}:{self.base_port + portal.port_offset}{portal.address(article)}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    base = free_ports(5)
    return Place(tmp_path_factory.mktemp("demo") / "data", base, base + 4)


@pytest.fixture(scope="module")
def runs(place: Place) -> tuple[Run, Run]:
    """The first run and the second."""
    return finished(place), finished(place)


def finished(place: Place) -> Run:
    done = place.demo("--no-serve")
    assert done.returncode == 0, done.stderr
    with Store.open(place.home / "archive.sqlite", read_only=True) as store:
        articles = {article.url: article for article in store.articles()}
    log = (place.home / "logs" / "portal-requests.log").read_text(encoding="utf-8")
    return Run(done.stderr, articles, tuple(log.splitlines()))


def declared(place: Place, generation: int) -> dict[str, SampleArticle]:
    """What the article files say, by address."""
    return {place.address(portal, article): article for portal in portals(generation) for article in portal.articles}


def text_of(article: Article) -> str:
    return unicodedata.normalize(
        "NFC", "\n".join([article.headline, article.description or "", article.article_body, article.author or ""])
    )


def expected_paragraphs(article: SampleArticle) -> list[str]:
    """The paragraphs of a body as they are to be kept: the cells of a table row with " | " between them."""
    return [
        " | ".join(cells) if block.kind == "table" else line
        for block in article.blocks
        for line, cells in zip(block.lines, block.rows, strict=True)
    ]


def kept_under(run: Run, place: Place, key: str) -> Article:
    address = next(url for url, article in declared(place, 2).items() if article.key == key)
    return next(article for url, article in run.articles.items() if url == address or address in article.same_as)


def test_every_article_is_found_with_its_headline_and_its_date_or_none(place: Place, runs: tuple[Run, Run]) -> None:
    for generation, run in enumerate(runs, start=1):
        wanted = declared(place, generation)
        assert {url: (a.headline, a.date_published) for url, a in wanted.items()} == {
            url: (unicodedata.normalize("NFC", a.headline), a.date_published) for url, a in run.articles.items()
        }


def test_every_body_is_kept_whole_and_the_sapo_once(place: Place, runs: tuple[Run, Run]) -> None:
    wanted = declared(place, 1)
    for url, article in runs[0].articles.items():
        kept = [" ".join(unicodedata.normalize("NFC", paragraph).split()) for paragraph in article.paragraphs]
        assert kept == [" ".join(paragraph.split()) for paragraph in expected_paragraphs(wanted[url])], url
        if wanted[url].description:
            assert unicodedata.normalize("NFC", article.description or "") == wanted[url].description


def test_a_person_who_signs_is_the_author_and_not_text(place: Place, runs: tuple[Run, Run]) -> None:
    for url, article in declared(place, 1).items():
        if article.author not in BODIES:
            name = article.author.rpartition(": ")[2] if article.author else None
            assert runs[0].articles[url].author == name, url
            assert name is None or not runs[0].articles[url].paragraphs[-1].endswith(name), url


def test_no_line_of_the_portals_chrome_is_kept(runs: tuple[Run, Run]) -> None:
    for article in runs[1].articles.values():
        assert [words for words in CHROME if words in text_of(article)] == [], article.url


def test_an_article_belongs_to_a_publisher_that_says_it_is_a_sample(runs: tuple[Run, Run]) -> None:
    for article in runs[1].articles.values():
        assert article.publisher is not None
        assert article.publisher.name.startswith("Cổng mẫu ")
    assert set(Counter(article.site for article in runs[1].articles.values())) == set(SITE_OF.values())


def test_captions_and_attachments_are_fields_and_not_text(place: Place, runs: tuple[Run, Run]) -> None:
    workshop = kept_under(runs[0], place, "mic2024-2010-chuc-danh-cio")
    assert [image.caption for image in workshop.image] == ["Đại biểu các bộ, tỉnh dự hội thảo ngày 15/9/2010"]
    notice = kept_under(runs[0], place, "hdgdcntt-2019-tai-lieu-dinh-kem")
    assert notice.article_body == "Chi tiết xem tại file đính kèm./."
    (document,) = notice.associated_media
    assert document.url.endswith("/tai-lieu-hoi-nghi-2019.docx")
    assert document.text is not None
    assert document.text.endswith("Phần thứ ba. Danh sách đại biểu và sơ đồ chỗ ngồi.")


def test_the_second_run_fetches_only_what_changed(runs: tuple[Run, Run]) -> None:
    first, second = ([line for line in run.requests if "/robots.txt " not in line] for run in runs)
    bodies = [line for line in second if line.split()[-2] == "200"]
    articles = [line for line in bodies if re.search(r"/TinTuc/|\d{17}\.htm|ViewPost|/tin-tuc/\d", line)]
    assert len(first) > 70
    assert len(bodies) <= 8
    assert len(articles) == 3  # corrected, touched, new


def test_no_print_copy_login_calendar_or_language_copy_is_asked_for(runs: tuple[Run, Run]) -> None:
    traps = ("print", "dang-nhap", "XemTheoNgay", "/vi/en", "tinchitiet")
    assert [line for run in runs for line in run.requests if any(trap in line for trap in traps)] == []


def test_a_corrected_text_is_a_revision_and_the_old_one_is_kept(place: Place, runs: tuple[Run, Run]) -> None:
    report = kept_under(runs[1], place, "mic2024-2023-bao-cao-thuong-nien")
    assert report.revisions == 2
    with Store.open(place.home / "archive.sqlite", read_only=True) as store:
        newest, older = store.revisions(report.identifier)
    assert "42,1%" in newest.article_body
    assert "là 44,9%, trong đó" in older.article_body


def test_a_gone_page_keeps_its_text_under_a_tombstone(place: Place, runs: tuple[Run, Run]) -> None:
    before, after = (kept_under(run, place, "mic-2014-cong-van-hoa-toc") for run in runs)
    assert before.date_gone is None
    assert after.date_gone is not None
    assert after.article_body == before.article_body
    assert sum(article.date_gone is not None for article in runs[1].articles.values()) == 1


def test_no_counter_makes_a_revision_even_when_the_page_was_sent_again(place: Place, runs: tuple[Run, Run]) -> None:
    touched = kept_under(runs[1], place, "mic2024-2015-nghi-quyet-36a")
    assert any(touched.url in line and " 200 " in line for line in runs[1].requests)
    assert Counter(article.revisions for article in runs[1].articles.values()) == {1: len(runs[1].articles) - 1, 2: 1}


def test_one_notice_under_two_numbers_stays_two_records_with_one_text(place: Place, runs: tuple[Run, Run]) -> None:
    notices = [kept_under(runs[0], place, f"aita-2014-ke-hoach-kiem-tra{end}") for end in ("", "-dang-lai")]
    assert notices[0].content_digest == notices[1].content_digest
    assert notices[0].identifier != notices[1].identifier


def test_each_step_is_said(runs: tuple[Run, Run]) -> None:
    for run in runs:
        assert [line[:5] for line in run.said.splitlines()] == ["[1/4]", *["[2/4]"] * 4, "[3/4]"]


def found(place: Place, *query: str) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "indexer", "search", "--json", *query]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=True)
    results: list[dict[str, object]] = json.loads(done.stdout)["results"]
    return results


def test_a_search_without_marks_finds_the_first_seed(place: Place, runs: tuple[Run, Run]) -> None:
    seed = kept_under(runs[1], place, "seed-000-mic2024-2011-quy-che-hoi-dong-giam-doc")
    assert seed.url in [hit["url"] for hit in found(place, "hoi dong giam doc", "--size", "3")]


def test_what_the_second_run_brought_can_be_searched(place: Place, runs: tuple[Run, Run]) -> None:
    assert kept_under(runs[1], place, "mic2024-2023-ky-hop-quy-1").url in [hit["url"] for hit in found(place, "dữ liệu mở")]


def test_a_port_in_use_is_one_line_before_anything_is_done(tmp_path: Path) -> None:
    base = free_ports(5)
    for taken in (base + 2, base + 4):
        here = Place(tmp_path / "data", base, base + 4)
        with socket.socket() as holder:
            holder.bind((HOST, taken))
            holder.listen()
            done = here.demo()
        assert done.returncode == 1
        assert re.fullmatch(rf"samples: port {taken} is in use .*\n", done.stderr)
        assert not here.home.exists()


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="ascii")
    base = free_ports(5)
    done = Place(tmp_path / "file" / "data", base, base + 4).demo("--no-serve")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "KHOTIN_HOME" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "variable"),
    [(["demo", "--port", "99999"], {}), (["demo"], {"KHOTIN_PORT": "x"}), (["serve"], {"KHOTIN_SAMPLES_PORT": "65535"})],
)
def test_a_port_that_is_none_is_one_line_and_a_usage_error(arguments: list[str], variable: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "samples", *arguments]
    done = subprocess.run(command, env={**os.environ, **variable}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "PORT cannot be used" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["demo", "--prot", "1"], ["serve", "--generation", "9"]])
def test_a_command_that_is_none_is_one_line_and_a_usage_error(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "samples", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def copied(place: Place, runs: tuple[Run, Run], tmp_path: Path) -> Place:
    """The data after two runs, at a place of their own."""
    base = free_ports(5)
    shutil.copytree(place.home, tmp_path / "data")
    return Place(tmp_path / "data", place.base_port, base + 4)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_web_side_is_shown_until_a_signal_ends_all_that_was_started(copied: Place, end: signal.Signals) -> None:
    command = [sys.executable, "-m", "samples", "demo", "--port", str(copied.port)]
    with subprocess.Popen(command, env=copied.environment, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stderr is not None
        said: list[str] = []
        for line in demo.stderr:
            said.append(line)
            if line.startswith("[4/4]"):
                break
        assert f"http://{HOST}:{copied.port}" in said[-1]
        assert "Hội đồng" in ask(copied.port, "/tim-kiem?q=hoi+dong+giam+doc").text
        demo.send_signal(end)
        assert demo.wait() == 0
    for port in (copied.port, *range(copied.base_port, copied.base_port + 4)):
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0
