"""BibTeX and RIS are checked by the libraries that people read them with."""

from __future__ import annotations

from dataclasses import replace

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from tests.webui.sample_archive import HOSTILE_TEXTS, full_article
from webui.citations import bibtex, footnote, ris


def read_bibtex(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return {"ENTRYTYPE": entry.entry_type} | {field.key: field.value for field in entry.fields}


def test_bibtex_keeps_title_dates_address_and_vietnamese_letters() -> None:
    article = full_article()
    entry = read_bibtex(bibtex(article))
    assert entry["title"] == article.headline
    assert (entry["date"], entry["year"], entry["urldate"]) == ("2012-05-14", "2012", "2026-11-20")
    assert entry["url"] == article.url
    assert entry["organization"] == "Bộ Thông tin mẫu"
    assert "Thu Hương" in entry["author"]


def test_a_plain_title_needs_no_decoding() -> None:
    article = replace(full_article(), headline="Họp Hội đồng Giám đốc: “phiên thứ nhất”")
    (entry,) = bibtexparser.parse_string(bibtex(article)).entries
    assert entry["title"] == article.headline


def test_ris_keeps_title_dates_address_and_vietnamese_letters() -> None:
    article = full_article()
    (entry,) = rispy.loads(ris(article))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == article.headline
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2012", "2012/05/14/", "2026/11/20/")
    assert entry["urls"] == [article.url]
    assert entry["authors"] == ["Thu Hương"]
    assert entry["language"] == "vi"


def test_what_is_not_known_is_left_out() -> None:
    article = replace(full_article(), date_published=None, author=None, publisher=None, date_archived=None)
    entry = read_bibtex(bibtex(article))
    assert not {"date", "year", "author", "urldate"} & entry.keys()
    assert entry["organization"] == article.site
    assert not {"year", "date", "authors"} & rispy.loads(ris(article))[0].keys()
    assert footnote(article) == f"bo, “{article.headline}”. {article.url}"


BREAKING_OUT = (
    "a}\n@book{b, title={c",
    "x\r\nER  - \r\nTY  - BOOK\r\nTI  - giả",
    "\\input{/etc/passwd}",
    "50 % $x_1$ #2 ~ ^",
    *HOSTILE_TEXTS,
)


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_no_text_breaks_out_of_its_record(text: str) -> None:
    article = replace(full_article(), headline=text, author=text, description=text)
    one_line = " ".join(text.split())
    # The reading library takes \textasciicircum for the modifier letter; LaTeX prints the plain sign.
    assert read_bibtex(bibtex(article))["title"].replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^") == one_line
    (entry,) = rispy.loads(ris(article))
    assert entry["title"] == one_line
