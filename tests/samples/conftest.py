"""The sample portals, served once for all tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.samples.loopback import portals_at


@pytest.fixture(scope="session")
def first_port() -> Iterator[int]:
    """The first port of the portals at generation 1."""
    with portals_at(1) as port:
        yield port
