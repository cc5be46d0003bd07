"""Which pages are no articles: conservative rules, since a wrong rejection loses an article.

Each rule needs a sign in the page's address, title or markup *and* too little text for an article; what
declares itself an article and has its text passes. Only the language rule looks at long texts too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from transforms.evidence import Evidence, iterate_text, read_text
from transforms.identity import is_listing_path
from transforms.jsonld import types_of
from transforms.language import detect_language
from transforms.outcomes import Reason
from transforms.records import Rejection

NO_TEXT: Final = 25
LITTLE_TEXT: Final = 400
NOTICE_TEXT: Final = 1500
ENOUGH_FOR_LANGUAGE: Final = 200
SURE_OF_LANGUAGE: Final = 0.8

CAPTCHA_TITLE: Final = re.compile(
    r"^(?:just a moment|attention required|are you (?:a )?(?:robot|human)|access denied|pardon our interruption"
    r"|security check|robot or human|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser"
    r"|ddos-guard|human verification|bot verification)\b",
    re.IGNORECASE,
)
CAPTCHA_TEXT: Final = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|complete the captcha|unusual traffic from your|not a robot"
    r"|checking (?:if the site connection is secure|your browser before)"
    r"|enable javascript and cookies to continue",
    re.IGNORECASE,
)
CAPTCHA_MARKUP: Final = "//*[@id='challenge-form' or @id='cf-challenge-running' or @id='px-captcha']"
MISSING_TITLE: Final = re.compile(
    r"\b(?:page|article|story|content|post|file|seite|artikel|beitrag|inhalt|página|pagina|artículo)\b.{0,25}"
    r"\b(?:not (?:be )?found|no longer (?:available|exists?)|does(?: not|n.t) exist|unavailable"
    r"|nicht (?:gefunden|verfügbar)|no encontrad[ao]|non trovat[ao]|introuvable|removed)\b"
    r"|^(?:error\s*)?404\b|^not found\b|\berror 404\b|\b404[ :–-]+(?:error|not found|page)|^oops\b"  # noqa: RUF001
    r"|\bpage introuvable\b|^nothing found\b",
    re.IGNORECASE,
)
MISSING_TEXT: Final = re.compile(
    r"(?:page|article|story|content) (?:that )?(?:you(?:'re| are| were)? (?:look|request|try)\w*"
    r"(?: for)?|requested).{0,60}(?:not (?:be )?found|no longer|does(?: not|n.t) exist"
    r"|has been (?:moved|removed|deleted)"
    r"|could(?: not|n.t) be)"
    r"|(?:could not|couldn.t|can.t|cannot) find (?:the|that|this|your) (?:page|article|story)"
    r"|(?:the|this) (?:page|article|story) (?:could not be found|cannot be found|no longer exists"
    r"|is no longer available)"
    r"|seite (?:wurde )?(?:leider )?nicht gefunden",
    re.IGNORECASE,
)
LOGIN_TITLE: Final = re.compile(
    r"^(?:log\s?in|sign\s?in|sign\s?up|register|anmelden|anmeldung|einloggen|connexion|iniciar sesión"
    r"|accedi|my account)\b",
    re.IGNORECASE,
)
CONSENT_TITLE: Final = re.compile(
    r"^(?:before you continue|your privacy( choices)?|cookie (?:consent|settings|preferences)"
    r"|we value your privacy|privacy settings|datenschutz-?einstellungen|consent|wir und unsere partner"
    r"|cookies? (?:zustimmen|akzeptieren))\b",
    re.IGNORECASE,
)
CONSENT_TEXT: Final = re.compile(
    r"(?:we|our partners|wir|unsere partner)\b.{0,120}\b(?:cookies|tracking)\b.{0,400}"
    r"\b(?:accept all|reject all|agree and continue|i agree|alle akzeptieren|einwilligen|zustimmen"
    r"|manage (?:settings|options))",
    re.IGNORECASE | re.DOTALL,
)
SEARCH_TITLE: Final = re.compile(
    r"^(?:search results?|you searched for|results for|suchergebnis\w*|suche nach)\b", re.IGNORECASE
)
SEARCH_ADDRESS: Final = re.compile(r"(?:^|/)(?:search|suche|recherche|buscar|cerca)(?:/|\.\w+$|$)", re.IGNORECASE)
SEARCH_QUERY: Final = re.compile(r"(?:^|&)(?:s|q|query|search|keyword|searchterm)=", re.IGNORECASE)
SILENT: Final = frozenset({"script", "style"})
"""What a browser without scripts does not show either; notices often stand in noscript elements."""
LISTING_TYPES: Final = frozenset({"collectionpage", "itemlist", "searchresultspage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the rules look at."""

    evidence: Evidence
    title: str
    text: str

    @property
    def is_declared_article(self) -> bool:
        """Whether the page calls itself an article."""
        kind = (self.evidence.first_meta("og:type") or "").lower()
        return self.evidence.article is not None or kind in {"article", "news", "blog"}

    @property
    def node_types(self) -> set[str]:
        """All types in the page's JSON-LD."""
        return {kind for node in self.evidence.nodes for kind in types_of(node)}

    @property
    def url(self) -> str:
        """The page's address, empty if unknown."""
        return self.evidence.page.url or ""


