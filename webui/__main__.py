"""``python -m webui``: serve the pages on this machine. Prints the address; Ctrl+C stops."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server
from waitress.task import ErrorTask

from archive.command_line import Parser
from archive.settings import Settings, SettingsError, settings
from webui import create_app
from webui.security import HEADERS

SERVER: dict[str, Any] = {
    "threads": 4,
    "ident": None,
    # A question pasted into the box has up to nine bytes a letter in the address, and what is too long for a search is still to be
    # answered by the page that keeps it in the box. waitress would take 256 KB.
    "max_request_header_size": 32768,
    "max_request_body_size": 32768,
    "channel_timeout": 30,
}


REFUSED = {
    413: "Nội dung gửi lên quá lớn; trang này chỉ để đọc.\nThe body of the request is too large; these pages are only read.\n",
    431: "Địa chỉ hay phần đầu của yêu cầu quá dài: hãy rút ngắn câu tìm.\nThe address or the headers are too long: shorten the query.\n",
    500: "Máy chủ gặp lỗi.\nThe server failed.\n",
}
OTHERWISE_REFUSED = "Máy chủ không hiểu yêu cầu này.\nThe server does not understand this request.\n"


class _Refusal(ErrorTask):
    """What the server refuses before the app sees it: with the headers of every other answer, and in both languages, since the address
    may not have been read."""

    def execute(self) -> None:
        error = self.request.error  # type: ignore[attr-defined]  # the stubs take the request for the error in it
        body = REFUSED.get(error.code, OTHERWISE_REFUSED).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers = [*HEADERS.items(), ("Content-Type", "text/plain; charset=utf-8")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    error_task_class = _Refusal


def listen(app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """A server for the app, listening."""
    parts: dict[int, Any] = {}
    server = create_server(app, host=host, port=port, map=parts, **SERVER)
    # A name such as localhost stands for several addresses, each with a listener of its own.
    for listener in parts.values():
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = _Channel
    return server


def _fail(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


def serve(chosen: Settings) -> int:
    """Serve until stopped; gives 1 with one line when the data folder is missing or the port is taken."""
    if not chosen.home.is_dir():
        return _fail(f"no data folder {chosen.home}: set KHOTIN_HOME, or fill one with `python -m archive ingest FILE.warc.gz`", 1)
    try:
        server = listen(create_app(chosen), chosen.host, chosen.port)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return _fail(f"cannot listen on {chosen.host}:{chosen.port}: {reason}; set KHOTIN_PORT (or KHOTIN_HOST) to another", 1)
    print(f"Kho Tin: http://{chosen.host}:{chosen.port}/ (Ctrl+C stops)", flush=True)
    server.run()
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = Parser(prog="python -m webui", description="Serve Kho Tin's pages. Settings: docs/configuration.md.")
    parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return serve(settings())
    except SettingsError as error:
        return _fail(str(error), 2)


if __name__ == "__main__":
    sys.exit(main())
