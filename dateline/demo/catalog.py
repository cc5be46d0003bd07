"""Catalog entries of the demo outlets, for whatever ports they have."""

from collections.abc import Mapping

ENTRIES = {
    "meridian": """\
# A WordPress site. The further ways in serve when REST is closed.
id: meridian
name: Scheldt Meridian Institute
kind: think_tank
country: BE
languages: [en, fr]
timezone: Europe/Brussels
homepage: {base}/
discovery:
  - {{strategy: wordpress, url: "{base}/wp-json/wp/v2/posts"}}
  - {{strategy: sitemap, url: "{base}/wp-sitemap.xml"}}
  - {{strategy: feed, url: "{base}/feed/", paged: wordpress}}
politeness: {{interval: 0.05}}
expected: {{minimum: 1, maximum: 40, days: 7}}
""",
    "northwire": """\
# A wire with one RSS feed and nothing else.
id: northwire
name: Northwire
kind: agency
country: FI
languages: [en]
timezone: Europe/Helsinki
homepage: {base}/
discovery:
  - {{strategy: feed, url: "{base}/rss.xml"}}
politeness: {{interval: 0.05}}
expected: {{minimum: 1, maximum: 40, days: 7}}
""",
    "harbourpost": """\
# A news site whose robots.txt names its sitemaps; it carries the wire's items.
id: harbourpost
name: The Harbour Post
kind: news
country: CA
languages: [en]
timezone: America/Halifax
homepage: {base}/
discovery:
  - {{strategy: sitemap, url: "{base}/robots.txt"}}
  - {{strategy: feed, url: "{base}/feed.xml"}}
politeness: {{interval: 0.05}}
expected: {{minimum: 1, maximum: 40, days: 7}}
""",
    "fourthquarter": """\
# A magazine with a page for each day, and pages that list everything.
id: fourthquarter
name: Fourth Quarter
kind: magazine
country: GE
languages: [en]
timezone: Asia/Tbilisi
homepage: {base}/
discovery:
  - {{strategy: archive_pages, url: "{base}/{{yyyy}}/{{mm}}/{{dd}}/", article: "/stories/[0-9]+/"}}
  - {{strategy: listing, url: "{base}/archive", article: "/stories/[0-9]+/", next: "nav.pager a.older"}}
  - {{strategy: feed, url: "{base}/atom.xml"}}
politeness: {{interval: 0.05}}
expected: {{minimum: 1, maximum: 40, days: 7}}
""",
}
SHARED = """\
rights: "Written for Dateline; Apache-2.0"
evidence: {on: 2026-11-22, of: "Shipped with Dateline"}
tags: ["demo"]
"""


def catalog_entries(ports: Mapping[str, int]) -> dict[str, str]:
    """Return the YAML text of one catalog entry a source id, for the outlets that have a port."""
    return {
        source_id: entry.format(base=f"http://127.0.0.1:{ports[source_id]}") + SHARED
        for source_id, entry in ENTRIES.items()
        if source_id in ports
    }
