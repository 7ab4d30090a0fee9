"""No clean text of the measuring sets is taken for a legacy font's."""

from __future__ import annotations

import json

import pytest

from crawler.legacy_fonts import encoding_of, without_legacy_letters
from tests.shared_data import ABSENT, SHARED

XQUAD = SHARED / "eval" / "xquad-vi"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not XQUAD.is_dir(), reason=ABSENT)]


@pytest.mark.parametrize("name", ["docs.jsonl", "queries.jsonl"])
def test_no_text_of_xquad_is_touched(name: str) -> None:
    texts = [json.loads(line)["text"] for line in (XQUAD / name).read_text(encoding="utf-8").splitlines()]
    assert len(texts) > 200
    for text in texts:
        for piece in (text, *text.split(". ")):
            assert encoding_of(piece) is None
            assert without_legacy_letters(piece) == piece
