from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.address import identifier
from archive.article import Article, Attachment, Image, LegalDocument, Meeting, Person, Publisher
from archive.jsonl import RecordError, dump_line, from_json, read_lines, to_json
from archive.settings import TIME_ZONE
from tests.archive.pages import article

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_MAYBE = st.none() | _TEXT
_DAYS = st.none() | st.dates()
_TIMES = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(tzinfo=TIME_ZONE))  # noqa: DTZ001
_NAMES = st.lists(_TEXT, max_size=3).map(tuple)


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


_MEETING = st.builds(
    Meeting,
    held=_DAYS,
    held_precision=st.sampled_from([None, "day", "month", "quarter", "year"]),
    held_end=_DAYS,
    evidence=_MAYBE,
    kind=_MAYBE,
    body=_MAYBE,
    session=_MAYBE,
    place=_MAYBE,
    chairs=_NAMES,
)
ARTICLES = st.builds(
    Article,
    identifier=st.from_regex(r"[a-z0-9/-]{1,20}", fullmatch=True),
    url=st.sampled_from(["", "http://x.vn/1"]),
    site=st.sampled_from(["x", "sotttt-hanoi"]),
    publisher=st.none() | st.builds(Publisher, name=_TEXT, acronym=_MAYBE, level=st.sampled_from([None, "ministry"]), url=_MAYBE),
    headline=_TEXT,
    description=_MAYBE,
    article_body=_TEXT,
    article_section=_MAYBE,
    author=_MAYBE,
    credit_text=_MAYBE,
    image=_several(st.builds(Image, url=_MAYBE, caption=_MAYBE)),
    associated_media=_several(st.builds(Attachment, url=_TEXT, name=_MAYBE, encoding_format=_MAYBE, text=_MAYBE)),
    in_language=st.sampled_from(["vi", "en"]),
    date_published=_DAYS,
    date_published_raw=_MAYBE,
    date_published_rule=_MAYBE,
    date_modified=_DAYS,
    date_archived=_TIMES,
    date_gone=_TIMES,
    legal_documents=_several(st.builds(LegalDocument, number=_MAYBE, kind=_MAYBE, date=_DAYS, forms=_NAMES)),
    meeting=st.none() | _MEETING,
    people=_several(st.builds(Person, name=_TEXT, roles=_NAMES)),
    same_as=_NAMES,
    warc_record_id=_MAYBE,
    warc_file=_MAYBE,
    payload_digest=_MAYBE,
    content_digest=st.just("sha256:0"),
    extracted_by=_MAYBE,
    revisions=st.integers(1, 9),
)


@given(ARTICLES)
def test_an_article_comes_back_from_its_line_as_it_was(made: Article) -> None:
    line = dump_line(made)
    assert line.count("\n") == 1
    assert from_json(json.loads(line)) == made
    assert dump_line(from_json(json.loads(line))) == line


def test_keys_are_schema_org_names() -> None:
    record = to_json(article(date_published=date(2012, 5, 14), same_as=("http://tin.vn/vi/1",)))
    assert record["articleBody"].startswith("Sáng nay")
    assert record["datePublished"] == "2012-05-14"
    assert record["dateArchived"] == "2022-08-27T12:00:00+07:00"
    assert record["sameAs"] == ["http://tin.vn/vi/1"]
    assert record["author"] is None


def test_a_line_needs_only_an_address_and_a_body() -> None:
    made = from_json({"url": "http://www.tin.vn/1#a", "articleBody": "x"})
    assert made.identifier == identifier("http://www.tin.vn/1")
    assert (made.site, made.headline, made.date_published) == ("tin.vn", "", None)


def test_an_identifier_given_is_kept() -> None:
    assert from_json({"identifier": "seed-000", "url": "http://tin.vn/1", "articleBody": ""}).identifier == "seed-000"
    assert from_json({"identifier": "seed-000", "articleBody": ""}).site == "import"


