"""Suggestions under the search box in a real Chromium: keys, pointer, input methods, slow answers, and no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser

Visiting = Callable[..., Visit]
LONG_PAUSE = 600
"""Milliseconds, several times the script's own pause."""


def asked(opened: Visit) -> list[str]:
    return [url for url in opened.requests if "/api/v1/suggest" in url]


def typed(opened: Visit, text: str, address: str = "/") -> Page:
    opened.open(address)
    box = opened.page.locator("#q")
    box.fill("")
    box.press_sequentially(text)
    return opened.page


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/", "/en/", "/tim-kiem?q=h%E1%BB%8Dp", "/bai/b000000000000003"])
def test_typing_opens_a_list_that_is_accessible_and_in_bounds(visit: Visiting, address: str, width: int) -> None:
    opened = visit(width)
    page = typed(opened, "hoi dong", address)
    expect(page.get_by_role("option").first).to_be_visible()
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert faults(opened) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("ArrowDown")
    assert faults(opened) == []
    assert opened.complaints == []
    assert opened.elsewhere == []


def test_keys_move_choose_and_close_and_never_write_into_the_box(visit: Visiting) -> None:
    opened = visit()
    page = typed(opened, "hoi dong")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(options.first).to_be_visible()
    for index in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(options.nth(index)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", options.nth(index).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "hoi dong"
    page.keyboard.type(" h")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = options.first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tim-kiem"))
    assert page.locator("#q").input_value() == chosen


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visiting) -> None:
    page = typed(visit(), "hoi dong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tim-kiem"))
    assert page.locator("#q").input_value() == "hoi dong"


def test_a_click_chooses_and_keeps_the_filters_and_leaving_the_box_closes(visit: Visiting) -> None:
    page = typed(visit(), "hoi dong", "/tim-kiem?q=h%E1%BB%8Dp&source=bo")
    page.get_by_role("option").first.click()
    page.wait_for_url(re.compile("source=bo"))
    assert "hội đồng" in page.locator("#q").input_value().lower()
    assert "pub_from" not in page.url
    page = typed(visit(), "hoi dong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)


def test_fast_typing_asks_once(visit: Visiting) -> None:
    opened = visit()
    page = typed(opened, "hoi dong giam")
    page.wait_for_timeout(LONG_PAUSE)
    assert len(asked(opened)) < len("hoi dong giam") / 2


def test_while_an_input_method_composes_nothing_is_asked_and_the_box_is_left_alone(visit: Visiting) -> None:
    opened = visit()
    opened.open("/")
    page = opened.page
    page.locator("#q").focus()
    session = page.context.new_cdp_session(page)
    for text in ("h", "ho", "hoo", "hô", "hôi", "hội"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(LONG_PAUSE if text == "hội" else 50)
    assert asked(opened) == []
    assert page.locator("#q").input_value() == "hội"
    session.send("Input.insertText", {"text": "hội"})
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked(opened)) == 1
    assert page.locator("#q").input_value() == "hội"
    session.send("Input.imeSetComposition", {"text": " đ", "selectionStart": 2, "selectionEnd": 2})
    expect(page.get_by_role("option")).to_have_count(0)
    page.wait_for_timeout(LONG_PAUSE)
    assert len(asked(opened)) == 1


def test_a_late_answer_to_an_older_text_is_not_shown(visit: Visiting) -> None:
    opened = visit()
    held: list[Route] = []
    opened.page.route(re.compile(r"/api/v1/suggest\?q=ho$"), lambda route: held.append(route))
    page = typed(opened, "ho")
    page.wait_for_timeout(LONG_PAUSE)
    assert len(held) == 1
    page.keyboard.type("i dong")
    expect(page.get_by_role("option").first).to_be_visible()
    shown = page.get_by_role("option").all_inner_texts()
    held[0].abort()
    page.wait_for_timeout(LONG_PAUSE)
    assert page.get_by_role("option").all_inner_texts() == shown


def test_an_answer_that_fails_leaves_a_plain_form(visit: Visiting) -> None:
    opened = visit()
    opened.page.route("**/api/v1/suggest*", lambda route: route.fulfill(status=500, body="x"))
    page = typed(opened, "hoi dong")
    page.wait_for_timeout(LONG_PAUSE)
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tim-kiem"))


def test_without_javascript_it_is_a_search_box(visit: Visiting) -> None:
    opened = visit(javascript=False)
    opened.open("/")
    opened.page.get_by_role("searchbox").fill("hoi dong")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url(re.compile("/tim-kiem"))
    assert asked(opened) == []
