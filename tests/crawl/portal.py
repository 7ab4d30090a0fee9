"""A small portal on loopback for the crawl tests: a real HTTP server in a thread, told what to answer to which path."""

from __future__ import annotations

import contextlib
import hashlib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qsl, urlsplit

PARAGRAPHS = "Hội đồng đã họp và thống nhất kế hoạch ứng dụng công nghệ thông tin trong cơ quan nhà nước."


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it; ``at`` is the server's clock in seconds."""

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    at: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers. A body given in parts is sent as it comes, and the connection closed after it."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Asked], Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed hangs up: nothing to report."""


class Portal:
    """A running portal. ``pages`` maps paths (query included) to replies; ``answer`` is asked for all others."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Reply | Handler] = {}
        self.answer: Handler = lambda asked: Reply(status=404, body=b"<title>404 Not Found</title>")
        self.asked: list[Asked] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def paths(self, method: str | None = None) -> list[str]:
        """The paths asked so far, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt" and method in (None, asked.method)]

    def times(self) -> list[float]:
        """When each request came, robots.txt included."""
        return [asked.at for asked in self.asked]

    def __enter__(self) -> Portal:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _reply(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
        page = self.pages.get(asked.path, self.answer)
        return page if isinstance(page, Reply) else page(asked)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        portal = self

        class Serving(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._serve(dict(parse_qsl(body.decode(), keep_blank_values=True)))

            def _serve(self, form: dict[str, str]) -> None:
                asked = Asked(self.command, self.path, {key.lower(): value for key, value in self.headers.items()}, form, time.monotonic())
                reply = portal._reply(asked)
                with contextlib.suppress(ConnectionError):
                    self._send(reply)

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
                whole = reply.body if isinstance(reply.body, bytes) else None
                if whole is not None and reply.status != 304:
                    headers.setdefault("Content-Length", str(len(whole)))
                if whole is None:
                    headers["Connection"] = "close"
                    self.close_connection = True
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for part in [whole] if isinstance(reply.body, bytes) else reply.body():
                    self.wfile.write(part or b"")
                if int(headers.get("Content-Length", 0)) > len(whole or b""):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Nothing on the tests' own output."""

        return Serving


def article(number: int, text: str = "", posted: str = "12/08/2011") -> bytes:
    """An article's page."""
    body = "".join(f"<p>{PARAGRAPHS} Số {number}. {text}</p>" for _ in range(3))
    return (
        f'<html><head><meta charset="utf-8"><title>Tin {number}</title></head><body><h1 class="headline">Tin số {number}</h1>'
        f'<span class="posted">{posted}</span><div class="body">{body}</div></body></html>'
    ).encode()


def listing(links: list[str], following: str = "", extra: str = "") -> bytes:
    """A listing's page, with a link to the next one."""
    items = "".join(f'<li class="item"><a href="{link}">Tin ở {link.rpartition("/")[2]}</a></li>' for link in links)
    pager = f'<div class="pager"><a href="{following}">Trang sau</a></div>' if following else ""
    return f'<html><head><meta charset="utf-8"><title>Tin</title></head><body><ul>{items}</ul>{pager}{extra}</body></html>'.encode()


def news(portal: Portal, count: int, per_page: int = 10) -> None:
    """Makes a portal of ``count`` articles, newest first on listings of ``per_page``, with ETag and 304."""

    def answer(asked: Asked) -> Reply:
        parts = urlsplit(asked.path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/tin":
            return Reply(_page(int(query.get("page", 1)), count, per_page))
        if parts.path.startswith("/bai/"):
            return conditional(article(int(parts.path.rpartition("/")[2])), asked)
        return Reply(status=404)

    portal.answer = answer


def _page(number: int, count: int, per_page: int) -> bytes:
    first = count - (number - 1) * per_page
    links = [f"/bai/{index}" for index in range(first, max(first - per_page, 0), -1)]
    return listing(links, f"/tin?page={number + 1}" if first > per_page else "")


def conditional(body: bytes, asked: Asked) -> Reply:
    """A page with an ETag, or 304 when the request names it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(status=304, headers={"ETag": etag})
    return Reply(body, headers={"ETag": etag})
