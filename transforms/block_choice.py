"""Which blocks of a page are its article's text, how sure that is, and why it was so decided."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from transforms.block_features import Hints, Numbers, measure
from transforms.block_model import load_model
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
    chosen = pick(likely)
    return Choice(page=page, likely=likely, chosen=chosen, expected=expect(page, likely, chosen))


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
