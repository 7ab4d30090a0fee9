"""A real Chromium on a real waitress over a small archive. Every request that a page makes is seen, and must stay on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from waitress.server import create_server

from archive.settings import Settings
from tests.conftest import CHROMIUM, NO_CHROMIUM
from tests.webui.sample_archive import make_archive
from webui import create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]


class Elsewhere:
    """Another server, which captured pages ask for everything: whoever connects to it is noted."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.connections: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    asked = connection.recv(200).decode("latin-1")
                except TimeoutError:
                    asked = ""
                self.connections.append(asked.split("\r\n")[0] or "(connected and asked for nothing)")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere()
    yield server
    server.close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Settings:
    return make_archive(tmp_path_factory.mktemp("browser"), away=elsewhere.address)


@pytest.fixture(scope="session")
def site(archive: Settings) -> Iterator[str]:
    """The address of the running web side."""
    server = create_server(create_app(archive), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and everything it said or asked for since it was opened."""

    page: Page
    site: str
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> int:
        """Go to an address of the site; gives the status."""
        response = self.page.goto(self.site + address)
        assert response
        return response.status

    @property
    def elsewhere(self) -> list[str]:
        """Requests that left the site."""
        return [url for url in self.requests if not url.startswith(self.site + "/")]

    @property
    def complaints(self) -> list[str]:
        """Console messages, but for the browser's own line about an error page that was asked for."""
        return [text for text in self.console if not text.startswith("Failed to load resource: the server responded with a status of 4")]


WATCH_POLICY = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Opens pages of a width, with or without JavaScript; closes them at the end of the test."""
    contexts = []

    def begin(width: int = 1280, *, javascript: bool = True) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
        contexts.append(context)
        context.add_init_script(WATCH_POLICY)
        visit = Visit(context.new_page(), site)
        visit.page.on("console", lambda message: _note(visit, message))
        visit.page.on("pageerror", lambda error: visit.console.append(str(error)))
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        return visit

    yield begin
    for context in contexts:
        context.close()


def _note(visit: Visit, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        visit.console.append(message.text)
