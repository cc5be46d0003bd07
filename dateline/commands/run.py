"""`dateline run`: a window through every step in this process, for a quick look and for benchmarks."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

import click

from dateline.settings import load_settings
from dateline.stack.state import resolve_settings
from transforms.settlement import describe_outcomes
from transforms.windows import Mode, Window, WindowError, last_complete_day, parse_window


@click.command("run")
@click.option(
    "--window", "window_text", help="2026-11-21, or 2026-11-19..2026-11-21; the last complete day if left out."
)
@click.option(
    "--source", "sources", multiple=True, help="Source id, kind:think_tank or tag:demo; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print counts and seconds by step as one JSON object.")
def command(window_text: str | None, sources: tuple[str, ...], as_json: bool) -> None:
    """Run a window in this process, without Airflow: the very same steps.

    The database is DATELINE_DATABASE_URL, or that of the running `dateline up`; it is migrated first.
    """
    from dateline.line import run_line
    from dateline.models import check_model
    from dateline.steps.plan import describe_run_days
    from dateline.steps.settle import RunUnwell
    from sql.migrate import migrate

    settings = resolve_settings(load_settings())
    now = datetime.now(UTC)
    window = read_window(window_text, now)
    if settings.database_url is None:
        raise click.ClickException(
            "no database: start one with `dateline up`, or set DATELINE_DATABASE_URL to a libpq URL"
        )
    check_model(settings.model)
    logging.getLogger("dateline.steps.settle").setLevel(logging.CRITICAL)  # its message is our last line
    migrate(settings.database_url)
    run_id = f"command/{now:%Y-%m-%dT%H:%M:%S.%f}"
    try:
        report = run_line(
            settings, run_id=run_id, window=window, selection=sources, say=lambda line: click.echo(line, err=True)
        )
    except KeyboardInterrupt:
        click.echo("dateline: stopped: what was fetched is kept, the next run goes on from there", err=True)
        os._exit(130)  # the crawls' threads would keep an ordinary exit waiting; their children end with us
    except RunUnwell as unwell:
        raise click.ClickException(str(unwell)) from None
    if as_json:
        json.dump({"run_id": run_id, "counts": report.counts, "seconds": report.seconds}, sys.stdout)
        click.echo()
    else:
        days = describe_run_days(settings, window, sources)
        click.echo(f"{days}: {describe_outcomes(report.counts['settle'])}")
        click.echo("seconds: " + ", ".join(f"{step} {spent:.1f}" for step, spent in report.seconds.items()))


def read_window(text: str | None, now: datetime) -> Window:
    """Return the window that was written, the last complete day if none was; one line for what is none."""
    if text is None:
        day = last_complete_day(now)
        return Window(first_day=day, last_day=day, mode=Mode.EXACT)
    try:
        first, last = parse_window(text)
    except WindowError as error:
        raise click.ClickException(str(error)) from None
    if last > now.date():
        raise click.ClickException(f"window {text} reaches into the future: the latest day is {now.date()}")
    return Window(first_day=first, last_day=last, mode=Mode.EXACT)
