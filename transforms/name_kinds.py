"""What kind of thing a name means, by its words, the words beside it, and what the model said of it."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from transforms.countries import load_places, name_country
from transforms.first_names import is_first_name
from transforms.gazetteer import fold, load_gazetteer
from transforms.mentions import KINDS as MODEL_KINDS
from transforms.name_evidence import tell_kind
from transforms.name_words import (
    HONORIFICS,
    KNOWN_ORGANISATIONS,
    ORGANISATION_WORDS,
    PLACE_LEADS,
    PLACE_STARTS,
    PLACE_WORDS,
)
from transforms.records import Mention
from transforms.roles import ROLE_WORDS

KINDS: Final = ("PER", "ORG", "LOC", "MISC", "NONE")
"""The columns of the weights; the last is no name at all."""
LABELS: Final = MappingProxyType(
    {kind: tuple(label for label, of in MODEL_KINDS.items() if of == kind) for kind in KINDS[:-1]}
)
GUESS: Final = "NONE"
"""The label of a span that the model did not find."""
STRONG: Final = 4.0
"""What words must weigh to settle a kind by themselves."""
LEAST_FOR_NAMELESS: Final = 0.6
"""The probability from which a name that the model found is none."""
LEAST_FOR_GUESS: Final = 0.5
TRUST: Final = 0.25
"""What the model's own label is worth beyond the learned weights: it was made for news, as they were not."""
SMALLEST_CITY: Final = 30_000
"""Inhabitants from which a city's name is evidence: every second surname is a village's too."""
BIG_CITY: Final = 50_000
"""Inhabitants from which one word of a name is taken for a city's."""
CONTEXT: Final = 40
MOST_WORDS_OF_PERSON: Final = 3
LEADING_ARTICLE: Final = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
TOKEN: Final = re.compile(r"\w[\w'\u2019.-]*\w|\w|[^\w\s]")
BEFORE: Final = re.compile(r"([\w.'-]+)[\s\"\u201c(]*$")
BESIDE_ROLE: Final = re.compile(rf"\b(?:{ROLE_WORDS}),? $", re.IGNORECASE)
ROLE_BEHIND: Final = re.compile(
    rf", (?:(?:the|an?|its|their|his|her)\s)?(?:[\w'\u2019-]+ ){{0,4}}?(?:{ROLE_WORDS})\b", re.IGNORECASE
)

Features = dict[str, float]


def decide_kinds(text: str, mentions: Sequence[Mention], told: Collection[str]) -> Mapping[str, str | None]:
    """Return the kind of each folded name in a text, None for what is no name.

    `told` are names that the text itself shows to be organisations. Words that leave no doubt settle a kind;
    otherwise weights learned from Wikigold do (training/name_kinds.py).
    """
    groups = group_names(mentions)
    guesses = frozenset(name for name, group in groups.items() if all(one.label == GUESS for one in group))
    settled = {
        name: tell_kind(text, group) or _settle(name, told, is_guess=name in guesses)
        for name, group in groups.items()
    }
    open_names = frozenset(name for name, kind in settled.items() if kind is None)
    described = describe_names(text, groups, told, open_names)
    kinds = {name: kind or _weigh(described[name], is_guess=name in guesses) for name, kind in settled.items()}
    kinds.update(dict.fromkeys(_list_full_names(groups, open_names), "PER"))
    surnames = {name.rsplit(" ", 1)[-1] for name, kind in kinds.items() if " " in name and kind == "PER"}
    kinds.update(dict.fromkeys(surnames & kinds.keys(), "PER"))
    return {name: None if kind == GUESS else kind for name, kind in kinds.items()}


def _list_full_names(groups: Mapping[str, Sequence[Mention]], open_names: Collection[str]) -> Iterator[str]:
    """Yield the names of two or three words, of no certain kind, of which the last is a person's to the model."""
    for name in open_names:
        words = name.split()
        alone = groups.get(words[-1], ()) if 1 < len(words) <= MOST_WORDS_OF_PERSON else ()
        if alone and 2 * sum(one.label == "PERSON" for one in alone) > len(alone):
            yield name


def describe_names(
    text: str, groups: Mapping[str, Sequence[Mention]], told: Collection[str], wanted: Collection[str]
) -> Mapping[str, Features]:
    """Return the features of each wanted folded name, from all its mentions in a text."""
    parts = _list_parts(groups)
    described = {}
    for name in wanted:
        group = groups[name]
        features = {**_describe_words(name, group[0].text), **dict.fromkeys(parts.get(name, ()), 1.0)}
        features["told"] = float(name in told)
        features["often"] = min(len(group), 5) / 5
        for feature, count in _describe_contexts(text, group).items():
            features[feature] = features.get(feature, 0.0) + count / len(group)
        described[name] = features
    return described


