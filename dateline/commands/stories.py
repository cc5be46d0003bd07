"""`dateline stories`: copies and stories of all published articles that are in none yet."""

import click

from dateline.settings import load_settings
from dateline.stack.state import resolve_settings


@click.command("stories", short_help="copies and stories of what was published since the last time")
def command() -> None:
    """Find syndicated copies and group articles into stories, as the DAG of that name does after each publication.

    See `dateline report stories`, `story_timeline` and `syndication`.
    """
    from dateline.steps.stories import group_stories

    counts = group_stories(resolve_settings(load_settings()), run_id="command/stories")
    told = ", ".join(f"{what} {number}" for what, number in counts.items() if number)
    click.echo(told or "nothing is new")
