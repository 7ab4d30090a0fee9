"""The line to Elasticsearch: the client, how often something is asked again, and one clear line for whatever goes wrong.

The client itself never retries: what may be asked again and for how long is decided here, in one place.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, TlsError
from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer, TransportError, UnsupportedProductError

from archive.settings import Settings
from indexer.engine import EngineUnreachable

Answer = TypeVar("Answer")

ATTEMPTS = 4
"""How often a reader's question is asked: enough to find the living node of three, and over within a second when all are down."""

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
"""Seconds between two attempts; doubled each time, and up to half of it left to chance, so that many clients do not come back at once."""

PASSING = frozenset({408, 429, 502, 503, 504})
"""Answers that may be another one a moment later."""

WRITING = 3
"""A build or an update gives each request so many times longer than a reader."""

OLDEST, NEWEST = (8, 19), (9, 999)
"""Server versions that the client of this product speaks to."""

LONGEST_REASON = 300
"""Characters; a server may quote a whole document."""

_OWN_ANSWERS = frozenset({401, 403, 413, 429, 502, 503, 504})
"""What a proxy before the server answers by itself, without the server's header."""


@dataclass(slots=True)
class Waits:
    """How long to go on trying: ``seconds`` since the last progress, and no more than ``attempts`` times where a reader waits."""

    seconds: float
    attempts: int | None = None
    _tried: int = 0
    _since: float = field(default_factory=time.monotonic)

    def progress(self) -> None:
        """Something went well: begin anew."""
        self._tried, self._since = 0, time.monotonic()

    def over(self) -> bool:
        """Whether it is not to be tried again."""
        return time.monotonic() - self._since >= self.seconds or (self.attempts is not None and self._tried + 1 >= self.attempts)

    def wait(self) -> None:
        """Sleep before the next attempt, never past the end of patience by more than one wait."""
        pause = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._tried, 10))
        self._tried += 1
        time.sleep(pause * random.uniform(0.5, 1))


class Connection:
    """Asks one Elasticsearch, as a reader who waits a second, or ``patient`` as a build that waits as long as the settings say.

    Safe to share between threads. Raises EngineUnreachable with one line, and of the client's own errors only what is the caller's to
    explain.
    """

    def __init__(self, settings: Settings, *, patient: bool = False) -> None:
        self._settings = settings
        self._patient = patient
        self._where = settings.elasticsearch_url
        self._client: Elasticsearch | None = None

    @property
    def client(self) -> Elasticsearch:
        """The official client; it asks each thing once."""
        if self._client is None:
            self._client = _client(self._settings, WRITING if self._patient else 1)
        return self._client

    def waits(self) -> Waits:
        """How long to go on trying from now."""
        return Waits(self._settings.elasticsearch_patience) if self._patient else Waits(self._settings.elasticsearch_timeout, ATTEMPTS)

    def ask(self, question: Callable[[Elasticsearch], Answer]) -> Answer:
        """The answer to a question, or to a command that does no harm when it is carried out twice; asked again while a fault may pass.

        ApiError 400, 404 and 409 are the caller's to explain.
        """
        waits = self.waits()
        while True:
            try:
                return question(self.client)
            except (ApiError, TransportError) as error:
                if _is_the_callers(error):
                    raise
                if not may_pass(error) or waits.over():
                    raise self.unreachable(error) from error
            waits.wait()

    def unreachable(self, error: ApiError | TransportError) -> EngineUnreachable:
        """The one line for an error of the client."""
        return EngineUnreachable(self._line(error))

    def _line(self, error: ApiError | TransportError) -> str:
        if is_foreign(error):
            return f"what answers at {self._where} is not Elasticsearch: set KHOTIN_ELASTICSEARCH_URL"
        if isinstance(error, ApiError):
            return self._answer_line(error)
        if isinstance(error, TlsError) and "WRONG_VERSION_NUMBER" in error.message:
            return f"what answers at {self._where} speaks no TLS: set KHOTIN_ELASTICSEARCH_URL to http://, or to the port that does"
        if isinstance(error, TlsError):
            # str() of it says no more than "TLS error".
            return f"the certificate of {self._where} is not trusted: {first_line(error.message)} (set KHOTIN_ELASTICSEARCH_CA_FILE)"
        if isinstance(error, ConnectionTimeout):
            return f"Elasticsearch at {self._where} does not answer in time (KHOTIN_ELASTICSEARCH_TIMEOUT): see whether it is overloaded"
        if isinstance(error, Unreachable):
            return f"Elasticsearch cannot be reached at {self._where}: start it, or set KHOTIN_ELASTICSEARCH_URL"
        return f"Elasticsearch at {self._where} gave no proper answer: {first_line(error.message)}"

    def _answer_line(self, error: ApiError) -> str:
        if error.status_code in (401, 403) and error_type(error) != "cluster_block_exception":
            credentials = "KHOTIN_ELASTICSEARCH_API_KEY, or _USER and _PASSWORD"
            return f"Elasticsearch at {self._where} does not let us in ({error.status_code}): set {credentials}"
        return f"Elasticsearch at {self._where} {explained(error.status_code, error_type(error), reason(error))}"

    def check_server(self) -> None:
        """Raises EngineUnreachable when a node is of a version that is not spoken to."""
        # `GET /` is a module's, which a bare server has not; this is answered everywhere.
        answer = self.ask(lambda client: client.nodes.info(node_id="_local", filter_path="nodes.*.version"))
        versions: dict[str, Any] = answer.body.get("nodes", {})
        for node in versions.values():
            major, minor = (int(part) for part in str(node["version"]).split(".")[:2])
            if not OLDEST <= (major, minor) <= NEWEST:
                raise EngineUnreachable(
                    f"Elasticsearch at {self._where} is of version {node['version']}: versions 8.19 and 9 are supported"
                )


