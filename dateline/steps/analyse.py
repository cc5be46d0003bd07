"""analyse_batch: what the model finds in a batch's articles."""

import logging
from collections import Counter

from dateline.models import LoadedModel, TextToAnalyse, analyse_texts, load_model
from dateline.settings import Settings
from sql.connection import connect
from sql.staging import StagedText, begin_analysing, finish_analysing, read_texts, stage_analyses
from transforms.records import Analysis

log = logging.getLogger(__name__)

CHUNK = 64
"""Articles read, analysed and written at once."""


def analyse_batch(settings: Settings, *, run_id: str, batch: int) -> dict[str, int]:
    """Stage an analysis for each article of a batch that is on its way to publication; return counts.

    Articles in a language that the model does not read are staged without mentions, and say so. A batch
    whose cleaning failed is left alone. Again, or twice at once, gives the same rows.
    """
    counts = Counter(analysed=0, without_model=0, mentions=0)
    with connect(settings.database, application="dateline analyse", autocommit=True) as connection:
        attempt = begin_analysing(connection, run_id, batch)
        if attempt is None:
            log.warning("run=%s step=analyse batch=%d left alone: it was not cleaned whole", run_id, batch)
            return dict(counts)
        model: LoadedModel | None = None
        for texts in read_texts(connection, attempt, most=CHUNK):
            model = model or load_model(settings.model)
            found = analyse_chunk(model, texts)
            stage_analyses(connection, attempt, found)
            counts.update(count_findings([analysis for _, analysis in found]))
            log.info("run=%s step=analyse batch=%d %s", run_id, batch, _describe(counts))
        finish_analysing(connection, attempt)
    log.info("run=%s step=analyse batch=%d done %s", run_id, batch, _describe(counts))
    return dict(counts)


def analyse_chunk(model: LoadedModel, texts: list[StagedText]) -> list[tuple[int, Analysis]]:
    """Return capture id and analysis of each text, in order."""
    items = [
        TextToAnalyse(text=text.text, language=text.language, published_day=text.published_day) for text in texts
    ]
    ids = [text.capture_id for text in texts]
    return list(zip(ids, analyse_texts(model, items), strict=True))


def count_findings(analyses: list[Analysis]) -> dict[str, int]:
    """Return how many were analysed, how many had no model, and how many mentions there are."""
    served = sum(analysis.model_name is not None for analysis in analyses)
    return {
        "analysed": served,
        "without_model": len(analyses) - served,
        "mentions": sum(len(analysis.mentions) for analysis in analyses),
    }


def _describe(counts: Counter[str]) -> str:
    return " ".join(f"{name}={number}" for name, number in counts.items())
