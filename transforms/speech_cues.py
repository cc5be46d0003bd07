"""Verbs and nouns that put words, thoughts and wishes into somebody's mouth, by what they govern."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

IRREGULAR: Final = MappingProxyType(
    {
        "began": "begin", "felt": "feel", "forbade": "forbid", "foresaw": "foresee", "found": "find",
        "heard": "hear", "knew": "know", "known": "know", "learnt": "learn", "lying": "lie", "said": "say",
        "shown": "show", "sought": "seek", "spoke": "speak", "spoken": "speak", "swore": "swear",
        "sworn": "swear", "taught": "teach", "thought": "think", "told": "tell", "understood": "understand",
        "went": "go", "written": "write", "wrote": "write",
    }
)  # fmt: skip
"""Past forms that no rule gives, each with its verb."""
CLAUSE: Final = frozenset(
    {
        "accuse", "acknowledge", "add", "admit", "advise", "affirm", "agree", "allege", "announce",
        "answer", "anticipate", "argue", "ask", "assert", "assure", "attest", "avow", "believe", "boast",
        "brag", "calculate", "call", "caution", "certify", "chant", "charge", "chime", "claim", "clarify",
        "complain", "concede", "conclude", "concur", "confirm", "consider", "contend", "continue",
        "convince", "counter", "cry", "decide", "declare", "deem", "demand", "deny", "detail", "determine",
        "disclose", "discover", "dispute", "document", "doubt", "dream", "echo", "elaborate", "emphasise",
        "emphasize", "estimate", "exclaim", "expect", "explain", "fear", "feel", "figure", "find",
        "forecast", "foresee", "grumble", "hear", "highlight", "hint", "hope", "imply", "indicate",
        "inform", "inquire", "insinuate", "insist", "instruct", "intend", "interject", "joke", "know",
        "label", "lament", "learn", "maintain", "mention", "muse", "mutter", "note", "notify", "object",
        "observe", "opine", "outline", "plan", "pledge", "point", "post", "predict", "prefer", "presume",
        "proclaim", "profess", "promise", "propose", "protest", "query", "question", "quip", "read",
        "realise", "realize", "rebut", "recall", "reckon", "recommend", "refute", "regard", "reiterate",
        "remark", "remember", "remind", "repeat", "reply", "report", "respond", "retort", "reveal", "rule", "say",
        "scream", "shout", "show", "signal", "specify", "speculate", "state", "stipulate", "stress",
        "suggest", "surmise", "suspect", "swear", "teach", "tell", "testify", "think", "tweet", "underline",
        "underscore", "understand", "urge", "view", "vow", "warn", "whisper", "wish", "wonder", "worry",
        "write", "yell",
    }
)  # fmt: skip
"""They take a clause, or words in quotation marks."""
INFINITIVE: Final = frozenset(
    {
        "advise", "agree", "aim", "allow", "ask", "beg", "call", "claim", "command", "consider", "decide",
        "decline", "demand", "desire", "direct", "encourage", "expect", "fear", "forbid", "hate", "hope",
        "instruct", "intend", "invite", "like", "love", "offer", "opt", "order", "persuade", "plan",
        "pledge", "prefer", "profess", "promise", "propose", "purport", "refuse", "request", "resolve",
        "seek", "swear", "tell", "threaten", "urge", "volunteer", "vow", "want", "warn", "wish",
    }
)  # fmt: skip
"""They take an infinitive that says what is wished or promised."""
OBJECT: Final = frozenset(
    {
        "accuse", "acknowledge", "admit", "advocate", "allege", "announce", "applaud", "argue", "assert",
        "attack", "bemoan", "blame", "blast", "brand", "call", "characterise", "characterize", "chide",
        "cite", "claim", "condemn", "confirm", "congratulate", "credit", "criticise", "criticize",
        "declare", "decry", "defend", "demand", "denounce", "deny", "depict", "deplore", "deride",
        "describe", "detail", "discuss", "dismiss", "dispute", "doubt", "downplay", "dub", "echo",
        "emphasise", "emphasize", "endorse", "explain", "express", "favor", "favour", "hail", "highlight",
        "invoke", "label", "lambast", "lament", "laud", "liken", "mention", "mock", "note", "oppose", "outline",
        "pledge", "portray", "praise", "predict", "promise", "propose", "protest", "question", "rebuke",
        "rebut", "recall", "recommend", "reference", "refute", "reiterate", "reject", "repeat", "report",
        "request", "reveal", "ridicule", "rip", "scold", "slam", "state", "stress", "suggest", "support",
        "thank", "tout", "underscore", "urge", "voice", "vow", "welcome",
    }
)  # fmt: skip
"""They take an object that says what is spoken of or held."""
PREPOSITIONAL: Final = MappingProxyType(
    {
        "advocate": {"for"}, "agree": {"on", "to", "with"}, "allude": {"to"}, "apologise": {"for"},
        "apologize": {"for"}, "approve": {"of"}, "argue": {"against", "for"}, "ask": {"about", "for"},
        "believe": {"in"}, "boast": {"about", "of"}, "brag": {"about"}, "call": {"for"}, "care": {"about"},
        "cite": {"as"}, "comment": {"about", "on"}, "complain": {"about", "of"}, "conceive": {"of"},
        "decide": {"against", "on"}, "disagree": {"with"}, "dream": {"of"}, "elaborate": {"on"},
        "hear": {"about", "of"}, "hint": {"at"}, "hope": {"for"}, "insist": {"on"}, "joke": {"about"},
        "know": {"about", "of"}, "learn": {"about", "of"}, "lie": {"about"}, "object": {"to"},
        "plan": {"for", "on"}, "point": {"to"}, "react": {"to"}, "refer": {"to"}, "respond": {"to"},
        "speak": {"about", "of"}, "speculate": {"about", "on"}, "talk": {"about"}, "tell": {"about", "of"},
        "testify": {"about"}, "think": {"about", "of"}, "vow": {"on"}, "warn": {"about", "against", "of"},
        "worry": {"about"},
    }
)  # fmt: skip
"""They take a preposition whose object says what is spoken of."""
BESIDE_MARKS: Final = frozenset(
    {
        "acknowledge", "add", "admit", "advise", "allege", "announce", "answer", "argue", "ask", "assert",
        "beg", "begin", "boast", "brag", "call", "caution", "chant", "chime", "claim", "clarify",
        "complain", "concede", "conclude", "concur", "confirm", "contend", "continue", "counter", "cry",
        "declare", "demand", "deny", "describe", "disclose", "echo", "elaborate", "emphasise", "emphasize",
        "exclaim", "explain", "fume", "go", "grumble", "insist", "interject", "joke", "lament", "maintain",
        "marvel", "muse", "mutter", "note", "observe", "offer", "opine", "plead", "pledge", "point", "post",
        "predict", "proclaim", "promise", "protest", "put", "question", "quip", "read", "recall", "remember",
        "recommend", "reiterate", "remark", "repeat", "reply", "report", "respond", "retort", "reveal",
        "say", "scream", "shout", "sigh", "state", "stress", "suggest", "summarise", "summarize", "swear",
        "tell", "testify", "think", "thunder", "tweet", "urge", "vow", "warn", "whisper", "wonder", "write",
        "yell",
    }
)  # fmt: skip
"""They can stand beside words in quotation marks."""
MANIFOLD: Final = frozenset(
    {
        "aim", "allow", "answer", "attack", "brand", "calculate", "call", "care", "charge", "command",
        "congratulate", "consider", "continue", "credit", "decide", "deem", "desire", "detail", "determine",
        "direct", "discover", "discuss", "document", "doubt", "dream", "encourage", "expect", "fear",
        "feel", "figure", "find", "forbid", "hate", "hear", "hope", "indicate", "intend", "invite", "know",
        "label", "learn", "lie", "like", "love", "maintain", "object", "observe", "offer", "opt", "order",
        "plan", "point", "post", "prefer", "protest", "question", "read", "regard", "report", "request",
        "resolve", "rip", "rule", "seek", "show", "signal", "state", "support", "swear", "teach", "thank",
        "think", "understand", "view", "voice", "volunteer", "want", "welcome", "wish",
    }
)  # fmt: skip
"""They attribute too, but so often mean something else that no paragraph is worth a parse for them alone."""
FINITE: Final = frozenset(
    {
        "attacked", "called", "calls", "considers", "detailed", "discussed", "expected", "feared", "fears",
        "feels", "felt", "finds", "found", "hoped", "hopes", "indicated", "knew", "knows", "learned", "planned",
        "reported", "ruled", "showed", "shows", "sought", "supported", "thinks", "thought",
    }
)  # fmt: skip
"""Forms of these that are, and nearly always attribute: a paragraph is worth a parse for them."""
CLAIMS: Final = frozenset(
    {
        "accusation", "acknowledgment", "admission", "allegation", "announcement", "argument", "assertion",
        "assessment", "assurance", "belief", "charge", "claim", "complaint", "concern", "conclusion",
        "confidence", "contention", "conviction", "denial", "estimate", "expectation", "fear", "hope",
        "hypothesis", "idea", "impression", "insistence", "notion", "opinion", "prediction", "revelation",
        "rumor", "rumour", "sense", "speculation", "statement", "suggestion", "suspicion", "understanding",
        "view", "warning",
    }
)  # fmt: skip
"""Nouns whose clause with `that` says what is claimed."""
VOWELS: Final = frozenset("aeiou")


def _inflect(verb: str) -> frozenset[str]:
    """Return the regular forms of a verb."""
    forms = {verb, verb + "s", verb + "ed", verb + "ing"}
    if verb.endswith("e"):
        forms |= {verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in VOWELS:
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        forms.add(verb + "es")
    if len(verb) > 2 and verb[-1] not in VOWELS | set("wxy") and verb[-2] in VOWELS and verb[-3] not in VOWELS:
        forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return frozenset(forms)


def _list_forms(verbs: Iterable[str]) -> Mapping[str, str]:
    """Return the forms of verbs, each with its verb."""
    wanted = frozenset(verbs)
    forms = {form: verb for verb in sorted(wanted) for form in _inflect(verb)}
    return MappingProxyType(forms | {form: verb for form, verb in IRREGULAR.items() if verb in wanted})


VERBS: Final = _list_forms(CLAUSE | INFINITIVE | OBJECT | frozenset(PREPOSITIONAL))
"""Forms in lower case of the verbs that attribute, each with its verb."""
SPEAKING: Final = _list_forms(BESIDE_MARKS)
"""Forms in lower case of the verbs that can stand beside words in quotation marks, each with its verb."""
TELLING: Final = frozenset(form for form, verb in VERBS.items() if verb not in MANIFOLD) | FINITE | {"according"}
"""Words for which a paragraph is worth a parse."""
CLAIM_NOUNS: Final = CLAIMS | frozenset(noun + "s" for noun in CLAIMS)
