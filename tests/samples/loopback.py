"""Sample portals as a real server on loopback, and what it says when asked."""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """One answer of a portal."""

    status: int
    headers: Mapping[str, str]
    """The names are in small letters."""
    text: str
    body: bytes


def free_ports(count: int) -> int:
    """The first of ``count`` ports in a row that nothing listens on. Below the range from which systems give out ports."""
    while True:
        first = random.randrange(20_000, 32_000)
        if all(_is_free(port) for port in range(first, first + count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def ask(port: int, address: str, *, form: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """One request, GET or, with a form, POST."""
    connection = http.client.HTTPConnection(HOST, port)
    sent = dict(headers or {})
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if form is None else "POST", address, body=form, headers=sent)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body.decode("utf-8", "replace"), body)


@contextmanager
def portals_at(generation: int) -> Iterator[int]:
    """The portals served at a generation; gives the first port."""
    base = free_ports(4)
    command = [sys.executable, "-m", "samples", "serve", "--generation", str(generation)]
    server = subprocess.Popen(command, env={**os.environ, "KHOTIN_SAMPLES_PORT": str(base)}, stderr=subprocess.PIPE)
    try:
        while _is_free(base + 3):
            assert server.poll() is None, server.stderr and server.stderr.read().decode()
            time.sleep(0.05)
        yield base
    finally:
        server.terminate()
        server.wait()
        if server.stderr:
            server.stderr.close()
