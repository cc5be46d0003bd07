"""Pages that mean harm, or are broken: each ends as its own reason, and other sources are unharmed."""

import gzip
import socket
import struct
import zlib

import pytest

HTML = {"Content-Type": "text/html"}


def drip(handler):
    """Answer for ever, one byte at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(2000):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        if handler.server.site.closed.wait(0.05):
            return


def pour(handler):
    """Answer for ever, as fast as it goes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(4000):
        handler.wfile.write(b"x" * 65536)


def flood_headers(handler):
    """Send headers for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"y" * 200))


def send_long_header(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")


def reset(handler):
    """End the connection without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def promise_too_much(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\nonly this")
    handler.wfile.flush()


def speak_nonsense(handler):
    handler.wfile.write(b"SSH-2.0-OpenSSH_9\r\n\x00\x01\x02\r\n\r\n")


def redirect(target):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


BOMB = gzip.compress(b"\0" * 30_000_000)
TWICE = gzip.compress(BOMB)

MISCHIEF = {
    "drip": (drip, "timeout"),
    "pour": (pour, "too_large"),
    "header-flood": (flood_headers, "connection"),
    "long-header": (send_long_header, "connection"),
    "reset": (reset, "connection"),
    "short-body": (promise_too_much, "connection"),
    "nonsense": (speak_nonsense, "connection"),
    "to-file": (redirect("file:///etc/passwd"), "blocked_scheme"),
    "to-data": (redirect("data:text/html,hello"), "blocked_scheme"),
    "to-javascript": (redirect("javascript:alert(1)"), "blocked_scheme"),
    "to-private": (redirect("http://10.0.0.1/"), "blocked_address"),
    "to-metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "blocked_address"),
    "to-decimal": (redirect("http://2130706433/"), "blocked_address"),
    "to-octal": (redirect("http://0177.0.0.1/"), "blocked_address"),
    "to-hex": (redirect("http://0x7f.1/"), "blocked_address"),
    "to-ipv6": (redirect("http://[::1]/"), "blocked_address"),
    "to-mapped": (redirect("http://[::ffff:127.0.0.1]/"), "blocked_address"),
    "to-name": (redirect("http://localhost/"), "blocked_address"),
    "to-login": (redirect("http://user:secret@127.0.0.1/"), "blocked_address"),
    "to-port": (redirect("http://example.org:22/"), "blocked_address"),
    "to-bracket": (redirect("http://[half"), "blocked_address"),
    "to-no-port": (redirect("http://127.0.0.1:x/"), "blocked_address"),
    "to-dots": (redirect("http://a..b/"), "dns"),
}

PAGES = {
    "bomb": (BOMB, {**HTML, "Content-Encoding": "gzip"}, 200, "too_large"),
    "bomb-in-bomb": (TWICE, {**HTML, "Content-Encoding": "gzip, gzip"}, 200, "too_large"),
    "layers": (b"x", {**HTML, "Content-Encoding": "gzip, gzip, gzip"}, 200, "bad_encoding"),
    "no-gzip": (b"plain", {**HTML, "Content-Encoding": "gzip"}, 200, "bad_encoding"),
    "cut-gzip": (gzip.compress(b"y" * 9999)[:-20], {**HTML, "Content-Encoding": "gzip"}, 200, "bad_encoding"),
    "unasked": (b"plain", {**HTML, "Content-Encoding": "br"}, 200, "bad_encoding"),
    "said-large": (b"", {**HTML, "Content-Length": "99999999"}, 200, "too_large"),
    "missing": (b"", HTML, 404, "not_found"),
    "gone": (b"", HTML, 410, "gone"),
    "teapot": (b"", HTML, 418, "client_error"),
    "broken": (b"", HTML, 500, "server_error"),
    "accepted": (b"", HTML, 202, "unreadable"),
}


def raw(answer):
    """Send these very bytes."""
    return lambda handler: handler.wfile.write(answer)


OK = b"HTTP/1.1 200 OK\r\n"
BREAKS = {
    "length-word": (raw(OK + b"Content-Length: abc\r\n\r\nhello"), "its Content-Length is no length"),
    "length-below-zero": (raw(OK + b"Content-Length: -5\r\n\r\nhello"), "its Content-Length is no length"),
    "two-lengths": (raw(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello"), "or there are several"),
    "coding": (raw(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), "its Transfer-Encoding is none"),
    "chunks": (raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"), "before the body did"),
    "interim": (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000), "more than 128 KiB came before the body"),
    "headers": (flood_headers, "more than 128 KiB came before the body"),
    "no-http": (raw(b"<html>hi</html>\r\n\r\n"), "what came is no HTTP answer"),
    "nothing": (raw(b""), "the connection was closed before the answer was complete"),
    "cut-short": (promise_too_much, "the connection ended before the body did"),
    "reset": (reset, "the connection broke before the answer was complete"),
}


@pytest.fixture
def quick(crawl):
    crawl.configure(request_timeout=3.0, max_body=2_000_000)
    return crawl


def test_each_kind_of_mischief_ends_as_its_own_reason(quick, site, make_site, page):
    quick.source("hostile", site)
    quick.source("quiet", neighbour := make_site())
    neighbour.article("/fine")
    expected = {"fine": ("captured", "")}
    for path, (answer, reason) in MISCHIEF.items():
        site.mischief(f"/{path}", answer)
        expected[path] = ("failed", reason)
    for path, (body, headers, status, reason) in PAGES.items():
        site.mischief(f"/{path}", page(body, status, dict(headers)))
        expected[path] = ("failed", reason)
    site.article("/fine-too")
    expected["fine-too"] = ("captured", "")
    quick.run()
    assert quick.outcomes() == expected
    # What was fetched of it is in the archive, and nothing else.
    assert len(quick.rows("select * from crawl.captures")) == 2


def test_a_status_that_is_none_is_a_broken_answer_for_robots_too(quick, site, make_site):
    def overstate(handler):
        handler.wfile.write(b"HTTP/1.1 99999999999999999999 OK\r\nContent-Length: 0\r\n\r\n")

    quick.source("pages", site)
    site.mischief("/a", overstate)
    quick.source("robots", other := make_site())
    other.answers["/robots.txt"] = overstate
    other.article("/b")
    quick.run()
    assert quick.outcomes() == {"a": ("failed", "connection")}
    looks = quick.rows("select source_id, problem from crawl.observations order by source_id")
    assert looks[1] == {"source_id": "robots", "problem": "network"}


def test_an_endless_chain_of_redirects_is_given_up_after_five_hops(quick, site):
    quick.source("hostile", site)
    for number in range(20):
        site.answers[f"/hop{number}"] = redirect(f"/hop{number + 1}")
    site.list("/hop0")
    site.mischief("/circle", redirect("/circle"))
    quick.run()
    assert quick.outcomes() == {
        "hop0": ("failed", "too_many_redirects"),
        "circle": ("failed", "too_many_redirects"),
    }
    assert [site.count(f"/hop{number}") for number in range(8)] == [1, 1, 1, 1, 1, 1, 0, 0]


def test_redirects_are_followed_and_recorded(crawl, site):
    crawl.source("moved", site)
    site.article("/new")
    site.items.clear()
    site.answers["/middle"] = redirect("/new")
    site.mischief("/old-address", redirect("/middle"))
    crawl.run()
    [row] = crawl.rows("select url, redirects, final_url from crawl.captures")
    assert row == {
        "url": f"{site.base}/old-address",
        "redirects": [f"{site.base}/middle"],
        "final_url": f"{site.base}/new",
    }


def test_a_redirect_is_followed_as_written_and_its_page_known_by_its_normal_address(crawl, site):
    crawl.source("counting", site)
    site.article("/a")
    site.answers["/a?utm_source=own"] = site.answers["/a"]
    site.answers["/a"] = redirect("/a?utm_source=own#top")
    site.article("/b~c")
    site.answers["/b%7Ec"], site.answers["/b~c"] = site.answers["/b~c"], redirect("/b%7Ec")
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", ""), "b~c": ("captured", "")}
    assert site.count("/a?utm_source=own") == 1
    rows = crawl.rows("select url, redirects, final_url from crawl.captures order by url")
    assert rows == [
        {"url": f"{site.base}{path}", "redirects": [], "final_url": f"{site.base}{path}"}
        for path in ("/a", "/b~c")
    ]


def test_a_page_that_answers_on_a_host_that_is_not_the_sources_is_not_taken_for_its_own(crawl, site, make_site):
    other = make_site()
    other.article("/story")
    crawl.source("alpha", site)
    crawl.configure(allow_loopback_ports=(site.port, other.port))
    site.article("/mine")
    site.items.clear()
    site.mischief("/go/1", redirect(f"{other.base}/story"))
    site.mischief("/there-and-back", redirect(f"{other.base}/back"))
    other.answers["/back"] = redirect(f"{site.base}/mine")
    crawl.run()
    assert crawl.outcomes() == {"go/1": ("skipped", "excluded"), "there-and-back": ("captured", "")}
    [left] = crawl.rows("select detail from crawl.ledger where outcome = 'skipped'")
    assert left["detail"] == (
        f"it leads to {other.base}/story, which is not on a host of alpha: name 127.0.0.1:{other.port} "
        "in its hosts if its pages are the source's own"
    )
    assert crawl.rows("select final_url from crawl.captures") == [{"final_url": f"{site.base}/mine"}]


def test_a_page_on_another_host_is_the_sources_own_if_its_entry_says_so(crawl, site, make_site):
    other = make_site()
    other.article("/story")
    crawl.source("alpha", site, hosts=f"127.0.0.1:{other.port}")
    crawl.configure(allow_loopback_ports=(site.port, other.port))
    site.mischief("/go/1", redirect(f"{other.base}/story"))
    crawl.run()
    assert crawl.outcomes() == {"go/1": ("captured", "")}


def test_a_loopback_port_that_is_not_allowed_is_not_called(crawl, site, make_site):
    secret = make_site()
    secret.article("/admin")
    crawl.source("curious", site, hosts=f"127.0.0.1:{secret.port}")
    site.mischief("/leads-there", redirect(f"{secret.base}/admin"))
    site.list(f"{secret.base}/admin")
    crawl.run()
    assert crawl.outcomes() == {
        "admin": ("failed", "blocked_address"),
        "leads-there": ("failed", "blocked_address"),
    }
    assert secret.asked == []


def test_a_feed_behind_a_redirect_to_a_private_address_is_blocked_too(crawl, site, make_site):
    secret = make_site()
    secret.article("/admin")
    crawl.source("curious", site)
    site.answers["/feed.xml"] = redirect(f"{secret.base}/feed.xml")
    crawl.run()
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": "blocked"}
    assert secret.asked == []


def test_an_untrusted_certificate_ends_as_tls(crawl, make_site, self_signed):
    site = make_site(self_signed)
    crawl.source("forged", site, discovery=f'[{{strategy: feed, url: "{site.base}/feed.xml"}}]')
    site.article("/a")
    crawl.run()
    [look] = crawl.rows("select reach, detail from crawl.observations")
    assert look["reach"] == "unreachable"
    assert "TLS" in look["detail"]
    assert site.asked == []


def test_a_page_on_a_host_with_an_untrusted_certificate_fails_as_tls(crawl, site, make_site, self_signed):
    forged = make_site(self_signed)
    forged.article("/a")
    crawl.source("linker", site, hosts=f"127.0.0.1:{forged.port}")
    crawl.configure(allow_loopback_ports=(site.port, forged.port))
    site.list(f"{forged.base}/a")
    crawl.run()
    assert crawl.outcomes() == {"a": ("failed", "tls")}


def test_a_host_that_does_not_listen_ends_as_unreachable_robots(crawl, site, make_site):
    gone = make_site()
    gone.article("/a")
    gone.close()
    crawl.source("linker", site, hosts=f"127.0.0.1:{gone.port}")
    crawl.configure(allow_loopback_ports=(site.port, gone.port))
    site.list(f"{gone.base}/a")
    crawl.run()
    assert crawl.outcomes() == {"a": ("deferred", "robots_unreachable")}


def test_entity_bombs_and_foreign_files_in_a_feed_do_no_harm(crawl, site, make_site, page):
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<!DOCTYPE r [<!ENTITY a0 "ha">{levels}]><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
    )
    crawl.source("bomb", site)
    site.answers["/feed.xml"] = page(bomb.encode(), 200, {"Content-Type": "text/xml"})
    peeking = make_site()
    crawl.source("peeking", peeking)
    reading = (
        '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
        f"<title>&f;</title><link>{peeking.base}/a</link></item></channel></rss>"
    )
    peeking.answers["/feed.xml"] = page(reading.encode(), 200, {"Content-Type": "text/xml"})
    crawl.run()
    assert len(crawl.rows("select * from crawl.observations")) == 2
    assert not crawl.rows("select * from crawl.captures where listed_title like '%root:%'")


def test_a_deflated_page_without_its_header_is_read(crawl, site, page):
    crawl.source("odd", site)
    raw = zlib.compressobj(wbits=-15)
    body = raw.compress(b"<html>raw deflate</html>") + raw.flush()
    site.mischief("/deflated", page(body, 200, {**HTML, "Content-Encoding": "deflate"}))
    crawl.run()
    [row] = crawl.rows("select body_bytes from crawl.captures")
    assert row["body_bytes"] == len(b"<html>raw deflate</html>")


def test_what_breaks_an_answer_is_said_in_words(quick, site):
    quick.source("broken", site)
    for path, (answer, _) in BREAKS.items():
        site.mischief(f"/{path}", answer)
    quick.run()
    rows = quick.rows("select url, reason, detail from crawl.ledger")
    told = {row["url"].rpartition("/")[2]: row["detail"] for row in rows}
    assert {row["reason"] for row in rows} == {"connection"}
    assert {path: words for path, (_, words) in BREAKS.items() if words not in told[path]} == {}, told
    assert [detail for detail in told.values() if "<" in detail or "Error" in detail] == []
