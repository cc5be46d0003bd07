"""A crawl by sitemaps: the real child process over real HTTP into a real database."""

import gzip

XML = {"Content-Type": "application/xml"}


def serve(site, page, path: str, body: str, *, packed: bool = False) -> None:
    content = gzip.compress(body.encode()) if packed else body.encode()
    site.answers[path] = page(content, 200, {"Content-Type": "application/gzip"} if packed else dict(XML))


def write_urls(site, *entries: tuple[str, str | None]) -> str:
    rows = "".join(
        f"<url><loc>{site.base}{path}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"
        for path, lastmod in entries
    )
    return f"<urlset>{rows}</urlset>"


def write_index(site, *children: str) -> str:
    """An index of sitemaps: paths of the site, or whole addresses."""
    locs = [child if ":" in child else site.base + child for child in children]
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{loc}</loc></sitemap>' for loc in locs)}</sitemapindex>"


def name_way(site, path: str, *, then: str = "") -> str:
    return f'[{{strategy: sitemap, url: "{site.base}{path}"}}{then}]'


def read_looks(crawl) -> list[tuple[str, str, str | None]]:
    rows = crawl.rows("select strategy, reach, problem from crawl.observations order by position")
    return [(row["strategy"].partition(":")[0], row["reach"], row["problem"]) for row in rows]


def test_a_source_is_crawled_from_its_robots_txt_to_its_articles(crawl, site, page):
    crawl.source("mapped", site, discovery=name_way(site, "/robots.txt"))
    site.robots("User-agent: *\nDisallow: /private/\nSitemap: /index.xml\n")
    serve(
        site, page, "/index.xml", write_index(site, "/m/2026-09.xml.gz", "/m/2026-10.xml.gz", "/m/2026-11.xml.gz")
    )
    rows = [(f"/world/old-{number}", f"2026-11-{number:02d}") for number in range(1, 20)]
    entries = [*rows, ("/world/new-one", "2026-11-21"), ("/world/new-two", None), ("/private/new-three", None)]
    serve(site, page, "/m/2026-11.xml.gz", write_urls(site, *entries), packed=True)
    for path, _ in entries[-3:]:
        site.article(path)
    crawl.run()
    assert crawl.outcomes() == {
        "world/new-one": ("captured", ""),
        "world/new-two": ("captured", ""),
        "private/new-three": ("skipped", "robots_disallowed"),
    }
    asked = [one.path for one in site.asked]
    assert asked[:4] == ["/robots.txt", "/robots.txt", "/index.xml", "/m/2026-11.xml.gz"]
    assert not {"/m/2026-09.xml.gz", "/m/2026-10.xml.gz", "/world/old-1"} & {*asked}
    assert read_looks(crawl) == [("sitemap", "full", None)]
    [pruned] = crawl.rows("select reason, entries from crawl.pruned")
    assert pruned == {"reason": "outside_window", "entries": 19}


def test_when_the_budget_is_used_up_no_further_sitemap_is_asked_for(crawl, site, page):
    crawl.configure(url_budget=3)
    crawl.source("large", site, discovery=name_way(site, "/index.xml"))
    serve(site, page, "/index.xml", write_index(site, "/a.xml", "/b.xml", "/c.xml"))
    for name in "abc":
        paths = [f"/world/{name}-{number}" for number in range(4)]
        serve(site, page, f"/{name}.xml", write_urls(site, *((path, None) for path in paths)))
    crawl.run()
    assert (site.count("/a.xml"), site.count("/b.xml"), site.count("/c.xml")) == (1, 0, 0)
    outcomes = list(crawl.outcomes().values())
    assert outcomes.count(("deferred", "budget")) == 1
    assert len(outcomes) == 4
    assert read_looks(crawl) == [("sitemap", "partial", "budget")]


def test_sitemaps_lead_nowhere_that_a_crawl_may_not_go(crawl, site, make_site, page):
    other = make_site()
    crawl.source("hostile", site, discovery=name_way(site, "/index.xml"))
    places = ["http://169.254.169.254/latest/meta-data", "file:///etc/passwd", f"{other.base}/x.xml", "/good.xml"]
    serve(site, page, "/index.xml", write_index(site, *places))
    good = write_urls(site, ("/world/good-one", None)).replace(
        "</urlset>", f"<url><loc>{other.base}/world/elsewhere</loc></url></urlset>"
    )
    serve(site, page, "/good.xml", good)
    site.article("/world/good-one")
    crawl.run()
    assert crawl.outcomes() == {"world/good-one": ("captured", "")}
    assert other.asked == []
    assert read_looks(crawl) == [("sitemap", "partial", "malformed")]
    [look] = crawl.rows("select detail from crawl.observations")
    assert look["detail"] == f"{site.base}/index.xml names sitemaps without a usable address (and 2 more)"


def test_a_sitemap_that_unfolds_beyond_the_bound_keeps_what_came_before(crawl, site, page):
    crawl.configure(max_listing=300_000)
    crawl.source("bomb", site, discovery=name_way(site, "/map.xml.gz"))
    body = write_urls(site, ("/world/good-one", None)).replace("</urlset>", " " * 40_000_000)
    serve(site, page, "/map.xml.gz", body, packed=True)
    site.article("/world/good-one")
    crawl.run()
    assert crawl.outcomes() == {"world/good-one": ("captured", "")}
    assert read_looks(crawl) == [("sitemap", "partial", "malformed")]
    [look] = crawl.rows("select detail from crawl.observations")
    assert look["detail"] == f"{site.base}/map.xml.gz unfolds to more than 300000 bytes"


def test_where_a_sitemap_does_not_reach_the_next_way_is_tried(crawl, site, page):
    way = f', {{strategy: feed, url: "{site.base}/feed.xml"}}'
    crawl.source("both", site, discovery=name_way(site, "/map.xml", then=way))
    serve(site, page, "/map.xml", write_urls(site, ("/world/new-one", "2026-11-21T10:00:00Z")))
    site.article("/world/new-one")
    site.article("/world/new-two")
    crawl.run()
    assert crawl.outcomes().keys() == {"world/new-one", "world/new-two"}
    assert read_looks(crawl) == [("sitemap", "partial", "listing_too_short"), ("feed", "full", None)]
