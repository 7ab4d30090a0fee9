"""What tests of the archive share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def own_garbage() -> Iterator[None]:
    """A measured piece of work collects its own garbage only.

    A full collection goes over all that the process holds, and after thousands of tests that takes longer than what is measured.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
