"""Average linkage of rows by their products, in blocks: memory is bounded by the largest group of candidates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

Matrix = Any
"""An array of numpy or a sparse matrix of scipy, which are loaded late."""
NEAR: Final = 0.07
"""Mean nearness from which two groups are one."""
FAINT: Final = 0.03
"""Nearness below this is taken for none."""
BLOCK: Final = 512
"""Rows whose products with all others are in memory at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """New rows that belong together, and the number of the earlier group that they go on from, if any."""

    rows: tuple[int, ...]
    earlier: int | None = None


def link_rows(vectors: Matrix, days: Matrix, earlier: Sequence[Sequence[int]], *, window: int) -> list[Group]:
    """Return the groups of the rows that are in no earlier group; the same whatever else was grouped before.

    `vectors` is a sparse matrix of unit vectors, `days` a number a row (nan: not known): rows more than a window
    apart do not count as a pair. Groups are joined as long as the mean of their pairs is NEAR, the nearest first;
    earlier groups are never joined with each other, and a new row joins one of them or none.
    """
    import numpy as np

    old = np.array([row for group in earlier for row in group], dtype=np.int64)
    new = np.setdiff1d(np.arange(vectors.shape[0]), old)
    owners = np.repeat(np.arange(len(earlier)), [len(group) for group in earlier])
    sums, counts = _add_earlier(vectors, days, new, old, owners, len(earlier), window)
    groups: list[Group] = []
    for places, numbers in _find_components(vectors, new, sums, counts):
        for members, number in _Linkage(
            vectors[new[places]], sums[places][:, numbers], counts[places][:, numbers]
        ):
            rows = tuple(int(new[places[member]]) for member in members)
            groups.append(Group(rows=rows, earlier=None if number is None else int(numbers[number])))
    return sorted(groups, key=lambda group: group.rows)


def _multiply(vectors: Matrix, others: Matrix) -> Iterator[tuple[int, Matrix]]:
    """Yield products of blocks of rows with all others, each with its first row; faint ones are nought."""
    import numpy as np

    columns = others.T.tocsr()
    for start in range(0, vectors.shape[0], BLOCK):
        block = (vectors[start : start + BLOCK] @ columns).toarray()
        yield start, np.where(block < FAINT, 0, block)


