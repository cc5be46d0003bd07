"""Attributions that the parse of a sentence shows: a verb, noun or preposition, its source and its content."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transforms.quote_contrasts import begins_anew, find_other_speaker, find_own_words
from transforms.quote_edges import end_of_dateline, skip_day, trim_source
from transforms.quote_marks import Range, is_mark, shade_marked
from transforms.quote_worth import can_speak, is_worth_quoting
from transforms.reading import Passage
from transforms.speech_cues import CLAIM_NOUNS, CLAUSE, INFINITIVE, OBJECT, PREPOSITIONAL, SPEAKING, VERBS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
RELATIVES: Final = frozenset({"who", "that", "which"})
WHO: Final = frozenset({"who", "which"})
"""Relative pronouns that are sources themselves; `that` is too often none."""
SHARING: Final = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep"})
"""Dependents that have no subject of their own, but their head's."""
TAILS: Final = frozenset({"relcl", "appos", "acl", "punct"})
"""What follows a source's name and is no part of it."""
OBJECT_TAILS: Final = frozenset({"of", "as", "for", "over"})
"""`accused them of fraud`, `described it as a success`."""
EDGES: Final = frozenset({",", ".", ":", ";", "-", "\u2014"})
ENDS: Final = frozenset({",", "."})
SPEECH: Final = frozenset({"clause", "according_to"})
"""The methods whose content holds wishes and topics of the same source."""
PERSONS: Final = frozenset({"PERSON", "PER"})
REACH_BEHIND: Final = 8
REACH_BEFORE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution in a Doc: content and cue in tokens, the source in code points of the text.

    `stands_for` is the phrase that the source, a relative pronoun, belongs to: `the baker who said`.
    """

    content: tuple[Range, ...]
    source: tuple[int, int] | None
    cue: Range | None
    method: str
    stands_for: tuple[int, int] | None = None


def find_in_clauses(passage: Passage, marked: Sequence[Range]) -> list[Attribution]:
    """Return what the cues of one parsed paragraph attribute, without cues inside quotation marks."""
    found: list[Attribution] = []
    shade = shade_marked(passage.doc, marked)
    for token in passage.doc:
        if not shade[token.i]:
            found += _read_cue(passage, token)
    lead = end_of_dateline(passage.doc)
    told = [one for one in found if one.content[-1][1] > lead]
    return _leave_out_nested([_cut_lead(one, lead) for one in told])


def _cut_lead(one: Attribution, lead: int) -> Attribution:
    """Return an attribution without the dateline before what is said."""
    if lead <= one.content[0][0]:
        return one
    return replace(one, content=tuple((max(first, lead), last) for first, last in one.content if last > lead))


def find_source(token: "Token") -> "Token | None":
    """Return the head of the noun phrase that a verb's words are attributed to, the verb's subject or agent."""
    if _is_asked(token):
        return None
    for _ in range(REACH_BEHIND):
        for child in token.children:
            if child.dep_ in {"nsubj", "csubj"}:
                return token.head if child.lower_ in RELATIVES and token.dep_ == "relcl" else child
            if child.dep_ == "agent":
                return next((one for one in child.children if one.dep_ == "pobj"), None)
        if any(child.dep_ == "nsubjpass" for child in token.children):
            return None
        if token.dep_ in {"acl", "relcl"}:
            return token.head
        if token.dep_ not in SHARING:
            return None
        token = token.head
    return None


def _is_asked(token: "Token") -> bool:
    """Whether a participle says what was done to the subject: `Asked about the talks, she said`."""
    is_participle = token.tag_ == "VBN" and token.dep_ == "advcl"
    return is_participle and not any(one.dep_ in {"aux", "auxpass", "nsubj", "agent"} for one in token.children)


def find_relative(token: "Token") -> "Span | None":
    """Return the relative pronoun that is a verb's subject: `the baker who said`."""
    if token.dep_ != "relcl":
        return None
    for child in token.children:
        if child.dep_ == "nsubj" and child.lower_ in WHO:
            return token.doc[child.i : child.i + 1]
    return None


def find_near_source(token: "Token") -> "Token | None":
    """Return the noun beside a speaking verb whose subject the parser missed: behind it first, then before it."""
    doc = token.doc
    behind = range(token.i + 1, min(token.i + REACH_BEHIND, len(doc)))
    before = range(token.i - 1, max(token.i - REACH_BEFORE, -1), -1)
    for places in (behind, before):
        for place in places:
            one = doc[place]
            if one.is_punct or one.tag_.startswith(("VB", "MD", "IN")) or is_mark(one.text):
                break
            if one.tag_.startswith(("NN", "PRP", "WP")) and one.dep_ not in {"compound", "poss", "npadvmod"}:
                return one
    return None


