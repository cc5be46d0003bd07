"""Which blocks of a page are its article's text, how sure that is, and why it was so decided."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from transforms.block_arrays import Numbers
from transforms.block_classes import WORDS
from transforms.block_features import Hints, measure
from transforms.block_model import load_model
from transforms.block_words import fold
from transforms.blocks import KINDS, Blocks, read_page
from transforms.evidence import Evidence

LIKELY: Final = 0.43
"""From this likelihood on a block is taken for the article's."""
CELL: Final = KINDS["td"]
POINTER: Final = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related(?: (?:story|stories|articles?|content))?|more on this"
    r"|lesen sie (?:auch|mehr)|mehr zum thema|lire aussi|à lire aussi|lee también|leia também|leggi anche)"
    r"\s*[:|»→\u2013\u2014-]\s*\S",
    re.IGNORECASE,
)
LONGEST_POINTER: Final = 250
SAYS_SOMETHING: Final = re.compile(r"[^\W_]")
SENTENCE: Final = re.compile(r"(?<=[.!?…。！？])\s*")  # noqa: RUF001 - marks of many scripts
LONGEST_ECHO: Final = 300
SHORTEST_ECHO: Final = 20
"""Characters of a block, and letters, between which it may be a pull quote."""
MOST_ECHOES: Final = 50
LONGEST_INVITATION: Final = 100
LARGEST_INVITATION: Final = 150
"""Characters of a block, and of its whole box, up to which it may be an invitation."""
MOST_MEMBERS: Final = 6
LINKED: Final = 0.8
QUOTE_STEPS: Final = 3
QUOTE_KINDS: Final = frozenset({KINDS["blockquote"], KINDS["aside"]})
QUOTE_BIT: Final = 1 << list(WORDS).index("quote")
NAMES: Final = {number: name for name, number in reversed(KINDS.items())}
LONGEST_SHOWN: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The blocks of a page: how likely each is the article's, the numbers of those chosen, the F1 to expect."""

    page: Blocks
    likely: Numbers
    chosen: tuple[int, ...]
    expected: float


def choose_blocks(evidence: Evidence, hints: Hints) -> Choice:
    """Return what the model takes for the article's text."""
    page = read_page(evidence.tree)
    if not page.texts:
        return Choice(page=page, likely=np.zeros(0), chosen=(), expected=0.0)
    likely = load_model().judge(measure(page, hints))
    picked = pick(likely)
    chosen = leave_out_extras(page, picked)
    return Choice(page=page, likely=likely, chosen=chosen, expected=expect(page, likely, picked))


def gather_hints(evidence: Evidence, title: str | None, stated: Sequence[str]) -> Hints:
    """Return what the page says of its article elsewhere; `stated` are the paragraphs of its JSON-LD."""
    description = evidence.first_meta("og:description", "description", "twitter:description")
    return Hints(title=title or "", description=description or "", body="\n".join(stated))


def pick(likely: Numbers) -> tuple[int, ...]:
    """Return the numbers of the blocks that are likely enough."""
    return tuple(np.nonzero(likely > LIKELY)[0].tolist())


def expect(page: Blocks, likely: Numbers, chosen: Sequence[int]) -> float:
    """Return the F1 to be expected of a choice: 1 where every block is certain.

    That is twice the characters expected to be right, over those chosen and those expected to be the article's.
    """
    sizes = np.array([len(text) for text in page.texts], dtype=np.float64)
    right = float((likely * sizes)[list(chosen)].sum())
    return 2 * right / max(float(sizes[list(chosen)].sum() + likely @ sizes), 1.0)


def leave_out_extras(page: Blocks, chosen: Sequence[int]) -> tuple[int, ...]:
    """Return the chosen blocks without what interrupts a text: pull quotes, small boxes with a link to follow."""
    return _leave_out_invitations(page, _leave_out_echoes(page, chosen))


