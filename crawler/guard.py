"""Which network addresses the crawler may connect to: public ones, and a loopback sample portal's own.

A page on a public portal may redirect to, or its name may resolve to, an address inside our own network. The name is
checked where it is resolved, so the address that was checked is the one connected to; a literal address is checked
before the request; and what the connection really reached is checked once more on the response.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

refused_names: dict[str, str] = {}
"""Host names that resolved to an address that is not public, with that address: Twisted drops the reason of a failed
look-up, so the resolver leaves it here for the verdict."""


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the public internet: not private, loopback, link-local, CGNAT, ULA or mapped to one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(inner)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def literal(host: str) -> IpAddress | None:
    """The address a host is written as, or None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def host_of(url: str) -> str:
    """The host of an address as ``Site.hosts`` writes it: lower case, with the port unless it is the scheme's own."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return host.removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, ""))


def is_sample(netloc: str, hosts: Collection[str]) -> bool:
    """Whether a host is a loopback address that the site itself declares: a sample portal."""
    address = literal(urlsplit(f"//{netloc}").hostname or "")
    return address is not None and address.is_loopback and netloc.lower() in hosts


def refusal(url: str, hosts: Collection[str]) -> str | None:
    """Why an address must not be asked for a site with these hosts, or None when it may be."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"not a web address: {url}"
    if parts.scheme not in {"http", "https"}:
        return f"not a web address: {parts.scheme or url}"
    host = host_of(url)
    if is_sample(host, hosts):
        return None
    address = literal(parts.hostname or "")
    if address is not None and not is_public(address):
        return f"not a public address: {address}"
    return None if host in hosts else f"other host: {host}"


def connection_refusal(url: str, address: IpAddress | None, hosts: Collection[str]) -> str | None:
    """Why a response must not be used, given the address it really came from, or None when it may be."""
    if address is None or is_public(address) or is_sample(host_of(url), hosts):
        return None
    return f"not a public address: {address}"


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, but a name that leads to an address that is not public is not found.

    A literal address comes by here too; ``refusal`` has looked at that.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of a host name; fails with DNSLookupError when it is not public."""
        return super().getHostByName(name, timeout).addCallback(_only_public, name)


def _only_public(address: str, name: str) -> str:
    found = literal(address)
    if literal(name) is not None or (found is not None and is_public(found)):
        return address
    refused_names[name] = address
    raise DNSLookupError(f"{name} is {address}, which is not a public address")
