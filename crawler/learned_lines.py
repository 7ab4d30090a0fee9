"""Boilerplate learned per host: a line that a host prints on page after page, outside the article, is its template's.

A count alone would take legal formulas for chrome ("Nơi nhận:", "Trân trọng cảm ơn!" stand in many an article), so where
the lines stand counts too:

* Where a rule of the site or its software cut the article, a line is taken out only at the head or the end of the text,
  and only if it stands outside the article on nine of ten of the pages that have it.
* Where no rule knows the page, the cut is a guess that swallows whole boxes: there a line that recurs is taken out wherever
  it stands, unless it is a formula of official letters.

The last paragraph of a text is never taken, so no article is emptied.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from archive.article import Article, content_digest
from archive.learned_lines import HostLines, Recurrence, host_lines, put_host_lines
from archive.page import Extraction, Occurrences, Page, PageKind, RemovedLine
from archive.store import Capture, Store
from archive.warc import WarcError, read_page
from archive.workers import start_worker
from crawler.content import blocks_in, texts
from crawler.extraction import extract
from crawler.markup import Document, folded, host_of

RECURS = 0.3
"""Lines on more than this share of a host's pages are learned."""
LEAST_PAGES = 20
"""Fewer articles of a host show nothing."""
MOST_ARTICLES, MOST_OTHERS = 300, 100
"""Pages that are counted, chosen by the digest of their capture's name: the same ones whatever came first."""
OUTSIDE = 0.9
"""So often a line of the template stands outside the article."""
_LONGEST = 200
"""Characters: what is longer is a paragraph, however often it is printed."""
_METHOD = "1"

