"""An Article as one JSON line with schema.org names, and back.

Every key is always written (``null`` where nothing is known), so that the lines of one file have one shape. Unknown
keys of a line are ignored: other people's JSON-LD brings ``@context`` and the like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast, get_args
from urllib.parse import urlsplit

from archive.address import canonical_url, identifier
from archive.article import (
    Article,
    Attachment,
    HeldPrecision,
    Image,
    LegalDocument,
    Meeting,
    NextMeeting,
    NoText,
    Person,
    Proof,
    Publisher,
    PublisherLevel,
    content_digest,
)
from archive.settings import TIME_ZONE

Json = dict[str, Any]
T = TypeVar("T")
IMPORT_SITE = "import"
"""The site of an imported line that names neither a site nor an address."""

_LEVELS: tuple[PublisherLevel, ...] = get_args(PublisherLevel)
_NO_TEXT: tuple[NoText, ...] = get_args(NoText)
_PRECISIONS: tuple[HeldPrecision, ...] = get_args(HeldPrecision)


class RecordError(ValueError):
    """A line that is no article; the message is one line that says which key is wrong and how."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number from 1, and the article or what is wrong with it. ``earlier``: its older texts."""

    number: int
    article: Article | None = None
    earlier: tuple[Article, ...] = ()
    error: str = ""


# Writing


def to_json(article: Article) -> Json:
    """The article as a JSON object, keys in schema.org's camelCase, dates in ISO 8601."""
    return {
        "identifier": article.identifier,
        "url": article.url,
        "site": article.site,
        "publisher": _publisher_json(article.publisher),
        "headline": article.headline,
        "description": article.description,
        "articleBody": article.article_body,
        "articleSection": article.article_section,
        "author": article.author,
        "creditText": article.credit_text,
        "image": [{"url": image.url, "caption": image.caption} for image in article.image],
        "associatedMedia": [_attachment_json(item) for item in article.associated_media],
        "inLanguage": article.in_language,
        "datePublished": _iso(article.date_published),
        "datePublishedRaw": article.date_published_raw,
        "datePublishedRule": article.date_published_rule,
        "dateModified": _iso(article.date_modified),
        "dateArchived": _iso_time(article.date_archived),
        "dateGone": _iso_time(article.date_gone),
        **facts_to_json(article.legal_documents, article.meeting, article.people),
        "sameAs": list(article.same_as),
        "warcRecordId": article.warc_record_id,
        "warcFile": article.warc_file,
        "payloadDigest": article.payload_digest,
        "contentDigest": article.content_digest,
        "extractedBy": article.extracted_by,
        "revisions": article.revisions,
    }


def dump_line(article: Article, earlier: Iterable[Article] = ()) -> str:
    """The article as one line of JSON with its line end; older texts, oldest first, under ``earlierRevisions``."""
    record = to_json(article)
    if older := [to_json(revision) for revision in earlier]:
        record["earlierRevisions"] = older
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _iso_time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(TIME_ZONE).isoformat()


def _publisher_json(publisher: Publisher | None) -> Json | None:
    if publisher is None:
        return None
    return {"name": publisher.name, "acronym": publisher.acronym, "level": publisher.level, "url": publisher.url}


def _attachment_json(item: Attachment) -> Json:
    return {
        "url": item.url,
        "name": item.name,
        "encodingFormat": item.encoding_format,
        "text": item.text,
        "noText": item.no_text,
        "warcRecordId": item.warc_record_id,
    }


def _legal_json(item: LegalDocument) -> Json:
    return {
        "number": item.number,
        "kind": item.kind,
        "date": _iso(item.date),
        "forms": list(item.forms),
        "proofs": _proofs_json(item.proofs),
    }


def _person_json(person: Person) -> Json:
    return {"name": person.name, "roles": list(person.roles), "proofs": _proofs_json(person.proofs)}


def _proofs_json(proofs: tuple[Proof, ...]) -> list[Json]:
    return [{"field": proof.field, "text": proof.text, "rule": proof.rule} for proof in proofs]


def _next_meeting_json(announced: NextMeeting | None) -> Json | None:
    return None if announced is None else {"text": announced.text, "when": announced.when}


def _meeting_json(meeting: Meeting | None) -> Json | None:
    if meeting is None:
        return None
    return {
        "held": _iso(meeting.held),
        "heldPrecision": meeting.held_precision,
        "heldEnd": _iso(meeting.held_end),
        "evidence": meeting.evidence,
        "kind": meeting.kind,
        "body": meeting.body,
        "session": meeting.session,
        "place": meeting.place,
        "chairs": list(meeting.chairs),
        "nextMeeting": _next_meeting_json(meeting.next_meeting),
        "proofs": _proofs_json(meeting.proofs),
    }


def facts_to_json(documents: Iterable[LegalDocument], meeting: Meeting | None, people: Iterable[Person]) -> Json:
    """The facts of an article as they stand in its JSON object."""
    return {
        "legalDocuments": [_legal_json(item) for item in documents],
        "meeting": _meeting_json(meeting),
        "people": [_person_json(person) for person in people],
    }


