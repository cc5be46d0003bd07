"""Listings may be larger than pages, and have a bound of their own."""

import gzip

from transforms.outcomes import StrategyProblem


def write_feed(site, page, size: int, *, packed: bool = False) -> None:
    """Fill the site's feed up to a size with a comment, and pack it."""
    body = site.answers["/feed.xml"].body
    body = body.replace(b"</rss>", b"<!--" + b"x" * (size - len(body)) + b"--></rss>")
    headers = {"Content-Type": "application/rss+xml"} | ({"Content-Encoding": "gzip"} if packed else {})
    site.answers["/feed.xml"] = page(gzip.compress(body) if packed else body, 200, headers)


def test_a_listing_may_be_larger_than_a_page(crawl, site, page):
    crawl.configure(max_body=200_000, max_listing=1_000_000)
    crawl.source("large", site)
    site.article("/small")
    site.article("/large", text="y" * 300_000)
    for packed in (False, True):
        write_feed(site, page, 600_000, packed=packed)
        crawl.run(f"command/{packed}")
        assert crawl.outcomes(f"command/{packed}")["large"] == ("failed", "too_large")
        assert "small" in crawl.outcomes(f"command/{packed}")


def test_a_listing_beyond_its_bound_is_said_with_its_limit(crawl, site, page):
    crawl.configure(max_body=2_000_000, max_listing=500_000)
    crawl.source("larger", site)
    site.article("/small")
    for packed in (False, True):
        write_feed(site, page, 600_000, packed=packed)
        crawl.run(f"command/{packed}")
        query = "select problem, detail from crawl.observations where run_id = %s"
        [look] = crawl.rows(query, f"command/{packed}")
        assert look["problem"] == StrategyProblem.MALFORMED
        assert "larger than the limit" in look["detail"] or "more than 500000 bytes" in look["detail"]
