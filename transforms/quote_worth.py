"""Which attributions are worth a quote: somebody who can speak, something said, and no denial that it was."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from transforms.person_nouns import BODIES, GROUPS, WRITINGS, is_person_noun
from transforms.speech_cues import VERBS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOBODY: Final = frozenset({"nobody", "none", "nothing", "no"})
NOBODY_OF: Final = frozenset({"no", "neither"})
NAMES: Final = frozenset({"NNP", "NNPS"})
NOUNS: Final = frozenset({"NN", "NNS"})
SAYING: Final = frozenset(
    {
        "acknowledge", "add", "admit", "agree", "allege", "announce", "argue", "assert", "claim", "complain",
        "conclude", "confirm", "contend", "declare", "deny", "echo", "estimate", "explain", "find", "insist",
        "mention", "note", "reference", "say", "state", "tell", "warn", "worry", "write",
    }
)  # fmt: skip
"""What says is somebody, or somebody's words, whatever its noun: `one slide says`."""
FINDINGS: Final = frozenset(
    {"ad", "advertisement", "analysis", "assessment", "audit", "average", "book", "census", "data", "document",
     "documentary", "editorial", "estimate", "file", "footage", "indictment", "inquiry", "investigation", "law",
     "lawsuit", "network", "poll", "record", "release", "research", "review", "ruling", "slide", "source", "story",
     "study", "submission", "summary", "survey", "testimony", "transcript", "verdict", "video"}
)  # fmt: skip
"""Somebody's findings or words, which can show as well as say."""
COLLECTIVES: Final = frozenset(
    {"anybody", "anyone", "audience", "authority", "business", "capital", "chair", "community", "country", "crew",
     "everybody", "everyone", "ex", "family", "fund", "half", "household", "jury", "leadership", "majority",
     "mate", "minority", "nation", "neighbourhood", "neighborhood", "percent", "proponent", "public",
     "publication", "rest", "somebody", "someone", "staff", "state", "surrogate", "team", "third", "town",
     "township", "tribe", "village", "world", "youth"}
)  # fmt: skip
"""Other nouns that stand for many who speak."""
PERSON_ENDINGS: Final = ("er", "or", "ist", "ian", "ant", "ee", "eer")
TOLD: Final = frozenset(
    {
        "announce", "clarify", "comment", "confirm", "disclose", "elaborate", "report", "reveal", "say", "specify",
        "state", "tell",
    }
)  # fmt: skip
"""Not to do these is to say nothing."""
SILENT: Final = frozenset({"decline", "refuse"})
SILENT_STEMS: Final = ("declin", "fail", "refus", "unable", "unwilling")
"""`declined to say how many`, `was unable to confirm`."""
EMPTY: Final = frozenset(
    {"all", "both", "each", "her", "him", "it", "one", "so", "that", "them", "these", "this", "those", "what"}
)
"""Words that say nothing by themselves."""
OBJECTS: Final = frozenset({"object", "preposition"})


def is_worth_quoting(
    token: "Token", source: "Token | None", content: Sequence[tuple[int, int]], method: str
) -> bool:
    """Whether a verb says something of what somebody who can speak says, thinks or wants."""
    if _is_denied(token, method):
        return False
    if method in OBJECTS and not _says_something(token.doc, content, source):
        return False
    return source is None or can_speak(source, VERBS[token.lower_])


def can_speak(source: "Token", verb: str) -> bool:
    """Whether the head of a noun phrase is somebody, or somebody's findings or words, and not a thing."""
    lower = source.lower_
    if lower in NOBODY or any(child.lower_ in NOBODY_OF and child.dep_ == "det" for child in source.children):
        return False
    is_name = source.text[0].isupper() and source.i > source.sent.start
    if source.tag_ not in NOUNS or source.ent_type_ or is_name or verb in SAYING:
        return True
    noun = lower if source.tag_ == "NN" else _singular(lower)
    is_known = noun in BODIES or lower in GROUPS or noun in WRITINGS or noun in FINDINGS or noun in COLLECTIVES
    is_agent = noun.endswith(PERSON_ENDINGS) or (noun.endswith("ent") and not noun.endswith("ment"))
    return is_known or is_agent or is_person_noun(noun)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def _is_denied(token: "Token", method: str) -> bool:
    """Whether a verb says that somebody said nothing: `could not confirm that`, `refused to comment`."""
    verb = VERBS[token.lower_]
    if method == "infinitive":
        wish = next((one for one in token.children if one.dep_ == "xcomp"), None)
        return verb in SILENT and wish is not None and wish.lower_ in TOLD
    if verb not in TOLD and verb != "deny":
        return False
    is_silent = token.dep_ == "xcomp" and token.head.lower_.startswith(SILENT_STEMS)
    is_neither = token.i > 0 and token.doc[token.i - 1].lower_ in {"neither", "nor"}
    return is_silent or is_neither or (verb in TOLD and any(one.dep_ == "neg" for one in token.children))


def _says_something(doc: "Doc", content: Sequence[tuple[int, int]], source: "Token | None") -> bool:
    """Whether an object is more than a pronoun, a bare noun, a number or whoever speaks."""
    words = [token for first, last in content for token in doc[first:last] if not token.is_punct]
    if len(words) != 1:
        return True
    word = words[0]
    if word.tag_ in NAMES or word.ent_type_:
        return source is None or word.lower_ != source.lower_
    return False
