from __future__ import annotations

from webui.pagination import Pagination, pagination
from webui.params import SearchParams


def pages(page: int, total: int) -> Pagination:
    return pagination(SearchParams(page=page), total, 100)


def test_a_single_page_has_no_neighbours() -> None:
    found = pages(1, 20)
    assert (found.last, found.previous, found.following, found.cut) == (1, None, None, False)
    assert (found.first_hit, found.last_hit) == (1, 20)


def test_the_numbers_around_the_current_page_with_the_ends() -> None:
    assert list(pages(10, 400).numbers) == [1, None, 9, 10, 11, None, 20]
    assert list(pages(1, 60).numbers) == [1, 2, 3]


def test_no_link_leads_beyond_the_last_page_that_can_be_opened() -> None:
    found = pages(100, 5000)
    assert (found.last, found.following, found.cut) == (100, None, True)
    assert found.numbers[-1] == 100


def test_a_page_after_the_end_links_back_to_pages_with_hits() -> None:
    found = pages(50, 30)
    assert list(found.numbers) == [1, 2]
    assert found.previous == 2
