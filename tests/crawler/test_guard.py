from __future__ import annotations

from ipaddress import ip_address

import pytest

from crawler.guard import connection_refusal, host_of, is_public, is_sample, refusal

HOSTS = ("mic.gov.vn", "www.mic.gov.vn")
SAMPLE = ("127.0.0.1:8801",)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "103.9.200.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://mic.gov.vn/tin", None),
        ("https://mic.gov.vn:443/tin", None),
        ("https://MIC.gov.vn/tin", None),
        ("http://mic.gov.vn:8080/tin", "other host: mic.gov.vn:8080"),
        ("https://evil.example/", "other host: evil.example"),
        ("https://mic.gov.vn@evil.example/", "other host: evil.example"),
        ("https://mic.gov.vn.evil.example/", "other host: mic.gov.vn.evil.example"),
        ("file:///etc/passwd", "not a web address: file"),
        ("http://127.0.0.1:8801/", "not a public address: 127.0.0.1"),
        ("http://[::1]/", "not a public address: ::1"),
        ("http://[fe80::1%25eth0]/", "not a public address: fe80::1"),
        ("http://10.0.0.1/", "not a public address: 10.0.0.1"),
        ("http://2130706433/", "other host: 2130706433"),
        ("http://0x7f.1/", "other host: 0x7f.1"),
    ],
)
def test_only_the_sites_own_hosts_are_asked(url: str, reason: str | None) -> None:
    assert refusal(url, HOSTS) == reason


def test_a_sample_portal_is_asked_at_its_own_port_only() -> None:
    assert refusal("http://127.0.0.1:8801/tin", SAMPLE) is None
    assert refusal("http://127.0.0.1:8802/tin", SAMPLE) == "not a public address: 127.0.0.1"
    assert refusal("http://127.0.0.2:8801/tin", SAMPLE) == "not a public address: 127.0.0.2"


def test_a_private_host_is_no_sample_even_when_a_site_declares_it() -> None:
    assert not is_sample("10.0.0.1", ("10.0.0.1",))
    assert refusal("http://10.0.0.1/", ("10.0.0.1",)) == "not a public address: 10.0.0.1"


def test_a_name_that_reached_a_private_address_is_refused_after_all() -> None:
    assert connection_refusal("https://mic.gov.vn/", ip_address("10.0.0.1"), HOSTS) == "not a public address: 10.0.0.1"
    assert connection_refusal("https://mic.gov.vn/", ip_address("103.9.200.1"), HOSTS) is None
    assert connection_refusal("http://127.0.0.1:8801/", ip_address("127.0.0.1"), SAMPLE) is None


def test_a_host_is_written_without_its_schemes_own_port() -> None:
    assert host_of("http://Mic.gov.vn:80/") == "mic.gov.vn"
    assert host_of("https://mic.gov.vn:80/") == "mic.gov.vn:80"
    assert host_of("http://user:secret@mic.gov.vn/") == "mic.gov.vn"
