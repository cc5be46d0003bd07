"""What is known of each block of a page, as numbers for the model that decides which of them are the article."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from transforms import block_words
from transforms.block_arrays import (
    LONG_AGO,
    Numbers,
    Places,
    carry,
    count_since,
    measure_depths,
    shift,
    sum_around,
    sum_by,
)
from transforms.block_classes import WORDS
from transforms.block_words import HEADS_OTHERS, fold, liken, look_at, overlap
from transforms.blocks import KINDS, Blocks

Columns = dict[str, Numbers]

FAR: Final = 30
"""Steps up the tree that are looked at, and what stands for an ancestor that is not there."""
LINKED: Final = 0.8
"""Share of links from which a block's words are not looked at: they name something else."""
PROSE: Final = 60
"""Characters outside links from which a block counts as prose."""
LONGEST_STATED: Final = 60_000
MOST_STATED: Final = 4000
"""Characters of a stated text, and blocks looked for in it: so that no page keeps us busy with that."""
NEAR_KINDS: Final = (
    "article", "main", "aside", "nav", "footer", "header", "li", "ul", "table", "figure", "blockquote", "form",
    "section", "a", "p", "button", "figcaption",
)  # fmt: skip
ENDS: Final = frozenset(".!?…。！？।؟۔\"”»'’")  # noqa: RUF001 - marks of many scripts
COMMAS: Final = (",", "、", "，", "،")  # noqa: RUF001
STOPS: Final = (". ", "? ", "! ", "。", "।")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the page says of its article elsewhere, to be compared with each block."""

    title: str = ""
    description: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's blocks as arrays: `owners` and so on as in Blocks, lengths in characters."""

    blocks: Blocks
    texts: list[str]
    owners: Places
    parents: Places
    kinds: Places
    signatures: Places
    depths: Places
    lengths: Numbers
    linked: Numbers
    density: Numbers
    prose: Numbers
    """A block's characters outside links where it has many and few links, else 0."""
    total: float
    """Prose of the page, at least 1."""

    def kinds_of(self) -> Places:
        """Return the kind of each block's own element."""
        return self.kinds[self.owners]


def measure(blocks: Blocks, hints: Hints) -> Columns:
    """Return what is known of each block, one number each, by name; the names are the same for every page."""
    page = _open(blocks)
    columns: Columns = {}
    for part in (_measure_text, _measure_words, _measure_place, _measure_flow, _measure_families, _measure_boxes):
        columns.update(part(page))
    _compare(page, hints, columns)
    return columns


@lru_cache(maxsize=1)
def name_features() -> tuple[str, ...]:
    """Return the names of the numbers, in the order in which `measure` gives them."""
    single = Blocks([0], [0], [0], [0], ["a"], [0], [0], [0], [0], [0], [0])
    return tuple(measure(single, Hints()))


def _open(blocks: Blocks) -> Page:
    texts = blocks.texts
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    linked = np.minimum(np.array(blocks.linked, dtype=np.float64), lengths)
    density = linked / lengths
    plain = lengths - linked
    prose = np.where((plain > PROSE) & (density < 0.4), plain, 0.0)
    parents = np.array(blocks.parents, dtype=np.int64)
    return Page(
        blocks=blocks,
        texts=texts,
        owners=np.array(blocks.owners, dtype=np.int64),
        parents=parents,
        kinds=np.array(blocks.kinds, dtype=np.int64),
        signatures=np.array(blocks.signatures, dtype=np.int64),
        depths=measure_depths(blocks.parents),
        lengths=lengths,
        linked=linked,
        density=density,
        prose=prose,
        total=float(prose.sum()) or 1.0,
    )


