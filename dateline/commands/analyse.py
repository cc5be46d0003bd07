"""`dateline analyse`: names, places, quotes and figures in texts, one JSON line a text."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dateline.inputs import TextInput
from dateline.readers import read_texts
from dateline.rows import write_rows
from dateline.settings import load_settings
from transforms.records import Analysis, Figure, Place, Quote


@click.command("analyse")
@click.argument("texts", metavar="IN.jsonl", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="JSON lines out; stdout if left out or -."
)
def command(texts: Path, output: Path | None) -> None:
    """Find names, places, quotes and figures in texts (id, text, language and published_at or null).

    One line a text, in order: id; spans [[start, end, label]] with the labels of the model that DATELINE_MODEL
    names; entities, places, attributions and figures, each with its spans in code points of the text. A text in
    another language than the model's has none; its line says so. With published_at figures say on which day it
    happened. IN.jsonl may be - for standard input. See docs/knowledge.md for each key.
    """
    inputs = read_texts(texts)
    write_rows(make_rows(inputs, load_settings().model), output)


def make_rows(inputs: list[TextInput], model_name: str) -> Iterator[dict[str, Any]]:
    """Yield one row a text, in order; the language is detected where it is not given."""
    from dateline.models import TextToAnalyse, analyse_texts, load_model
    from transforms.language import detect_language

    model = load_model(model_name)
    items = (
        TextToAnalyse(
            text=item.text,
            language=item.language or detect_language(item.text)[0],
            published_day=datetime.fromisoformat(item.published_at).date() if item.published_at else None,
        )
        for item in inputs
    )
    for item, analysis in zip(inputs, analyse_texts(model, items), strict=True):
        yield {"id": item.text_id, **make_row(analysis)}


def make_row(analysis: Analysis) -> dict[str, Any]:
    """Return what was found in one text, as the command writes it."""
    note = {"note": analysis.note} if analysis.note else {}
    return {
        "spans": [[mention.start, mention.end, mention.label] for mention in analysis.mentions],
        "entities": _list_entities(analysis),
        "places": [_describe_place(place) for place in analysis.places],
        "attributions": [_describe_quote(quote) for quote in analysis.quotes],
        "figures": [_describe_figure(figure) for figure in analysis.figures],
        **note,
    }


def _list_entities(analysis: Analysis) -> list[dict[str, Any]]:
    spans: dict[str, list[list[int]]] = {}
    for mention in analysis.mentions:
        if mention.entity_id:
            spans.setdefault(mention.entity_id, []).append([mention.start, mention.end])
    return [
        {
            "id": entity.entity_id,
            "label": entity.kind,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "country": entity.country,
            "role": entity.role,
            "mentions": spans.get(entity.entity_id, []),
        }
        for entity in analysis.entities
    ]


def _describe_place(place: Place) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "name": place.name,
        "geonameid": place.geonames_id,
        "lat": place.latitude,
        "lon": place.longitude,
        "country": place.country,
        "method": place.method,
    }


def _describe_quote(quote: Quote) -> dict[str, Any]:
    return {
        "content": [list(span) for span in quote.content],
        "source": [list(quote.speaker)] if quote.speaker else [],
        "cue": [list(quote.cue)] if quote.cue else [],
        "type": quote.kind,
        "speaker": quote.speaker_name,
        "entity": quote.speaker_entity_id,
    }


def _describe_figure(figure: Figure) -> dict[str, Any]:
    return {
        "event": figure.happened,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "group": figure.group,
        "claimed_by": figure.claimant,
        "place": figure.place,
        "date": figure.date,
        "happened_on": figure.happened_on,
        "claimant_side": figure.claimant_side,
        "group_side": figure.group_side,
        "is_part": figure.is_part,
        "start": figure.number[0],
        "end": figure.number[1],
        "sentence": list(figure.sentence),
        "background": figure.background,
    }
