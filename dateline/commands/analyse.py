"""`dateline analyse`: mentions in texts, one JSON line a text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dateline.inputs import TextInput
from dateline.readers import read_texts
from dateline.rows import write_rows
from dateline.settings import load_settings


@click.command("analyse")
@click.argument("texts", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="JSON lines out; stdout if left out.")
def command(texts: Path, output: Path | None) -> None:
    """Find mentions in the texts of IN.jsonl (id, text, language or null).

    One line a text, in order: id, spans [[start, end, label]] in code points of the text, with the labels of
    the model that DATELINE_MODEL names. A text in another language than the model's has none; its line says so.
    """
    inputs = read_texts(texts)
    write_rows(make_rows(inputs, load_settings().model), output)


def make_rows(inputs: list[TextInput], model_name: str) -> Iterator[dict[str, Any]]:
    """Yield one row a text, in order; the language is detected where it is not given."""
    from dateline.models import TextToAnalyse, analyse_texts, load_model
    from transforms.language import detect_language

    model = load_model(model_name)
    items = (
        TextToAnalyse(text=item.text, language=item.language or detect_language(item.text)[0]) for item in inputs
    )
    for item, analysis in zip(inputs, analyse_texts(model, items), strict=True):
        spans = [[mention.start, mention.end, mention.label] for mention in analysis.mentions]
        note = {"note": analysis.note} if analysis.note else {}
        yield {"id": item.text_id, "spans": spans, **note}
