"""Sample portals on loopback, the articles they show, and the whole product run on them."""

from __future__ import annotations


class SamplesError(Exception):
    """The samples cannot do what was asked; the message is one line for the reader."""
