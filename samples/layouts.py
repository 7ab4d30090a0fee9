"""The four sample portals: where their pages are, how they page, and what each has of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import quote

from archive.settings import TIME_ZONE
from samples.portal import Portal, Request, Response, View
from samples.texts import LAST_GENERATION, SampleArticle, load

ONE_DAY = timedelta(days=1)


def slug(text: str) -> str:
    """The words of a headline as an address has them: no marks, "đ" as "d", hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain if not unicodedata.combining(letter))
    return "-".join(part for part in letters.lower().split("-") if part)[:90].rstrip("-")


class SharePointMic(Portal):
    """mic.gov.vn as it was on SharePoint: page numbers in the path, the same item under two addresses, a calendar."""

    key = "mic"
    folder = templates = "sharepoint_mic"
    title = "Cổng mẫu Bộ Thông tin và Truyền thông (SharePoint)"
    port_offset = 0

    def address(self, article: SampleArticle) -> str:
        return f"/mic_2020/Pages/TinTuc/{article.number}/{slug(article.headline)}.html"

    def second_address(self, article: SampleArticle) -> str:
        """The same item under its other address."""
        return f"/Pages/TinTuc/tinchitiet.aspx?tintucid={article.number}"

    def print_address(self, article: SampleArticle) -> str:
        """The print copy."""
        return f"/pages/tintuc/printpage.aspx?tintucID={article.number}"

    def listing_address(self, number: int) -> str:
        return f"/mic_2020/Pages/ChuyenMuc/PhanTrang/1749/{number}/Ung-dung-CNTT.html"

    def day_address(self, day: date) -> str:
        """A day of the calendar, which has no end in either direction."""
        return f"/Pages/ChuyenMuc/XemTheoNgay/91/1/{day:%d-%m-%Y}/tin-trong-ngay.html"

    def noticed(self) -> list[SampleArticle]:
        """The box "Tin nổi bật", by the second address."""
        return self.articles[:3]

    def routes(self) -> Iterator[tuple[str, View]]:
        yield from super().routes()
        yield r"/", self.listing
        yield r"/mic_2020/Pages/ChuyenMuc/PhanTrang/1749/(?P<number>\d+)/[\w-]+\.html", self.listing
        yield r"/mic_2020/Pages/TinTuc/(?P<number>\d+)/[\w-]+\.html", self.article
        yield r"/Pages/TinTuc/tinchitiet\.aspx", self.by_query
        yield r"/pages/tintuc/printpage\.aspx", self.by_query
        yield r"/Pages/tintuc/loaddstinlienquan\.aspx", self.related_list
        yield r"/Pages/ChuyenMuc/XemTheoNgay/91/1/(?P<day>\d\d-\d\d-\d{4})/[\w-]+\.html", self.calendar

    def by_query(self, request: Request) -> Response:
        """An article or its print copy, named by a query parameter."""
        number = request.query.get("tintucid") or request.query.get("tintucID") or ""
        return self.article(request, number) if "tinchitiet" in request.path else self.print_copy(request, number)

    def related_list(self, request: Request) -> Response:
        """The related list, which the page's script asks for by POST."""
        return self.rendered("related.html", request, related=self.articles[:5])

    def calendar(self, request: Request, day: str) -> Response:
        """The articles of one day."""
        try:
            asked = datetime.strptime(day, "%d-%m-%Y").replace(tzinfo=TIME_ZONE).date()
        except ValueError:
            return self.not_found(request)
        shown = [article for article in self.articles if article.date_published == asked]
        return self.rendered("listing.html", request, shown=shown, pages=(), day=asked)

    def rendered(self, template: str, request: Request, **values: object) -> Response:
        day = values.get("day") or datetime.now(TIME_ZONE).date()
        assert isinstance(day, date)
        calendar = {"previous": day - ONE_DAY, "shown": f"{day:%d/%m/%Y}", "next": day + ONE_DAY}
        return super().rendered(template, request, **{**values, "day": calendar})


