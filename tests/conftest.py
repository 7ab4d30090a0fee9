"""What every test shares: a clean environment, and one line for each kind of test that this machine cannot run."""

from __future__ import annotations

import os
import shutil
import signal

import pytest

from deploy.elasticsearch import node
from tests.elasticsearch import front
from tests.shared_data import ABSENT, SHARED

pytest_plugins = ["tests.elasticsearch.fixtures"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "browser tests did not run: no Chromium here (apt-get install chromium)"
NO_ELASTICSEARCH = node.missing() and f"elasticsearch tests did not run: {node.missing()}"
NO_NGINX = "nginx tests did not run: no nginx here (apt-get install nginx-light openssl)"
OUTSIDE = {"KHOTIN_SHARED", node.CACHE_VARIABLE}
"""Variables that say where things outside the checkout are; they configure the tests, not the product."""
IN_CI = os.environ.get("CI") == "true"


def pytest_configure() -> None:
    """Ctrl-C reaches what the tests start: a shell that runs the tests in the background has them, and so all they start, ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _missing(item: pytest.Item) -> str | None:
    if item.get_closest_marker("browser") and CHROMIUM is None:
        return NO_CHROMIUM
    if item.get_closest_marker("elasticsearch") and NO_ELASTICSEARCH:
        return NO_ELASTICSEARCH
    if item.get_closest_marker("nginx") and front.NGINX is None:
        return NO_NGINX
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        return ABSENT
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    line = _missing(item)
    # In CI every kind must run; only the third-party sets may be absent, since they cannot be shipped.
    if line and (not IN_CI or line == ABSENT):
        # From here and not by a mark: pytest folds the tests of a kind into one line of its summary when all are skipped at one place.
        pytest.skip(line)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No KHOTIN_* setting of the developer's shell reaches a test."""
    for name in [name for name in os.environ if name.startswith("KHOTIN_") and name not in OUTSIDE]:
        monkeypatch.delenv(name)
