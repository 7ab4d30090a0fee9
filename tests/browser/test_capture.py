"""The captured page in a real Chromium: nothing of it runs, and nothing of it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Elsewhere, Visit
from tests.webui.sample_archive import FULL, PDF

pytestmark = pytest.mark.browser


def open_capture(visit: Visit) -> None:
    visit.open(f"/bai/{FULL}")
    visit.page.get_by_role("link", name="Xem bản lưu").click()
    # Longer than the page's own refresh of one second waits.
    visit.page.wait_for_timeout(2500)


def test_no_script_runs_and_no_request_leaves(visit: Callable[..., Visit], elsewhere: Elsewhere) -> None:
    opened = visit()
    elsewhere.connections.clear()
    open_capture(opened)
    assert "/ban-luu/" in opened.page.url
    assert opened.page.title() == "Trang gốc"
    assert opened.page.get_by_role("heading", name="Bản chụp").is_visible()
    assert opened.page.evaluate("window.x") is None
    opened.page.locator("#send").click()
    opened.page.locator("#out").click()
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate("window.x") is None
    assert "/ban-luu/" in opened.page.url
    assert elsewhere.connections == []


def test_the_capture_is_a_document_of_its_own(visit: Callable[..., Visit]) -> None:
    opened = visit()
    open_capture(opened)
    assert opened.page.evaluate("origin") == "null"
    with pytest.raises(Exception, match="SecurityError"):
        opened.page.evaluate("document.cookie")


def test_a_file_that_is_no_page_is_saved(visit: Callable[..., Visit]) -> None:
    opened = visit()
    opened.open(f"/bai/{PDF}")
    with opened.page.expect_download() as saving:
        opened.page.get_by_role("link", name="Xem bản lưu").click()
    assert saving.value.path().read_bytes() == b"%PDF-1.4 mau"
