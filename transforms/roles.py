"""Roles and titles of persons, as the text puts them beside the name."""

import re
from typing import Final

ROLE_WORDS: Final = (
    "president|premier|chancellor|minister|secretary|senator|congressman|congresswoman|representative|governor|mayor"
    "|ambassador|envoy|general|colonel|lieutenant|captain|major|sergeant|admiral|commander|marshal|king|queen|prince"
    "|princess|emperor|pope|bishop|archbishop|cardinal|imam|sheikh|ayatollah|rabbi|judge|justice|chairman|chairwoman"
    "|chair|spokesman|spokeswoman|spokesperson|director|head|chief|leader|coach|coordinator|adviser|advisor|analyst"
    "|professor|economist|historian|journalist|reporter|editor|author|founder|executive|officer|lawyer|attorney"
    "|prosecutor|lawmaker|deputy|member|fellow|scholar|researcher|scientist|expert|activist|candidate|commissioner"
    "|inspector|commodore|sheriff|brigadier|negotiator|diplomat|official|aide|administrator|strategist|speaker|manager|owner|chargé|consul"
)
ROLE: Final = re.compile(rf"\b(?:{ROLE_WORDS})s?\b", re.IGNORECASE)
TITLE_WORD: Final = r"(?:[A-Z][\w.\u2019'-]*|of|for|the|and|at|in|to|de|&)"
BEFORE: Final = re.compile(rf"((?:{TITLE_WORD}[ \u00a0]){{1,10}})$")
LOWER_BEFORE: Final = re.compile(rf"\b((?:[A-Z][\w.-]+ )?(?:[a-z-]+ ){{0,3}}(?:{ROLE_WORDS}) )$", re.IGNORECASE)
AFTER: Final = re.compile(r"\s*,\s+((?:the |an? )?[^,.;:()\"\u201c\u201d]{3,90})(?=[,.;])")
LOWER_COMMA_BEFORE: Final = re.compile(
    r"(?:\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|whose)|\b[A-Z][\w.-]*['\u2019]s?) "
    rf"((?:[A-Z][\w.-]+ )?(?:[a-z-]+ ){{0,3}}(?:{ROLE_WORDS})"
    r"(?: (?:of|for) (?:the )?\w[\w.-]+(?: [A-Z][\w.-]+)*)?),\s+$"
)
"""An office in small letters with the name behind a comma: `The defence minister, Ada Okonjo`."""
COMMA_BEFORE: Final = re.compile(rf"((?:{TITLE_WORD}[ \u00a0]){{0,12}}{TITLE_WORD}),\s+$")
EDGES: Final = re.compile(
    r"^(?:(?:the|its|his|her|their|our|whose|and|of|for|at|in|to|a|an|but|when|while|as|after|before|since|if|on)\s+)+"
    r"|\s+(?:of|for|the|and|at|in|to)$",
    re.IGNORECASE,
)
NOT_A_ROLE: Final = re.compile(r"\b(?:said|says|told|added|was|were|is|are|has|have|had|will|would)\b")
CLAUSE: Final = re.compile(rf"^.*(?:{NOT_A_ROLE.pattern}|\b(?:[a-z]\w+|\w{{5,}})\.)\s+")
"""What ends right before a role: a sentence, or the verb of a clause (`It was over, said` the mayor)."""
MOST_BEFORE: Final = 110
MOST_BEHIND: Final = 140
WORD: Final = re.compile(r"[a-z\u00e9]+")
OFFICES: Final = frozenset(word + ending for word in ROLE_WORDS.split("|") for ending in ("", "s"))
SHORT_TITLES: Final = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir)\.?$")


def find_role(text: str, start: int, end: int, *, after_name: int = 0) -> str | None:
    """Return the role of the person whose name stands at a span: before the name, or behind it between commas.

    `after_name` is where the name before ends: what stands before that is another person's.
    """
    before = text[max(after_name, start - MOST_BEFORE) : start]
    before = before[before.rfind("\n") + 1 :]
    if OFFICES.isdisjoint(WORD.findall(f"{before} {text[end : end + MOST_BEHIND]}".lower())):
        return None
    for pattern in (BEFORE, LOWER_COMMA_BEFORE, LOWER_BEFORE, COMMA_BEFORE):
        match = pattern.search(before)
        role = _clean(CLAUSE.sub("", match[1])) if match else None
        if role and ROLE.search(role):
            return role
    after = AFTER.match(text, end, min(len(text), end + MOST_BEHIND))
    role = _clean(after[1]) if after else None
    if role and ROLE.search(" ".join(role.split()[:5])) and not NOT_A_ROLE.search(role):
        return role
    return None


def _clean(role: str) -> str | None:
    words = " ".join(role.replace("\u00a0", " ").split())
    while (shorter := EDGES.sub("", words)) != words:
        words = shorter
    return None if not words or SHORT_TITLES.fullmatch(words) else words
