from __future__ import annotations

from webui.timeline import BAR_HEIGHT, LEAST_HEIGHT, MOST_BARS, MOST_YEARS, timeline


def test_no_years_no_chart() -> None:
    assert timeline({}) == ()


def test_years_without_articles_keep_their_place() -> None:
    (row,) = timeline({2010: 4, 2013: 2})
    assert [(bar.year, bar.count, bar.height) for bar in row.bars] == [
        (2010, 4, BAR_HEIGHT),
        (2011, 0, 0),
        (2012, 0, 0),
        (2013, 2, BAR_HEIGHT // 2),
    ]


def test_one_article_among_thousands_still_shows() -> None:
    (row,) = timeline({2010: 1, 2011: 9000})
    assert row.bars[0].height == LEAST_HEIGHT


def test_many_years_are_cut_into_rows_drawn_to_one_scale() -> None:
    rows = timeline(dict.fromkeys(range(2003, 2024), 5))
    assert len(rows) == 3
    assert {row.width for row in rows} == {rows[0].width}
    assert [bar.year for row in rows for bar in row.bars] == list(range(2003, 2024))
    assert all(len(row.bars) <= MOST_BARS for row in rows)
    assert {bar.height for row in rows for bar in row.bars} == {BAR_HEIGHT}


def test_a_date_from_the_year_one_makes_no_chart_of_two_thousand_bars() -> None:
    years = [bar.year for row in timeline({1: 3, 2020: 1, 2023: 2}) for bar in row.bars]
    assert years == list(range(2024 - MOST_YEARS, 2024))