_FORMULA = re.compile(
    r"""^\W*(?:nơi\s+nhận|kính\s+gửi|trân\s+trọng|xin\s+(?:chân\s+thành\s+)?cảm\s+ơn|căn\s+cứ|theo\s+đề\s+nghị|xét\s+đề\s+nghị|điều\s+\d|chương\s+[ivx\d]
      |mục\s+[ivx\d]|phụ\s+lục|cộng\s+h(?:òa|oà)\s+xã\s+hội|độc\s+lập|lưu\s*:|như\s+(?:trên|điều)|t/?m\b|k/?t\b|t/?l\b|chủ\s+tịch|(?:phó\s+)?giám\s+đốc
      |bộ\s+trưởng|thứ\s+trưởng|(?:đã\s+)?ký|\(?đã\s+ký|(?:thông\s+(?:báo|tư|cáo)|quyết\s+định|nghị\s+(?:quyết|định)|kế\s+hoạch|công\s+văn|báo\s+cáo|chỉ\s+thị
      |giấy\s+mời|chương\s+trình|hướng\s+dẫn|tờ\s+trình|kết\s+luận|lịch|văn\s+bản|tài\s+liệu|chi\s+tiết|xem\s+(?:chi\s+tiết|tại|file|tệp)|(?:file|tệp)\s+đính\s+kèm))""",
    re.IGNORECASE | re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")
_GENERIC = re.compile("generic", re.IGNORECASE)
"""In ``extracted_by``: no rule knew the page."""


def key_of(line: str) -> str:
    """What makes two lines one: white space folded, every number the same ("Lượt xem: 12" and "Lượt xem: 7")."""
    return _DIGITS.sub("0", folded(line))


# Learning


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one page, and those of them that its article holds."""

    on_page: frozenset[str]
    in_article: frozenset[str]


def lines_of(page: Page, site: str | None = None) -> Lines:
    """The lines of a page and of the article on it, as the rules read it without what was learned."""
    body = Document(page).tree.body
    on_page = texts(blocks_in(body)) if body is not None else []
    article = extract(page, site).article
    inside = [article.headline, article.description or "", *article.paragraphs, article.author or ""] if article else []
    inside += [image.caption or "" for image in article.image] if article else []
    return Lines(frozenset(map(key_of, on_page)) - {""}, frozenset(map(key_of, inside)) - {""})


def count_lines(pages: Iterable[Lines]) -> tuple[int, dict[str, Recurrence]]:
    """How many pages there are, and the lines that recur on them."""
    standing: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    number = 0
    for page in pages:
        number += 1
        standing.update(page.on_page | page.in_article)
        outside.update(page.on_page - page.in_article)
    return number, {
        line: Recurrence(count, outside[line]) for line, count in standing.items() if count > RECURS * number and len(line) <= _LONGEST
    }


def learn(store: Store, folder: Path, host: str | None = None, progress: Callable[[int], object] = lambda _: None) -> list[HostLines]:
    """Learn the recurring lines of a host, or of all, from the archive's captures; gives the hosts whose pages were counted anew.

    A host whose sample of pages is the one it was learned from is left alone. Raises StoreError.
    """
    known, found = host_lines(store), []
    for name, captures in sorted(_samples(store, host).items()):
        sample = _digest(captures)
        if name not in known or known[name].sample != sample:
            pages, lines = count_lines(_read(folder, captures, progress))
            found.append(HostLines(name, pages, sample, lines))
            put_host_lines(store, found[-1])
    return found


def _samples(store: Store, host: str | None) -> dict[str, list[Capture]]:
    """The captures that are counted of each host: one of each article, and other pages."""
    articles: dict[str, dict[str, Capture]] = {}
    others: dict[str, list[Capture]] = {}
    for capture in store.all_captures():
        name = host_of(capture.url)
        if name is None or host not in (None, name):
            continue
        if capture.kind in (PageKind.ARTICLE, PageKind.DOCUMENT) and capture.identifier:
            first = articles.setdefault(name, {}).setdefault(capture.identifier, capture)
            articles[name][capture.identifier] = min(first, capture, key=_rank)
        elif capture.kind in (PageKind.LISTING, PageKind.OTHER):
            others.setdefault(name, []).append(capture)
    return {
        name: sorted(found.values(), key=_rank)[:MOST_ARTICLES] + sorted(others.get(name, ()), key=_rank)[:MOST_OTHERS]
        for name, found in articles.items()
        if len(found) >= LEAST_PAGES
    }


def _rank(capture: Capture) -> str:
    return hashlib.sha256(capture.record_id.encode()).hexdigest()


def _digest(captures: Iterable[Capture]) -> str:
    names = "\n".join((_METHOD, *(capture.record_id for capture in captures)))
    return "sha256:" + hashlib.sha256(names.encode()).hexdigest()


def _read(folder: Path, captures: list[Capture], progress: Callable[[int], object]) -> Iterator[Lines]:
    with ProcessPoolExecutor(initializer=start_worker) as workers:
        for lines in workers.map(_lines_of_capture, [(folder, capture) for capture in captures], chunksize=8):
            progress(1)
            if lines is not None:
                yield lines


def _lines_of_capture(task: tuple[Path, Capture]) -> Lines | None:
    folder, capture = task
    try:
        return lines_of(read_page(folder, capture.warc_file or "", capture.warc_offset or 0, capture.record_id))
    except WarcError:
        return None  # `python -m archive verify` is what tells of lost captures


# Applying


@dataclass(frozen=True, slots=True)
class LearnedExtractor:
    """Reads a page as ``extraction.extract`` does, without the lines that were learned of its host."""

    hosts: Mapping[str, HostLines]

    def __call__(self, page: Page, site: str | None = None) -> Extraction:
        """What a page is and, for the kinds that are kept, its article. Never raises."""
        return without_learned(extract(page, site), self.hosts.get(host_of(page.url) or ""))


def extractor(store: Store) -> LearnedExtractor:
    """The reading of pages by what the archive has learned."""
    return LearnedExtractor(host_lines(store))


def without_learned(extraction: Extraction, learned: HostLines | None) -> Extraction:
    """The reading without the lines of the host's template, and with what was removed and why."""
    if extraction.article is None or learned is None:
        return extraction
    kept, removed = _parted(extraction.article, learned)
    if not removed:
        return extraction
    article = replace(extraction.article, article_body="\n\n".join(kept))
    return replace(extraction, article=replace(article, content_digest=content_digest(article)), removed=tuple(removed))


def _parted(article: Article, learned: HostLines) -> tuple[list[str], list[RemovedLine]]:
    """The paragraphs that stay, and those that go."""
    paragraphs = list(article.paragraphs)
    if _GENERIC.search(article.extracted_by or ""):
        chosen = [index for index, text in enumerate(paragraphs) if key_of(text) in learned.lines and not _FORMULA.search(text)]
    else:
        chosen = _at_the_ends([_is_template(text, learned) for text in paragraphs])
    gone = frozenset(chosen)
    if len(gone) == len(paragraphs):
        return paragraphs, []
    return (
        [text for index, text in enumerate(paragraphs) if index not in gone],
        [RemovedLine(text=paragraphs[index], reason=_reason(paragraphs[index], learned)) for index in sorted(gone)],
    )


def _is_template(text: str, learned: HostLines) -> bool:
    found = learned.lines.get(key_of(text))
    return found is not None and found.outside >= OUTSIDE * found.pages and not _FORMULA.search(text)


def _at_the_ends(marked: list[bool]) -> list[int]:
    """The places marked without a gap from the first one on, or up to the last one."""
    head = next((index for index, mark in enumerate(marked) if not mark), len(marked))
    tail = next((index for index, mark in enumerate(reversed(marked)) if not mark), len(marked))
    return [*range(head), *range(max(head, len(marked) - tail), len(marked))]


def _reason(text: str, learned: HostLines) -> str:
    found = learned.lines[key_of(text)]
    return str(Occurrences(pages=found.pages, of=learned.pages, host=learned.host, outside=found.outside))
