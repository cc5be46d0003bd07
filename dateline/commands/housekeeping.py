"""`dateline housekeeping`: the steps of the DAG of that name, one after another in this process."""

import click

from dateline.settings import load_settings
from dateline.stack.state import resolve_settings
from transforms.wording import describe_failure


@click.command("housekeeping", short_help="retention: what is over goes, in the steps of the DAG of that name")
@click.option("--dry-run", "dry", is_flag=True, help="Say what each step would do, and do nothing.")
def command(dry: bool) -> None:
    """Make the ledger's next partitions, erase what was taken down or has expired, clear what is long over.

    Each step works whether or not another has failed. Exit status 1 if one has.
    """
    from dateline.steps.housekeeping import STEPS

    settings = resolve_settings(load_settings())
    failed = []
    for name, step in STEPS.items():
        try:
            counts = step(settings, dry=dry)
        except Exception as error:  # noqa: BLE001 - the other steps are to be done whatever failed here
            failed.append(name)
            click.echo(f"{name}: failed: {describe_failure(error)}", err=True)
        else:
            told = ", ".join(f"{what} {number}" for what, number in counts.items() if number)
            click.echo(f"{name}: {told or 'nothing to do'}")
    if failed:
        raise click.ClickException(f"{', '.join(failed)} failed: the lines above say why")
