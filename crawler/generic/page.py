"""The page class of pages that no site and no software claims."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.page import PageKind
from archive.repair import repair
from crawler.boilerplate import is_widget_line
from crawler.content import Block, blocks_in
from crawler.dates import PostingDate, posting_date
from crawler.generic.content import Content, find_content, is_in, links_of, text_blocks
from crawler.generic.headline import Stated, find_headline, stated, title_line
from crawler.generic.lead import find_lead
from crawler.generic.lines import Line, lines_of, link_of
from crawler.generic.peers import Peers
from crawler.generic.posted import find_posting_date
from crawler.generic.prune import pruned
from crawler.generic.shape import alike, kind_by_shape
from crawler.kinds import kind_by_address, kind_by_response, kind_by_text
from crawler.markup import joined
from crawler.page import NewsPage
from crawler.site import ListedItem

_RUNNING = 100  # characters: a headline is looked for before the first line that is so long


class GenericPage(NewsPage):
    """Any page: what is its headline, its date and its text is found, not known."""

    version: ClassVar[int] = 2

    @cached_property
    def pruned(self) -> LexborHTMLParser:
        """The page without what never is the article."""
        return pruned(self.document.decoded.text.replace("\0", ""))

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the pruned page."""
        return lines_of(self.pruned.body) if self.pruned.body is not None else []

    @cached_property
    def stated(self) -> Stated:
        """What the page's head says the headline is."""
        return stated(self.document.tree)

    @cached_property
    def content(self) -> Content | None:
        """Where the article is; None where there is none."""
        return find_content(self.lines, Peers(self.pruned.html or ""), title_line(self.lines, self.stated))

    @cached_property
    def _headline(self) -> tuple[str, int]:
        if self.content is None:
            return find_headline(self.lines, len(self.lines), self.stated)
        indexes = self.content.indexes
        first = next((index for index in indexes if len(self.lines[index].text) >= _RUNNING), indexes[0])
        return find_headline(self.lines, first, self.stated)

    @cached_property
    def first(self) -> int:
        """The index of the first line of the text."""
        return self.content.first_after(self._headline[1]) if self.content else len(self.lines)

    @cached_property
    def headline(self) -> str:
        """The headline; empty where nothing can be one."""
        return self._headline[0]

    @cached_property
    def headline_index(self) -> int:
        """The index of the headline's line, -1 where it stands in the page's head alone."""
        return self._headline[1]

    @cached_property
    def body_node(self) -> LexborNode | None:
        """The node that was settled on."""
        return self.content.node if self.content else None

    @cached_property
    def _kind(self) -> tuple[PageKind, str]:
        settled = self._no_page or kind_by_address(self.url) or kind_by_shape(self)
        return settled or self._kind_of_article()

    @property
    def _no_page(self) -> tuple[PageKind, str] | None:
        return kind_by_response(self.page) or kind_by_text(self.document)

    @cached_property
    def _dated(self) -> tuple[PostingDate | None, int]:
        return find_posting_date(self.document, self.lines, self.headline_index, self.first, self.url, self.page.date)

    @property
    def dated_index(self) -> int:
        """The index of the line with the posting date, -1 where it stands in none."""
        return self._dated[1]

    def posting_date(self) -> PostingDate | None:
        """The day in the page's own data, at a label near the headline, or in the address; None rather than a guess."""
        return self._dated[0]

    @cached_property
    def _lead(self) -> tuple[str, frozenset[int]]:
        return find_lead(self.document.tree, self.lines, self.headline_index, self.first)

    @cached_property
    def _sapo(self) -> str:
        return self._lead[0]

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        if self.content is None:
            return ()
        blocks = blocks_in(self.content.node)
        dated = self.lines[self._dated[1]].key if self._dated[1] >= 0 else ""
        return text_blocks(blocks, self.content, links_of(self.lines), self._about(self.content), dated)

    def _about(self, content: Content) -> frozenset[str]:
        """The keys of the content node's lines that say something about the article: headline, date, counters, the lead."""
        taken = {self.headline_index, self._dated[1], *self._lead[1]} - {-1}
        taken |= {index for index in range(self.first) if is_widget_line(self.lines[index].text)}
        return frozenset(self.lines[index].key for index in taken if is_in(self.lines[index].block, content.node))

    def items(self) -> tuple[ListedItem, ...]:
        """The largest group of links to headlines that stand in elements of one kind and name."""
        group = max(alike(self.lines), key=len, default=[]) if not self._no_page else []
        items: dict[str, ListedItem] = {}
        for index in group:
            link = link_of(self.lines[index])
            url = joined(self.document.base_url, link.attributes.get("href")) if link is not None else ""
            if url and url not in items:
                items[url] = self._listed(url, index)
        return tuple(items.values())

    def _listed(self, url: str, index: int) -> ListedItem:
        about = (
            posting_date(line.text, "listed", self.page.date) for line in self.lines[index + 1 : index + 3] if len(line.text) < _RUNNING
        )
        posted = next((found for found in about if found), None)
        headline = repair(self.lines[index].text)
        return ListedItem(
            url=url,
            headline=headline,
            date_published=posted.day if posted else None,
            date_published_raw=posted.raw if posted else None,
        )

    def _author(self) -> str | None:
        return None
