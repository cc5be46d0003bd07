"""`make train-extraction`: learn which blocks of a page are its article, and say how well that holds elsewhere.

The figures are cross-validated by site: each page is judged by a model that saw no page of its site.
"""

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from training.pages import FOLDS, KnownPage, near_columns, read_pages
from transforms.block_arrays import Numbers
from transforms.block_choice import expect, join_blocks, leave_out_extras, pick
from transforms.block_features import FAR, name_features
from transforms.block_model import FILE, BlockModel, write_model
from transforms.body import SURE, is_better_guess

TREES: Final = 500
DEPTH: Final = 6
FORGOTTEN: Final = 0.3
"""Share of the columns resting on names that a page's second copy does without: other sites have other names."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the cross-validated figures; write the model, unless told not to."""
    parser = ArgumentParser(prog="python -m training.extraction", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/extraction"), help="pages with gold")
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/score_body.py"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--texts", type=Path, help="write the cross-validated texts there, one JSON line a page")
    parser.add_argument("--no-write", action="store_true", help="only print the figures")
    chosen = parser.parse_args(arguments)
    if not (chosen.data / "gold.jsonl").exists():
        print(
            f"{chosen.data} holds no gold.jsonl: name a folder of pages with known text with --data",
            file=sys.stderr,
        )
        return 1
    pages = read_pages(chosen.data, chosen.workers)
    print(f"{len(pages)} pages, {sum(len(page.wanted) for page in pages)} blocks, {len(name_features())} features")
    texts = {}
    for fold in range(FOLDS):
        model = fit([page for page in pages if page.fold != fold], workers=chosen.workers)
        for page in pages:
            if page.fold == fold:
                texts[page.page_id] = choose_text(page, judge(model, page))
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.texts or Path(folder) / "texts.jsonl"
        rows = (json.dumps({"id": page_id, "body": text}) for page_id, text in texts.items())
        file.write_text("\n".join(rows), encoding="utf-8")
        subprocess.run([sys.executable, chosen.scorer, chosen.data / "gold.jsonl", file], check=True)
    if not chosen.no_write:
        write_model(fit(pages, workers=chosen.workers), FILE)
        print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")
    return 0


def fit(pages: Sequence[KnownPage], *, workers: int) -> BlockModel:
    """Return the trees that these pages teach; the same pages give the same trees."""
    from catboost import CatBoostClassifier  # type: ignore[import-not-found]

    generator = np.random.default_rng(0)
    near = np.array(near_columns())
    rows, wanted, weights = [], [], []
    for page in pages:
        nameless = page.rows.copy()
        nameless[:, near[generator.random(len(near)) < FORGOTTEN]] = FAR
        rows += [page.rows, nameless]
        wanted += [page.wanted, page.wanted]
        weights += [page.weights, page.weights / 2]
    learner = CatBoostClassifier(
        iterations=TREES,
        depth=DEPTH,
        learning_rate=0.06,
        l2_leaf_reg=5,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        border_count=64,
        random_seed=0,
        thread_count=workers,
        allow_writing_files=False,
        verbose=0,
    )
    learner.fit(np.concatenate(rows), np.concatenate(wanted), sample_weight=np.concatenate(weights))
    return convert(learner)


def convert(learner: Any) -> BlockModel:  # noqa: ANN401 - catboost has no types
    """Return CatBoost's trees as arrays, with the features and borders that they use alone."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        learner.save_model(str(file), format="json")
        stored = json.loads(file.read_text(encoding="utf-8"))
    splits = [
        [(one["float_feature_index"], one["border"]) for one in tree["splits"]]
        for tree in stored["oblivious_trees"]
    ]
    borders: dict[int, list[float]] = {}
    for feature, border in {split for tree in splits for split in tree}:
        borders.setdefault(feature, []).append(border)
    used = sorted(borders)
    ranks = {feature: sorted(values) for feature, values in borders.items()}
    scale, (bias, *_) = stored["scale_and_bias"]
    leaves = np.zeros((len(splits), 2**DEPTH), dtype=np.float32)
    features = np.zeros((len(splits), DEPTH), dtype=np.int64)
    levels = np.full((len(splits), DEPTH), 255, dtype=np.uint8)  # a tree may be shallower: those levels answer no
    for number, (tree, split) in enumerate(zip(stored["oblivious_trees"], splits, strict=True)):
        leaves[number, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
        for level, (feature, border) in enumerate(split):
            features[number, level] = used.index(feature)
            levels[number, level] = ranks[feature].index(border)
    names = name_features()
    return BlockModel(
        features=tuple(names[feature] for feature in used),
        borders=tuple(np.array(ranks[feature], dtype=np.float32) for feature in used),
        feature_of=features,
        rank_of=levels,
        leaves=leaves,
        bias=float(bias),
    )


def judge(model: BlockModel, page: KnownPage) -> Numbers:
    """Return how likely each block of a page is the article's."""
    return model.judge(
        {name: page.rows[:, number].astype(np.float64) for number, name in enumerate(name_features())}
    )


def choose_text(page: KnownPage, likely: Numbers) -> str:
    """Return the text as extraction chooses it, trafilatura's where the model is not sure."""
    chosen = pick(likely)
    paragraphs = join_blocks(page.blocks, leave_out_extras(page.blocks, chosen))
    if expect(page.blocks, likely, chosen) < SURE and is_better_guess(page.fallback, paragraphs):
        paragraphs = page.fallback
    return "\n".join(paragraphs)


if __name__ == "__main__":
    sys.exit(main())