# Reading


def facts_from_json(record: object) -> tuple[tuple[LegalDocument, ...], Meeting | None, tuple[Person, ...]]:
    """Legal documents, meeting and people of what ``facts_to_json`` wrote. Raises RecordError."""
    fields = _Fields(record, "the facts")
    return fields.each("legalDocuments", _legal), fields.nested("meeting", _meeting), fields.each("people", _person)


def from_json(record: object) -> Article:
    """The article of a JSON object.

    Only ``articleBody``, and ``url`` or ``identifier``, are required: the identifier of a line without one is made from
    its canonical address. Raises RecordError.
    """
    fields = _Fields(record, "the line")
    url, given = fields.text("url") or "", fields.text("identifier")
    if not url and not given:
        raise RecordError("needs url or identifier")
    documents, meeting, people = facts_from_json(record)
    article = Article(
        identifier=_identifier(given) if given else identifier(canonical_url(url)),
        url=url,
        site=fields.text("site") or _host(url) or IMPORT_SITE,
        publisher=fields.nested("publisher", _publisher),
        headline=fields.text("headline") or "",
        description=fields.text("description"),
        article_body=fields.required("articleBody"),
        article_section=fields.text("articleSection"),
        author=fields.text("author"),
        credit_text=fields.text("creditText"),
        image=fields.each("image", _image),
        associated_media=fields.each("associatedMedia", _attachment),
        in_language=fields.text("inLanguage") or "vi",
        date_published=fields.day("datePublished"),
        date_published_raw=fields.text("datePublishedRaw"),
        date_published_rule=fields.text("datePublishedRule"),
        date_modified=fields.day("dateModified"),
        date_archived=fields.moment("dateArchived"),
        date_gone=fields.moment("dateGone"),
        legal_documents=documents,
        meeting=meeting,
        people=people,
        same_as=fields.texts("sameAs"),
        warc_record_id=fields.text("warcRecordId"),
        warc_file=fields.text("warcFile"),
        payload_digest=fields.text("payloadDigest"),
        content_digest=fields.text("contentDigest") or "",
        extracted_by=fields.text("extractedBy"),
        revisions=fields.count("revisions"),
    )
    return article if article.content_digest else _with_digest(article)


def read_lines(path: Path) -> Iterator[Line]:
    """Each line of a file that is not blank, as an article or as the error that says why not. Raises OSError."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                yield _read_line(number, raw)


def _read_line(number: int, raw: bytes) -> Line:
    try:
        record = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        earlier = _Fields(record, "the line").each("earlierRevisions", _imported)
        return Line(number, _imported(record), earlier)
    except UnicodeDecodeError as error:
        return Line(number, error=f"is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        return Line(number, error=f"is not JSON ({error.msg} at column {error.colno})")
    except RecursionError:
        return Line(number, error="is nested too deeply")
    except RecordError as error:
        return Line(number, error=str(error))
    except ValueError:
        # Python reads no number of more than 4,300 digits.
        return Line(number, error="holds a number that is too long")


def _imported(record: object) -> Article:
    """The article of a line from elsewhere: what could be no article's of ours is refused, not only what cannot be read."""
    article = from_json(record)
    _check_names(article)
    latest = datetime.now(TIME_ZONE).date() + timedelta(days=1)
    for key, day in _days(article):
        if day is not None and not FIRST_DAY <= day <= latest:
            raise RecordError(f"{key} must be a day from {FIRST_DAY} to today, not {day}")
    if article.warc_file is not None and not _FILE_NAME.fullmatch(article.warc_file):
        raise RecordError("warcFile must be a plain file name")
    return article


def _check_names(article: Article) -> None:
    """Raises RecordError on an identifier that no page can be linked by or a site that no filter can name."""
    if len(article.identifier) > LONGEST_NAME or _NO_IDENTIFIER.search(article.identifier):
        raise RecordError(
            f"identifier {article.identifier[:40]!r} has no address: at most {LONGEST_NAME} characters, no / first, no . or .. between "
            "slashes, no control characters, no /related, .json, .bib, .ris or .atom last"
        )
    if len(article.site) > LONGEST_NAME or _NO_SITE.search(article.site):
        raise RecordError(f"site {article.site[:40]!r} has more than {LONGEST_NAME} characters, control characters or spaces around it")


def _days(article: Article) -> Iterator[tuple[str, date | None]]:
    yield "datePublished", article.date_published
    yield "dateModified", article.date_modified
    for key, moment in (("dateArchived", article.date_archived), ("dateGone", article.date_gone)):
        yield key, moment.date() if moment else None


