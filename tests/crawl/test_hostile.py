"""A portal that does everything wrong at once: each of its addresses must end in a final state with its reason."""

from __future__ import annotations

import gzip
import io
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from archive.url_states import UrlState
from tests.crawl.conftest import Crawl, Ended
from tests.crawl.portal import Portal, Reply, article, listing, news

MIB = 1024 * 1024


def bomb(size: int) -> bytes:
    """A gzip file that unpacks to ``size`` bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(size // MIB):
            file.write(b"<p>a</p>" * (MIB // 8))
    return packed.getvalue()


def endless() -> Iterator[bytes]:
    """A body without end; the server stops when the client hangs up."""
    while True:
        yield b"<p>x</p>" * 8192


def slow() -> Iterator[bytes]:
    """A body that trickles, a byte now and then."""
    for _ in range(40):
        time.sleep(0.2)
        yield b"x"


def redirect(to: str) -> Reply:
    """A redirect."""
    return Reply(status=302, headers={"Location": to})


PATHS = [
    "/bai/1",
    "/cam/2",
    "/loop-a",
    "/self",
    "/away",
    "/private",
    "/metadata",
    "/file",
    "/bomb",
    "/endless",
    "/long",
    "/short",
    "/slow",
    "/not-found",
    "/gone",
    "/soft-error",
    "/broken",
    "/forbidden",
    "/sid?PHPSESSID=1&id=3",
    "/sid?id=3&PHPSESSID=2",
    "/vi/bai/5",
    "/vi/bai/5/vi/en/vi/en",
    "/charset",
    "/pdf",
    "/empty",
    "/moved",
]


def furnish(portal: Portal) -> None:
    """Gives the portal its pages."""
    host = portal.host
    portal.pages |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /cam/\n", headers={"Content-Type": "text/plain"}),
        "/tin": Reply(listing([*PATHS, "http://evil.example/bai/9"])),
        "/bai/1": Reply(article(1)),
        "/loop-a": redirect("/loop-b"),
        "/loop-b": redirect("/loop-a"),
        "/self": redirect("/self"),
        "/away": redirect(f"http://127.0.0.2:{host.rpartition(':')[2]}/bai/1"),
        "/private": redirect("http://10.0.0.1/bai/1"),
        "/metadata": redirect("http://169.254.169.254/latest/meta-data/"),
        "/file": redirect("file:///etc/hostname"),
        "/bomb": Reply(bomb(200 * MIB), headers={"Content-Encoding": "gzip"}),
        "/endless": Reply(endless),
        "/long": Reply(b"x" * 1000, headers={"Content-Length": str(12 * MIB)}),
        "/short": Reply(article(6)[:300], headers={"Content-Length": "5000"}),
        "/slow": Reply(slow),
        "/gone": Reply(status=410),
        "/soft-error": Reply("<title>Lỗi hệ thống</title><p>Runtime error</p>".encode()),
        "/broken": Reply(status=500),
        "/forbidden": Reply(status=403),
        "/sid?PHPSESSID=1&id=3": Reply(article(3)),
        "/sid?id=3&PHPSESSID=2": Reply(article(3)),
        "/vi/bai/5": Reply(article(5)),
        "/vi/bai/5/vi/en/vi/en": Reply(article(5)),
        "/charset": Reply(article(7), headers={"Content-Type": "text/html; charset=iso-8859-1"}),
        "/pdf": Reply(b"%PDF-1.4 ...", headers={"Content-Type": "application/pdf"}),
        "/empty": Reply(b""),
        "/moved": redirect("/bai/8"),
        "/bai/8": Reply(article(8)),
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Ended]]:
    """The portal crawled once; the tests below look at what came of each address."""
    with Portal() as portal:
        furnish(portal)
        crawl = Crawl(portal, Path(tmp_path_factory.mktemp("hostile")) / "data")
        yield crawl, crawl.run(RETRY_ATTEMPTS="2", DOWNLOAD_TIMEOUT="2")


def test_the_crawl_of_a_hostile_portal_is_complete(hostile: tuple[Crawl, Ended]) -> None:
    crawl, ended = hostile
    assert ended.code == 0, ended.said
    assert "thu: complete" in ended.said
    assert "Traceback" not in ended.said
    open_states = {UrlState.PENDING, UrlState.LEASED}
    assert not [record for record in crawl.records().values() if record.state in open_states]


@pytest.mark.parametrize(
    ("path", "state", "reason"),
    [
        ("/bai/1", UrlState.DONE, ""),
        ("/cam/2", UrlState.REFUSED, "robots.txt disallows it"),
        ("/loop-a", UrlState.REFUSED, "too many redirects"),
        ("/self", UrlState.REFUSED, "too many redirects"),
        ("/away", UrlState.REFUSED, "redirect to not a public address: 127.0.0.2"),
        ("/private", UrlState.REFUSED, "redirect to not a public address: 10.0.0.1"),
        ("/metadata", UrlState.REFUSED, "redirect to not a public address: 169.254.169.254"),
        ("/file", UrlState.REFUSED, "HTTP 302 without a usable address"),
        ("/bomb", UrlState.REFUSED, "too large"),
        ("/endless", UrlState.REFUSED, "too large"),
        ("/long", UrlState.REFUSED, "too large"),
        ("/short", UrlState.FAILED, "body cut short"),
        ("/slow", UrlState.FAILED, "timeout"),
        ("/not-found", UrlState.GONE, "HTTP 404"),
        ("/gone", UrlState.GONE, "HTTP 410"),
        ("/broken", UrlState.FAILED, "HTTP 500"),
        ("/forbidden", UrlState.FAILED, "HTTP 403"),
        ("http://evil.example/bai/9", UrlState.REFUSED, "other host: evil.example"),
    ],
)
def test_each_address_ends_with_its_reason(hostile: tuple[Crawl, Ended], path: str, state: UrlState, reason: str) -> None:
    record = hostile[0].records()[path]
    assert (record.state, record.reason) == (state, reason)


@pytest.mark.parametrize(
    ("path", "state", "kind"),
    [("/soft-error", UrlState.FAILED, "error"), ("/empty", UrlState.FAILED, "empty"), ("/pdf", UrlState.DONE, "media")],
)
def test_a_page_that_is_no_article_is_kept_as_what_it_is(hostile: tuple[Crawl, Ended], path: str, state: UrlState, kind: str) -> None:
    crawl, _ = hostile
    record = crawl.records()[path]
    assert record.state is state
    assert record.reason.startswith(f"{kind}:")
    assert kind in {capture.kind for capture, _ in crawl.captures() if capture.url.endswith(path)}


def test_only_the_articles_are_articles(hostile: tuple[Crawl, Ended]) -> None:
    assert set(hostile[0].articles()) == {"/bai/1", "/sid?id=3", "/vi/bai/5", "/charset", "/bai/8"}


def test_an_address_with_another_session_id_or_an_endless_tail_is_asked_once(hostile: tuple[Crawl, Ended]) -> None:
    paths = hostile[0].portal.paths()
    assert len([path for path in paths if path.startswith("/sid")]) == 1
    assert len([path for path in paths if path.startswith("/vi/")]) == 1


def test_the_address_that_redirected_is_another_address_of_the_article(hostile: tuple[Crawl, Ended]) -> None:
    crawl, _ = hostile
    assert crawl.articles()["/bai/8"].same_as == (f"http://{crawl.portal.host}/moved",)


def test_a_false_charset_does_not_damage_the_text(hostile: tuple[Crawl, Ended]) -> None:
    assert "Hội đồng đã họp" in hostile[0].articles()["/charset"].article_body


def test_what_robots_txt_disallows_is_never_asked(hostile: tuple[Crawl, Ended]) -> None:
    assert "/cam/2" not in hostile[0].portal.paths()


def test_a_gzip_bomb_and_an_endless_body_cost_little_memory(hostile: tuple[Crawl, Ended]) -> None:
    # A crawl of harmless pages takes about 110 MB; unpacked, the bomb alone has 200 MiB.
    assert hostile[1].peak < 200 * MIB


def test_nothing_is_asked_of_a_host_that_is_not_the_sites(hostile: tuple[Crawl, Ended]) -> None:
    hosts = {asked.headers["host"] for asked in hostile[0].portal.asked}
    assert hosts == {hostile[0].portal.host}


def test_a_name_that_resolves_to_a_private_address_is_refused(portal: Portal, crawl: Crawl) -> None:
    name = portal.host.replace("127.0.0.1", "localhost")
    portal.pages |= {"/tin": Reply(listing([f"http://{name}/bai/1"])), "/bai/1": Reply(article(1))}
    crawl.environment["TEST_HOSTS"] = f"{portal.host},{name}"
    crawl.run(DOWNLOAD_DELAY="0", AUTOTHROTTLE_ENABLED="0")
    record = crawl.records()[f"http://{name}/bai/1"]
    assert (record.state, record.reason) == (UrlState.REFUSED, "not a public address: localhost is 127.0.0.1")
    assert "/bai/1" not in portal.paths()


def test_without_an_answering_start_the_crawl_fails(portal: Portal, crawl: Crawl) -> None:
    portal.pages["/tin"] = Reply(status=500)
    ended = crawl.run(RETRY_ATTEMPTS="1")
    assert ended.code == 1
    assert "no listing could be read" in ended.said


def test_a_host_that_only_fails_stops_the_crawl_and_keeps_what_is_left(portal: Portal, crawl: Crawl) -> None:
    portal.pages["/tin"] = Reply(listing([f"/bai/{number}" for number in range(40)]))
    portal.answer = lambda asked: Reply(status=404 if asked.path == "/robots.txt" else 502)
    ended = crawl.run(HOST_FAILURES="6")
    assert ended.code == 1
    assert "NOT complete" in ended.said
    assert "failed 6 times in a row" in ended.said
    states = [record.state for record in crawl.records().values()]
    assert UrlState.LEASED not in states
    assert states.count(UrlState.PENDING) > 30


def self_signed(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    pem = certificate.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    with Portal(self_signed(tmp_path)) as portal:
        news(portal, 3)
        crawl = Crawl(portal, tmp_path / "data")
        crawl.environment["TEST_SCHEME"] = "https"
        ended = crawl.run(RETRY_ATTEMPTS="1")
        assert portal.asked == []
    assert ended.code == 1
    assert crawl.records()["/tin"].reason == "robots.txt cannot be had: certificate is not valid"