def _client(settings: Settings, times: int) -> Elasticsearch:
    options: dict[str, Any] = {"request_timeout": times * settings.elasticsearch_timeout, "max_retries": 0, "retry_on_timeout": False}
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key.get_secret_value()
    elif settings.elasticsearch_user:
        options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password.get_secret_value())
    if settings.elasticsearch_ca_file and any(url.startswith("https") for url in settings.elasticsearch_urls):
        _check_authority(settings)
        options["ca_certs"] = str(settings.elasticsearch_ca_file)
    # A sixth of what a question costs the client is JSON, its own and the answer's; this serializer takes a fraction of that.
    return Elasticsearch(list(settings.elasticsearch_urls), serializer=OrjsonSerializer(), **options)


def _check_authority(settings: Settings) -> None:
    """The client notices a bad file only at the first question, and says less."""
    try:
        ssl.create_default_context(cafile=str(settings.elasticsearch_ca_file))
    except OSError as error:
        raise EngineUnreachable(
            f"KHOTIN_ELASTICSEARCH_CA_FILE {settings.elasticsearch_ca_file} cannot be used: {error.strerror or 'no PEM certificate'}"
        ) from error


# --- what an error means --------------------------------------------------------------------------------------------------------------


def may_pass(error: ApiError | TransportError) -> bool:
    """Whether asking again can help."""
    if isinstance(error, ApiError):
        return error.status_code in PASSING and not is_disk_full(error.status_code, error_type(error))
    return isinstance(error, Unreachable | ConnectionTimeout) and not isinstance(error, TlsError)


def _is_the_callers(error: ApiError | TransportError) -> bool:
    return isinstance(error, ApiError) and error.status_code in (400, 404, 409) and not is_foreign(error)


def is_foreign(error: ApiError | TransportError) -> bool:
    """Whether another product gave this answer: Elasticsearch names itself in a header of every one."""
    if isinstance(error, UnsupportedProductError):
        return True
    return isinstance(error, ApiError) and error.status_code not in _OWN_ANSWERS and "x-elastic-product" not in error.meta.headers


def is_disk_full(status: int, kind: str) -> bool:
    """Whether writing is refused because the disk is full; a busy server answers 429 too, with another type."""
    return status in (403, 429) and kind == "cluster_block_exception"


def explained(status: int, kind: str, why: str) -> str:
    """What an answer means and what to do: the end of a sentence that begins with the server."""
    if is_disk_full(status, kind):
        return f"takes no documents, its disk is full: make room and run the command again ({why})"
    if status == 429:
        return f"is too busy: try again later ({why})"
    if status in (502, 503, 504):
        return f"cannot answer now ({status}: {why}): see whether all its nodes are up and its health is not red"
    return f"answered {status}: {why}"


def error_type(error: ApiError) -> str:
    """The server's own name of the error; empty where a proxy answered."""
    return str(_detail(error).get("type", ""))


def reason(error: ApiError) -> str:
    """The server's own words, one line."""
    detail = _detail(error)
    causes = [str(cause.get("reason")) for cause in detail.get("root_cause", []) if cause.get("reason")]
    return first_line((causes or [str(detail.get("reason") or error.message)])[0])


def _detail(error: ApiError) -> dict[str, Any]:
    body: Any = error.body
    detail = body.get("error") if isinstance(body, dict) else None
    return detail if isinstance(detail, dict) else {}


def first_line(text: str) -> str:
    """The first line of a message; the middle is left out where it quotes a whole document."""
    line = (text.strip().splitlines() or ["no reason given"])[0]
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON // 2]} … {line[-LONGEST_REASON // 2 :]}"
