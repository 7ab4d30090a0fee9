"""An article as reference managers read it: BibTeX, RIS and one line for a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.article import Article
from archive.settings import TIME_ZONE

# One pass over the text, so that what an escape brings in is not escaped again.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX_TABLE = str.maketrans(_BIBTEX)
_URL_TABLE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def _latex(text: str) -> str:
    """The text as LaTeX prints it letter for letter; two hyphens would become a dash."""
    return text.translate(_BIBTEX_TABLE).replace("--", "-{}-")


def one_line(text: str) -> str:
    """The text without line breaks and control characters: neither format may be broken out of."""
    return " ".join(_CONTROL.sub(" ", text).split())


def publisher_name(article: Article) -> str:
    """The body that answers for the site, or the site's name when it is not known."""
    return article.publisher.name if article.publisher else article.site


def _archived_day(article: Article) -> str | None:
    return article.date_archived.astimezone(TIME_ZONE).date().isoformat() if article.date_archived else None


def _bibtex_fields(article: Article) -> Iterable[tuple[str, str | None]]:
    yield "title", _latex(article.headline)
    yield "author", f"{{{_latex(article.author)}}}" if article.author else None
    yield "organization", _latex(publisher_name(article))
    yield "date", article.date_published.isoformat() if article.date_published else None
    yield "year", str(article.date_published.year) if article.date_published else None
    yield "url", article.url.translate(_URL_TABLE)
    yield "urldate", _archived_day(article)
    # Named, so that no style lower-cases the names in a Vietnamese title.
    yield "langid", "vietnamese" if article.in_language == "vi" else None
    yield "note", _latex(f"Kho Tin {article.identifier}")


def bibtex(article: Article) -> str:
    """The article as one ``@online`` entry in UTF-8; ``urldate`` is the day of capture."""
    key = re.sub(r"[^0-9A-Za-z-]", "-", article.identifier)
    fields = [f"  {name} = {{{one_line(value)}}},\n" for name, value in _bibtex_fields(article) if value]
    return f"@online{{khotin-{key},\n{''.join(fields)}}}\n"


def _ris_fields(article: Article) -> Iterable[tuple[str, str | None]]:
    published = article.date_published
    archived = _archived_day(article)
    yield "TY", "NEWS"
    yield "TI", article.headline
    yield "AU", article.author
    yield "PB", publisher_name(article)
    yield "AB", article.description
    yield "PY", str(published.year) if published else None
    yield "DA", f"{published:%Y/%m/%d}/" if published else None
    yield "LA", article.in_language
    yield "UR", article.url
    yield "Y2", f"{archived.replace('-', '/')}/" if archived else None
    yield "ID", article.identifier


def ris(article: Article) -> str:
    """The article as one RIS record of type NEWS in UTF-8; ``Y2`` is the day of capture."""
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in _ris_fields(article) if value]
    return "".join(lines) + "ER  - \r\n"


def footnote(article: Article) -> str:
    """The article as one line for a footnote, in the article's language."""
    parts = [article.author, publisher_name(article), f"“{article.headline}”"]
    if article.date_published:
        parts.append(f"{article.date_published:%d/%m/%Y}")
    line = ", ".join(one_line(part) for part in parts if part)
    archived = (
        f" (Kho Tin {article.identifier}, lưu ngày {article.date_archived.astimezone(TIME_ZONE):%d/%m/%Y})" if article.date_archived else ""
    )
    return f"{line}. {article.url}{archived}"
