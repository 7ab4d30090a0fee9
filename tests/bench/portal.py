"""A sample portal with many copies of its articles, for a crawl long enough to measure."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from samples.layouts import VCCorpMic
from samples.server import read, run, sent
from samples.texts import SampleArticle, load

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


class LargePortal(VCCorpMic):
    """The portal with longer pages of its listing, so that most pages are articles."""

    per_page = 20


def copies(count: int) -> tuple[SampleArticle, ...]:
    """``count`` articles of the portal, each text again and again under another headline and number (at most 999)."""
    mine = [article for article in load(1) if article.portal == VCCorpMic.key]
    return tuple(
        replace(mine[number % len(mine)], number=number + 1, headline=f"{mine[number % len(mine)].headline} ({number + 1})")
        for number in range(count)
    )


def main(port: int, count: int) -> None:
    """Serves ``count`` articles on a port until the process is told to stop."""
    portal = LargePortal(copies(count), 1)

    def respond(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        return sent(portal.answer(read(environ)), start_response, without_body=False)

    run(respond, [port])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
