"""What a block's own words say of it: an invitation, a credit, a byline, a date, a pointer to something else."""

import re
from typing import Final

LONGEST: Final = 400
"""Characters up to which a block's words are looked at one by one."""
MOST_WORDS: Final = 40
POINTS: Final = (
    "read more", "read also", "read next", "read the full", "also read", "see also", "related", "more on",
    "more from", "more about", "watch", "listen", "lesen sie", "mehr zum", "mehr zu", "weiterlesen",
    "siehe auch", "auch interessant", "lire aussi", "à lire", "lee también", "te puede interesar",
    "leia também", "leia mais", "leggi anche", "lees ook", "læs også", "les også", "läs också", "läs mer",
    "czytaj", "zobacz", "читайте", "читати", "смотрите", "подробнее", "don't miss", "don’t miss", "recommended",  # noqa: RUF001 - as pages write it
    "you may", "up next", "continue reading", "click here", "sign up", "subscribe", "follow us", "join us",
    "download", "share this", "もっと", "関連", "相关", "阅读", "اقرأ", "यह भी",
)  # fmt: skip
"""How lines begin that lead elsewhere."""
INVITES: Final = (
    "newsletter", "subscri", "sign up", "log in", "login", "email", "e-mail", "privacy policy", "terms of use",
    "terms of service", "all rights reserved", "©", "copyright", "cookie", "advertis", "sponsor", "whatsapp",
    "telegram", "facebook", "twitter", "instagram", "comment", "registrier", "anmelden", "abonn", "datenschutz",
    "alle rechte", "suscrib", "suscríb", "inscriv", "s'inscri", "s’inscri", "boletín", "boletin", "подпи",  # noqa: RUF001 - as pages write it
    "reuters connect", "follow us on", "download the app", "download our app", "donat", "support us",
    "membership",
)  # fmt: skip
"""Words of those who want something of a reader."""
CREDITED: Final = (
    "photo", "image", "picture", "foto", "bild", "source", "quelle", "credit", "getty", "reuters", "afp",
    "file photo", "via", "illustration", "copyright", "©", "fuente", "crédit",
)  # fmt: skip
CREDITS: Final = (
    "getty images", "/afp", "/ afp", "/reuters", "/ reuters", "/ap", "/ ap", "/dpa", "/ dpa", "shutterstock",
    "unsplash", "istock", "(photo", "(foto", "(image", "(ap", "(afp", "(reuters", "(getty",
)  # fmt: skip
LONGEST_CREDIT: Final = 200
SIGNED: Final = (
    "by ", "von ", "par ", "por ", "di ", "da ", "av ", "door ", "text ", "text:", "autor", "author",
    "written by", "reporting by", "editing by", "additional reporting", "автор", "@", "published", "posted",
    "updated", "last updated", "stand ", "stand:", "veröffentlicht", "aktualisiert", "publi", "actualizado",
    "first published", "modified",
)  # fmt: skip
PROFESSIONS: Final = (
    "reporter", "editor", "writer", "journalist", "author", "professor", "fellow", "correspondent", "analyst",
)  # fmt: skip
MARKS: Final = " \t\"'“”«»‘’([{-–—•*>|·»›→:"  # noqa: RUF001 - as lines begin with them
DATED: Final = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
HEADS_OTHERS: Final = re.compile(
    r"\W*(?:related|read (?:more|next|also)|more (?:from|on|in|stories|news)|most (?:read|popular|viewed)|popular"
    r"|trending|latest|recommended|you (?:may|might)|comments?\b|leave a (?:comment|reply)"
    r"|\d+ (?:comments|responses)|share|about the author|author|newsletter|sign up|subscribe|tags?\b|topics?\b"
    r"|categories|mehr|weitere|das könnte|auch interessant|kommentare?|themen|schlagw|artikel|lesen sie|ähnliche"
    r"|empfehl|lire aussi|à lire|sur le même|commentaires?|plus|articles|te puede|lo más|noticias|relacionad"
    r"|coment|leia|veja|mais|leggi|altri|commenti|correlat|lees|meer|reacties|läs|mest|les|kommentit|czytaj"
    r"|polecane|komentarze|читайте|комментар|похож|関連|相关|评论|references|footnotes|sources|endnotes|notes\b"
    r"|further reading|advertisement|anzeige|up next|what.s next|contact|follow|join|navigation|footer|search)",
    re.IGNORECASE,
)
"""How headings begin that stand over something other than the article: other articles, comments, the author."""
NAMES: Final = ("capitals", "digits", "points", "invites", "credits", "byline", "dated", "punctuation")


def look_at(text: str) -> tuple[float, ...]:
    """Return what the words of a block say, in the order of NAMES: shares of them, and 0 or 1."""
    size = len(text)
    start = text[:60].lstrip(MARKS).lower()
    points = 1.0 if start.startswith(POINTS) else 0.0
    signed = 1.0 if start.startswith(SIGNED) else 0.0
    if size > LONGEST:
        return (0.0, 0.0, points, 0.0, 0.0, signed, 0.0, 0.0)
    lower = text.lower()
    words = text.split(" ", MOST_WORDS)
    digits = sum(map(str.isdigit, text)) / size
    return (
        sum([word[:1].isupper() for word in words]) / len(words),
        digits,
        points,
        1.0 if any(map(lower.__contains__, INVITES)) else 0.0,
        1.0
        if start.startswith(CREDITED) or (size < LONGEST_CREDIT and any(map(lower.__contains__, CREDITS)))
        else 0.0,
        1.0 if signed or _tells_of_author(lower) else 0.0,
        1.0 if digits and DATED.search(text) else 0.0,
        (size - sum(map(str.isalnum, text)) - text.count(" ")) / size,
    )


def _tells_of_author(lower: str) -> bool:
    if "min read" in lower or "minute read" in lower or "contributed to this" in lower:
        return True
    return (" is a" in lower or " was a" in lower) and any(map(lower.__contains__, PROFESSIONS))


def fold(text: str) -> str:
    """Return a text's letters and digits in lower case, one after another."""
    return "".join(filter(str.isalnum, text.lower()))


def liken(text: str, title: str) -> float:
    """Return how much of a folded title a folded text is: 1 for all, 0 unless one holds the other."""
    if not text or not title:
        return 0.0
    short, long = sorted((text, title), key=len)
    share = len(short) / len(long)
    return share if share >= 0.4 and short in long else 0.0


def overlap(text: str, description: str) -> float:
    """Return whether a folded text is a folded description (3), begins like it (2), shares its start (1), or 0."""
    if len(text) < 20 or len(description) < 20:
        return 0.0
    if text[:60] == description[:60]:
        return 3.0 if text == description else 2.0
    return 1.0 if text in description or description[:60] in text else 0.0
