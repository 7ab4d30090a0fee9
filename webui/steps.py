"""The addresses of the searches one step away from a search. A page of results has two hundred of them: what they share is written once."""

from __future__ import annotations

from indexer.query import FacetName
from webui.params import ORDER, SearchParams, encoded, percent_encoded


class Steps:
    """The ways on from a search, each to its first page unless it says otherwise. ``page`` is the address of the page of results."""

    def __init__(self, params: SearchParams, page: str) -> None:
        self.page = page
        self._params = params
        self._parts: dict[str, str] = {}
        for name, value in params.pairs():
            if name != "page":
                pair = f"{name}={percent_encoded(value)}"
                self._parts[name] = f"{self._parts[name]}&{pair}" if name in self._parts else pair

    def to(self, name: str, value: str = "", *, page: int = 1) -> str:
        """The same search with a parameter set, or left out where it has its default."""
        return self._joined({name: f"{name}={percent_encoded(value)}" if value else ""}, page)

    def at(self, page: int) -> str:
        """Another page of the same search."""
        return self._joined({}, page)

    def without(self, facet: FacetName, value: str) -> str:
        """The same search with a chosen value of a facet taken away."""
        return self._joined({facet: encoded((facet, one) for one in self._params.chosen(facet) if one != value)})

    def around(self, facet: FacetName) -> tuple[str, str]:
        """What stands before and after one more value of a facet, percent-encoded, in the address of the search with it added."""
        place = ORDER.index(facet) + 1
        before = "".join([f"{self._parts[name]}&" for name in ORDER[:place] if name in self._parts])
        after = "".join([f"&{self._parts[name]}" for name in ORDER[place:] if name in self._parts])
        return f"{self.page}?{before}{facet}=", after

    def _joined(self, changed: dict[str, str], page: int = 1) -> str:
        parts = {**self._parts, **changed, "page": f"page={page}" if page != 1 else ""}
        query = "&".join([parts[name] for name in ORDER if parts.get(name)])
        return f"{self.page}?{query}" if query else self.page
