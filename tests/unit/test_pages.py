"""Pages that are no articles, and articles that look like one but must pass."""

import pytest

from transforms.extract import extract_article
from transforms.outcomes import Reason
from transforms.records import Page

PARAGRAPH = "<p>The ferry left the northern pier at seven with forty people and came back with none of them.</p>"
LONG = "".join(PARAGRAPH.replace("seven", str(n)) for n in range(30))
SHORT = "".join(PARAGRAPH.replace("seven", str(n)) for n in range(3))
CARDS = "".join(
    f'<article><h2><a href="/world/s-{n}">Story {n} of the day</a></h2><p>Words.</p></article>' for n in range(6)
)
GALLERY = '<script type="application/ld+json">{"@type":"ImageGallery"}</script>'
FRENCH = (
    "<p>Le bac a quitté la jetée du nord à sept heures avec quarante personnes, et il est revenu sans elles.</p>"
    * 4
)


def reject(html: str, url: str = "https://post.example/world/ferry-runs-again", **more) -> Reason | None:
    rejection = extract_article(Page(body=html.encode(), url=url, **more)).rejection
    if rejection is not None:
        assert rejection.detail
    return rejection and rejection.reason


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (f"<h1>The Post</h1>{CARDS}", "https://post.example/", Reason.HOME_PAGE),
        (f"<h1>World</h1>{CARDS}", "https://post.example/world/", Reason.SECTION_PAGE),
        (f"<h1>News</h1>{CARDS}", "https://post.example/news/page/4", Reason.SECTION_PAGE),
        (f"<h1>Search results</h1>{CARDS}", "https://post.example/find", Reason.SEARCH_PAGE),
        (f"<h1>Found</h1>{CARDS}", "https://post.example/?s=ferry", Reason.SEARCH_PAGE),
        (f"<h1>Found</h1>{CARDS}", "https://post.example/search?q=ferry", Reason.SEARCH_PAGE),
        (
            "<title>Page not found - The Post</title><h1>Page not found</h1><p>Sorry, nothing is here.</p>",
            None,
            Reason.SOFT_404,
        ),
        ("<p>The page that you are looking for does not exist any more.</p>", None, Reason.SOFT_404),
        (
            "<title>Seite nicht gefunden</title><p>Leider gibt es hier nichts zu lesen, liebe Leser.</p>",
            None,
            Reason.SOFT_404,
        ),
        (
            "<title>Log in - The Post</title><input type=password><p>Log in to go on reading.</p>",
            None,
            Reason.LOGIN,
        ),
        (
            "<title>Before you continue</title><p>We use cookies. Accept all, or choose.</p>",
            None,
            Reason.CONSENT_WALL,
        ),
        (
            "<title>Just a moment...</title><p>Checking your browser before you may go on.</p>",
            None,
            Reason.CAPTCHA,
        ),
        (
            "<title>The Post</title><p>Please verify you are human by the action below, then go on.</p>",
            None,
            Reason.CAPTCHA,
        ),
        (
            '<meta property="og:type" content="video.other"><title>Ferry</title><p>Watch the ferry burn here.</p>',
            None,
            Reason.VIDEO,
        ),
        (f"{GALLERY}<title>Ferry</title><p>Pictures of the ferry of the day.</p>", None, Reason.GALLERY),
        ("<title>Ferry runs again</title><div id=app></div>", None, Reason.EMPTY),
    ],
)
def test_each_kind_of_page_that_is_no_article(html, url, reason):
    assert reject(f"<html>{html}", url or "https://post.example/world/ferry-runs-again") is reason


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (f"<title>Why the page was not found: a history of 404</title>{LONG}", None),
        (f"<title>Just a moment: the ferry that waited</title>{LONG}", None),
        (f"<title>Log in or drown</title><form><input type=password></form>{LONG}", None),
        (
            f'<meta property="og:type" content="article"><title>World</title>{PARAGRAPH}',
            "https://post.example/world/",
        ),
        (f'<meta property="og:type" content="video.other"><title>Ferry burns</title>{LONG}', None),
        (f"<title>Ferry</title>{PARAGRAPH}", "https://post.example/?p=4711"),
        (
            f"<title>We value your privacy, says the ferry</title>{LONG}",
            None,
        ),
        (f"<title>Ferry</title>{PARAGRAPH}", None),
        (f"<title>Ferry</title><article>{SHORT}</article><form><label>I am not a robot</label></form>", None),
    ],
)
def test_articles_pass_whatever_their_words(html, url):
    assert reject(f"<html>{html}", url or "https://post.example/world/ferry-runs-again") is None


def test_the_text_of_a_rejected_page_is_kept():
    page = Page(body=f"<html><h1>World</h1>{LONG}{CARDS}".encode(), url="https://post.example/world/")
    extraction = extract_article(page)
    assert extraction.rejection is not None
    assert "forty people" in extraction.article.text


@pytest.mark.parametrize(
    ("languages", "reason"), [(("en",), Reason.WRONG_LANGUAGE), (("en", "fr"), None), ((), None)]
)
def test_a_page_in_a_language_that_its_source_does_not_declare(languages, reason):
    assert reject(f"<html><title>Le bac</title>{FRENCH}", languages=languages) is reason


def test_too_little_text_is_never_in_the_wrong_language():
    assert reject(f"<html><title>Le bac</title>{FRENCH[:110]}", languages=("en",)) is None


def test_notices_for_browsers_without_scripts_are_read_and_scripts_are_not():
    notice = "Enable JavaScript and cookies to continue"
    assert reject(f"<html><body><div>Wait.<noscript><p>{notice}</p></noscript></div></body>") is Reason.CAPTCHA
    assert reject(f"<html><body><div>Wait.</div><script>'{notice}'</script></body>") is Reason.EMPTY
