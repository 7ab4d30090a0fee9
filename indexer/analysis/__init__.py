"""Vietnamese text as the index and the query see it. Pure Python; ``words`` alone knows underthesea."""

from __future__ import annotations

ANALYSIS_VERSION = "6"
"""Changes whenever any token changes. An index built by another version is not updated, only built again."""