def _measure_text(page: Page) -> Columns:
    """Measure the block's text by itself."""
    blocks, texts, lengths = page.blocks, page.texts, page.lengths
    words = np.array([text.count(" ") + 1 for text in texts], dtype=np.float64)
    wordy = np.maximum(words, lengths / 8)  # scripts without spaces
    pictures = np.array(blocks.pictures, dtype=np.float64)
    last = [text[-1] for text in texts]
    return {
        "length": lengths,
        "words": wordy,
        "word_length": lengths / words,
        "link_density": page.density,
        "links": np.array(blocks.links, dtype=np.float64),
        "strong": np.minimum(np.array(blocks.strong, dtype=np.float64) / lengths, 1.0),
        "broken": np.array(blocks.breaks, dtype=np.float64),
        "pictures_before": np.diff(pictures, prepend=pictures[:1]),
        "commas": _count(texts, COMMAS) / wordy,
        "stops": _count(texts, STOPS),
        "ends": np.array([mark in ENDS for mark in last], dtype=np.float64),
        "colon": np.array([mark in ":：" for mark in last], dtype=np.float64),  # noqa: RUF001
        "starts": np.array([_read_start(text[0]) for text in texts], dtype=np.float64),
        "to_longest": lengths / (float(page.prose.max()) or 1.0),
    }


def _measure_words(page: Page) -> Columns:
    nothing = (0.0,) * len(block_words.NAMES)
    looks = np.array(
        [
            look_at(text) if share < LINKED else nothing
            for text, share in zip(page.texts, page.density.tolist(), strict=True)
        ]
    )
    columns = {name: looks[:, number] for number, name in enumerate(block_words.NAMES)}
    texts = page.texts
    seen: dict[str, int] = {}
    starts: dict[str, int] = {}
    copied = []
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        start = text[:50]
        copied.append(starts.get(start, 0) if len(text) > 30 else 0)
        starts[start] = starts.get(start, 0) + 1
    later = [
        starts[text[:50]] - 1 - before if len(text) > 30 else 0 for text, before in zip(texts, copied, strict=True)
    ]
    columns["copies"] = np.array([seen[text] for text in texts], dtype=np.float64)
    columns["copied"] = np.array(copied, dtype=np.float64)
    columns["copied_later"] = np.array(later, dtype=np.float64)
    return columns


def _measure_place(page: Page) -> Columns:
    """Say where in the tree a block stands: what its ancestors are, and what their classes say."""
    columns: Columns = {
        "kind": page.kinds_of().astype(np.float64),
        "depth": page.depths[page.owners].astype(np.float64),
    }
    owners, back = np.unique(page.owners, return_inverse=True)
    bits = np.array(page.blocks.bits, dtype=np.int64)
    masks = 1 << np.arange(len(WORDS) + 1, dtype=np.int64)
    numbers = np.array([KINDS[name] for name in NEAR_KINDS])
    said = np.full((len(owners), len(masks)), float(FAR))
    near = np.full((len(owners), len(NEAR_KINDS)), float(FAR))
    known = np.zeros(len(owners), dtype=np.int64)
    at = owners
    for step in range(FAR):
        fresh = bits[at] & ~known
        rows = np.nonzero(fresh)[0]
        if len(rows):
            said[rows] = np.where((fresh[rows, None] & masks) != 0, step, said[rows])
            known[rows] |= fresh[rows]
        near[(page.kinds[at][:, None] == numbers) & (near == FAR)] = step
        above = page.parents[at]
        if np.array_equal(above, at):
            break
        at = above
    said, near = said[back], near[back]
    columns.update({f"near_{name}": said[:, number] for number, name in enumerate(WORDS)})
    columns["styled"] = said[:, len(WORDS)]
    columns.update({f"in_{name}": near[:, number] for number, name in enumerate(NEAR_KINDS)})
    return columns


