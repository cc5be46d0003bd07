"""Pages of the demo outlets that are no articles, and articles that look like one: each with its label."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.demo.markup import fill

SHELL = {"name": "The outlet", "tagline": "", "year": "2026"}
OUTLETS = {
    "meridian": "https://meridian.example",
    "harbourpost": "https://harbourpost.example",
    "northwire": "https://northwire.example",
    "fourthquarter": "https://fourthquarter.example",
}
SENTENCES = (
    "The convoy of nine lorries left the depot at Varnholm before dawn and was back by evening, the army said.",
    "Two ministries gave different figures for the wounded, and neither would say who had counted them.",
    "Observers at the crossing noted forty-one vehicles on Tuesday, a third of what passes there in a quiet week.",
    "The mayor of Oberau said that the bridge would stay closed until engineers had looked at its middle pier.",
    "A spokesman for the northern command denied that the patrol had been east of the river at all.",
    "Farmers on both banks have kept their cattle inside since the shelling of the mill, three of them said.",
    "The commission will meet again on Friday, this time without the delegation that walked out in spring.",
)
LISTED = "".join(
    f'<article class="card"><h2><a href="/world/story-{number}">{words[:60]}</a></h2><p>{words}</p></article>'
    for number, words in enumerate(SENTENCES)
)
CARDS = "".join(
    f'<div class="card"><h3><a href="/world/story-{number}">{words[:50]}</a></h3></div>'
    for number, words in enumerate(SENTENCES)
)
FRENCH = (
    "<p>Le bac a quitté la jetée du nord à sept heures avec quarante personnes, et il est revenu sans elles dans"
    " la soirée, selon le capitaine du port.</p>" * 4
)
LIVE = "".join(
    f"<section><h2>{hour}:00</h2><p>{words}</p></section>" for hour, words in enumerate(SENTENCES, start=9)
)
ROBOT = "<h1>Are you a robot? What the test costs</h1><p>To prove that you are not a robot is work.</p>"
WALL = "<h2>Before you continue</h2><p>We and our partners use cookies. Accept all?</p>"
SHORT = "".join(f"<p>{words}</p>" for words in SENTENCES[:2])
LONG = "".join(f"<p>{words}</p>" for words in SENTENCES * 3)
JSON_LD = '<script type="application/ld+json">{{"@context":"https://schema.org","@type":"{kind}"{more}}}</script>'
ARTICLE_HEAD = JSON_LD.format(kind="NewsArticle", more=',"headline":"Convoy returns to Varnholm"')
PAYWALLED = JSON_LD.format(
    kind="NewsArticle", more=',"headline":"Convoy returns to Varnholm","isAccessibleForFree":false'
)
HEADLINE = "<h1>Convoy returns to Varnholm</h1>"
STORY = "/world/convoy-returns-to-varnholm"


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A page, where it lies, and its label: why it is no article, `article`, or `truncated` for a stub of one."""

    name: str
    url: str
    body: bytes
    label: str


def list_pages() -> Iterator[Labelled]:
    """Yield every labelled page, in the shell of each outlet."""
    for outlet, base in OUTLETS.items():
        for name, label, path, title, main, head in CASES:
            page = fill(f"{outlet}.html", title=title, head=head, main=main, home=f"{base}/", **SHELL)
            yield Labelled(name=f"{outlet}-{name}", url=base + path, body=page.encode(), label=label)