def find_rejection(evidence: Evidence, title: str | None, text: str) -> Rejection | None:
    """Return why this page is not an article, or None. The first rule that applies names the reason."""
    finding = Finding(evidence=evidence, title=title or "", text=text)
    for rule in RULES:
        for rejection in rule(finding):
            return rejection
    return None


def _reject(reason: Reason, detail: str) -> Iterator[Rejection]:
    yield Rejection(reason=reason, detail=detail)


def _check_captcha(finding: Finding) -> Iterator[Rejection]:
    if finding.is_declared_article or len(finding.text) > NOTICE_TEXT:
        return
    titles = [finding.title, _title_tag(finding)]
    if any(CAPTCHA_TITLE.search(title) for title in titles):
        yield from _reject(Reason.CAPTCHA, f"the title is {titles[-1][:60]!r}")
    elif len(finding.text) < LITTLE_TEXT and (
        CAPTCHA_TEXT.search(finding.text if len(finding.text) >= NO_TEXT else _page_text(finding))
        or finding.evidence.tree.xpath(CAPTCHA_MARKUP)
    ):
        yield from _reject(Reason.CAPTCHA, "the page asks for proof of being human, and has little text")


def _check_soft_404(finding: Finding) -> Iterator[Rejection]:
    if len(finding.text) > NOTICE_TEXT or (
        finding.evidence.article is not None and len(finding.text) > LITTLE_TEXT
    ):
        return
    for title in (finding.title, _title_tag(finding)):
        if MISSING_TITLE.search(title):
            yield from _reject(Reason.SOFT_404, f"the title is {title[:60]!r}")
            return
    if len(finding.text) < LITTLE_TEXT and MISSING_TEXT.search(finding.text or _page_text(finding)):
        yield from _reject(Reason.SOFT_404, "the text says that the page was not found")


def _check_login(finding: Finding) -> Iterator[Rejection]:
    if finding.is_declared_article or len(finding.text) > NOTICE_TEXT:
        return
    password = finding.evidence.tree.xpath("//input[@type='password']")
    if password and (LOGIN_TITLE.search(finding.title) or LOGIN_TITLE.search(_title_tag(finding))):
        yield from _reject(Reason.LOGIN, "a password field under a title that asks to log in")
    elif password and len(finding.text) < NO_TEXT:
        yield from _reject(Reason.LOGIN, "a password field and no text")


