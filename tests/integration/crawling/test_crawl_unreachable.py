"""A source that could not be seen says so in what its crawl returns, and never just nothing."""

from dateline.stack.progress import describe_result


def test_a_feed_that_is_a_web_page_is_unreachable_in_the_crawls_own_line(crawl, site, page):
    crawl.source("htmlfeed", site)
    site.answers["/feed.xml"] = page(b"<html><body>Welcome</body></html>", 200, {"Content-Type": "text/html"})
    counts = crawl.run()
    assert describe_result(counts) == "1 unreachable (not_a_feed)"


def test_a_source_that_was_seen_and_has_nothing_says_nothing_of_it(crawl, site):
    crawl.source("quiet", site)
    site.list("/old-news", None)
    site.items.clear()
    site._publish()
    assert describe_result(crawl.run()) == "nothing to do"


def test_the_second_way_in_makes_up_for_the_first(crawl, site, page):
    crawl.source(
        "two-ways",
        site,
        discovery=f'[{{strategy: feed, url: "{site.base}/gone.xml"}}, '
        f'{{strategy: feed, url: "{site.base}/feed.xml"}}]',
    )
    site.article("/a")
    assert describe_result(crawl.run()) == "1 captured"
