"""A small archive for the tests of the pages: made by the real store, the real WARC writer and the real index build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from archive.article import Article, Attachment, Image, Publisher
from archive.page import PageKind, RemovedLine
from archive.settings import TIME_ZONE, Settings
from archive.store import Store
from archive.warc import WarcWriter
from indexer.build import build
from indexer.engines import make_engine
from samples.texts import load

COUNCIL = Publisher(name="Hội đồng Giám đốc công nghệ thông tin mẫu", acronym="HĐGĐCNTT", level="council", url="https://hoidong.example/")
MINISTRY = Publisher(name="Bộ Thông tin mẫu", acronym="BTT", level="ministry", url="https://bo.example/")
DEPARTMENT = Publisher(name="Ánh Dương, Sở mẫu", acronym="SM", level="province", url="https://so.example/")

CAPTURED = datetime(2026, 11, 20, 9, 30, tzinfo=TIME_ZONE)
FULL = "a0000000000000f1"
REVISED = "a0000000000000f2"
GONE = "a0000000000000f3"
UNTITLED = "a0000000000000f4"
PDF = "a0000000000000f5"

HOSTILE_TEXTS = (
    "<script>window.x=1</script>",
    "</title><script>window.x=2</script>",
    '"><svg onload="window.x=3">',
    "<img src=x onerror=window.x=4>",
    "javascript:window.x=5",
    "</textarea></script><style>*{display:none}</style>",
    "<mark>giả</mark><b onmouseover=window.x=6>",
    "{{ 7 * 7 }}{% raw %}%(count)s",
    "' onfocus='window.x=7' autofocus='",
    "<meta http-equiv=refresh content='0;url=//127.0.0.2/'>",
    "&lt;script&gt;window.x=8&lt;/script&gt;",
    "<!--<iframe srcdoc='<script>parent.x=9</script>'>",
)

CAPTURED_HTML = """<!doctype html><html><head><title>Trang g\u1ed1c</title>
<link rel="preconnect" href="{away}"><link rel="prefetch" href="{away}/prefetch"><link rel="stylesheet" href="{away}/style.css">
<meta http-equiv="refresh" content="1;url={away}/refresh"><script>window.x = 1; document.title = "ch\u1ea1y"</script>
<script src="{away}/script.js"></script></head>
<body onload="window.x = 2"><h1>B\u1ea3n ch\u1ee5p</h1><img src="{away}/picture.png"><iframe src="{away}/frame"></iframe>
<div style="background: url({away}/background.png)">n\u1ec1n</div><a id="out" href="javascript:window.x=3" ping="{away}/ping">ra</a>
<form action="{away}/form"><button id="send">g\u1eedi</button></form></body></html>"""
"""Asks for everything a page can ask for; ``away`` is another server."""


def _article(identifier: str, site: str, publisher: Publisher, **fields: object) -> Article:
    url = f"https://{site}.example/tin/{identifier}"
    known: dict[str, object] = {"identifier": identifier, "url": url, "site": site, "publisher": publisher, "date_archived": CAPTURED}
    return Article(**(known | fields))  # type: ignore[arg-type]


def _meetings() -> Iterator[Article]:
    """Thirty reports of meetings, so that there is more than one page of them, over eleven years and three sources."""
    sources = (("hoidong", COUNCIL), ("bo", MINISTRY), ("so", DEPARTMENT))
    for number in range(30):
        site, publisher = sources[number % 3]
        held = date(2008 + number % 11, 1 + number % 12, 10)
        yield _article(
            f"b{number:015x}",
            site,
            publisher,
            headline=f"Hội đồng họp phiên thứ {number + 1} về công nghệ thông tin",
            description=f"Ngày {held:%d/%m/%Y}, hội đồng họp phiên thứ {number + 1}.",
            article_body=f"Bàn việc ứng dụng CNTT theo Quyết định 1605/QĐ-TTg.\n\nPhiên {number + 1} có giám đốc dự và ra nghị quyết.",
            date_published=held + timedelta(days=2) if number % 10 else None,
        )


def full_article() -> Article:
    """An article with every field that the page shows."""
    return _article(
        FULL,
        "bo",
        MINISTRY,
        headline="Họp Ban điều hành triển khai ứng dụng CNTT & Bộ TT&TT 100% năm 2012",
        description="Chiều 16/02/2012, Ban điều hành họp phiên đầu tiên.",
        article_body="Ban điều hành báo cáo kết quả công tác năm 2011.\n\nVề Thông tư liên tịch, ba Bộ sẽ ban hành\ntrong tháng 2/2012.",
        article_section="Tin hoạt động",
        author="Thu Hương",
        credit_text="(Mẫu) -",
        image=(Image(url="https://bo.example/anh.jpg", caption="Toàn cảnh phiên họp"),),
        associated_media=(
            Attachment(url="https://bo.example/cv.pdf", name="Công văn", text=f"Nơi nhận: như trên.\n{HOSTILE_TEXTS[0]}"),
            Attachment(url="javascript:alert(1)", name="Xấu", no_text="scan"),
            Attachment(url="https://bo.example/phu-luc.docx", name="Phụ lục"),
        ),
        date_published=date(2012, 5, 14),
        date_published_raw="14/05/2012 15:20 CH",
        date_published_rule="sharepoint-posting-line",
        same_as=("https://bo.example/en/tin/full",),
        extracted_by="SampleMinistry/1",
    )


def _hostile() -> Iterator[Article]:
    for number, text in enumerate(HOSTILE_TEXTS):
        yield _article(
            f"c{number:015x}",
            "bo",
            MINISTRY,
            url=f"https://bo.example/{number}?x={text.replace(' ', '')}",
            headline=f"Thù địch {text}",
            description=text,
            article_body=f"Thù địch trước {text} thù địch sau\n\n{text}",
            author=text,
            credit_text=text,
            article_section=text,
            image=(Image(caption=text),),
            date_published=date(2011, 3, 4),
            date_published_raw=text,
            date_published_rule=text,
            same_as=(f"javascript:window.x={number}",),
        )


def _others() -> Iterator[Article]:
    yield _article(
        REVISED, "so", DEPARTMENT, headline="Bài có hai bản", article_body="Chữ ban đầu.", date_archived=CAPTURED - timedelta(days=9)
    )
    yield _article(REVISED, "so", DEPARTMENT, headline="Bài có hai bản", article_body="Chữ đã sửa.")
    yield _article(GONE, "so", DEPARTMENT, headline="Bài đã mất ở trang gốc", article_body="Chữ vẫn còn.", date_published=date(2010, 6, 1))
    renamed = "Cục Ứng dụng CNTT (nay là Cục Tin học hóa) đã dự."
    yield _article(UNTITLED, "so", DEPARTMENT, headline="", article_body=f"Bài không có tiêu đề.\n\n{renamed}")


def seeds() -> Iterator[Article]:
    """The five seeds: who chaired what and when, and by which decision."""
    for text in load():
        if text.key.startswith("seed-"):
            yield _article(
                f"5eed{text.key[5:8]:0>12}",
                "hoidong",
                COUNCIL,
                headline=text.headline,
                description=text.description,
                article_body="\n\n".join(block.lines[0] for block in text.blocks),
                author=text.author,
                image=(Image(caption=text.caption),) if text.caption else (),
                date_published=text.date_published,
            )


SEED = "5eed00000000000{}"
"""The identifier of a seed by its number's last digit."""


