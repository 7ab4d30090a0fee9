"""``python -m samples serve | demo``: the sample portals, and the whole product run on them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from archive.command_line import Parser
from archive.settings import SettingsError, read_settings
from samples import SamplesError, server
from samples.texts import LAST_GENERATION


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except SamplesError as problem:
        print(f"samples: {problem}", file=sys.stderr)
        return 1
    except SettingsError as problem:
        print(f"samples: {problem}", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"samples: {problem.strerror}: {problem.filename}. Set KHOTIN_HOME to a folder that can be written.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("samples: stopped", file=sys.stderr)
        return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = Parser(prog="python -m samples", description="Sample portals on loopback, and the whole product run on them.")
    commands = top.add_subparsers(required=True, metavar="serve | demo")
    serve = commands.add_parser("serve", help="serve the four portals until Ctrl-C")
    serve.add_argument("--generation", type=int, choices=range(1, LAST_GENERATION + 1), default=1, help="2: after the changes")
    serve.add_argument("--log", type=Path, metavar="FILE", help="append a line for each request to FILE")
    serve.set_defaults(command=serve_portals)
    whole = commands.add_parser("demo", help="serve the portals, crawl them, index, and show the result in the browser")
    whole.add_argument("--port", type=int, help="port of the web side (default: KHOTIN_PORT)")
    whole.add_argument("--no-serve", action="store_true", help="end when everything is prepared")
    whole.set_defaults(command=run_demo)
    return top


def serve_portals(options: argparse.Namespace) -> int:
    """Serves the portals."""
    server.serve(read_settings().samples_port, options.generation, options.log)
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Runs the demo. Its rooms are loaded here, so that the portals are up before a search engine would be."""
    from samples import demo

    settings = read_settings() if options.port is None else read_settings(port=options.port)
    demo.run(settings, serve=not options.no_serve)
    return 0


if __name__ == "__main__":
    sys.exit(main())
