"""What can go from a page before anything is looked for: code, controls, hidden boxes, navigation and widgets.

Every cut is guarded by how much running text it would take, so a theme that calls its main column "sidebar" keeps it.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.boilerplate import SILENT_TAGS
from crawler.markup import folded, node_text
from crawler.text_nodes import to_unicode

_ALWAYS = ", ".join(sorted(SILENT_TAGS - {"head", "title", "meta", "link", "nav", "menu", "script", "label"})) + ", [hidden]"
_STRUCTURE = "nav, footer, aside, menu, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=complementary]"
_HIDDEN = "[style*='display:none'], [style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden']"
_BOXES = ("div", "ul", "ol", "li", "section", "table", "td", "p", "span", "a", "h2", "h3", "h4", "h5", "h6")
_NAMED = ", ".join(f"{tag}[{name}]" for tag in _BOXES for name in ("class", "id"))
# Names as their authors write them: parted by "-", "_", capitals or nothing, in English and in Vietnamese without marks.
_CHROME = re.compile(
    r"""(?:^|[\s_\-])(?:
        nav(?:bar|igation|menu|i)? | (?:main|sub|child|top|left|right|mega|site|quick)[_-]?menu | menu(?:[_-]?\w+)? | breadcrumb\w*
      | crumbs? | foot\w* | copyright | sidebar\w* | banner\w* | quang[_-]?cao | ads? | adv | advert\w*
      | share\w* | social\w* | sharing | addthis\w* | fb[_-]\w+ | zalo\w* | like
      | related\w* | lien[_-]?quan | tin[_-]?(?:lien[_-]?quan|khac|moi|cu|cung)\w* | other[_-]?news | others? | news[_-]?other
      | comments? | comment[_-]?\w+ | binh[_-]?luan | y[_-]?kien | feedback | phan[_-]?hoi
      | poll\w* | vote | voting | survey | tham[_-]?do | rating | rate | stars? | danh[_-]?gia
      | counter | visitors? | visit | stats | statistic\w* | thong[_-]?ke | luot[_-]?(?:xem|truy[_-]?cap) | userstats | online
      | login | search\w* | tim[_-]?kiem | captcha | toolbar | tools? | tien[_-]?ich | print | in[_-]?bai | font[_-]?size | co[_-]?chu
      | tags? | tag[_-]?list | tu[_-]?khoa | keywords? | pag(?:er|ing|ination) | phan[_-]?trang | widget\w* | weather | thoi[_-]?tiet
      | noprint | hidden | d-none | sr-only | visually-hidden | ms-accessible | skip\w* | back[_-]?to[_-]?top | go[_-]?top | scroll[_-]?top
      | popup | modal | cookie\w* | lang(?:uage)?s? | hotline | lienket | lien[_-]?ket | links? | weblinks?
      )(?:$|[\s_\-])""",
    re.IGNORECASE | re.VERBOSE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What an article's own boxes are called, whatever else stands in their name: "print-content", "news-detail share".
_ARTICLE = re.compile(
    r"article|content|detail|body|main|chi-?tiet|noi-?dung|news_|post|entry|story|title|tieu-?de|sapo|summary", re.IGNORECASE
)
_FOOTER = re.compile(r"(?:^|[\s_\-])(?:footer\w*|copyright|page-?foot\w*|wrap-?footer)(?:$|[\s_\-])", re.IGNORECASE)
_MOST = 0.35  # of the page's running text: what holds so much is no chrome, whatever its name
_LENIENT = 2.5  # for a footer: on a page with a short notice it says more than the notice
_DATED = 160  # characters of a box of tools that may hold the posting date
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}")
_BEGINNING = 50  # characters
_FEW = 4  # links in a list from which it may be one of links
_MOSTLY = 0.75  # of a list's text in its links: navigation or further news


def pruned(text: str) -> LexborHTMLParser:
    """The page's tree without what never is the article. What the page's own description says is never cut."""
    tree = LexborHTMLParser(text)
    to_unicode(tree, text)
    body = tree.body
    if body is None:
        return tree
    _cut(body, _ALWAYS)
    for script in tree.css("script:not([type='application/ld+json'])"):
        script.decompose()
    whole = max(1, _running(body))
    told = _told(tree)
    for selector in (_HIDDEN, _STRUCTURE):
        for node in body.css(selector):
            _cut_small(node, _LENIENT * whole if node.tag == "footer" else whole, told)
    for node in body.css(_NAMED):
        if _is_chrome(node):
            _cut_small(node, _LENIENT * whole if _FOOTER.search(names(node)) else whole, told)
    for node in body.css("ul, ol, table, dl, select"):
        if _is_link_list(node):
            _cut_small(node, whole, told)
    return tree


def names(node: LexborNode) -> str:
    """An element's classes and id in one string, capitals parted: "newsDetail" is "news-Detail"."""
    attributes = node.attributes
    return _CAMEL.sub("-", f"{attributes.get('class') or ''} {attributes.get('id') or ''}")


def _cut(body: LexborNode, selector: str) -> None:
    for node in body.css(selector):
        node.decompose()


def _cut_small(node: LexborNode, whole: float, told: str) -> None:
    if node.parent is None or node.css_first("h1") is not None or _running(node) >= _MOST * whole:
        return
    text = node_text(node)
    if (told and told in text) or (len(text) <= _DATED and _DATE.search(text)):
        return
    node.decompose()


def _told(tree: LexborHTMLParser) -> str:
    """The beginning of what the head says the page is about; empty where it says little."""
    node = tree.css_first("meta[name='description']") or tree.css_first("meta[property='og:description']")
    text = folded(node.attributes.get("content") or "") if node is not None else ""
    return text[:_BEGINNING] if len(text) >= _BEGINNING else ""


def _is_chrome(node: LexborNode) -> bool:
    called = names(node)
    return _CHROME.search(called) is not None and _ARTICLE.search(called) is None


def _is_link_list(node: LexborNode) -> bool:
    links = node.css("a[href]")
    if len(links) < _FEW:
        return False
    linked = sum(len(node_text(link)) for link in links)
    return linked >= _MOSTLY * max(1, len(node_text(node)))


def _running(node: LexborNode) -> int:
    """How many characters of text outside of links an element holds."""
    return len(node_text(node)) - sum(len(node_text(link)) for link in node.css("a"))