def group_names(mentions: Sequence[Mention]) -> Mapping[str, Sequence[Mention]]:
    """Return the mentions by folded name, both in order."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[fold_name(mention.text)].append(mention)
    return groups


def fold_name(name: str) -> str:
    """Return a name as mentions of one text are grouped: no case, no article, single spaces."""
    article = LEADING_ARTICLE.match(name)
    return " ".join(name[article.end() if article else 0 :].casefold().split())


def _settle(name: str, told: Collection[str], *, is_guess: bool) -> str | None:
    """Return the kind that a name's own words, or the text, leave no doubt of."""
    verdict = max(weigh_words(name), key=lambda one: one[1], default=None)
    if verdict and verdict[1] >= STRONG and not is_guess:
        return verdict[0]
    return "ORG" if name in told else None


def _weigh(features: Features, *, is_guess: bool) -> str:
    """Return the likeliest kind by the learned weights."""
    weights = load_weights()
    seen = [(weights[feature], value) for feature, value in features.items() if value and feature in weights]
    scores = [sum(row[place] * value for row, value in seen) for place in range(len(KINDS))]
    highest = max(scores)
    chances = [math.exp(score - highest) for score in scores]
    if chances[-1] / sum(chances) > (LEAST_FOR_GUESS if is_guess else LEAST_FOR_NAMELESS):
        return GUESS
    for place, kind in enumerate(KINDS[:-1]):
        scores[place] += TRUST * sum(features.get(f"model:{label}", 0.0) for label in LABELS[kind])
    return KINDS[max(range(len(KINDS) - 1), key=scores.__getitem__)]


@cache
def load_weights() -> Mapping[str, Sequence[float]]:
    """Return the packaged weights by feature, a column a kind, read once a process."""
    content = files("transforms").joinpath("models/name_kinds.json").read_text(encoding="utf-8")
    weights: Mapping[str, Sequence[float]] = json.loads(content)
    return weights


def _list_parts(groups: Mapping[str, Sequence[Mention]]) -> Mapping[str, frozenset[str]]:
    """Return, by word, of which kinds' longer names in the text it is the first or the last word."""
    parts: dict[str, set[str]] = defaultdict(set)
    for name, group in groups.items():
        words = name.split()
        kind = Counter(one.kind for one in group).most_common(1)[0][0]
        if len(words) > 1 and kind != GUESS:
            parts[words[-1]].add(f"ends:{kind}")
            parts[words[0]].add(f"begins:{kind}")
    return {word: frozenset(found) for word, found in parts.items()}


@lru_cache(maxsize=8192)
def _describe_words(name: str, written: str) -> Mapping[str, float]:
    """Return what a name by itself tells: its words, its shape, and the lists that it stands in."""
    words = [word.strip(".,'\u2019\"()") for word in name.split()]
    first, last = words[0], words[-1]
    found: Features = {"always": 1.0, f"words:{min(len(words), 4)}": 1.0}
    found |= {f"says:{kind}": weight / STRONG for kind, weight in weigh_words(name)}
    found |= {f"ending:{last[-3:]}": 1.0, f"ending:{last[-2:]}": 1.0}
    found |= _describe_shape(written)
    inhabitants = _count_inhabitants(written)
    if inhabitants is not None:
        found["city"] = 1.0
        found["city_size"] = max(0.0, math.log10(inhabitants + 1) - 3) / 3
        found["city_or_first_name"] = float(is_first_name(first))
    if len(words) == 1:
        found |= {f"word:{first}": 1.0, "is_first_name": float(is_first_name(first))}
        found["one_word_city"] = float(inhabitants is not None)
        return found
    found |= {f"first:{first}": 1.0, f"last:{last}": 1.0, "has_first_name": float(is_first_name(first))}
    found["ends_in_first_name"] = float(is_first_name(last))
    found["begins_with_city"] = float((_count_inhabitants(first) or 0) >= BIG_CITY)
    found["ends_in_city"] = float((_count_inhabitants(last) or 0) >= BIG_CITY)
    if words[1] in {"of", "for"}:
        found[f"head:{first}"] = 1.0
    return found


