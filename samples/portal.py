"""What every sample portal has: addresses, listings, counters that never stand still, and conditional answers."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from archive.settings import TIME_ZONE
from samples.texts import SampleArticle, SampleAttachment

TEMPLATES = Path(__file__).parent / "portals"
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
ROBOTS = "User-agent: *\nCrawl-delay: 0.02\nDisallow: /dang-nhap\n"
RELATED = 5

# When the pages that change at generation 2 say they were changed.
CHANGED = datetime(2023, 2, 2, 8, 0, tzinfo=TIME_ZONE)
UNCHANGED = datetime(2019, 6, 3, 8, 0, tzinfo=TIME_ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to a portal; ``address`` is the path with its query, ``origin`` the scheme and host."""

    method: str
    path: str
    address: str
    origin: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a portal answers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


View = Callable[..., Response]


def linked(line: str, address: str) -> Markup:
    """A line whose words "file đính kèm" lead to the attachment."""
    words = "file đính kèm"
    before, found, after = line.partition(words)
    return Markup("{}<a href='{}'>{}</a>{}").format(before, address, found, after) if found else Markup("{}").format(line)


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["linked"] = linked
    return environment


class Portal:
    """One portal at one generation. A subclass gives its addresses, its routes and its templates' folder."""

    key: str
    folder: str
    templates: str
    title: str
    port_offset: int
    per_page = 6
    validators: tuple[str, ...] = ("ETag", "Last-Modified")
    views = 0

    def __init__(self, articles: tuple[SampleArticle, ...], generation: int) -> None:
        mine = [article for article in articles if article.portal == self.key]
        self.articles = sorted(
            mine, key=lambda article: (article.posted.isoformat() if article.posted else "", article.number), reverse=True
        )
        self.generation = generation
        self._ticks = itertools.count(1)
        self._environment = _environment()

    # What the templates ask for

    def count(self, start: int) -> int:
        """A visitor counter: another number at every request."""
        return start + next(self._ticks)

    def today(self) -> str:
        """The portal's clock, as its header shows it."""
        now = datetime.now(TIME_ZONE)
        return f"{self.weekday(now)}, ngày {now:%d/%m/%Y}"

    def weekday(self, moment: datetime) -> str:
        """The weekday in Vietnamese."""
        return WEEKDAYS[moment.weekday()]

    def teaser(self, article: SampleArticle) -> str:
        """The first words of an article, as a listing shows them."""
        words = (article.description or article.blocks[0].lines[0]).split()
        return " ".join(words[:40]) + "..." if len(words) > 40 else " ".join(words)

    def related(self, article: SampleArticle) -> list[SampleArticle]:
        """Other articles of the portal, as "Tin liên quan" shows them."""
        return [other for other in self.articles if other.number != article.number][:RELATED]

    def view_state(self, page: int) -> str:
        """The ``__VIEWSTATE`` of a page: the page number and a seal, so that a made-up one is known."""
        seal = hashlib.sha256(f"{self.key}:{page}".encode()).hexdigest()[:24]
        return base64.b64encode(f"{page}:{seal}".encode()).decode("ascii")

    def page_link(self, number: int) -> str:
        """The ``href`` of a page number."""
        return self.listing_address(number)

    # Addresses

    def address(self, article: SampleArticle) -> str:
        """Where an article is."""
        raise NotImplementedError

    def listing_address(self, number: int) -> str:
        """Where a page of the listing is."""
        raise NotImplementedError

    def attachment_address(self, attachment: SampleAttachment) -> str:
        """Where a file is."""
        return f"/Upload/{attachment.file}"

    def routes(self) -> Iterator[tuple[str, View]]:
        """Patterns of paths and what answers them; named groups become arguments."""
        yield r"/robots\.txt", self.robots
        yield r"/dang-nhap(\.\w+)?", self.login
        yield r"/Upload/(?P<file>[\w.-]+)", self.file

    # Answers

    def answer(self, request: Request) -> Response:
        """The answer to a request."""
        for pattern, view in self.routes():
            if match := re.fullmatch(pattern, request.path):
                return view(request, **match.groupdict())
        return self.not_found(request)

    def robots(self, _: Request) -> Response:
        """robots.txt."""
        return Response(body=ROBOTS.encode(), content_type="text/plain; charset=utf-8")

    def login(self, request: Request) -> Response:
        """A login page, whatever it is to return to."""
        body = Markup("<html><body><form method='post' action='{}'>Tên đăng nhập <input name='user'></form></body></html>")
        return Response(body=body.format(request.address).encode())

    def not_found(self, _: Request) -> Response:
        """404."""
        return Response(status=404, body="<html><body><h1>Không tìm thấy trang</h1></body></html>".encode())

    def file(self, request: Request, file: str) -> Response:
        """An attachment."""
        for article in self.articles:
            for attachment in article.attachments:
                if attachment.file == file:
                    return self.unless_known(request, article, lambda found=attachment: packed(found))  # type: ignore[misc]
        return self.not_found(request)

    def article(self, request: Request, number: str) -> Response:
        """An article's page."""
        return self.page_of(request, number, "article.html")

    def print_copy(self, request: Request, number: str) -> Response:
        """The print copy of an article."""
        return self.page_of(request, number, "print.html")

    def page_of(self, request: Request, number: str, template: str) -> Response:
        """A page about one article: 404 for one there never was, 410 for one that is gone, 304 for one that is known."""
        article = next((found for found in self.articles if str(found.number) == number), None)
        if article is None:
            return self.not_found(request)
        if article.gone_from is not None and article.gone_from <= self.generation:
            return Response(status=410, body="<html><body><h1>Bài viết đã được gỡ</h1></body></html>".encode())
        related = self.related(article)
        return self.unless_known(
            request, article, lambda: self.rendered(template, request, article=article.text_as_served(), related=related)
        )

    def listing(self, request: Request, number: str = "1") -> Response:
        """A page of the listing. A page that is gone is still listed: the portal's own cache names it for days."""
        page, last = int(number), -(-len(self.articles) // self.per_page)
        if not 1 <= page <= last:
            return self.not_found(request)
        first = (page - 1) * self.per_page
        shown = [article.text_as_served() for article in self.articles[first : first + self.per_page]]
        return self.rendered("listing.html", request, shown=shown, page=page, pages=range(1, last + 1))

    def rendered(self, template: str, request: Request, **values: Any) -> Response:
        """A page made from a template."""
        values = {"page": None, "day": None, **values}
        body = self._environment.get_template(f"{self.templates}/{template}").render(portal=self, request=request, **values)
        return Response(body=body.encode("utf-8"))

    def unless_known(self, request: Request, article: SampleArticle, make: Callable[[], Response]) -> Response:
        """304 when the asker has this text already, else the page with its validators. The counter plays no part in them."""
        etag, changed = self._validators(article)
        headers = {"ETag": etag, "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True)}
        sent = tuple((name, headers[name]) for name in self.validators)
        if self._is_known(request, etag, changed):
            return Response(status=304, headers=sent)
        made = make()
        return Response(status=made.status, body=made.body, content_type=made.content_type, headers=made.headers + sent)

    def _validators(self, article: SampleArticle) -> tuple[str, datetime]:
        touched = article.touched_in is not None and article.touched_in <= self.generation
        text = f"{article.headline}{article.description}{article.body}{article.author}{article.caption}{touched}"
        changed = CHANGED if touched or article.corrected_in else UNCHANGED
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"', changed

    def _is_known(self, request: Request, etag: str, changed: datetime) -> bool:
        asked = request.headers.get("if-none-match")
        if asked is not None and "ETag" in self.validators:
            return etag in (part.strip().removeprefix("W/") for part in asked.split(","))
        since = request.headers.get("if-modified-since")
        return since is not None and "Last-Modified" in self.validators and parsedate_to_datetime(since) >= changed


def packed(attachment: SampleAttachment) -> Response:
    """An attachment as a .docx file: the smallest package that word processors open."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in attachment.text.strip().splitlines() if line.strip()
    )
    document = (
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS, "word/document.xml": XML + document}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2019, 6, 3, 8, 0, 0)), text)
    return Response(body=file.getvalue(), content_type=DOCX)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES = (
    XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
)
RELATIONSHIPS = (
    XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