def _add_earlier(
    vectors: Matrix, days: Matrix, new: Matrix, old: Matrix, owners: Matrix, groups: int, window: int
) -> tuple[Matrix, Matrix]:
    """Return sums and numbers of the pairs within the window: of each new row with each earlier group."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

    if not len(old):
        return csr_matrix((len(new), groups), dtype=np.float32), csr_matrix((len(new), groups), dtype=np.float32)
    ones = np.ones(len(old), dtype=np.float32)
    members = csr_matrix((ones, (np.arange(len(old)), owners)), shape=(len(old), groups))
    sums, counts = [], []
    for start, block in _multiply(vectors[new], vectors[old]):
        within = ~(np.abs(days[new[start : start + BLOCK], None] - days[None, old]) > window)
        total = csr_matrix((members.T @ (block * within).T).T)
        number = (members.T @ within.T.astype(np.float32)).T
        sums.append(total)
        counts.append(total.sign().multiply(number).tocsr())
    return vstack(sums, format="csr"), vstack(counts, format="csr")


def _find_components(
    vectors: Matrix, new: Matrix, sums: Matrix, counts: Matrix
) -> Iterator[tuple[Matrix, Matrix]]:
    """Yield places of new rows and numbers of earlier groups that single pairs connect: only these can be one."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    size = len(new) + sums.shape[1]
    labels = np.arange(size)

    def connect(ones: Matrix, others: Matrix) -> None:
        nonlocal labels
        graph = coo_matrix((np.ones(len(ones), dtype=bool), (labels[ones], labels[others])), shape=(size, size))
        labels = connected_components(graph, directed=False)[1][labels]

    means = sums.multiply(counts.power(-1)).tocoo()
    near = means.data >= NEAR
    connect(means.row[near], len(new) + means.col[near])
    for start, block in _multiply(vectors[new], vectors[new]):
        ones, others = np.nonzero(block >= NEAR)
        connect(start + ones, others)
    order = np.argsort(labels, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        rows, groups = places[places < len(new)], places[places >= len(new)] - len(new)
        if len(rows):
            yield rows, groups


class _Linkage:
    """Average linkage of one component, by chains of nearest neighbours: the same as the nearest pair first.

    Nodes are new rows, then earlier groups; `sums` holds the sums over the pairs of two nodes. The best mean of a
    node never grows by merges of others, so that one whose best is not near is done.
    """

    def __init__(self, vectors: Matrix, sums: Matrix, counts: Matrix) -> None:
        import numpy as np

        self._np = np
        self._rows, self._earlier = sums.shape
        size = self._rows + self._earlier
        self._sums = np.zeros((size, size), dtype=np.float32)
        for start, block in _multiply(vectors, vectors):
            stop = start + len(block)
            block[:, start:stop] = np.maximum(block[:, start:stop], block[:, start:stop].T)
            self._sums[start:stop, start : self._rows] = block[:, start:]
            self._sums[start : self._rows, start:stop] = block[:, start:].T
        np.fill_diagonal(self._sums, 0)
        self._sums[: self._rows, self._rows :] = sums.toarray()
        self._sums[self._rows :, : self._rows] = self._sums[: self._rows, self._rows :].T
        self._counts = counts.toarray().T.astype(np.float32)
        self._sizes = np.ones(self._rows, dtype=np.float32)
        self._alive = np.ones(size, dtype=bool)
        self._members = {node: [node] if node < self._rows else [] for node in range(size)}

    def __iter__(self) -> Iterator[tuple[list[int], int | None]]:
        """Yield the new rows of each group, and the number of its earlier group, if it has one."""
        chain: list[int] = []
        for first in range(len(self._alive)):
            while self._alive[first] or chain:
                chain = chain or [first]
                last = chain[-1]
                means = self._measure(last)
                best = int(means.argmax())
                if means[best] < NEAR:
                    self._alive[last] = False
                    chain.pop()
                elif len(chain) > 1 and means[chain[-2]] >= means[best]:
                    self._merge(*sorted((chain.pop(), chain.pop())))
                else:
                    chain.append(best)
        for node, members in self._members.items():
            if members:
                yield sorted(members), node - self._rows if node >= self._rows else None

    def _measure(self, node: int) -> Matrix:
        """Return the mean nearness of a node to each other; the same whichever of two is asked."""
        np, rows = self._np, self._rows
        means = np.full(len(self._alive), -1, dtype=np.float32)
        sums = self._sums[node]
        if node < rows:
            means[:rows] = sums[:rows] / (self._sizes * self._sizes[node])
            counts = self._counts[:, node]
            means[rows:] = np.divide(sums[rows:], counts, out=np.zeros_like(counts), where=counts > 0)
        else:
            counts = self._counts[node - rows]
            means[:rows] = np.divide(sums[:rows], counts, out=np.zeros_like(counts), where=counts > 0)
        means[~self._alive] = -1
        means[node] = -1
        return means

    def _merge(self, one: int, other: int) -> None:
        """Let a node take in another; an earlier group takes in new rows, whichever comes first."""
        rows = self._rows
        kept, gone = (other, one) if other >= rows else (one, other)
        self._sums[kept] += self._sums[gone]
        self._sums[:, kept] = self._sums[kept]
        if kept >= rows:
            self._counts[kept - rows] += self._sizes[gone] * self._sizes
        else:
            self._counts[:, kept] += self._counts[:, gone]
            self._sizes[kept] += self._sizes[gone]
        self._members[kept] += self._members.pop(gone)
        self._alive[gone] = False