def _describe_shape(written: str) -> Features:
    shape = {f"has:{sign}": 1.0 for sign in "-&." if sign in written}
    if written.isupper():
        shape[f"capitals:{min(len(written), 5)}"] = 1.0
    if any(map(str.isdigit, written)):
        shape["has:digit"] = 1.0
    if written[:1].islower():
        shape["small"] = 1.0
    return shape


def _count_inhabitants(name: str) -> int | None:
    """Return those of the largest city of a name, None if there is none that readers would know."""
    gazetteer = load_gazetteer()
    most = max((int(gazetteer.populations[row]) for row in gazetteer.find_rows(fold(name))), default=0)
    return most if most >= SMALLEST_CITY else None


def _describe_contexts(text: str, group: Sequence[Mention]) -> Mapping[str, float]:
    """Return what the model and the words beside each mention say, summed."""
    found: dict[str, float] = defaultdict(float)
    for mention in group:
        found[f"model:{mention.label}"] += 1
        before = text[max(0, mention.start - CONTEXT) : mention.start]
        left = [*reversed(TOKEN.findall(before[before.rfind("\n") + 1 :])), "^", "^"]
        right = [*TOKEN.findall(text, mention.end, mention.end + CONTEXT), "$", "$"]
        near = {"left": left[0], "left2": left[1], "lefts": f"{left[1]} {left[0]}"}
        near |= {"right": right[0], "right2": right[1], "rights": f"{right[0]} {right[1]}"}
        for side, words in near.items():
            found[f"{side}:{words.lower()}"] += 1
        found["capital_left"] += left[0][0].isupper()
        found["capital_right"] += right[0][0].isupper()
        for kind, weight in weigh_context(text, mention):
            found[f"beside:{kind}"] += weight
    return found


@lru_cache(maxsize=8192)
def weigh_words(name: str) -> tuple[tuple[str, float], ...]:
    """Return what a folded name's own words say of its kind."""
    return tuple(_weigh_words(name))


def _weigh_words(name: str) -> Iterator[tuple[str, float]]:
    words = [word.strip(".,'\u2019") for word in name.split()]
    if name in KNOWN_ORGANISATIONS:
        yield "ORG", 2 * STRONG
        return
    country = name_country(name)
    if country.kind == "plain":
        yield ("MISC" if country.is_demonym else "LOC"), 2 * STRONG
        return
    if country.kind == "metonym" or name in _list_regions():
        yield "LOC", STRONG
        return
    if 2 <= len(words) <= 4 and is_first_name(words[0]) and words[-1] not in ORGANISATION_WORDS | PLACE_WORDS:
        yield "PER", STRONG
        return
    head = words[0] if len(words) > 2 and words[1] in {"of", "for"} else words[-1]
    if len(words) > 1 and (head in ORGANISATION_WORDS or head.removesuffix("s") in ORGANISATION_WORDS):
        yield "ORG", STRONG
    elif len(words) > 1 and (head in PLACE_WORDS or words[0] in PLACE_STARTS - {"st", "saint", "san", "santa"}):
        yield "LOC", STRONG
    elif head in ORGANISATION_WORDS:
        yield "ORG", 1.0


@cache
def _list_regions() -> frozenset[str]:
    regions = load_places()["regions"]
    return frozenset(
        name.casefold() for one in regions for name in (one["name"], *one["aliases"]) if len(name) > 3
    )


def weigh_context(text: str, mention: Mention) -> Iterator[tuple[str, float]]:
    """Yield what the words beside a mention say of its kind."""
    before = BEFORE.search(text, max(0, mention.start - 30), mention.start)
    word = before[1].casefold().rstrip(".") if before else ""
    last = mention.text.rsplit(" ", 1)[-1].casefold()
    if " " in mention.text and mention.kind in {"PER", "ORG"} and last not in ORGANISATION_WORDS | PLACE_WORDS:
        if BESIDE_ROLE.search(text, max(0, mention.start - 30), mention.start):
            yield "PER", 2.0
        if ROLE_BEHIND.match(text, mention.end, mention.end + 80):
            yield "PER", 1.5
        if word == "in" and mention.kind == "PER":
            yield "LOC", 1.1
    if word in HONORIFICS and mention.kind != "ORG" and mention.text[:1].isupper():
        yield "PER", 2.0
    elif word in PLACE_LEADS and " " not in mention.text and mention.kind in {"PER", "ORG"}:
        yield "LOC", 1.1 if word in {"in", "near"} and not mention.text.isupper() else 0.4
