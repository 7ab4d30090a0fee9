"""How values are printed: numbers, days and moments, fragments with marks, digests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from operator import itemgetter

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from archive.article import Meeting
from archive.settings import TIME_ZONE
from indexer.results import Fragment, Hit, Reason

DAY_FORMATS = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
"""Babel's own Vietnamese forms (16/2/12, "16 tháng 2, 2012") are not what readers expect."""


KEPT = 4096
"""Numbers and days that are kept as they were printed: babel reads its pattern anew for each."""


@lru_cache(KEPT)
def number(language: str, value: int) -> str:
    """``10.566.301`` in Vietnamese, ``10,566,301`` in English."""
    return format_decimal(value, locale=language)


@lru_cache(KEPT)
def day_text(language: str, value: date) -> str:
    """``16/02/2012``; in English, where that order misleads, ``16 Feb 2012``."""
    return format_date(value, DAY_FORMATS[language], locale=language)


@lru_cache(KEPT)
def day(language: str, value: date) -> Markup:
    """The day in a ``time`` element that machines can read."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day_text(language, value))


def moment(language: str, value: datetime) -> Markup:
    """Day and time of day in Vietnam, in a ``time`` element."""
    local = value.astimezone(TIME_ZONE)
    text = f"{day_text(language, local.date())} {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), text)


QUARTERS = ("I", "II", "III", "IV")


def held(language: str, meeting: Meeting | Hit) -> Markup:
    """When a meeting was held, as precisely as it is known and no more."""
    first = meeting.held if isinstance(meeting, Meeting) else meeting.date_held
    if first is None:
        return Markup("")
    if meeting.held_precision == "year":
        return escape(str(first.year))
    if meeting.held_precision == "quarter":
        return escape(gettext("Quý %(quarter)s/%(year)s", quarter=QUARTERS[(first.month - 1) // 3], year=first.year))
    if meeting.held_precision == "month":
        return escape(f"{first.month}/{first.year}")
    begins, end = day(language, first), meeting.held_end
    return Markup("{}–{}").format(begins, day(language, end)) if end and end != first else begins


def marked(fragments: Sequence[Fragment]) -> Markup:
    """The fragments as HTML: everything escaped, what matched in ``mark``."""
    # All are escaped at once: one by one takes as long as the rest of a hit.
    written = "".join([f"{_BEGIN}{text}{_END}" if is_marked else text for text, is_marked in fragments])
    if written.count(_BEGIN) + written.count(_END) != 2 * sum(map(_IS_MARKED, fragments)):  # a text that holds a sign
        return Markup("").join([_MARK.format(text) if is_marked else text for text, is_marked in fragments])
    return Markup(str(escape(written)).replace(_BEGIN, "<mark>").replace(_END, "</mark>"))


_BEGIN, _END = "\0", "\1"
"""Stand for the tags while a text is escaped."""
_MARK = Markup("<mark>{}</mark>")
_IS_MARKED = itemgetter(1)


def is_web_address(url: str) -> bool:
    """Whether a captured address may become a link: http and https only, never ``javascript:``."""
    return url.lower().startswith(("http://", "https://"))


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return _CONTROL.sub(" ", text)


@lru_cache(KEPT)
def points(language: str, value: float) -> str:
    """A score with two decimals."""
    return format_decimal(value, "#,##0.00", locale=language)


def shares(language: str, hit: Hit) -> list[tuple[Reason, str]]:
    """The reasons of a hit with their points, rounded so that what is shown adds up to the score that is shown."""
    exact = [reason.score * 100 for reason in hit.reasons]
    whole = [int(one) for one in exact]
    missing = max(0, round(hit.score * 100) - sum(whole))
    for place in sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])[:missing]:
        whole[place] += 1
    return [(reason, points(language, one / 100) if reason.score else "") for reason, one in zip(hit.reasons, whole, strict=True)]


def whole_quotes(texts: Iterable[str]) -> list[str]:
    """The quotes that no other holds, each once: "Bà A, Bí thư" goes where "Bà A, Bí thư, Chủ tịch" is quoted."""
    kept = dict.fromkeys(texts)
    return [text for text in kept if not any(text != other and text in other for other in kept)]


IN_LANGUAGE: tuple[Callable[..., str | list[tuple[Reason, str]]], ...] = (number, day, day_text, moment, held, points, shares)
"""Filters that print for readers of a language, their first argument."""


def add_filters(app: Flask) -> None:
    """Make the functions above that know no language Jinja filters and tests of ``app``."""
    for function in (marked, plain, whole_quotes):
        app.add_template_filter(function)
    app.add_template_test(is_web_address, "web_address")


def filters_in(language: str) -> dict[str, Callable[..., str | list[tuple[Reason, str]]]]:
    """The filters that print for readers of a language, by name."""
    return {function.__name__: partial(function, language) for function in IN_LANGUAGE}