LONGEST_NAME = 200
"""Characters of an identifier and of a site: an address that holds one stays short of what servers refuse."""
FIRST_DAY = date(1997, 1, 1)
"""The year Việt Nam joined the internet: no page was posted before."""
_NO_IDENTIFIER = re.compile(r"^/|(?:^|/)\.{1,2}(?:/|$)|[\x00-\x1f\x7f]|/related$|\.(?:json|bib|ris|atom)$", re.IGNORECASE)
_NO_SITE = re.compile(r"^\s|\s$|[\x00-\x1f\x7f]")
_FILE_NAME = re.compile(r"(?!\.)[^/\\\x00-\x1f]{1,200}")


def _with_digest(article: Article) -> Article:
    return replace(article, content_digest=content_digest(article))


def _identifier(given: str) -> str:
    # It stands in addresses and in TREC run files, whose columns are separated by white space.
    if re.search(r"\s|[\x00-\x1f]", given):
        raise RecordError("identifier must not contain white space")
    return given


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError as error:
        raise RecordError(f"url is no address ({error})") from error
    return host.removeprefix("www.") if host else None


def _publisher(record: object) -> Publisher:
    fields = _Fields(record, "publisher")
    return Publisher(
        name=fields.required("name"),
        acronym=fields.text("acronym"),
        level=fields.one_of("level", _LEVELS),
        url=fields.text("url"),
    )


def _image(record: object) -> Image:
    fields = _Fields(record, "image")
    return Image(url=fields.text("url"), caption=fields.text("caption"))


def _attachment(record: object) -> Attachment:
    fields = _Fields(record, "associatedMedia")
    return Attachment(
        url=fields.required("url"),
        name=fields.text("name"),
        encoding_format=fields.text("encodingFormat"),
        text=fields.text("text"),
        no_text=fields.one_of("noText", _NO_TEXT),
        warc_record_id=fields.text("warcRecordId"),
    )


def _legal(record: object) -> LegalDocument:
    fields = _Fields(record, "legalDocuments")
    return LegalDocument(
        number=fields.text("number"),
        kind=fields.text("kind"),
        date=fields.day("date"),
        forms=fields.texts("forms"),
        proofs=fields.each("proofs", _proof),
    )


def _proof(record: object) -> Proof:
    fields = _Fields(record, "proofs")
    return Proof(field=fields.required("field"), text=fields.required("text"), rule=fields.required("rule"))


def _next_meeting(record: object) -> NextMeeting:
    fields = _Fields(record, "nextMeeting")
    return NextMeeting(text=fields.required("text"), when=fields.text("when"))


def _person(record: object) -> Person:
    fields = _Fields(record, "people")
    return Person(name=fields.required("name"), roles=fields.texts("roles"), proofs=fields.each("proofs", _proof))


def _meeting(record: object) -> Meeting:
    fields = _Fields(record, "meeting")
    return Meeting(
        held=fields.day("held"),
        held_precision=fields.one_of("heldPrecision", _PRECISIONS),
        held_end=fields.day("heldEnd"),
        evidence=fields.text("evidence"),
        kind=fields.text("kind"),
        body=fields.text("body"),
        session=fields.text("session"),
        place=fields.text("place"),
        chairs=fields.texts("chairs"),
        next_meeting=fields.nested("nextMeeting", _next_meeting),
        proofs=fields.each("proofs", _proof),
    )


class _Fields:
    """A JSON object read key by key; each method gives a value of one type or raises RecordError naming the key."""

    def __init__(self, record: object, name: str) -> None:
        if not isinstance(record, Mapping):
            raise RecordError(f"{name} must be a JSON object")
        self._record = cast("Mapping[str, object]", record)

    def text(self, key: str) -> str | None:
        value = self._record.get(key)
        return None if value is None else _text(value, key)

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise RecordError(f"needs {key}")
        return value

    def one_of(self, key: str, allowed: tuple[T, ...]) -> T | None:
        value = self._record.get(key)
        if value is None:
            return None
        found = next((option for option in allowed if option == value), None)
        if found is None:
            raise RecordError(f"{key} must be one of {', '.join(map(str, allowed))}")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        return self.each(key, lambda value: _text(value, key))

    def each(self, key: str, read: Callable[[object], T]) -> tuple[T, ...]:
        value = self._record.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise RecordError(f"{key} must be a list")
        return tuple(read(item) for item in cast("list[object]", value))

    def nested(self, key: str, read: Callable[[object], T]) -> T | None:
        value = self._record.get(key)
        return None if value is None else read(value)

    def count(self, key: str) -> int:
        value = self._record.get(key, 1)
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise RecordError(f"{key} must be a number from 1")
        return value

    def day(self, key: str) -> date | None:
        value = self.text(key)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            moment = self.moment(key)
            return moment.date() if moment else None

    def moment(self, key: str) -> datetime | None:
        value = self.text(key)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=TIME_ZONE)).astimezone(TIME_ZONE)
        except (ValueError, OverflowError) as error:
            raise RecordError(f"{key} must be an ISO 8601 date, not {value[:40]!r}") from error


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise RecordError(f"{key} must be text, not {type(value).__name__}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError(f"{key} holds half of a character (a lone surrogate)") from error
    return value