def _measure_flow(page: Page) -> Columns:
    """Measure what stands before and after a block, and how far into the page it is."""
    count, kinds = len(page.texts), page.kinds_of()
    plain = page.lengths - page.linked
    total = float(plain.sum()) or 1.0
    marks = np.array([text[-1] in ENDS for text in page.texts], dtype=np.float64)
    boxes = page.parents[page.owners].astype(np.float64)
    columns: Columns = {
        "place": np.arange(count) / max(count - 1, 1),
        "text_before": (np.cumsum(plain) - plain) / total,
        "blocks": np.full(count, float(count)),
        "text_of_page": np.full(count, total),
        "prose_before": (np.cumsum(page.prose) - page.prose) / page.total,
        "prose_share": page.prose / page.total,
    }
    for by in (1, 2, 3, -1, -2, -3):
        name = f"{'before' if by > 0 else 'after'}_{abs(by)}"
        columns[f"length_{name}"] = shift(page.lengths, by)
        columns[f"density_{name}"] = shift(page.density, by)
        if abs(by) < 3:
            columns[f"kind_{name}"] = shift(kinds.astype(np.float64), by)
            columns[f"ends_{name}"] = shift(marks, by)
            columns[f"same_box_{name}"] = (boxes == shift(boxes, by)) * 1.0
    for width in (3, 8, 20):
        columns[f"prose_around_{width}"] = sum_around(page.prose, width)
        columns[f"density_around_{width}"] = sum_around(page.linked, width) / np.maximum(
            sum_around(page.lengths, width), 1
        )
    heading = (kinds >= KINDS["h1"]) & (kinds <= KINDS["h6"])
    columns["since_heading"] = count_since(heading)
    columns["until_heading"] = count_since(heading[::-1])[::-1]
    columns["heading_above"] = carry(np.where(heading, kinds, 0))
    return columns


def _measure_families(page: Page) -> Columns:
    """Measure what the blocks of the same box and those of the same make come to together."""
    columns: Columns = {}
    one = np.ones(len(page.texts))
    box = page.owners
    for level in (1, 2, 3):
        box = page.parents[box]
        sums = sum_by(box, page.prose, page.linked, page.lengths, one)
        columns[f"prose_box_{level}"] = sums[0] / page.total
        columns[f"density_box_{level}"] = sums[1] / np.maximum(sums[2], 1)
        columns[f"blocks_box_{level}"] = sums[3]
    own = page.signatures[page.owners]
    make = own * 100_003 + page.signatures[page.parents[page.owners]]
    sums = sum_by(make, page.prose, page.linked, page.lengths, one)
    columns["prose_make"] = sums[0] / page.total
    columns["density_make"] = sums[1] / np.maximum(sums[2], 1)
    columns["blocks_make"] = sums[3]
    prose, blocks = sum_by(own, page.prose, one)
    columns["prose_make_own"], columns["blocks_make_own"] = prose / page.total, blocks
    return columns


def _measure_boxes(page: Page) -> Columns:
    """Say where a block stands to the smallest element that holds most of the page's prose."""
    size = len(page.parents)
    above = page.blocks.parents
    mass = np.bincount(page.owners, weights=page.prose, minlength=size).tolist()
    for number in range(size - 1, 0, -1):
        mass[above[number]] += mass[number]
    masses, order = np.array(mass), np.arange(len(page.texts))
    columns: Columns = {}
    for name, least in (("tight", 0.5), ("loose", 0.8)):
        holders = np.nonzero(masses >= least * page.total)[0]
        box = int(holders[np.argmax(page.depths[holders])]) if len(holders) else 0
        within = [False] * size
        within[box] = True
        for number in range(box + 1, size):
            within[number] = within[above[number]]
        inside = np.array(within)[page.owners]
        places = np.nonzero(inside)[0]
        first, last = (places[0], places[-1]) if len(places) else (0, 0)
        columns[f"box_{name}_steps"] = np.where(inside, page.depths[page.owners] - page.depths[box], -1) * 1.0
        columns[f"box_{name}_from_start"] = np.clip(order - first, -LONG_AGO, LONG_AGO)
        columns[f"box_{name}_to_end"] = np.clip(last - order, -LONG_AGO, LONG_AGO)
        columns[f"box_{name}_share"] = np.full(len(order), masses[box] / page.total)
    return columns


