"""Names, places, quotes, figures and stories against known ones, baselines beside them; speed beside bare spaCy.

The known ones are not part of Dateline: `--gold` and `--scorers` name their folders, in the form of ../shared/nlp
and ../shared/score. Baselines are the best simple ones that were measured on other texts of the same kinds.
"""

import argparse
import importlib.util
import json
import math
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).parents[3] / "shared"
NEAR_KM = 161.0
EARTH_KM = 6371.0
GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
Row = dict[str, Any]
Line = tuple[str, str, str]
"""What is measured, its figure, and the baseline."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--gold", type=Path, default=SHARED / "nlp", help="folder of known names, quotes and so on"
    )
    parser.add_argument("--scorers", type=Path, default=SHARED / "score", help="folder of the scorers")
    parser.add_argument("--no-speed", action="store_true", help="leave out the comparison with bare spaCy")


def run(options: argparse.Namespace) -> None:
    """Print one table: what was measured, the figure, the baseline."""
    if not options.gold.is_dir() or not options.scorers.is_dir():
        raise SystemExit(
            f"there is no {options.gold} or no {options.scorers}: name the folders with --gold and --scorers"
        )
    from dateline.models import load_model
    from dateline.settings import Settings

    model = load_model(Settings().model)
    bench = Bench(gold=options.gold, scorers=options.scorers, nlp=model.nlp)
    lines: list[Line] = []
    for part in (
        bench.score_mentions, bench.score_entities, bench.score_countries, bench.score_places, bench.score_quotes,
        bench.score_figures, bench.score_documents, bench.score_languages, bench.score_copies, bench.score_stories,
    ):  # fmt: skip
        lines += part()
        print(f"{part.__name__} done", file=sys.stderr)
    print_table(("measured", "here", "baseline"), lines)
    if not options.no_speed:
        print()
        print_table(("one core", "words/s", "articles/s"), bench.measure_speed())
        print(
            f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB with model and gazetteer"
        )


class Bench:
    """The known texts, the scorers, and the model."""

    def __init__(self, *, gold: Path, scorers: Path, nlp: Any) -> None:
        self._gold = gold
        self._scorers = scorers
        self._nlp = nlp

    def read(self, name: str) -> list[Row]:
        """Return the rows of one set."""
        with (self._gold / f"{name}.jsonl").open(encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]

    def scorer(self, name: str) -> ModuleType:
        """Return a scorer's module."""
        spec = importlib.util.spec_from_file_location(name, self._scorers / f"{name}.py")
        if spec is None or spec.loader is None:
            raise SystemExit(f"there is no scorer {name} in {self._scorers}")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def analyse(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Any]]:
        """Yield each row with what Dateline finds in its text."""
        from transforms.analysis import analyse_all

        yield from zip(rows, analyse_all(self._nlp, [row["text"] for row in rows]), strict=True)

    def score_mentions(self) -> list[Line]:
        """Return strict span F1 of persons, organisations and places, the model's own and the revised."""
        from transforms.mentions import find_mentions

        spans = self.scorer("span_f1")
        lines = []
        for name in ("ner_wikigold", "ner_re3d", "ner_wikineural"):
            rows = self.read(name)
            gold = {row["id"]: row for row in rows}
            alone = find_mentions(self._nlp, [row["text"] for row in rows])
            before = {row["id"]: list_spans(found) for row, found in zip(rows, alone, strict=True)}
            after = {row["id"]: list_spans(found.mentions) for row, found in self.analyse(rows)}
            one, two = (
                spans.score(gold, found, None, None, {"PER", "ORG", "LOC"}, True)["micro"][2]
                for found in (before, after)
            )
            lines.append(
                (
                    f"mentions, {name.removeprefix('ner_')}: span F1",
                    f"{100 * two:.1f}",
                    f"{100 * one:.1f} (the model alone)",
                )
            )
        return lines

    def score_entities(self) -> list[Line]:
        """Return pairwise F1 of named mentions that were found, and how many were."""
        right = wrong = missed = found = known = 0
        for row, analysis in self.analyse(self.read("entities_gum")):
            named = [m for m in row["mentions"] if m["named"] and m["type"] in GUM_KINDS]
            pairs = match_mentions(named, analysis.mentions)
            known, found = known + len(named), found + len(pairs)
            for (one, ours), (other, theirs) in combinations(pairs, 2):
                same, alike = one["cluster"] == other["cluster"], ours.entity_id == theirs.entity_id
                right += same and alike
                wrong += alike and not same
                missed += same and not alike
        f1 = 2 * right / (2 * right + wrong + missed)
        return [
            ("entities: pairwise F1 over the mentions found", f"{100 * f1:.1f}", "92.5 (given the mentions)"),
            ("entities: named mentions found", f"{100 * found / known:.1f} %", "-"),
        ]

    def score_countries(self) -> list[Line]:
        """Return forms of countries: plain ones right, others without a wrong country."""
        from transforms.countries import name_country

        rows = self.read("country_surface")
        plain = [row for row in rows if row["kind"] == "plain"]
        others = [row for row in rows if row["kind"] in {"ambiguous", "none"}]
        right = sum(name_country(row["surface"]).country == row["iso2"] for row in plain)
        wrong = sum(name_country(row["surface"]).country is not None for row in others)
        return [
            ("countries: plain forms right", f"{right} of {len(plain)}", "71 of 74"),
            ("countries: ambiguous or historical forms with a country", f"{wrong} of {len(others)}", "-"),
        ]

    def score_places(self) -> list[Line]:
        """Return the share of known toponyms whose place lies within 161 km."""
        lines = []
        for name, baseline in (("geo_gwn", "59.5 %"), ("geo_lgl_sample", "46 %")):
            near = known = 0
            for row, analysis in self.analyse(self.read(name)):
                for toponym in row["toponyms"]:
                    if toponym["lat"] is None:
                        continue
                    known += 1
                    near += any(
                        place.start < toponym["end"]
                        and toponym["start"] < place.end
                        and measure_km(place.latitude, place.longitude, toponym["lat"], toponym["lon"]) <= NEAR_KM
                        for place in analysis.places
                    )
            lines.append((f"places, {name}: within 161 km", f"{100 * near / known:.1f} %", baseline))
        return lines

    def score_quotes(self) -> list[Line]:
        """Return joint F1 of content and speaker; direct quotes that were found with the right speaker."""
        scorer = self.scorer("quote_f1")
        gold, found = {}, {}
        for row, analysis in self.analyse(self.read("quotes_polnear_dev")):
            gold[row["id"]] = row
            found[row["id"]] = {
                "attributions": [
                    {
                        "content": [list(span) for span in quote.content],
                        "source": [list(quote.speaker)] if quote.speaker else [],
                    }
                    for quote in analysis.quotes
                ]
            }
        scores = scorer.score(gold, found)
        direct = scores["recall_by_type"]["direct"][1]
        return [
            ("quotes: content and speaker, joint F1", f"{100 * scores['joint'][2]:.1f}", "43"),
            ("quotes: direct ones with the right speaker", f"{100 * direct:.1f} %", "-"),
        ]

    def score_figures(self) -> list[Line]:
        """Return F1 of number and event, and with the claimant, sentence by sentence."""
        scorer = self.scorer("figures_f1")
        gold, found = {}, {}
        for row, analysis in self.analyse(self.read("figures")):
            gold[row["id"]] = row
            found[row["id"]] = {"figures": [describe_figure(figure) for figure in analysis.figures]}
        scores = scorer.score(gold, found)
        return [
            ("figures: number and event, F1", f"{100 * scores['L1'][2]:.1f}", "81"),
            ("figures: and who claims it, F1", f"{100 * scores['L3'][2]:.1f}", "66"),
        ]

    def score_documents(self) -> list[Line]:
        """Return F1 of killed and wounded of a document's own incidents, each event and number once."""
        right = wrong = missed = 0
        for row, analysis in self.analyse(self.read("muc_casualties")):
            figures = [one for one in analysis.figures if not one.background]
            ours = {(one.happened, one.low) for one in figures if one.happened in {"killed", "wounded"}}
            known = [(one["event"], read_number(one["number"]), one["optional"]) for one in row["casualties"]]
            left = list(known)
            for event, low in sorted(ours, key=str):
                match = next((one for one in left if one[:2] == (event, low)), None)
                if match is None:
                    wrong += 1
                else:
                    left.remove(match)
                    right += not match[2]
            missed += sum(not optional for _, _, optional in left)
        return [
            (
                "figures: killed and wounded of whole documents, F1",
                f"{200 * right / (2 * right + wrong + missed):.1f}",
                "17",
            )
        ]

    def score_languages(self) -> list[Line]:
        """Return the sentences whose language was told."""
        from transforms.language import detect_language

        rows = self.read("langid_wikineural")
        key = next(key for key in ("lang", "language") if key in rows[0])
        right = sum(detect_language(row["text"])[0] == row[key] for row in rows)
        return [("language: sentences told", f"{100 * right / len(rows):.1f} %", "99.8 % (longer ones)")]

    def score_copies(self) -> list[Line]:
        """Return F1 of pairs of copies."""
        from transforms.copies import Text, find_copies

        rows = self.read("neardup_synthetic")
        copies = find_copies([Text(text_id=row["id"], text=row["text"]) for row in rows])
        ours = pair_up(
            {row["id"]: row["id"] for row in rows} | {copy.text_id: copy.original_id for copy in copies}
        )
        known = pair_up({row["id"]: row["dup"] or row["id"] for row in rows})
        f1 = 2 * len(ours & known) / (len(ours) + len(known))
        return [("copies: pairs, F1", f"{100 * f1:.1f}", "100")]

    def score_stories(self) -> list[Line]:
        """Return B-cubed F1 of stories."""
        from transforms.stories import Report, group_reports

        rows = self.read("stories_galaxy")
        reports = [Report(report_id=row["id"], title=row["title"], text=row["text"]) for row in rows]
        ours = {one: story.central for story in group_reports(reports) for one in story.reports}
        f1 = self.scorer("bcubed").bcubed({row["id"]: row["cluster"] for row in rows}, ours)[2]
        return [("stories: B3 F1", f"{100 * f1:.1f}", "78")]

    def measure_speed(self) -> list[Line]:
        """Return words and articles a second: everything, and bare entity recognition on both kernels."""
        import spacy

        from dateline.models import find_package
        from dateline.settings import Settings
        from transforms.analysis import analyse_all
        from transforms.mentions import BATCH, split_paragraphs

        texts = [row["text"] for row in self.read("stories_galaxy")][:80]
        paragraphs = [piece for text in texts for _, piece in split_paragraphs(text)]
        default = spacy.load(find_package(Settings().model))

        def run_bare(nlp: Any) -> None:
            others = [name for name in nlp.pipe_names if name != "ner"]
            for _ in nlp.pipe(paragraphs, batch_size=BATCH, disable=others):
                pass

        def run_all() -> None:
            for _ in analyse_all(self._nlp, texts):
                pass

        run_all()
        ways = {
            "everything": run_all,
            "bare nlp.pipe, entities alone, the faster kernel": lambda: run_bare(self._nlp),
            "bare nlp.pipe, entities alone, spaCy's own kernel": lambda: run_bare(default),
        }
        words = sum(len(text.split()) for text in texts)
        best: dict[str, float] = {}
        for _ in range(3):  # in turns, so that other work on the machine hits all alike
            for name, way in ways.items():
                start = time.perf_counter()
                way()
                best[name] = min(best.get(name, math.inf), time.perf_counter() - start)
        lines = [
            (name, f"{words / seconds:,.0f}", f"{len(texts) / seconds:.1f}") for name, seconds in best.items()
        ]
        whole, *bare = best.values()
        return [
            *lines,
            ("everything, share of bare", " / ".join(f"{100 * one / whole:.0f} %" for one in bare), ""),
        ]


