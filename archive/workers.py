"""How a process that works for another one ends: with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def end_with_parent() -> None:
    """A worker whose parent is killed would wait for work for ever, and hold open what it inherited: end it then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()


def start_worker() -> None:
    """The initializer of a pool: Ctrl+C, which reaches a worker too, is for its parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
