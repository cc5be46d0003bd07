"""The demo outlets: four fictional sites on loopback, for a first run and for the acceptance tests."""

from dateline.demo.server import DemoServer
from dateline.demo.truth import ExpectedArticle, truth

__all__ = ["DemoServer", "ExpectedArticle", "truth"]