def list_spans(mentions: Iterable[Any]) -> dict[str, Any]:
    """Return mentions as the scorer reads them."""
    return {"spans": [[one.start, one.end, one.kind] for one in mentions if one.kind]}


def match_mentions(known: Sequence[Row], mentions: Sequence[Any]) -> list[tuple[Row, Any]]:
    """Return known mentions with those found, one to one: of one kind and overlapping, else half of each common.

    The former is what span_f1.py calls relaxed; known spans hold offices and affiliations that no name has.
    """
    shared = []
    for place, one in enumerate(known):
        for number, other in enumerate(mentions):
            common = min(one["end"], other.end) - max(one["start"], other.start)
            half = max(one["end"] - one["start"], other.end - other.start) / 2
            alike = other.kind == GUM_KINDS[one["type"]]
            if other.entity_id and (common > 0 if alike else common >= half):
                shared.append((alike, common, place, number))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, place, number in sorted(shared, key=lambda one: (-one[0], -one[1])):
        if place not in matched and number not in taken:
            matched[place] = number
            taken.add(number)
    return [(known[place], mentions[number]) for place, number in sorted(matched.items())]


def describe_figure(figure: Any) -> dict[str, Any]:
    """Return a figure as the scorer reads it."""
    return {
        "event": figure.happened,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "claimed_by": figure.claimant,
    }


def read_number(words: str) -> int | None:
    """Return the first number in a known figure; None for a mere plural."""
    digits = "".join(letter if letter.isdigit() else " " for letter in words).split()
    return int(digits[0]) if digits else None


def pair_up(leaders: Mapping[str, str]) -> set[frozenset[str]]:
    """Return the pairs of texts that have the same leader."""
    groups = defaultdict(list)
    for one, leader in leaders.items():
        groups[leader].append(one)
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def measure_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two points on the sphere in kilometres (haversine)."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def print_table(head: Line, lines: Sequence[Line]) -> None:
    """Print a table in Markdown."""
    widths = [max(len(row[column]) for row in (head, *lines)) for column in range(3)]
    for number, row in enumerate((head, *lines)):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
