"""Abbreviations that articles define, on any engine: a test class per engine inherits this with its fixture ``engine``, whose index folder
is ``tmp_path / "index"``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archive.store import Store
from indexer.engine import SearchEngine
from indexer.learned_abbreviations import LearnedAbbreviations
from indexer.query import Query, query
from tests.indexer.articles import article, documents, store_of

DEFINING = (
    article("mot", "Kế hoạch năm", "Thành phố đẩy mạnh hội nhập kinh tế quốc tế (HNKTQT) trong năm nay.", day=date(2012, 1, 1)),
    article("hai", "Tập huấn", "Lớp tập huấn về Hội nhập kinh tế quốc tế (HNKTQT) khai giảng.", day=date(2012, 2, 1)),
    article("ngan", "Ban chỉ đạo họp", "Ban chỉ đạo HNKTQT họp phiên cuối năm.", day=date(2012, 3, 1)),
    article("dai", "Doanh nghiệp", "Doanh nghiệp và hội nhập kinh tế quốc tế sau mười năm.", day=date(2012, 4, 1)),
    article("khac", "Kinh tế", "Kinh tế quốc tế có nhiều biến động, hội nhập còn chậm.", day=date(2012, 5, 1)),
    article("mot-lan", "Một lần", "Chương trình mục tiêu quốc gia xanh (CTMTQGX) mới có một bài nói.", day=date(2012, 6, 1)),
)
BOTH_WAYS = {"mot", "hai", "ngan", "dai"}


class LearnedContract:
    """What a search finds by ``indexer.learned_abbreviations``."""

    @pytest.fixture
    def taught(self, engine: SearchEngine, tmp_path: Path) -> SearchEngine:
        """An engine whose index was built before anything was learned."""
        engine.build(documents(DEFINING), sequence=len(DEFINING))
        assert self.found(engine, query('"ngan nay" OR HNKTQT')) == {"mot", "hai", "ngan"}
        with Store.open(store_of(tmp_path / "archive", DEFINING).store_path, read_only=True) as store:
            LearnedAbbreviations(tmp_path / "index").refresh(store)
        return engine

    @staticmethod
    def found(engine: SearchEngine, asked: Query) -> set[str]:
        hits = engine.search(asked).hits
        assert {identifier for identifier, _ in engine.run(asked, 100)} == {hit.identifier for hit in hits}
        return {hit.identifier for hit in hits}

    @pytest.mark.parametrize("text", ["HNKTQT", "hnktqt", "hội nhập kinh tế quốc tế", "hoi nhap kinh te quoc te"])
    def test_each_form_finds_the_other_without_another_build(self, taught: SearchEngine, text: str) -> None:
        assert self.found(taught, query(text)) >= BOTH_WAYS

    def test_a_form_counts_as_one_word_among_others(self, taught: SearchEngine) -> None:
        assert "dai" in self.found(taught, query("doanh nghiệp HNKTQT"))
        assert "dai" in self.found(taught, query("mười HNKTQT"))
        assert self.found(taught, query("tieude:HNKTQT")) == set()

    def test_quoted_or_excluded_it_is_what_was_typed(self, taught: SearchEngine) -> None:
        assert self.found(taught, query('"HNKTQT"')) == {"mot", "hai", "ngan"}
        assert self.found(taught, query('"hội nhập kinh tế quốc tế"')) == {"mot", "hai", "dai"}
        assert "dai" in self.found(taught, query("kinh tế -HNKTQT"))

    def test_the_reader_is_told_and_can_switch_it_off(self, taught: SearchEngine) -> None:
        assert [(one.code, one.detail) for one in taught.search(query("HNKTQT")).notices] == [("also-searched", "hội nhập kinh tế quốc tế")]
        off = query("HNKTQT", abbreviations=False)
        assert taught.search(off).notices == ()
        assert self.found(taught, off) == {"mot", "hai", "ngan"}

    def test_what_one_article_defines_is_not_learned(self, taught: SearchEngine) -> None:
        assert self.found(taught, query("CTMTQGX")) == {"mot-lan"}
        assert taught.search(query("CTMTQGX")).notices == ()

    @pytest.mark.parametrize("text", ["HNKTQT", "hội nhập kinh tế quốc tế", "doanh nghiệp HNKTQT", "doanh nghiep hnktqt"])
    def test_the_reasons_name_it_and_add_up(self, taught: SearchEngine, text: str) -> None:
        hits = taught.search(query(text, explain=True)).hits
        for hit in hits:
            assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, rel=1e-5)
        told = {(reason.words, reason.variant) for hit in hits for reason in hit.reasons}
        assert told & {("hội nhập kinh tế quốc tế", "abbreviation"), ("HNKTQT", "abbreviation")}

    def test_the_snippet_marks_the_other_form(self, taught: SearchEngine) -> None:
        hit = next(hit for hit in taught.search(query("HNKTQT")).hits if hit.identifier == "dai")
        assert [fragment.text for fragment in hit.snippet if fragment.marked] == ["hội nhập kinh tế quốc tế"]
