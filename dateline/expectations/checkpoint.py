"""One checkpoint over two assets: Great Expectations judges the measures. Importing it here takes seconds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from dateline.expectations.suites import BETWEEN, ROWS, SOURCES, Expectation

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.expectations.expectation import Expectation as GreatExpectation

Measures = Sequence[dict[str, Any]]

ARTICLES: Final = "articles"
BY_SOURCE: Final = "sources"
KEYS: Final = {ARTICLES: "capture_id", BY_SOURCE: "source_id"}
SAMPLE: Final = 5
"""How many unexpected values a verdict and its page show."""
SEVERITIES: Final = {"fail": "critical", "warn": "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one expectation said: how many rows it looked at, and the keys of those it does not hold for."""

    expectation: Expectation
    evaluated: int
    unexpected: tuple[Any, ...]
    sample: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The findings on articles (keys are capture ids) and on sources (keys are their ids), and what to show."""

    articles: tuple[Finding, ...]
    sources: tuple[Finding, ...]
    results: "dict[str, ExpectationSuiteValidationResult]"


def judge_measures(articles: Measures, sources: Measures) -> Judgement:
    """Judge both assets in one checkpoint; without articles only the sources are judged."""
    context = open_context()
    with TemporaryDirectory(prefix="dateline-validate-") as folder:
        definitions = [
            define_validation(context, name, measures, suite, Path(folder))
            for name, measures, suite in ((ARTICLES, articles, ROWS), (BY_SOURCE, sources, SOURCES))
            if measures
        ]
        results = run_checkpoint(context, definitions)
    return Judgement(
        articles=read_findings(results.get(ARTICLES), ROWS),
        sources=read_findings(results.get(BY_SOURCE), SOURCES),
        results=results,
    )


def open_context() -> "EphemeralDataContext":
    """Return a context that keeps nothing, sends nothing and draws no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def make_frame(name: str, measures: Measures, suite: Sequence[Expectation]) -> "pd.DataFrame":
    """Return an asset's rows: their key, and what its suite looks at; numbers are numbers even if all are null."""
    import pandas as pd

    frame = pd.DataFrame({"key": [row[KEYS[name]] for row in measures]})
    for column in {expectation.column: None for expectation in suite}:
        frame[column] = pd.Series([row[column] for row in measures], dtype="object")
    return frame.astype({expectation.column: "float64" for expectation in suite if expectation.type == BETWEEN})


def define_validation(
    context: "EphemeralDataContext", name: str, measures: Measures, suite: Sequence[Expectation], folder: Path
) -> "gx.ValidationDefinition":
    """Return the validation of one asset by one suite.

    The frame goes through a file: a checkpoint hands one and the same data frame to all of its assets.
    """
    import great_expectations as gx

    file = folder / f"{name}.pickle"
    make_frame(name, measures, suite).to_pickle(file)
    asset = context.data_sources.add_pandas(name).add_pickle_asset(name, filepath_or_buffer=file)
    return context.validation_definitions.add(
        gx.ValidationDefinition(
            name=name,
            data=asset.add_batch_definition(name),
            suite=context.suites.add(gx.ExpectationSuite(name=name, expectations=list(map(spell, suite)))),
        )
    )


def spell(expectation: Expectation) -> "GreatExpectation":
    """Return an expectation as Great Expectations' own."""
    from great_expectations import expectations

    kind = getattr(expectations, expectation.type)
    spelt: GreatExpectation = kind(
        column=expectation.column,
        severity=SEVERITIES[expectation.severity],
        description=expectation.in_words,
        meta={"name": expectation.name, "severity": expectation.severity},
        **expectation.arguments,
    )
    return spelt


def run_checkpoint(
    context: "EphemeralDataContext", definitions: "list[gx.ValidationDefinition]"
) -> "dict[str, ExpectationSuiteValidationResult]":
    """Run one checkpoint over all assets and return each asset's result."""
    import great_expectations as gx

    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="run",
            validation_definitions=definitions,
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["key"],
                "return_unexpected_index_query": False,
                "partial_unexpected_count": SAMPLE,
            },
        )
    )
    return {result.suite_name: result for result in checkpoint.run().run_results.values()}


def read_findings(
    result: "ExpectationSuiteValidationResult | None", suite: Sequence[Expectation]
) -> tuple[Finding, ...]:
    """Return what a suite's result says, in the order of the suite."""
    if result is None:
        return ()
    by_name = {one.expectation_config.meta["name"]: one for one in result.results if one.expectation_config}
    return tuple(read_finding(expectation, by_name[expectation.name]) for expectation in suite)


def read_finding(expectation: Expectation, result: "ExpectationValidationResult") -> Finding:
    """Return what one expectation says; raise RuntimeError if it could not be judged at all."""
    found = result.result
    if "element_count" not in found:
        raise RuntimeError(f"expectation {expectation.name} could not be judged: {result.exception_info}")
    listed = found.get("unexpected_index_list") or ()
    return Finding(
        expectation=expectation,
        evaluated=found["element_count"] - found.get("missing_count", 0),
        unexpected=tuple(make_plain(row["key"]) for row in listed),
        sample=tuple(map(make_plain, found.get("partial_unexpected_list") or ())),
    )


def make_plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return numpy's numbers as Python's, and none for not-a-number."""
    plain = value.item() if hasattr(value, "item") else value
    return None if plain != plain else plain