def _capture(store: Store, writer: WarcWriter, article: Article, payload: bytes, content_type: str) -> None:
    page = writer.write_response(article.url, 200, "OK", [("Content-Type", content_type)], payload, CAPTURED)
    kept = replace(article, warc_record_id=page.record_id, warc_file=page.warc_file, payload_digest=page.payload_digest)
    store.put(kept)
    removed = [RemovedLine(text="Về đầu <b>trang</b>", reason="on 40 of 40 pages of bo.example, outside the article on 39")]
    store.put_capture(page, PageKind.ARTICLE, article.identifier, removed=removed if article.identifier == FULL else ())


def _write_captures(store: Store, settings: Settings, away: str) -> None:
    html = CAPTURED_HTML.replace("{away}", away).encode()
    pdf = _article(PDF, "so", DEPARTMENT, headline="Bài là một tệp PDF", article_body="Chữ.")
    with WarcWriter(settings.warc_folder, "test") as writer:
        _capture(store, writer, full_article(), html, "text/html; charset=utf-8")
        _capture(store, writer, pdf, b"%PDF-1.4 mau", "application/pdf")


def make_archive(home: Path, *, away: str = "http://127.0.0.2:9", index: bool = True, engine: dict[str, str] | None = None) -> Settings:
    """Fill a data folder and index it; gives the settings that serve it. ``away`` is what the captured page asks for things, ``engine``
    the settings of another engine than the embedded one."""
    settings = Settings(home=home, **(engine or {}))  # type: ignore[arg-type]
    home.mkdir(parents=True, exist_ok=True)
    with Store.open(settings.store_path) as store:
        for article in (*_meetings(), *_hostile(), *_others(), *seeds()):
            store.put(article)
        store.mark_gone(f"https://so.example/tin/{GONE}", CAPTURED)
        _write_captures(store, settings, away)
    if index:
        build(settings, make_engine(settings))
    return settings
