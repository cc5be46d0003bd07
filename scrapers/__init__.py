"""All that touches the network: catalog, discovery, spider, guards, archive."""