def _check_consent(finding: Finding) -> Iterator[Rejection]:
    if len(finding.text) > NOTICE_TEXT or (
        finding.evidence.article is not None and len(finding.text) > LITTLE_TEXT
    ):
        return
    if CONSENT_TITLE.search(finding.title) or CONSENT_TITLE.search(_title_tag(finding)):
        yield from _reject(Reason.CONSENT_WALL, f"the title is {finding.title[:60]!r}")
    elif (
        not finding.is_declared_article
        and len(finding.text) < LITTLE_TEXT
        and CONSENT_TEXT.search(_page_text(finding))
    ):
        yield from _reject(Reason.CONSENT_WALL, "a consent notice and little else")


def _check_search(finding: Finding) -> Iterator[Rejection]:
    if finding.is_declared_article:
        return
    parts = urlsplit(finding.url)
    if "searchresultspage" in finding.node_types or SEARCH_TITLE.search(finding.title):
        yield from _reject(Reason.SEARCH_PAGE, "the page calls itself search results")
    elif SEARCH_ADDRESS.search(parts.path) or (
        SEARCH_QUERY.search(parts.query) and is_listing_path(parts._replace(query="").geturl())
    ):
        yield from _reject(Reason.SEARCH_PAGE, f"the address is a search: {finding.url[:80]}")


def _check_listing(finding: Finding) -> Iterator[Rejection]:
    if finding.is_declared_article or not finding.url or not is_listing_path(finding.url):
        return
    parts = urlsplit(finding.url)
    if parts.path.strip("/") in {"", "index.html", "index.php"}:
        yield from _reject(Reason.HOME_PAGE, "the address is a home page")
    elif finding.node_types & LISTING_TYPES or _count_teasers(finding) >= 5 or len(finding.text) < LITTLE_TEXT:
        yield from _reject(Reason.SECTION_PAGE, f"the address is a section's: {parts.path[:80]}")


def _check_video(finding: Finding) -> Iterator[Rejection]:
    kind = (finding.evidence.first_meta("og:type") or "").lower()
    declares_video = kind.startswith("video") or (
        "videoobject" in finding.node_types and finding.evidence.article is None
    )
    if declares_video and len(finding.text) < LITTLE_TEXT:
        yield from _reject(Reason.VIDEO, "the page is about a video and has little text")


def _check_gallery(finding: Finding) -> Iterator[Rejection]:
    declares_gallery = finding.node_types & {"imagegallery", "mediagallery"}
    if declares_gallery and finding.evidence.article is None and len(finding.text) < LITTLE_TEXT:
        yield from _reject(Reason.GALLERY, "the page is a gallery and has little text")


def _check_empty(finding: Finding) -> Iterator[Rejection]:
    if len(finding.text) < NO_TEXT:
        yield from _reject(Reason.EMPTY, f"{len(finding.text)} characters of text")


def _check_language(finding: Finding) -> Iterator[Rejection]:
    wanted = finding.evidence.page.languages
    if not wanted or len(finding.text) < ENOUGH_FOR_LANGUAGE:
        return
    language, score = detect_language(finding.text)
    if language is not None and score >= SURE_OF_LANGUAGE and language not in wanted:
        detail = f"the text is in {language!r} (score {score:.2f}); the source declares {', '.join(wanted)}"
        yield from _reject(Reason.WRONG_LANGUAGE, detail)


RULES: Final[tuple[Callable[[Finding], Iterator[Rejection]], ...]] = (
    _check_captcha,
    _check_soft_404,
    _check_login,
    _check_consent,
    _check_video,
    _check_gallery,
    _check_search,
    _check_listing,
    _check_empty,
    _check_language,
)


def _title_tag(finding: Finding) -> str:
    titles = finding.evidence.tree.xpath("//head/title")
    return read_text(titles[0]) if titles else ""


def _page_text(finding: Finding) -> str:
    """Return the page's visible words, as far as a notice would be long."""
    body = next(finding.evidence.tree.iter("body"), None)
    pieces = iterate_text(body, hidden=SILENT) if body is not None else ()
    return " ".join(" ".join(islice(pieces, 2000)).split())[:5000]


def _count_teasers(finding: Finding) -> int:
    return len(finding.evidence.tree.xpath("//article[.//a[@href]][.//h2 or .//h3 or .//h4]"))
