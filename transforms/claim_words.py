"""Words by which a sentence attributes a number to somebody."""

import re
from typing import Final

SAYING: Final = frozenset(
    {
        "said", "says", "say", "told", "tells", "reported", "reports", "report", "announced", "announces",
        "confirmed", "confirms", "claimed", "claims", "claim", "stated", "states", "added", "adds",
        "acknowledged", "acknowledges", "admitted", "admits", "insisted", "insists", "warned", "warns", "noted",
        "notes", "found", "finds", "saw", "estimated", "estimates", "estimate", "declared", "declares",
        "revealed", "reveals", "alleged", "alleges", "wrote", "tweeted", "maintains", "maintained", "counted",
        "counts", "recorded", "documented", "asserted", "indicated", "indicates", "showed", "shows", "explained",
        "testified", "verified", "verifies", "disclosed", "conceded", "stressed", "believe", "believes",
    }
)  # fmt: skip
CITING: Final = frozenset({"citing", "quoting"})
LONGEST_SAYING: Final = 4
"""Tokens from a verb of saying to `citing`."""
OWN: Final = frozenset({"its", "their", "his", "her"})
OWNING: Final = frozenset({"'s", "\u2019s", "'", "\u2019"})
OPENING: Final = frozenset({";", ".", "but", "and", "while", "whereas"})
"""Before an `according to` that leads a clause."""
ACCUSATIONS: Final = frozenset(
    {
        "claim", "claims", "report", "reports", "allegation", "allegations", "accusation", "accusations",
        "statement", "statements", "assertion", "assertions",
    }
)  # fmt: skip
"""Nouns for what somebody says, behind its owner."""
LONGEST_OWNER: Final = 5
DENIALS: Final = frozenset(
    {
        "denied", "denies", "deny", "denying", "dismissed", "dismisses", "rejected", "rejects", "disputed",
        "disputes", "refuted", "refutes", "confirm", "verify", "corroborate",
    }
)  # fmt: skip
"""Verbs whose object somebody else has said."""
STANDING: Final = frozenset({"stands", "stood"})
CHANGING: Final = frozenset({"raised", "lowered", "cut"})
GIVING: Final = STANDING | {"put", "puts", "gave", "gives", "raised", "lowered", "revised", "cut"}
"""Verbs that claim a number only where a toll is named behind them."""
GIVEN: Final = frozenset({"toll", "number", "figure", "dead", "count", "estimate", "casualties"})
FINDING: Final = frozenset({"found", "find", "finds"})
FINITE: Final = frozenset({"that", "were", "was", "are", "is", "had", "have", "has", "died"})
"""What makes a finding of `found`: that 16 were killed."""
SPEAKING: Final = frozenset({"spoke", "speaks", "speak"})
SHOWN: Final = frozenset({"figures", "data", "records", "statistics", "documents", "estimates", "tallies"})
REMAINS: Final = frozenset({"body", "bodies", "corpse", "corpses"})
INSTITUTIONS: Final = frozenset(
    {
        "ministry", "hospital", "army", "military", "police", "government", "agency", "mission", "observatory",
        "department", "coastguard", "prosecutor", "minister", "governor", "mayor", "monitor", "office",
    }
)  # fmt: skip
COUNTS: Final = frozenset({"count", "tally", "estimate", "account", "reckoning"})
WHEN: Final = re.compile(
    r"(?:(?:early|late)\s+)?(?:this\s+(?:morning|afternoon|evening|week)|today|yesterday|last\s+night"
    r"|on\s+\w+day|(?:a|an|one|two|three|four|several|\d{1,2})\s+(?:hour|day|week|month|year)s?\s+(?:ago|earlier|later|before))"
    r",?\s+",
    re.IGNORECASE,
)
"""Time before a source: `This morning it reported`."""
LONGEST_ASIDE: Final = 30
DESCRIBED: Final = frozenset({"identified", "described"})
TOLD_BY: Final = DESCRIBED | {"reported", "confirmed", "announced", "verified"}
PASSIVE: Final = frozenset({"was", "were", "is", "are", "been", "being", "be"})
BREAKS: Final = frozenset(
    {
        ",", ";", ":", ".", "(", ")", "\"", "\u201c", "\u201d", "\u2014", "that", "but", "and", "while", "when",
        "where", "after", "before", "as", "because", "since", "although", "though", "if", "who", "which", "so",
        "then",
    }
)  # fmt: skip
ADVERBS: Final = frozenset(
    {
        "also", "later", "earlier", "then", "has", "have", "had", "just", "previously", "recently", "still", "now",
        "again", "itself", "themselves", "already", "only",
    }
)  # fmt: skip
PRONOUNS: Final = frozenset({"he", "she", "it", "they", "i", "we"})
LEADING_ARTICLE: Final = re.compile(r"^the\s+", re.IGNORECASE)
PREPOSITION: Final = re.compile(r"\w\s+(?:in|from|near|at|across|of|for|to|with|by)\s+(?:the\s+)?$", re.IGNORECASE)
"""`Police in Castra said`: what follows is a place, whatever the model takes it for."""
HYPHENS: Final = frozenset({"-", "\u2010", "\u2011"})
CLAUSES: Final = frozenset({"who", "which", "whose", "whom", "citing", "speaking", "quoting", "in", "on", "at"})
LONGEST_NAME: Final = 14
