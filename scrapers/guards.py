"""Which addresses a crawl may touch: pure checks, used before each hop, after DNS and at the socket."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from scrapers.refusals import Refused
from transforms.identity import host_of
from transforms.outcomes import Reason
from transforms.records import Source

LONGEST_URL: Final = 2000
"""Bytes; longer addresses fit no index, and no article needs them."""
WEB_PORTS: Final = frozenset({80, 443})
LOOPBACK: Final = ipaddress.IPv4Address("127.0.0.1")
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What one crawl may reach: the web's ports, the catalog's own `host:port`, the demo's loopback ports."""

    origins: frozenset[str] = frozenset()
    loopback_ports: frozenset[int] = frozenset()

    def check_url(self, url: str) -> str:
        """Return the `host:port` of an address that may be asked for; raise Refused for any other."""
        if len(url.encode("utf-8", "replace")) > LONGEST_URL:
            raise Refused(Reason.UNREADABLE, f"the address is longer than {LONGEST_URL} bytes")
        scheme = url.partition(":")[0].lower()
        if scheme not in {"http", "https"}:
            raise Refused(Reason.BLOCKED_SCHEME, f"{shorten(url)}: only http and https are fetched")
        host = host_of(url)
        if host is None:
            raise Refused(Reason.BLOCKED_ADDRESS, f"{shorten(url)}: no valid host and port")
        if "@" in urlsplit(url).netloc:
            raise Refused(Reason.BLOCKED_ADDRESS, f"{host}: addresses with a login are not fetched")
        self._check_port(host)
        return host

    def check_address(self, address: str, port: int) -> None:
        """Raise Refused unless an IP address is global unicast, or 127.0.0.1 at an allowed port."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            raise Refused(Reason.BLOCKED_ADDRESS, f"{address[:60]!r} is no IP address") from None
        if ip == LOOPBACK and port in self.loopback_ports:
            return
        if "%" in address or not is_global_unicast(ip):
            raise Refused(Reason.BLOCKED_ADDRESS, f"{address} port {port} is not on the public internet")

    def _check_port(self, host: str) -> None:
        port = int(host.rpartition(":")[2])
        if port not in WEB_PORTS and host not in self.origins and port not in self.loopback_ports:
            raise Refused(Reason.BLOCKED_ADDRESS, f"{host}: port {port} is neither 80, 443 nor in the catalog")


def open_guard(source: Source, *, loopback_ports: Collection[int]) -> Guard:
    """Return the guard of one source: the ports that its own catalog entry names are allowed."""
    asked = (address for strategy in source.strategies for address in strategy.web_addresses)
    addresses = (source.homepage, *asked)
    origins = {host_of(address) for address in addresses} | set(source.hosts)
    return Guard(origins=frozenset(origins - {None}), loopback_ports=frozenset(loopback_ports))  # type: ignore[arg-type]


def is_global_unicast(ip: Address) -> bool:
    """Whether an address belongs to one machine on the public internet; addresses wrapped in it count too."""
    inner = unwrap_address(ip)
    if inner is None:
        return False
    return inner.is_global and not (
        inner.is_multicast or inner.is_reserved or inner.is_private or inner.is_loopback or inner.is_link_local
    )


def unwrap_address(ip: Address) -> Address | None:
    """Return the IPv4 address that an IPv6 one wraps (mapped, NAT64), else itself; None for old tunnels."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.sixtofour is not None or ip.teredo is not None:
        return None
    return ip


def shorten(text: str, limit: int = 120) -> str:
    """Return text as it can stand in a log line or a table: one line, bounded, printable."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