def locate_source(passage: Passage, head: "Token") -> tuple[int, int]:
    """Return a source's noun phrase, without relative clauses and appositions, in code points of the text."""
    first, last = head.left_edge.i, head.right_edge.i + 1
    cuts = [child.left_edge.i for child in head.children if child.i > head.i and child.dep_ in TAILS]
    last = _take_name(passage.doc, max(min([last, *cuts]), head.i + 1))
    first, last = trim_source(passage.doc, (first, last), head.i)
    return passage.locate(passage.doc[first:last])


def _take_name(doc: "Doc", last: int) -> int:
    """Return where a person's name ends that follows a title at once, where the parser parts the two."""
    if 0 < last < len(doc) and doc[last].ent_type_ in PERSONS and doc[last].ent_iob_ == "B":
        last += 1
        while last < len(doc) and doc[last].ent_iob_ == "I":
            last += 1
    return last


def _read_cue(passage: Passage, token: "Token") -> Iterator[Attribution]:
    lower = token.lower_
    if lower == "according" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        yield from _read_according(passage, token)
    elif lower in VERBS and token.tag_.startswith(("VB", "MD")):
        yield from _read_verb(passage, token, VERBS[lower])
    elif lower in CLAIM_NOUNS and token.tag_ in {"NN", "NNS"}:
        yield from _read_noun(passage, token)


def _read_verb(passage: Passage, token: "Token", verb: str) -> Iterator[Attribution]:
    method, content = _find_content(token, verb)
    if not content and token.lower_ in SPEAKING:
        method, content = "clause", _find_around_insertion(token)
    if not content:
        return
    source = find_source(token)
    before = token.doc[token.i - 1].text if token.i else ""
    is_behind = token.lower_ in SPEAKING and (is_mark(before) or before in {"'", "\u2019"})
    lead = end_of_dateline(token.doc)
    is_wrong = source is not None and (source.i < lead or any(first <= source.i < last for first, last in content))
    if is_wrong or (source is None and is_behind):
        source = find_near_source(token)
    if not is_worth_quoting(token, source, content, method):
        return
    located = locate_source(passage, source) if source is not None else None
    relative = find_relative(token) if source is not None and source.i == token.head.i else None
    yield Attribution(
        content=tuple(content),
        source=passage.locate(relative) if relative is not None else located,
        cue=(token.i, token.i + 1),
        method=method,
        stands_for=located if relative is not None else None,
    )


def _find_content(token: "Token", verb: str) -> tuple[str, list[Range]]:
    """Return how a verb attributes and what: its clause, its infinitive, its object or a preposition's."""
    children = list(token.children)
    clause = next((one for one in children if one.dep_ == "ccomp"), None)
    if verb in CLAUSE and clause is not None:
        if clause.i > token.i or not begins_anew(token):
            return "clause", _around(token, clause)
        if (own := find_own_words(token)) is not None:
            return "clause", [skip_day(token.doc, own)]
    wish = next((one for one in children if one.dep_ == "xcomp"), None)
    if verb in INFINITIVE and wish is not None:
        return "infinitive", [_range_of(wish)]
    target = next((one for one in children if one.dep_ in {"dobj", "oprd"} and one.i > token.i), None)
    if verb in OBJECT and target is not None:
        return "object", [(target.left_edge.i, _end_of_object(token, target))]
    topic = next((one for one in children if one.dep_ == "nsubjpass"), None)
    if verb in OBJECT and topic is not None and any(one.dep_ == "agent" for one in children):
        return "object", [_range_of(topic)]
    for child in children:
        if child.i > token.i and child.lower_ in PREPOSITIONAL.get(verb, ()):
            objects = [one for one in child.children if one.dep_ in {"pobj", "pcomp"}]
            if objects:
                return "preposition", [_range_of(objects[0])]
    return "", []


