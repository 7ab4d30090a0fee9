"""Facts as JSON lines."""

from __future__ import annotations

import json

from archive.facts import VERSIONS
from archive.facts.report import fact_lines
from tests.archive.facts.texts import article


def test_a_line_has_every_key_and_the_articles_identifier() -> None:
    body = "Quý I, Phiên họp lần thứ 3 diễn ra.\nSáng 22/4/2013, Sở tổ chức phiên họp theo Công văn số 1/VP-A."
    [line] = fact_lines([article(body, "Phiên họp lần thứ 3 của Hội đồng", "2013-05-02")])
    record = json.loads(line)
    assert record["id"] == "a"
    assert record["posted"] == "2013-05-02"
    assert record["is_meeting"] is True
    assert record["meeting"]["held"] == "2013-04-22"
    assert record["legal_documents"] == [
        {"text": "Công văn số 1/VP-A", "number": "1/VP-A", "kind": "Công văn", "issued": None, "forms": ["Công văn số 1/VP-A"]}
    ]
    assert {"people", "abbreviations_defined", "sign_off"} <= record.keys()


def test_a_part_of_the_year_is_written_as_far_as_it_is_known() -> None:
    headlines = {
        "họp Hội đồng Giám đốc năm 2017": "2017",
        "Phiên họp thường kỳ quý II/2013": "2013-Q2",
        "Phiên họp thường kỳ tháng 4/2013": "2013-04",
    }
    for headline, held in headlines.items():
        [line] = fact_lines([article("Đề nghị Bộ sớm ban hành.", headline)])
        assert json.loads(line)["meeting"]["held"] == held


def test_an_article_without_facts_has_empty_ones() -> None:
    [line] = fact_lines([article("Trời hôm nay đẹp.")])
    record = json.loads(line)
    assert (record["legal_documents"], record["is_meeting"], record["meeting"], record["people"]) == ([], False, None, [])


def test_every_extractor_has_a_version() -> None:
    assert set(VERSIONS) == {"abbreviations", "bodies", "legal_documents", "meetings", "people", "renamings", "sign_off"}
    assert all(version >= 1 for version in VERSIONS.values())
