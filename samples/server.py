"""The sample portals' server: one process, one loopback port for each portal, a log line for each request."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from waitress.server import create_server

from samples import SamplesError
from samples.layouts import portals
from samples.portal import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

    Application = Callable[[dict[str, Any], StartResponse], list[bytes]]

HOST = "127.0.0.1"
THREADS = 4
REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found", 410: "Gone", 500: "Internal Server Error"}
FORM_LIMIT = 100_000
"""The most bytes of a posted form that are read."""


class PortInUse(SamplesError):
    """A port that the portals need is taken; the message is one line for the reader."""


def check_free(ports: Iterable[int], setting: str) -> None:
    """Raise ``PortInUse`` when something listens on one of the ports already."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                raise PortInUse(f"port {port} is in use or not allowed: stop what holds it, or choose another with {setting}") from error


def application(base_port: int, generation: int, log: Path | None = None) -> Application:
    """The WSGI application of all portals; the port of a request tells which one it is for."""
    by_port = {base_port + portal.port_offset: portal for portal in portals(generation)}

    def respond(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        request = read(environ)
        response = by_port[int(environ["SERVER_PORT"])].answer(request)
        if log is not None:
            note(log, request, response)
        return sent(response, start_response, without_body=request.method == "HEAD")

    return respond


def read(environ: dict[str, Any]) -> Request:
    """The request of a WSGI environment."""
    path, query = environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")
    posted = environ["wsgi.input"].read(FORM_LIMIT) if environ["REQUEST_METHOD"] == "POST" else b""
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        address=f"{path}?{query}" if query else path,
        origin=f"http://{HOST}:{environ['SERVER_PORT']}",
        query=dict(parse_qsl(query)),
        form=dict(parse_qsl(posted.decode("utf-8", "replace"))),
        headers={key[5:].lower().replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")},
    )


def sent(response: Response, start_response: StartResponse, *, without_body: bool) -> list[bytes]:
    """The response, given to the server."""
    headers = [*response.headers]
    if response.status != 304:
        headers += [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))]
    start_response(f"{response.status} {REASONS[response.status]}", headers)
    return [b"" if without_body else response.body]


def note(log: Path, request: Request, response: Response) -> None:
    """One line per request: method, address, status, bytes of the body."""
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{request.method} {request.origin}{request.address} {response.status} {len(response.body)}\n")


def serve(base_port: int, generation: int, log: Path | None = None) -> None:
    """Serve the portals until the process is told to stop."""
    ports = [base_port + portal.port_offset for portal in portals(generation)]
    check_free(ports, "KHOTIN_SAMPLES_PORT")
    run(application(base_port, generation, log), ports)


def run(respond: Application, ports: Iterable[int]) -> None:
    """Runs an application on loopback ports until the process is told to stop."""
    # A full queue is no news here: a crawl at work fills it for a moment.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    create_server(respond, listen=" ".join(f"{HOST}:{port}" for port in ports), threads=THREADS).run()