def _read_noun(passage: Passage, token: "Token") -> Iterator[Attribution]:
    """Yield what a noun attributes whose clause follows it: `the ministry's claim that it held the town`."""
    clause = next((one for one in token.children if one.dep_ in {"acl", "ccomp"} and one.i > token.i), None)
    if clause is None or clause.left_edge.lower_ != "that":
        return
    source = next((one for one in token.children if one.dep_ == "poss"), None)
    if source is None and token.dep_ in {"dobj", "attr"}:
        source = find_source(token.head)
    if source is not None and not can_speak(source, token.head.lower_):
        return
    yield Attribution(
        content=(_range_of(clause),),
        source=locate_source(passage, source) if source is not None else None,
        cue=(token.i, token.i + 1),
        method="noun",
    )


def _read_according(passage: Passage, token: "Token") -> Iterator[Attribution]:
    """Yield what `according to X` attributes: the rest of its sentence."""
    head = next((one for one in token.doc[token.i + 1].children if one.dep_ == "pobj"), None)
    if head is None:
        return
    sentence = token.sent
    parts = [(sentence.start, token.i), (head.right_edge.i + 1, sentence.end)]
    content = [part for part in (_strip_edges(token.doc, part) for part in parts) if part[1] - part[0] > 1]
    if content:
        yield Attribution(
            content=tuple(content),
            source=locate_source(passage, head),
            cue=(token.i, token.i + 2),
            method="according_to",
        )


def _around(token: "Token", clause: "Token") -> list[Range]:
    """Return a clause's tokens, in two parts where its verb and source stand in its midst."""
    first, last = clause.left_edge.i, _end_of_clause(token, clause)
    if not first <= token.i < last:
        return [skip_day(token.doc, (first, last)) if first == token.i + 1 else (first, last)]
    subjects = [child for child in token.children if child.i != clause.i and child.dep_ in SUBJECTS]
    low = min([token.i, *(child.left_edge.i for child in subjects)])
    high = max([token.i, *(child.right_edge.i for child in subjects)]) + 1
    return [part for part in ((first, low), (high, last)) if part[1] > part[0]]


def _end_of_clause(token: "Token", clause: "Token") -> int:
    """Return where a clause ends, without what its speaker does besides: `, citing a letter`."""
    last = clause.right_edge.i + 1
    other = find_other_speaker(clause, max(clause.i, token.i))
    if other is not None:
        return other - 1 if token.doc[other - 1].text in EDGES else other
    for child in clause.children:
        if child.lower_ in VERBS and child.right_edge.i + 1 == last and child.left_edge.i > max(clause.i, token.i):
            before = token.doc[child.left_edge.i - 1]
            if child.dep_ == "advcl" and child.tag_ == "VBG" and before.text == ",":
                return before.i
    return last


def _find_around_insertion(token: "Token") -> list[Range]:
    """Return the sentence around `, she said,`, which the parser takes for no verb's clause."""
    doc, sentence = token.doc, token.sent
    subject = next((one for one in token.children if one.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in RELATIVES:
        return []
    low = min(subject.left_edge.i, token.i)
    high = max(subject.right_edge.i, token.i) + 1
    is_inserted = sentence.start < low and doc[low - 1].text == "," and doc[min(high, len(doc) - 1)].text in ENDS
    if not is_inserted:
        return []
    before, behind = _strip_edges(doc, (sentence.start, low)), _strip_edges(doc, (high, sentence.end))
    if behind[1] > behind[0] and is_mark(doc[behind[0]].text):
        # what stands in no quotation marks before them is no part of what is said
        return [part for part in (before, behind) if part[1] > part[0] and is_mark(doc[part[1] - 1].text)]
    return [part for part in (before, behind) if part[1] > part[0]]


def _end_of_object(verb: "Token", target: "Token") -> int:
    tails = [
        child.right_edge.i
        for child in verb.children
        if child.i > target.i and (child.dep_ in {"oprd", "xcomp"} or child.lower_ in OBJECT_TAILS)
    ]
    return max([target.right_edge.i, *tails]) + 1


def _range_of(token: "Token") -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _strip_edges(doc: "Doc", part: Range) -> Range:
    first, last = part
    while first < last and doc[first].is_punct and not is_mark(doc[first].text):
        first += 1
    while last > first and doc[last - 1].text in EDGES:
        last -= 1
    return first, last


def _leave_out_nested(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out wishes and topics that lie inside what somebody else is said to have said."""
    covered: set[int] = set()
    reached = 0
    for first, last in sorted(part for one in found if one.method in SPEECH for part in one.content):
        covered.update(range(max(first, reached), last))
        reached = max(reached, last)
    return [one for one in found if one.method in SPEECH or one.cue is None or one.cue[0] not in covered]
