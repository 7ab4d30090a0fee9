from __future__ import annotations

from datetime import date

import pytest

from webui.dates import read_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("3/2018", date(2018, 3, 1), date(2018, 3, 31)),
        ("02-2016", date(2016, 2, 1), date(2016, 2, 29)),
        ("2018-03", date(2018, 3, 1), date(2018, 3, 31)),
        ("16/3/2018", date(2018, 3, 16), date(2018, 3, 16)),
        ("16-03-2018", date(2018, 3, 16), date(2018, 3, 16)),
        ("16.3.2018", date(2018, 3, 16), date(2018, 3, 16)),
        ("2018-03-16", date(2018, 3, 16), date(2018, 3, 16)),
        (" 16 / 3 / 2018 ", date(2018, 3, 16), date(2018, 3, 16)),
    ],
)
def test_every_way_readers_write_a_date(text: str, first: date, last: date) -> None:
    period = read_period(text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["31/2/2018", "0/3/2018", "13/2018", "2018-13", "0000", "16/3", "mai", "", "١٦/٣/٢٠١٨", "16/3/2018 " * 50])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|month|day|year"):
        read_period(text)
