"""Verbs that put words, thoughts and wishes into somebody's mouth, by what they govern."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

IRREGULAR: Final = MappingProxyType(
    {
        "said": "say", "told": "tell", "wrote": "write", "written": "write", "thought": "think", "felt": "feel",
        "knew": "know", "known": "know", "saw": "see", "seen": "see", "found": "find", "heard": "hear", "held": "hold",
        "swore": "swear", "sworn": "swear", "understood": "understand", "forecast": "forecast", "foresaw": "foresee",
        "spoke": "speak", "spoken": "speak", "sang": "sing", "read": "read", "put": "put", "taught": "teach",
        "meant": "mean", "sought": "seek", "chose": "choose", "chosen": "choose", "shown": "show", "learnt": "learn",
        "drew": "draw", "gave": "give", "given": "give", "made": "make", "went": "go", "brought": "bring",
        "fought": "fight", "forbade": "forbid", "let": "let", "sent": "send", "laid": "lay", "began": "begin",
        "withdrew": "withdraw", "bet": "bet", "misspoke": "misspeak", "lied": "lie", "lying": "lie",
    }
)  # fmt: skip

CLAUSE: Final = frozenset(
    """say tell add note write report announce claim argue warn suggest acknowledge state insist declare explain believe
    think know hope estimate conclude admit deny confirm reveal indicate show find maintain contend assert allege predict
    complain recall reply respond continue tweet joke observe remark stress emphasize emphasise recommend propose promise
    pledge vow agree expect fear worry doubt demand urge ask learn hear understand realize realise suspect feel boast brag
    concede caution counter testify disclose swear shout chant imply signal speculate wonder repeat reiterate stipulate
    determine decide rule forecast foresee calculate reckon figure presume dream quip muse opine
    lament grumble concur elaborate clarify detail outline specify mention document detail inform remind assure convince
    notify advise instruct teach retort scream yell whisper mutter cry exclaim proclaim profess avow affirm attest certify
    underscore underline highlight point hint insinuate charge accuse protest object consider
    anticipate wish prefer intend plan agree opine post interject chime echo label read discover dispute refute rebut
    answer question inquire query muse surmise deem view regard """.split()
)
"""They take a clause, or words in quotation marks."""
INFINITIVE: Final = frozenset(
    """want plan pledge vow promise refuse agree decline hope threaten expect intend decide offer propose ask urge tell
    order call invite encourage wish prefer aim seek swear resolve demand request beg advise instruct warn persuade
    consider opt volunteer like love hate fear claim purport profess desire direct command forbid allow""".split()
)
"""They take an infinitive that says what is wished or promised."""
OBJECT: Final = frozenset(
    """criticize criticise blast condemn praise mention cite note announce reject oppose endorse question deny
    describe call accuse blame slam denounce welcome defend discuss demand propose suggest predict acknowledge promise
    deride mock ridicule lambast decry deplore bemoan lament hail laud tout applaud favor favour urge
    dispute refute rebut recommend request doubt admit confirm declare highlight stress
    emphasize emphasise underscore outline detail explain reveal report claim allege argue assert state recall
    advocate attack rip scold chide rebuke slap defend explain express voice reiterate repeat echo
    portray depict label brand dub liken credit thank congratulate oppose
    protest pledge vow """.split()
)
"""They take an object that says what is spoken of or held."""
PREPOSITIONAL: Final = MappingProxyType(
    {
        "call": {"for"}, "point": {"to"}, "speak": {"of", "about"}, "talk": {"about"}, "refer": {"to"},
        "warn": {"of", "about", "against"}, "worry": {"about"}, "complain": {"about", "of"}, 
        "argue": {"for", "against"}, "object": {"to"}, "agree": {"with", "on", "to"}, "disagree": {"with"},
        "allude": {"to"}, "boast": {"about", "of"}, "brag": {"about"}, "lie": {"about"}, "ask": {"for", "about"},
        "apologize": {"for"}, "apologise": {"for"}, "hope": {"for"}, "think": {"of", "about"}, "believe": {"in"},
        "advocate": {"for"}, "vow": {"on"}, "comment": {"on", "about"}, "testify": {"about"}, "hint": {"at"},
        "conceive": {"of"}, "dream": {"of"}, "tell": {"of", "about"}, "know": {"of", "about"}, "hear": {"of", "about"},
        "learn": {"of", "about"}, "joke": {"about"}, "elaborate": {"on"}, "speculate": {"about", "on"},
        "insist": {"on"}, "decide": {"on", "against"}, "plan": {"for", "on"},  "react": {"to"},
        "respond": {"to"}, "approve": {"of"}, "care": {"about"}, "cite": {"as"},
    }
)  # fmt: skip
"""They take a preposition whose object says what is spoken of."""
CLAIMS: Final = frozenset(
    """accusation acknowledgment admission allegation announcement argument assertion assessment assurance belief charge
    claim complaint concern conclusion confidence contention conviction denial estimate expectation fear hope
    hypothesis idea impression insistence notion opinion prediction revelation rumor rumour sense speculation statement
    suggestion suspicion understanding view warning""".split()
)
WISHES: Final = frozenset(
    """call decision demand desire intention offer plan pledge promise proposal recommendation refusal request threat vow
    wish""".split()
)
BESIDE_MARKS: Final = frozenset(
    """say tell add note write report announce claim argue warn suggest acknowledge state insist declare explain conclude
    admit deny confirm reveal maintain contend assert allege predict complain recall reply respond continue tweet joke
    observe remark stress emphasize emphasise promise pledge vow urge ask boast brag concede caution counter testify
    disclose swear shout chant wonder repeat reiterate quip muse opine lament grumble concur elaborate clarify retort scream
    yell whisper mutter cry exclaim proclaim post interject chime echo read answer question begin go think call describe
    recommend advise demand protest summarize summarise marvel fume thunder beg plead joke sigh read offer put point""".split()
)
"""They can stand beside words in quotation marks."""
VOWELS: Final = frozenset("aeiou")


def _inflect(verb: str) -> set[str]:
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
    return forms


def _list_forms(verbs: Iterable[str]) -> Mapping[str, str]:
    """Return the forms of verbs, each with its verb."""
    wanted = frozenset(verbs)
    forms = {form: verb for verb in sorted(wanted) for form in _inflect(verb)}
    return MappingProxyType(forms | {form: verb for form, verb in IRREGULAR.items() if verb in wanted})


VERBS: Final = _list_forms(CLAUSE | INFINITIVE | OBJECT | frozenset(PREPOSITIONAL))
"""Forms in lower case of the verbs that attribute, each with its verb."""
SPEAKING: Final = _list_forms(BESIDE_MARKS)
"""Forms in lower case of the verbs that can stand beside words in quotation marks, each with its verb."""
NOUNS: Final = MappingProxyType(
    {form: frozenset({"that"}) for noun in CLAIMS for form in (noun, noun + "s")}
    | {form: frozenset({"that", "to"}) for noun in WISHES for form in (noun, noun + "s")}
)
"""Nouns whose clause says what is claimed or wished, each with the words that such a clause begins with."""