def _compare(page: Page, hints: Hints, columns: Columns) -> None:
    """Compare blocks with what the page says elsewhere, and count what stands between them and the headline."""
    count, kinds, lengths = len(page.texts), page.kinds_of(), page.lengths
    title, description, said = fold(hints.title), fold(hints.description), fold(hints.body[:LONGEST_STATED])
    longest = max(2.5 * len(hints.title), 1.5 * len(hints.description)) + 20
    is_said = len(said) > 200
    folded = [fold(text) if len(text) <= longest else "" for text in page.texts]
    likeness = np.array([liken(text, title) for text in folded])
    columns["title"] = likeness
    columns["description"] = np.array(
        [overlap(short or fold(text[:200]), description) for short, text in zip(folded, page.texts, strict=True)]
        if description
        else [0.0] * count
    )
    columns["stated"] = np.full(count, min(len(said), 20_000) / 1000)
    columns["in_stated"] = np.zeros(count)
    if is_said:
        first = page.texts[:MOST_STATED]
        columns["in_stated"][: len(first)] = [1.0 + (fold(text[:120])[:80] in said) for text in first]
    top = kinds == KINDS["h1"]
    titled = (likeness > 0.9) | top
    columns["since_title"] = count_since(titled)
    columns["until_title"] = count_since(titled[::-1])[::-1]
    heading = (kinds >= KINDS["h1"]) & (kinds <= KINDS["h6"])
    others = np.array(
        [
            bool(is_heading or size < PROSE) and HEADS_OTHERS.match(text) is not None
            for text, is_heading, size in zip(page.texts, heading.tolist(), lengths.tolist(), strict=True)
        ]
    )
    columns["since_other_heading"] = count_since(others)
    best = int(np.argmax(likeness + 0.5 * (top & (likeness > 0.5)) + 0.3 * top))
    has_title = bool(likeness[best] > 0.5 or top[best])
    up, down = _meet(page, int(page.owners[best])) if has_title else (np.full(count, -1.0), np.full(count, -1.0))
    columns["to_title_up"], columns["to_title_down"] = up, down
    since = _counter(best) if has_title else lambda _: np.full(count, -100.0)
    columns["after_title"] = np.clip(since(np.ones(count)), -LONG_AGO - 1, LONG_AGO)
    columns["linked_headings_since_title"] = since(heading & (page.density > 0.7))
    columns["headings_since_title"] = since(heading)
    columns["main_headings_since_title"] = since(top)
    columns["dates_since_title"] = since((columns["dated"] > 0) & (lengths < PROSE))
    columns["other_headings_since_title"] = since(others)
    columns["prose_since_title"] = since(page.prose / page.total)
    columns["linked_blocks_since_title"] = since(page.density > LINKED)


def _counter(start: int) -> Callable[[NDArray[np.generic]], Numbers]:
    """Return a function that counts marks from a block on, those before it below zero."""

    def count(marks: NDArray[np.generic]) -> Numbers:
        sums = np.cumsum(marks, dtype=np.float64)
        return np.array(sums - sums[start])

    return count


def _meet(page: Page, place: int) -> tuple[Numbers, Numbers]:
    """Return how many steps up from each block, and from an element, the nearest element is that holds both."""
    heights = np.full(len(page.parents), -1.0)
    for step, ancestor in enumerate(_climb(page, place)):
        heights[ancestor] = step
    up, down = np.full(len(page.owners), float(FAR)), np.full(len(page.owners), float(FAR))
    at = page.owners
    for step in range(FAR):
        met = (heights[at] >= 0) & (up == FAR)
        up[met], down[met] = step, heights[at][met]
        if (up < FAR).all():
            break
        at = page.parents[at]
    return up, down


def _climb(page: Page, place: int) -> Iterator[int]:
    """Yield an element and all that it lies in."""
    yield place
    while (above := page.blocks.parents[place]) != place:
        yield above
        place = above


def _count(texts: list[str], marks: tuple[str, ...]) -> Numbers:
    return np.array([sum([text.count(mark) for mark in marks]) for text in texts], dtype=np.float64)


def _read_start(letter: str) -> float:
    if letter.isupper():
        return 1.0
    if letter.islower():
        return 2.0
    return 3.0 if letter.isdigit() else 4.0 if letter.isalpha() else 0.0
