"""Every kind of page, in both languages, on a telephone and on a desk, in a real Chromium."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.webui.sample_archive import FULL, GONE, REVISED, SEED

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)

PAGES = {
    "home": ("/", 200),
    "results": ("/tim-kiem?q=h%E1%BB%8Dp&source=bo&year=2012", 200),
    "results, second page": ("/tim-kiem?q=h%E1%BB%8Dp&page=2", 200),
    "no results": ("/tim-kiem?q=khongcotunay&source=bo", 200),
    "bad date": ("/tim-kiem?q=h%E1%BB%8Dp&pub_from=31/2/2018&la=1", 200),
    "refused question": ("/tim-kiem?q=" + "(" * 12 + "a", 400),
    "article": (f"/bai/{FULL}", 200),
    "article gone": (f"/bai/{GONE}", 200),
    "article revised": (f"/bai/{REVISED}", 200),
    "article with a meeting": (f"/bai/{SEED.format(4)}", 200),
    "people": ("/nguoi", 200),
    "person": ("/nguoi/nguyen-minh-hong", 200),
    "body": ("/co-quan/ban-dieu-hanh-trien-khai-cong-tac-ung-dung-cong-nghe-thong-tin-trong-hoat-dong-co-quan-nha-nuoc", 200),
    "document": ("/van-ban/1605-qd-ttg", 200),
    "calendar": ("/lich?y=2018&m=3", 200),
    "calendar with a year alone": ("/lich?y=2017&m=6", 200),
    "results by meeting day": ("/tim-kiem?met_from=2012&met_to=2018&year=2012&sort=held-desc", 200),
    "hostile article": ("/bai/c000000000000001", 200),
    "not found": ("/khong-co", 404),
    "help": ("/huong-dan", 200),
    "status": ("/trang-thai", 200),
}

Visiting = Callable[..., Visit]


def faults(visit: Visit) -> list[str]:
    found: dict[str, Any] = json.loads(
        visit.page.evaluate(AXE + f"; axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(found => JSON.stringify(found))")
    )
    assert found["passes"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_accessible_in_bounds_silent_and_at_home(visit: Visiting, name: str, width: int, language: str) -> None:
    address, status = PAGES[name]
    opened = visit(width)
    assert opened.open(language + address) == status
    assert faults(opened) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.complaints == []
    assert opened.elsewhere == []
    assert opened.page.evaluate("window.x") is None


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_nothing_is_missing(visit: Visiting, name: str) -> None:
    address, _ = PAGES[name]
    texts = []
    for javascript in (True, False):
        opened = visit(320, javascript=javascript)
        opened.open(address)
        texts.append(opened.page.locator("body").inner_text())
        assert opened.elsewhere == []
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small(visit: Visiting, name: str) -> None:
    sizes = []
    opened = visit()
    opened.page.on("response", lambda response: sizes.append(len(gzip.compress(response.body()))))
    opened.open(PAGES[name][0])
    opened.page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 80_000
    assert len(sizes) <= 8


def test_a_search_from_the_first_page_to_an_article_and_back(visit: Visiting) -> None:
    opened = visit(javascript=False)
    page = opened.page
    opened.open("/")
    page.get_by_role("searchbox").fill("hoi dong")
    page.get_by_role("button", name="Tìm").click()
    page.locator(".facet a", has_text="2012").first.click()
    searched = page.url
    assert "year=2012" in searched
    page.get_by_label("Từ", exact=True).fill("3/2012")
    page.get_by_role("button", name="Lọc theo ngày", exact=True).click()
    assert "pub_from=3" in page.url
    assert "year=2012" in page.url
    page.go_back()
    assert page.url == searched
    page.locator(".hit-title a").first.click()
    assert "/bai/" in page.url
    page.go_back()
    assert page.url == searched
    assert page.get_by_role("searchbox").input_value() == "hoi dong"


def test_the_first_thing_the_keyboard_reaches_skips_to_the_content(visit: Visiting) -> None:
    opened = visit()
    opened.open("/tim-kiem?q=h%E1%BB%8Dp")
    opened.page.keyboard.press("Tab")
    focused = opened.page.locator(":focus")
    assert focused.get_attribute("class") == "skip"
    box = focused.bounding_box()
    assert box
    assert box["x"] >= 0
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "noi-dung"


def test_everything_the_keyboard_reaches_shows_that_it_is_reached(visit: Visiting) -> None:
    opened = visit()
    for address in ("/", "/tim-kiem?q=h%E1%BB%8Dp&source=bo", f"/bai/{FULL}"):
        opened.open(address)
        for _ in range(60):
            opened.page.keyboard.press("Tab")
            outline = opened.page.evaluate("(e => e === document.body ? 'end' : getComputedStyle(e).outlineStyle)(document.activeElement)")
            if outline == "end":
                break
            assert outline == "solid", opened.page.evaluate("document.activeElement.outerHTML")


LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@pytest.mark.parametrize("kind", ["h1", "p", "code"])
def test_every_vietnamese_letter_is_of_one_family(visit: Visiting, kind: str) -> None:
    opened = visit()
    opened.open("/huong-dan")
    opened.page.evaluate(
        "([kind, text]) => { const e = document.querySelector('main ' + kind); e.textContent = text }", [kind, LETTERS + LETTERS.upper()]
    )
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": f"main {kind}"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert len({font["familyName"] for font in fonts}) == 1, fonts


@pytest.mark.parametrize("width", [320, 390])
def test_all_months_of_a_full_year_stand_within_a_telephone(visit: Visiting, width: int) -> None:
    opened = visit(width)
    opened.open("/lich?y=2018&m=3")
    links = opened.page.evaluate(
        """() => {
            const link = document.querySelector(".months .month-link");
            for (let month = 0; month < 12; month++) link.after(" ", link.cloneNode(true));
            const edge = document.querySelector("main").getBoundingClientRect().right;
            return [...link.parentNode.querySelectorAll(".month-link")].map(one => one.getBoundingClientRect().right <= edge);
        }"""
    )
    assert len(links) > 12
    assert all(links)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
