"""What every search engine must do.

A test class per engine inherits ``EngineContract`` and gives the fixture ``engine``: one without an index. It may share ``indexed``, which
no test changes; tests that do change the index take ``own``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indexer.analysis import ANALYSIS_VERSION
from indexer.analysis.syllables import fold
from indexer.document import Document
from indexer.engine import MAX_RUN, EngineUnavailable, SearchEngine
from indexer.query import ALL_OF, Query, query
from indexer.results import Results
from tests.indexer.articles import ARTICLES, REPORTS, article, documents, generated, with_facts
from tests.indexer.spelling import bare, decomposed, other_placement


def found(results: Results) -> list[str]:
    return [hit.identifier for hit in results.hits]


OPTIONS: dict[str, str] = {
    "source": "sources",
    "year": "years",
    "month": "months",
    "person": "persons",
    "org": "bodies",
    "doc": "documents",
    "type": "kinds",
}
"""The field of ``Query`` that chooses a value of each facet."""


def check_facets(engine: SearchEngine, text: str, options: dict[str, object]) -> int:
    """Every value of every facet counts the hits after choosing it; gives how many values there are."""
    facets = engine.search(query(text, **options)).facets
    assert set(facets) == set(OPTIONS)
    for name, values in facets.items():
        for value in values:
            chosen = int(value.value) if name == "year" else value.value
            already = options.get(OPTIONS[name], ()) if name in ALL_OF else ()
            assert isinstance(already, tuple)
            assert engine.search(query(text, **{**options, OPTIONS[name]: (*already, chosen)})).total == value.count > 0, (name, value)
    return sum(map(len, facets.values()))


class EngineContract:
    """Build, update, search, run and status as ``indexer.engine.SearchEngine`` promises them."""

    @pytest.fixture
    def indexed(self, engine: SearchEngine) -> SearchEngine:
        """An engine with the articles of ``ARTICLES``, perhaps the same for all tests."""
        engine.build(documents(), sequence=len(ARTICLES))
        return engine

    @pytest.fixture
    def own(self, engine: SearchEngine) -> SearchEngine:
        """The same, for one test to change."""
        engine.build(documents(), sequence=len(ARTICLES))
        return engine

    # Finding

    def test_an_empty_query_finds_all_the_newest_first_and_undated_last(self, indexed: SearchEngine) -> None:
        results = indexed.search(query(""))
        assert results.total == len(ARTICLES)
        assert found(results) == ["hoi-dong-khac", "ung-dung", "hoa-binh", "khong-dau", "hop-hoi-dong", "hoa-giai"]

    @pytest.mark.parametrize("text", ["hội đồng giám đốc", "hoi dong giam doc", "HỘI ĐỒNG GIÁM ĐỐC", decomposed("hội đồng giám đốc")])
    def test_words_are_found_with_or_without_diacritics(self, indexed: SearchEngine, text: str) -> None:
        assert set(found(indexed.search(query(text)))[:2]) == {"hop-hoi-dong", "khong-dau"}

    def test_the_text_with_the_accents_typed_comes_before_the_one_without(self, indexed: SearchEngine) -> None:
        assert found(indexed.search(query("hội đồng giám đốc")))[:2] == ["hop-hoi-dong", "khong-dau"]

    def test_a_word_typed_with_accents_finds_no_other_word(self, indexed: SearchEngine) -> None:
        assert "hoi-dong-khac" not in found(indexed.search(query('"hội đồng"')))
        assert "hoi-dong-khac" in found(indexed.search(query("hỏi đóng")))

    @pytest.mark.parametrize("text", ["Hoà Bình", "hòa giải", "kỹ thuật số", '"hòa giải ở cơ sở"', "tieude:hoà"])
    def test_spelling_never_changes_the_answer(self, indexed: SearchEngine, text: str) -> None:
        plain = indexed.run(query(text), 10)
        for other in (decomposed(text), other_placement(text), text.upper().replace("TIEUDE", "tieude")):
            assert indexed.run(query(other), 10) == plain

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('"công nghệ thông tin"', {"hop-hoi-dong", "ung-dung"}),
            ('"cong nghe thong tin"', {"hop-hoi-dong", "ung-dung"}),
            ('"thông tin công nghệ"', set()),
            ('"thông tin" -"công nghệ"', {"hoa-binh"}),
            ('"hoi dong"', {"hop-hoi-dong", "khong-dau"}),
            ("họp -ban", {"hop-hoi-dong"}),
            ("-họp", {"hoa-binh", "hoa-giai", "khong-dau", "hoi-dong-khac"}),
            ("-hop", {"hoa-binh", "hoa-giai", "hoi-dong-khac"}),
            ("-(họp OR hỏi)", {"hoa-binh", "hoa-giai", "khong-dau"}),
            ('"hòa giải" OR "hoà bình"', {"hoa-binh", "hoa-giai"}),
            ('("hòa giải" OR "công nghệ") -họp', {"hoa-giai"}),
            ("giám đốc", {"hop-hoi-dong", "khong-dau"}),
            ("tieude:họp", {"hop-hoi-dong", "ung-dung"}),
            ("title:hop", {"hop-hoi-dong", "ung-dung", "khong-dau"}),
            ('tieude:"công nghệ" -tieude:ban', {"hop-hoi-dong"}),
            ("1605/QĐ-TTg", {"hop-hoi-dong"}),
            ("1605/qd-ttg", {"hop-hoi-dong"}),
            ("Quyết định số 1605/QĐ-TTg", {"hop-hoi-dong"}),
            ("9999/QĐ-TTg", set()),
            ("vanban:102/2009/NĐ-CP", {"ung-dung"}),
            ("vanban:102/2009", {"ung-dung"}),
            ("document:1605", {"hop-hoi-dong"}),
            ("vanban:160", set()),
            ("nguon:aita", {"ung-dung", "hoa-giai"}),
            ('source:"Cục Tin học hoá"', {"ung-dung", "hoa-giai"}),
            ("nguon:aita họp", {"ung-dung"}),
            ("nguon:xyz", set()),
            ("trưở*", {"hop-hoi-dong"}),
            ("truo*", {"hop-hoi-dong"}),
            ("trườ*", set()),
            ("giả*", {"hoa-giai"}),
            ("tieude:hoi*", {"hop-hoi-dong", "khong-dau", "hoi-dong-khac"}),
            ("tập huấn cán bộ", {"hoa-giai", "hoi-dong-khac"}),
            ("toàn thể", {"ung-dung"}),
            ("xyz123", set()),
            ("-(hội đồng giám đốc thông tin)", {one.identifier for one in ARTICLES} - {"hop-hoi-dong"}),
            ("họp -(hội đồng nghị)", {"hop-hoi-dong", "ung-dung"}),
            ("họp -thứ-nhất", {"ung-dung"}),
            ("họp -nhất-thứ", {"hop-hoi-dong", "ung-dung"}),
            ("hop -1605/QĐ-TTg", {"ung-dung", "khong-dau"}),
            ("tieude:(hội đồng nghệ)", {"hop-hoi-dong"}),
            ("tieude:(hội đồng ban)", set()),
            ("tieude:(hội đồng giám đốc)", {"hop-hoi-dong", "khong-dau"}),
        ],
    )
    def test_a_query_finds_exactly(self, indexed: SearchEngine, text: str, expected: set[str]) -> None:
        results = indexed.search(query(text))
        assert set(found(results)) == expected
        assert results.total == len(results.hits)

    def test_a_phrase_does_not_run_from_the_headline_into_the_text(self, indexed: SearchEngine) -> None:
        assert found(indexed.search(query('"thứ nhất sáng"'))) == []

    def test_notices_of_the_query_come_with_the_results(self, indexed: SearchEngine) -> None:
        results = indexed.search(query('"họp'))
        assert [notice.code for notice in results.notices] == ["unbalanced-quote"]
        assert results.total == 2

    @pytest.mark.parametrize(
        "text", ["'", "a&b", "họp\x00", "\ud800 họp", "🎉 họp", "[a TO b]", "a" * 500, "họp*~^2", "/h.*p/", "_", "\u0301", "từ " * 128]
    )
    def test_no_text_is_more_than_words(self, indexed: SearchEngine, text: str) -> None:
        assert indexed.search(query(text)).total >= 0

    # Abbreviations

    @pytest.mark.parametrize("text", ["CNTT", "cntt", "công nghệ thông tin", "cong nghe thong tin", "ứng dụng CNTT", "tieude:CNTT"])
    def test_a_short_and_a_long_form_find_each_other(self, engine: SearchEngine, text: str) -> None:
        short = article("ngan", "Ứng dụng CNTT", "Tin về CNTT của sở.")
        long = article("dai", "Ứng dụng công nghệ thông tin", "Tin về công nghệ thông tin của sở.")
        engine.build(documents([short, long, article("khac", "Tin khác", "Không liên quan.")]), sequence=3)
        results = engine.search(query(text))
        assert set(found(results)) == {"ngan", "dai"}
        assert [notice.code for notice in results.notices] == ["also-searched"]

    @pytest.mark.parametrize("text", ['"CNTT"', "-CNTT", '"công nghệ thông tin"', "-(công nghệ thông tin)"])
    def test_phrases_and_exclusions_mean_what_was_typed(self, engine: SearchEngine, text: str) -> None:
        engine.build(documents([article("ngan", "A", "Tin về CNTT."), article("dai", "B", "Tin về công nghệ thông tin.")]), sequence=2)
        wanted = ("ngan" if "CNTT" in text else "dai") if text.startswith('"') else ("dai" if "CNTT" in text else "ngan")
        assert found(engine.search(query(text))) == [wanted]
        assert engine.search(query(text)).notices == ()

    def test_abbreviations_can_be_left_as_typed(self, engine: SearchEngine) -> None:
        engine.build(documents([article("ngan", "A", "Tin về CNTT."), article("dai", "B", "Tin về công nghệ thông tin.")]), sequence=2)
        results = engine.search(query("CNTT", abbreviations=False))
        assert (found(results), results.notices) == (["ngan"], ())

    # Suggestions

    @pytest.mark.parametrize("text", ["hoi dong giam doc", "HOI DONG GIAM DOC", "hooji ddoongf giams ddoocs", "ho65i d9o62ng gia1m d9o61c"])
    def test_what_was_meant_is_suggested_and_not_applied(self, indexed: SearchEngine, text: str) -> None:
        results = indexed.search(query(text))
        assert str(results.suggestion).lower() == "hội đồng giám đốc"
        assert indexed.run(query(text), 10) != indexed.run(query("hội đồng giám đốc"), 10)

    @pytest.mark.parametrize(
        "text", ["", "hội đồng giám đốc", "html5", "mp3 2020", "1605/qd-ttg", "từ " * 128, "tu " * 128, "\x00", "xyz123"]
    )
    def test_what_is_meant_as_it_stands_has_no_suggestion(self, indexed: SearchEngine, text: str) -> None:
        assert indexed.search(query(text)).suggestion is None

    # Ordering and paging

    def test_hits_and_run_are_the_same_list_in_the_same_order(self, indexed: SearchEngine) -> None:
        for text in ("họp công nghệ", "hoi dong", "", "-họp", '"thông tin"', "nguon:mic", "hòa"):
            hits = indexed.search(query(text, size=100)).hits
            assert [hit.identifier for hit in hits] == [identifier for identifier, _ in indexed.run(query(text), 100)]

    def test_scores_fall_and_ties_go_by_identifier(self, engine: SearchEngine) -> None:
        twins = [article(name, "Tin họp", "Nội dung y hệt nhau.") for name in ("d", "a", "c", "b", "e")]
        engine.build(documents([*twins, article("z", "Khác", "Họp họp họp họp nội dung.")]), sequence=6)
        run = engine.run(query("nội dung"), 10)
        assert run == sorted(run, key=lambda pair: (-pair[1], pair[0]))
        assert [identifier for identifier, _ in run if identifier != "z"] == ["a", "b", "c", "d", "e"]

    def test_a_tie_wider_than_a_page_is_paged_without_gap_or_double(self, engine: SearchEngine) -> None:
        same = generated(300, text="Bản tin y hệt nhau")
        engine.build(documents(same), sequence=300)
        names = [name for page in range(1, 11) for name in found(engine.search(query("bản tin", page=page, size=30)))]
        newest_first = sorted(same, key=lambda one: (-(one.date_published or date.max).toordinal(), one.identifier))
        assert names == [one.identifier for one in newest_first]

    def test_ties_go_by_identifier_across_updates_too(self, engine: SearchEngine) -> None:
        twins = [article(name, "Tin họp", "Nội dung y hệt nhau.") for name in "hgfedcba"]
        engine.build(documents(twins[:4]), sequence=4)
        for count in range(5, 9):
            engine.update(documents(twins[:count])[-1:], sequence=count)
        assert [identifier for identifier, _ in engine.run(query("nội dung"), 10)] == list("abcdefgh")

    @pytest.mark.parametrize(
        ("sort", "expected"), [("published-desc", ["ung-dung", "hop-hoi-dong"]), ("published-asc", ["hop-hoi-dong", "ung-dung"])]
    )
    def test_sorted_by_posting_date(self, indexed: SearchEngine, sort: str, expected: list[str]) -> None:
        assert found(indexed.search(query('"công nghệ thông tin"', sort=sort))) == expected

    def test_equal_days_are_sorted_by_identifier_and_undated_articles_stand_last_both_ways(self, indexed: SearchEngine) -> None:
        assert found(indexed.search(query("", sort="published-asc"))) == [
            "hop-hoi-dong", "hoa-binh", "khong-dau", "ung-dung", "hoi-dong-khac", "hoa-giai",
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["", "bản tin", "xã -7", "nguon:mic"])
    @pytest.mark.parametrize("sort", ["relevance", "published-desc", "published-asc"])
    def test_pages_give_every_hit_once(self, engine: SearchEngine, text: str, sort: str) -> None:
        engine.build(documents(generated(95)), sequence=95)
        pages = [engine.search(query(text, sort=sort, page=page, size=10)) for page in range(1, 12)]
        names = [name for page in pages for name in found(page)]
        assert {page.total for page in pages} == {len(names)}
        assert len(set(names)) == len(names)

    # Why

    @pytest.mark.parametrize(
        "text",
        [
            "hội đồng giám đốc",
            "hoi dong giam doc",
            "hội dong giám doc",
            '"công nghệ thông tin"',
            "họp OR họp",
            "hop hop họp",
            "CNTT",
            "ứng dụng công nghệ thông tin",
            "Quyết định 1605/QĐ-TTg họp",
            "tieude:họp",
            "họp -ban nguon:mic",
            "trưở* họp",
            "trong bao nhiêu phiên họp hội đồng ban điều hành",
        ],
    )
    def test_the_reasons_add_up_to_the_score(self, indexed: SearchEngine, text: str) -> None:
        plain = indexed.search(query(text)).hits
        hits = indexed.search(query(text, explain=True)).hits
        assert hits
        assert [replace(hit, reasons=(), tie_breaker=None) for hit in hits] == list(plain)
        for hit in hits:
            assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, rel=1e-5)
            assert [reason.score for reason in hit.reasons] == sorted((reason.score for reason in hit.reasons), reverse=True)

    @pytest.mark.parametrize(
        ("text", "identifier", "expected"),
        [
            ("hội đồng", "hop-hoi-dong", {("hội", "exact", "text"), ("hội đồng", "pair", "text"), ("đồng", "exact", "title")}),
            ("hoi dong", "hop-hoi-dong", {("hoi", "folded", "text"), ("hoi dong", "pair", "title")}),
            ("hội đồng", "khong-dau", {("hội đồng", "pair", "text")}),
            ('"hòa giải"', "hoa-giai", {("hòa giải", "phrase", "text"), ("hòa", "exact", "text")}),
            ("1605/QĐ-TTg", "hop-hoi-dong", {("1605/QĐ-TTg", "legal-number", "text")}),
            ("vanban:1605", "hop-hoi-dong", {("1605*", "legal-number", "record")}),
            ("CNTT", "ung-dung", {("CNTT", "abbreviation", "text")}),
            ("trưở*", "hop-hoi-dong", {("trưở*", "prefix", "text")}),
            ("truo*", "hop-hoi-dong", {("truo*", "prefix", "text")}),
            ("nguon:aita họp", "ung-dung", {("aita", "value", "record"), ("họp", "exact", "text")}),
        ],
    )
    def test_a_reason_says_which_words_matched_how_and_where(
        self, indexed: SearchEngine, text: str, identifier: str, expected: set[tuple[str, str, str]]
    ) -> None:
        hit = next(hit for hit in indexed.search(query(text, explain=True)).hits if hit.identifier == identifier)
        assert expected <= {(reason.words, reason.variant, reason.where) for reason in hit.reasons}

    def test_what_does_not_match_and_what_was_excluded_is_no_reason(self, indexed: SearchEngine) -> None:
        for hit in indexed.search(query("hội đồng OR hòa -ban", explain=True)).hits:
            words = {reason.words for reason in hit.reasons}
            assert "ban" not in words
            assert ("hòa" in words) == hit.identifier.startswith("hoa-")

    def test_without_being_asked_no_hit_says_why(self, indexed: SearchEngine) -> None:
        for asked in (query("họp"), query("họp", sort="published-desc", published_from=date(2011, 1, 1))):
            assert all(hit.reasons == () and hit.dates == () and hit.tie_breaker is None for hit in indexed.search(asked).hits)

    @pytest.mark.parametrize(
        ("text", "options", "expected"),
        [
            ("hội nghị", {}, []),
            ("", {}, [("date_published", "order")]),
            ("hội nghị", {"sort": "published-asc"}, [("date_published", "order")]),
            ("hội nghị", {"sort": "held-desc"}, [("date_held", "order")]),
            ("hội nghị", {"sort": "indexed-desc"}, []),
            ("hội nghị", {"held_to": date(2019, 1, 1)}, [("date_held", "range")]),
            ("", {"published_from": date(2010, 1, 1), "sort": "held-asc"}, [("date_published", "range"), ("date_held", "order")]),
        ],
    )
    def test_a_hit_says_which_date_brought_it_here(
        self, reports: SearchEngine, text: str, options: dict[str, object], expected: list[tuple[str, str]]
    ) -> None:
        hits = reports.search(query(text, **options, explain=True)).hits
        assert hits
        for hit in hits:
            assert [(one.name, one.role) for one in hit.dates] == expected
            assert all(one.value == getattr(hit, one.name) for one in hit.dates)

    def test_of_equal_scores_the_newest_comes_first_then_the_identifier_and_it_is_said(self, engine: SearchEngine) -> None:
        days = {"a": date(2011, 1, 1), "b": None, "c": date(2013, 1, 1), "d": date(2011, 1, 1), "e": None}
        engine.build(documents(article(name, "Tin", "Nội dung y hệt nhau.", day=day) for name, day in days.items()), sequence=5)
        hits = engine.search(query("nội dung", explain=True)).hits
        assert [hit.identifier for hit in hits] == ["c", "a", "d", "b", "e"]
        assert [identifier for identifier, _ in engine.run(query("nội dung"), 5)] == ["c", "a", "d", "b", "e"]
        assert [hit.tie_breaker for hit in hits] == ["date_published", "date_published", "date_published", "date_published", "identifier"]

    # Near-duplicates

    def copies(self) -> list[Document]:
        """A hundred articles: of every five, the second and the third are copies of the first, which leads them."""
        made = documents(generated(100))
        return [replace(one, group=made[at - at % 5].identifier) if at % 5 < 3 else one for at, one in enumerate(made)]

    @pytest.mark.parametrize("text", ["bản tin", "bản tin xã 7", "", "nguon:mic", '"chuyển đổi số"'])
    @pytest.mark.parametrize("sort", ["relevance", "published-desc", "published-asc"])
    @pytest.mark.parametrize("size", [7, 100])
    def test_folded_pages_show_the_best_of_each_group_and_lose_nothing(self, engine: SearchEngine, text: str, sort: str, size: int) -> None:
        groups = {one.identifier: one.group or one.identifier for one in self.copies()}
        engine.build(self.copies(), sequence=100)
        best: dict[str, str] = {}
        for hit in engine.search(query(text, sort=sort, size=100)).hits:
            best.setdefault(groups[hit.identifier], hit.identifier)
        expected = list(best.values())
        assert len(expected) == 60
        pages = [engine.search(query(text, sort=sort, page=page, size=size, fold=True)) for page in range(1, 60 // size + 3)]
        assert [hit.identifier for page in pages for hit in page.hits] == expected
        assert [len(page.hits) for page in pages[: 60 // size]] == [size] * (60 // size)
        assert {(page.total, page.folded) for page in pages} == {(100, 40)}
        for hit in (hit for page in pages for hit in page.hits):
            assert hit.near_duplicates == (2 if hit.group else 0)

    def test_only_copies_that_are_hits_are_folded_and_counted(self, engine: SearchEngine) -> None:
        texts = {"a": "Họp bàn chữ ký số", "b": "Họp bàn chữ ký số", "c": "Họp bàn việc khác"}
        days = {"a": date(2011, 1, 1), "b": date(2012, 1, 1), "c": date(2012, 2, 2)}
        made = documents(article(name, "Tin", text, day=days[name], site="aita" if name == "b" else "mic") for name, text in texts.items())
        engine.build([replace(one, group="a") for one in made], sequence=3)
        for options, expected in (
            ({}, [("c", 2)]),
            ({"years": (2012,)}, [("c", 1)]),
            ({"sources": ("aita",)}, [("b", 0)]),
            ({"published_to": date(2011, 12, 31)}, [("a", 0)]),
            ({"years": (2012,), "facets": ()}, [("c", 1)]),
        ):
            hits = engine.search(query("", fold=True, **options)).hits
            assert [(hit.identifier, hit.near_duplicates) for hit in hits] == expected
        results = engine.search(query('"chữ ký"', fold=True))
        assert (results.total, results.folded) == (2, 1)

    def test_a_group_is_found_alone_and_facets_count_articles(self, engine: SearchEngine) -> None:
        engine.build(self.copies(), sequence=100)
        hits = engine.search(query("bản tin", group="tin-000005")).hits
        assert {hit.identifier for hit in hits} == {"tin-000005", "tin-000006", "tin-000007"}
        assert engine.search(query("bản tin", group="tin-000008")).total == 0
        folded, plain = engine.search(query("bản tin", fold=True)), engine.search(query("bản tin"))
        assert folded.facets == plain.facets
        assert (plain.folded, {hit.near_duplicates for hit in plain.hits}) == (0, {0})

    def test_a_run_never_folds(self, engine: SearchEngine) -> None:
        engine.build(self.copies(), sequence=100)
        assert len(engine.run(query("bản tin", fold=True), 100)) == 100
        assert engine.run(query("bản tin", fold=True), 100) == engine.run(query("bản tin"), 100)

    def test_an_update_moves_an_article_into_another_group(self, engine: SearchEngine) -> None:
        made = documents(generated(3))
        engine.build(made, sequence=3)
        assert engine.search(query("", fold=True)).folded == 0
        engine.update([replace(one, group=made[0].identifier) for one in made[:2]], sequence=3)
        assert engine.search(query("", fold=True)).folded == 1
        engine.update([replace(one, group=None) for one in made[:2]], sequence=3)
        assert engine.search(query("", fold=True)).folded == 0

    # Filters and facets

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"sources": ("mic",)}, {"hop-hoi-dong", "hoa-binh", "khong-dau", "hoi-dong-khac"}),
            ({"sources": ("mic", "aita")}, {one.identifier for one in ARTICLES}),
            ({"years": (2012,)}, {"ung-dung", "hoa-binh", "khong-dau"}),
            ({"years": (2011, 2013)}, {"hop-hoi-dong", "hoi-dong-khac"}),
            ({"sources": ("aita",), "years": (2012,)}, {"ung-dung"}),
            ({"published_from": date(2012, 5, 14)}, {"ung-dung", "hoi-dong-khac"}),
            ({"published_to": date(2011, 8, 12)}, {"hop-hoi-dong"}),
            ({"published_from": date(2012, 3, 1), "published_to": date(2012, 3, 1)}, {"hoa-binh", "khong-dau"}),
            ({"published_from": date(2012, 3, 2), "published_to": date(2012, 3, 1)}, set()),
            ({"sources": ("'; nothing",)}, set()),
        ],
    )
    def test_filters_are_alternatives_within_and_conditions_between(
        self, indexed: SearchEngine, options: dict[str, object], expected: set[str]
    ) -> None:
        results = indexed.search(query("", **options))
        assert set(found(results)) == expected
        assert results.total == len(expected)
        assert {identifier for identifier, _ in indexed.run(query("", **options), 100)} == expected

    def test_a_filter_changes_no_score(self, indexed: SearchEngine) -> None:
        free = dict(indexed.run(query("họp công nghệ"), 10))
        for identifier, score in indexed.run(query("họp công nghệ", sources=("mic",), published_from=date(2000, 1, 1)), 10):
            assert score == pytest.approx(free[identifier], rel=1e-6)

    @pytest.mark.parametrize("text", ["", "họp", "hoi dong", '"thông tin"'])
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"sources": ("mic",)},
            {"years": (2012,)},
            {"sources": ("aita",), "years": (2012, 2011)},
            {"published_from": date(2012, 1, 1)},
        ],
    )
    def test_a_facet_counts_the_hits_after_choosing_it(self, indexed: SearchEngine, text: str, options: dict[str, object]) -> None:
        check_facets(indexed, text, options)

    def test_facets_are_left_out_when_not_asked_for(self, indexed: SearchEngine) -> None:
        assert indexed.search(Query(facets=())).facets == {}

    @pytest.mark.parametrize("options", [{}, {"years": (2012, 2011)}, {"sources": ("mic",), "years": (2012,)}])
    def test_those_asked_for_count_as_they_do_among_all(self, indexed: SearchEngine, options: dict[str, Any]) -> None:
        of_all = indexed.search(query("", **options))
        for some in (("year",), ("source",), ("year", "source"), ("month",), ("person",)):
            of_some = indexed.search(query("", facets=some, **options))
            assert of_some.facets == {name: of_all.facets[name] for name in some}
            assert (of_some.total, of_some.hits) == (of_all.total, of_all.hits)

    # What articles are about

    @pytest.fixture
    def reports(self, engine: SearchEngine) -> SearchEngine:
        engine.build(with_facts(), sequence=len(REPORTS))
        return engine

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"persons": ("nguyen-minh-hong",)}, {"hai-ngay", "ca-quy"}),
            ({"bodies": ("so-noi-vu",)}, {"mot-ngay", "hai-ngay", "khong-hop"}),
            ({"bodies": ("bo-thong-tin-truyen-thong",)}, {"ca-quy"}),
            ({"documents": ("1605-qd-ttg",)}, {"ca-quy", "khong-hop"}),
            ({"documents": ("1605-qd-ttg",), "bodies": ("so-noi-vu",)}, {"khong-hop"}),
            ({"bodies": ("so-noi-vu", "bo-thong-tin-truyen-thong")}, set()),
            ({"documents": ("1605-qd-ttg",), "persons": ("nguyen-minh-hong",)}, {"ca-quy"}),
            ({"kinds": ("hội thảo",)}, {"hai-ngay"}),
            ({"kinds": ("hội thảo", "họp")}, {"hai-ngay", "ca-quy"}),
            ({"months": ("2018-03",)}, {"mot-ngay", "hai-ngay"}),
            ({"months": ("2018-05", "2019-01")}, {"ca-quy", "khong-hop"}),
            ({"held_from": date(2018, 3, 16), "held_to": date(2018, 3, 16)}, {"mot-ngay", "hai-ngay"}),
            ({"held_from": date(2018, 3, 17), "held_to": date(2018, 3, 17)}, {"hai-ngay"}),
            ({"held_from": date(2018, 3, 1), "held_to": date(2018, 3, 31)}, {"mot-ngay", "hai-ngay"}),
            ({"held_from": date(2018, 1, 1), "held_to": date(2018, 3, 31)}, {"mot-ngay", "hai-ngay", "ca-quy"}),
            ({"held_from": date(2018, 1, 1)}, {"mot-ngay", "hai-ngay", "ca-quy"}),
            ({"held_to": date(2018, 3, 16)}, {"mot-ngay", "hai-ngay"}),
            ({"held_to": date(2017, 12, 31)}, set()),
        ],
    )
    def test_articles_are_filtered_by_what_they_are_about(
        self, reports: SearchEngine, options: dict[str, object], expected: set[str]
    ) -> None:
        results = reports.search(query("", **options))
        assert set(found(results)) == expected
        assert results.total == len(expected)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('nguoi:"Nguyễn Minh Hồng"', {"hai-ngay", "ca-quy"}),
            ('nguoi:"minh hong"', {"hai-ngay", "ca-quy"}),
            ('nguoi:"Nguyễn Minh Hùng"', set()),
            ('coquan:"Sở Nội vụ"', {"mot-ngay", "hai-ngay", "khong-hop"}),
            ('body:"so noi vu" -nguoi:hong', {"mot-ngay", "khong-hop"}),
        ],
    )
    def test_people_and_bodies_are_found_by_name(self, reports: SearchEngine, text: str, expected: set[str]) -> None:
        assert set(found(reports.search(query(text)))) == expected

    @pytest.mark.parametrize("text", ["", "hội nghị", 'coquan:"sở nội vụ"'])
    @pytest.mark.parametrize(
        "options",
        [{}, {"persons": ("nguyen-minh-hong",)}, {"bodies": ("so-noi-vu",), "kinds": ("hội nghị",)}, {"held_from": date(2018, 3, 1)}],
    )
    def test_every_facet_of_reports_counts_the_hits_after_choosing_it(
        self, reports: SearchEngine, text: str, options: dict[str, object]
    ) -> None:
        assert check_facets(reports, text, options) >= 0

    def test_reports_have_values_in_every_facet(self, reports: SearchEngine) -> None:
        facets = reports.search(query("")).facets
        assert all(facets.values())
        assert [(value.value, value.count) for value in facets["month"]] == [("2019-01", 1), ("2018-05", 1), ("2018-03", 2)]

    def test_sorted_by_meeting_day_with_articles_of_none_last(self, reports: SearchEngine) -> None:
        assert found(reports.search(query("", sort="held-asc"))) == ["ca-quy", "hai-ngay", "mot-ngay", "khong-hop"]
        assert found(reports.search(query("", sort="held-desc"))) == ["hai-ngay", "mot-ngay", "ca-quy", "khong-hop"]

    def test_sorted_by_what_came_into_the_index_last(self, own: SearchEngine) -> None:
        assert found(own.search(query("", sort="indexed-desc"))) == [one.identifier for one in reversed(ARTICLES)]
        own.update([replace(documents([ARTICLES[2]])[0], seq=len(ARTICLES) + 1)], sequence=len(ARTICLES) + 1)
        first, *rest = found(own.search(query("", sort="indexed-desc")))
        assert first == ARTICLES[2].identifier
        assert rest == [one.identifier for one in reversed(ARTICLES) if one is not ARTICLES[2]]
        assert found(own.search(query("họp", sort="indexed-desc", size=1, page=2))) == ["hop-hoi-dong"]

    def test_a_hit_says_when_its_meeting_was_held(self, reports: SearchEngine) -> None:
        held = {hit.identifier: (hit.date_held, hit.held_precision, hit.held_end) for hit in reports.search(query("")).hits}
        assert held == {
            "mot-ngay": (date(2018, 3, 16), "day", None),
            "hai-ngay": (date(2018, 3, 16), "day", date(2018, 3, 17)),
            "ca-quy": (date(2018, 1, 1), "quarter", None),
            "khong-hop": (None, None, None),
        }

    # Hits

    def test_a_hit_holds_what_a_page_shows(self, indexed: SearchEngine) -> None:
        hit = indexed.search(query("1605/QĐ-TTg")).hits[0]
        assert (hit.identifier, hit.url, hit.site) == ("hop-hoi-dong", "https://mic.example.vn/hop-hoi-dong", "mic")
        assert hit.headline == ARTICLES[0].headline
        assert (hit.date_published, hit.date_held) == (date(2011, 8, 12), None)
        assert hit.score > 0
        assert "1605/QĐ-TTg" in [fragment.text for fragment in hit.snippet if fragment.marked]

    @pytest.mark.parametrize("text", ["hội đồng", "hoi dong", '"công nghệ thông tin"', "hoà", bare("điều hành")])
    def test_every_hit_shows_what_matched(self, indexed: SearchEngine, text: str) -> None:
        for hit in indexed.search(query(text)).hits:
            marks = [fragment.text for fragment in (*hit.headline_fragments, *hit.snippet) if fragment.marked]
            assert marks
            assert all(fold(mark) in fold(text) for mark in marks)

    def test_snippets_are_left_out_when_not_asked_for(self, indexed: SearchEngine) -> None:
        assert all(hit.snippet == () for hit in indexed.search(Query(snippets=False)).hits)

    # Building and updating

    def test_without_an_index_every_answer_names_the_command_that_makes_one(self, engine: SearchEngine) -> None:
        for ask in (
            lambda: engine.search(query("x")),
            lambda: engine.run(query("x"), 5),
            engine.status,
            lambda: engine.update([], sequence=1),
        ):
            with pytest.raises(EngineUnavailable, match="python -m indexer build") as raised:
                ask()
            assert "\n" not in str(raised.value)

    def test_status_says_what_stands_behind_the_answers(self, indexed: SearchEngine) -> None:
        status = indexed.status()
        assert (status.documents, status.sequence, status.analysis_version) == (len(ARTICLES), len(ARTICLES), ANALYSIS_VERSION)
        assert status.engine == indexed.name
        assert status.version
        assert status.built is not None

    def test_an_empty_archive_makes_an_empty_index(self, engine: SearchEngine) -> None:
        engine.build([], sequence=0)
        for text in ("", "họp", "-họp", '"a b"'):
            results = engine.search(query(text))
            assert (results.total, results.hits) == (0, ())
            assert engine.run(query(text), 10) == []

    def test_a_second_build_takes_the_place_of_the_first(self, own: SearchEngine) -> None:
        before = own.status().version
        own.build(documents(generated(3)), sequence=3)
        assert own.search(query("")).total == 3
        assert own.status().version != before

    def test_an_update_adds_and_replaces(self, own: SearchEngine) -> None:
        changed = replace(ARTICLES[0], headline="Đã sửa", article_body="Văn bản hoàn toàn khác.")
        status = own.update(documents([changed, article("moi", "Bài mới", "Bài mới tinh.", day=date(2020, 1, 1))]), sequence=9)
        assert (status.documents, status.sequence) == (len(ARTICLES) + 1, 9)
        assert found(own.search(query('"hoàn toàn khác"'))) == ["hop-hoi-dong"]
        assert own.search(query("1605/QĐ-TTg")).total == 0
        assert found(own.search(query("")))[0] == "moi"

    def test_an_update_done_twice_doubles_nothing(self, own: SearchEngine) -> None:
        for _ in range(2):
            assert own.update(documents(), sequence=6).documents == len(ARTICLES)
        assert own.search(query("")).total == len(ARTICLES)

    @pytest.mark.parametrize("action", ["build", "update"])
    def test_a_failure_on_the_way_leaves_everything_as_it_was(self, own: SearchEngine, action: str) -> None:
        before = own.status()

        def failing() -> list[Document]:
            yield from documents(generated(3))  # type: ignore[misc]
            raise LookupError("the archive failed")

        with pytest.raises(LookupError):
            getattr(own, action)(failing(), sequence=99)
        assert own.status() == before
        assert own.search(query("")).total == len(ARTICLES)
        assert own.build(documents(), sequence=6).documents == len(ARTICLES)

    def test_a_rollback_brings_the_version_before_and_a_second_one_undoes_it(self, own: SearchEngine) -> None:
        before = own.status()
        own.build(documents(generated(3)), sequence=9)
        assert own.rollback() == own.status() == before
        assert own.search(query("")).total == len(ARTICLES)
        assert own.rollback().sequence == 9
        assert own.search(query("")).total == 3

    def test_what_changed_since_is_done_again_after_a_rollback(self, own: SearchEngine) -> None:
        own.build(documents(generated(3)), sequence=9)
        own.rollback()
        assert own.update(documents(generated(2)), sequence=9).documents == len(ARTICLES) + 2
        assert own.build(documents(), sequence=9).documents == len(ARTICLES)

    def test_without_a_version_before_one_line_says_so(self, own: SearchEngine) -> None:
        with pytest.raises(EngineUnavailable, match=r"no version before.*python -m indexer build"):
            own.rollback()
        assert own.search(query("")).total == len(ARTICLES)

    def test_a_long_list_is_whole_and_in_order(self, own: SearchEngine) -> None:
        own.build(documents(generated(5_300, text="Bản tin số {n}")), sequence=5_300)
        for text in ("bản tin", ""):
            rows = own.run(query(text), 100_000)
            assert len({identifier for identifier, _ in rows}) == 5_300
            assert [score for _, score in rows] == sorted((score for _, score in rows), reverse=True)
            assert rows[:5_200] == own.run(query(text), 5_200)

    @pytest.mark.soak
    def test_a_list_of_a_hundred_thousand_holds_each_article_once(self, own: SearchEngine) -> None:
        own.build(documents(generated(MAX_RUN)), sequence=MAX_RUN)
        expected = {f"tin-{n:06}" for n in range(MAX_RUN)}
        for text in ("bản tin", ""):
            rows = own.run(query(text), MAX_RUN)
            assert len(rows) == MAX_RUN
            assert {identifier for identifier, _ in rows} == expected

    def test_letters_and_digits_of_double_width_are_those_of_single_width(self, indexed: SearchEngine) -> None:
        for wide, text in (
            ("１６０５／ＱĐ－ＴＴｇ", "1605/QĐ-TTg"),
            ("ｈｏｉ　ｄｏｎｇ", "hoi dong"),
            ("＂công nghệ thông tin＂　－họp", '"công nghệ thông tin" -họp'),
            ("ｔｉｅｕｄｅ：（hòa　ＯＲ　điện）", "tieude:(hòa OR điện)"),
        ):
            assert indexed.search(query(wide)).total == indexed.search(query(text)).total > 0 or "-" in text
            assert indexed.run(query(wide), 10) == indexed.run(query(text), 10)

    def test_the_deepest_and_widest_queries_are_answered(self, indexed: SearchEngine) -> None:
        deepest, nested = "(" * 8 + "a" + ")" * 8, "họp bàn 12/QĐ-TTg tin*"
        for _ in range(8):
            nested = f"(a* -{nested} OR b*)"
        letters = " ".join(chr(0x4E00 + n) for n in range(256))
        for text in (
            deepest,
            nested,
            letters,
            "-(" * 8 + "a",
            "tieude:-" * 60 + "a",
            " OR ".join(["ab"] * 32),
            "trườ* " * 32,
            '"a b" ' * 32,
        ):
            assert indexed.search(query(text)).total >= 0
        assert indexed.search(query("-" * 3 + "tieude:-tieude:-tieude:họp")).total == 4
