"""Pages with known articles: their blocks, what is known of each, and what each should be."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from training.alignment import align, mark_passages, split_words
from transforms.block_arrays import Numbers
from transforms.block_choice import gather_hints
from transforms.block_features import measure, name_features
from transforms.blocks import Blocks, read_page
from transforms.body import read_article_body, run_trafilatura, strip_tree
from transforms.decoding import decode_body, parse_html
from transforms.evidence import gather_evidence
from transforms.metadata import is_behind_paywall
from transforms.records import Page
from transforms.titles import find_title

FOLDS: Final = 5
HTML: Final = "text/html; charset=utf-8"
HEAVIEST: Final = 3.0
"""What a page may weigh: one that is mostly boilerplate teaches no more than three articles."""
LEAST_WORDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """One page: a row a block in `rows`; `wanted` 1 for blocks of the article, `weights` how much each counts."""

    page_id: str
    fold: int
    blocks: Blocks
    rows: np.ndarray[Any, np.dtype[np.float32]]
    wanted: Numbers
    weights: Numbers
    fallback: list[str]
    """The paragraphs that trafilatura finds."""


def read_pages(folder: Path, workers: int) -> list[KnownPage]:
    """Read all pages of a folder of the form of ../shared/extraction that have blocks, in order."""
    with ProcessPoolExecutor(workers) as pool:
        return [page for page in pool.map(read_known, list_rows(folder), chunksize=8) if page is not None]


def list_rows(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each row of the gold with the path of its page."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield folder / row["file"], row


def read_known(item: tuple[Path, dict[str, Any]]) -> KnownPage | None:
    """Read one page and its gold; None for one without blocks."""
    path, row = item
    body = gzip.decompress(path.read_bytes())
    tree = parse_html(decode_body(body, HTML))
    if tree is None:
        return None
    evidence = gather_evidence(Page(body=body, url=row.get("url"), content_type=HTML), tree)
    is_free = not is_behind_paywall(evidence)
    blocks = read_page(tree)
    if not blocks.texts:
        return None
    hints = gather_hints(evidence, find_title(evidence)[0], read_article_body(evidence) if is_free else [])
    fallback = run_trafilatura(strip_tree(tree, is_free=is_free), row.get("url"), precise=True)
    wanted, weights = set_targets(blocks.texts, row, fallback)
    return KnownPage(
        page_id=row["id"],
        fold=int(hashlib.sha256((row["site"] or row["id"]).encode()).hexdigest(), 16) % FOLDS,
        blocks=blocks,
        rows=np.stack(list(measure(blocks, hints).values()), axis=1).astype(np.float32),
        wanted=wanted,
        weights=weights,
        fallback=fallback,
    )


def set_targets(texts: list[str], row: dict[str, Any], fallback: list[str]) -> tuple[Numbers, Numbers]:
    """Return what each block should be, and its weight: an article's blocks together weigh one.

    A standfirst that the gold keeps apart weighs nothing: it is a matter of style. A page of which only passages
    are known, or only the date, counts half, with trafilatura's text for what is not known.
    """
    sizes = np.array([len(split_words(text)) for text in texts], dtype=np.float64)
    if row.get("body"):
        wanted = np.asarray(align(texts, row["body"]) > 0.5, dtype=np.float64)
        weights = (sizes + 2) / max(len(split_words(row["body"])), LEAST_WORDS)
        if row.get("summary"):
            weights[(align(texts, row["summary"]) > 0.5) & (wanted == 0)] = 0
        return wanted, _bound(weights, HEAVIEST)
    wanted = np.asarray(align(texts, "\n".join(fallback)) > 0.5, dtype=np.float64)
    weights = 0.5 * (sizes + 2) / max(float(sizes[wanted > 0].sum()), LEAST_WORDS)
    if row.get("must_have") is None:
        return wanted, _bound(0.6 * weights, HEAVIEST / 2)
    inside = mark_passages(texts, row["must_have"], shortest=10)
    outside = mark_passages(texts, row.get("must_not") or [], shortest=4) * (1 - inside)
    wanted = np.maximum(wanted * (1 - outside), inside)
    return wanted, _bound(weights + (inside + outside) * (weights + 0.05), HEAVIEST / 2)


def _bound(weights: Numbers, most: float) -> Numbers:
    total = float(weights.sum())
    return weights * min(1.0, most / total) if total else weights


def near_columns() -> list[int]:
    """Return the columns that rest on what sites call their elements."""
    return [number for number, name in enumerate(name_features()) if name.startswith("near_")]