def test_a_time_without_a_zone_is_viet_nams() -> None:
    moment = from_json({"url": "http://x.vn", "articleBody": "", "dateArchived": "2022-08-27T12:00:00"}).date_archived
    assert moment == datetime(2022, 8, 27, 12, tzinfo=TIME_ZONE)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"articleBody": "x"}, "needs url or identifier"),
        ({"url": "http://x.vn"}, "needs articleBody"),
        ({"url": "http://x.vn", "articleBody": None}, "needs articleBody"),
        ({"url": "http://x.vn", "articleBody": 7}, "articleBody must be text, not int"),
        (
            {"url": "http://x.vn", "articleBody": "", "datePublished": "14/05/2012"},
            "datePublished must be an ISO 8601 date, not '14/05/2012'",
        ),
        ({"url": "http://x.vn", "articleBody": "", "image": {}}, "image must be a list"),
        ({"url": "http://x.vn", "articleBody": "", "image": ["a"]}, "image must be a JSON object"),
        ({"url": "http://x.vn", "articleBody": "", "publisher": {}}, "needs name"),
        ({"url": "http://x.vn", "articleBody": "", "publisher": {"name": "x", "level": "king"}}, "level must be one of"),
        ({"url": "http://x.vn", "articleBody": "", "revisions": 0}, "revisions must be a number from 1"),
        ({"url": "http://x.vn", "articleBody": "\ud800"}, "lone surrogate"),
        ({"url": "http://[x", "articleBody": ""}, "url is no address"),
        ({"identifier": "a b", "articleBody": ""}, "white space"),
        (["url"], "must be a JSON object"),
        ("text", "must be a JSON object"),
    ],
)
def test_what_is_no_article_is_said_in_one_line(record: object, message: str) -> None:
    with pytest.raises(RecordError, match=message) as error:
        from_json(record)
    assert "\n" not in str(error.value)


def test_each_bad_line_of_a_file_is_told_by_its_number(tmp_path: Path) -> None:
    good = dump_line(article()).encode()
    bad = [b"{", b"\xff\n", b"[" * 100_000 + b"\n", b'{"url": "http://x.vn"}\n', b"7\n"]
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + good + b"\n" + b"\n".join(line.rstrip() for line in bad) + b"\n" + good.rstrip())
    lines = list(read_lines(file))
    assert [line.number for line in lines] == [1, 3, 4, 5, 6, 7, 8]
    assert [bool(line.error) for line in lines] == [False, True, True, True, True, True, False]
    assert lines[0].article == lines[-1].article


def test_earlier_texts_travel_in_the_line(tmp_path: Path) -> None:
    old = article(article_body="Bản cũ.")
    file = tmp_path / "lines.jsonl"
    file.write_text(dump_line(article(), [old]), encoding="utf-8")
    (line,) = read_lines(file)
    assert [earlier.article_body for earlier in line.earlier] == ["Bản cũ."]


def test_a_number_too_long_to_be_read_is_a_bad_line_and_the_next_one_is_read(tmp_path: Path) -> None:
    good = '{"identifier":"a","articleBody":"x"}'
    (tmp_path / "in.jsonl").write_text(f'{{"identifier":"b","articleBody":"x","revisions":{"9" * 5000}}}\n{good}\n', encoding="utf-8")
    bad, fine = read_lines(tmp_path / "in.jsonl")
    assert (bad.error, fine.error) == ("holds a number that is too long", "")


@pytest.mark.parametrize(
    ("field", "value", "accepted"),
    [
        ("datePublished", "0001-01-01", False), ("datePublished", "9999-12-31", False), ("datePublished", "1997-12-01", True),
        ("dateArchived", "0001-01-01", False), ("dateArchived", "9999-12-31T23:59:59", False), ("dateGone", "0001-01-01", False),
        ("identifier", "..", False), ("identifier", "a/../x", False), ("identifier", "a/related", False), ("identifier", "tin/2.3", True),
        ("identifier", "a" * 201, False), ("site", "tin.vn\n", False), ("site", "s" * 201, False), ("site", "Bộ Thông tin", True),
        ("warcFile", "/etc/passwd", False), ("warcFile", "x" * 5000, False), ("warcFile", "..", False), ("warcFile", "a.warc.gz", True),
        ("identifier", "b.json", False), ("identifier", "//evil.com/x", False), ("identifier", "xquad-00-00", True),
    ],
)  # fmt: skip
def test_what_could_be_no_article_of_ours_is_a_bad_line(tmp_path: Path, field: str, value: str, accepted: bool) -> None:
    record = {"identifier": "a", "articleBody": "x", field: value}
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    (line,) = read_lines(tmp_path / "in.jsonl")
    assert (line.error == "") is accepted
    assert accepted or field in line.error