class VCCorpMic(Portal):
    """mic.gov.vn on the newer software: banners with alternative texts, a language switch that grows the address."""

    key = "mic-2024"
    folder = templates = "vccorp_mic"
    title = "Cổng mẫu Bộ Thông tin và Truyền thông (giao diện mới)"
    port_offset = 1

    def address(self, article: SampleArticle) -> str:
        assert article.posted is not None
        return f"/{slug(article.headline)}-{article.posted:%Y%m%d%H%M%S}{article.number:03d}.htm"

    def listing_address(self, number: int) -> str:
        return "/tin-tuc.htm" if number == 1 else f"/tin-tuc/trang-{number}.htm"

    def related(self, article: SampleArticle) -> list[SampleArticle]:
        # The seeds' pages were captured without a related list.
        return [] if article.seed else super().related(article)

    def routes(self) -> Iterator[tuple[str, View]]:
        yield from super().routes()
        endless = r"(?:(?:/(?:vi|en))*/(?:vi|en)\.html)*"
        yield r"/|/tin-tuc\.htm" + endless, self.listing
        yield r"/tin-tuc/trang-(?P<number>\d+)\.htm" + endless, self.listing
        yield r"/[\w-]+-\d{14}(?P<number>\d{3})\.htm" + endless, self.numbered

    def numbered(self, request: Request, number: str) -> Response:
        """An article by the last three digits of its number."""
        return self.article(request, str(int(number)))


class MojoPortal(Portal):
    """A mojoPortal site: the sapo twice, "Go top" glued to the view count, no date on the page."""

    templates = "mojoportal"

    def print_address(self, article: SampleArticle) -> str:
        """The print copy."""
        return f"{self.address(article)}{'&' if '?' in self.address(article) else '?'}print=1"

    def article(self, request: Request, number: str) -> Response:
        return self.print_copy(request, number) if "print" in request.query else super().article(request, number)


class Council(MojoPortal):
    """The CIO council: paging by ASP.NET post-back with ``__VIEWSTATE``, Last-Modified but no ETag."""

    key = folder = "hdgdcntt"
    title = "Cổng mẫu Hội đồng Giám đốc CNTT"
    port_offset = 2
    per_page = 5
    validators = ("Last-Modified",)
    views = 3277
    pager = "ctl00$mainContent$ctl00$pgr"

    def address(self, article: SampleArticle) -> str:
        return f"/Article/ViewPost.aspx?pageid=12&ItemID={article.number}&mid=33"

    def listing_address(self, number: int) -> str:
        return "/tin-tuc.aspx"

    def page_link(self, number: int) -> str:
        return f"javascript:__doPostBack('{self.pager}','{number}')"

    def routes(self) -> Iterator[tuple[str, View]]:
        yield from super().routes()
        yield r"/|/tin-tuc\.aspx", self.by_post_back
        yield r"/Article/ViewPost\.aspx", self.by_item

    def by_item(self, request: Request) -> Response:
        """An article named by ``ItemID``."""
        return self.article(request, request.query.get("ItemID", ""))

    def by_post_back(self, request: Request) -> Response:
        """The listing; a POST must bring back a view state that one of its own pages sent."""
        if request.method != "POST":
            return self.listing(request)
        pages = range(1, len(self.articles) // self.per_page + 2)
        if request.form.get("__VIEWSTATE") not in {self.view_state(page) for page in pages}:
            return Response(status=500, body=b"<html><body>Validation of viewstate MAC failed.</body></html>")
        if request.form.get("__EVENTTARGET") != self.pager:
            return self.listing(request)
        return self.listing(request, request.form.get("__EVENTARGUMENT", "1"))


class Aita(MojoPortal):
    """The informatisation authority: page numbers in the query string, notices posted twice under two numbers."""

    key = folder = "aita"
    title = "Cổng mẫu Cục Tin học hóa"
    port_offset = 3
    views = 1164

    def address(self, article: SampleArticle) -> str:
        return f"/tin-tuc/{article.number}/{quote(slug(article.headline))}"

    def listing_address(self, number: int) -> str:
        return "/tin-tuc" if number == 1 else f"/tin-tuc?pagenumber={number}"

    def routes(self) -> Iterator[tuple[str, View]]:
        yield from super().routes()
        yield r"/|/tin-tuc", self.by_number
        yield r"/tin-tuc/(?P<number>\d+)/[\w-]+", self.article

    def by_number(self, request: Request) -> Response:
        """A page of the listing, named by the query string."""
        number = request.query.get("pagenumber", "1")
        return self.listing(request, number) if number.isdecimal() else self.not_found(request)


LAYOUTS: tuple[type[Portal], ...] = (SharePointMic, VCCorpMic, Council, Aita)


def portals(generation: int = LAST_GENERATION) -> tuple[Portal, ...]:
    """The four portals at a generation."""
    articles = load(generation)
    return tuple(layout(articles, generation) for layout in LAYOUTS)
