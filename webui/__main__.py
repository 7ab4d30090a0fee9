"""``python -m webui``: serve the pages on this machine. Prints the address; Ctrl+C stops."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from waitress.server import create_server

from archive.settings import Settings
from webui import create_app

SERVER: dict[str, Any] = {
    "threads": 4,
    "ident": None,
    # waitress would take a request line of 256 KB; no address of ours is longer than a few hundred characters.
    "max_request_header_size": 8192,
    "max_request_body_size": 1024,
    "channel_timeout": 30,
}


def _fail(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SystemExit(_fail(f"KHOTIN_{name} cannot be used: {first['msg']} (docs/configuration.md)", 2)) from error


def serve(settings: Settings) -> int:
    """Serve until stopped; gives 1 with one line when the data folder is missing or the port is taken."""
    if not settings.home.is_dir():
        return _fail(f"no data folder {settings.home}: set KHOTIN_HOME, or fill one with `python -m archive ingest FILE.warc.gz`", 1)
    try:
        server = create_server(create_app(settings), host=settings.host, port=settings.port, **SERVER)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return _fail(f"cannot listen on {settings.host}:{settings.port}: {reason}; set KHOTIN_PORT (or KHOTIN_HOST) to another", 1)
    print(f"Kho Tin: http://{settings.host}:{settings.port}/ (Ctrl+C stops)", flush=True)
    server.run()
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m webui", description="Serve Kho Tin's pages. Settings: docs/configuration.md.")
    parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    return serve(_settings())


if __name__ == "__main__":
    sys.exit(main())
