"""Small words around a number: auxiliaries, articles, units, and verbs that link it with what happened."""

from types import MappingProxyType
from typing import Final

AUXILIARIES: Final = frozenset(
    {
        "have", "has", "had", "having", "was", "were", "is", "are", "be", "been", "being", "get", "got", "gets",
        "getting",
    }
)  # fmt: skip
HEARSAY: Final = frozenset(
    {
        "thought", "believed", "feared", "reported", "reportedly", "said", "known", "confirmed", "presumed",
        "understood", "allegedly", "alleged", "also", "all", "then", "later", "already", "now", "since", "still",
        "to", "so", "both", "either", "fatally", "seriously", "critically", "badly", "severely", "slightly",
        "lightly", "officially", "ever", "just", "only", "themselves", "each", "found", "killed", "wounded",
        "injured",
    }
)  # fmt: skip
"""What may stand between an auxiliary and the event."""
MODALS: Final = frozenset(
    {
        "could", "would", "might", "should", "can", "will", "must", "not", "n't", "never", "shall",
    }
)  # fmt: skip
UNREAL: Final = frozenset(
    {
        "no", "not", "never", "without", "nobody", "none", "avoid", "prevent", "if", "unless",
    }
)  # fmt: skip
FILLERS: Final = frozenset(
    {
        "the", "a", "an", "as", "another", "other", "further", "additional", "also", "his", "their", "its", "her",
        "our", "these", "those", "all", "it", "him", "them",
    }
)  # fmt: skip
STOPS: Final = frozenset(
    {
        "in", "at", "on", "by", "from", "near", "during", "to", "with", "for", "into", "across", "over",
        "outside", "inside", "after", "before", "when", "where", "while", "who", "whom", "aboard", "amongst",
        "among", "which", "that", "whose", "since", "because", "as", "through", "around", "amid", "under",
        "between", "against", "within", "until", "including", "and", "or", "but", "than", "if", "were", "was",
        "are", "is", "have", "has", "had", "be", "been", "being", "will", "would", "could", "might", "may",
    }
)  # fmt: skip
"""Words at which the name of a group ends."""
UNITS_OF_MEASURE: Final = frozenset(
    {
        "%", "percent", "per", "percentage", "cent", "year", "years", "yr", "yrs", "month", "months", "week",
        "weeks", "day", "days", "hour", "hours", "minute", "minutes", "second", "seconds", "km", "kms",
        "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "m", "meters", "metres", "meter",
        "metre", "feet", "foot", "ft", "inch", "inches", "kg", "kilogram", "kilograms", "ton", "tons", "tonnes",
        "pounds", "dollars", "euros", "rubles", "yen", "am", "pm", "a.m", "p.m", "degrees", "times",
        "million-dollar", "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
        "nov", "dec", "caliber", "mm",
    }
)  # fmt: skip
MONTHS: Final = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec",
    }
)  # fmt: skip
DATE_LEADS: Final = frozenset(
    {
        "in", "since", "of", "by", "until", "during", "early", "late", "mid", "from", "after", "before",
        "between", "year", ",",
    }
)  # fmt: skip
TOLL_LINKS: Final = frozenset(
    {
        "to", "at", "of", "is", "was", "were", "reached", "hit", "passed", "stands", "stood", "exceeded",
        "exceeds", "tops", "surpasses", "approaches",
        "surpassed", "topped", "rose", "put", "included", "includes", "including",
    }
)  # fmt: skip
QUOTES: Final = frozenset("\"'\u201c\u201d\u2018\u2019")
LOSERS: Final = frozenset({"lost", "lose", "loses", "losing"})
UNHURT: Final = frozenset(
    {"voters", "players", "candidates", "footballers", "athletes", "customers", "supporters"}
)
"""Who is lost to another team or party."""
RIVALS: Final = frozenset({"injury", "rival", "rivals", "competitor", "competitors", "retirement", "suspension"})
"""To whom or what a firm or a team loses its members, who live."""
ESTEEM: Final = frozenset({"back", "responsible", "accountable", "liable", "regard", "esteem", "contempt"})
"""In what people are held who are free."""
HOLDS: Final = frozenset({"held", "holding", "hold", "holds"})
CAPTORS: Final = frozenset(
    {
        "hostage", "hostages", "captors", "kidnappers", "mutineers", "gunmen", "rebels", "militants", "insurgents",
        "guerrillas", "hijackers", "pirates", "bandits", "militia",
    }
)  # fmt: skip
"""Who holds people without a right to."""
STATE_AGENTS: Final = frozenset(
    {"officers", "soldiers", "policemen", "guards", "officials", "diplomats", "troops", "peacekeepers"}
)
JAILERS: Final = frozenset(
    {"government", "police", "court", "prosecutor", "prosecutors", "authorities", "custody", "prison", "jail"}
)
TREATS: Final = frozenset({"treated", "treating", "treat", "treats", "admitted"})
HEALERS: Final = frozenset(
    {
        "hospital", "hospitals", "clinic", "clinics", "doctors", "medics", "surgeons", "nurses", "paramedics",
        "wounds", "injuries", "burns", "injured", "wounded",
    }
)  # fmt: skip
FORCES: Final = frozenset(
    {
        "soldier", "soldiers", "troop", "troops", "personnel", "men", "fighter", "fighters", "servicemen",
        "service", "member", "members", "people", "lives", "civilians", "officers", "policemen", "combatants",
        "militants", "marines", "peacekeepers", "conscripts", "relatives", "women", "children",
    }
)  # fmt: skip
SHARES: Final = frozenset(
    {
        "none", "%", "percent", "cent", "half", "most", "many", "few", "any", "majority", "some", "third",
        "quarter", "each",
    }
)  # fmt: skip
"""Of whom the rest of a phrase (`none of the 14`) counts only some."""
TAKES: Final = frozenset(
    {"taken", "took", "take", "takes", "taking", "held", "holding", "hold", "seized", "seizing"}
)
EXCHANGES: Final = frozenset({"exchanged", "swapped", "exchanging", "swapping"})
FORCES_OUT: Final = frozenset(
    {
        "forced", "forcing", "force", "forces", "drove", "driving", "driven", "sent", "sending", "caused",
        "causing",
    }
)  # fmt: skip
GRAVELY: Final = frozenset({"critically", "seriously", "severely", "badly", "gravely", "slightly", "lightly"})
TAKEN: Final = frozenset(
    {
        "claimed", "claims", "claim", "claiming", "cost", "costs", "costing", "took", "takes", "taken", "taking",
        "loss",
    }
)  # fmt: skip
COMMON_VERBS: Final = frozenset(
    {
        "said", "says", "say", "told", "took", "take", "came", "come", "went", "go", "made", "make", "attacked",
        "fired", "launched", "opened", "began", "started", "held", "led", "carried", "ran", "used", "gave",
        "found", "saw", "called", "accused", "demanded", "returned", "arrived", "entered", "crossed", "hit",
        "struck", "exploded", "blew", "detonated", "marched", "gathered", "protested", "joined", "stormed",
        "seized", "claimed", "reported", "announced", "identified", "fought", "sentenced", "condemned", "visited",
        "suffered", "sustained", "need", "needs", "want", "wants", "live", "lives", "face", "faces", "require",
        "receive", "received", "raised", "brought", "washed", "rose", "reached",
    }
)  # fmt: skip
CAPTIVES: Final = MappingProxyType(
    {
        "hostage": "abducted",
        "hostages": "abducted",
        "captive": "captured",
        "captives": "captured",
        "prisoner": "captured",
        "prisoners": "captured",
    }
)
LEAVING: Final = (["to", "flee"], ["from", "homes"], ["to", "evacuate"], ["to", "leave"], ["fleeing"])
