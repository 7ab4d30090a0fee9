from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from tests.webui.sample_archive import CAPTURED_HTML, FULL, PDF, make_archive
from webui import create_app
from webui.pages.capture import CAPTURE_POLICY


def capture_of(client: FlaskClient, identifier: str) -> str:
    found = re.search(r'href="(/ban-luu/[^"]+)"', client.get(f"/bai/{identifier}").text)
    assert found
    return found[1]


def test_the_capture_is_served_as_it_was_sent_and_shut_in(client: FlaskClient) -> None:
    response = client.get(capture_of(client, FULL))
    assert response.text == CAPTURED_HTML.replace("{away}", "http://127.0.0.2:9")
    assert response.content_type == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == CAPTURE_POLICY
    assert CAPTURE_POLICY.startswith("sandbox; default-src 'none';")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_what_a_browser_cannot_show_is_offered_to_be_saved(client: FlaskClient) -> None:
    response = client.get(capture_of(client, PDF))
    assert response.data == b"%PDF-1.4 mau"
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Disposition"] == "attachment"


def test_an_unknown_record_is_404(client: FlaskClient) -> None:
    for name in ("khong-co", "../archive.sqlite", "%2e%2e/archive.sqlite", "urn:uuid:0"):
        assert client.get(f"/ban-luu/{name}").status_code == 404


def test_a_damaged_capture_is_told_and_the_text_is_still_there(tmp_path: Path) -> None:
    settings = make_archive(tmp_path / "home", index=False)
    client = create_app(settings).test_client()
    address = capture_of(client, FULL)
    (warc,) = settings.warc_folder.glob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:900])
    response = client.get(address)
    assert response.status_code == 500
    assert "Không đọc được bản lưu" in response.text
    warc.unlink()
    assert client.get(address).status_code == 500
    assert client.get(f"/bai/{FULL}").status_code == 200
