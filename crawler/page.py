"""The page class: from one captured page of a known layout to an article, a listing's items and its next page.

A layout is a subclass that says in class attributes where things stand (CSS selectors, tried in order). Platforms hold
what every portal of one software has; sites override what is theirs alone. No Scrapy here: the same classes serve the
crawl, re-extraction from WARC files and the tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import ClassVar

from selectolax.lexbor import LexborNode

from archive.address import canonical_url, identifier
from archive.article import Article, Attachment, Image, content_digest
from archive.page import KEPT, Page, PageKind
from archive.repair import repair
from crawler import paging
from crawler.attachments import FILES, extension
from crawler.boilerplate import is_widget_line
from crawler.byline import credit_before, sign_off, take_captions, take_sign_off, take_source
from crawler.content import Block, blocks_in, texts
from crawler.dates import PostingDate, posting_date
from crawler.kinds import kind_by_address, kind_by_look, kind_by_response, kind_by_text
from crawler.markup import Document, folded, joined, line_text, node_text
from crawler.sapo import without_copy
from crawler.site import Follow, ListedItem, Site

_VIETNAMESE_LETTER = re.compile("[ăâđêôơưà-ãèéêìíò-õùúýĩũ\u1ea0-\u1ef9]", re.IGNORECASE)
_INLINE = frozenset({"b", "strong", "i", "em", "span", "font"})
_ENOUGH = 60  # characters of text: with less, and neither date nor file, a rule has hardly found an article
_ENOUGH_TO_TELL = 200  # letters: below, a text without Vietnamese letters may still be Vietnamese


def css(*selectors: str) -> tuple[str, ...]:
    """CSS selectors that are tried in order."""
    return selectors


class NotAnArticle(ValueError):
    """The page holds no article; the message says what it is."""


class NewsPage:
    """One page of one layout. Subclasses set the selectors; reading is lazy and done once."""

    version: ClassVar[int] = 1
    """Grows when the rules change what comes out; stands in ``extracted_by``."""

    fingerprint: ClassVar[tuple[str, ...]] = ()
    """Selectors of which any marks a page of this layout; ``recognises`` tells layouts of one site apart by them."""
    headline_at: ClassVar[tuple[str, ...]] = ()
    date_at: ClassVar[tuple[str, ...]] = ()
    sapo_at: ClassVar[tuple[str, ...]] = ()
    body_at: ClassVar[tuple[str, ...]] = ()
    author_at: ClassVar[tuple[str, ...]] = ()
    """Where the sign-off stands when the template prints it outside the body."""
    section_at: ClassVar[tuple[str, ...]] = ()
    image_at: ClassVar[tuple[str, ...]] = ()
    """Pictures of the article that stand outside its body."""
    chrome_at: ClassVar[str] = ""
    """What inside the body node is not the article."""
    ends_at: ClassVar[str] = ""
    """Where the article ends: on torn markup the body node goes on after it."""

    item_at: ClassVar[str] = ""
    """One teaser of a listing."""
    item_link_at: ClassVar[str] = "a[href]"
    item_date_at: ClassVar[tuple[str, ...]] = ()
    item_address: ClassVar[re.Pattern[str] | None] = None
    """What an article's address looks like; a teaser that leads elsewhere is none."""
    pager_at: ClassVar[str] = ""
    page_parameter: ClassVar[str] = ""
    """The query parameter (or how its name ends) that holds the page number."""
    page_in_path: ClassVar[re.Pattern[str] | None] = None
    """Where in an address's path the page number stands, as the group ``page``."""

    def __init__(self, page: Page, site: Site, document: Document | None = None) -> None:
        self.page = page
        self.site = site
        self.document = document or Document(page)

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether a page is of this layout."""
        return any(document.tree.css_first(selector) is not None for selector in cls.fingerprint)

    @classmethod
    def identity(cls, url: str) -> str:
        """What the identifier is hashed from: the canonical URL, unless a site gives one item many addresses."""
        return canonical_url(url)

    @property
    def url(self) -> str:
        """The page's address: the captured one, or what the page says of itself."""
        return self.page.url or self.document.own_url

    # What it is

    def kind(self) -> PageKind:
        """What the page is."""
        return self._kind[0]

    @property
    def reason(self) -> str:
        """Why it is that, in a line."""
        return self._kind[1]

    def holds(self) -> bool:
        """Whether this reading is worth keeping: not where the layout finds nothing, nor a headline without anything to it."""
        if self.kind() is PageKind.OTHER:
            return False
        if self.kind() not in KEPT or self.posted is not None:
            return True
        return _says(self.body_node, _ENOUGH) or len(self._sapo) >= _ENOUGH or bool(self._attachments())

    @cached_property
    def _kind(self) -> tuple[PageKind, str]:
        settled = kind_by_response(self.page) or kind_by_text(self.document) or kind_by_address(self.url)
        if settled:
            return settled
        if self.headline and self.body_node is not None:
            return self._kind_of_article()
        if items := self.items():
            return PageKind.LISTING, f"a listing of {len(items)} items"
        return kind_by_look(self.document)

    def _kind_of_article(self) -> tuple[PageKind, str]:
        assert self.body_node is not None
        if self.document.torn and self.document.is_last(self.body_node):
            return PageKind.ERROR, "cut off in the middle of the article: fetch it again"
        return PageKind.ARTICLE, f"an article, read by {self.extracted_by}"

    # The article

    @cached_property
    def headline(self) -> str:
        """The title, from its own element: on real portals the first ``h1`` is a box's heading."""
        return repair(self.document.text(*self.headline_at))

    @cached_property
    def body_node(self) -> LexborNode | None:
        """The node that holds the text."""
        return self.document.first(*self.body_at)

    @property
    def extracted_by(self) -> str:
        """The page class and its version."""
        return f"{type(self).__name__}/{self.version}"

    def article(self) -> Article:
        """The article on the page. Raises NotAnArticle where there is none."""
        if self.kind() not in KEPT:
            raise NotAnArticle(self.reason)
        sapo, blocks = self._sapo, self._blocks
        author, source, blocks = self._sign_off(blocks)
        images, blocks = take_captions(blocks)
        credit, sapo, blocks = _credit(sapo, blocks)
        sapo, blocks = without_copy(sapo, blocks)
        posted = self.posted
        article = Article(
            identifier=identifier(self._identity()),
            url=canonical_url(self.url),
            site=self.site.name,
            publisher=self.site.publisher,
            headline=self.headline,
            description=sapo or None,
            article_body="\n\n".join(texts(blocks)),
            article_section=self._section(),
            author=author,
            credit_text=credit or source,
            image=self._images(images),
            associated_media=self._attachments(),
            in_language=_language(self.headline, sapo, *texts(blocks)),
            date_published=posted.day if posted else None,
            date_published_raw=posted.raw if posted else None,
            date_published_rule=posted.rule if posted else None,
            date_archived=self.page.date,
            warc_record_id=self.page.record_id,
            warc_file=self.page.warc_file,
            payload_digest=self.page.payload_digest,
            extracted_by=self.extracted_by,
        )
        return replace(article, content_digest=content_digest(article))

    @cached_property
    def posted(self) -> PostingDate | None:
        """What ``posting_date`` finds, looked for once."""
        return self.posting_date()

    def posting_date(self) -> PostingDate | None:
        """The day the page says it was posted, where this layout prints it; None rather than a guess."""
        for selector in self.date_at:
            for node in self.document.tree.css(selector):
                if found := posting_date(node_text(node), f"printed at {selector}", self.page.date):
                    return found
        return None

    def _identity(self) -> str:
        """What the identifier is hashed from; a page without any address is known by its bytes."""
        return self.identity(self.url) if self.url else "urn:sha256:" + sha256(self.page.payload).hexdigest()

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        body = self.body_node
        if body is None:
            return ()
        # Asking lexbor first is cheap; BeautifulSoup's selectors are not, and most bodies have neither.
        ends, chrome = (at if at and body.css_first(at) is not None else "" for at in (self.ends_at, self.chrome_at))
        blocks = blocks_in(body, ends=ends, chrome=chrome)
        return tuple(block for block in blocks if block.kind == "image" or not is_widget_line(block.text))

    @cached_property
    def _sapo(self) -> str:
        for selector in self.sapo_at:
            for node in self.document.tree.css(selector):
                if sapo := _lead(node):
                    return sapo
        return ""

    def _sign_off(self, blocks: tuple[Block, ...]) -> tuple[str | None, str | None, tuple[Block, ...]]:
        """Author, source and the blocks without the lines that name them."""
        author = self._author()
        inside = author is None
        if inside:
            author, blocks = take_sign_off(blocks)
        source, blocks = take_source(blocks)
        if source and inside and author is None:
            author, blocks = take_sign_off(blocks)
        return author, source, blocks

    def _author(self) -> str | None:
        """The sign-off that the template prints outside the body."""
        for selector in self.author_at:
            for node in self.document.tree.css(selector):
                line = repair(node_text(node))
                if not self._in_body(node) and (author := sign_off(line)) and not is_widget_line(line):
                    return author
        return None

    def _in_body(self, node: LexborNode) -> bool:
        current: LexborNode | None = node
        while current is not None:
            if self.body_node is not None and current.mem_id == self.body_node.mem_id:
                return True
            current = current.parent
        return False

    def _section(self) -> str | None:
        return repair(self.document.text(*self.section_at)) or None

    def _images(self, images: Sequence[Image]) -> tuple[Image, ...]:
        """The pictures with absolute addresses, each once; those whose data stand in the page itself have none."""
        outside = (node for selector in self.image_at for node in self.document.tree.css(selector))
        found = [Image(url=node.attributes.get("src")) for node in outside] + list(images)
        absolute = [replace(image, url=joined(self.document.base_url, image.url) or None) for image in found]
        return tuple(dict.fromkeys(image for image in absolute if image.url or image.caption))

    def _attachments(self) -> tuple[Attachment, ...]:
        links = self.body_node.css("a[href]") if self.body_node is not None else []
        found: dict[str, Attachment] = {}
        for link in links:
            url = joined(self.document.base_url, link.attributes.get("href"))
            kind = FILES.get(extension(url))
            if kind and url not in found:
                found[url] = Attachment(url=url, name=repair(node_text(link)) or None, encoding_format=kind)
        return tuple(found.values())

    # The listing

    def items(self) -> tuple[ListedItem, ...]:
        """The articles that a listing shows, in its order, each once."""
        items: dict[str, ListedItem] = {}
        for teaser in self.document.tree.css(self.item_at) if self.item_at else []:
            item = self._item(teaser)
            if item is not None and (item.url not in items or not items[item.url].headline):
                items[item.url] = item
        return tuple(item for item in items.values() if item.headline)

    def _item(self, teaser: LexborNode) -> ListedItem | None:
        links = [teaser] if teaser.tag == "a" else teaser.css(self.item_link_at)
        # The picture of a teaser links to the same article as its title: the link with words is the one.
        link = next((link for link in links if node_text(link)), None)
        url = joined(self.document.base_url, link.attributes.get("href")) if link is not None else ""
        if link is None or not url or (self.item_address and not self.item_address.search(url)):
            return None
        posted = self._item_date(teaser)
        headline = repair(line_text(link))
        return ListedItem(
            url=url,
            headline=headline,
            date_published=posted.day if posted else None,
            date_published_raw=posted.raw if posted else None,
        )

    def _item_date(self, teaser: LexborNode) -> PostingDate | None:
        for selector in self.item_date_at:
            for node in teaser.css(selector):
                if found := posting_date(node_text(node), f"listed at {selector}", self.page.date):
                    return found
        return None

    def next_page(self) -> Follow | None:
        """Where the listing goes on: a link, a number in the address, or a post-back. None on the last page."""
        if not self.items():
            return None
        pagers = self.document.tree.css(self.pager_at) if self.pager_at else []
        for pager in pagers:
            if follow := self._next_by_number(pager) or self._next_by_link(pager):
                return follow
        return None

    def _next_by_number(self, pager: LexborNode) -> Follow | None:
        number_in = self.page_parameter or self.page_in_path
        if not number_in:
            return None
        links = [joined(self.document.base_url, link.attributes.get("href")) for link in pager.css("a[href]")]
        current = self.page_number or paging.current_number(pager) or 1
        url = paging.numbered_link(links, current, number_in)
        return Follow(url=url) if url else None

    def _next_by_link(self, pager: LexborNode) -> Follow | None:
        link = paging.next_link(pager, self.page_number or paging.current_number(pager))
        if link is None:
            return None
        if follow := paging.post_back(self.document, link):
            return follow
        url = joined(self.document.base_url, link.attributes.get("href"))
        return Follow(url=url) if url and url != self.url else None

    @property
    def page_number(self) -> int | None:
        """The number of this page of the listing, from its address."""
        if self.page_parameter:
            return paging.number_in_query(self.url, self.page_parameter)
        return paging.number_in_path(self.url, self.page_in_path) if self.page_in_path else None


