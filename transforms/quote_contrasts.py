"""Where one speaker's clause ends and another's begins: `Islamabad said A; New Delhi said B`."""

from typing import TYPE_CHECKING, Final

from transforms.speech_cues import VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

CONTRASTS: Final = frozenset({"but", "whereas", "while", "whilst"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
BREAKS: Final = frozenset({";", "."})


def begins_anew(token: "Token") -> bool:
    """Whether a verb's subject stands right behind a semicolon, or behind a comma and `while` or `but`."""
    subject = next((one for one in token.children if one.dep_ == "nsubj" and one.i < token.i), None)
    if subject is None:
        return False
    return _is_break(token, subject.left_edge.i)


def find_other_speaker(clause: "Token", start: int) -> int | None:
    """Return where, behind `start`, a clause goes over to what somebody else says."""
    for child in clause.children:
        if child.i > start and child.lower_ in VERBS and child.tag_ in FINITE and begins_anew(child):
            subject = next(one for one in child.children if one.dep_ == "nsubj")
            if not subject.tag_.startswith("PRP"):
                first = subject.left_edge.i
                return first - 1 if child.doc[first - 1].lower_ in CONTRASTS else first
    return None


def find_own_words(token: "Token") -> tuple[int, int] | None:
    """Return the clause behind a verb up to the end of its sentence or the next semicolon, if it is a clause."""
    first = last = token.i + 1
    end = token.sent.end
    while last < end and token.doc[last].text not in BREAKS:
        last += 1
    verb = next((one for one in token.doc[first:last] if one.tag_ in FINITE or one.tag_ == "MD"), None)
    # what follows `and` is another thing that the speaker does
    return (first, last) if verb is not None and token.doc[verb.i - 1].tag_ != "CC" else None


def _is_break(token: "Token", place: int) -> bool:
    """Whether the token before a place parts two speakers, and the place is where the later one begins."""
    doc, start = token.doc, token.sent.start
    if place <= start:
        return False
    if doc[place - 1].text == ";":
        return True
    return place - 1 > start and doc[place - 1].lower_ in CONTRASTS and doc[place - 2].text in {",", ";"}
