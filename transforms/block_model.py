"""Which blocks of a page are its article: trees of questions, learned from pages with known text (see training/).

The trees are oblivious ones, as CatBoost grows them (Prokhorenkova et al. 2018, arXiv:1706.09516): each level of a
tree asks all blocks the same question, so that a page's blocks go through all trees as a few operations on arrays.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from transforms.block_arrays import Numbers
from transforms.block_features import Columns

FILE: Final = Path(__file__).with_name("models") / "blocks.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockModel:
    """Trees of one depth: `tests` compare a feature's bin with a rank, `leaves` add up to log odds."""

    features: tuple[str, ...]
    borders: tuple[NDArray[np.float32], ...]
    """For each feature the borders of its bins, rising."""
    feature_of: NDArray[np.int64]
    """Trees x depth: the feature that each level asks for."""
    rank_of: NDArray[np.uint8]
    """Trees x depth: a level answers yes where the feature lies above so many borders, and one more."""
    leaves: NDArray[np.float32]
    """Trees x 2^depth."""
    bias: float

    def judge(self, columns: Columns) -> Numbers:
        """Return for each block how likely it is part of the article: 0 to 1."""
        count = len(columns[self.features[0]])
        bins = np.empty((len(self.features), count), dtype=np.uint8)
        for number, (name, borders) in enumerate(zip(self.features, self.borders, strict=True)):
            bins[number] = np.searchsorted(borders, columns[name].astype(np.float32), side="left")
        trees, depth = self.feature_of.shape
        places = np.zeros((trees, count), dtype=np.int32)
        for level in range(depth):
            yes = bins[self.feature_of[:, level]] > self.rank_of[:, level, None]
            places |= yes.astype(np.int32) << level
        places += np.arange(trees, dtype=np.int32)[:, None] << depth
        odds = self.leaves.ravel()[places].sum(axis=0, dtype=np.float64) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))


@cache
def load_model() -> BlockModel:
    """Return the model that comes with this version."""
    return read_model(FILE)


def read_model(file: Path) -> BlockModel:
    """Return the model of a file that `write_model` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        ends = np.cumsum(stored["border_counts"])
        return BlockModel(
            features=tuple(str(name) for name in stored["features"]),
            borders=tuple(np.split(stored["borders"], ends[:-1])),
            feature_of=stored["feature_of"].astype(np.int64),
            rank_of=stored["rank_of"],
            leaves=stored["leaves"],
            bias=float(stored["bias"]),
        )


def write_model(model: BlockModel, file: Path) -> None:
    """Write a model as arrays without any code; the same model gives the same bytes."""
    np.savez_compressed(
        file,
        features=np.array(model.features),
        border_counts=np.array([len(borders) for borders in model.borders]),
        borders=np.concatenate(model.borders),
        feature_of=model.feature_of.astype(np.uint16),
        rank_of=model.rank_of,
        leaves=model.leaves,
        bias=np.array(model.bias),
    )
