"""Articles for the index tests: a few written by hand, and any number of generated ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from archive.article import Article, Publisher
from archive.settings import Settings
from archive.store import Store
from indexer.document import Document, document_of

MIC = Publisher(name="Bộ Thông tin và Truyền thông", acronym="MIC")
AITA = Publisher(name="Cục Tin học hóa", acronym="AITA")


def article(identifier: str, headline: str, body: str, *, site: str = "mic", day: date | None = None, sapo: str | None = None) -> Article:
    """An article of one of two sources."""
    publisher = MIC if site == "mic" else AITA
    return Article(
        identifier=identifier,
        url=f"https://{site}.example.vn/{identifier}",
        site=site,
        publisher=publisher,
        headline=headline,
        description=sapo,
        article_body=body,
        date_published=day,
    )


ARTICLES = (
    article(
        "hop-hoi-dong",
        "Hội đồng giám đốc công nghệ thông tin họp phiên thứ nhất",
        "Sáng 12/8, hội đồng giám đốc công nghệ thông tin đã họp.\n\nThứ trưởng Nguyễn Minh Hồng chủ trì theo Quyết định 1605/QĐ-TTg.",
        day=date(2011, 8, 12),
    ),
    article(
        "ung-dung",
        "Ban điều hành ứng dụng công nghệ thông tin họp quý I",
        "Ban điều hành bàn việc sửa Nghị định số 102/2009/NĐ-CP về quản lý đầu tư.",
        site="aita",
        day=date(2012, 5, 14),
        sapo="Chiều nay tại Hà Nội, ban điều hành đã họp toàn thể.",
    ),
    article("hoa-binh", "Hoà Bình triển khai chính quyền điện tử", "Tỉnh Hoà Bình nâng cấp trang thông tin điện tử.", day=date(2012, 3, 1)),
    article("hoa-giai", "Tập huấn hòa giải ở cơ sở", "Lớp tập huấn về hòa giải dành cho cán bộ xã, không bàn về công nghệ.", site="aita"),
    article("khong-dau", "HOI DONG GIAM DOC HOP", "Ban tin khong dau: hoi dong giam doc hop tai Da Nang.", day=date(2012, 3, 1)),
    article("hoi-dong-khac", "Hỏi đáp về đóng phí", "Người dân hỏi, cán bộ trả lời về việc đóng phí.", day=date(2013, 1, 6)),
)


def documents(articles: Iterable[Article] = ARTICLES) -> list[Document]:
    """The documents of articles, numbered from 1."""
    return [document_of(one, seq) for seq, one in enumerate(articles, 1)]


def generated(count: int, *, text: str = "Bản tin số {n} về chuyển đổi số của xã {n}") -> list[Article]:
    """``count`` articles ``tin-000000`` ..., each with a number of its own in the text."""
    return [article(f"tin-{n:06}", f"Tin {n}", text.format(n=n), day=date(2012, 1 + n % 12, 1 + n % 28)) for n in range(count)]


def store_of(home: Path, articles: Iterable[Article] = ARTICLES) -> Settings:
    """A data folder whose archive holds ``articles``; gives its settings."""
    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
    with Store.open(settings.store_path) as store, store.transaction():
        for one in articles:
            store.put(one)
    return settings
