"""Articles for the index tests: a few written by hand, and any number of generated ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from archive.article import Article, Publisher
from archive.corrections import Kind
from archive.facts import facts
from archive.identity import Mention, mentions, resolve
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
    """The documents of articles, numbered from 1; without facts."""
    return [document_of(one, seq) for seq, one in enumerate(articles, 1)]


REPORTS = (
    article("mot-ngay", "Hội nghị giao ban Sở Nội vụ", "Ngày 16/3/2018, Sở Nội vụ tổ chức hội nghị giao ban.", day=date(2018, 3, 17)),
    article(
        "hai-ngay",
        "Hội thảo chữ ký số",
        "Trong hai ngày 16-17/3/2018, Sở Nội vụ đã tổ chức hội thảo. Thứ trưởng Nguyễn Minh Hồng chủ trì hội thảo.",
        day=date(2018, 3, 20),
    ),
    article(
        "ca-quy",
        "Họp Ban điều hành Quý I/2018",
        "Phiên họp Quý I/2018 bàn Quyết định số 1605/QĐ-TTg. Thứ trưởng Bộ TT&TT Nguyễn Minh Hồng dự.",
        day=date(2018, 5, 2),
    ),
    article("khong-hop", "Cấp giấy phép", "Theo Quyết định 1605/QĐ-TTg, giấy phép được cấp tại Sở Nội vụ.", day=date(2019, 1, 5)),
)
"""Reports of meetings whose day is known, of two days, of a quarter; and one of none."""


def with_facts(articles: Iterable[Article] = REPORTS) -> list[Document]:
    """The documents of articles with their facts, and with what they name made one over all of them, as an archive has them."""
    known = [(replace(one, meeting=(found := facts(one)).meeting), mentions(one, found)) for one in articles]
    blocks: dict[tuple[Kind, str], list[Mention]] = {}
    for named in chain.from_iterable(named for _, named in known):
        blocks.setdefault((named.kind, named.block), []).append(named)
    resolved = [one for (kind, _), block in blocks.items() for one in resolve(kind, block)]
    return [
        document_of(one, seq, [named for named in resolved if named.identifier == one.identifier]) for seq, (one, _) in enumerate(known, 1)
    ]


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
