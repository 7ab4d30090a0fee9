"""Queries by chance: words of real sentences, with and without diacritics, every operator in any place, hostile texts, noise."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bench.corpus import sentences
from tests.indexer.engines.test_embedded import PIECES
from tests.indexer.spelling import bare, decomposed
from tests.indexer.test_query import HOSTILE as OF_THE_LANGUAGE
from tests.webui.test_hostile_queries import HOSTILE, REFUSED

LISTED = (*HOSTILE, *REFUSED, *OF_THE_LANGUAGE)
_NAMES = ("tieude", "title", "nguoi", "coquan", "vanban", "nguon", "body", "abc")
_GIVEN = ("CNTT", "TT&TT", "1605/QĐ-TTg", "102/2009/nd-cp", "hooji ddoongf", "ho65i d9o62ng", "quyết định 1605", "16/3/2018", "HNKTQT")
_BETWEEN = (" ", " ", " ", " OR ", " HOẶC ", " (", ") ", " -", '"', " -(", " AND ", "*", "")


def random_queries(count: int, seed: int) -> Iterator[str]:
    """``count`` queries, the listed hostile ones among them; the same for the same seed."""
    chance, drawn_from = random.Random(seed), sentences()
    yield from LISTED[:count]
    for number in range(count - len(LISTED)):
        if number % 5 == 0:
            yield "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(60)))
        elif number % 5 == 1:
            yield "".join(chance.choice(PIECES) for _ in range(chance.randrange(60)))
        else:
            pieces = chance.choice((1, 2, 3, 5, 30))
            yield "".join(_piece(chance, drawn_from) + chance.choice(_BETWEEN) for _ in range(pieces))


def _piece(chance: random.Random, drawn_from: list[str]) -> str:
    words = chance.choice(drawn_from).split()
    first = chance.randrange(len(words))
    span = " ".join(words[first : first + chance.choice((1, 1, 2, 4, 8))])
    shape = chance.randrange(9)
    if shape == 0:
        return chance.choice(_GIVEN)
    if shape == 1:
        return f"{chance.choice(_NAMES)}:{span}"
    return (span, bare(span), span.upper(), decomposed(span), f'"{span}"', f"-{span}", f"{span[: chance.randrange(2, 6)]}*")[shape - 2]
