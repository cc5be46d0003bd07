"""Which strategy reads which kind of listing."""

from scrapers.discovery.archive_pages import ArchivePagesDiscovery
from scrapers.discovery.base import Ask, Discovery
from scrapers.discovery.feed import FeedDiscovery
from scrapers.discovery.listing import ListingDiscovery
from scrapers.discovery.sitemap import SitemapDiscovery
from scrapers.discovery.wordpress import WordPressDiscovery


def open_discovery(ask: Ask) -> Discovery:
    """Return the strategy at work; ValueError for one that reads no listing (warc is read elsewhere)."""
    match ask.strategy.kind:
        case "wordpress":
            return WordPressDiscovery(ask)
        case "feed":
            return FeedDiscovery(ask)
        case "listing":
            return ListingDiscovery(ask)
        case "archive_pages":
            return ArchivePagesDiscovery(ask)
        case "sitemap":
            return SitemapDiscovery(ask)
        case kind:
            raise ValueError(f"strategy {kind} of source {ask.source.source_id} reads no listing")
