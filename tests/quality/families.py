"""The gold sets, where they are beside the checkout: pages of four families with title, date and text checked.

Further families are made while measuring: the articles of one gold set in templates written for the project. They stand
for portals that no rule was tuned to, and their text stays where it is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from selectolax.lexbor import LexborHTMLParser

from tests.quality.measure import Gold
from tests.shared_data import SHARED

FOLDERS = {
    "liferay": "portals/gold",
    "sharepoint": "portals/rebuilt/sharepoint_mic",
    "vccorp": "portals/rebuilt/vccorp_chinhphu",
    "mojoportal": "portals/rebuilt/mojoportal_hdgdcntt",
}
TEMPLATES = Path(__file__).parent / "templates"
MADE = tuple(path.stem for path in sorted(TEMPLATES.glob("*.html")))
"""The families that are made of templates."""

_SIGN_OFF = re.compile(r"<p style=\"text-align:right\"><b>[^<]*</b></p>\s*$")  # what the source's own template signs with
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Family:
    """The pages of one portal software and what is right on each, by name."""

    name: str
    pages: dict[str, bytes]
    gold: dict[str, Gold]


def load(name: str) -> Family:
    """One family. Raises FileNotFoundError where the sets are absent."""
    if name in MADE:
        return _made(name)
    folder = SHARED / FOLDERS[name]
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    paths = sorted(folder.glob("*.json"))
    return Family(name, {path.stem: path.with_suffix(".html").read_bytes() for path in paths}, {path.stem: _gold(path) for path in paths})


def _gold(path: Path) -> Gold:
    record = json.loads(path.read_text(encoding="utf-8"))
    return Gold(title=record["title"], date=record["date"], body=tuple(record["body"]))


def _made(name: str) -> Family:
    """The articles of the VCCorp set in another template: its pages hold lead and body in boxes of their own.

    A template without a place for the date prints none.
    """
    source = load("vccorp")
    template = Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
    printed = not {"iso", "dmy"}.isdisjoint(template.get_identifiers())
    titles = [gold.title for gold in source.gold.values()]
    pages = {}
    for number, (key, payload) in enumerate(source.pages.items()):
        others = {f"other{step}": escape(titles[(number + step) % len(titles)]) for step in (1, 2, 3)}
        pages[key] = template.substitute(_parts(payload), **_dates(source.gold[key]), **others, number=4000 + number).encode()
    return Family(name, pages, source.gold if printed else {key: replace(gold, date=None) for key, gold in source.gold.items()})


def _parts(payload: bytes) -> dict[str, str]:
    tree = LexborHTMLParser(payload.decode())
    title, sapo, body = (tree.css_first(selector) for selector in (".detail-title", ".detail-sapo", ".detail-content"))
    assert title is not None
    assert sapo is not None
    assert body is not None
    inner = _SIGN_OFF.sub("", (body.html or "").partition(">")[2].removesuffix("</div>"))
    return {"title": escape(title.text()), "sapo": escape(sapo.text()), "summary": escape(sapo.text()[:200]), "body": inner}


def _dates(gold: Gold) -> dict[str, str]:
    day = date.fromisoformat(gold.date or "")
    return {"iso": day.isoformat(), "dmy": f"{day:%d/%m/%Y}", "weekday": _WEEKDAYS[day.weekday()]}
