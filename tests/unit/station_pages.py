"""Page classes of a site that exists in tests alone."""


class StationPage:
    """A teletype: its text stands in spans, its headline in an attribute."""

    def __init__(self, tree, url):
        self.tree, self.url = tree, url

    def text(self):
        return [part.text_content() for part in self.tree.cssselect("div.teletype > span")]

    def title(self):
        return self.tree.cssselect("div.teletype")[0].get("data-head")

    def authors(self):
        for element in self.tree.cssselect("h1"):
            element.drop_tree()  # what it does to its copy is nobody's matter
        return ["Ada Example", "Ben Example"]

    def published(self):
        return None


class BrokenPage:
    """One that trips over every page."""

    def __init__(self, tree, url):
        self.tree = tree

    def title(self):
        return self.tree.cssselect("div.nowhere")[0].text


class NumberPage:
    """One that gives no text."""

    def __init__(self, tree, url):
        pass

    def text(self):
        return 7


NOT_A_CLASS = "words"
