"""What an element's class, id and role say that it holds, in a few languages of the web."""

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 200
"""Characters of them that are read."""
WORDS: Final[dict[str, str]] = {
    "article": r"article|artikel|articulo|story|post(?!er)|entry|news(?!letter)",
    "body": (
        r"body|content|inhalt|conten[iu]do|contenu|text|prose|paragraph|absatz|rich|wysiwyg|markdown|copy"
        r"|main"
    ),
    "comment": r"comment|kommentar|coment|disqus|respond|discussion|repl(?:y|ies)|forum|reaction",
    "related": (
        r"relat|recommend|similar|outbrain|taboola|zerg|mgid|popular|trending|most|latest|also|promo"
        r"|teaser|more(?![a-z])|read-?(?:more|next)|mehr|next|prev|siehe|empfehl|suggest|further"
    ),
    "share": r"shar|social|follow|facebook|whatsapp|teilen|addthis|button|btn|tool|print|bookmark|icon",
    "navigation": (r"nav|menu|breadcrumb|bread|crumb|topbar|masthead|pagination|pager|skip|search|tabs?(?![a-z])"),
    "footer": r"foot|bottom|copyright|legal|imprint",
    "side": r"side|aside|widget|rail|column|region|secondary|sticky",
    "advertisement": (
        r"(?<![a-z])ads?(?![a-z])|advert|sponsor|dfp|banner|anzeige|werbung|publi(?:cidad|cite)|commercial"
        r"|affiliate"
    ),
    "newsletter": (
        r"newsletter|(?<!first-)letter(?![a-z])|subscri|sign-?up|paywall|regist|log-?in|donat|support|membership|piano|offer|cta"
        r"|promo|abo(?:nn|s?(?![a-z]))|form|mail|trial|premium"
    ),
    "caption": (
        r"caption|figure|image|img|photo|picture|foto|bild|galler|credit|media|video|player|slide|lightbox"
        r"|audio|podcast|legend"
    ),
    "author": (
        r"author|byline|(?<![a-z])by(?![a-z])|bio(?![a-z])|biograph|writer|contributor|autor|auteur|staff"
        r"|profile|avatar|redakt|journalist|person"
    ),
    "date": r"date|time|publish|meta|stamp|posted|updated|dateline|fecha|datum",
    "tag": (
        r"tag|topic|keyword|categor|label|kicker|eyebrow|them[ae]|section-?name|rubri|badge|dachzeile"
        r"|overline"
    ),
    "title": r"title|headline|heading|hed(?![a-z])|titre|titulo|titel",
    "lead": (
        r"lead|standfirst|summary|dek(?![a-z])|deck|subtitle|sub-?head|intro|abstract|excerpt|teaser|chapo"
        r"|chapeau|vorspann|description|entradilla|bajada|sumario|anreisser|ingress|lede|tldr|takeaway"
        r"|key-?point|highlight"
    ),
    "quote": r"quote|zitat|pull|citation|blockquote",
    "embed": r"embed|tweet|twitter|instagram|tiktok|youtube|iframe|oembed|reddit",
    "consent": r"cookie|consent|gdpr|privacy|cmp|onetrust",
    "hidden": (r"hidden|hide|sr-only|visually|d-none|screen-?reader|invisible|assistive|noscript|mobile-only"),
    "item": (r"item|card|grid|feed|river|tile|carousel|slider|swiper|list|stream|box|block|module|panel|element"),
    "facts": (r"fact|info-?box|infobox|inset|sidebar|pull-?out|aside|box-?out|timeline|chart|graphic|table|stat"),
    "overlay": r"modal|popup|pop-up|overlay|dialog|toast|tooltip|dropdown|drawer|alert|notice|notification",
    "contents": r"toc(?![a-z])|table-of|contents|footnote|reference|endnote|source|bibliograph",
    "note": (r"correct|disclaim|disclosure|note(?![a-z])|editor|credit|source|attribution|licen[cs]e|republish"),
    "live": r"live|ticker|update",
    "text_box": (
        r"(?:article|artikel|story|post|entry|news|page|main|single|blog)[-_ ]{0,2}"
        r"(?:body|content|text|inhalt|copy|full|detail)"
        r"|(?:body|content|text)[-_ ]{0,2}(?:article|artikel|story|post|entry|body|copy)|articlebody"
        r"|(?<![a-z])(?:rich|rte|wysiwyg|prose)[-_ ]?(?:text)?(?![a-z])"
    ),
    "aside_box": (
        r"(?<![a-z])comments?(?![a-z])|comment-?(?:list|s|section|thread|area|body|form|content)|disqus"
        r"|(?<![a-z])respond(?![a-z])|kommentare|related|outbrain|taboola|recommend|read-?more|read-?next"
        r"|most-?(?:read|popular)|sidebar|side-bar|newsletter|cookie|consent|onetrust|gdpr|breadcrumb"
        r"|share|social|footer|sub-?footer|author-?(?:bio|box|info|card)|about-?(?:the-)?author|modal"
        r"|popup|subscri|paywall|trending|teaser|tags?-?(?:list|s)|(?<![a-z])(?:nav|menu)|pagination|promo"
        r"|advert|sponsor|login|signup|register|banner"
    ),
    "unseen_box": (
        r"(?<![a-z])hid(?:e|den)(?![a-z-])"
        r"|(?<![a-z])(?:sr-only|d-none|visually-?hidden|screen-?reader|noprint|no-print|invisible|collapse[d]?)(?![a-z])"
    ),
}
SAYS: Final = re.compile("|".join(WORDS.values()))
EACH: Final = tuple(map(re.compile, WORDS.values()))
WORD_START: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=32768)
def read_words(words: str) -> int:
    """Return what the words say as bits in the order of WORDS; 0 for nothing."""
    said = 0
    for word in words[:LONGEST].split():
        said |= _read_word(word)
    return said


@lru_cache(maxsize=65536)
def _read_word(word: str) -> int:
    lower = WORD_START.sub("-", word).lower()
    if not SAYS.search(lower):
        return 0
    return sum([1 << number for number, pattern in enumerate(EACH) if pattern.search(lower)])
