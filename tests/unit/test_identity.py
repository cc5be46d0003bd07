"""Identity: one normal form an address, one id an article, canonical links only where they may count."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identity import (
    accept_canonical,
    digest_content,
    host_of,
    is_listing_path,
    mint_article_id,
    normalise_url,
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Example.ORG:80/A/b#top", "http://example.org/A/b"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://user:word@example.org/x", "https://example.org/x"),
        ("https://example.org/x/?utm_source=a&b=2&fbclid=9&a=1", "https://example.org/x/?b=2&a=1"),
        ("https://example.org/x?gclid=1", "https://example.org/x"),
        ("https://example.org/%7euser/%c3%a9t%C3%A9/é", "https://example.org/~user/%C3%A9t%C3%A9/%C3%A9"),
        ("https://example.org/a b?q=x y", "https://example.org/a%20b?q=x%20y"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://münchen.example/x", "https://xn--mnchen-3ya.example/x"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        (" https://example.org./x ", "https://example.org/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org:port/", "https://example.org:port/"),
    ],
)
def test_addresses_have_one_normal_form(written, normal):
    assert normalise_url(written) == normal


@pytest.mark.parametrize(
    "other", ["https://example.org/x/", "https://example.org/X", "https://example.org/x?b=1&a=2"]
)
def test_differences_that_can_matter_to_a_site_are_kept(other):
    assert normalise_url(other) != normalise_url("https://example.org/x?a=2&b=1")


urls = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["example.org", "Bücher.example", "[::1]", "10.0.0.1", "a..b", "-"]),
    st.sampled_from(["", ":80", ":443", ":8080", ":0", ":99999"]),
    st.text(max_size=30),
    st.text(max_size=30),
    st.text(max_size=5),
)


@given(urls | st.text(max_size=60))
def test_normalising_twice_is_normalising_once(url):
    once = normalise_url(url)
    assert normalise_url(once) == once


@given(st.text(max_size=60))
def test_no_text_breaks_identity(text):
    assert mint_article_id(text) == mint_article_id(text)
    assert host_of(text) is None or ":" in str(host_of(text))


def test_the_id_is_fixed_for_ever_and_is_that_of_the_normal_form():
    minted = mint_article_id("https://example.org/2026/11/tarn/")
    assert str(minted) == "5d0851ac-6222-5095-acf5-eff36016287a"
    assert minted == mint_article_id("HTTPS://EXAMPLE.org:443/2026/11/tarn/?utm_medium=mail#c1")
    assert minted != mint_article_id("https://example.org/2026/11/tarn")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org/x", "example.org:443"),
        ("http://example.org", "example.org:80"),
        ("http://[::1]:81/", "[::1]:81"),
        ("ftp://example.org/", None),
        ("/relative", None),
    ],
)
def test_a_host_is_named_with_its_port(url, host):
    assert host_of(url) == host


HOME = "https://post.example/"
STORY = "https://post.example/world/ferry-runs-again-1234"


@pytest.mark.parametrize(
    ("canonical", "accepted"),
    [
        ("https://post.example/world/ferry-runs-again-1234?utm_source=x", STORY),
        ("/world/ferry-runs-again-1234", STORY),
        (
            "https://m.post.example/world/ferry-runs-again-1234",
            "https://m.post.example/world/ferry-runs-again-1234",
        ),
        ("https://elsewhere.example/world/ferry-runs-again-1234", None),
        ("https://post.example:8443/world/ferry-runs-again-1234", None),
        ("https://post.example/", None),
        ("https://post.example", None),
        ("https://post.example/world/", None),
        ("https://post.example/index.html", None),
        ("javascript:void(0)", None),
        ("", None),
        (None, None),
    ],
)
def test_a_canonical_link_counts_only_on_the_sources_hosts_and_for_an_article(canonical, accepted):
    found = accept_canonical(STORY + "?ref=top", canonical, hosts=("m.post.example:443",), homepage=HOME)
    assert found == accepted


@pytest.mark.parametrize(
    ("url", "is_listing"),
    [
        ("https://a.example/", True),
        ("https://a.example/?p=12", False),
        ("https://a.example/news/", True),
        ("https://a.example/world/europe", True),
        ("https://a.example/news/page/3", True),
        ("https://a.example/world/ferry-runs-again", False),
        ("https://a.example/2026/11/20/ferry", False),
        ("https://a.example/a/4711", False),
    ],
)
def test_listing_paths(url, is_listing):
    assert is_listing_path(url) is is_listing


def test_the_digest_changes_with_each_part_and_with_nothing_else():
    at = datetime(2026, 11, 21, tzinfo=UTC)
    digests = {
        digest_content("t", ("a", "b"), at, "x"),
        digest_content("t2", ("a", "b"), at, "x"),
        digest_content("t", ("ab",), at, "x"),
        digest_content("t", ("a", "b"), None, "x"),
        digest_content("t", ("a", "b"), at, "y"),
        digest_content(None, (), None, "\ud800"),
    }
    assert len(digests) == 6
    assert digest_content("t", ["a", "b"], at, "x") == digest_content("t", ("a", "b"), at, "x")
