"""Related articles, whichever engine ranks: a test class per engine inherits this with its fixture ``engine``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from archive.article import Article
from archive.store import Store
from indexer.analysis.words import WordStore, words_of
from indexer.duplicates import Duplicates
from indexer.engine import EngineUnavailable, SearchEngine
from indexer.related import FEWEST_SHARED, MOST, WORDS_SHOWN, Related, related
from tests.indexer.articles import article, documents, store_of

FREQUENCIES = (
    "Cục Tần số kiểm tra đài phát thanh gây nhiễu. Thiết bị phát sóng phải dùng băng tần đã quy hoạch, giấy phép tần số vô tuyến điện "
    "còn thời hạn. Đoàn kiểm tra lập biên bản, xử phạt cơ sở truyền thanh không dây gây nhiễu hàng không."
)
FREQUENCIES_AGAIN = (
    "Quy hoạch tần số vô tuyến điện dành băng tần cho phát thanh số. Giấy phép phát sóng cấp cho đài phát thanh có thiết bị không gây "
    "nhiễu hàng không. Cơ sở truyền thanh không dây chuyển đổi băng tần trước thời hạn quy định."
)
FLU = (
    "Trung tâm Y tế dự phòng tiêm chủng vắc xin cho học sinh tiểu học, phòng chống dịch bệnh mùa đông. Phụ huynh đăng ký tiêm chủng tại "
    "trạm y tế, bác sĩ theo dõi sức khỏe, phun thuốc khử trùng lớp học và tuyên truyền vệ sinh cá nhân."
)
BOOKS = (
    "Hội sách mùa thu giới thiệu nhà xuất bản, tác giả và độc giả. Triển lãm trưng bày tư liệu, bản đồ, di sản văn hóa. Thư viện lưu động "
    "phục vụ thiếu nhi, tọa đàm văn học và biểu diễn nghệ thuật truyền thống diễn ra hai ngày cuối tuần."
)

MATTERS = (
    article("tan-so", "Kiểm tra tần số vô tuyến điện", FREQUENCIES, day=date(2012, 3, 1)),
    article("tan-so-hai", "Quy hoạch băng tần phát thanh", FREQUENCIES_AGAIN, day=date(2013, 5, 2)),
    article("tan-so-chep", "Kiểm tra tần số vô tuyến điện", FREQUENCIES, site="aita", day=date(2012, 3, 1)),
    article("tan-so-hai-chep", "Quy hoạch băng tần phát thanh", FREQUENCIES_AGAIN, site="aita", day=date(2013, 5, 2)),
    article("cum", "Tiêm chủng mùa đông", FLU, day=date(2012, 11, 4)),
    article("sach", "Hội sách mùa thu", BOOKS, day=date(2014, 10, 5)),
    article("trong", "", "Xem tệp."),
)


@dataclass(frozen=True)
class Shelf:
    """An archive with its words, its near-duplicates and an engine over it."""

    engine: SearchEngine
    store: Store
    words: WordStore
    duplicates: Duplicates

    def related(self, identifier: str) -> tuple[Related, ...]:
        found = self.store.get(identifier)
        assert found is not None
        return related(found, self.engine.search, self.store, self.words, self.duplicates)


def text_of(one: Article) -> str:
    return f"{one.headline}\n{one.article_body}"


class RelatedContract:
    """What ``indexer.related`` gives on any engine."""

    @pytest.fixture
    def shelf(self, engine: SearchEngine, tmp_path: Path) -> Iterator[Shelf]:
        folder = tmp_path / "shelf"
        settings = store_of(folder, MATTERS)
        settings.index_folder.mkdir()
        engine.build(documents(MATTERS), sequence=len(MATTERS))
        with Store.open(settings.store_path, read_only=True) as store, WordStore(settings.index_folder) as words:
            words.add(words_of(one.content_digest, text_of(one)) for one in store.articles())
            duplicates = Duplicates(settings.index_folder)
            duplicates.refresh(store)
            yield Shelf(engine, store, words, duplicates)

    def test_an_article_is_related_to_those_of_its_matter_and_to_each_matter_once(self, shelf: Shelf) -> None:
        found = shelf.related("tan-so")
        assert [one.hit.identifier.removesuffix("-chep") for one in found] == ["tan-so-hai"]
        assert found[0].hit.headline == "Quy hoạch băng tần phát thanh"
        assert 0 < found[0].nearness < 1

    def test_the_words_that_both_share_are_given_as_the_article_writes_them(self, shelf: Shelf) -> None:
        words = shelf.related("tan-so")[0].words
        assert FEWEST_SHARED <= len(words) <= WORDS_SHOWN
        assert all(word in text_of(MATTERS[0]) for word in words)
        assert all(word.lower() in text_of(MATTERS[1]).lower() for word in words)

    def test_relation_goes_both_ways(self, shelf: Shelf) -> None:
        there, back = shelf.related("tan-so")[0], shelf.related("tan-so-hai")[0]
        assert back.hit.identifier.removesuffix("-chep") == "tan-so"
        assert there.nearness == pytest.approx(back.nearness)

    @pytest.mark.parametrize("identifier", ["cum", "sach", "trong"])
    def test_where_nothing_is_near_nothing_is_shown(self, shelf: Shelf, identifier: str) -> None:
        assert shelf.related(identifier) == ()

    def test_there_are_never_more_than_a_page_shows(self, engine: SearchEngine, tmp_path: Path) -> None:
        series = [article(f"ky-{n}", f"Kiểm tra kỳ {n}", FREQUENCIES + f" Kỳ {n}, năm {2000 + n}.") for n in range(12)]
        settings = store_of(tmp_path / "series", series)
        settings.index_folder.mkdir()
        engine.build(documents(series), sequence=len(series))
        with Store.open(settings.store_path, read_only=True) as store, WordStore(settings.index_folder) as words:
            words.add(words_of(one.content_digest, text_of(one)) for one in store.articles())
            shelf = Shelf(engine, store, words, Duplicates(settings.index_folder))
            assert len({one.hit.identifier for one in shelf.related("ky-3")} - {"ky-3"}) == MOST

    def test_without_an_index_the_engine_says_so(self, engine: SearchEngine, tmp_path: Path) -> None:
        settings = store_of(tmp_path / "no-index", MATTERS)
        settings.index_folder.mkdir()
        with Store.open(settings.store_path, read_only=True) as store, WordStore(settings.index_folder) as words:
            words.add(words_of(one.content_digest, text_of(one)) for one in store.articles())
            with pytest.raises(EngineUnavailable):
                Shelf(engine, store, words, Duplicates(settings.index_folder)).related("tan-so")
