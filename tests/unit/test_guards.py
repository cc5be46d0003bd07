"""Which addresses a crawl may touch."""

import asyncio

import pytest

from scrapers.client import CheckedNames, explain_error, guard_reactor, harden_settings
from scrapers.guards import Guard, open_guard
from scrapers.refusals import Refused
from scrapers.resolver import Resolver
from transforms.outcomes import Reason
from transforms.records import Source, Strategy

GUARD = Guard(origins=frozenset({"example.org:8080"}), loopback_ports=frozenset({8000}))

PRIVATE = [
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1"),
    *("", "example.org", "999.1.1.1", "127.1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_off_the_public_internet_are_refused(address):
    with pytest.raises(Refused) as refused:
        GUARD.check_address(address, 80)
    assert refused.value.reason is Reason.BLOCKED_ADDRESS


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_allowed(address):
    GUARD.check_address(address, 443)


def test_loopback_is_allowed_only_at_the_ports_that_were_named():
    GUARD.check_address("127.0.0.1", 8000)
    for address, port in (("127.0.0.1", 8001), ("127.0.0.2", 8000), ("::1", 8000), ("::ffff:127.0.0.1", 8000)):
        with pytest.raises(Refused):
            GUARD.check_address(address, port)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", Reason.BLOCKED_SCHEME),
        ("ftp://example.org/", Reason.BLOCKED_SCHEME),
        ("javascript:alert(1)", Reason.BLOCKED_SCHEME),
        ("data:text/html,x", Reason.BLOCKED_SCHEME),
        ("gopher://example.org", Reason.BLOCKED_SCHEME),
        ("", Reason.BLOCKED_SCHEME),
        ("http://user:secret@example.org/", Reason.BLOCKED_ADDRESS),
        ("http://example.org:22/", Reason.BLOCKED_ADDRESS),
        ("http://other.org:8080/", Reason.BLOCKED_ADDRESS),
        ("http://example.org:99999/", Reason.BLOCKED_ADDRESS),
        ("http://[::1/", Reason.BLOCKED_ADDRESS),
        ("http:///path", Reason.BLOCKED_ADDRESS),
        ("https://example.org/" + "x" * 3000, Reason.UNREADABLE),
    ],
)
def test_addresses_that_are_not_fetched(url, reason):
    with pytest.raises(Refused) as refused:
        GUARD.check_url(url)
    assert refused.value.reason is reason
    assert "secret" not in refused.value.detail


def test_a_refusal_is_one_short_line_whatever_the_address_holds():
    with pytest.raises(Refused) as refused:
        GUARD.check_url("evil:\n\r\x1b[31m" + "x" * 1000)
    assert refused.value.detail.isprintable()
    assert len(refused.value.detail) < 200


def test_the_catalogs_own_ports_are_allowed():
    assert GUARD.check_url("http://example.org:8080/feed") == "example.org:8080"
    source = Source(
        source_id="s",
        name="S",
        kind="news",
        country=None,
        languages=("en",),
        timezone="UTC",
        homepage="https://example.org/",
        strategies=(Strategy(kind="feed", url="https://feeds.example.org:8443/rss"),),
    )
    guard = open_guard(source, loopback_ports=())
    assert guard.check_url("https://feeds.example.org:8443/rss") == "feeds.example.org:8443"
    with pytest.raises(Refused):
        guard.check_url("https://example.org:8443/")


def resolver_with(*answers):
    """A resolver whose DNS gives these answers, one after another."""
    waiting = iter(answers)

    async def look_up(name):
        return next(waiting)

    return Resolver(look_up)


def test_a_name_with_one_private_address_among_others_is_refused():
    resolver = resolver_with(("93.184.215.14", "10.0.0.1"))
    with pytest.raises(Refused):
        asyncio.run(resolver.resolve("rebind.example:80", GUARD))
    assert resolver.addresses_of("rebind.example") == ()


def test_what_was_checked_is_what_is_connected_to_even_if_dns_changes_its_mind():
    resolver = resolver_with(("93.184.215.14",), ("10.0.0.1",))
    asyncio.run(resolver.resolve("rebind.example:80", GUARD))
    asyncio.run(resolver.resolve("rebind.example:80", GUARD))
    assert resolver.addresses_of("rebind.example") == ("93.184.215.14",)


class RecordingReactor:
    """Stands at the socket boundary: notes what would be connected to, and sends nothing."""

    def __init__(self):
        self.connected = []
        self.names = None

    def connectTCP(self, host, port, *args, **kwargs):  # noqa: N802 - Twisted's name
        self.connected.append((host, port))

    def installNameResolver(self, names):  # noqa: N802 - Twisted's name
        self.names = names


def test_the_socket_itself_refuses_what_slipped_past_every_other_check():
    reactor = RecordingReactor()
    guard_reactor(reactor, Resolver(), GUARD)
    for address in ("10.0.0.1", "169.254.169.254", "::1", "example.org"):
        with pytest.raises(Refused):
            reactor.connectTCP(address, 80)
    reactor.connectTCP("93.184.215.14", 443)
    reactor.connectTCP("127.0.0.1", 8000)
    assert reactor.connected == [("93.184.215.14", 443), ("127.0.0.1", 8000)]


class Receiver:
    def __init__(self):
        self.addresses = []
        self.complete = False

    def resolutionBegan(self, resolution):  # noqa: N802 - Twisted's name
        self.addresses = []

    def addressResolved(self, address):  # noqa: N802 - Twisted's name
        self.addresses.append((type(address).__name__, address.host, address.port))

    def resolutionComplete(self):  # noqa: N802 - Twisted's name
        self.complete = True


def test_the_http_client_gets_checked_addresses_and_asks_no_dns():
    resolver = resolver_with(("93.184.215.14", "2606:2800:21f::1"))
    asyncio.run(resolver.resolve("example.org:443", GUARD))
    names, receiver = CheckedNames(resolver), Receiver()
    names.resolveHostName(receiver, "example.org", 443)
    assert receiver.addresses == [("IPv4Address", "93.184.215.14", 443), ("IPv6Address", "2606:2800:21f::1", 443)]
    names.resolveHostName(receiver, "never-looked-up.example", 443)
    assert receiver.addresses == []
    assert receiver.complete


def test_scrapys_risky_defaults_are_off():
    settings = harden_settings(max_body=1000, user_agent="Dateline")
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert settings["DOWNLOAD_MAXSIZE"] == 1000
    assert settings["TELNETCONSOLE_ENABLED"] is False
    assert settings["REMOTE_CONTROL_ENABLED"] is False
    assert {scheme for scheme, handler in settings["DOWNLOAD_HANDLERS"].items() if handler} == {"http", "https"}
    assert settings["DOWNLOADER_MIDDLEWARES_BASE"] == settings["EXTENSIONS_BASE"] == {}


def test_an_unknown_error_of_the_client_is_one_urls_connection_failure():
    refused = explain_error(RuntimeError("two\nlines"), 5)
    assert (refused.reason, refused.detail) == (Reason.CONNECTION, "RuntimeError: two lines")
