"""Data Docs: Great Expectations' own pages of a run, made safe and whole, and an index of all runs.

The library's pages load scripts, styles and a counting picture from other hosts, and do not escape what they
show. Here scripts, handlers, pictures and links to elsewhere are taken out and one small style is put in: a
page shows the same without network, and runs nothing.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import html

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
td, th { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; vertical-align: top; }
h5 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
h6 { font-size: 1rem; margin: .5rem 0; }
ul { list-style: none; padding: 0; }
.text-danger, .failed { color: #c22; }
.fa-times::before { content: "failed"; color: #c22; }
.fa-check-circle::before { content: "held"; color: #282; }
.fa-exclamation-triangle::before { content: "warning"; color: #a60; }
"""
DROPPED: Final = frozenset(
    {"script", "link", "style", "img", "iframe", "object", "form", "input", "button", "nav", "label", "title"}
)
SEVERITY: Final = {"fail": "failed: held back", "warn": "only warned: published"}
ADDRESSES: Final = frozenset({"href", "src", "style", "action", "formaction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedRun:
    """What the index says of one run's pages: expectations that failed held rows back, others only warned."""

    run_id: str
    written_at: str
    judged: int
    failed: int
    warned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheld:
    """An expectation that did not hold, and of how many of an asset's rows."""

    asset: str
    severity: str
    in_words: str
    unexpected: int
    evaluated: int


def docs_folder(home: Path) -> Path:
    """Return the folder of all Data Docs; its `index.html` lists the runs."""
    return home / "data_docs"


def docs_page(home: Path, run_id: str) -> Path:
    """Return the first page of a run's Data Docs, whether or not it has been written."""
    return docs_folder(home) / name_folder(run_id) / "index.html"


def name_folder(run_id: str) -> str:
    """Return a run's folder name: readable, of plain characters, and different for different runs."""
    digest = hashlib.sha256(run_id.encode()).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9.-]+', '_', run_id).strip('._')[:100]}-{digest}"


def find_trouble(home: Path, run_id: str) -> Path | None:
    """Return a run's first page if something did not hold in it; None if all did, or nothing was judged."""
    page = docs_page(home, run_id)
    try:
        run = DocumentedRun(**json.loads((page.parent / "run.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    return page if run.failed or run.warned else None


def write_docs(
    home: Path, run_id: str, results: "Mapping[str, ExpectationSuiteValidationResult]", *, now: datetime
) -> Path:
    """Write a run's pages and the index anew; return the run's first page."""
    page = docs_page(home, run_id)
    page.parent.mkdir(parents=True, exist_ok=True)
    for name, result in results.items():
        replace_text(page.parent / f"{name}.html", render_result(result, f"{run_id}: {name}"))
    unheld = list(list_unheld(results))
    failed = sum(one.severity == "fail" for one in unheld)
    run = DocumentedRun(
        run_id=run_id,
        written_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        judged=sum(int(result.statistics["evaluated_expectations"]) for result in results.values()),
        failed=failed,
        warned=len(unheld) - failed,
    )
    replace_text(page.parent / "run.json", json.dumps(asdict(run)))
    replace_text(page, render_run(run, unheld, list(results)))
    replace_text(docs_folder(home) / "index.html", render_index(home))
    return page


def list_unheld(results: "Mapping[str, ExpectationSuiteValidationResult]") -> Iterator[Unheld]:
    """Yield what did not hold, those that failed first."""
    found = [
        Unheld(
            asset=asset,
            severity=one.expectation_config.meta["severity"],
            in_words=one.expectation_config.description or one.expectation_config.meta["name"],
            unexpected=int(one.result.get("unexpected_count", 0)),
            evaluated=int(one.result.get("element_count", 0)) - int(one.result.get("missing_count") or 0),
        )
        for asset, result in results.items()
        for one in result.results
        if not one.success and one.expectation_config
    ]
    yield from sorted(found, key=lambda one: one.severity)


def render_result(result: "ExpectationSuiteValidationResult", title: str) -> str:
    """Return one asset's result as a page that loads nothing and runs nothing."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    document = ValidationResultsPageRenderer(run_info_at_end=True).render(result)
    return make_safe(str(DefaultJinjaPageView().render(document)), title)  # type: ignore[no-untyped-call]


def make_safe(page: str, title: str) -> str:
    """Return a page without scripts, handlers, styles and addresses of other hosts, under our style."""
    tree = html.document_fromstring(page)
    for element in [one for one in tree.iter("*") if one.tag in DROPPED or one.get("class") == "sticky"]:
        if isinstance(element, html.HtmlElement) and element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter("*"):
        for name, value in element.attrib.items():
            if _is_active(str(name), str(value)):
                del element.attrib[name]
    body = tree.find("body")
    content = "".join(html.tostring(child, encoding="unicode") for child in body) if body is not None else ""
    return wrap(title, f'<p><a href="index.html">All of this run</a></p>{content}')


def _is_active(name: str, value: str) -> bool:
    """Whether an attribute runs something, or leads anywhere but into the page itself."""
    return name.startswith(("on", "data-")) or (name in ADDRESSES and not value.startswith("#"))


def render_run(run: DocumentedRun, unheld: Sequence[Unheld], assets: list[str]) -> str:
    """Return a run's first page: how many expectations held, which did not, and what that means."""
    links = "".join(f'<li><a href="{escape(name)}.html">{escape(name)}</a></li>' for name in assets)
    rows = "".join(
        f'<tr><td class="{"failed" if one.severity == "fail" else ""}">{SEVERITY[one.severity]}</td>'
        f"<td>{escape(one.in_words)}</td><td>{one.unexpected} of {one.evaluated} {escape(one.asset)}</td></tr>"
        for one in unheld
    )
    heads = "<tr><th>Severity</th><th>Did not hold</th><th>For</th></tr>"
    table = f"<table>{heads}{rows}</table>" if rows else ""
    return wrap(
        f"Validation of {run.run_id}",
        f"<h1>Validation of {escape(run.run_id)}</h1><p>{run.judged} expectations judged: {run.failed} failed,"
        f" {run.warned} only warned, {escape(run.written_at)}.</p>{table}<ul>{links}</ul>"
        '<p><a href="../index.html">All runs</a></p>',
    )


def render_index(home: Path) -> str:
    """Return the page that lists all runs, the latest first."""
    rows = "".join(
        f'<tr><td><a href="{escape(folder)}/index.html">{escape(run.run_id)}</a></td>'
        f'<td>{escape(run.written_at)}</td><td>{run.judged}</td><td class="{"failed" if run.failed else ""}">'
        f"{run.failed}</td><td>{run.warned}</td></tr>"
        for folder, run in sorted(read_runs(home), key=lambda one: one[1].written_at, reverse=True)
    )
    heads = "<tr><th>Run</th><th>Validated (UTC)</th><th>Expectations</th><th>Failed</th><th>Only warned</th></tr>"
    return wrap("Validation of all runs", f"<h1>Validation of all runs</h1><table>{heads}{rows}</table>")


def read_runs(home: Path) -> Iterator[tuple[str, DocumentedRun]]:
    """Yield folder and description of each run that has pages."""
    for file in docs_folder(home).glob("*/run.json"):
        yield file.parent.name, DocumentedRun(**json.loads(file.read_text(encoding="utf-8")))


def wrap(title: str, content: str) -> str:
    """Return a whole page."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{content}</body></html>\n"
    )


def replace_text(file: Path, text: str) -> None:
    """Write a file so that a reader sees the old or the new one, never a half; a draft that fails is removed."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
