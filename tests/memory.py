"""How much memory a process held at most."""

from __future__ import annotations

import re
from pathlib import Path


def peak(process: int | str = "self") -> int:
    """The most memory a living process has held since its program began, in bytes; its own without a number.

    From /proc, because the ``ru_maxrss`` of a process also counts the one that started it, as large as that was: the
    kernel carries the figure over from the forked image. Raises FileNotFoundError or ProcessLookupError once the
    process has ended; 0 in the moment between its end and its being waited for.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(found[1]) * 1024 if found else 0
