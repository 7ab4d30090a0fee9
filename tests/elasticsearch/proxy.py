"""A loopback proxy before the real node that does, once or often, what networks and busy servers do.

Every answer that no rule touches is the node's own. The first rule that matches a request decides it::

    proxy.add(Answer(429), path="/_bulk", times=2)      # the third bulk request goes through
    proxy.add(CutOff(), path="/_search", skip=1)        # the first search is answered, the second is cut off
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "content-length", "keep-alive", "transfer-encoding"}
"""What belongs to one connection, not to the message; both sides get their own."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the client asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the client is told. With ``cut_after`` the connection breaks after so many bytes of the body."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut_after: int | None = None


Forward = Callable[[Request], Reply]


class Refused(ConnectionError):
    """The connection is closed without an answer."""


class Fault(Protocol):
    """What happens to one request instead of merely being forwarded."""

    def __call__(self, request: Request, forward: Forward) -> Reply:
        """The reply for the client; Refused closes the connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The node is not asked; the client gets this status."""

    status: int
    reason: str = "rejected on purpose"
    retry_after: int | None = None

    def __call__(self, request: Request, forward: Forward) -> Reply:
        headers = {"Content-Type": "application/json", "X-elastic-product": "Elasticsearch"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        error = {"type": "fault", "reason": self.reason}
        return Reply(self.status, headers, json.dumps({"error": {"root_cause": [error], **error}, "status": self.status}).encode())


@dataclass(frozen=True, slots=True)
class Delay:
    """The node is asked and its answer comes later by so many seconds."""

    seconds: float

    def __call__(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        time.sleep(self.seconds)
        return reply


@dataclass(frozen=True, slots=True)
class CutOff:
    """The node does what was asked, and the connection breaks in the middle of its answer."""

    def __call__(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        return replace(reply, cut_after=len(reply.body) // 2)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The connection breaks before the node was asked."""

    def __call__(self, request: Request, forward: Forward) -> Reply:
        raise Refused


@dataclass(frozen=True, slots=True)
class WithoutHeader:
    """The node's answer without one header, as from another product."""

    name: str = "X-elastic-product"

    def __call__(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        return replace(reply, headers={name: value for name, value in reply.headers.items() if name.lower() != self.name.lower()})


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The node's JSON answer, changed."""

    change: Callable[[Any], Any]

    def __call__(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        return replace(reply, body=json.dumps(self.change(json.loads(reply.body))).encode())


@dataclass(frozen=True, slots=True)
class RejectItem:
    """One item of a bulk request never reaches the node and is answered as rejected; the others are as the node says."""

    position: int = 0
    status: int = 429
    type: str = "es_rejected_execution_exception"
    reason: str = "rejected on purpose"

    def __call__(self, request: Request, forward: Forward) -> Reply:
        items = list(bulk_items(request.body))
        ((operation, target),) = json.loads(items.pop(self.position)[0]).items()
        error = {"type": self.type, "reason": self.reason}
        rejected = {operation: {**target, "status": self.status, "error": error}}
        # The node refuses a bulk request without items: where only one was sent, it is not asked.
        reply = forward(replace(request, body=b"".join(map(b"".join, items)))) if items else Answer(200)(request, forward)
        answer: dict[str, Any] = json.loads(reply.body) if items else {"took": 0, "items": []}
        answer["items"].insert(self.position, rejected)
        return replace(reply, body=json.dumps({**answer, "errors": True}).encode())


def bulk_items(body: bytes) -> Iterator[tuple[bytes, ...]]:
    """The items of a bulk request's body, each its lines: the action and, except for a deletion, the source."""
    lines = iter(body.splitlines(keepends=True))
    for action in lines:
        yield (action,) if "delete" in json.loads(action) else (action, next(lines))


@dataclass(slots=True)
class Rule:
    """Which requests a fault befalls: those whose method and path (a regular expression, searched in path and query)
    match, after the first ``skip`` of them and then ``times`` times (None: always)."""

    fault: Fault
    method: str | None
    path: str
    times: int | None
    skip: int
    matched: int = 0

    def takes(self, request: Request) -> bool:
        """Whether this request is one of them; counts it."""
        if (self.method and self.method != request.method) or not re.search(self.path, request.path):
            return False
        self.matched += 1
        return self.skip < self.matched and (self.times is None or self.matched <= self.skip + self.times)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that came through; status None when the connection was broken."""

    method: str
    path: str
    status: int | None


class FaultProxy:
    """The proxy: ``url`` for the client, rules through :meth:`add`, what came through in ``seen``."""

    def __init__(self, target: str) -> None:
        self.rules: list[Rule] = []
        self.seen: list[Seen] = []
        self.target = target
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self)

    @property
    def url(self) -> str:
        """The proxy's own address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, fault: Fault, *, method: str | None = None, path: str = "", times: int | None = 1, skip: int = 0) -> Rule:
        """From now on this fault befalls the requests that match (see :class:`Rule`). Earlier rules come first."""
        rule = Rule(fault, method, path, times, skip)
        with self._lock:
            self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Forget all rules and what was seen."""
        with self._lock:
            self.rules.clear()
            self.seen.clear()

    def reply(self, request: Request) -> Reply:
        """What the client is told; Refused when nothing."""
        try:
            reply = self._decide(request)
        except Refused:
            self._see(request, None)
            raise
        self._see(request, None if reply.cut_after is not None else reply.status)
        return reply

    def _decide(self, request: Request) -> Reply:
        with self._lock:
            rule = next((rule for rule in self.rules if rule.takes(request)), None)
        return rule.fault(request, self._forward) if rule else self._forward(request)

    def _see(self, request: Request, status: int | None) -> None:
        with self._lock:
            self.seen.append(Seen(request.method, request.path, status))

    def _forward(self, request: Request) -> Reply:
        address = urlsplit(self.target)
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            response = connection.getresponse()
            headers = {name: value for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP}
            return Reply(response.status, headers, response.read())
        except (OSError, http.client.HTTPException):
            # A dead node behind the proxy looks to the client like a dead node.
            raise Refused from None
        finally:
            connection.close()

    @contextmanager
    def running(self) -> Iterator[FaultProxy]:
        """Serve while the block runs. A fault of the proxy's own is raised at its end."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
        if self._server.failures:
            raise self._server.failures[0]


class _Server(ThreadingHTTPServer):
    # A handler may wait for a paused node; nobody waits for the handler.
    daemon_threads = True

    def __init__(self, address: tuple[str, int], proxy: FaultProxy) -> None:
        super().__init__(address, _Handler)
        self.proxy = proxy
        self.failures: list[BaseException] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are no fault of the proxy; anything else is kept and raised at the end."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.failures.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _relay(self) -> None:
        try:
            reply = self.server.proxy.reply(self._request())
        except Refused:
            self._break()
            return
        self._write(reply)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _relay

    def _request(self) -> Request:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | {"accept-encoding"}}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if headers.pop("Content-Encoding", "") == "gzip":
            body = gzip.decompress(body)
        return Request(self.command, self.path, headers, body)

    def _write(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[: reply.cut_after])
        if reply.cut_after is not None:
            self._break()

    def _break(self) -> None:
        self.close_connection = True
        # Closing with a linger time of 0 sends RST: what a killed server or a dropped link looks like.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at ``seen``."""
