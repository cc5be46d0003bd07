"""Bylines into names: split where a list is written, without addresses, roles and house names."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LEAD: Final = re.compile(
    r"^\W*(?:(?:written|authored|words|story|text|posted|published|reported)\s+(?:by|von)|by|von|par|por|di|af|av|door|przez"
    r"|text|texte|autor(?:in)?|authors?|author)\b\s*:?\s+",
    re.IGNORECASE,
)
SPLIT: Final = re.compile(
    r"\s*[;|•·]\s*|\s*,?\s+(?:and|und|et|och|og|with|mit)\s+|\s+&\s+|\s+/\s+|\s*\n\s*|\s*,?\s+by\s+", re.IGNORECASE
)
SUFFIX: Final = re.compile(
    r"(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq|dr|mba|rn|ma|msc|llm|cfp|cfa|cpa|rd|rdn|lcsw|dds|do|psyd|edd|bsc|mph|pharmd|jd)\.?",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|@\w+")
TRAILING: Final = re.compile(
    r"\s+(?:[-\u2013\u2014|]|in|for|für|at|on)\s+.*$|\s*\((?!\w+\)\s+\w).*$|\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}.*$",
    re.IGNORECASE,
)
NO_NAMES: Final = frozenset(
    {
        "admin", "administrator", "anonymous", "author", "authors", "autor", "autoren", "autorin", "contributor",
        "contributors", "default", "editor", "editors", "follow", "folgen", "guest", "home", "none", "null",
        "root", "undefined", "unknown", "updated", "user", "username", "von", "webmaster",
    }
)  # fmt: skip
NO_NAME: Final = re.compile(
    r"\b(?:view all|all posts|posts by|posted in|comments?|kommentare?|uncategorized|zeige alle|alle beiträge"
    r"|read more|follow us|subscribe|min(?:ute)?s? read|published|updated|click here|sign up|log ?in)\b",
    re.IGNORECASE,
)
"""What a site's furniture says near a byline."""
INSTITUTION: Final = re.compile(
    r"\b(?:staff|team|editors?|newsroom|redaktion|redazione|redacción|rédaction|editorial|desk|press release"
    r"|agenc\w+|gmbh|e\.\s?v|inc|llc|ltd|stiftung|foundation|institut[eo]?|universit(?:y|ät)|ministry|department|council"
    r"|committee|association|correspondents?|news|times|post|press|magazine?|online|reuters|dpa|afp|ap|efe|ansa)\b",
    re.IGNORECASE,
)
EDGES: Final = " ,;:|•·-\u2013\u2014\"“”'"
LONGEST: Final = 70
MOST_WORDS: Final = 6
MOST_NAMES: Final = 30


def split_names(raw: Iterable[str]) -> tuple[str, ...]:
    """Return the single names in bylines such as `By A, B and C`, each once, in order."""
    names: dict[str, str] = {}
    for byline in raw:
        for part in _split_byline(_fold_spaces(byline)):
            name = clean_name(part)
            if name:
                names.setdefault(fold_name(name), name)
    return tuple(names.values())[:MOST_NAMES]


def clean_name(raw: str) -> str | None:
    """Return the name without `By`, addresses, roles and brackets; None if what is left is no name."""
    name = LEAD.sub("", ADDRESS.sub(" ", _fold_spaces(raw)))
    name = re.sub(r"\s+기자$", "", name)  # Korean for reporter
    name = _fold_spaces(TRAILING.sub("", name)).strip(EDGES)
    if not name or len(name) > LONGEST or len(name.split()) > MOST_WORDS or any(c.isdigit() for c in name):
        return None
    if not any(c.isalpha() for c in name) or fold_name(name) in NO_NAMES or NO_NAME.search(name):
        return None
    if re.search(r"[<>{}=\\]", name) or "." in name.strip(".").split()[-1][1:-3]:
        return None
    return name.title() if name.isupper() and len(name) > 5 and " " in name else name


def looks_like_person(name: str) -> bool:
    """Whether a name is written as people's are: two to five words that start large, or one in another script."""
    words = name.split()
    if INSTITUTION.search(name) or not words:
        return False
    if not any("a" <= c <= "z" for c in fold_name(name)):
        return len(words) <= MOST_WORDS and len(name) >= 2
    large = sum(word[0].isupper() or word[0] in EDGES for word in words)
    return 2 <= len(words) <= MOST_WORDS and large >= 2 and len(words) - large <= 2


def fold_name(name: str) -> str:
    """Return the name as it is compared: no case, no accents, no punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        re.sub(r"[^\w\s]", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).split()
    )


def _fold_spaces(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text[:1000].splitlines()).strip()


def _split_byline(byline: str) -> list[str]:
    """Split a list of names; a comma splits too unless it stands before a suffix or a surname."""
    parts: list[str] = []
    for piece in SPLIT.split(LEAD.sub("", byline)):
        commas = [part.strip() for part in piece.split(",")]
        if len(commas) == 2 and _is_surname_first(commas):
            parts.append(f"{commas[1]} {commas[0]}")
            continue
        for part in commas:
            if parts and SUFFIX.fullmatch(part):
                continue
            parts.append(part)
    return [part for part in parts if part]


def _is_surname_first(commas: list[str]) -> bool:
    """`Doe, Jane`: one word on each side."""
    return all(part and " " not in part for part in commas)
