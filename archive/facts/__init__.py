"""What an article says, as facts: legal documents, the meeting, people, bodies, abbreviations, sign-off, each with its proof.

Pure functions over one article, by rules and lists: no network, no store, no model. Unknown stays unknown.
"""

from __future__ import annotations

from archive.facts.article_facts import VERSIONS, Facts, facts

__all__ = ["VERSIONS", "Facts", "facts"]