def _leave_out_invitations(page: Blocks, chosen: Sequence[int]) -> tuple[int, ...]:
    """Leave out short blocks between others, in a small box of their own, together with a mere link."""
    boxes = [page.parents[owner] for owner in page.owners]
    short = [
        number
        for before, number, after in zip(chosen, chosen[1:], chosen[2:], strict=False)
        if len(page.texts[number]) < LONGEST_INVITATION and boxes[number] not in {boxes[before], boxes[after]}
    ]
    invitations = {number for number in short if _invites(page, boxes, number)}
    return tuple(number for number in chosen if number not in invitations)


def _invites(page: Blocks, boxes: Sequence[int], number: int) -> bool:
    """Whether a block's neighbours in its box are next to nothing but a link."""
    members = [number]
    for step in (-1, 1):
        at = number + step
        while (
            0 <= at < len(boxes) and boxes[number] in {boxes[at], page.owners[at]} and len(members) <= MOST_MEMBERS
        ):
            members.append(at)
            at += step
    others = [at for at in members if at != number]
    is_small = sum(len(page.texts[at]) for at in members) <= LARGEST_INVITATION
    return is_small and any(page.linked[at] >= LINKED * len(page.texts[at]) for at in others)


def _leave_out_echoes(page: Blocks, chosen: Sequence[int]) -> tuple[int, ...]:
    """Leave out pull quotes: blocks in a quotation's box that only say again what others say."""
    quoted = [number for number in chosen if len(page.texts[number]) <= LONGEST_ECHO and _is_quoted(page, number)]
    if not quoted:
        return tuple(chosen)
    folded = {number: fold(page.texts[number]) for number in chosen}
    echoes = {number for number in quoted[:MOST_ECHOES] if _is_echo(number, page.texts[number], folded)}
    return tuple(number for number in chosen if number not in echoes)


def _is_quoted(page: Blocks, number: int) -> bool:
    """Whether a block stands in a box for quotations, or in one beside the text."""
    at = page.owners[number]
    for _ in range(QUOTE_STEPS):
        if page.kinds[at] in QUOTE_KINDS or page.bits[at] & QUOTE_BIT:
            return True
        at = page.parents[at]
    return False


def _is_echo(number: int, text: str, folded: Mapping[int, str]) -> bool:
    size = len(folded[number])
    longer = [other for at, other in folded.items() if at != number and len(other) > 2 * size]
    sentences = [fold(sentence) for sentence in SENTENCE.split(text)]
    return size >= SHORTEST_ECHO and all(
        any(sentence in other for other in longer) for sentence in sentences if sentence
    )


def join_blocks(page: Blocks, chosen: Iterable[int]) -> list[str]:
    """Return these blocks as paragraphs, the cells of a table's row as one, without pointers and mere marks."""
    lines: list[str] = []
    row = -1
    for number in chosen:
        owner, text = page.owners[number], page.texts[number].replace("\u00ad", "")
        here = page.parents[owner] if page.kinds[owner] == CELL else -1
        if here >= 0 and here == row:
            lines[-1] = f"{lines[-1]} | {text}"
        elif SAYS_SOMETHING.search(text) and not is_pointer(text):
            lines.append(text)
            row = here
    return lines


def is_pointer(line: str) -> bool:
    """Whether a line only points to another article, such as `Read more: …`."""
    return len(line) <= LONGEST_POINTER and POINTER.match(line) is not None


def explain(choice: Choice) -> Iterator[str]:
    """Yield one line a block: how likely it is the article's, `+` if it was chosen, its element, its beginning."""
    chosen = set(choice.chosen)
    for number, (text, likelihood) in enumerate(zip(choice.page.texts, choice.likely.tolist(), strict=True)):
        name = NAMES.get(choice.page.kinds[choice.page.owners[number]], "-")
        short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
        yield f"{likelihood:5.2f} {'+' if number in chosen else ' '} {name:<10} {short}"
