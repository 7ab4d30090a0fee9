"""The next page of a listing: by its number in the address, or by an ASP.NET post-back of the page's form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from crawler.markup import Document, joined, node_text
from crawler.site import Follow

_POST_BACK = re.compile(r"__doPostBack\(\s*(?:'|&#39;|\")([^'\"]*?)(?:'|&#39;|\")\s*,\s*(?:'|&#39;|\")([^'\"]*?)(?:'|&#39;|\")\s*\)")
_NEXT_LABELS = frozenset({"tiếp", "tiếp theo", "trang sau", "trang tiếp", "sau", "next", ">", "»", "›", ">>"})


def number_in_query(url: str, parameter: str) -> int | None:
    """The page number in the query parameter whose name ends in ``parameter``; None when there is none."""
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if name.endswith(parameter) and value.isdecimal():
            return _page_number(value)
    return None


def with_number_in_query(url: str, parameter: str, number: int) -> str:
    """The address with the page number in the parameter whose name ends in ``parameter`` set; the rest as it is."""
    parts = urlsplit(url)
    query = [(name, str(number) if name.endswith(parameter) else value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def number_in_path(url: str, pattern: re.Pattern[str]) -> int | None:
    """The page number that the named group ``page`` of a pattern finds in an address."""
    match = pattern.search(url)
    return _page_number(match["page"]) if match else None


def _page_number(digits: str) -> int | None:
    """No listing has a page of more than nine digits: such a number is none."""
    return int(digits) if len(digits) <= 9 else None


def with_number_in_path(url: str, pattern: re.Pattern[str], number: int) -> str:
    """The address with the page number that ``pattern`` finds replaced."""
    match = pattern.search(url)
    return url[: match.start("page")] + str(number) + url[match.end("page") :] if match else url


def numbered_link(links: Iterable[str], current: int, number_in: re.Pattern[str] | str) -> str | None:
    """Of a pager's links the one to the page after ``current``; ``number_in`` says where the number stands.

    A pager that shows a window of pages may not link to the next one but to later ones: then the first link that has
    a number, changed to the wanted one. None when every number is at most ``current``: that was the last page.
    """
    numbered = [(link, _number(link, number_in)) for link in links]
    later = [(number, link) for link, number in numbered if number is not None and number > current]
    if not later:
        return None
    number, link = min(later)
    if number == current + 1:
        return link
    if isinstance(number_in, str):
        return with_number_in_query(link, number_in, current + 1)
    return with_number_in_path(link, number_in, current + 1)


def _number(link: str, number_in: re.Pattern[str] | str) -> int | None:
    return number_in_query(link, number_in) if isinstance(number_in, str) else number_in_path(link, number_in)


def post_back(document: Document, link: LexborNode) -> Follow | None:
    """What pressing a ``javascript:__doPostBack(...)`` link sends: the page's whole form with the link's target.

    ASP.NET answers only when every hidden field comes back (``__VIEWSTATE``, ``__EVENTVALIDATION`` and the like).
    """
    call = _POST_BACK.search(link.attributes.get("href") or "") or _POST_BACK.search(link.attributes.get("onclick") or "")
    form = _form_of(link)
    if call is None or form is None:
        return None
    action = joined(document.base_url, form.attributes.get("action") or document.page.url) or document.page.url
    return Follow(url=action, form=_fields(form) | {"__EVENTTARGET": call[1], "__EVENTARGUMENT": call[2]})


def next_link(pager: LexborNode, current: int | None) -> LexborNode | None:
    """In a pager the link to the next page, by its label ("Tiếp", "Trang sau", "»") or its number after the current one."""
    links = pager.css("a")
    if current is not None:
        for link in links:
            if node_text(link) == str(current + 1):
                return link
    return next((link for link in links if node_text(link).casefold() in _NEXT_LABELS and _leads_on(link)), None)


def current_number(pager: LexborNode) -> int | None:
    """The number of the page that a pager marks as the current one: a number that is no link, or a marked link."""
    for node in pager.css("span, strong, b, em, a[disabled], .active, .current, .selected, .aspNetDisabled"):
        text = node_text(node)
        if text.isdecimal() and not _in_link(node, pager):
            return _page_number(text)
    return None


def _in_link(node: LexborNode, pager: LexborNode) -> bool:
    """Whether a number is inside a link that leads on."""
    marked = {"active", "current", "selected", "aspnetdisabled"}
    current: LexborNode | None = node
    while current is not None and current.mem_id != pager.mem_id:
        if marked & set((current.attributes.get("class") or "").lower().split()) or "disabled" in current.attributes:
            return False
        if current.tag == "a" and current.attributes.get("href"):
            return True
        current = current.parent
    return False


def _leads_on(link: LexborNode) -> bool:
    return bool((link.attributes.get("href") or "").strip("# ")) and "disabled" not in (link.attributes.get("class") or "").lower()


def _form_of(node: LexborNode) -> LexborNode | None:
    current: LexborNode | None = node
    while current is not None and current.tag != "form":
        current = current.parent
    return current


def _fields(form: LexborNode) -> dict[str, str]:
    """What a browser would send of a form without any button pressed."""
    fields: dict[str, str] = {}
    for node in form.css("input[name], select[name], textarea[name]"):
        name, kind = node.attributes.get("name") or "", (node.attributes.get("type") or "text").lower()
        if not name or kind in ("submit", "button", "image", "reset", "file"):
            continue
        if kind in ("checkbox", "radio") and "checked" not in node.attributes:
            continue
        fields[name] = _value(node)
    return fields


def _value(node: LexborNode) -> str:
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        return (chosen.attributes.get("value") or node_text(chosen)) if chosen is not None else ""
    if node.tag == "textarea":
        return node.text()
    return node.attributes.get("value") or ""
