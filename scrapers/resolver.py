"""DNS, once a host: what was checked is what is connected to, so no second answer can slip in between."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Final

from scrapers.guards import Guard, shorten
from scrapers.refusals import Refused
from transforms.outcomes import Reason

PATIENCE: Final = 20.0
KEPT: Final = 300.0
"""Seconds for which an answer is used."""
MOST_ADDRESSES: Final = 4

Lookup = Callable[[str], Awaitable[tuple[str, ...]]]


class Resolver:
    """Looks names up and keeps only what the guard lets through; the HTTP client asks nobody else."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup = lookup or look_up
        self._answers: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def resolve(self, host: str, guard: Guard) -> None:
        """Look up the name in `host:port`; raise Refused unless every one of its addresses may be reached."""
        name, port = split_host(host)
        kept = self._answers.get(name)
        if kept is None or kept[0] < time.monotonic():
            addresses = await self._lookup(name)
            for address in addresses:
                guard.check_address(address, port)
            self._answers[name] = (time.monotonic() + KEPT, addresses[:MOST_ADDRESSES])
        else:
            for address in kept[1]:
                guard.check_address(address, port)

    def addresses_of(self, name: str) -> tuple[str, ...]:
        """Return the checked addresses of a name; none for a name that was not looked up."""
        kept = self._answers.get(name) or self._answers.get(_to_ascii(name))
        return kept[1] if kept else ()


async def look_up(name: str) -> tuple[str, ...]:
    """Ask the system for a name's addresses (IPv4 first); raise Refused(dns) when it has none."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise Refused(Reason.DNS, f"{shorten(name)}: no answer from DNS in {PATIENCE:.0f} s") from None
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no valid host name"
        raise Refused(Reason.DNS, f"{shorten(name)}: {why}") from None
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in ordered))


def split_host(host: str) -> tuple[str, int]:
    """Return name (without brackets) and port of `host:port`."""
    name, _, port = host.rpartition(":")
    return name.strip("[]"), int(port)


def _to_ascii(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