CASES = (
    ("home", "home_page", "/", "The front page", f"<h1>Today</h1>{LISTED}", ""),
    ("home-of-long-teasers", "home_page", "/index.html", "The front page", LISTED * 3, ""),
    ("section", "section_page", "/world/", "World", f"<h1>World</h1>{LISTED}", ""),
    ("section-by-number", "section_page", "/world/page/3/", "World, page 3", f"<h1>World</h1>{LISTED}", ""),
    ("section-of-cards", "section_page", "/category/analysis/", "Analysis", f"<h1>Analysis</h1>{CARDS}", ""),
    ("section-by-type", "section_page", "/topics/", "Topics", f"<h1>Topics</h1>{CARDS}",
     JSON_LD.format(kind="CollectionPage", more="")),
    ("video", "video", "/video/convoy", "Convoy (video)", f"{HEADLINE}<video src=a.mp4></video><p>Watch.</p>",
     '<meta property="og:type" content="video.other">'),
    ("video-by-type", "video", "/video/two", "Convoy (video)", f"{HEADLINE}<p>The convoy in two minutes.</p>",
     JSON_LD.format(kind="VideoObject", more="")),
    ("gallery", "gallery", "/pictures/convoy", "In pictures: the convoy",
     "<h1>In pictures: the convoy</h1><figure><img src=1.jpg><figcaption>At the depot.</figcaption></figure>" * 4,
     JSON_LD.format(kind="ImageGallery", more="")),
    ("login", "login", STORY, "Log in", "<h1>Log in</h1><form><input name=user><input type=password></form>", ""),
    ("login-on-the-way", "login", "/account", "My account",
     "<h1>My account</h1><form><input type=password><p>Sign in to read what you have kept.</p></form>", ""),
    ("consent", "consent_wall", STORY, "Before you continue",
     "<h1>Before you continue</h1><p>We and our partners use cookies. Accept all, reject all or choose.</p>", ""),
    ("captcha", "captcha", STORY, "Just a moment...",
     "<p>Verify that you are a human. This may take a few seconds.</p><div id=challenge-form></div>", ""),
    ("captcha-without-script", "captcha", STORY, "Attention Required!",
     "<noscript>Enable JavaScript and cookies to continue</noscript><p>Please complete the captcha.</p>", ""),
    ("missing", "soft_404", "/world/nothing", "Page not found",
     "<h1>Page not found</h1><p>Nothing is here. Perhaps the search helps.</p>", ""),
    ("missing-among-cards", "soft_404", "/world/gone", "404 - not found",
     f"<h1>Oops</h1><p>The page you requested could not be found.</p>{CARDS}", ""),
    ("search", "search_page", "/?s=convoy", "You searched for convoy", f"<h1>Search results</h1>{LISTED}", ""),
    ("search-by-address", "search_page", "/search?q=convoy", "Found", f"<h1>Found</h1>{LISTED}", ""),
    ("empty", "empty", STORY, "Convoy returns", "<h1></h1><p></p>", ""),
    ("french", "wrong_language", "/monde/le-bac", "Le bac est revenu",
     f"<h1>Le bac est revenu</h1>{FRENCH}", ""),
    ("stub", "truncated", STORY, "Convoy returns to Varnholm",
     f'{HEADLINE}{SHORT}<div class="paywall"><p>Subscribe to read on.</p></div>', PAYWALLED),
    ("article", "article", STORY, "Convoy returns to Varnholm",
     f"<article>{HEADLINE}{LONG}</article>", ARTICLE_HEAD),
    ("undeclared", "article", STORY, "Convoy returns to Varnholm", f"<div>{HEADLINE}{LONG}</div>", ""),
    ("news-in-brief", "article", STORY, "Convoy returns", f"<article>{HEADLINE}{SHORT}</article>", ARTICLE_HEAD),
    ("live", "article", "/world/live/varnholm", "Live: Varnholm",
     f"<article><h1>Live: Varnholm</h1>{LIVE}</article>",
     JSON_LD.format(kind="LiveBlogPosting", more=',"headline":"Live: Varnholm"')),
    ("gallery-with-text", "article", "/world/convoy-in-pictures", "In pictures: the convoy",
     f"<article>{HEADLINE}<figure><img src=1.jpg></figure>{LONG}</article>",
     JSON_LD.format(kind="ImageGallery", more="")),
    ("about-a-captcha", "article", "/tech/not-a-robot", "Are you a robot? What the test costs",
     f"<article>{ROBOT}{LONG}</article>", ARTICLE_HEAD),
    ("about-a-404", "article", "/tech/page-not-found", "Page not found: how archives rot",
     f"<article><h1>Page not found: how archives rot</h1>{LONG}</article>", ARTICLE_HEAD),
    ("consent-above-the-text", "article", STORY, "Convoy returns to Varnholm",
     f"<div class=cookie-wall>{WALL}</div><article>{HEADLINE}{LONG}</article>", ARTICLE_HEAD),
    ("password-beside-the-text", "article", STORY, "Convoy returns to Varnholm",
     f"<article>{HEADLINE}{LONG}</article><form><input type=password></form>", ARTICLE_HEAD),
)  # fmt: skip