def layout_of(page: Page, site: Site, document: Document | None = None) -> NewsPage:
    """The page in the layout of the site that recognises it; the site's first layout where none does."""
    document = document or Document(page)
    layout = next((layout for layout in site.layouts if layout.recognises(document)), site.layouts[0])
    return layout(page, site, document)


def _says(node: LexborNode | None, least: int) -> bool:
    """Whether a node has so many characters of text; a long one's beginning nearly always has."""
    text = node.text(separator=" ") if node is not None else ""
    return len(text) >= least and (len(folded(text[: 10 * least])) >= least or len(folded(text)) >= least)


def _lead(node: LexborNode) -> str:
    """The text of a sapo's node; a plain one needs no cleaning."""
    inside = (child for child in node.traverse() if child.mem_id != node.mem_id)
    if all(child.tag in _INLINE and not child.attributes for child in inside):
        return repair(line_text(node))
    return " ".join(texts(blocks_in(node)))


def _credit(sapo: str, blocks: tuple[Block, ...]) -> tuple[str | None, str, tuple[Block, ...]]:
    """The credit at the head of the sapo or of the body, and both without it."""
    credit, sapo = credit_before(sapo)
    first = next((index for index, block in enumerate(blocks) if block.text), None)
    if first is None or (credit is None and sapo):
        return credit, sapo, blocks
    in_body, text = credit_before(blocks[first].text)
    if in_body is None:
        return credit, sapo, blocks
    rest = (replace(blocks[first], text=text),) if text else ()
    return credit or in_body, sapo, (*blocks[:first], *rest, *blocks[first + 1 :])


def _language(*parts: str) -> str:
    """``en`` for a text of some length without one Vietnamese letter, else ``vi`` (whatever the chrome's ``lang`` says)."""
    text = " ".join(parts)
    if _VIETNAMESE_LETTER.search(text):
        return "vi"
    return "en" if sum(character.isalpha() for character in text) >= _ENOUGH_TO_TELL else "vi"
