"""The canonical form of a page's address, the identifier made from it, and which of several addresses is cited."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LANGUAGES = frozenset({"vi", "en"})
"""Path segments that only change the chrome of a Vietnamese portal."""

Preference = tuple[int, int, int, str]

_SESSION = frozenset({"jsessionid", "phpsessid", "sessionid", "session_id", "asp.net_sessionid", "cfid", "cftoken", "p_auth", "p_p_auth"})
# Zalo's zarsrc and gidzl are as common on Vietnamese links as Facebook's fbclid.
# Oracle ADF: each answer's links carry the number of that answer.
_ADF = frozenset({"_afrloop", "_afrwindowmode", "_afrwindowid", "_adf.ctrl-state"})
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh"}
    | {"mc_cid", "mc_eid", "zarsrc", "gidzl", "_ga", "_gl"}
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*|/\([A-Z]\([a-z0-9]{24}\)\)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The one spelling of an address under which its page is kept.

    Scheme and host in lower case, no default port, user name, fragment, session or tracking parameter; the query
    sorted; percent-encoding made uniform; repeated path blocks, which portals with relative links make without end
    (``/vi/x/-/view_content/vi/x/-/view_content/7``, ``/x/vi/en/vi/en``), reduced to one. The language prefix stays.
    Doing it twice changes nothing. Text that is no address comes back without surrounding white space.
    """
    text = url.strip()
    try:
        previous, current = text, _canonical_once(text)
        # Dropping one thing can uncover another (a session id between two equal blocks). It only ever gets shorter.
        while current != previous:
            previous, current = current, _canonical_once(current)
    except ValueError:
        return text
    return current


def _canonical_once(url: str) -> str:
    parts = urlsplit(_SESSION_IN_PATH.sub("", url))
    if not parts.netloc:
        return url
    query = "&".join(item for item in parts.query.split("&") if item and not _is_noise(item.partition("=")[0]))
    path = "/".join(_without_repetition(parts.path.split("/")))
    return canonicalize_url(urlunsplit((parts.scheme, _host(url), path, query, "")))


def _is_noise(parameter: str) -> bool:
    name = parameter.lower()
    return name in _SESSION or name in _ADF or name in _TRACKING or name.startswith(("utm_", "aspsessionid"))


def _host(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    default = _DEFAULT_PORTS.get(parts.scheme.lower())
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def _without_repetition(segments: list[str]) -> list[str]:
    segments = _without_language_runs(segments)
    for size in range(2, len(segments) // 2 + 1):
        for start in range(len(segments) - 2 * size + 1):
            if segments[start : start + size] == segments[start + size : start + 2 * size] and any(segments[start : start + size]):
                return _without_repetition(segments[:start] + segments[start + size :])
    return segments


def _without_language_runs(segments: list[str]) -> list[str]:
    """A run of two or more language codes: none is left at the end of a path, the first one elsewhere."""
    kept: list[str] = []
    for index, segment in enumerate(segments):
        in_run = segment in LANGUAGES and index and segments[index - 1] in LANGUAGES
        if not in_run:
            kept.append(segment)
    tail = [segment for segment in segments if segment]
    if len(tail) > 1 and set(tail[-2:]) <= LANGUAGES < set(tail) | LANGUAGES:
        while kept[-1] in LANGUAGES | {""}:
            kept.pop()
    return kept


def identifier(canonical: str) -> str:
    """The identifier of what stands at a canonical address: 16 hexadecimal digits."""
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def preference(url: str) -> Preference:
    """A sort key: of several addresses of one article, the smallest is the one cited.

    No language prefix before ``/vi``, ``/vi`` before any other; then fewer path segments, then the shorter one, then
    the alphabet. It looks at the addresses only, so the order of captures has no say.
    """
    segments = [segment for segment in urlsplit(url).path.split("/") if segment] if "[" not in url else []
    language = 0 if not segments or segments[0] not in LANGUAGES else 1 if segments[0] == "vi" else 2
    return (language, len(segments), len(url), url)
