"""Where the third-party measuring sets are, when they are beside the checkout: nothing of the product needs them."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("KHOTIN_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
ABSENT = "measuring sets not found beside the checkout (set KHOTIN_SHARED): these measurements did not run"
